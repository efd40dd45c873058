"""The states of the map page, and the figures and filters that it is made of."""

from __future__ import annotations

import json
from datetime import date
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from components import centres, facts, filters, gallery, language, strip, views
from components import marks as marks_
from shifo import vocabulary
from shifo.need import Parameters
from tests.app import opening

ON = date(2026, 11, 22)


run = partial(opening.run, "app.py")


def figures(app: AppTest) -> dict[str, str]:
    return {metric.label: metric.value for metric in app.metric}


def deck(app: AppTest) -> dict:
    return json.loads(app.get("deck_gl_json_chart")[0].proto.json)


def marks(app: AppTest) -> list[dict]:
    return [
        row
        for layer in deck(app)["layers"]
        if layer["id"].startswith("centres-")
        for row in layer["data"]
    ]


def test_the_front_page_shows_every_centre_once() -> None:
    app = run()
    keys = [row["id"] for row in marks(app) if not row["i"].startswith("children")]
    open_centres = facts.catalogue()["centres"].query("status != 'closed'")
    assert sorted(keys) == sorted("c-" + open_centres["key"])
    assert list(figures(app)) == [
        "People",
        "New cancer cases a year",
        "Megavoltage machines at work",
        "Machines per 10,000 new cases",
        "People per machine",
        "Located",
    ]


def test_geometry_is_named_not_sent() -> None:
    layers = deck(run(measure="mv_per_million"))["layers"]
    sent = [layer["id"] for layer in layers if isinstance(layer["data"], list)]
    assert {name.split("-")[0] for name in sent} == {"centres", "selected", "figures"}
    assert "mapProvider" not in deck(run()) or deck(run())["mapProvider"] is None


def test_a_country_changes_the_figures_and_the_marks() -> None:
    app = run(country="KGZ", basis="documented", on="2025-08-15")
    assert figures(app)["Megavoltage machines at work"] == "1 of 3"
    assert figures(app)["Located"] == "3 of 3"
    keys = {row["id"][2:] for row in marks(app)}
    assert keys
    assert all(key.startswith("kgz-") for key in keys)


def test_a_resource_shows_who_has_it_and_who_plans_it() -> None:
    keys = {row["id"][2:] for row in marks(run(resource="proton"))}
    assert {"kaz-nroc", "uzb-nuclear-medicine-tashkent"} <= keys
    assert len(keys) < 5


def test_the_card_of_a_centre_tells_its_machines_and_sources() -> None:
    app = run(centre="kgz-ncoh", on="2025-08-15")
    text = " ".join(element.value for element in app.markdown)
    assert "out of service, 30 July 2025" in text
    assert "Bhabhatron" in text
    assert "(https://24.kg/" in text
    assert app.header[0].value.startswith("National Center of Oncology")


@pytest.mark.parametrize("key", sorted(facts.catalogue()["centres"]["key"])[::6])
def test_cards_of_all_kinds_can_be_drawn(key: str) -> None:
    assert run(centre=key).header


def test_nothing_matching_is_said() -> None:
    app = run(country="TKM", service="proton")
    assert any("No centre matches" in info.value for info in app.info)


def test_before_the_first_record_the_strip_has_no_figures_to_divide() -> None:
    app = run(on="2001-01-01")
    assert figures(app)["Megavoltage machines at work"] == "0 of 0"
    assert figures(app)["People per machine"] == "–"
    assert any("No machine is recorded" in info.value for info in app.info)


@pytest.mark.parametrize(
    ("name", "value"),
    [("country", "XXX"), ("centre", "nowhere"), ("measure", "beauty"), ("on", "2999-01-01")],
)
def test_unknown_values_are_named_and_ignored(name: str, value: str) -> None:
    app = run(**{name: value})
    assert any(f"{name}={value}" in toast.value for toast in app.toast)
    assert len(marks(app)) > 90


every = {
    "countries": vocabulary.COUNTRIES,
    "ownerships": vocabulary.OWNERSHIP,
    "offers": vocabulary.SERVICES,
    "modalities": vocabulary.MODALITIES,
}


@settings(max_examples=30)
@given(
    column=st.sampled_from(sorted(every)),
    chosen=st.lists(st.integers(0, 12), min_size=1, max_size=3),
)
def test_a_filter_passes_what_has_one_of_its_words(column: str, chosen: list[int]) -> None:
    words = tuple(every[column][i % len(every[column])] for i in chosen)
    one = filters.Filter("p", "Label", column, every[column], str, words)
    rows = centres.rows(ON, "reconciled", None)
    kept = filters.passing([one], rows)
    assert all(set(words) & cells for cells in kept[column])
    dropped = rows.drop(kept.index)
    assert not any(set(words) & cells for cells in dropped[column])
    assert filters.passing([one], kept).equals(kept)


def test_a_filter_says_what_is_chosen() -> None:
    one = filters.Filter("country", "Country", "countries", ("KAZ",), str.lower, ("KAZ", "UZB"))
    with language.using("en"):
        assert one.sentence() == "Country: kaz or uzb"


def test_a_surplus_in_one_country_does_not_hide_a_gap_in_another() -> None:
    rows = facts.capacity(ON, "reconciled").assign(
        mv_located=[10, 0, 0, 0, 0], mv_national_total=[5, 5, 0, 0, 0]
    )
    with language.using("en"):
        located = strip.figures(rows, "reconciled", Parameters())[-1]
    assert (located.value, located.note) == ("5 of 10", "50%")


def test_a_unit_that_is_only_planned_has_an_open_mark() -> None:
    tables = facts.catalogue()
    status = tables["paediatric_units"].set_index("key")["status"]
    found = marks_.unit_marks(tables["paediatric_units"], tables["centres"], ON)
    open_ = set(found.loc[found["state"] == "children_unsure", "unit"])
    assert set(status.index[status == "planned"]) & set(found["unit"]) <= open_
    assert not open_ & set(facts.treating_units()["key"])


def test_a_map_shaded_by_a_measure_says_what_the_shades_say() -> None:
    plain = gallery.draw("map", views.read([])).drawing.title
    shaded = gallery.draw("map", views.read([("measure", "mv_per_million")])).drawing.title
    assert "regions" in shaded
    assert "regions" not in plain
