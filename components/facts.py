"""The data as pages use them: read once a server, derived tables once a question.

Caches are keyed by small values (day, basis, parameters), never by frames.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from functools import lru_cache
from types import MappingProxyType

import pandas as pd
import streamlit as st

from components import language, words
from shifo import (
    access,
    allocation,
    children,
    cooperation,
    evidence,
    history,
    inventory,
    outage,
    resources,
    siting,
)
from shifo import capacity as capacity_of
from shifo import catalogue as catalogues
from shifo import demand as demand_of
from shifo import projects as projects_of
from shifo import scenario as scenarios
from shifo.access import Rule
from shifo.catalogue import Catalogue
from shifo.need import Parameters
from shifo.scenario import Scenario
from shifo.siting import Request
from shifo.vocabulary import COUNTRIES

RING_HOURS = 0.25
"""Courses are given out ring by ring of this width where distance is told in hours."""
LEAST = 20_000
"""People of a settlement that may get a machine."""


@st.cache_resource(show_spinner=False)
def catalogue() -> Catalogue:
    """The project's data, checked."""
    return catalogues.load()


@st.cache_data(max_entries=128, show_spinner=False)
def stock(on: date, basis: str) -> pd.DataFrame:
    """Machines installed and working by centre and class."""
    return inventory.inventory(catalogue(), on, basis)


@st.cache_data(max_entries=64, show_spinner=False)
def machines(on: date) -> pd.DataFrame:
    """Every documented machine in its state on a day."""
    return inventory.machine_states(catalogue(), on)


@st.cache_data(max_entries=128, show_spinner=False)
def capacity(
    on: date,
    basis: str,
    by: str = "country",
    parameters: Parameters | None = None,
    scenario: str = "",
) -> pd.DataFrame:
    """Machines against people, cases and need, with iso3 and measures derived from them.

    Adds ``iso3``, ``people_per_machine`` and ``cases_per_machine`` (missing without a working
    machine) to shifo's columns.
    """
    rows = capacity_of.capacity(
        catalogue(), on, basis, by=by, parameters=parameters, scenario=_scenario(scenario)
    )
    regions = catalogue()["regions"].set_index("iso_3166_2")["iso3"]
    working = rows["mv_operational"].where(rows["mv_operational"] > 0)
    return rows.assign(
        iso3=rows["area"] if by == "country" else rows["area"].map(regions),
        people_per_machine=rows["population"] / working,
        cases_per_machine=rows["new_cases"] / working,
    )


@st.cache_data(max_entries=8, show_spinner=False)
def projected_need(parameters: Parameters | None = None) -> pd.DataFrame:
    """Need by country in the years for which new cases are projected."""
    return capacity_of.projected_need(catalogue(), parameters)


@st.cache_data(max_entries=32, show_spinner=False)
def over_time(on: date) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Documented machines as steps, and national counts as points, up to a day."""
    facts = catalogue()
    return history.documented_history(facts, on), history.national_history(facts, on)


@st.cache_data(max_entries=32, show_spinner=False)
def completeness(on: date, basis: str) -> pd.DataFrame:
    """Machines located against the best national count."""
    return evidence.completeness(catalogue(), on, basis)


def ages(on: date) -> pd.DataFrame:
    """Dated records by table (its name in the current language) and age: [table, age, records]."""
    dated = evidence.record_dates(catalogue())
    dated = dated.assign(age=evidence.freshness(dated["date"], on))
    counts = dated.groupby(["table", "age"], as_index=False).size()
    counts = counts.rename(columns={"size": "records"})
    return counts.assign(table=counts["table"].map(words.table))


@st.cache_data(max_entries=4, show_spinner=False)
def demand(year: int) -> pd.DataFrame:
    """People at points in a year."""
    return demand_of.demand(catalogue(), date(year, 12, 31))


@st.cache_data(max_entries=64, show_spinner=False)
def sites(on: date, basis: str, resource: str, scenario: str = "") -> pd.DataFrame:
    """Where a resource is to be had, in a scenario; named in it when new."""
    rows = access.sites(catalogue(), on, basis, resource, _scenario(scenario))
    return rows.reset_index(drop=True)


@st.cache_data(max_entries=32, show_spinner=False)
def reached(on: date, basis: str, resource: str, rule: Rule, scenario: str = "") -> pd.Series:
    """What it costs each point of the demand to reach its nearest site."""
    points = demand(on.year)
    cost: pd.Series = access.nearest(points, sites(on, basis, resource, scenario), rule)["cost"]
    return cost


@st.cache_data(max_entries=64, show_spinner=False)
def coverage(on: date, basis: str, resource: str, rule: Rule, scenario: str = "") -> pd.DataFrame:
    """Share of people within the rule's limit, of all areas."""
    cost = reached(on, basis, resource, rule, scenario)
    return access.coverage(demand(on.year), cost, rule.limit)


