"""Projects: what was promised, statement by statement, against what was delivered.

A project is read from its dated statements alone (`data/project_statements.csv`). What is not
known stays open: an opening that nobody reported is an interval without an end, not a figure.
See docs/en/methods.md.
"""

from __future__ import annotations

import math
from datetime import date

import pandas as pd

from shifo.catalogue import Catalogue
from shifo.dates import first_day, last_day, last_days
from shifo.evidence import AGEING_YEARS, DAYS_A_YEAR
from shifo.inventory import NEVER
from shifo.vocabulary import NO_NEWS

SILENT_YEARS = AGEING_YEARS
"""Years after which an unfinished project of which nothing is heard has no news."""

ENDED = ("open", "stopped")
OUTCOMES = ("overdue", "late", "perhaps_late", "in_time", "to_come", "no_date")
"""How a promise fared: see `projects`."""

COLUMNS = [
    *("key", "name_en", "name_ru", "iso3", "region", "city", "centre", "machines"),
    *("state", "stage", "outcome", "announced", "due_first", "due_last", "opened", "opened_by"),
    *("slip_low", "slip_high", "moved", "last_date", "age", "amount", "currency", "beds"),
    *("services", "partners", "last_what", "statements", "sources"),
]


def statements(catalogue: Catalogue, on: date) -> pd.DataFrame:
    """Statements known by a day, oldest first for each project.

    Adds ``day``, the latest day that the date can mean (the day of the data's release at the
    latest), and ``age``, the years from it to `on`. A report that is only known to lie between
    two dates is known from the second, but is as old as the first.
    """
    said = catalogue["project_statements"]
    begun = said["date"].str.split("/").str[0]
    released = catalogue.released
    said = said.assign(
        day=last_days(said["date"], undated=NEVER, latest=released),
        age=(pd.Timestamp(on) - last_days(begun, undated=NEVER, latest=released)).dt.days
        / DAYS_A_YEAR,
    )
    return said[said["day"] <= pd.Timestamp(on)].sort_values("day", kind="stable")


def projects(catalogue: Catalogue, on: date) -> pd.DataFrame:
    """Every project known by a day, with its state, its promises and what became of them.

    Returns
    -------
    Frame of `COLUMNS`, a row a project:

    ``stage`` is that of the last statement; ``state`` the same, or `no_news` when the project
    is neither open nor stopped and the statement is more than `SILENT_YEARS` years old.
    ``announced`` is the date of the first statement; ``due_first`` and ``due_last`` are the
    first and the last date promised, ``moved`` the years between them. ``opened`` and
    ``opened_by`` are the ISO days that the opening lies between, the second by a statement
    that is not of low confidence where there is one.
    ``slip_low`` and ``slip_high`` are the years from the last day that the first promise can
    mean to the opening, never below 0. Without an opening the low end is at the day asked
    about, or at the release of the data if that is earlier, and there is no high end. Both
    are missing before the promised date and without one.
    ``outcome``: `overdue` past the first promise and not open, `late`, `in_time` or, where the
    interval does not tell, `perhaps_late`, `to_come` before the date, `no_date` without one.
    ``amount`` (millions) with ``currency``, and ``beds``, are those named last; ``services``
    and ``partners`` all that were named, joined by ``;``. ``age`` is the last statement's.
    """
    known = statements(catalogue, on)
    until = min(on, catalogue.released)
    told = [_told(str(key), said, until) for key, said in known.groupby("project", sort=False)]
    rows = pd.DataFrame(told, columns=[name for name in COLUMNS if name not in _KEPT])
    centres = catalogue["centres"].set_index("key")[["region", "city"]]
    rows = catalogue["projects"].merge(rows, on="key").join(centres, on="centre")
    return rows[COLUMNS].reset_index(drop=True)


_KEPT = ("name_en", "name_ru", "iso3", "region", "city", "centre", "machines")


def _told(key: str, said: pd.DataFrame, until: date) -> dict[str, object]:
    last = said.iloc[-1]
    stage, age = str(last["stage"]), float(last["age"])
    silent = stage not in ENDED and age > SILENT_YEARS
    dues = list(said["due"].dropna())
    opened = _opened(said, until) if stage == "open" else None
    low, high = _slip(dues[0], opened, until) if dues else (math.nan, math.nan)
    sums = said.dropna(subset=["amount"])
    return {
        "key": key,
        "state": NO_NEWS if silent else stage,
        "stage": stage,
        "outcome": _outcome(bool(dues), opened is not None, low, high),
        "announced": said["date"].iloc[0],
        "due_first": dues[0] if dues else None,
        "due_last": dues[-1] if dues else None,
        "opened": opened[0].isoformat() if opened else None,
        "opened_by": opened[1].isoformat() if opened else None,
        "slip_low": low,
        "slip_high": high,
        "moved": _years(last_day(dues[0]), last_day(dues[-1])) if dues else math.nan,
        "last_date": last["date"],
        "age": age,
        "amount": sums["amount"].iloc[-1] if len(sums) else math.nan,
        "currency": sums["currency"].iloc[-1] if len(sums) else None,
        "beds": next(iter(said["beds"].dropna().iloc[::-1]), pd.NA),
        "services": _joined(said["services"]),
        "partners": _joined(said["partners"]),
        "last_what": last["what"],
        "statements": len(said),
        "sources": _joined(said["sources"]),
    }


def _opened(said: pd.DataFrame, until: date) -> tuple[date, date]:
    """The days between which the opening lies."""
    reports = said[said["stage"] == "open"]
    sure = reports[reports["confidence"] != "low"]
    first, by = reports["date"].iloc[0], (sure if len(sure) else reports)["date"].iloc[0]
    return first_day(first), min(last_day(by), until)


def _slip(due: str, opened: tuple[date, date] | None, until: date) -> tuple[float, float]:
    promised = last_day(due)
    if opened:
        low, high = (max(0.0, _years(promised, day)) for day in opened)
        return low, high
    return (_years(promised, until) if until > promised else math.nan), math.nan


def _outcome(promised: bool, opened: bool, low: float, high: float) -> str:
    if not promised:
        return "no_date"
    if not opened:
        return "to_come" if math.isnan(low) else "overdue"
    if low > 0:
        return "late"
    return "perhaps_late" if high > 0 else "in_time"


def _years(start: date, end: date) -> float:
    return (end - start).days / DAYS_A_YEAR


def _joined(cells: pd.Series) -> str | None:
    found = ";".join(cells.dropna()).split(";")
    return ";".join(dict.fromkeys(part for part in found if part)) or None
