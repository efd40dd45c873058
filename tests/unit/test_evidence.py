"""Completeness, and the age of records."""

from __future__ import annotations

from datetime import date

import pandas as pd

from shifo.catalogue import Catalogue
from shifo.evidence import completeness, freshness, record_dates
from tests.unit.builders import by_hand, centre, machine, seen

ON = date(2026, 11, 22)


def total(value: int, as_of: str, metric: str = "linacs", preferred: int = 1) -> dict:
    usual = {"iso3": "UZB", "unit": "machines", "sources": "s"}
    return {**usual, "metric": metric, "value": value, "as_of": as_of, "preferred": preferred}


def test_the_age_of_a_record_is_seen_from_the_day() -> None:
    dates = pd.Series(["2026-01", "2022-11-01", "2019", None], dtype="str")
    assert freshness(dates, ON).tolist() == ["current", "ageing", "old", "undated"]
    assert freshness(dates, date(2030, 1, 1)).tolist() == ["ageing", "old", "old", "undated"]


def test_located_is_set_against_the_newest_preferred_count() -> None:
    tables = by_hand(
        centres=[centre()],
        machines=[machine("m", count=3), machine("n", modality="cobalt60")],
        machine_status=[seen("m", "2025", "operational"), seen("n", "2025", "operational")],
        national_totals=[total(4, "2020"), total(6, "2024"), total(9, "2025", preferred=0)],
    )
    rows = completeness(tables, ON, "documented").set_index(["iso3", "measure"])
    linacs = rows.loc[("UZB", "linacs")]
    assert (linacs["located"], linacs["national"], linacs["share"]) == (3, 6, 0.5)
    assert pd.isna(rows.loc[("UZB", "pet_ct"), "share"])


def test_every_dated_record_has_an_age(facts: Catalogue) -> None:
    dated = record_dates(facts)
    assert set(freshness(dated["date"], ON)) <= {"current", "ageing", "old", "undated"}
    assert len(dated) == sum(len(facts[table]) for table in set(dated["table"]))
