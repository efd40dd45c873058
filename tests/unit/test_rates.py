"""Rates, life tables and shares against tables worked by hand and published ones."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shifo import lifetable, rates
from shifo.lifetable import Interval

CASES = {"0_4": 40, "5_9": 22, "10_14": 18, "15_19": 30}
PEOPLE = {"0_4": 200_000, "5_9": 200_000, "10_14": 150_000, "15_19": 150_000}


def test_a_crude_rate_has_exact_poisson_limits() -> None:
    # 10 events: Garwood's exact limits are 4.795 and 18.390 (published in every table of them).
    value, low, high = rates.crude(10, 1e6)
    assert value == 10
    assert low == pytest.approx(4.7954, abs=1e-4)
    assert high == pytest.approx(18.3904, abs=1e-4)
    assert rates.crude(0, 1e6)[:2] == (0, 0)
    assert rates.crude(0, 1e6).high == pytest.approx(3.6889, abs=1e-4)


def test_a_standardised_rate_is_that_of_the_hand_worked_table() -> None:
    # Per million: 200, 110, 120, 200; weights 8.86, 8.69, 8.60 (, 8.47) of 26.15 (, 34.62).
    young = (8.86 * 200 + 8.69 * 110 + 8.60 * 120) / 26.15
    all_ = (8.86 * 200 + 8.69 * 110 + 8.60 * 120 + 8.47 * 200) / 34.62
    assert rates.standardised(CASES, PEOPLE).value == pytest.approx(young)
    assert young == pytest.approx(143.78, abs=0.005)
    assert rates.standardised(CASES, PEOPLE, "0_19").value == pytest.approx(all_)
    assert all_ == pytest.approx(157.54, abs=0.005)


def test_a_missing_band_is_not_guessed() -> None:
    with pytest.raises(KeyError):
        rates.standardised({"0_4": 1, "5_9": 2}, PEOPLE)


@given(st.integers(1, 500))
def test_where_all_bands_have_one_weight_and_rate_the_limits_are_the_exact_ones(n: int) -> None:
    # With people in proportion to the weights the standardised rate is the crude one.
    people = {band: 1e5 * weight for band, weight in rates.WORLD.items()}
    cases = {band: n * weight / sum(rates.WORLD.values()) for band, weight in rates.WORLD.items()}
    made = rates.standardised(cases, people, "0_19")
    assert made == pytest.approx(rates.crude(n, sum(people.values())))


def test_survival_is_that_of_cutler_and_ederer() -> None:
    # Kidney cancer, localised, Connecticut 1946-51 (J Chronic Dis 1958;8:699): five-year survival
    # 0.44 with a standard error of 0.06. Withdrawn are those lost and those alive at closing.
    table = lifetable.life_table(
        [
            Interval(126, 47, 19),
            Interval(60, 5, 17),
            Interval(38, 2, 15),
            Interval(21, 2, 9),
            Interval(10, 0, 6),
        ]
    )
    assert table["at_risk"].tolist() == [116.5, 51.5, 30.5, 16.5, 7.0]
    assert table["survival"].round(2).tolist() == [0.60, 0.54, 0.50, 0.44, 0.44]
    assert table["error"].iloc[-1] == pytest.approx(0.06, abs=0.005)
    assert ((table["low"] < table["survival"]) & (table["survival"] < table["high"])).all()


@given(st.integers(1, 300), st.data())
def test_where_all_are_followed_survival_is_those_alive(n: int, data: st.DataObject) -> None:
    first = data.draw(st.integers(0, n))
    last = data.draw(st.integers(0, first))
    spans = [Interval(n, n - first), Interval(first, first - last)]
    table = lifetable.life_table(spans)
    assert table["survival"].iloc[0] == pytest.approx(first / n)
    if first:
        share, row = last / n, table.iloc[-1]
        assert row["survival"] == pytest.approx(share, abs=1e-12)
        if 0 < last < n:
            assert row["error"] == pytest.approx((share * (1 - share) / n) ** 0.5)
    assert table["low"].dropna().between(0, 1).all()
    assert table["high"].dropna().between(0, 1).all()


def test_after_nobody_is_at_risk_nothing_is_told() -> None:
    table = lifetable.life_table([Interval(5, 5), Interval(0, 0)])
    assert table["survival"].iloc[0] == 0
    assert pd.isna(table["survival"].iloc[1])


def test_a_share_has_wilsons_limits() -> None:
    # Newcombe 1998, table I: 81 of 263, Wilson without correction 0.2553 to 0.3662.
    share, low, high = lifetable.proportion(81, 263)
    assert share == pytest.approx(0.30798, abs=1e-5)
    assert (low, high) == pytest.approx((0.2553, 0.3662), abs=1e-4)
