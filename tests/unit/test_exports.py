"""Files to take away: what is in them, and that programs read it back."""

from __future__ import annotations

import io
import json
import re
import zipfile
from datetime import date
from functools import lru_cache

import geopandas
import openpyxl
import pandas as pd
import pyogrio
import pytest

from components import citation, datafiles, exports, gallery, views
from components.figure import Figure
from components.views import View

TODAY = View(date.today())
EVIL = ['=HYPERLINK("http://evil")', "+1", "-1+2", "@SUM(A1)", "https://example.org"]


@lru_cache(maxsize=32)
def figure(name: str, query: str = "") -> Figure:
    return gallery.draw(name, views.read(query))


def unzipped(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.mark.parametrize("full", [False, True])
@pytest.mark.parametrize("name", gallery.FIGURES)
def test_a_csv_comes_with_what_one_should_know(name: str, full: bool) -> None:
    made = figure(name)
    files = unzipped(exports.make(name, TODAY, "csv", full=full))
    assert set(files) == {"data.csv", "sources.csv", "README.md"}
    rows = pd.read_csv(io.BytesIO(files["data.csv"]), encoding="utf-8-sig")
    assert list(rows.columns) == [str(c) for c in (made.data if full else made.shown).columns]
    assert len(rows) == len(made.data if full else made.shown)
    told = files["README.md"].decode("utf-8")
    for heading in ("Filters in force", "Parameters", "Terms", "How to cite", "Sources", "Version"):
        assert f"## {heading}" in told
    assert made.link in told
    assert "An empty cell means unknown" in told


def test_filters_in_force_are_told() -> None:
    query = "country=UZB&courses=500"
    files = unzipped(exports.make("capacity-need", views.read(query), "csv"))
    told = files["README.md"].decode("utf-8")
    assert "Uzbekistan" in told
    assert "500" in told.split("## Parameters")[1].split("##")[0]


@pytest.mark.parametrize("name", gallery.FIGURES)
def test_a_workbook_has_data_parameters_and_sources(name: str) -> None:
    made = figure(name)
    book = openpyxl.load_workbook(io.BytesIO(exports.make(name, TODAY, "xlsx")))
    assert book.sheetnames == ["Data", "Parameters", "Sources", "README"]
    head, *rows = book["Data"].values
    assert list(head) == [str(column) for column in made.shown.columns]
    assert len(rows) == len(made.shown)
    told = dict(row[:2] for row in book["Parameters"].values)
    assert told["Link"] == made.link
    assert told["As of"] == date.today().isoformat()
    assert len(list(book["Sources"].values)) == len(datafiles.sources(made)) + 1


def test_text_in_a_workbook_stays_text() -> None:
    made = figure("capacity-need")
    evil = Figure(**{**made.__dict__, "shown": pd.DataFrame({"=cmd": EVIL})})
    book = openpyxl.load_workbook(io.BytesIO(datafiles.workbook(evil, full=False)))
    cells = [row[0] for row in book["Data"].iter_rows()]
    assert [cell.value for cell in cells] == ["=cmd", *EVIL]
    assert {cell.data_type for cell in cells} <= {"s", "f"}
    raw = zipfile.ZipFile(io.BytesIO(datafiles.workbook(evil, full=False)))
    assert b"<f>" not in raw.read("xl/worksheets/sheet1.xml")
    assert cells[-1].hyperlink is None


def test_a_missing_number_is_an_empty_cell() -> None:
    made = figure("capacity-need")
    holes = Figure(**{**made.__dict__, "shown": pd.DataFrame({"n": [1.5, None]})})
    book = openpyxl.load_workbook(io.BytesIO(datafiles.workbook(holes, full=False)))
    assert [row[0] for row in book["Data"].values][:2] == ["n", 1.5]
    assert book["Data"]["A3"].value is None


def test_the_map_leaves_as_geojson_that_geopandas_reads(tmp_path) -> None:
    files = unzipped(exports.make("map", views.read("country=KGZ"), "geojson"))
    assert "README.md" in files
    path = tmp_path / "centres.geojson"
    path.write_bytes(files["points.geojson"])
    rows = geopandas.read_file(path)
    assert rows.crs.to_epsg() == 4326
    assert set(rows["iso3"]) == {"KGZ"}
    assert len(rows) == len(figure("map", "country=KGZ").shown)
    assert rows.geometry.geom_type.eq("Point").all()
    assert rows.total_bounds.tolist() == pytest.approx([69, 39, 81, 44], abs=5)


def test_the_map_leaves_as_geopackage_that_ogr_opens(tmp_path) -> None:
    files = unzipped(exports.make("map", TODAY, "gpkg"))
    path = tmp_path / "layers.gpkg"
    path.write_bytes(files["layers.gpkg"])
    layers = {name for name, _kind in pyogrio.list_layers(path)}
    assert layers == {"centres", "regions"}
    assert pyogrio.read_info(path, layer="regions")["features"] == 54
    assert "EPSG:4326" in pyogrio.read_info(path, layer="centres")["crs"]


@pytest.mark.parametrize("kind", ["bib", "ris"])
def test_citations_have_what_a_list_of_references_needs(kind: str) -> None:
    made = figure("capacity-countries")
    text = exports.make("capacity-countries", TODAY, kind).decode("utf-8")
    if kind == "bib":
        assert re.match(r"@misc\{[a-z0-9-]+,\n", text)
        assert text.count("{") == text.count("}")
        assert "url = {" in text
    else:
        assert text.startswith("TY  - DATA")
        assert text.rstrip().endswith("ER  -")
        assert all(re.match(r"[A-Z][A-Z0-9]  - ", line) for line in text.splitlines() if line)
    assert "Shifo contributors" in text
    assert made.drawing.title.split(":")[0][:30] in text
    assert citation.text(made).startswith("Shifo contributors (2026).")


@pytest.mark.parametrize("name", gallery.FIGURES)
@pytest.mark.parametrize("kind", exports.FORMATS)
def test_a_file_is_named_for_its_content(name: str, kind: str) -> None:
    made = figure(name)
    full = exports.file_name(made, kind)
    assert re.fullmatch(r"shifo-[a-z-]+-\d{4}-\d\d-\d\d-en\.[a-z0-9.]+", full)


def test_a_files_name_says_whom_and_on_which_basis() -> None:
    query = "country=UZB&basis=directory&on=2025-08-01"
    name = exports.file_name(figure("capacity-need", query), "png")
    assert name == "shifo-capacity-need-UZB-directory-2025-08-01-en.png"


def test_a_frozen_copy_needs_nothing_else() -> None:
    page = exports.make("capacity-need", TODAY, "html").decode("utf-8")
    assert page.startswith("<!doctype html>")
    assert "<script" not in page
    sources = re.findall(r'src="([^"]{0,30})', page)
    assert [source[:26] for source in sources] == ["data:image/svg+xml;base64,"]


def test_the_line_to_embed_follows_the_data_and_is_escaped() -> None:
    line = exports.embed(figure("capacity-need", "country=UZB"))
    assert "/api/v1/charts/capacity-need.svg?country=UZB" in line
    assert "on=" not in line.split("src=")[1].split('"')[1]
    assert line.count("<") == line.count(">") == 3


@pytest.mark.parametrize("name", ["access-map", "access-unmet", "plan-map"])
def test_maps_of_reach_leave_with_all_people_and_sites(name: str, tmp_path) -> None:
    view = views.read("solve=1&scope=KGZ&sites=2" if name == "plan-map" else "country=KGZ")
    path = tmp_path / "layers.gpkg"
    path.write_bytes(unzipped(exports.make(name, view, "gpkg"))["layers.gpkg"])
    people = geopandas.read_file(path, layer="people")
    assert people["people"].sum() == pytest.approx(7_400_464)
    assert set(people["iso3"]) == {"KGZ"}
    assert len(geopandas.read_file(path, layer="sites")) >= 45
    points = json.loads(unzipped(exports.make(name, view, "geojson"))["points.geojson"])
    assert len(points["features"]) == len(people)


def test_only_maps_have_geography() -> None:
    assert "gpkg" in exports.formats("map")
    assert "gpkg" not in exports.formats("capacity-need")


def test_the_same_view_gives_the_same_file() -> None:
    first, second = (exports.make("capacity-need", TODAY, "csv") for _ in range(2))
    assert first == second
