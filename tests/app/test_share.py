"""Share menus, the pages Present and Countries, without a browser."""

from __future__ import annotations

import re
from datetime import date

from streamlit.testing.v1 import AppTest

from components import decks
from shifo.vocabulary import COUNTRIES
from tests.app.opening import run

PRESENT, COUNTRY = "pages/share/present.py", "pages/share/country.py"


def buttons(app: AppTest, start: str) -> list:
    return [button for button in app.button if str(button.key).startswith(start)]


def own(app: AppTest) -> list[str]:
    return [str(slide) for slide in app.session_state["_deck"]]


def test_present_opens_with_the_region() -> None:
    app = run(PRESENT)
    assert app.title[0].value == "Present"
    assert app.header[0].value == f"{len(decks.ready('region'))} slides"
    assert not app.text_input
    assert "slide" not in app.query_params


def test_every_ready_deck_opens() -> None:
    for name in COUNTRIES:
        app = run(PRESENT, deck=name)
        assert app.header[0].value == f"{len(decks.ready(name))} slides"


def test_a_deck_in_the_link_is_shown_and_kept() -> None:
    slides = ["capacity-need?country=UZB#My%20title", "map"]
    app = run(PRESENT, slide=slides)
    assert app.selectbox(key="deck").value == decks.OWN
    assert own(app) == slides
    assert app.query_params["slide"] == slides
    assert app.text_input(key="title-1-0").value == "My title"
    assert app.text_input(key="title-1-1").placeholder.startswith("81 of 83")


def test_what_is_wrong_in_a_deck_is_named_and_the_rest_is_shown() -> None:
    app = run(PRESENT, slide=["map?country=FRA", "map", "nothing"])
    told = [warning.value for warning in app.warning]
    assert len(told) == 2
    assert "FRA" in told[0]
    assert own(app) == ["map"]


def test_slides_move_go_and_come_back() -> None:
    app = run(PRESENT, slide=["map", "capacity-need", "data-ages"])
    app.button(key="arrow_downward-0").click().run()
    assert own(app) == ["capacity-need", "map", "data-ages"]
    app.button(key="remove-1").click().run()
    assert own(app) == ["capacity-need", "data-ages"]
    assert app.query_params["slide"] == ["capacity-need", "data-ages"]
    next(b for b in app.button if b.label == "Undo").click().run()
    assert own(app) == ["capacity-need", "map", "data-ages"]
    assert app.button(key="arrow_upward-0").disabled
    assert app.button(key="arrow_downward-2").disabled


def test_a_title_is_the_readers() -> None:
    app = run(PRESENT, slide=["map", "data-ages"])
    app.text_input(key="title-1-1").set_value("How old? 50 % & more").run()
    assert own(app) == ["map", "data-ages#How%20old%3F%2050%20%25%20%26%20more"]
    assert not app.exception


def test_a_ready_deck_is_copied_to_be_changed() -> None:
    app = run(PRESENT, deck="KGZ")
    next(b for b in app.button if b.label == "Edit a copy").click().run()
    assert app.selectbox(key="deck").value == decks.OWN
    assert own(app) == [str(slide) for slide in decks.ready("KGZ")]


def test_an_empty_deck_says_how_to_fill_it() -> None:
    app = run(PRESENT, deck="own")
    assert "No slide yet" in app.info[0].value
    assert app.header[0].value == "0 slides"


def test_a_wrong_deck_is_named() -> None:
    app = run(PRESENT, deck="nothing")
    assert "deck=nothing" in app.toast[0].value
    assert app.header[0].value == "7 slides"


def test_a_brief_is_on_screen_for_every_country() -> None:
    for iso3 in COUNTRIES:
        app = run(COUNTRY, focus=iso3)
        headings = [header.value for header in app.header]
        assert "Centres and their megavoltage machines" in headings
        assert "Quality of the data" in headings
        assert len(app.metric) == 6
        assert any("megavoltage machines are located" in m.value for m in app.markdown)


def test_a_brief_is_of_its_day() -> None:
    app = run(COUNTRY, focus="KGZ", on="2025-08-15", basis="documented")
    assert app.title[0].value == "Kyrgyzstan"
    working = next(metric for metric in app.metric if "at work" in metric.label)
    assert working.value == "1 of 3"
    assert any("15 August 2025" in caption.value for caption in app.caption)


def test_an_unknown_country_is_named() -> None:
    app = run(COUNTRY, focus="FRA")
    assert "focus=FRA" in app.toast[0].value
    assert app.title[0].value == "Kazakhstan"


def test_a_menu_is_worked_out_only_when_it_is_opened() -> None:
    app = run("pages/explore/capacity.py")
    assert not [code for code in app.code if "api/v1" in code.value]
    app.session_state["share-capacity-need"] = True
    app.run()
    told = [code.value for code in app.code]
    assert any(re.search(r"Shifo contributors \(\d{4}\)\. .*mach", text) for text in told)
    assert any(f"on={date.today().isoformat()}" in text for text in told)
    assert any("<img src=" in text and "/charts/capacity-need.svg" in text for text in told)
    app.button(key="share-add-capacity-need").click().run()
    assert own(app) == ["capacity-need?basis=reconciled"]


def test_what_is_chosen_on_the_page_is_in_its_menu() -> None:
    app = run("pages/explore/capacity.py", country="UZB", courses="500")
    app.session_state["share-capacity-need"] = True
    app.run()
    (embedded,) = [code.value for code in app.code if "<img" in code.value]
    assert "country=UZB" in embedded
    assert "courses=500" in embedded
