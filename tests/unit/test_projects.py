"""Projects: promises against what was delivered, by hand and on the facts."""

from __future__ import annotations

import io
import math
from datetime import date

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.applications import Starlette
from starlette.testclient import TestClient

from components import api, brief, filters, gallery, project_rows, projects_figures, state, views
from components.views import View
from shifo.__main__ import main
from shifo.catalogue import Catalogue
from shifo.inventory import machine_states
from shifo.projects import ENDED, OUTCOMES, projects, statements
from shifo.vocabulary import COUNTRIES, PROJECT_STATES, SERVICES, TERMS
from tests.unit.builders import RELEASED, by_hand, centre, project, said

ON = RELEASED


def one(*rows: dict, on: date = ON) -> pd.Series:
    """The one project that these statements make."""
    tables = by_hand(centres=[centre()], projects=[project()], project_statements=list(rows))
    return projects(tables, on).iloc[0]


def test_a_promise_is_kept_until_its_last_day() -> None:
    row = one(said("2024-01", due="2025"), said("2025-12-31", "open"))
    assert (row["outcome"], row["slip_low"], row["slip_high"]) == ("in_time", 0, 0)
    row = one(said("2024-01", due="2025-06"), said("2025-07-01", "open"))
    assert row["outcome"] == "late"
    assert row["slip_low"] * 365.2425 == pytest.approx(1)


def test_an_opening_that_is_not_dated_gives_two_ends() -> None:
    row = one(said("2024-01", due="2024-12"), said("2024-06/2025-12-31", "open"))
    assert row["outcome"] == "perhaps_late"
    assert (row["opened"], row["opened_by"]) == ("2024-06-01", "2025-12-31")
    assert (row["slip_low"], row["slip_high"] * 365.2425) == (0, pytest.approx(365))


def test_without_an_opening_the_delay_has_no_end() -> None:
    row = one(said("2020", due="2021"), said("2025-01-01", "under_construction"))
    assert row["outcome"] == "overdue"
    assert row["slip_low"] * 365.2425 == pytest.approx((RELEASED - date(2021, 12, 31)).days)
    assert math.isnan(row["slip_high"])


def test_nothing_is_known_of_days_after_the_release() -> None:
    rows = [said("2020", due="2021")]
    later = one(*rows, on=date(2031, 1, 1))
    assert later["slip_low"] == one(*rows)["slip_low"]
    assert later["age"] > one(*rows)["age"]


def test_the_first_promise_counts_and_a_new_one_is_told() -> None:
    row = one(said("2024-04", due="2025"), said("2026-03", due="2027"))
    assert (row["due_first"], row["due_last"], row["outcome"]) == ("2025", "2027", "overdue")
    assert row["moved"] * 365.2425 == pytest.approx(730)


def test_before_the_date_nothing_is_late() -> None:
    row = one(said("2024-04", due="2027"))
    assert row["outcome"] == "to_come"
    assert row[["slip_low", "slip_high"]].isna().all()
    assert one(said("2024-04"))["outcome"] == "no_date"


def test_silence_of_three_years_is_no_news() -> None:
    assert one(said("2023-11-23", "agreed"))["state"] == "agreed"
    row = one(said("2023-11-21", "agreed"))
    assert (row["state"], row["stage"]) == ("no_news", "agreed")
    assert one(said("2010", "open"))["state"] == "open"
    assert one(said("2010", "stopped"))["state"] == "stopped"


def test_a_report_between_two_dates_is_known_late_and_old_early() -> None:
    rows = [said("2018-10", "agreed"), said("2019-01/2026-06", "under_construction")]
    before = one(*rows, on=date(2026, 1, 1))
    assert (before["stage"], before["statements"]) == ("agreed", 1)
    row = one(*rows)
    assert (row["stage"], row["state"]) == ("under_construction", "no_news")
    assert row["age"] == pytest.approx((RELEASED - date(2019, 1, 31)).days / 365.2425)


def test_a_doubtful_opening_only_gives_the_first_end() -> None:
    row = one(
        said("2024", due="2024"),
        said("2025-06-30", "open", confidence="low"),
        said("2026-03-09", "open"),
    )
    assert (row["opened"], row["opened_by"]) == ("2025-06-30", "2026-03-09")


