"""Regional populations, moved to one year and scaled to the nation."""

from __future__ import annotations

import pytest

from shifo.catalogue import Catalogue
from shifo.population import national, regional, regional_sum_ratio
from tests.unit.builders import by_hand


def nation(year: int, people: int) -> dict:
    usual = {"iso3": "TJK", "age_band": "total", "variant": "v", "revision": "r", "sources": "s"}
    return {**usual, "year": year, "population": people, "preferred": 1}


def region(code: str, people: int, year: int) -> dict:
    return {"iso_3166_2": code, "iso3": "TJK", "population": people, "population_year": year}


@pytest.fixture
def two_regions() -> Catalogue:
    """The nation doubles from 2020 to 2026; one region was counted at each end."""
    return by_hand(
        population=[nation(2020, 1000), nation(2026, 2000)],
        regions=[region("TJ-DU", 300, 2020), region("TJ-SU", 1380, 2026)],
    )


def test_each_region_grows_as_its_nation_and_all_sum_to_it(two_regions: Catalogue) -> None:
    people = regional(two_regions["regions"], two_regions["population"], 2026)
    # 300 doubles to 600; 600 + 1380 = 1980 is scaled to 2000.
    assert people["population"].tolist() == pytest.approx([600 * 2000 / 1980, 1380 * 2000 / 1980])
    assert people["share"].sum() == pytest.approx(1)
    ratio = regional_sum_ratio(two_regions["regions"], two_regions["population"], 2026)
    assert ratio["TJK"] == pytest.approx(0.99)


def test_a_year_without_a_figure_takes_the_latest_before_it(two_regions: Catalogue) -> None:
    row = national(two_regions["population"], 2024).loc["TJK"]
    assert (row["population"], row["population_year"]) == (1000, 2020)
    assert national(two_regions["population"], 2019).empty


@pytest.mark.parametrize("year", [2015, 2020, 2026])
def test_real_regions_sum_to_their_nations(facts: Catalogue, year: int) -> None:
    people = regional(facts["regions"], facts["population"], year)
    summed = people.groupby("iso3")["population"].sum()
    nations = national(facts["population"], year)["population"].loc[summed.index]
    assert summed.tolist() == pytest.approx(nations.astype(float).tolist())
