"""Incidence per million, crude and standardised to the world population, with confidence limits.

Counts are taken as Poisson. Crude rates have exact limits (Garwood, by the chi-squared
distribution); standardised ones the gamma limits of Fay and Feuer.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
from scipy.stats import chi2

MILLION = 1e6
LEVEL = 0.95
WORLD = {"0_4": 8.86, "5_9": 8.69, "10_14": 8.60, "15_19": 8.47}
"""WHO's world standard population of 2000-2025, percent of people by age (Ahmad 2001).

WHO gives one weight for 0-4 years, so the bands 0 and 1-4 are put together under it.
"""
BANDS = {"0_14": ("0_4", "5_9", "10_14"), "0_19": ("0_4", "5_9", "10_14", "15_19")}


class Estimate(NamedTuple):
    """A figure with its confidence limits."""

    value: float
    low: float
    high: float


def crude(cases: float, people: float, level: float = LEVEL) -> Estimate:
    """Cases per million person-years with exact Poisson limits (Garwood 1936).

    Parameters
    ----------
    cases
        A count.
    people
        Person-years, above 0.
    level
        Confidence, 0.95 unless said.
    """
    tail = (1 - level) / 2
    low = chi2.ppf(tail, 2 * cases) / 2 if cases else 0.0
    high = chi2.ppf(1 - tail, 2 * cases + 2) / 2
    return Estimate(*(MILLION * float(x) / people for x in (cases, low, high)))


def standardised(
    cases: Mapping[str, float],
    people: Mapping[str, float],
    ages: str = "0_14",
    level: float = LEVEL,
) -> Estimate:
    """Cases per million in the world standard population, with gamma limits (Fay and Feuer 1997).

    Parameters
    ----------
    cases, people
        Counts and person-years by the bands of `BANDS[ages]`, all of which are needed: a
        KeyError names one that is missing.
    ages
        0_14 or 0_19.
    level
        Confidence, 0.95 unless said.
    """
    bands = BANDS[ages]
    weights = np.array([WORLD[band] for band in bands])
    weights = weights / weights.sum() / np.array([float(people[band]) for band in bands])
    counts = np.array([float(cases[band]) for band in bands])
    rate = float(weights @ counts)
    variance = float(weights**2 @ counts)
    largest = float(weights.max())
    tail = (1 - level) / 2
    low = 0.0
    if rate:
        low = variance / (2 * rate) * chi2.ppf(tail, 2 * rate**2 / variance)
    wider, upper = variance + largest**2, rate + largest
    high = wider / (2 * upper) * chi2.ppf(1 - tail, 2 * upper**2 / wider)
    return Estimate(*(MILLION * float(x) for x in (rate, low, high)))
