"""Where the next machines should stand: exact optima, with their proof and a greedy answer beside.

Covering (MCLP: most people within a limit), p-median (least total travel), p-centre (the
farthest settlement as near as can be) and machines where need is unmet (capacitated covering).
What stands stays. Solved with HiGHS; the gap between the answer and what no answer can beat is
reported with every result.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from shifo.access import Rule, links, nearest
from shifo.centre import centre
from shifo.covering import capacitated, covering
from shifo.demand import geography
from shifo.faults import N_
from shifo.median import median
from shifo.optimum import TOLERANCE, Ask, TooLargeError

MODELS = ("mclp", "pmedian", "pcentre", "capacitated")
MOST_SITES, MOST_CANDIDATES, MOST_PAIRS = 60, 1500, 40_000_000
SECONDS = 60.0


@dataclass(frozen=True)
class Solution:
    """An answer and its proof.

    ``sites`` [key, name, lat, lon, region, iso3, machines]; the objective is in people (mclp),
    the rule's unit (pmedian: mean, pcentre: largest) or courses (capacitated); ``bound`` is what
    no choice can beat, ``gap`` their relative distance; ``greedy`` what taking the best site at
    each step would reach. People are counted within the rule's limit.
    """

    model: str
    sites: pd.DataFrame
    covered_before: float
    covered_after: float
    objective: float
    bound: float
    gap: float
    optimal: bool
    seconds: float
    greedy: float
    greedy_sites: tuple[str, ...] = field(default=())


def candidates(
    points: pd.DataFrame,
    centres: pd.DataFrame,
    at: pd.DataFrame,
    *,
    least: int | None = 20_000,
) -> pd.DataFrame:
    """Where a machine could stand: settlements of at least so many people, or centres only.

    `least` None: operating centres without a working machine. [key, name, lat, lon, region, iso3],
    of the countries that `points` are of.
    """
    columns = ["key", "name", "lat", "lon", "region", "iso3"]
    if least is None:
        rows = centres[centres["status"].isin(["operating", "unknown", "under_construction"])]
        rows = rows[~rows["key"].isin(set(at["key"]))].rename(columns={"name_en": "name"})
    else:
        _cells, places = geography()
        rows = places[places["population"] >= least].rename(columns={"place": "name"})
        rows = rows.assign(key="geonames-" + rows["geonameid"].astype(str))
    rows = rows[rows["iso3"].isin(set(points["iso3"]))]
    return rows[columns].drop_duplicates("key").sort_values("key").reset_index(drop=True)


@dataclass(frozen=True)
class Request:
    """What is asked for: `k` new sites (machines for ``capacitated``, a site may get several).

    ``fixed`` and ``forbidden`` are keys of candidates that must be and must not be in the
    answer; fixed ones count in k. ``seconds`` is the time to solve: when it is over, the best
    answer so far comes with its gap.
    """

    k: int
    rule: Rule
    model: str = "mclp"
    fixed: frozenset[str] = frozenset()
    forbidden: frozenset[str] = frozenset()
    courses_per_machine: float = 450.0
    seconds: float = SECONDS


def site(
    points: pd.DataFrame,
    at: pd.DataFrame,
    options: pd.DataFrame,
    request: Request,
    need: np.ndarray | None = None,
) -> Solution:
    """The best new sites among the options, beside what stands.

    Parameters
    ----------
    points
        Demand, as `shifo.demand.demand` gives it; ``people`` weighs.
    at, options
        Sites that stand (with ``machines``), and where new ones may: see `candidates`.
    need
        Courses a year at each point: for ``capacitated`` only.

    Raises
    ------
    TooLargeError
        When no answer can exist or the request is too large, before solving.
    """
    began = time.monotonic()
    rule, model = request.rule, request.model
    options = options[~options["key"].isin(request.forbidden)].reset_index(drop=True)
    _check(points, options, request)
    must = np.flatnonzero(options["key"].isin(request.fixed).to_numpy())
    ask = Ask(len(options), request.k, must, began + request.seconds)
    standing = (
        nearest(points, at, rule)["cost"].to_numpy() if len(at) else np.full(len(points), np.inf)
    )
    people = points["people"].to_numpy(float)
    pairs = links(points, options, rule)
    if model == "mclp":
        answer = covering(people * (standing > rule.limit), pairs, ask)
        before = float(people[standing <= rule.limit].sum())
        answer = answer.plus(before)
    elif model == "pmedian":
        answer = median(points, standing, options, rule, ask)
    elif model == "pcentre":
        answer = centre(points, standing, options, rule, ask)
    else:
        if need is None:
            raise ValueError("the capacitated model needs the courses of every point")
        supply = at["machines"].to_numpy(float) * request.courses_per_machine
        answer = capacitated(
            need, supply, links(points, at, rule), pairs, request.courses_per_machine, ask
        )
    chosen = np.repeat(np.arange(len(options)), answer.count)
    machines = answer.count[answer.count > 0]
    placed = options.iloc[np.unique(chosen)].assign(machines=machines).reset_index(drop=True)
    covered = standing <= rule.limit
    now = covered.copy()
    now[pairs.loc[pairs["site"].isin(chosen), "point"].to_numpy()] = True
    scale = max(abs(answer.objective), 1e-9)
    gap = max(0.0, abs(answer.bound - answer.objective) / scale)
    return Solution(
        model=model,
        sites=placed,
        covered_before=float(people[covered].sum()),
        covered_after=float(people[now].sum()),
        objective=answer.objective,
        bound=answer.bound,
        gap=gap,
        optimal=gap <= TOLERANCE,
        seconds=time.monotonic() - began,
        greedy=answer.greedy,
        greedy_sites=tuple(options["name"].iloc[list(answer.steps)]),
    )


def _check(points: pd.DataFrame, options: pd.DataFrame, request: Request) -> None:
    k, model, fixed = request.k, request.model, request.fixed
    if model not in MODELS:
        raise TooLargeError(
            N_("model is '{model}', not one of {models}"), model=model, models=", ".join(MODELS)
        )
    if not 1 <= k <= MOST_SITES:
        raise TooLargeError(N_("k is {k}, not from 1 to {most}"), k=k, most=MOST_SITES)
    lost = sorted(fixed - set(options["key"]))
    if lost:
        raise TooLargeError(N_("'{site}' is to be in the answer and is no candidate"), site=lost[0])
    if len(fixed) > k:
        raise TooLargeError(
            N_("{n} sites are fixed, but only {k} are asked for"), n=len(fixed), k=k
        )
    if len(options) < k and model != "capacitated":
        raise TooLargeError(
            N_("{k} sites are asked for, and there are {n} candidates"), k=k, n=len(options)
        )
    if not len(options):
        raise TooLargeError(N_("there is no candidate"))
    if len(options) > MOST_CANDIDATES or len(options) * len(points) > MOST_PAIRS:
        raise TooLargeError(
            N_(
                "{n} candidates for {points} points are too many: ask for larger settlements or "
                "one country"
            ),
            n=len(options),
            points=len(points),
        )
