"""What the models of siting share: the question, the answer with its bound, the costs."""

from __future__ import annotations

import time
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.sparse import csr_array

from shifo.access import Rule, geodesics

TOLERANCE = 1e-6
"""Relative gap below which an answer counts as proven."""


class TooLargeError(ValueError):
    """A request that cannot be met or would take too long, said before anything is solved.

    `wrong` is a template with the names of `values`, so that it can be said in other languages.
    """

    def __init__(self, wrong: str, **values: object) -> None:
        self.wrong, self.values = wrong, values
        super().__init__(wrong.format(**values))


@dataclass(frozen=True)
class Answer:
    """How many at each option, and what that is worth."""

    count: np.ndarray
    objective: float
    bound: float
    greedy: float
    steps: tuple[int, ...]

    def plus(self, amount: float) -> Answer:
        """The same choice where so much is reached already."""
        return Answer(
            self.count,
            self.objective + amount,
            self.bound + amount,
            self.greedy + amount,
            self.steps,
        )


@dataclass(frozen=True)
class Ask:
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


def costs(points: pd.DataFrame, options: pd.DataFrame, rule: Rule) -> np.ndarray:
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


def eye(n: int) -> csr_array:
    """The identity, sparse: (n, n)."""
    at = np.arange(n)
    return csr_array((np.ones(n), (at, at)), shape=(n, n))
