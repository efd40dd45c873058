"""Machines over time, and what was said of whole countries."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from shifo.catalogue import Catalogue
from shifo.history import documented_history, national_history
from tests.unit.builders import by_hand, centre, machine, seen

ON = date(2026, 11, 22)


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
    machines = facts["machines"]
    machines = machines[machines["centre"].str.startswith("kgz-")]
    states = facts["machine_status"]
    kyrgyz = states[states["machine"].isin(machines["key"])]
    # Of one country only, because every day that changed something is worked out anew.
    steps = documented_history(facts.replace(machines=machines, machine_status=kyrgyz), ON)
    steps = steps[(steps["iso3"] == "KGZ") & (steps["day"] >= pd.Timestamp(2021, 7, 31))]
    assert steps["working"].tolist()[:4] == [3, 2, 1, 3]


@pytest.mark.parametrize("on", [date(2019, 1, 1), ON])
def test_national_counts_after_the_day_are_not_told(facts: Catalogue, on: date) -> None:
    assert (national_history(facts, on)["day"] <= pd.Timestamp(on)).all()


def test_conflicting_national_counts_stand_side_by_side() -> None:
    usual = {"iso3": "UZB", "metric": "linacs", "as_of": "2024", "sources": "s"}
    tables = by_hand(
        national_totals=[
            {**usual, "value": 12, "preferred": 1},
            {**usual, "value": 15, "preferred": 0},
            {**usual, "value": None, "text": "several", "as_of": "2020"},
            {**usual, "value": 9, "metric": "beds"},
            {**usual, "value": 30, "iso3": "XCA"},
        ]
    )
    rows = national_history(tables, ON)
    told = list(zip(rows["value"], rows["preferred"], strict=True))
    assert told == [(12, True), (15, False)]
    assert set(rows["day"]) == {pd.Timestamp(2024, 12, 31)}
