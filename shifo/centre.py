"""p-centre: the farthest settlement as near as can be."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from shifo.access import Rule
from shifo.faults import N_
from shifo.optimum import Answer, Ask, TooLargeError, costs


def centre(
    points: pd.DataFrame, standing: np.ndarray, options: pd.DataFrame, rule: Rule, ask: Ask
) -> Answer:
    """p-centre over settlements: the least radius at which `k` sites cover all of them.

    Hexagons are left out: people are spread thinly on all land, and an empty desert would
    decide.
    """
    settled = points["place"].notna().to_numpy() & (points["people"].to_numpy() > 0)
    cost = costs(points[settled], options, rule)
    now = standing[settled]
    served = np.isfinite(cost).any(axis=1) | np.isfinite(now)
    cost, now = cost[served], now[served]
    if len(now) == 0:
        raise TooLargeError(N_("no settlement could reach any site"))
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
    return Answer(count, value, bound, greedy, steps)


def _set_cover(
    cost: np.ndarray, now: np.ndarray, radius: float, ask: Ask
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


def _greedy_centre(cost: np.ndarray, now: np.ndarray, ask: Ask) -> tuple[int, ...]:
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
