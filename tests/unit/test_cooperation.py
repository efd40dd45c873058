"""Agreements, partners, events and congresses: worked by hand, for any choice, and on our facts."""

from __future__ import annotations

import json
from datetime import date
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from components import arcs, cooperation_deck, cooperation_rows, facts, gallery, state, theme, views
from shifo import cooperation
from shifo.catalogue import Catalogue
from shifo.vocabulary import COUNTRIES, PARTNERSHIP_KINDS, PARTNERSHIP_STATUS
from tests.unit.builders import by_hand, centre, machine, seen

TODAY = date(2026, 11, 26)


def institution(key: str, country: str | None, **cells: object) -> dict[str, object]:
    usual = {"key": key, "name_en": key.title(), "country": country, "sources": "s"}
    return {**usual, "confidence": "high", **cells}


def agreement(one: str, other: str, kind: str = "training", **cells: object) -> dict[str, object]:
    return {"from": one, "to": other, "kind": kind, "sources": "s", **cells}


def small() -> Catalogue:
    return by_hand(
        sources=[
            {"key": "s", "title": "S", "published": "2020-03", "accessed": "2026"},
            {"key": "u", "title": "U", "accessed": "2026"},
        ],
        centres=[
            centre("uz"),
            centre("kz", iso3="KAZ", region="KZ-71", lat=51.2, lon=71.4),
        ],
        institutions=[
            institution("far", "USA", city="Memphis", lat=35, lon=-90, also_known_as="F;Far away"),
            institution("body", None),
            institution("moh", "UZB", city="Tashkent", lat=41.3, lon=69.3),
        ],
        partnerships=[
            agreement("far", "uz", since="2019-01", status="active", until="2021"),
            agreement("far", "uz", "funding", since="2022", status="planned"),
            agreement("uz", "kz", since="2020-05-01"),
            agreement("moh", "uz", status="ended", since="2018", until="2023-06-01"),
            agreement("body", "far", sources="u"),
        ],
    )


def test_an_agreement_stands_as_it_does_on_the_day() -> None:
    rows = cooperation.agreements(small(), TODAY).set_index("id")
    assert rows.loc["far~uz~training~1", "status"] == "ended"
    assert rows.loc["uz~kz~training~1", "status"] == "unknown"
    before = cooperation.agreements(small(), date(2020, 12, 31)).set_index("id")
    assert before.loc["far~uz~training~1", "status"] == "active"
    assert before.loc["moh~uz~training~1", "status"] == "active"
    assert "far~uz~funding~1" not in before.index
    # Without a start it counts from the release of the data.
    assert "body~far~training~1" not in before.index


def test_evidence_is_the_newest_source_and_its_age() -> None:
    rows = cooperation.agreements(small(), TODAY).set_index("id")
    assert rows.loc["uz~kz~training~1", "evidence"] == "2020-03"
    # From the last day that March 2020 can mean to 26 November 2026.
    assert rows.loc["uz~kz~training~1", "evidence_years"] == pytest.approx(6.66, abs=0.01)
    assert pd.isna(rows.loc["body~far~training~1", "evidence"])


def test_partners_links_and_matrix_by_hand() -> None:
    rows = cooperation.agreements(small(), TODAY)
    links = cooperation.links(rows).set_index("pair")
    assert links["agreements"].to_dict() == {"far~uz": 2, "kz~uz": 1, "moh~uz": 1, "body~far": 1}
    assert links.loc["far~uz", "status"] == "planned"
    assert links.loc["far~uz", "kinds"] == ("funding", "training")
    assert links["placed"].to_dict() == {
        "far~uz": True,
        "kz~uz": True,
        "moh~uz": True,
        "body~far": False,
    }
    told = cooperation.partners(rows)
    assert set(zip(told["iso3"].fillna(""), told["partner"], strict=True)) == {
        ("UZB", "far"),
        ("UZB", "kz"),
        ("KAZ", "uz"),
        ("UZB", "moh"),
        ("", "body"),
    }
    wide = cooperation.matrix(rows)
    assert wide.loc["far"].to_dict() == {"KAZ": 0, "KGZ": 0, "TJK": 0, "TKM": 0, "UZB": 2}
    assert wide.index[0] == "far"
    ranks = cooperation.ranking(rows).set_index("partner")
    assert ranks.loc["far", ["agreements", "planned", "ended"]].tolist() == [2, 1, 1]
    assert ranks.loc["body", "countries"] == ()


def test_no_agreement_is_an_empty_answer() -> None:
    rows = cooperation.agreements(small(), date(2000, 1, 1))
    assert rows.empty
    assert cooperation.links(rows).empty
    assert cooperation.ranking(rows).empty
    assert cooperation.matrix(rows).empty


