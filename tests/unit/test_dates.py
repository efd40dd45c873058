"""Dates that are only as precise as their source."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shifo.dates import first_day, is_partial_date, last_day, last_days

DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31))


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2025", date(2025, 1, 1), date(2025, 12, 31)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2025-09-15", date(2025, 9, 15), date(2025, 9, 15)),
        ("2014/2022", date(2014, 1, 1), date(2022, 12, 31)),
    ],
)
def test_a_partial_date_spans_what_it_can_mean(text: str, first: date, last: date) -> None:
    assert (first_day(text), last_day(text)) == (first, last)


@pytest.mark.parametrize(
    "text", ["2025-13", "2025-02-30", "25-01-01", "2025-1", "soon", "", "2025/2020"]
)
def test_what_is_no_date_is_refused(text: str) -> None:
    assert not is_partial_date(text, periods=True)


def test_a_period_is_only_a_date_where_periods_are() -> None:
    assert is_partial_date("2014/2022", periods=True)
    assert not is_partial_date("2014/2022")


@given(DAYS, st.sampled_from([4, 7, 10]))
def test_a_day_lies_within_its_partial_date(day: date, letters: int) -> None:
    text = day.isoformat()[:letters]
    assert is_partial_date(text)
    assert first_day(text) <= day <= last_day(text)


@given(st.lists(st.one_of(st.none(), DAYS.map(str)), min_size=1), DAYS, DAYS)
def test_no_day_counts_from_later_than_the_cap(texts: list, undated: date, latest: date) -> None:
    days = last_days(pd.Series(texts, dtype="str"), undated=undated, latest=latest)
    assert (days <= pd.Timestamp(latest)).all()
    for text, day in zip(texts, days, strict=True):
        assert day.date() == min(latest, undated if text is None else last_day(text))
