"""Distances are the ellipsoid's, shares add up, courses are conserved."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Geod

from shifo import access, allocation, demand, outage, times
from shifo.access import Rule, Travel
from shifo.catalogue import Catalogue
from shifo.faults import DataError
from shifo.need import Parameters

ON = date(2026, 11, 22)
GEOD = Geod(ellps="WGS84")
COUNTRIES = ["KAZ", "KGZ", "UZB"]


@pytest.fixture(scope="module")
def points(facts: Catalogue) -> pd.DataFrame:
    return demand.demand(facts, ON)


@pytest.fixture(scope="module")
def at(facts: Catalogue) -> pd.DataFrame:
    return access.sites(facts, ON)


def some(n: int, seed: int, countries: list[str] = COUNTRIES) -> pd.DataFrame:
    """Random places of Central Asia with people."""
    rng = np.random.default_rng(seed)
    rows = pd.DataFrame(
        {
            "lat": rng.uniform(36, 55, n),
            "lon": rng.uniform(47, 87, n),
            "iso3": rng.choice(countries, n),
            "people": rng.integers(1, 1000, n).astype(float),
        }
    )
    return rows.assign(
        region=rows["iso3"],
        people_settled=rows["people"],
        people_spread=rows["people"],
        children_0_14=rows["people"] / 3,
        key=[f"k{i:03}" for i in range(n)],
        name=[f"n{i}" for i in range(n)],
        machines=rng.integers(1, 4, n),
        place="x",
    )


def brute(points: pd.DataFrame, at: pd.DataFrame, cross_border: bool) -> np.ndarray:
    """All geodesics, infinite where a border may not be crossed."""
    km = np.array(
        [
            [GEOD.inv(p.lon, p.lat, s.lon, s.lat)[2] / 1000 for s in at.itertuples()]
            for p in points.itertuples()
        ]
    )
    if not cross_border:
        km[points["iso3"].to_numpy()[:, None] != at["iso3"].to_numpy()[None, :]] = np.inf
    return km


@pytest.mark.parametrize("cross_border", [False, True])
@given(seed=st.integers(0, 10_000))
def test_nearest_is_the_nearest_of_all_pairs(cross_border: bool, seed: int) -> None:
    points, at = some(30, seed), some(12, seed + 1)
    km = brute(points, at, cross_border)
    rule = Rule(cross_border=cross_border)
    for rank in (1, 2):
        found = access.nearest(points, at, rule, rank=rank)
        assert np.allclose(found["cost"], np.sort(km, axis=1)[:, rank - 1], rtol=1e-9)
    first = access.nearest(points, at, rule)
    reached = first["site"] >= 0
    assert (first["site"][reached] == km.argmin(axis=1)[reached]).all()


@pytest.mark.parametrize("cross_border", [False, True])
@given(seed=st.integers(0, 10_000), limit=st.floats(1, 2500))
def test_links_are_all_pairs_within_the_limit(cross_border: bool, seed: int, limit: float) -> None:
    points, at = some(25, seed), some(9, seed + 1)
    km = brute(points, at, cross_border)
    pairs = access.links(points, at, Rule(limit, cross_border=cross_border))
    assert set(zip(pairs["point"], pairs["site"], strict=True)) == set(
        zip(*np.nonzero(km <= limit), strict=True)
    )


def test_real_distances_equal_the_ellipsoids(points: pd.DataFrame, at: pd.DataFrame) -> None:
    part = points.sample(150, random_state=2)
    km = brute(part, at, True)
    found = access.nearest(part, at, Rule(cross_border=True))["cost"]
    assert np.allclose(found, km.min(axis=1), rtol=5e-3)
    assert np.allclose(found, km.min(axis=1), rtol=1e-9)


def test_hours_are_kilometres_with_circuity_and_speed() -> None:
    points, at = some(20, 5), some(5, 6)
    km = access.nearest(points, at, Rule(cross_border=True))["cost"]
    hours = access.nearest(points, at, Rule(2, "hours", True))["cost"]
    expected = np.where(points["iso3"] == "KGZ", km * 1.6 / 35, km * 1.4 / 50)
    assert np.allclose(hours, expected)
    fast = Rule(2, "hours", True, Travel(circuity=1.0, speed_kmh=100.0))
    plain = points["iso3"] != "KGZ"
    assert np.allclose(access.nearest(points, at, fast)["cost"][plain], km[plain] / 100)


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda: Rule(0), "km is 0"),
        (lambda: Rule(5000), "up to 3000"),
        (lambda: Rule(1, "miles"), "not km or hours"),
        (lambda: Travel(speed_kmh=500), "speed_kmh is 500"),
        (lambda: Travel(circuity=0.5), "circuity is 0.5"),
    ],
)
def test_what_cannot_be_a_rule_is_refused(make, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        make()


def test_coverage_adds_up_and_grows(points: pd.DataFrame, at: pd.DataFrame) -> None:
    before = None
    for limit in (50, 100, 200, 400):
        cost = access.nearest(points, at, Rule(limit))["cost"]
        rows = access.coverage(points, cost, limit).set_index("area")
        countries = rows.loc[["KAZ", "KGZ", "TJK", "TKM", "UZB"]]
        assert rows.loc["all", "people"] == pytest.approx(points["people"].sum())
        assert rows.loc["all", "covered"] == pytest.approx(countries["covered"].sum())
        regions = rows[rows.index.str.contains("-")]
        assert regions["covered"].sum() == pytest.approx(countries["covered"].sum())
        assert (rows["covered_pct_low"] <= rows["covered_pct"] + 1e-9).all()
        assert (rows["covered_pct"] <= rows["covered_pct_high"] + 1e-9).all()
        assert rows["covered_pct"].between(0, 100 + 1e-9).all()
        if before is not None:
            assert (rows["covered"] >= before - 1e-6).all()
        before = rows["covered"]


def test_a_border_that_may_be_crossed_never_takes_cover_away(
    points: pd.DataFrame, at: pd.DataFrame
) -> None:
    own = access.nearest(points, at, Rule(100))["cost"]
    any_ = access.nearest(points, at, Rule(100, cross_border=True))["cost"]
    assert (any_ <= own + 1e-9).all()
    crossing = access.crossing(points, at, Rule(100)).set_index("iso3")
    nearer = points["people"][any_ < own - 1e-9].groupby(points["iso3"]).sum()
    assert crossing["people"].to_dict() == pytest.approx(nearer.to_dict())


def test_the_curve_is_the_coverage(points: pd.DataFrame, at: pd.DataFrame) -> None:
    cost = access.nearest(points, at, Rule(100))["cost"]
    rows = access.curve(points, cost, [0, 100, 3000])
    shares = rows.pivot_table(index="iso3", columns="limit", values="share")
    same = access.coverage(points, cost, 100).set_index("area")["covered_pct"] / 100
    assert shares[100].to_dict() == pytest.approx(same.loc[shares.index].to_dict())
    assert (shares[3000] >= shares[100]).all()
    half = access.quantiles(points, cost).loc["UZB", "q0.5"]
    people = points[points["iso3"] == "UZB"]
    within = people["people"][cost[people.index] <= half].sum() / people["people"].sum()
    assert within == pytest.approx(0.5, abs=0.05)


# The test of ../methods: A 100, B 60, C 40 people; X 2, Y 1 machines; minutes as below.
PAIRS = pd.DataFrame(
    [(0, 0, 30), (1, 0, 60), (1, 1, 80), (2, 1, 45)], columns=["point", "site", "cost"]
)
PEOPLE, SUPPLY = np.array([100.0, 60.0, 40.0]), np.array([2.0, 1.0])


def test_two_step_floating_catchment_gives_the_worked_example() -> None:
    plain = allocation.floating_catchment(PEOPLE, SUPPLY, PAIRS)
    assert plain == pytest.approx([0.0125, 0.0225, 0.01])
    weighted = allocation.floating_catchment(PEOPLE, SUPPLY, PAIRS, {30: 1, 60: 0.68, 90: 0.22})
    assert weighted == pytest.approx([0.014205, 0.015105, 0.016832], abs=1e-6)
    for found in (plain, weighted):
        assert (found * PEOPLE).sum() == pytest.approx(3.0)


@given(st.integers(0, 10_000), st.floats(50, 2500))
def test_floating_catchment_conserves_the_supply(seed: int, limit: float) -> None:
    points, at = some(25, seed), some(8, seed + 1)
    pairs = access.links(points, at, Rule(limit, cross_border=True))
    supply = at["machines"].to_numpy(float)
    found = allocation.floating_catchment(points["people"].to_numpy(), supply, pairs)
    reached = sorted(set(pairs["site"]))
    assert (found * points["people"]).sum() == pytest.approx(supply[reached].sum())


@given(st.integers(0, 10_000), st.floats(50, 2500), st.floats(1, 400))
def test_courses_are_neither_made_nor_lost(seed: int, limit: float, ring: float) -> None:
    points, at = some(25, seed), some(8, seed + 1)
    need = points["people"].to_numpy()
    supply = at["machines"].to_numpy(float) * 400
    pairs = access.links(points, at, Rule(limit, cross_border=True))
    got = allocation.given_out(need, supply, pairs, ring)
    assert (got >= -1e-9).all()
    assert (got <= need + 1e-9).all()
    assert got.sum() <= supply.sum() + 1e-6
    assert (got[sorted(set(range(25)) - set(pairs["point"]))] == 0).all()


def test_courses_go_to_the_nearest_first_and_in_proportion() -> None:
    pairs = pd.DataFrame(
        [(0, 0, 5.0), (1, 0, 5.0), (2, 0, 50.0)], columns=["point", "site", "cost"]
    )
    got = allocation.given_out(np.array([300.0, 100.0, 500.0]), np.array([450.0]), pairs)
    assert got == pytest.approx([300, 100, 50])
    got = allocation.given_out(np.array([300.0, 100.0, 500.0]), np.array([200.0]), pairs)
    assert got == pytest.approx([150, 50, 0])


def test_need_met_is_bounded_by_each_of_its_reasons(facts: Catalogue, points, at) -> None:
    need = allocation.courses_needed(facts, points)
    assert need.sum() == pytest.approx(89_581 * 0.5, rel=1e-6)
    for cross_border in (False, True):
        pairs = access.links(points, at, Rule(200, cross_border=cross_border))
        rows = allocation.met(
            points, need, at, pairs, courses_per_machine=450, cross_border=cross_border
        )
        assert (rows["both_pct"] <= rows["distance_pct"] + 1e-6).all()
        whole = rows[rows["area"] == "all"] if cross_border else rows
        assert (whole["both_pct"] <= whole["capacity_pct"] + 1e-6).all()
        assert rows["unmet"].iloc[-1] == pytest.approx(rows["unmet"].iloc[:-1].sum())


# --- outage ------------------------------------------------------------------------------------


@given(st.integers(0, 10_000))
def test_an_outage_is_the_difference_of_two_coverages(seed: int) -> None:
    points, at, rule = some(40, seed), some(7, seed + 1), Rule(400)
    rows = outage.outage(points, at, rule).set_index("centre")
    now = access.nearest(points, at, rule)["cost"]
    for place, key in enumerate(at["key"]):
        rest = at.drop(index=place).reset_index(drop=True)
        then = access.nearest(points, rest, rule)["cost"]
        lost = points["people"][(now <= 400) & (then > 400)].sum()
        assert rows.loc[key, "people_losing_cover"] == pytest.approx(lost)
        moved = (then > now + 1e-9) & np.isfinite(then)
        if moved.any():
            added = (points["people"] * (then - now))[moved].sum() / points["people"][moved].sum()
            assert rows.loc[key, "mean_added"] == pytest.approx(added)


def test_bishkek_in_august_2025(facts: Catalogue, points) -> None:
    """Two linacs stood still from 30 July to 15 September: 900 of 1,350 courses a year."""
    working = {
        day: access.sites(facts, day, "documented").set_index("key")["machines"].get("kgz-ncoh", 0)
        for day in (date(2025, 7, 1), date(2025, 8, 15), date(2025, 9, 20))
    }
    assert list(working.values()) == [3, 1, 3]
    courses = Parameters().courses_per_machine
    assert (working[date(2025, 7, 1)] - working[date(2025, 8, 15)]) * courses == 900
    # Had the last one stopped as well, nobody in the country would have had a machine.
    at = access.sites(facts, date(2025, 8, 15), "documented")
    rows = outage.outage(points, at, Rule(100)).set_index("centre")
    assert rows.loc["kgz-ncoh", "people_stranded"] == pytest.approx(7_400_464)
    assert np.isnan(rows.loc["kgz-ncoh", "mean_added"])
    across = outage.outage(points, at, Rule(100, cross_border=True)).set_index("centre")
    assert across.loc["kgz-ncoh", "people_stranded"] == 0
    assert across.loc["kgz-ncoh", "mean_added"] > 100


# --- routing matrix ------------------------------------------------------------------------------


def times_file(path: Path, rows: list[tuple]) -> Path:
    pd.DataFrame(rows, columns=["lat", "lon", "centre", "hours"]).to_csv(path, index=False)
    return path


def test_a_matrix_takes_the_place_of_the_formula(tmp_path: Path) -> None:
    points, at = some(3, 1).round(4), some(2, 2)
    lines = [
        (row.lat, row.lon, key, hours)
        for row, pair in zip(points.itertuples(), [(1.0, 5.0), (7.0, 2.5), (9.0, 9.5)], strict=True)
        for key, hours in zip(at["key"], pair, strict=True)
    ]
    hours = times.read(times_file(tmp_path / "t.csv", lines[:-1]), points, at)
    found = access.nearest(points, at, Rule(3, "hours"), hours)
    assert found["cost"].tolist() == [1.0, 2.5, 9.0]
    assert found["site"].tolist() == [0, 1, 0]
    assert len(access.links(points, at, Rule(5, "hours"), hours)) == 3
    assert np.isinf(access.nearest(points, at, Rule(3, "hours"), hours, rank=2)["cost"].iloc[2])


def test_every_fault_of_a_matrix_is_named(tmp_path: Path) -> None:
    points, at = some(2, 1).round(4), some(2, 2)
    good = (points["lat"][0], points["lon"][0], "k000", 1)
    lines = [good, good, (1, 1, "k000", 1), (*good[:2], "nobody", 1), (*good[:2], "k001", "x")]
    with pytest.raises(DataError) as told:
        times.read(times_file(tmp_path / "t.csv", lines), points, at)
    text = str(told.value)
    for part in (
        "twice",
        "no point of the demand",
        "'nobody' is not a centre",
        "'x' is not a number",
    ):
        assert part in text
    (tmp_path / "bad.csv").write_text("lat,lon\n1,2\n")
    with pytest.raises(DataError, match="column is missing"):
        times.read(tmp_path / "bad.csv", points, at)


@pytest.mark.parametrize("resource", access.RESOURCES)
def test_each_resource_has_its_sites(facts: Catalogue, resource: str) -> None:
    rows = access.sites(facts, ON, resource=resource)
    assert len(rows)
    assert rows["key"].is_unique
    assert (rows["machines"] > 0).all()


def test_an_unknown_resource_is_refused(facts: Catalogue) -> None:
    with pytest.raises(ValueError, match="resource is 'beds'"):
        access.sites(facts, ON, resource="beds")