@st.cache_data(max_entries=32, show_spinner=False)
def need_met(
    on: date, basis: str, rule: Rule, parameters: Parameters, scenario: str = ""
) -> tuple[pd.DataFrame, pd.Series]:
    """Share of need met by capacity, distance and both; courses not met at each point."""
    return need_met_by(sites(on, basis, access.RESOURCES[0], scenario), on, rule, parameters)


def need_met_by(
    at: pd.DataFrame, on: date, rule: Rule, parameters: Parameters
) -> tuple[pd.DataFrame, pd.Series]:
    """The same for any sites."""
    points = demand(on.year)
    need = allocation.courses_needed(catalogue(), points, parameters)
    pairs = access.links(points, at, rule)
    ring = allocation.RINGS_KM if rule.unit == "km" else RING_HOURS
    courses = parameters.courses_per_machine
    rows = allocation.met(
        points,
        need,
        at,
        pairs,
        courses_per_machine=courses,
        cross_border=rule.cross_border,
        ring=ring,
    )
    got = allocation.given_out(need, at["machines"].to_numpy(float) * courses, pairs, ring)
    return rows, pd.Series(need - got, index=points.index)


@st.cache_data(max_entries=32, show_spinner=False)
def outages(on: date, basis: str, resource: str, rule: Rule, scenario: str = "") -> pd.DataFrame:
    """Each centre stopped alone."""
    at = sites(on, basis, resource, scenario)
    return outage.outage(demand(on.year), at, rule)


@lru_cache(maxsize=64)
def solution(
    on: date,
    basis: str,
    scenario: str,
    countries: tuple[str, ...],
    among: str,
    request: Request,
    parameters: Parameters,
) -> siting.Solution:
    """The best new sites for machines. Raises siting.TooLargeError before it solves."""
    points = demand(on.year)
    need = allocation.courses_needed(catalogue(), points, parameters)
    chosen = points["iso3"].isin(countries).to_numpy()
    points, need = points[chosen].reset_index(drop=True), need[chosen]
    at = sites(on, basis, access.RESOURCES[0], scenario)
    options = candidates(countries, scenario, among, on, basis)
    return siting.site(points, at, options, request, need)


@st.cache_data(max_entries=16, show_spinner=False)
def children_expected(year: int) -> pd.DataFrame:
    """Cases expected among children in a year, by country."""
    return children.expected(catalogue(), year)


@st.cache_data(max_entries=16, show_spinner=False)
def children_units(year: int) -> pd.DataFrame:
    """Units that treat children against the cases expected in a year."""
    return children.units(catalogue(), year)


@st.cache_resource(show_spinner=False)
def people_by_age() -> dict[tuple[str, int, str], int]:
    """People of 0-14, 15-19 and 0-19 by (iso3, year, age band)."""
    return children.people(catalogue())


@st.cache_data(max_entries=16, show_spinner=False)
def children_regional(year: int) -> pd.DataFrame:
    """Cases expected among children in a year, by region."""
    return children.regional(catalogue(), year)


def treating_units() -> pd.DataFrame:
    """Units known to operate that treat children with cancer."""
    return inventory.treating_units(catalogue())


@st.cache_data(max_entries=16, show_spinner=False)
def children_reach(on: date, basis: str, within: tuple[str, ...]) -> pd.DataFrame:
    """Children within some limits of a unit, and of one with radiotherapy near."""
    at = sites(on, basis, "paediatric"), sites(on, basis, access.RESOURCES[0])
    rules = [Rule(*_limit(text)) for text in within]
    return children.reach(demand(on.year), *at, rules)


def _limit(text: str) -> tuple[float, str]:
    """A limit as the address writes it: 100km or 2h."""
    unit = "km" if text.endswith("km") else "hours"
    return float(text.removesuffix("km").removesuffix("h")), unit


@st.cache_data(max_entries=1, show_spinner=False)
def children_known() -> pd.DataFrame:
    """Stage, verification, early deaths and abandonment as published."""
    return children.known(catalogue())


@st.cache_data(max_entries=1, show_spinner=False)
def children_registered() -> pd.DataFrame:
    """Registered cases beside those expected, by country and year."""
    return children.registered(catalogue())


