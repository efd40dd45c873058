"""Observed survival by the actuarial method, and shares, with confidence limits."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy.stats import binomtest, norm

LEVEL = 0.95


class Interval(NamedTuple):
    """Who enters an interval alive, who dies in it, and who is lost to follow-up in it."""

    entering: float
    deaths: float
    lost: float = 0.0


def life_table(intervals: Sequence[Interval], level: float = LEVEL) -> pd.DataFrame:
    """Survival to the end of each interval (Cutler and Ederer 1958).

    Those lost are taken as at risk for half of their interval. The standard error is Greenwood's,
    the limits stand on the log-log scale (Kalbfleisch and Prentice), so that they stay between 0
    and 1; where survival is 0 or 1, and Greenwood has none, they are Wilson's for the number
    effectively at risk in the last interval.

    Returns
    -------
    Frame [at_risk, survival, error, low, high], a row an interval; shares, not percent. Missing
    from the first interval on in which nobody is at risk.
    """
    share, spread, before = 1.0, 0.0, 1.0
    rows = []
    for entering, deaths, lost in intervals:
        at_risk = entering - lost / 2
        if not at_risk > 0:
            share = spread = np.nan
        else:
            alive = 1 - deaths / at_risk
            share *= alive
            spread += deaths / (at_risk * (at_risk - deaths)) if alive > 0 else 0.0
        error = share * np.sqrt(spread)
        low, high = _limits(share, error, at_risk, level)
        if share == 0:
            # Nobody lives through this interval: its limits are of those who came to it.
            low, high = before * low, before * high
        before = share
        rows.append((at_risk, share, error, low, high))
    return pd.DataFrame(rows, columns=["at_risk", "survival", "error", "low", "high"])


def proportion(part: int, whole: int, level: float = LEVEL) -> tuple[float, float, float]:
    """A share of a count with Wilson's limits."""
    limits = binomtest(part, whole).proportion_ci(level, method="wilson")
    return part / whole, float(limits.low), float(limits.high)


def _limits(share: float, error: float, at_risk: float, level: float) -> tuple[float, float]:
    if not np.isfinite(share):
        return np.nan, np.nan
    if share <= 0 or error == 0:
        n = max(int(at_risk), 1)
        _share, low, high = proportion(round(share * n), n, level)
        return low, high
    wide = norm.ppf((1 + level) / 2) * error / (share * np.log(share))
    ends = (share ** np.exp(-wide), share ** np.exp(wide))
    return float(min(ends)), float(max(ends))
