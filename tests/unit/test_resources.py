"""Advanced resources: who has, who plans, and the nearest for the others."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Geod

from components import centres, filters, gallery, state, views
from components import facts as cached
from components.views import View
from shifo.catalogue import Catalogue
from shifo.demand import demand
from shifo.resources import by_country, holdings, national_counts, nearest
from shifo.vocabulary import ADVANCED, COUNTRIES
from tests.unit.builders import RELEASED, by_hand, centre, machine, project, said, seen

ON = RELEASED


def held(**tables: list[dict]) -> dict[tuple[str, str], str]:
    rows = holdings(by_hand(**tables), ON)
    return {(r["resource"], r["centre"]): r["state"] for r in rows.to_dict("records")}


def test_an_adaptive_linac_is_known_by_its_model() -> None:
    models = {"e": "Ethos", "u": "Unity", "m": "MRIdian A3i", "h": "Halcyon", "n": None}
    found = held(
        centres=[centre(key) for key in models],
        machines=[machine(key, key, model=model) for key, model in models.items()],
        machine_status=[seen(key, "2026", "operational") for key in models],
    )
    assert found == {("adaptive", key): "works" for key in "eum"}


def test_an_observation_goes_before_a_list_of_services() -> None:
    tables = {
        "centres": [centre(status="operating", services="pet_ct;hsct")],
        "machines": [machine("m", modality="pet_ct")],
        "machine_status": [seen("m", "2025-06", "planned")],
    }
    assert held(**tables) == {("pet_ct", "c"): "planned", ("hsct", "c"): "works"}


def test_a_plan_of_which_nothing_is_heard_is_no_plan() -> None:
    for day, expected in (("2026-01", "planned"), ("2021", "unknown")):
        found = held(
            centres=[centre()],
            projects=[project()],
            project_statements=[said(day, services="cyclotron")],
        )
        assert found == {("cyclotron", "c"): expected}


@pytest.mark.parametrize(
    ("stage", "expected"),
    [("announced", "planned"), ("equipped", "installing"), ("open", "works"), ("stopped", None)],
)
def test_a_project_gives_what_it_promised(stage: str, expected: str | None) -> None:
    found = held(
        centres=[centre()],
        projects=[project()],
        project_statements=[said("2026-01", stage, services="biobank")],
    )
    assert found.get(("biobank", "c")) == expected


def test_a_unit_for_children_that_transplants() -> None:
    unit = {"key": "u", "centre": "c", "name_en": "U", "hsct": "yes", "sources": "s"}
    assert held(
        centres=[centre()], paediatric_units=[{**unit, "status": "operating", "as_of": "2025"}]
    ) == {("hsct", "c"): "works"}
    assert held(centres=[centre()], paediatric_units=[{**unit, "status": "historical"}]) == {}


def test_none_on_record_is_counted_as_none_and_not_left_out(facts: Catalogue) -> None:
    counts = by_country(holdings(facts, ON), COUNTRIES)
    assert len(counts) == len(ADVANCED) * len(COUNTRIES)
    table = counts.set_index(["resource", "iso3"])
    assert table.loc[("proton", "KAZ")].tolist() == [1, 0, 0]
    assert table.loc[("proton", "UZB")].tolist() == [0, 1, 0]
    assert table.loc["biobank"].to_numpy().sum() == 0
    assert table.loc[(slice(None), "TKM"), :].to_numpy().sum() == 0
    assert counts[["has", "plans", "unknown"]].to_numpy().sum() == len(holdings(facts, ON))


def test_national_counts_stand_beside_the_places(facts: Catalogue) -> None:
    rows = national_counts(facts, ON).set_index(["resource", "iso3"])["value"]
    assert (rows["pet_ct", "KAZ"], rows["cyclotron", "KAZ"]) == (16, 4)


def test_the_nearest_by_hand() -> None:
    tables = by_hand(
        centres=[
            centre("a", lat=41.3, lon=69.3, region="UZ-TK", services="biobank", status="operating"),
            centre(
                "b",
                lat=43.2,
                lon=76.9,
                region="KZ-75",
                iso3="KAZ",
                services="biobank",
                status="operating",
            ),
        ],
        regions=[
            {"iso_3166_2": code, "iso3": iso3, "name_en": code, "type": "region", "population": 1}
            for code, iso3 in (
                ("UZ-TK", "UZB"),
                ("KZ-75", "KAZ"),
                ("KZ-61", "KAZ"),
                ("KG-GB", "KGZ"),
            )
        ],
    )
    points = pd.DataFrame(
        [
            ("UZ-TK", "UZB", 41.3, 69.3, 10),
            ("KZ-75", "KAZ", 43.2, 76.9, 10),
            ("KZ-61", "KAZ", 43.3, 68.3, 30),
            ("KZ-61", "KAZ", 42.3, 69.6, 10),
            ("KG-GB", "KGZ", 42.87, 74.59, 10),
        ],
        columns=["region", "iso3", "lat", "lon", "people"],
    )
    rows = nearest(tables, holdings(tables, ON), "biobank", points).set_index("area")
    geod = Geod(ellps="WGS84")

    def km(a: tuple[float, float], b: tuple[float, float]) -> float:
        return geod.inv(a[1], a[0], b[1], b[0])[2] / 1000

    turkistan = rows.loc["KZ-61"]
    assert (turkistan["nearest"], turkistan["abroad"], turkistan["here"]) == ("a", True, False)
    mean = (3 * km((43.3, 68.3), (41.3, 69.3)) + km((42.3, 69.6), (41.3, 69.3))) / 4
    assert turkistan["km"] == pytest.approx(mean, abs=0.01)
    assert turkistan["nearest_home"] == "b"
    assert rows.loc["UZ-TK", "here"]
    assert rows.loc["UZ-TK", "km"] == pytest.approx(0)
    bishkek = rows.loc["KG-GB"]
    assert (bishkek["nearest"], bishkek["abroad"]) == ("b", True)
    assert pd.isna(bishkek["nearest_home"])


@pytest.mark.parametrize("resource", ADVANCED)
def test_a_border_never_brings_a_centre_nearer(facts: Catalogue, resource: str) -> None:
    rows = nearest(facts, holdings(facts, ON), resource, demand(facts, ON))
    assert len(rows) == 54
    both = rows.dropna(subset=["km_home"])
    assert (both["km"] <= both["km_home"] + 1e-9).all()
    assert rows["nearest"].isna().all() == (resource == "biobank")


@settings(max_examples=30)
@given(
    resource=st.sampled_from(ADVANCED),
    countries=st.lists(st.sampled_from(COUNTRIES), unique=True, max_size=3),
)
def test_the_map_shows_who_is_in_the_table(
    facts: Catalogue, resource: str, countries: list[str]
) -> None:
    rows = cached.holdings(ON)
    rows = rows[(rows["resource"] == resource) & rows["centre"].notna()]
    rows = rows[rows["iso3"].isin(countries or COUNTRIES)]
    asked = filters.every(lambda name, _options: countries if name == state.COUNTRY else [])
    shown = filters.passing(asked, centres.rows(ON, "reconciled", resource))
    # The map, its list and the address draw these rows.
    assert dict(zip(shown["key"], shown["state"], strict=True)) == dict(
        zip(rows["centre"], rows["state"], strict=True)
    )
    assert set(rows["centre"]) <= set(facts["centres"]["key"])


def test_the_map_of_a_resource_speaks_of_it() -> None:
    figure = gallery.draw("map", views.read("resource=cyclotron"))
    assert figure.drawing.title == "Cyclotrons: 1 on record as working, 4 planned or being built"
    assert "evidence" not in figure.drawing.subtitle
    assert list(figure.shown.columns) == ["Centre", "State", "Place", "Record of"]


def test_the_matrix_says_what_nobody_has() -> None:
    figure = gallery.draw("resources-matrix", View(ON))
    assert figure.drawing.title == (
        "Kazakhstan has 5 of 6 advanced resources on record; no country shown has biobanks"
    )
    assert "16 PET-CT scanners" in figure.drawing.sources
    assert len(figure.shown) == len(figure.data)


def test_the_nearest_is_told_with_its_country() -> None:
    figure = gallery.draw("resources-nearest", views.read("resource=proton&country=UZB"))
    assert len(figure.shown) == 14
    assert set(figure.shown["Its country"]) == {"Kazakhstan"}
    assert set(figure.shown["Nearest in the same country"]) == {"–"}
    none = gallery.draw("resources-nearest", views.read("resource=biobank"))
    assert none.drawing.title == "Biobanks: none is on record in the five countries"


def test_on_an_earlier_day_only_what_was_known_counts(facts: Catalogue) -> None:
    states = {}
    for day in (date(2018, 1, 1), date(2019, 1, 1), date(2025, 6, 1), ON):
        rows = holdings(facts, day)
        here = rows[(rows["resource"] == "proton") & (rows["centre"] == "kaz-nroc")]
        states[day.year] = here["state"].tolist()
    assert states == {2018: [], 2019: ["planned"], 2025: ["installing"], 2026: ["works"]}
