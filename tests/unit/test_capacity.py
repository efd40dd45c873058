"""Capacity on the real facts: the tables agree with one another and with dated events."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shifo.capacity import COLUMNS, capacity, cases_by_site, new_cases, projected_need
from shifo.catalogue import Catalogue
from shifo.need import Parameters
from shifo.vocabulary import BASES, COUNTRIES

TODAY = date(2026, 11, 22)
ADDITIVE = ["population", "new_cases", "mv_installed", "mv_operational", "need_case_norm"]


def working(facts: Catalogue, iso3: str, on: date, basis: str = "documented") -> int:
    rows = capacity(facts, on, basis, countries=[iso3])
    return int(rows["mv_operational"].item())


@pytest.mark.parametrize(
    ("day", "machines"),
    [
        (date(2021, 6, 30), 1),  # the Bhabhatron alone
        (date(2021, 7, 31), 3),  # both linacs launched
        (date(2025, 7, 22), 2),  # one linac down
        (date(2025, 7, 30), 1),  # both down
        (date(2025, 8, 15), 1),
        (date(2025, 9, 15), 3),  # both back
    ],
)
def test_bishkek_in_the_summer_of_2025(facts: Catalogue, day: date, machines: int) -> None:
    assert working(facts, "KGZ", day) == machines
    assert working(facts, "KGZ", day, "reconciled") == machines


def test_directory_counts_each_site_once(facts: Catalogue) -> None:
    rows = capacity(facts, TODAY, "directory").set_index("area")["mv_operational"]
    # 53 listed in Kazakhstan, less Aktobe's older entry (3) and a gamma knife (1).
    assert rows.to_dict() == {"KAZ": 49, "KGZ": 1, "TJK": 2, "TKM": 7, "UZB": 20}


def test_uzbekistan_on_the_directory_basis_is_the_worked_example(facts: Catalogue) -> None:
    row = capacity(facts, date(2024, 7, 1), "directory", countries=["UZB"]).iloc[0]
    assert (row["population"], row["population_year"]) == (36_361_859, 2024)
    assert round(row["mv_per_million"], 3) == 0.550
    assert round(row["need_population_norm"], 2) == 145.45
    assert round(row["need_case_norm_low"], 2) == 38.10
    assert round(row["need_case_norm"], 2) == 39.44
    assert round(row["need_case_norm_high"], 2) == 51.57
    assert round(row["gap_case_norm"], 2) == 19.44
    assert round(row["coverage_pct"], 1) == 50.7


@pytest.mark.parametrize("basis", BASES)
def test_regions_and_countries_sum_to_the_whole(facts: Catalogue, basis: str) -> None:
    countries = capacity(facts, TODAY, basis)
    regions = capacity(facts, TODAY, basis, by="region")
    assert list(countries.columns) == list(regions.columns) == COLUMNS
    assert (len(countries), len(regions)) == (5, 54)
    iso3 = facts["regions"].set_index("iso_3166_2")["iso3"].loc[regions["area"]].to_numpy()
    summed = regions[ADDITIVE].astype(float).groupby(iso3).sum()
    pd.testing.assert_frame_equal(
        summed, countries.set_index("area")[ADDITIVE].astype(float), check_names=False
    )
    apart = pd.concat([capacity(facts, TODAY, basis, countries=[code]) for code in COUNTRIES])
    together = countries[[*ADDITIVE, "gap_case_norm"]].astype(float).sum()
    pd.testing.assert_series_equal(
        apart[[*ADDITIVE, "gap_case_norm"]].astype(float).sum(), together
    )


def test_before_the_first_record_no_machine_stands(facts: Catalogue) -> None:
    rows = capacity(facts, date(1995, 1, 1))
    assert rows["mv_installed"].sum() == 0
    assert rows["mv_national_total"].isna().all()


def test_located_is_never_more_than_installed(facts: Catalogue) -> None:
    rows = capacity(facts, TODAY, by="region")
    assert (rows["mv_located"] <= rows["mv_installed"]).all()


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"countries": ["XXX"]}, "country is 'XXX', not one of KAZ"),
        ({"by": "city"}, "by is 'city', not one of country, region"),
        ({"basis": "both"}, "basis is 'both'"),
        ({"edition": "GLOBOCAN_1999"}, "no new cases of the edition 'GLOBOCAN_1999'"),
    ],
)
def test_unknown_choices_are_refused(facts: Catalogue, options: dict, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        capacity(facts, TODAY, **options)


def test_no_case_counts_twice(facts: Catalogue) -> None:
    for iso3 in COUNTRIES:
        cases = cases_by_site(facts, iso3)
        assert cases.index.is_unique
        parts = cases.drop(["all", "all_incl_nmsc", "nmsc", "colorectum"], errors="ignore")
        assert parts.sum() <= cases["all"] * 1.01


def test_editions_are_not_mixed(facts: Catalogue) -> None:
    assert new_cases(facts)["KAZ"] == 34_116
    assert new_cases(facts, "GLOBOCAN_2024")["KAZ"] == 29_249
    projected = projected_need(facts).set_index(["iso3", "year"])
    assert projected.loc[("UZB", 2030), "new_cases"] == 45_156
    # The methods: 121.6 machines for the five in 2030 by the case norm.
    in_2030 = projected.xs(2030, level="year")
    assert round(in_2030["need_case_norm"].sum(), 1) == 121.6


@settings(max_examples=20)
@given(courses=st.floats(400, 500), utilisation=st.floats(0.32, 0.64))
def test_coverage_and_need_tell_one_story(
    facts: Catalogue, courses: float, utilisation: float
) -> None:
    parameters = Parameters(courses_per_machine=courses, utilisation=utilisation)
    rows = capacity(facts, TODAY, "directory", parameters=parameters)
    covered = rows["mv_operational"] / rows["need_case_norm"] * 100
    pd.testing.assert_series_equal(rows["coverage_pct"], covered, check_names=False)
    assert ((rows["gap_case_norm"] < 0) == (rows["coverage_pct"] > 100)).all()
