"""Completeness, the age of records, and machines over time."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from shifo.catalogue import Catalogue
from shifo.evidence import completeness, freshness, record_dates
from shifo.history import documented_history, national_history
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


def test_history_begins_with_the_first_machine_and_steps_as_observed() -> None:
    tables = by_hand(
        centres=[centre()],
        machines=[machine("m"), machine("n")],
        machine_status=[
            seen("m", "2010-05-01", "planned"),
            seen("m", "2015-05-01", "operational"),
            seen("n", "2018-05-01", "operational"),
            seen("m", "2020-05-01", "out_of_service"),
            seen("n", None, "decommissioned"),
        ],
    )
    steps = documented_history(tables, ON)
    told = list(zip(steps["day"].dt.year, steps["working"], steps["standing"], strict=True))
    assert told == [(2015, 1, 1), (2018, 2, 2), (2020, 1, 2), (2026, 1, 2)]


def test_history_of_nothing_is_empty() -> None:
    assert documented_history(by_hand(), ON).empty


def test_bishkek_steps_down_and_back_in_2025(facts: Catalogue) -> None:
    steps = documented_history(facts, ON)
    steps = steps[(steps["iso3"] == "KGZ") & (steps["day"] >= pd.Timestamp(2021, 7, 31))]
    assert steps["working"].tolist()[:4] == [3, 2, 1, 3]


@pytest.mark.parametrize("on", [date(2019, 1, 1), ON])
def test_national_counts_after_the_day_are_not_told(facts: Catalogue, on: date) -> None:
    assert (national_history(facts, on)["day"] <= pd.Timestamp(on)).all()