@st.cache_data(max_entries=1, show_spinner=False)
def children_survival() -> pd.DataFrame:
    """Survival of children as reported."""
    return children.survival(catalogue())


@st.cache_data(max_entries=1, show_spinner=False)
def children_comparison() -> pd.DataFrame:
    """The thirteen countries of the planned register."""
    return children.comparison(catalogue())


@st.cache_data(max_entries=32, show_spinner=False)
def projects(on: date) -> pd.DataFrame:
    """Every project known by a day: see shifo.projects."""
    return projects_of.projects(catalogue(), on)


@st.cache_data(max_entries=32, show_spinner=False)
def holdings(on: date) -> pd.DataFrame:
    """Who has and who plans advanced resources on a day: see shifo.resources."""
    return resources.holdings(catalogue(), on)


@st.cache_data(max_entries=32, show_spinner=False)
def national_resources(on: date) -> pd.DataFrame:
    """National counts of advanced resources by a day."""
    return resources.national_counts(catalogue(), on)


@st.cache_data(max_entries=32, show_spinner=False)
def nearest_resource(on: date, resource: str) -> pd.DataFrame:
    """The nearest centre with an advanced resource for every region."""
    return resources.nearest(catalogue(), holdings(on), resource, demand(on.year))


@st.cache_data(max_entries=1, show_spinner=False)
def ends() -> pd.DataFrame:
    """Everyone who can be an end of an agreement, by key."""
    return cooperation.ends(catalogue())


@st.cache_data(max_entries=32, show_spinner=False)
def agreements(on: date) -> pd.DataFrame:
    """Agreements as they stand on a day."""
    return cooperation.agreements(catalogue(), on)


@st.cache_data(max_entries=32, show_spinner=False)
def events(on: date) -> pd.DataFrame:
    """What happened by a day."""
    return cooperation.events(catalogue(), on)


@st.cache_data(max_entries=32, show_spinner=False)
def congresses(on: date) -> pd.DataFrame:
    """Congresses held by a day, series by series."""
    return cooperation.congresses(catalogue(), on)


@lru_cache(maxsize=1)
def end_keys() -> tuple[str, ...]:
    """The keys of all who can be an end of an agreement."""
    return tuple(sorted(ends().index))


@lru_cache(maxsize=1)
def years() -> tuple[str, ...]:
    """The years that agreements and events can be looked for in."""
    first = min(catalogue()["timeline"]["date"].str[:4].astype(int))
    return tuple(str(year) for year in range(first, date.today().year + 1))


@lru_cache(maxsize=1)
def candidate_keys() -> tuple[str, ...]:
    """The keys of all places where a machine could stand: settlements, then centres."""
    settlements = candidates(COUNTRIES, "", "settlements", date.today(), "reconciled")
    return (*settlements["key"], *sorted(catalogue()["centres"]["key"]))


def candidates(
    countries: Collection[str], scenario: str, among: str, on: date, basis: str
) -> pd.DataFrame:
    """Places of some countries where a machine could stand: see siting.candidates."""
    points = pd.DataFrame({"iso3": list(countries)})
    at = sites(on, basis, access.RESOURCES[0], scenario)
    least = None if among == "centres" else LEAST
    return siting.candidates(points, catalogue()["centres"], at, least=least)


def _scenario(text: str) -> Scenario:
    return scenarios.read(text, set(catalogue()["centres"]["key"]))


def names() -> Mapping[str, str]:
    """Names in the current language of countries, regions, centres and institutions, by key."""
    return _names(language.current())


@lru_cache(maxsize=16)
def _names(spoken: str) -> Mapping[str, str]:
    facts = catalogue()
    with language.using(spoken):
        named = {code: words.country(code) for code in COUNTRIES}
        regions = facts["regions"].to_dict("records")
        named |= {row["iso_3166_2"]: language.region(row) for row in regions}
        for table in ("centres", "institutions"):
            named |= {row["key"]: language.name(row) for row in facts[table].to_dict("records")}
    return MappingProxyType(named)


@lru_cache(maxsize=1)
def _russian_towns() -> Mapping[str, str]:
    towns = pd.read_csv(catalogues.DATA / "places.csv", usecols=["name_en", "name_ru"], dtype="str")
    return towns.dropna().set_index("name_en")["name_ru"].to_dict()


def town(name_en: str) -> str:
    """A settlement's name in the current language, else in Russian or English, marked."""
    return language.place(name_en, _russian_towns().get(name_en))
