"""The worked example of the methods (docs/en/methods.md), to its printed digits."""

from __future__ import annotations

import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shifo import need
from shifo.capacity import cases_by_site, new_cases
from shifo.catalogue import Catalogue
from shifo.need import Parameters
from shifo.population import national

PEOPLE_2024 = 36_361_859
CASES = 35_498
LISTED = {"KAZ": 51, "KGZ": 1, "TJK": 2, "TKM": 7, "UZB": 20}


@pytest.fixture(scope="module")
def parameters() -> Parameters:
    return Parameters()


def test_inputs_of_the_example_stand_in_the_data(facts: Catalogue) -> None:
    assert new_cases(facts)["UZB"] == CASES
    assert national(facts["population"], 2024).loc["UZB", "population"] == PEOPLE_2024
    children = national(facts["population"], 2024, "0_14")
    assert children.loc["UZB", "population"] == 11_309_784


def test_population_norm() -> None:
    per_machine = {250_000: 145.45, 183_000: 198.70, 284_000: 128.03}
    for people, machines in per_machine.items():
        assert round(need.machines_by_population(PEOPLE_2024, people), 2) == machines
    assert math.ceil(need.machines_by_population(PEOPLE_2024, 250_000)) == 146


def test_case_norm(parameters: Parameters) -> None:
    assert need.courses(CASES, 0.50) == 17_749
    assert round(need.machines_by_cases(CASES, parameters), 2) == 39.44
    assert round(need.machines_by_cases(CASES, parameters, "low"), 2) == 38.10
    assert round(need.machines_by_cases(CASES, parameters, "high"), 2) == 51.57
    assert round(need.machines(need.courses(CASES, 0.64), 450), 2) == 50.49


def test_coverage_and_missing_machines() -> None:
    demand = need.courses(CASES, 0.50)
    assert round(100 * need.coverage(20, demand, 450), 1) == 50.7
    assert need.missing_machines(39.44, 20) == 20


def test_fractions_staff_and_children() -> None:
    assert round(need.machines_by_fractions(CASES, 0.50, 18.4, 7_936), 2) == 41.15
    staff = [need.staff(17_749, patients) for patients in (250, 450, 150)]
    assert [round(people, 1) for people in staff] == [71.0, 39.4, 118.3]
    assert round(need.expected_children(11_309_784, 140.6), 1) == 1590.2


SITE_BY_SITE = {  # machines, share of cases in percent
    "UZB": (45.42, 57.6),
    "KAZ": (43.40, 57.3),
    "KGZ": (8.79, 56.2),
    "TJK": (8.26, 58.4),
    "TKM": (8.55, 58.6),
}


@pytest.mark.parametrize("iso3", SITE_BY_SITE)
def test_site_by_site(facts: Catalogue, iso3: str) -> None:
    cases = cases_by_site(facts, iso3)
    courses = need.courses_by_site(cases, need.site_rates(facts["benchmarks"]))
    machines, share = SITE_BY_SITE[iso3]
    assert round(need.machines(courses, 450), 2) == machines
    assert round(100 * courses / cases["all"], 1) == share
    if iso3 == "UZB":
        assert round(courses, 1) == 20_440.7


OTHER_COUNTRIES = {  # need by the case norm, coverage in percent, expected children
    "KAZ": (37.91, 134.5, 850.4),
    "KGZ": (7.82, 12.8, 328.5),
    "TJK": (7.07, 28.3, 540.0),
    "TKM": (7.29, 96.0, 332.0),
}


@pytest.mark.parametrize("iso3", OTHER_COUNTRIES)
def test_other_countries(facts: Catalogue, iso3: str, parameters: Parameters) -> None:
    cases = new_cases(facts)[iso3]
    machines, coverage, children = OTHER_COUNTRIES[iso3]
    assert round(need.machines_by_cases(cases, parameters), 2) == machines
    demand = need.courses(cases, 0.50)
    assert round(100 * need.coverage(LISTED[iso3], demand, 450), 1) == coverage
    people = national(facts["population"], 2024, "0_14").loc[iso3, "population"]
    assert round(need.expected_children(people, 140.6), 1) == children


def test_defaults_are_the_benchmarks(facts: Catalogue, parameters: Parameters) -> None:
    value = facts["benchmarks"].set_index("key")["value"]
    assert parameters.people_per_machine == value["pop_per_mv_iaea"]
    assert parameters.courses_per_machine == value["courses_per_mv"]
    assert parameters.utilisation == value["rtu_all_50"] / 100
    assert parameters.utilisation_low == value["rtu_all_48"] / 100
    assert parameters.utilisation_high == value["rtu_all_52"] / 100
    assert parameters.retreatment_high == value["retreatment"] / 100
    for keys in need.BENCHMARKS.values():
        assert set(keys) <= set(value.index)


def test_a_sum_of_sites_is_not_counted_beside_its_parts() -> None:
    rates = pd.Series({"colon": 0.14, "rectum": 0.61, "other": 0.50})
    parts = pd.Series({"all": 300.0, "colon": 100.0, "rectum": 100.0})
    with_sum = pd.concat([parts, pd.Series({"colorectum": 200.0})])
    expected = 100 * 0.14 + 100 * 0.61 + 100 * 0.50
    assert need.courses_by_site(parts, rates) == pytest.approx(expected)
    assert need.courses_by_site(with_sum, rates) == pytest.approx(expected)


def test_parameters_out_of_bounds_are_refused() -> None:
    with pytest.raises(ValueError, match="courses_per_machine is 0, not from 200 to 1000"):
        Parameters(courses_per_machine=0)


@given(need_now=st.floats(0, 500), working=st.integers(0, 500), added=st.integers(0, 50))
def test_more_machines_never_widen_the_gap(need_now: float, working: int, added: int) -> None:
    before = need.missing_machines(need_now, working)
    assert need.missing_machines(need_now, working + added) <= before


@given(cases=st.floats(1, 1e6), utilisation=st.floats(0.2, 0.7), retreatment=st.floats(0, 0.5))
def test_the_range_holds_the_central_need(
    cases: float, utilisation: float, retreatment: float
) -> None:
    base = need.courses(cases, utilisation)
    assert need.courses(cases, utilisation, retreatment) >= base
    central = need.machines_by_cases(cases, Parameters())
    assert need.machines_by_cases(cases, Parameters(), "low") <= central
    assert need.machines_by_cases(cases, Parameters(), "high") >= central
