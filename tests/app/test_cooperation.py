"""The page Cooperation in its states, without a browser."""

from __future__ import annotations

from datetime import date

import pytest

from components import facts
from tests.app.opening import run

PAGE = "pages/plan/cooperation.py"


def headings(app) -> list[str]:
    return [header.value for header in app.header]


def said(app) -> str:
    return " ".join(element.value for element in [*app.markdown, *app.caption])


def test_it_opens_with_every_agreement_event_and_congress() -> None:
    app = run(PAGE)
    n = len(facts.agreements(date.today()))
    assert any(text.startswith(f"{n} agreements between") for text in headings(app))
    assert any("events, " in text for text in headings(app))
    assert any("congresses; most people" in text for text in headings(app))
    assert "a place of one of the two is not known" in said(app)
    assert len(app.query_params) == 0


def test_the_card_of_an_institution_has_its_agreements_outcomes_and_sources() -> None:
    app = run(PAGE, card="opasca")
    assert "OPASCA German Oncology Solutions" in headings(app)
    assert "**3 agreements**" in said(app)
    assert "no outcome found; last evidence of 26 September 2019" in said(app).replace("\\", "")
    assert any("Sources (" in one.label for one in app.expander)
    next(b for b in app.button if b.label == "Back to the list").click().run()
    assert "card" not in app.query_params
    assert "OPASCA German Oncology Solutions" not in headings(app)


def test_the_card_of_two_has_what_is_between_them_only() -> None:
    app = run(PAGE, card=["kaz-scpps", "tjk-ronc"])
    assert "**1 agreement**" in said(app)
    assert "31 memoranda" in said(app)


def test_filters_in_the_link_narrow_everything() -> None:
    app = run(PAGE, country="TJK", kind="memorandum", outcome="unknown")
    # By hand: Astana neurosurgery, the 31 memoranda, the pair named of them, Budapest.
    assert any(text.startswith("4 agreements between 4 pairs") for text in headings(app))
    assert app.query_params["country"] in ("TJK", ["TJK"])


def test_nothing_that_matches_is_said_and_can_be_cleared() -> None:
    app = run(PAGE, country="TKM", kind="twinning")
    assert "No agreement matches." in [info.value for info in app.info]
    app.button(key="clear-cooperation-here").click().run()
    assert not app.info


def test_before_the_first_agreement_the_page_still_opens() -> None:
    app = run(PAGE, on="2001-01-01")
    assert "No agreement matches" in headings(app)


@pytest.mark.parametrize("wrong", [{"card": "nobody"}, {"since": "1800"}, {"event": "party"}])
def test_what_a_link_may_not_say_is_named_and_ignored(wrong: dict[str, str]) -> None:
    app = run(PAGE, **wrong)
    ((name, value),) = wrong.items()
    assert any(f"{name}={value}" in toast.value for toast in app.toast)


def test_the_card_of_a_centre_leads_here() -> None:
    app = run("pages/explore/map.py", centre="uzb-rsspmcor-tashkent")
    labels = [one.label for one in app.expander]
    assert any(label.startswith("Partners (") for label in labels)
    assert any(label.startswith("Projects and events (") for label in labels)
