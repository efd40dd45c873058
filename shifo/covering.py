"""Covering models: most people within a limit (MCLP), most courses given within it."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array, csr_array, hstack

from shifo.faults import N_
from shifo.optimum import TOLERANCE, Answer, Ask, TooLargeError, eye


def covering(weight: np.ndarray, pairs: pd.DataFrame, ask: Ask) -> Answer:
    """MCLP. Points that the same options reach are one: nothing is lost by it."""
    n, k, must = ask.n, ask.k, ask.must
    pairs = pairs[weight[pairs["point"].to_numpy()] > 0]
    groups, sizes = _grouped(pairs, weight)
    steps, greedy = _greedy_cover(groups, sizes, ask)
    m = len(sizes)
    if m == 0:
        count = np.bincount(list(steps), minlength=n)
        return Answer(count, 0.0, 0.0, 0.0, steps)
    # Variables: y of the options, then z of the groups.
    row, col = groups
    reach = coo_array((np.ones(len(row)), (row, col)), shape=(m, n))
    cover = hstack([-reach, coo_array(np.eye(m)) if m < 2 else eye(m)]).tocsr()
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
        return Answer(np.bincount(list(steps), minlength=n), greedy, best, greedy, steps)
    chosen = np.round(solved.x[:n]).astype(int)
    reached = np.zeros(m, bool)
    reached[row[chosen[col] > 0]] = True
    return Answer(chosen, float(sizes[reached].sum()), best, greedy, steps)


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
    groups: tuple[np.ndarray, np.ndarray], sizes: np.ndarray, ask: Ask
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


def capacitated(
    need: np.ndarray,
    supply: np.ndarray,
    near: pd.DataFrame,
    pairs: pd.DataFrame,
    courses: float,
    ask: Ask,
) -> Answer:
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
        return Answer(empty, 0.0, 0.0, 0.0, ())
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
        raise TooLargeError(N_("no answer was found in the time given: ask for one country"))
    count = np.round(solved.x[:n]).astype(int)
    value = float(solved.x[n:].sum())
    best = -float(solved.mip_dual_bound)
    greedy, steps = _greedy_machines(sizes, (row, col), have, courses, ask)
    return Answer(count, value, max(best, value), greedy, steps)


def _greedy_machines(
    sizes: np.ndarray,
    groups: tuple[np.ndarray, np.ndarray],
    have: np.ndarray,
    courses: float,
    ask: Ask,
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
