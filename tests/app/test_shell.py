"""The frame round the pages: start, language, address and headers."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from components import browser, language, maps, marks, state, symbols, theme

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def app() -> AppTest:
    """The app as it stands, before its first run."""
    return AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)


def test_the_front_page_draws_one_map(app: AppTest) -> None:
    app.run()
    assert not app.exception
    (chart,) = app.get("deck_gl_json_chart")
    assert chart.proto.alt
    assert "mapStyle" not in chart.proto.json or "__MAP_STYLE__" in chart.proto.json
    assert len(chart.proto.json) < 60_000


def test_an_unknown_value_in_the_link_is_named_and_ignored(app: AppTest) -> None:
    app.query_params["basis"] = "hearsay"
    app.run()
    assert not app.exception
    assert any("basis=hearsay" in toast.value for toast in app.toast)
    assert app.session_state["basis"] == "reconciled"


def test_a_link_restores_the_basis_by_its_value_not_its_label(app: AppTest) -> None:
    app.query_params["basis"] = "documented"
    app.run()
    assert app.session_state["basis"] == "documented"
    assert not app.toast


@pytest.mark.parametrize(
    ("text", "shown"),
    [("2025", "2025"), ("2025-09", "September 2025"), ("2025-09-15", "15 September 2025")],
)
def test_dates_are_shown_as_precisely_as_they_are_known(text: str, shown: str) -> None:
    with language.using("en"):
        assert language.date(text) == shown


def test_numbers_follow_the_language() -> None:
    with language.using("ru"):
        assert language.number(1234.5, 1) == "1\xa0234,5"
    with language.using("en"):
        assert language.percent(0.421) == "42%"
        assert language.number(None) == "–"


def test_marks_of_one_city_do_not_hide_each_other() -> None:
    frame = pd.DataFrame(
        [{"key": f"c{i}", "lat": 41.3, "lon": 69.2, "size": 12.0 + i} for i in range(9)]
    )
    placed = marks.spread(frame)
    again = marks.spread(frame.iloc[::-1]).sort_index()
    pd.testing.assert_frame_equal(placed, again)
    for i, a in placed.iterrows():
        for j, b in placed.iterrows():
            if i < j:
                apart = ((a.dx - b.dx) ** 2 + (a.dy - b.dy) ** 2) ** 0.5
                assert apart > 0.75 * (a["size"] + b["size"]) / 2


def test_words_of_the_data_cannot_become_markup_in_the_tooltip() -> None:
    mark = {"key": "x", "lat": 41.3, "lon": 69.2, "size": 12.0, "state": "works", "old": False}
    frame = pd.DataFrame([mark | {"title": "A <b>&", "detail": '"<script>'}])
    (row,) = maps.centre_layers(frame, dark=False)[0].data
    assert (row["title"], row["detail"]) == ("A &lt;b&gt;&amp;", "&quot;&lt;script&gt;")


def test_every_state_has_a_picture_and_a_place_in_the_atlas() -> None:
    for name in theme.STATES:
        assert symbols.picture(name, dark=False).startswith("data:image/svg+xml")
        assert {name, f"{name}-old"} <= symbols.mapping().keys()


def test_only_real_days_are_days() -> None:
    assert state.is_day("2020-02-29")
    assert not state.is_day("2021-02-29")
    assert not state.is_day("1990-01-01")
    assert not state.is_day(date.max.isoformat())


def test_the_default_zoom_holds_the_five_countries_on_a_laptop() -> None:
    width = browser.WIDTH * 512 * 2**browser.DEFAULT_ZOOM / 360
    assert width < 1400
