"""People, cases and machines of a country or region against both norms."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

import pandas as pd

from shifo import need, population
from shifo.catalogue import Catalogue
from shifo.dates import last_days
from shifo.inventory import inventory
from shifo.need import Parameters
from shifo.scenario import Scenario
from shifo.vocabulary import COUNTRIES, MEGAVOLTAGE

EDITION = "GLOBOCAN_2022"
"""The edition with cases by site for all five countries; editions are never mixed."""

PROJECTIONS = "GLOBOCAN_2024"
PLACED = ("address", "city")
"""Coordinates good enough to say that a machine is located."""

COLUMNS = [
    "area",
    "population",
    "population_year",
    "new_cases",
    "mv_installed",
    "mv_operational",
    "mv_located",
    "mv_national_total",
    "mv_per_million",
    "mv_per_10000_cases",
    "need_population_norm",
    "need_case_norm_low",
    "need_case_norm",
    "need_case_norm_high",
    "gap_case_norm",
    "coverage_pct",
]


def capacity(
    catalogue: Catalogue,
    on: date,
    basis: str = "reconciled",
    *,
    by: str = "country",
    countries: Collection[str] = COUNTRIES,
    parameters: Parameters | None = None,
    edition: str = EDITION,
    scenario: Scenario | None = None,
) -> pd.DataFrame:
    """Megavoltage machines against population and need, one row a country or region.

    Parameters
    ----------
    on
        The day of the inventory; its year is the population's.
    basis
        ``documented``, ``directory`` or ``reconciled``.
    by
        ``country`` or ``region``. Cases are published for countries only: a region has
        its share of them by population.
    edition
        The estimate of new cases: ``GLOBOCAN_2022`` or ``GLOBOCAN_2024``.
    scenario
        Machines added, stopped or moved: see shifo.scenario.

    Returns
    -------
    Frame in the columns of `COLUMNS`. ``area`` is ISO 3166-1 alpha-3 or ISO 3166-2.
    ``mv_located`` counts installed machines placed to a city or an address,
    ``mv_national_total`` is the preferred national figure at the day (countries only).
    Needs and ``gap_case_norm`` (need less working machines; negative where there are more
    than the norm asks for) are machines, not rounded, so that they add up;
    ``coverage_pct`` is the share of the courses needed that working machines can give.

    Raises
    ------
    ValueError
        For an unknown country, basis, area or edition.
    """
    parameters = parameters or Parameters()
    areas = _areas(catalogue, on, by, edition)
    unknown = sorted(set(countries) - set(COUNTRIES))
    if unknown:
        raise ValueError(f"country is '{unknown[0]}', not one of {', '.join(COUNTRIES)}")
    areas = areas[areas["iso3"].isin(list(countries))]
    machines = _machines(catalogue, on, basis, by, scenario).reindex(areas.index, fill_value=0)
    working, cases, people = machines["mv_operational"], areas["new_cases"], areas["population"]
    needs = {
        f"need_case_norm{suffix}": need.machines_by_cases(cases, parameters, case)
        for suffix, case in (("_low", "low"), ("", "central"), ("_high", "high"))
    }
    demand = need.courses(cases, parameters.utilisation, parameters.retreatment)
    rows = areas.join(machines).assign(
        mv_national_total=_national_total(catalogue, on),
        mv_per_million=1e6 * working / people,
        mv_per_10000_cases=1e4 * working / cases,
        need_population_norm=need.machines_by_population(people, parameters.people_per_machine),
        **needs,
        gap_case_norm=needs["need_case_norm"] - working,
        coverage_pct=100 * need.coverage(working, demand, parameters.courses_per_machine),
    )
    rows = rows.astype({"mv_national_total": "Int64"})
    return rows.rename_axis("area").reset_index()[COLUMNS]


def new_cases(
    catalogue: Catalogue,
    edition: str = EDITION,
    year: int | None = None,
    site: str = need.ALL_SITES,
) -> pd.Series:
    """New cases a year, both sexes, all ages, by iso3, from one edition of GLOBOCAN.

    All cancers without non-melanoma skin cancer, unless a site is named. `year` defaults
    to the edition's own.
    """
    burden = catalogue["burden"]
    rows = burden[
        (burden["edition"] == edition)
        & (burden["metric"] == "incidence")
        & (burden["site"] == site)
        & (burden["sex"] == "both")
        & (burden["age_band"] == "all")
    ]
    if rows.empty:
        raise ValueError(f"there are no new cases of the edition '{edition}'")
    rows = rows[rows["year"] == (int(edition[-4:]) if year is None else year)]
    return rows.set_index("iso3")["value"]


def cases_by_site(catalogue: Catalogue, iso3: str, edition: str = EDITION) -> pd.Series:
    """New cases a year by site, sexes together, `all` among them."""
    burden = catalogue["burden"]
    rows = burden[
        (burden["edition"] == edition)
        & (burden["metric"] == "incidence")
        & (burden["iso3"] == iso3)
        & (burden["age_band"] == "all")
        & (burden["year"] == int(edition[-4:]))
    ]
    # A site of one sex has no row for both; a site with one must not add its sexes to it.
    both = rows[rows["sex"] == "both"].set_index("site")["value"]
    single = rows[(rows["sex"] != "both") & ~rows["site"].isin(both.index)]
    return pd.concat([both, single.groupby("site")["value"].sum()])


def projected_need(
    catalogue: Catalogue, parameters: Parameters | None = None, edition: str = PROJECTIONS
) -> pd.DataFrame:
    """Need by both norms in the years for which an edition projects new cases.

    Returns
    -------
    Frame [iso3, year, new_cases, population, need_population_norm, need_case_norm_low,
    need_case_norm, need_case_norm_high], one row a country and year.
    """
    parameters = parameters or Parameters()
    burden = catalogue["burden"]
    years = sorted(burden.loc[burden["edition"] == edition, "year"].unique())
    rows = []
    for year in years:
        people = population.national(catalogue["population"], year)["population"]
        for iso3, cases in new_cases(catalogue, edition, year).items():
            if iso3 not in COUNTRIES:
                continue
            rows.append(
                {
                    "iso3": iso3,
                    "year": int(year),
                    "new_cases": cases,
                    "population": people[iso3],
                    "need_population_norm": need.machines_by_population(
                        people[iso3], parameters.people_per_machine
                    ),
                    "need_case_norm_low": need.machines_by_cases(cases, parameters, "low"),
                    "need_case_norm": need.machines_by_cases(cases, parameters),
                    "need_case_norm_high": need.machines_by_cases(cases, parameters, "high"),
                }
            )
    return pd.DataFrame(rows).sort_values(["iso3", "year"]).reset_index(drop=True)


def _areas(catalogue: Catalogue, on: date, by: str, edition: str) -> pd.DataFrame:
    """People and cases of every area: iso3, population, population_year, new_cases."""
    cases = new_cases(catalogue, edition)
    if by == "country":
        nations = population.national(catalogue["population"], on.year)
        nations = nations.loc[[iso3 for iso3 in COUNTRIES if iso3 in nations.index]]
        return nations.assign(iso3=nations.index, new_cases=cases)
    if by == "region":
        people = population.regional(catalogue["regions"], catalogue["population"], on.year)
        return people.assign(new_cases=people["share"] * people["iso3"].map(cases))
    raise ValueError(f"by is '{by}', not one of country, region")


def _machines(
    catalogue: Catalogue, on: date, basis: str, by: str, scenario: Scenario | None
) -> pd.DataFrame:
    rows = inventory(catalogue, on, basis)
    if scenario:
        rows = scenario.applied(rows, on)
    rows = rows[rows["class"] == MEGAVOLTAGE]
    basis_of = catalogue["centres"].set_index("key")["coord_basis"]
    placed = rows["centre"].map(basis_of).isin(PLACED)
    rows = rows.assign(located=rows["installed"].where(placed, 0))
    sums = rows.groupby("iso3" if by == "country" else "region")
    counts = sums[["installed", "operational", "located"]].sum()
    return counts.add_prefix("mv_").astype(int)


def _national_total(catalogue: Catalogue, on: date) -> pd.Series:
    """The newest preferred count of megavoltage machines at or before a day, by iso3.

    No region shares its index, so regions have none.
    """
    return national_totals(catalogue, on, "megavoltage_machines").set_index("iso3")["value"]


def national_totals(catalogue: Catalogue, on: date, metric: str) -> pd.DataFrame:
    """The newest preferred national figure of a metric at or before a day, a row a country."""
    totals = catalogue["national_totals"]
    rows = totals[(totals["metric"] == metric) & totals["preferred"]]
    released = catalogue.released
    rows = rows.assign(day=last_days(rows["as_of"], undated=released, latest=released))
    rows = rows[rows["day"] <= pd.Timestamp(on)].sort_values("day", kind="stable")
    return rows.groupby("iso3").tail(1).reset_index(drop=True)
