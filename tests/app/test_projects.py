"""The states of the page Projects."""

from __future__ import annotations

from functools import partial

import pytest

from components import facts, references
from shifo.vocabulary import ADVANCED
from tests.app import opening

run = partial(opening.run, "pages/plan/projects.py")
DAY = "2026-11-22"


def test_the_page_shows_all_with_chart_list_and_tables() -> None:
    app = run(on=DAY)
    projects = len(facts.catalogue()["projects"])
    listed, table, *_more = app.dataframe
    assert {len(listed.value), len(table.value)} == {projects}
    charts = [chart.proto.alt for chart in app.get("vega_lite_chart")]
    assert [alt.split(". ")[0] for alt in charts] == [header.value for header in app.header]
    assert len(charts) == 3


def test_a_link_filters_list_and_table_alike() -> None:
    app = run(on=DAY, country="UZB", overdue="1")
    names = [
        {
            "German Oncology Clinic, Tashkent",
            "Cyclotron of the National Children’s Medical Center, Tashkent",
        }
    ]
    tables = [frame.value for frame in app.dataframe if "Project" in frame.value]
    assert [set(table["Project"]) for table in tables] == names * 2
    assert app.header[0].value.startswith("2 of 2 projects with a date are past it")


def test_a_card_tells_every_statement_with_its_sources() -> None:
    app = run(on=DAY, project="uzb-opasca")
    told = " ".join(text.value for text in app.markdown)
    assert "4.9 years past it" in told
    assert "no news" in told
    said = facts.catalogue()["project_statements"]
    for row in said[said["project"] == "uzb-opasca"].to_dict("records"):
        for url in references.sources(row["sources"])["url"].dropna():
            assert url in told
    app.button[1].click().run()
    assert not app.exception
    assert len(app.dataframe[0].value) == len(facts.catalogue()["projects"])


def test_nothing_found_is_said() -> None:
    app = run(on=DAY, country="TKM", partner="opasca")
    assert app.info[0].value == "No project matches."
    assert app.header[0].value == "No project matches"


def test_before_the_first_promise_there_is_nothing() -> None:
    assert run(on="2000-01-01").header[0].value == "No project matches"


def test_what_a_link_may_not_say_is_named() -> None:
    app = run(stage="promised", project="moon")
    told = " ".join(toast.value for toast in app.toast)
    assert "stage=promised" in told
    assert "project=moon" in told


@pytest.mark.parametrize("resource", ADVANCED)
def test_each_resource_has_its_nearest(resource: str) -> None:
    app = run(on=DAY, resource=resource)
    assert (
        app.header[-1]
        .value.lower()
        .startswith(
            {"pet_ct": "pet", "hsct": "stem", "proton": "proton", "adaptive": "adaptive"}.get(
                resource, resource
            )
        )
    )
    assert len(app.dataframe[-1].value) == 54


def test_the_map_shows_the_nearest_only_when_a_resource_is_chosen() -> None:
    here = partial(opening.run, "pages/explore/map.py", on=DAY)
    assert not here().get("vega_lite_chart")
    app = here(resource="cyclotron")
    assert len(app.get("vega_lite_chart")) == 1
    assert set(app.dataframe[0].value["State"]) == {
        "has it",
        "planned",
        "under construction",
        "no news",
    }
    assert not here(resource="megavoltage").get("vega_lite_chart")