def test_a_machine_that_fails_and_comes_back_makes_two_events() -> None:
    told = by_hand(
        centres=[centre("uz")],
        machines=[machine("m", "uz"), machine("n", "uz")],
        machine_status=[
            seen("m", "2020", "operational"),
            seen("m", "2021-02-01", "out_of_service"),
            seen("m", "2021-03-01", "out_of_service"),
            seen("m", "2021-05-01", "operational"),
            seen("m", "2022-05-01", "operational"),
            seen("n", "2021-07-01", "out_of_service"),
        ],
        institutions=[institution("far", "USA", also_known_as="F;Far away")],
        timeline=[
            # Told already: the machine's own observation is not told again.
            {"date": "2021-07-01", "iso3": "UZB", "kind": "breakdown", "what": "n fails"}
            | {"centre": "uz", "sources": "s", "partners": "Far away;nobody"},
        ],
    )
    rows = cooperation.events(told, TODAY)
    assert list(zip(rows["date"], rows["kind"], strict=True)) == [
        ("2021-02-01", "breakdown"),
        ("2021-05-01", "repair"),
        ("2021-07-01", "breakdown"),
    ]
    assert rows["institutions"].tolist() == [(), (), ("far",)]
    assert cooperation.takes_part(rows, ["far"]).tolist() == [False, False, True]
    assert len(cooperation.events(told, date(2021, 3, 1))) == 1


# --- our own facts ------------------------------------------------------------------------------


def test_every_end_is_an_institution_or_a_listed_body_and_none_lies_at_nought() -> None:
    ends = facts.ends()
    rows = facts.agreements(TODAY)
    assert set(rows["from"]) | set(rows["to"]) <= set(ends.index)
    assert ends.index.is_unique
    placed = ends.dropna(subset=["lat", "lon"])
    assert (placed[["lat", "lon"]].abs().sum(axis=1) > 1).all()
    assert (ends["lat"].isna() == ends["lon"].isna()).all()


def test_no_event_is_without_a_date_and_a_source() -> None:
    rows = facts.events(TODAY)
    assert rows["date"].notna().all()
    assert rows["sources"].str.len().gt(0).all()
    assert (rows["first"] <= rows["last"]).all()
    assert rows["id"].is_unique
    known = set(facts.catalogue()["sources"]["key"])
    assert {key for cell in rows["sources"] for key in cell.split(";")} <= known


@pytest.mark.parametrize(
    ("keys", "said", "outcome"),
    [
        (("opasca", "moh-uzb"), "German Oncology Clinic", "no outcome found"),
        (("ncc-korea", "moh-uzb"), "proton therapy and biobank", "ended"),
        (
            ("ncc-korea", "uzb-rsspmcor-tashkent"),
            "new national cancer hospital",
            "no outcome found",
        ),
        (("moh-kaz", "moh-tjk"), "31 memoranda", "no outcome found"),
        (("kaz-scpps", "tjk-ronc"), "oncology centre of Dushanbe", "no outcome found"),
    ],
)
def test_what_was_promised_is_found_with_its_outcome(
    keys: tuple[str, str], said: str, outcome: str
) -> None:
    rows = facts.agreements(TODAY)
    for key in keys:
        rows = cooperation.passing(rows, partners=[key])
    (row,) = [row for row in rows.to_dict("records") if said in str(row["notes"])]
    told = cooperation_rows.outcome(row)
    assert told.startswith(outcome)
    assert outcome == "ended" or "years old" in told or "undated" in told


def test_every_edition_of_caro_is_known() -> None:
    rows = facts.congresses(TODAY)
    caro = rows[rows["series"] == "caro"]
    assert caro["edition"].tolist() == [1, 2, 3]
    assert caro["countries_number"].tolist() == [7, 12, 9]
    assert caro["date"].tolist()[:2] == ["2018-10-05/2018-10-07", "2019-09-27/2019-09-29"]
    assert pd.isna(caro["date"].iloc[2])


def test_countries_of_a_congress_are_as_many_as_are_named() -> None:
    rows = facts.congresses(TODAY).dropna(subset=["countries"])
    named = rows["countries"].str.split(";").map(lambda codes: len(set(codes)))
    assert (named == rows["countries_number"]).all()


choices = st.fixed_dictionaries(
    {},
    optional={
        state.COUNTRY: st.lists(st.sampled_from(COUNTRIES), min_size=1, max_size=2, unique=True),
        state.KIND: st.lists(
            st.sampled_from(PARTNERSHIP_KINDS), min_size=1, max_size=3, unique=True
        ),
        state.OUTCOME: st.lists(
            st.sampled_from(PARTNERSHIP_STATUS), min_size=1, max_size=2, unique=True
        ),
        state.PARTNER: st.lists(
            st.sampled_from(["iaea", "stjude", "moh-uzb", "opasca"]), min_size=1, unique=True
        ),
        state.SINCE: st.sampled_from(["2015", "2019"]).map(lambda year: [year]),
        state.UNTIL: st.sampled_from(["2019", "2024"]).map(lambda year: [year]),
    },
)


