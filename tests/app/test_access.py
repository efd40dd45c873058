"""The pages Access and Plan, without a browser."""

from __future__ import annotations

from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from components import facts, gallery, plan_figures, views
from shifo import access
from shifo.access import Rule
from tests.app.opening import run

ACCESS, PLAN = "pages/explore/access.py", "pages/plan/sites.py"


def headings(app) -> list[str]:
    return [header.value for header in app.header]


def said(app, name: str) -> str:
    value = app.query_params[name]
    return value if isinstance(value, str) else value[0]


def test_access_opens_with_radiotherapy_within_100_km() -> None:
    app = run(ACCESS)
    rows = facts.coverage(date.today(), "reconciled", "radiotherapy", Rule(100)).set_index("area")
    assert rows.loc["all", "covered_pct"] == pytest.approx(77.9, abs=0.1)
    assert any(
        "people have a radiotherapy machine at work within 100 km" in text for text in headings(app)
    )
    assert any("stopped, " in text for text in headings(app))
    assert any("need is met" in text for text in headings(app))
    captions = " ".join(caption.value for caption in app.caption)
    assert "Small numbers: Kyrgyzstan and Tajikistan" in captions
    assert "nearer one across a border" in captions


@pytest.mark.parametrize("resource", access.RESOURCES)
@pytest.mark.parametrize("within", ["50km", "4h"])
@pytest.mark.parametrize("border", ["own", "any"])
def test_every_choice_is_drawn(resource: str, within: str, border: str) -> None:
    app = run(ACCESS, **{"for": resource, "within": within, "border": border})
    shown = "50 km" if within == "50km" else "4 h"
    assert any(f" within {shown}" in text and "people have" in text for text in headings(app))
    met = [text for text in headings(app) if "need is met" in text]
    assert bool(met) == (resource == "radiotherapy")


def test_a_scenario_in_the_link_counts_and_can_be_left() -> None:
    app = run(ACCESS, scenario="add,40.53,72.8,2", country="KGZ")
    assert "In a scenario" in app.info[0].value
    told = next(text for text in headings(app) if "people have a radio" in text)
    app.query_params.pop("scenario", None)
    plain = run(ACCESS, country="KGZ")
    assert told != next(text for text in headings(plain) if "people have a radio" in text)


def test_a_wrong_scenario_is_named_and_ignored() -> None:
    app = run(ACCESS, scenario="add,1,1,1")
    assert any("scenario=add,1,1,1" in toast.value for toast in app.toast)
    assert not app.info


def test_before_the_first_record_access_says_so() -> None:
    app = run(ACCESS, on="2000-01-01", basis="documented")
    assert "None is recorded" in app.info[0].value


def test_plan_begins_with_what_to_do() -> None:
    app = run(PLAN)
    assert "Ask for the best sites" in app.info[0].value
    assert not app.metric


def test_the_best_sites_are_found_proven_and_in_the_address() -> None:
    app = run(PLAN, scope="KGZ", sites="2")
    next(b for b in app.button if b.label == "Find the best sites").click().run()
    assert said(app, "solve") == "1"
    assert [metric.value for metric in app.metric][1] == "optimal"
    table = app.dataframe[0].value
    assert len(table) == 2
    assert set(table["Country"]) == {"Kyrgyzstan"}
    view = views.read("scope=KGZ&sites=2&solve=1")
    answer = plan_figures.solved(view)
    assert answer is not None
    assert table["Site"].tolist() == answer.sites["name"].tolist()


@pytest.mark.parametrize("model", ["pmedian", "pcentre", "capacitated"])
def test_every_aim_is_answered(model: str) -> None:
    app = run(PLAN, scope="TJK", sites="2", model=model, solve="1")
    assert [metric.value for metric in app.metric][1] == "optimal"
    assert not app.warning


def test_a_request_that_cannot_be_met_is_said_before_solving() -> None:
    app = run(PLAN, scope="TKM", sites="20", solve="1", among="centres")
    assert "20 sites are asked for" in app.warning[0].value


def test_found_sites_are_kept_and_changed_by_hand() -> None:
    app = run(PLAN, scope="KGZ", sites="2", solve="1")
    next(b for b in app.button if b.label.startswith("Keep these")).click().run()
    assert "solve" not in app.query_params
    assert said(app, "scenario").count("add,") == 2
    app.selectbox(key="hand_stop").set_value("kgz-ncoh")
    next(b for b in app.button if b.label == "Stop").click().run()
    assert said(app, "scenario").endswith("stop,kgz-ncoh")
    next(b for b in app.button if b.label == "Remove").click().run()
    assert said(app, "scenario").count("add,") == 1


def test_page_and_command_give_the_same_sites() -> None:
    view = views.read("scope=UZB&sites=3&solve=1")
    answer = plan_figures.solved(view)
    assert answer is not None
    assert answer.optimal
    before, after = plan_figures.before_and_after(view)
    pair = [rows.set_index("area").loc["UZB", "covered"] for rows in (before, after)]
    assert pair == pytest.approx([answer.covered_before, answer.covered_after])


def test_children_are_told_with_what_is_not_known() -> None:
    app = run("pages/explore/children.py")
    told = headings(app)
    assert any("children under 15 are expected to fall ill" in text for text in told)
    assert any("registers" in text for text in told)
    thirteen = next(frame.value for frame in app.dataframe if len(frame.value) == 13)
    assert thirteen["Country"].tolist()[0] == "Russia"
    captions = " ".join(caption.value for caption in app.caption)
    assert "none of the three for Moldova, Georgia, Tajikistan" in captions


def test_children_of_one_country() -> None:
    app = run("pages/explore/children.py", country="TKM")
    assert any("No yearly count" in text for text in headings(app))


@pytest.mark.parametrize("within", ["100km", "2h"])
def test_without_new_sites_need_met_is_what_it_was(within: str) -> None:
    before, after = plan_figures.need_before_and_after(views.read(f"within={within}"))
    assert before.equals(after)


def test_a_plan_keeps_to_its_own_choices_and_norms() -> None:
    told = "scope=KAZ&sites=3&model=capacitated&solve=1&within=200km"
    other = views.read(f"{told}&courses=400&country=UZB&for=paediatric")
    kept = other.only(plan_figures.PLANS)
    assert kept.norms.courses_per_machine == 400
    answer, usual = (plan_figures.solved(view) for view in (kept, views.read(told)))
    assert answer is not None
    assert usual is not None
    assert answer.objective < usual.objective
    assert plan_figures.solved(other.only(gallery.FIGURES["plan-map"].reads)) is answer


def test_what_is_on_no_record_is_said_to_be_so() -> None:
    app = run(ACCESS, **{"for": "paediatric"})
    captions = " ".join(caption.value for caption in app.caption)
    assert "None is on record in Turkmenistan" in captions


def slow_page() -> None:
    import time
    from functools import partial

    import streamlit as st

    from components import jobs

    seconds = st.session_state.get("seconds", 0.0)
    answer = jobs.result("test", seconds, partial(lambda s: (time.sleep(s), "done")[1], seconds), 9)
    st.text(f"answer {answer}")


def test_quick_work_is_answered_and_slow_work_can_be_given_up() -> None:
    app = AppTest.from_function(slow_page, default_timeout=30).run()
    assert app.text[0].value == "answer done"
    app.session_state["seconds"] = 6.0
    app.run()
    assert app.text[-1].value == "answer None"
    next(b for b in app.button if b.label == "Cancel").click().run()
    assert "Given up" in app.info[0].value
    assert app.text[-1].value == "answer None"
