"""Dates that are only as precise as their source: 2019, 2019-09, 2019-09-26.

An observation dated "2025" was made on some day of that year. So that the state on a day
never rests on something seen later, such a date counts from the last day it can mean.
"""

from __future__ import annotations

import re
from datetime import date

import pandas as pd

PARTIAL_DATE = r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?"
PARTIAL_DATE_OR_PERIOD = rf"{PARTIAL_DATE}(/{PARTIAL_DATE})?"
_SHAPE = re.compile(PARTIAL_DATE_OR_PERIOD, flags=re.ASCII)


def is_partial_date(text: str, *, periods: bool = False) -> bool:
    """Whether `text` is a calendar year, month or day (or, with `periods`, two of them)."""
    if not _SHAPE.fullmatch(text) or ("/" in text and not periods):
        return False
    try:
        return first_day(text) <= last_day(text)
    except ValueError:
        return False


def first_day(text: str) -> date:
    """The earliest day that a partial date or period can mean.

    Raises ValueError for a day that no calendar has (2025-02-30).
    """
    year, month, day = _numbers(text.partition("/")[0])
    return date(year, month or 1, day or 1)


def last_day(text: str) -> date:
    """The latest day that a partial date or period can mean."""
    year, month, day = _numbers(text.rpartition("/")[-1])
    if day:
        return date(year, month, day)
    return pd.Period(year=year, month=month or 12, freq="M").end_time.date()


def last_days(texts: pd.Series, *, undated: date, latest: date | None = None) -> pd.Series:
    """`last_day` of every text, as a column of timestamps.

    Parameters
    ----------
    texts
        Partial dates; empty cells stand for sources without a date.
    undated
        The day that empty cells count from: when the source was read, at the latest.
    latest
        No day counts from later than this. A record that says "2026" was read before
        the data were released, so the release caps it.
    """
    days = texts.map(lambda text: undated if pd.isna(text) else last_day(text))
    days = pd.to_datetime(days).astype("datetime64[s]")
    return (
        days if latest is None else days.where(days <= pd.Timestamp(latest), pd.Timestamp(latest))
    )


def _numbers(text: str) -> tuple[int, int, int]:
    parts = [int(part) for part in text.split("-")] + [0, 0]
    return parts[0], parts[1], parts[2]
