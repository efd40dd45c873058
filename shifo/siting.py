"""Where the next machines should stand: exact optima, with their proof and a greedy answer beside.

Covering (MCLP: most people within a limit), p-median (least total travel), p-centre (the
farthest settlement as near as can be) and machines where need is unmet (capacitated covering).
What stands stays. Solved with HiGHS; the gap between the answer and what no answer can beat is
reported with every result.
"""

from __future__ import annotations

import time
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array, csr_array, hstack, vstack

from shifo.access import Rule, geodesics, links, nearest
from shifo.demand import geography

MODELS = ("mclp", "pmedian", "pcentre", "capacitated")
MOST_SITES, MOST_CANDIDATES, MOST_PAIRS = 60, 1500, 40_000_000
TOLERANCE = 1e-6
"""Relative gap below which an answer counts as proven."""
SECONDS = 60.0


class TooLargeError(ValueError):
    """A request that cannot be met or would take too long, said before anything is solved."""


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
    ask = _Ask(len(options), request.k, must, began + request.seconds)
    standing = (
        nearest(points, at, rule)["cost"].to_numpy() if len(at) else np.full(len(points), np.inf)
    )
    people = points["people"].to_numpy(float)
    pairs = links(points, options, rule)
    if model == "mclp":
        answer = _covering(people * (standing > rule.limit), pairs, ask)
        before = float(people[standing <= rule.limit].sum())
        answer = answer.plus(before)
    elif model == "pmedian":
        answer = _median(points, standing, options, rule, ask)
    elif model == "pcentre":
        answer = _centre(points, standing, options, rule, ask)
    else:
        if need is None:
            raise ValueError("the capacitated model needs the courses of every point")
        supply = at["machines"].to_numpy(float) * request.courses_per_machine
        answer = _capacitated(
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


@dataclass(frozen=True)
class _Answer:
    """How many at each option, and what that is worth."""

    count: np.ndarray
    objective: float
    bound: float
    greedy: float
    steps: tuple[int, ...]

    def plus(self, amount: float) -> _Answer:
        return _Answer(
            self.count,
            self.objective + amount,
            self.bound + amount,
            self.greedy + amount,
            self.steps,
        )


@dataclass(frozen=True)
class _Ask:
    """How many options there are, how many are wanted, which must be, and until when."""

    n: int
    k: int
    must: np.ndarray
    end: float

    @property
    def left(self) -> float:
        """Seconds left, never none: a solver wants a moment."""
        return max(0.5, self.end - time.monotonic())

    @property
    def over(self) -> bool:
        """Whether the time is up."""
        return time.monotonic() >= self.end


def _check(points: pd.DataFrame, options: pd.DataFrame, request: Request) -> None:
    k, model, fixed = request.k, request.model, request.fixed
    if model not in MODELS:
        raise TooLargeError(f"model is '{model}', not one of {', '.join(MODELS)}")
    if not 1 <= k <= MOST_SITES:
        raise TooLargeError(f"k is {k}, not from 1 to {MOST_SITES}")
    lost = sorted(fixed - set(options["key"]))
    if lost:
        raise TooLargeError(f"'{lost[0]}' is to be in the answer and is no candidate")
    if len(fixed) > k:
        raise TooLargeError(f"{len(fixed)} sites are fixed, but only {k} are asked for")
    if len(options) < k and model != "capacitated":
        raise TooLargeError(f"{k} sites are asked for, and there are {len(options)} candidates")
    if not len(options):
        raise TooLargeError("there is no candidate")
    if len(options) > MOST_CANDIDATES or len(options) * len(points) > MOST_PAIRS:
        raise TooLargeError(
            f"{len(options)} candidates for {len(points)} points are too many: ask for larger "
            "settlements or one country"
        )


# --- covering ----------------------------------------------------------------------------------


def _covering(weight: np.ndarray, pairs: pd.DataFrame, ask: _Ask) -> _Answer:
    """MCLP. Points that the same options reach are one: nothing is lost by it."""
    n, k, must = ask.n, ask.k, ask.must
    pairs = pairs[weight[pairs["point"].to_numpy()] > 0]
    groups, sizes = _grouped(pairs, weight)
    steps, greedy = _greedy_cover(groups, sizes, ask)
    m = len(sizes)
    if m == 0:
        count = np.bincount(list(steps), minlength=n)
        return _Answer(count, 0.0, 0.0, 0.0, steps)
    # Variables: y of the options, then z of the groups.
    row, col = groups
    reach = coo_array((np.ones(len(row)), (row, col)), shape=(m, n))
    cover = hstack([-reach, coo_array(np.eye(m)) if m < 2 else _eye(m)]).tocsr()
    several = csr_array(np.concatenate([np.ones(n), np.zeros(m)])[None, :])
    lower = np.zeros(n + m)
    lower[must] = 1
    solved = milp(
        np.concatenate([np.zeros(n), -sizes]),
        constraints=[
            LinearConstraint(cover, -np.inf, 0),
            LinearConstraint(several, k, k),
        ],
        bounds=Bounds(lower, 1),
        integrality=np.concatenate([np.ones(n), np.zeros(m)]),
        options={"time_limit": ask.left, "mip_rel_gap": TOLERANCE / 10},
    )
    best = -float(solved.mip_dual_bound) if solved.mip_dual_bound is not None else sizes.sum()
    if solved.x is None:
        return _Answer(np.bincount(list(steps), minlength=n), greedy, best, greedy, steps)
    chosen = np.round(solved.x[:n]).astype(int)
    reached = np.zeros(m, bool)
    reached[row[chosen[col] > 0]] = True
    return _Answer(chosen, float(sizes[reached].sum()), best, greedy, steps)


def _grouped(
    pairs: pd.DataFrame, weight: np.ndarray
) -> tuple[tuple[np.ndarray, np.ndarray], np.ndarray]:
    """Points by the set of options that reach them: (group, option) pairs and weights."""
    if pairs.empty:
        return (np.zeros(0, int), np.zeros(0, int)), np.zeros(0)
    ordered = pairs.sort_values(["point", "site"])
    sets = ordered.groupby("point")["site"].agg(lambda found: found.to_numpy().tobytes())
    number, first = pd.factorize(sets)
    sizes = np.bincount(number, weight[sets.index.to_numpy()])
    members = [np.frombuffer(one, dtype=ordered["site"].to_numpy().dtype) for one in first]
    row = np.repeat(np.arange(len(first)), [len(one) for one in members])
    return (row, np.concatenate(members).astype(int)), sizes


def _greedy_cover(
    groups: tuple[np.ndarray, np.ndarray], sizes: np.ndarray, ask: _Ask
) -> tuple[tuple[int, ...], float]:
    n, k, must = ask.n, ask.k, ask.must
    row, col = groups
    open_ = np.ones(len(sizes), bool)
    steps: list[int] = []
    for turn in range(k):
        gain = np.bincount(col, sizes[row] * open_[row], minlength=n)
        gain[steps] = -1
        best = int(must[turn]) if turn < len(must) else int(np.argmax(gain))
        steps.append(best)
        open_[row[col == best]] = False
    return tuple(steps), float(sizes[~open_].sum())


def _eye(n: int) -> csr_array:
    at = np.arange(n)
    return csr_array((np.ones(n), (at, at)), shape=(n, n))


# --- p-median ----------------------------------------------------------------------------------


def _median(
    points: pd.DataFrame, standing: np.ndarray, options: pd.DataFrame, rule: Rule, ask: _Ask
) -> _Answer:
    """p-median by Benders' decomposition (after Duran-Mateluna and others, 2023).

    What a point pays is bounded from below by lines in the choice of sites; lines are added
    where the present choice breaks them, for a fractional choice first and then for whole ones,
    until no choice can be better than the one in hand.
    """
    people = points["people"].to_numpy(float)
    cost = _matrix(points, options, rule)
    # A point without any site pays the farthest option that it could have.
    finite = np.where(np.isfinite(cost), cost, -np.inf).max(axis=1)
    outside = np.where(np.isfinite(standing), standing, np.maximum(finite, 0.0))
    useful = (cost < outside[:, None]).any(axis=1) & (people > 0)
    fixed_part = float((people * outside)[~useful].sum())
    cost, pay, w = np.minimum(cost[useful], outside[useful, None]), outside[useful], people[useful]
    group = pd.factorize(points["region"].to_numpy()[useful])[0]
    total = float(people.sum())

    def worth(chosen: Collection[int]) -> float:
        reached = cost[:, list(chosen)].min(axis=1) if len(chosen) else pay
        return fixed_part + float((w * np.minimum(reached, pay)).sum())

    steps = _greedy_median(cost, pay, w, ask)
    greedy = worth(steps)
    best = _swapped(cost, pay, w, list(steps), ask)
    if len(w) == 0:
        count = np.bincount(best, minlength=len(options))
        mean = fixed_part / total
        return _Answer(count, mean, mean, mean, steps)
    order = np.argsort(cost, axis=1, kind="stable").astype(np.int32)
    master = _Master(int(group.max()) + 1, ask)
    master.add(*_cuts(cost, order, pay, w, group, np.zeros(len(options))))
    master.add(*_cuts(cost, order, pay, w, group, np.bincount(best, minlength=len(options))))
    value, bound, whole = worth(best), -np.inf, False
    while not ask.over:
        y, estimate = master.solve(whole)
        if y is None:
            break
        bound = max(bound, estimate + fixed_part)
        if whole:
            chosen = np.flatnonzero(np.round(y)).tolist()
            if worth(chosen) < value:
                best, value = chosen, worth(chosen)
        if value - bound <= TOLERANCE * max(value, 1e-9):
            break
        slope, level = _cuts(cost, order, pay, w, group, y)
        true = float((level - slope @ y).sum())
        if not whole and true - estimate <= 1e-7 * max(true, 1.0):
            whole = True
            continue
        master.add(slope, level)
    count = np.bincount(best, minlength=len(options))
    # What rounding leaves is no gap.
    bound = min(bound, value) if np.isfinite(bound) else 0.0
    return _Answer(count, value / total, bound / total, greedy / total, steps)


def _matrix(points: pd.DataFrame, options: pd.DataFrame, rule: Rule) -> np.ndarray:
    """Costs of all pairs, infinite across a border that may not be crossed: (points, options)."""
    cost = np.full((len(points), len(options)), np.inf)
    per_km = rule.per_km(points)
    for place in range(len(options)):
        option = options.iloc[[place]]
        rows = (
            np.arange(len(points))
            if rule.cross_border
            else np.flatnonzero((points["iso3"] == option["iso3"].iloc[0]).to_numpy())
        )
        km = geodesics(points.iloc[rows], option.iloc[np.zeros(len(rows), int)])
        cost[rows, place] = km * per_km[rows]
    return cost


def _cuts(
    cost: np.ndarray,
    order: np.ndarray,
    pay: np.ndarray,
    w: np.ndarray,
    group: np.ndarray,
    y: np.ndarray,
) -> tuple[np.ndarray, np.ndarray]:
    """The lines of all groups at a choice `y`: payment >= level - slope @ y.

    At each point the level is what it pays when it goes to its nearest options up to one in
    all: the dual of its part of the p-median.
    """
    summed = np.cumsum(np.asarray(y, float)[order], axis=1)
    last = (summed < 1 - 1e-9).sum(axis=1)
    rows = np.arange(len(pay))
    beyond = last >= cost.shape[1]
    at = order[rows, np.minimum(last, cost.shape[1] - 1)]
    level = np.where(beyond, pay, np.minimum(cost[rows, at], pay))
    saved = np.clip(level[:, None] - cost, 0.0, None) * w[:, None]
    groups = int(group.max()) + 1
    slope = np.zeros((groups, cost.shape[1]))
    np.add.at(slope, group, saved)
    return slope, np.bincount(group, w * level, minlength=groups)


class _Master:
    """The choice of sites, with the lines found so far."""

    def __init__(self, groups: int, ask: _Ask) -> None:
        n, k, must = ask.n, ask.k, ask.must
        self.n, self.groups, self.ask = n, groups, ask
        self.rows: list[csr_array] = []
        self.levels: list[np.ndarray] = []
        self.lower = np.zeros(n + groups)
        self.lower[must] = 1
        self.upper = np.concatenate([np.ones(n), np.full(groups, np.inf)])
        self.several = LinearConstraint(
            csr_array(np.concatenate([np.ones(n), np.zeros(groups)])[None, :]), k, k
        )

    def add(self, slope: np.ndarray, level: np.ndarray) -> None:
        self.rows.append(csr_array(hstack([csr_array(slope), _eye(self.groups)])))
        self.levels.append(level)

    def solve(self, whole: bool) -> tuple[np.ndarray | None, float]:
        lines = LinearConstraint(vstack(self.rows).tocsr(), np.concatenate(self.levels), np.inf)
        kinds = np.concatenate([np.full(self.n, int(whole)), np.zeros(self.groups)])
        solved = milp(
            np.concatenate([np.zeros(self.n), np.ones(self.groups)]),
            constraints=[lines, self.several],
            bounds=Bounds(self.lower, self.upper),
            integrality=kinds,
            options={"time_limit": self.ask.left, "mip_rel_gap": TOLERANCE / 10},
        )
        if solved.x is None:
            return None, -np.inf
        bound = solved.mip_dual_bound if whole and solved.mip_dual_bound is not None else solved.fun
        return solved.x[: self.n], float(bound)


def _greedy_median(cost: np.ndarray, pay: np.ndarray, w: np.ndarray, ask: _Ask) -> tuple[int, ...]:
    k, must = ask.k, ask.must
    now = pay.copy()
    steps: list[int] = []
    for turn in range(k):
        total = (np.minimum(cost, now[:, None]) * w[:, None]).sum(axis=0)
        total[steps] = np.inf
        best = int(must[turn]) if turn < len(must) else int(np.argmin(total))
        steps.append(best)
        now = np.minimum(now, cost[:, best])
    return tuple(steps)


def _swapped(
    cost: np.ndarray, pay: np.ndarray, w: np.ndarray, chosen: list[int], ask: _Ask
) -> list[int]:
    """The choice after exchanges of one site for another while that helps (Teitz and Bart)."""
    free = [one for one in chosen if one not in set(ask.must.tolist())]
    better = True
    while better and not ask.over:
        better = False
        for one in list(free):
            rest = [c for c in chosen if c != one]
            base = np.minimum(cost[:, rest].min(axis=1), pay) if rest else pay
            total = (np.minimum(cost, base[:, None]) * w[:, None]).sum(axis=0)
            total[rest] = np.inf
            new = int(np.argmin(total))
            if total[new] < total[one] - 1e-9 * max(total[one], 1.0):
                chosen = [*rest, new]
                free = [c for c in chosen if c not in set(ask.must.tolist())]
                better = True
    return chosen


# --- p-centre ----------------------------------------------------------------------------------


def _centre(
    points: pd.DataFrame, standing: np.ndarray, options: pd.DataFrame, rule: Rule, ask: _Ask
) -> _Answer:
    """p-centre over settlements: the least radius at which `k` sites cover all of them.

    Hexagons are left out: people are spread thinly on all land, and an empty desert would
    decide.
    """
    settled = points["place"].notna().to_numpy() & (points["people"].to_numpy() > 0)
    cost = _matrix(points[settled], options, rule)
    now = standing[settled]
    served = np.isfinite(cost).any(axis=1) | np.isfinite(now)
    cost, now = cost[served], now[served]
    if len(now) == 0:
        raise TooLargeError("no settlement could reach any site")
    steps = _greedy_centre(cost, now, ask)
    greedy = _farthest(cost, now, steps)
    radii = np.unique(np.concatenate([cost[np.isfinite(cost)], now[np.isfinite(now)]]))
    radii = radii[radii <= greedy + 1e-9]
    low, high, best = 0, len(radii) - 1, list(steps)
    proven = -1
    while low <= high and not ask.over:
        middle = (low + high) // 2
        found, sure = _set_cover(cost, now, radii[middle], ask)
        if found is not None:
            best, high = found, middle - 1
        elif sure:
            proven, low = middle, middle + 1
        else:
            break
    value = _farthest(cost, now, best)
    bound = value if low > high else float(radii[proven + 1] if proven >= 0 else 0.0)
    count = np.bincount(best, minlength=len(options))
    return _Answer(count, value, bound, greedy, steps)


def _set_cover(
    cost: np.ndarray, now: np.ndarray, radius: float, ask: _Ask
) -> tuple[list[int] | None, bool]:
    """Whether k options cover what does not have a site within the radius: (choice, proven)."""
    open_ = now > radius + 1e-9
    n = cost.shape[1]
    reach = np.unique(cost[open_] <= radius + 1e-9, axis=0)
    if len(reach) and not reach.any(axis=1).all():
        return None, True
    lower = np.zeros(n)
    lower[ask.must] = 1
    constraints = [LinearConstraint(np.ones((1, n)), ask.k, ask.k)]
    if len(reach):
        constraints.append(LinearConstraint(csr_array(reach.astype(float)), 1, np.inf))
    solved = milp(
        np.zeros(n),
        constraints=constraints,
        bounds=Bounds(lower, 1),
        integrality=np.ones(n),
        options={"time_limit": ask.left},
    )
    if solved.x is None:
        return None, solved.status == 2
    return list(np.flatnonzero(np.round(solved.x))), True


def _greedy_centre(cost: np.ndarray, now: np.ndarray, ask: _Ask) -> tuple[int, ...]:
    k, must = ask.k, ask.must
    steps: list[int] = []
    for turn in range(k):
        largest = np.minimum(cost, now[:, None]).max(axis=0)
        largest[steps] = np.inf
        best = int(must[turn]) if turn < len(must) else int(np.argmin(largest))
        if best in steps:
            best = next(one for one in range(cost.shape[1]) if one not in steps)
        steps.append(best)
        now = np.minimum(now, cost[:, best])
    return tuple(steps)


def _farthest(cost: np.ndarray, now: np.ndarray, chosen: Sequence[int]) -> float:
    return float(np.minimum(cost[:, list(chosen)].min(axis=1), now).max())


# --- machines where need is unmet ---------------------------------------------------------------


def _capacitated(
    need: np.ndarray,
    supply: np.ndarray,
    near: pd.DataFrame,
    pairs: pd.DataFrame,
    courses: float,
    ask: _Ask,
) -> _Answer:
    """Most courses that machines can give within the limit, with k more of them.

    Courses go to whoever is within the limit; points with the same sites in reach are one.
    """
    n, k, must, old = ask.n, ask.k, ask.must, len(supply)
    both = pd.concat([near, pairs.assign(site=pairs["site"] + old)], ignore_index=True)
    (row, col), sizes = _grouped(both, need)
    m, flows = len(sizes), len(row)
    have = np.concatenate([supply, np.zeros(n)])
    if m == 0:
        empty = np.bincount(must, minlength=n)
        empty[0 if not len(must) else must[0]] += k - len(must)
        return _Answer(empty, 0.0, 0.0, 0.0, ())
    index = np.arange(flows)
    # Variables: machines at each option, then the courses of each (group, site) pair.
    demand_rows = csr_array(coo_array((np.ones(flows), (row, index)), shape=(m, flows)))
    given = coo_array((np.ones(flows), (col, index)), shape=(old + n, flows))
    new = coo_array((np.full(n, -courses), (old + np.arange(n), np.arange(n))), shape=(old + n, n))
    constraints = [
        LinearConstraint(hstack([csr_array((m, n)), demand_rows]).tocsr(), -np.inf, sizes),
        LinearConstraint(hstack([new, given]).tocsr(), -np.inf, have),
        LinearConstraint(csr_array(np.concatenate([np.ones(n), np.zeros(flows)])[None, :]), k, k),
    ]
    lower = np.zeros(n + flows)
    lower[must] = 1
    solved = milp(
        np.concatenate([np.zeros(n), -np.ones(flows)]),
        constraints=constraints,
        bounds=Bounds(lower, np.concatenate([np.full(n, k), np.full(flows, np.inf)])),
        integrality=np.concatenate([np.ones(n), np.zeros(flows)]),
        options={"time_limit": ask.left, "mip_rel_gap": TOLERANCE / 10},
    )
    if solved.x is None:
        raise TooLargeError("no answer was found in the time given: ask for one country")
    count = np.round(solved.x[:n]).astype(int)
    value = float(solved.x[n:].sum())
    best = -float(solved.mip_dual_bound)
    greedy, steps = _greedy_machines(sizes, (row, col), have, courses, ask)
    return _Answer(count, value, max(best, value), greedy, steps)


def _greedy_machines(
    sizes: np.ndarray,
    groups: tuple[np.ndarray, np.ndarray],
    have: np.ndarray,
    courses: float,
    ask: _Ask,
) -> tuple[float, tuple[int, ...]]:
    """A machine at a time where most courses are still unmet within reach."""
    row, col = groups
    n, k, must = ask.n, ask.k, ask.must
    old = len(have) - n
    unmet = sizes.astype(float).copy()
    total = 0.0

    def give(site: int, amount: float) -> float:
        mine = row[col == site]
        open_ = float(unmet[mine].sum())
        got = min(open_, amount)
        if got > 0:
            unmet[mine] *= 1 - got / open_
        return got

    for place in range(old):
        total += give(place, have[place])
    steps: list[int] = []
    for turn in range(k):
        waiting = np.bincount(col, unmet[row], minlength=old + n)[old:]
        best = int(must[turn]) if turn < len(must) else int(np.argmax(waiting))
        steps.append(best)
        total += give(old + best, courses)
    return total, tuple(steps)
