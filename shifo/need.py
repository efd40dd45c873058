"""How much radiotherapy is needed: courses a year and megavoltage machines.

Two norms stand side by side, because they differ two- to sixfold in this region. The
population norm asks for one machine per so many people; the case norm asks for as many
machines as the courses of the new cases fill. `docs/en/methods.md` gives the formulae, the
sources of every default and a worked example.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, fields, replace
from typing import TypeVar

import pandas as pd

Amount = TypeVar("Amount", float, pd.Series)
"""One figure, or a column of them."""

SITE_RATE = {"lip_oral_cavity": "oral_cavity", "hodgkin": "lymphoma", "nhl": "lymphoma"}
"""Sites of the burden table that go by another site's utilisation rate."""

CONTAINED_SITES = {"colorectum": ("colon", "rectum", "anus")}
"""Sites that are the sum of others: where the parts stand, the sum is left out."""

ALL_SITES = "all"
OUTSIDE_ALL = ("all", "all_incl_nmsc", "nmsc")
"""Rows that are totals, or that the total `all` leaves out (non-melanoma skin cancer)."""


@dataclass(frozen=True)
class Parameters:
    """What the norms take as given. Shares are fractions of one.

    Defaults and bounds stand in the table `benchmarks` under the keys of `BENCHMARKS`.
    """

    people_per_machine: float = 250_000
    utilisation: float = 0.50
    utilisation_low: float = 0.483
    utilisation_high: float = 0.523
    retreatment: float = 0.0
    retreatment_high: float = 0.25
    courses_per_machine: float = 450

    def __post_init__(self) -> None:
        for field in fields(self):
            value = getattr(self, field.name)
            least, most = BOUNDS[field.name]
            if not least <= value <= most:
                raise ValueError(f"{field.name} is {value:g}, not from {least:g} to {most:g}")

    def with_changes(self, **changes: float) -> Parameters:
        """The same parameters but for the changes."""
        return replace(self, **changes)


BOUNDS: dict[str, tuple[float, float]] = {
    "people_per_machine": (100_000, 1_000_000),
    "utilisation": (0.2, 0.7),
    "utilisation_low": (0.2, 0.7),
    "utilisation_high": (0.2, 0.7),
    "retreatment": (0.0, 0.5),
    "retreatment_high": (0.0, 0.5),
    "courses_per_machine": (200, 1_000),
}
"""What the formulae accept; the ranges that sources cite are narrower: `CITED_RANGE`."""

CITED_RANGE: dict[str, tuple[float, float]] = {
    "people_per_machine": (180_000, 500_000),
    "utilisation": (0.32, 0.64),
    "retreatment": (0.0, 0.25),
    "courses_per_machine": (400, 500),
}

BENCHMARKS: dict[str, tuple[str, ...]] = {
    "people_per_machine": (
        "pop_per_mv_iaea",
        "pop_per_mv_quarts_high",
        "pop_per_mv_quarts_medium",
        "pop_per_mv_quarts_low",
        "pop_per_mv_quarts_alt",
    ),
    "utilisation": ("rtu_all_50", "rtu_all_48", "rtu_all_52", "rtu_all_64"),
    "utilisation_low": ("rtu_all_48",),
    "utilisation_high": ("rtu_all_52",),
    "retreatment": ("retreatment",),
    "retreatment_high": ("retreatment",),
    "courses_per_machine": ("courses_per_mv", "courses_per_mv_low", "courses_per_mv_high"),
}
"""The rows of `benchmarks` that each parameter's default and range come from."""


def machines_by_population(population: Amount, people_per_machine: float) -> Amount:
    """Megavoltage machines by the population norm: people over people a machine."""
    return population / people_per_machine


def courses(new_cases: Amount, utilisation: float, retreatment: float = 0.0) -> Amount:
    """Courses of external beam a year: ``N × u × (1 + r)``.

    Parameters
    ----------
    new_cases
        New cases a year without non-melanoma skin cancer.
    utilisation
        Share of new cases that should have external beam at least once, 0 to 1.
    retreatment
        Further courses per first course, 0 or more.
    """
    return new_cases * utilisation * (1 + retreatment)


def machines(courses_a_year: Amount, courses_per_machine: float) -> Amount:
    """Megavoltage machines that a number of courses a year fills."""
    return courses_a_year / courses_per_machine


def machines_by_cases(new_cases: Amount, parameters: Parameters, case: str = "central") -> Amount:
    """Megavoltage machines by the case norm.

    Parameters
    ----------
    case
        ``low``: the lower utilisation, no re-treatment. ``central``. ``high``: the higher
        utilisation with re-treatment.
    """
    utilisation, retreatment = {
        "low": (parameters.utilisation_low, 0.0),
        "central": (parameters.utilisation, parameters.retreatment),
        "high": (parameters.utilisation_high, parameters.retreatment_high),
    }[case]
    return machines(courses(new_cases, utilisation, retreatment), parameters.courses_per_machine)


def machines_by_fractions(
    new_cases: float,
    utilisation: float,
    fractions_per_course: float,
    fractions_per_machine: float,
) -> float:
    """Megavoltage machines by fractions delivered (GTFRCC): ``N × u × f / F``."""
    return new_cases * utilisation * fractions_per_course / fractions_per_machine


def courses_by_site(cases: pd.Series, rates: pd.Series) -> float:
    """Courses a year, site by site (CCORE): the sum of cases times utilisation.

    An upper line, because the site rates are older and run high.

    Parameters
    ----------
    cases
        New cases a year by site, `all` among them. Sites without a rate of their own, and
        cases that no site claims, go by the rate `other`.
    rates
        Utilisation by site, as fractions of one.
    """
    sites = cases.drop([site for site in OUTSIDE_ALL if site in cases.index])
    for whole, parts in CONTAINED_SITES.items():
        if whole in sites.index and sites.index.isin(parts).any():
            sites = sites.drop(whole)
    unlisted = pd.Series({"other": cases[ALL_SITES] - sites.sum()})
    sites = pd.concat([sites, unlisted])
    rate = sites.index.to_series().replace(SITE_RATE).map(rates).fillna(rates["other"])
    return float((sites * rate).sum())


def missing_machines(need: float, working: float) -> int:
    """Whole machines that are missing: the need rounded up, less those that work."""
    return max(0, math.ceil(need) - math.floor(working))


def coverage(working: Amount, courses_a_year: Amount, courses_per_machine: float) -> Amount:
    """Share of the courses needed that the working machines can give; may pass 1."""
    return working * courses_per_machine / courses_a_year


def staff(courses_a_year: float, patients_per_specialist: float) -> float:
    """Specialists that a number of courses a year asks for."""
    return courses_a_year / patients_per_specialist


def expected_children(children_0_14: float, incidence_per_million: float) -> float:
    """Children who fall ill with cancer a year at the reference incidence."""
    return children_0_14 * incidence_per_million * 1e-6


def site_rates(benchmarks: pd.DataFrame) -> pd.Series:
    """Optimal radiotherapy utilisation by site, as fractions, from the table `benchmarks`."""
    prefix = "rtu_"
    rows = benchmarks[benchmarks["key"].str.startswith(prefix)]
    return rows.set_index(rows["key"].str.removeprefix(prefix))["value"] / 100
