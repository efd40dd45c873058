"""Access and siting beside what people use today: PySAL access, spopt and a plain pyproj loop.

    python -m benchmarks.siting

Ours and theirs on the same points: the real demand, and 10 and 100 times as many (each point split
into as many near it). Equal results are checked; where a peer takes longer than LONGEST it is not
asked for the next size.
"""

from __future__ import annotations

import time
import tracemalloc
import warnings
from collections.abc import Callable
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from shifo import access, allocation, catalogue, demand, siting
from shifo.access import Rule
from shifo.siting import Request

LONGEST = 40.0
RULE = Rule(100)


def main() -> None:
    """Print the table."""
    facts = catalogue.load()
    on = date(2026, 11, 22)
    base = demand.demand(facts, on)
    at = access.sites(facts, on)
    tired: set[str] = set()
    print("| task | points | ours, s | theirs, s | times faster | ours, MB | equal |")
    print("|---|---|---|---|---|---|---|")
    for times in (1, 10, 100):
        points = _times(base, times)
        for name, ours, theirs, equal in (
            ("nearest site: pyproj loop", _nearest, _loop, _same),
            ("2SFCA: PySAL access", _catchment, _pysal, _same),
            ("MCLP: spopt", _mclp, _spopt_mclp, _near),
            ("p-median: spopt", _pmedian, _spopt_pmedian, _near),
        ):
            part = points
            if name.startswith(("MCLP", "p-median")):
                # One country: spopt writes out every pair of a point and a candidate.
                part = points[points["iso3"] == "KGZ"].reset_index(drop=True)
            tracemalloc.start()
            mine, took = _timed(lambda f=ours, p=part: f(p, at, facts))
            peak = tracemalloc.get_traced_memory()[1] / 1e6
            tracemalloc.stop()
            mine, took = _timed(lambda f=ours, p=part: f(p, at, facts))
            if name in tired:
                cells = ["not asked", "", f"{peak:.0f}", ""]
            else:
                their, longer = _timed(lambda f=theirs, p=part: f(p, at, facts))
                if longer > LONGEST / 10:
                    tired.add(name)
                cells = [f"{longer:.2f}", f"{longer / took:.0f}", f"{peak:.0f}", equal(mine, their)]
            print("|", " | ".join([name, f"{len(part):,}", f"{took:.2f}", *cells]), "|", flush=True)


def _times(points: pd.DataFrame, times: int) -> pd.DataFrame:
    """So many points for each, within two kilometres of it, with its people among them."""
    rows = points.loc[points.index.repeat(times)].reset_index(drop=True)
    if times > 1:
        rng = np.random.default_rng(0)
        rows["lat"] += rng.uniform(-0.02, 0.02, len(rows))
        rows["lon"] += rng.uniform(-0.02, 0.02, len(rows))
        rows["people"] /= times
    return rows


def _timed(work: Callable[[], Any]) -> tuple[Any, float]:
    began = time.perf_counter()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        result = work()
    return result, time.perf_counter() - began


def _same(mine: np.ndarray, theirs: np.ndarray) -> str:
    return "yes" if np.allclose(mine, theirs, rtol=5e-3, equal_nan=True) else "NO"


def _near(mine: float, theirs: float) -> str:
    return "yes" if abs(mine - theirs) <= 1e-4 * abs(theirs) else f"NO: {mine:g}, {theirs:g}"


def _nearest(points: pd.DataFrame, at: pd.DataFrame, _facts: Any) -> np.ndarray:
    return access.nearest(points, at, Rule(cross_border=True))["cost"].to_numpy()


def _loop(points: pd.DataFrame, at: pd.DataFrame, _facts: Any) -> np.ndarray:
    best = np.full(len(points), np.inf)
    lon, lat = points["lon"].to_numpy(), points["lat"].to_numpy()
    for site in at.itertuples():
        km = access.GEOD.inv(lon, lat, np.full(len(lon), site.lon), np.full(len(lon), site.lat))[2]
        best = np.minimum(best, km / 1000)
    return best


def _catchment(points: pd.DataFrame, at: pd.DataFrame, _facts: Any) -> np.ndarray:
    pairs = access.links(points, at, Rule(100, cross_border=True))
    people = points["people"].to_numpy()
    return allocation.floating_catchment(people, at["machines"].to_numpy(float), pairs)


def _pysal(points: pd.DataFrame, at: pd.DataFrame, _facts: Any) -> np.ndarray:
    import logging

    from access import Access

    logging.disable(logging.WARNING)
    # PySAL access wants the costs as a table; making it is part of the work, as it is of ours.
    costs = pd.concat(
        [
            pd.DataFrame(
                {
                    "origin": points.index,
                    "dest": place,
                    "cost": access.GEOD.inv(
                        points["lon"],
                        points["lat"],
                        np.full(len(points), site.lon),
                        np.full(len(points), site.lat),
                    )[2]
                    / 1000,
                }
            )
            for place, site in enumerate(at.itertuples())
        ]
    )
    made = Access(
        demand_df=points[["people"]].rename_axis("id").reset_index(),
        demand_index="id",
        demand_value="people",
        supply_df=at[["machines"]].rename_axis("id").reset_index(),
        supply_index="id",
        supply_value="machines",
        cost_df=costs,
        cost_origin="origin",
        cost_dest="dest",
        cost_name="cost",
    )
    found = made.two_stage_fca(name="fca", cost="cost", max_cost=100)
    return found["fca_machines"].reindex(points.index).fillna(0).to_numpy()


def _options(points: pd.DataFrame, at: pd.DataFrame, facts: Any) -> pd.DataFrame:
    return siting.candidates(points, facts["centres"], at)


def _mclp(points: pd.DataFrame, at: pd.DataFrame, facts: Any) -> float:
    return siting.site(points, at.head(0), _options(points, at, facts), Request(4, RULE)).objective


def _pmedian(points: pd.DataFrame, at: pd.DataFrame, facts: Any) -> float:
    options = _options(points, at, facts)
    return siting.site(points, at.head(0), options, Request(4, RULE, "pmedian")).objective


def _costs(points: pd.DataFrame, options: pd.DataFrame) -> np.ndarray:
    return np.column_stack(
        [
            access.geodesics(points, options.iloc[np.full(len(points), place)])
            for place in range(len(options))
        ]
    )


def _spopt_mclp(points: pd.DataFrame, at: pd.DataFrame, facts: Any) -> float:
    import pulp
    from spopt.locate import MCLP

    costs = _costs(points, _options(points, at, facts))
    people = points["people"].to_numpy()
    made = MCLP.from_cost_matrix(costs, people, service_radius=100, p_facilities=4)
    made = made.solve(pulp.PULP_CBC_CMD(msg=False))
    return float(made.problem.objective.value())


def _spopt_pmedian(points: pd.DataFrame, at: pd.DataFrame, facts: Any) -> float:
    import pulp
    from spopt.locate import PMedian

    costs = _costs(points, _options(points, at, facts))
    people = points["people"].to_numpy()
    made = PMedian.from_cost_matrix(costs, people, p_facilities=4)
    made = made.solve(pulp.PULP_CBC_CMD(msg=False))
    return float(made.problem.objective.value()) / float(people.sum())


if __name__ == "__main__":
    main()