def test_what_was_named_last_and_all_that_was_named() -> None:
    row = one(
        said(
            "2020", amount=5, currency="USD", beds=10, services="proton", partners="a", sources="s"
        ),
        said(
            "2021",
            amount=7,
            currency="EUR",
            services="pet_ct;proton",
            partners="b;a",
            sources="t;s",
        ),
        said("2022"),
    )
    assert (row["amount"], row["currency"], row["beds"]) == (7, "EUR", 10)
    assert (row["services"], row["partners"]) == ("proton;pet_ct", "a;b")
    assert row["sources"] == "s;t"


# --- the facts -----------------------------------------------------------------------------------


def test_all_that_is_planned_or_unfinished_is_a_project(facts: Catalogue) -> None:
    rows = projects(facts, ON)
    centres = facts["centres"]
    coming = centres.loc[centres["status"].isin(["planned", "under_construction"]), "key"]
    assert len(coming) > 15
    assert set(coming) <= set(rows["centre"])
    machines = facts["machine_status"]
    coming = machines.loc[machines["status"].isin(["planned", "installing"]), "machine"]
    assert set(coming) <= set(rows["machines"].str.split(";").explode())
    assert rows["state"].isin(PROJECT_STATES).all()
    assert rows["outcome"].isin(OUTCOMES).all()


def test_every_statement_has_a_date_and_a_source(facts: Catalogue) -> None:
    said = facts["project_statements"]
    known = set(facts["sources"]["key"])
    assert said["date"].notna().all()
    assert set(said["sources"].str.split(";").explode()) <= known
    assert len(statements(facts, ON)) == len(said)


def test_a_project_is_open_where_its_machine_works(facts: Catalogue) -> None:
    states = machine_states(facts, ON).set_index("key")["status"]
    rows = projects(facts, ON).dropna(subset=["machines"])
    for row in rows.to_dict("records"):
        found = {states[key] for key in row["machines"].split(";")}
        assert (row["stage"] == "open") == (found == {"operational"}), row["key"]


SLIPS = {
    # key: outcome, first promise, years (worked by hand, to a tenth), state
    "uzb-opasca": ("overdue", "2021", 4.9, "no_news"),
    "kaz-nroc-building": ("late", "2021", 2.4, "open"),
    "kgz-karakol-hospital": ("overdue", "2025", 0.9, "under_construction"),
    "kgz-two-linacs": ("late", "2020-03", 1.3, "open"),
    "kgz-bhabhatron": ("late", "2017-07", 0.6, "open"),
    "kaz-umit": ("late", "2018-06", 0.5, "open"),
    "tkm-onco-dashoguz": ("late", "2021-12", 0.4, "open"),
    "kaz-semey-nuclear": ("late", "2013-12", 7.3, "open"),
    "kaz-aktau-pet": ("in_time", "2025", 0.0, "open"),
    "tjk-sughd-radiotherapy": ("in_time", "2019", 0.0, "open"),
    "kgz-pet-2017": ("overdue", "2017", 8.9, "no_news"),
}


@pytest.mark.parametrize("key", SLIPS)
def test_known_slips(facts: Catalogue, key: str) -> None:
    row = projects(facts, ON).set_index("key").loc[key]
    found = (row["outcome"], row["due_first"], round(row["slip_low"], 1), row["state"])
    assert found == SLIPS[key]


def test_what_the_issue_names_is_findable(facts: Catalogue) -> None:
    rows = projects(facts, ON).set_index("key")
    clinic = rows.loc["uzb-opasca"]
    assert (clinic["amount"], clinic["currency"]) == (50, "EUR")
    assert "opasca" in clinic["partners"].split(";")
    korean = rows.loc["uzb-national-oncology-edcf"]
    assert (korean["amount"], korean["beds"], korean["state"]) == (127.5, 265, "no_news")
    assert {"edcf", "ncc-korea"} <= set(korean["partners"].split(";"))
    visit = facts["project_statements"].query("sources == 'kima-2021'")["what"].iloc[0]
    assert all(word in visit for word in ("proton", "biobank", "smart"))


@settings(max_examples=20)
@given(on=st.dates(date(2005, 1, 1), date(2027, 12, 31)))
def test_slips_are_ordered_and_never_negative(facts: Catalogue, on: date) -> None:
    rows = projects(facts, on)
    known = rows.dropna(subset=["slip_low"])
    assert (known["slip_low"] >= 0).all()
    both = known.dropna(subset=["slip_high"])
    assert (both["slip_low"] <= both["slip_high"]).all()
    assert set(known.loc[known["slip_high"].isna(), "outcome"]) <= {"overdue"}
    assert (rows["age"] >= 0).all()


