"""p-median: least total travel, by decomposition."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
import pandas as pd
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array, hstack, vstack

from shifo.access import Rule
from shifo.optimum import TOLERANCE, Answer, Ask, costs, eye


def median(
    points: pd.DataFrame, standing: np.ndarray, options: pd.DataFrame, rule: Rule, ask: Ask
) -> Answer:
    """p-median by Benders' decomposition (after Duran-Mateluna and others, 2023).

    What a point pays is bounded from below by lines in the choice of sites; lines are added
    where the present choice breaks them, for a fractional choice first and then for whole ones,
    until no choice can be better than the one in hand.
    """
    people = points["people"].to_numpy(float)
    cost = costs(points, options, rule)
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
        return Answer(count, mean, mean, mean, steps)
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
    return Answer(count, value / total, bound / total, greedy / total, steps)


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

    def __init__(self, groups: int, ask: Ask) -> None:
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
        self.rows.append(csr_array(hstack([csr_array(slope), eye(self.groups)])))
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


def _greedy_median(cost: np.ndarray, pay: np.ndarray, w: np.ndarray, ask: Ask) -> tuple[int, ...]:
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
    cost: np.ndarray, pay: np.ndarray, w: np.ndarray, chosen: list[int], ask: Ask
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
