"""Every person stands somewhere, once, in the region that counts them."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from shifo import demand, population
from shifo.catalogue import Catalogue
from shifo.demand import VARIANTS, Recipe

ON = date(2026, 11, 22)


@pytest.fixture(scope="module")
def points(facts: Catalogue):
    return demand.demand(facts, ON)


@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize("year", [2020, 2026])
def test_each_region_sums_to_its_population(facts: Catalogue, variant: str, year: int) -> None:
    rows = demand.demand(facts, date(year, 6, 1))
    official = population.regional(facts["regions"], facts["population"], year)["population"]
    sums = rows.groupby("region")[variant].sum()
    assert set(sums.index) == set(official.index)
    assert np.allclose(sums, official.astype(float).loc[sums.index], rtol=1e-12)


def test_children_sum_to_the_nations(facts: Catalogue, points) -> None:
    national = population.national(facts["population"], 2026, "0_14")["population"]
    sums = points.groupby("iso3")["children_0_14"].sum()
    assert sums.to_dict() == pytest.approx(national.astype(float).loc[sums.index].to_dict())


def test_nobody_is_less_than_none_and_every_point_is_in_its_region(points) -> None:
    assert (points[list(VARIANTS)] >= 0).all().all()
    assert points["lat"].between(35, 56).all()
    assert points["lon"].between(46, 88).all()
    some = points[points["place"].isna()].sample(60, random_state=1)
    for row in some.itertuples():
        assert demand.region_of(row.lat, row.lon) == row.region


def test_settlements_hold_at_most_their_share(points) -> None:
    settled = points[points["place"].notna()].groupby("region")["people"].sum()
    share = settled / points.groupby("region")["people"].sum().loc[settled.index]
    assert share.max() <= 0.9 + 1e-9


def test_the_variants_differ_as_they_should(points) -> None:
    rows = points[points["region"] == "KZ-35"]
    hexagons = rows["place"].isna()
    assert rows.loc[hexagons, "people_settled"].sum() == 0
    assert rows.loc[hexagons, "people"].sum() == pytest.approx(
        rows.loc[hexagons, "people_spread"].sum()
    )
    # The pull of towns makes the central variant denser where people are known to be.
    assert rows.loc[hexagons, "people"].max() > rows.loc[hexagons, "people_spread"].max()


def test_a_flat_recipe_spreads_evenly(facts: Catalogue) -> None:
    rows = demand.demand(facts, ON, Recipe(floor=1e9))
    assert np.allclose(rows["people"], rows["people_spread"], rtol=1e-6)


@pytest.mark.parametrize(
    ("lat", "lon", "region"),
    [(41.31, 69.25, "UZ-TK"), (42.87, 74.59, "KG-GB"), (43.25, 76.9, "KZ-75")],
)
def test_a_point_has_its_region(lat: float, lon: float, region: str) -> None:
    assert demand.region_of(lat, lon) == region


def test_a_point_outside_is_refused() -> None:
    with pytest.raises(ValueError, match="55, 37 lies outside"):
        demand.region_of(55, 37)
