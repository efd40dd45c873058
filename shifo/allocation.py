"""Capacity and distance together: courses given to who can reach them, and 2SFCA."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from shifo.access import ALL
from shifo.capacity import EDITION, new_cases
from shifo.catalogue import Catalogue
from shifo.need import Parameters, courses

RINGS_KM = 10.0
"""Courses are given out ring by ring of this width, the nearest first."""


def courses_needed(
    catalogue: Catalogue, points: pd.DataFrame, parameters: Parameters | None = None
) -> np.ndarray:
    """Courses a year that the people of each point need: the country's, by people."""
    parameters = parameters or Parameters()
    cases = new_cases(catalogue, EDITION)
    people = points.groupby("iso3")["people"].sum()
    rate = courses(cases, parameters.utilisation, parameters.retreatment) / people
    return points["people"].to_numpy() * points["iso3"].map(rate).to_numpy(float)


def given_out(
    need: np.ndarray, supply: np.ndarray, pairs: pd.DataFrame, ring: float = RINGS_KM
) -> np.ndarray:
    """Courses that each point gets: ring by ring, in each ring in proportion.

    Within a ring a point asks all its sites there for an equal part of what it still needs; a
    site that is asked for more than it has left gives everyone the same share. Nobody gets
    more than the need, no site gives more than it has, and each person counts once.
    """
    left, unmet = supply.astype(float).copy(), need.astype(float).copy()
    rings = np.floor(pairs["cost"].to_numpy() / ring).astype(int)
    point, site = pairs["point"].to_numpy(), pairs["site"].to_numpy()
    for number in np.unique(rings):
        here = rings == number
        who, where = point[here], site[here]
        # Twice: what one site could not give may still be had from another of the same ring.
        for _ in range(2):
            open_ = left[where] > 1e-9
            who_, where_ = who[open_], where[open_]
            sites_of = np.bincount(who_, minlength=len(unmet))
            asked = unmet[who_] / sites_of[who_]
            wanted = np.bincount(where_, asked, minlength=len(left))
            with np.errstate(divide="ignore", invalid="ignore"):
                share = np.where(wanted > 0, np.minimum(1.0, left / wanted), 0.0)
            got = asked * share[where_]
            unmet -= np.bincount(who_, got, minlength=len(unmet))
            left -= np.bincount(where_, got, minlength=len(left))
            np.clip(unmet, 0.0, None, out=unmet)
            np.clip(left, 0.0, None, out=left)
    return need - unmet


def met(
    points: pd.DataFrame,
    need: np.ndarray,
    at: pd.DataFrame,
    pairs: pd.DataFrame,
    *,
    courses_per_machine: float,
    cross_border: bool,
    ring: float = RINGS_KM,
) -> pd.DataFrame:
    """Share of need met by capacity alone, by distance alone, and by both.

    Capacity alone: a country's courses against its need, where everyone could go anywhere (all
    countries together where borders may be crossed). Distance alone: need within the limit of
    any site, however full.

    Returns
    -------
    Frame [area, need, capacity_pct, distance_pct, both_pct, unmet]: countries, then `all`.
    """
    supply = at["machines"].to_numpy(float) * courses_per_machine
    got = given_out(need, supply, pairs, ring)
    near = np.zeros(len(points), bool)
    near[pairs["point"].to_numpy()] = True
    rows = pd.DataFrame({"iso3": points["iso3"], "need": need, "near": need * near, "both": got})
    sums = rows.groupby("iso3")[["need", "near", "both"]].sum()
    given = pd.Series(supply).groupby(at["iso3"].to_numpy()).sum()
    by_country = np.minimum(given.reindex(sums.index).fillna(0.0), sums["need"])
    total = sums.sum().rename(ALL).to_frame().T
    enough = min(float(supply.sum()), float(sums["need"].sum()))
    sums = pd.concat(
        [
            sums.assign(capacity=by_country),
            total.assign(capacity=enough if cross_border else by_country.sum()),
        ]
    )
    return pd.DataFrame(
        {
            "area": sums.index,
            "need": sums["need"],
            "capacity_pct": 100 * sums["capacity"] / sums["need"],
            "distance_pct": 100 * sums["near"] / sums["need"],
            "both_pct": 100 * sums["both"] / sums["need"],
            "unmet": sums["need"] - sums["both"],
        }
    ).reset_index(drop=True)


def floating_catchment(
    people: np.ndarray,
    supply: np.ndarray,
    pairs: pd.DataFrame,
    weights: Mapping[float, float] | None = None,
) -> np.ndarray:
    """Supply per person by the two-step floating catchment area method (2SFCA).

    Step one: each site's supply over the people that reach it; step two: the sum of these over
    the sites that a person reaches. With `weights` (limit: weight, for instance {30: 1, 60:
    0.68, 90: 0.22}) both steps weigh by band, the enhanced 2SFCA of Luo and Qi (2009). The sum
    of result x people is the supply of all sites that anyone reaches.

    Parameters
    ----------
    people, supply
        One figure a point and a site.
    pairs
        As `links` gives them, within the (largest) limit.
    """
    point, site = pairs["point"].to_numpy(), pairs["site"].to_numpy()
    weight = np.ones(len(pairs))
    if weights is not None:
        limits = np.array(sorted(weights))
        band = np.searchsorted(limits, pairs["cost"].to_numpy(), side="left")
        weight = np.append([weights[limit] for limit in limits], 0.0)[band]
    reached = np.bincount(site, people[point] * weight, minlength=len(supply))
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.where(reached > 0, supply / reached, 0.0)
    return np.bincount(point, ratio[site] * weight, minlength=len(people))