@given(choices)
def test_the_list_says_the_same_as_the_map(picked: dict[str, list[str]]) -> None:
    view = views.read([(name, value) for name, values in picked.items() for value in values])
    links = cooperation_rows.chosen_links(view)
    listed = cooperation_rows.readable_links(links)
    drawn = json.loads(cooperation_deck.deck(links, theme.LIGHT, frame="all", home=3.75).to_json())
    (arcs_drawn,) = [layer for layer in drawn["layers"] if layer["id"].startswith("arcs-")]
    ids = [row["id"].removeprefix(cooperation_deck.ARC) for row in arcs_drawn["data"]]
    assert sorted(ids) == sorted(links.loc[links["placed"], "pair"])
    assert (listed["On the map"] == "yes").sum() == len(ids)
    rows = cooperation_rows.chosen_agreements(view)
    assert listed["Agreements"].sum() == len(rows)
    # What passes is what was asked for, and nothing that was is left out.
    every = facts.agreements(view.on)
    for row in every.to_dict("records"):
        wanted = (
            (not picked.get(state.COUNTRY) or bool(set(picked[state.COUNTRY]) & row["countries"]))
            and (not picked.get(state.KIND) or row["kind"] in picked[state.KIND])
            and (not picked.get(state.OUTCOME) or row["status"] in picked[state.OUTCOME])
            and (
                not picked.get(state.PARTNER)
                or bool({row["from"], row["to"]} & {*picked[state.PARTNER]})
            )
            and all(
                pd.notna(row["begun"]) and fits(row["begun"], int(picked[name][0]))
                for name, fits in ((state.SINCE, int.__ge__), (state.UNTIL, int.__le__))
                if picked.get(name)
            )
        )
        assert wanted == (row["id"] in set(rows["id"]))


@given(choices)
def test_ranking_and_matrix_count_the_same_agreements(picked: dict[str, list[str]]) -> None:
    view = views.read([(name, value) for name, values in picked.items() for value in values])
    rows = cooperation_rows.chosen_agreements(view)
    ranks, wide = cooperation.ranking(rows), cooperation.matrix(rows)
    assert (ranks[list(cooperation.LIVELIEST)].sum(axis=1) == ranks["agreements"]).all()
    told = cooperation.partners(rows)
    assert set(told["id"]) == set(rows["id"])
    assert int(wide.to_numpy().sum()) == int(told["iso3"].notna().sum())


def test_years_leave_out_what_has_no_date_and_say_so() -> None:
    made = gallery.draw("cooperation-partners", views.read("since=2019"))
    assert "29 undated agreements are left out" in made.drawing.subtitle
    assert "undated" not in gallery.draw("cooperation-partners", views.read("")).drawing.subtitle


def test_an_empty_choice_is_said_on_every_figure() -> None:
    for name in ("cooperation-map", "cooperation-partners", "cooperation-matrix"):
        made = gallery.draw(name, views.read("kind=twinning&country=TKM"))
        assert made.drawing.title == "No agreement matches"
        assert made.shown.empty
    made = gallery.draw("cooperation-timeline", views.read("event=register&country=TKM&since=2025"))
    assert made.drawing.title == "No event matches"


# --- lines --------------------------------------------------------------------------------------

places = st.tuples(st.floats(-179, 179), st.floats(-80, 80))


@given(places, places)
def test_a_great_circle_runs_from_end_to_end_in_even_steps(
    start: tuple[float, float], end: tuple[float, float]
) -> None:
    way = arcs.great_circle(start, end, 9)
    assert way[0] == pytest.approx(start, abs=1e-5)
    assert way[-1] == pytest.approx(end, abs=1e-5)
    far = [arcs._angle(tuple(a), tuple(b)) for a, b in pairwise(way)]
    if arcs._angle(start, end) < 3.1:
        assert np.ptp(far) < 1e-6


def test_the_way_from_memphis_to_tashkent_passes_near_the_pole() -> None:
    way = arcs.great_circle((-90.05, 35.15), (69.22, 41.26), 101)
    # By Clairaut's relation cos(highest) = cos(35.15°) × sin(azimuth), and the azimuth is
    # atan(sin 159.27° cos 41.26° / (cos 35.15° sin 41.26° - sin 35.15° cos 41.26° cos 159.27°))
    # = 15.74°: the highest latitude is 77.18°.
    assert way[:, 1].max() == pytest.approx(77.18, abs=0.05)


@given(st.lists(st.tuples(st.floats(0, 900), st.floats(0, 500)), min_size=1, max_size=40))
def test_names_do_not_lie_on_one_another(spots: list[tuple[float, float]]) -> None:
    told = [(x, y, f"City {i}") for i, (x, y) in enumerate(spots)]
    boxes = []
    for (x, y, name), label in zip(told, arcs.labelled(told), strict=True):
        if label is None:
            continue
        wide = 6.6 * len(name)
        left = x + label.dx - {"start": 0, "end": wide, "middle": wide / 2}[label.anchor]
        boxes.append((left, y + label.dy - 7, left + wide, y + label.dy + 7))
    for i, one in enumerate(boxes):
        for other in boxes[i + 1 :]:
            assert not arcs._meet(one, other)


@given(st.lists(places, min_size=2, max_size=30))
def test_a_fitted_camera_holds_all_points(points: list[tuple[float, float]]) -> None:
    seen_by = arcs.fitted(np.array(points), 900, 560)
    if seen_by.zoom == 0:
        return
    for lon, lat in points:
        x, y = seen_by.pixels(lon, lat)
        assert abs(x) <= 450
        assert abs(y) <= 280