# --- list, chart, file and address agree ---------------------------------------------------------

CHOICES = st.fixed_dictionaries(
    {
        state.COUNTRY: st.lists(st.sampled_from(COUNTRIES), unique=True, max_size=3),
        state.STAGE: st.lists(st.sampled_from(PROJECT_STATES), unique=True, max_size=3),
        state.SERVICE: st.lists(st.sampled_from(SERVICES), unique=True, max_size=3),
        state.PARTNER: st.lists(
            st.sampled_from(["isdb", "opasca", "rosatom", "orhun-medical"]), unique=True, max_size=2
        ),
        state.OVERDUE: st.lists(st.just("1"), max_size=1),
    }
)


@settings(max_examples=40)
@given(chosen=CHOICES)
def test_the_list_shows_what_the_chart_shows(chosen: dict[str, list[str]]) -> None:
    view = View(
        ON, choices=tuple((name, tuple(values)) for name, values in chosen.items() if values)
    )
    figure = gallery.draw("projects-slips", view)
    found, _words = project_rows.shown(view)
    assert sorted(figure.shown["Project"]) == sorted(found["name"])
    dated = sorted(found.loc[found["outcome"] != "no_date", "name"])
    spec = figure.drawing.chart.to_dict()
    drawn = {
        row["name"]
        for rows in spec["datasets"].values()
        for row in rows
        if row.get("kind") == "waiting"
    }
    assert sorted(drawn) == dated == sorted(figure.plot.categories)
    # The filters agree with the words of the table.
    by_hand = project_rows.rows(ON)
    for one in project_rows.every(lambda name, _options: chosen[name]):
        by_hand = by_hand[one.mask(by_hand)]
    assert set(by_hand["key"]) == set(found["key"])
    if chosen[state.COUNTRY]:
        assert set(found["iso3"]) <= set(chosen[state.COUNTRY])
    if chosen[state.OVERDUE]:
        assert set(found["outcome"]) <= {"overdue"}


def test_filters_are_said() -> None:
    view = views.read("country=UZB&overdue=1&partner=opasca")
    figure = gallery.draw("projects-slips", view)
    assert figure.shown["Project"].tolist() == ["German Oncology Clinic, Tashkent"]
    assert figure.filters == (
        "Country: Uzbekistan; Partner: OPASCA German Oncology Solutions; Overdue only: yes"
    )
    told = figure.shown.iloc[0]
    assert told["Against the first promise"].startswith("4.9 years")
    assert (told["First promised for"], told["Money"]) == ("2021", "50 million EUR")


def test_nothing_found_is_said_and_drawn() -> None:
    figure = gallery.draw("projects-slips", views.read("country=TKM&partner=opasca"))
    assert figure.drawing.title == "No project matches"
    assert figure.shown.empty


def test_those_past_their_date_come_first() -> None:
    rows = projects_figures.ordered(project_rows.rows(ON))
    ranks = rows["outcome"].map(OUTCOMES.index).tolist()
    assert ranks == sorted(ranks)
    assert filters.passing((), rows) is rows


def test_page_address_command_and_brief_agree(capsys: pytest.CaptureFixture[str]) -> None:
    day = ON.isoformat()
    client = TestClient(Starlette(routes=api.routes()))
    answer = client.get(f"/api/v1/projects.csv?on={day}&country=KGZ")
    rows = pd.read_csv(io.BytesIO(answer.content), encoding="utf-8-sig")
    assert set(rows["terms"]) <= set(TERMS)
    assert main(["projects", "--country", "KGZ", "--on", day, "--format", "csv"]) == 0
    printed = pd.read_csv(io.StringIO(capsys.readouterr().out))
    page, _words = project_rows.shown(views.read(f"on={day}&country=KGZ"))
    assert rows["key"].tolist() == printed["key"].tolist() == page["key"].tolist()
    assert rows["slip_low"].round(4).equals(printed["slip_low"])
    coming = brief.of("KGZ", View(ON)).sections[1].rows
    going_on = page[~page["state"].isin(ENDED)]
    assert sorted(coming["Project"]) == sorted(going_on["name"])
    refused = client.get("/api/v1/projects.csv?stage=promised")
    assert (refused.status_code, refused.json()["parameter"]) == (400, "stage")
