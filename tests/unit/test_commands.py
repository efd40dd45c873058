"""The commands print what the functions give, and say clearly what they refuse."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from shifo import capacity, catalogue, inventory
from shifo.__main__ import main
from shifo.catalogue import DATA, Catalogue

CAPACITY = (
    "area,population,population_year,new_cases,mv_installed,mv_operational,mv_located,"
    "mv_national_total,mv_per_million,mv_per_10000_cases,need_population_norm,need_case_norm_low,"
    "need_case_norm,need_case_norm_high,gap_case_norm,coverage_pct"
)
INVENTORY = "centre,name,iso3,region,lat,lon,class,installed,operational,basis,as_of,sources"

Capture = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def _read_once(monkeypatch: pytest.MonkeyPatch, facts: Catalogue) -> None:
    """The project's own data are read once for all of these tests."""
    load = catalogue.load
    monkeypatch.setattr(catalogue, "load", lambda folder=None: load(folder) if folder else facts)


def printed(capsys: Capture, *arguments: str) -> str:
    assert main(arguments) == 0
    return capsys.readouterr().out


def test_capacity_prints_its_columns_and_the_functions_numbers(
    capsys: Capture, facts: Catalogue
) -> None:
    text = printed(
        capsys, "capacity", "--on", "2024-07-01", "--basis", "directory", "--format", "csv"
    )
    assert text.splitlines()[0] == CAPACITY
    rows = pd.read_csv(io.StringIO(text))
    same = capacity.capacity(facts, date(2024, 7, 1), "directory")
    for column in ("area", "mv_operational", "population"):
        assert rows[column].tolist() == same[column].tolist()
    numbers = [name for name in CAPACITY.split(",") if name != "area"]
    for column in numbers:
        assert rows[column].tolist() == pytest.approx(
            same[column].astype(float).tolist(), abs=1e-4, nan_ok=True
        )


def test_capacity_of_some_countries_by_region_as_json(capsys: Capture) -> None:
    text = printed(
        capsys,
        "capacity",
        "--country",
        "KGZ",
        "--country",
        "TJK",
        "--by",
        "region",
        "--format",
        "json",
    )
    rows = json.loads(text)
    assert len(rows) == 9 + 5
    assert {row["area"][:2] for row in rows} == {"KG", "TJ"}
    assert rows[0]["mv_national_total"] is None


def test_inventory_prints_a_line_a_centre_and_class(capsys: Capture, facts: Catalogue) -> None:
    text = printed(
        capsys, "inventory", "--on", "2025-08-15", "--basis", "documented", "--format", "csv"
    )
    assert text.splitlines()[0] == INVENTORY
    rows = pd.read_csv(io.StringIO(text))
    assert not rows.duplicated(["centre", "class"]).any()
    assert len(rows) == len(inventory.inventory(facts, date(2025, 8, 15), "documented"))
    bishkek = rows[(rows["centre"] == "kgz-ncoh") & (rows["class"] == "megavoltage")]
    assert (bishkek["installed"].item(), bishkek["operational"].item()) == (3, 1)


def test_a_table_is_for_people(capsys: Capture) -> None:
    assert "Bishkek" not in printed(capsys, "capacity")
    assert "nothing is recorded at or before 1950-01-01" in printed(
        capsys, "inventory", "--on", "1950-01-01"
    )


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["capacity", "--on", "2999-01-01"], "'2999-01-01' lies in the future"),
        (["capacity", "--on", "1.1.2025"], "'1.1.2025' is not a date as YYYY-MM-DD"),
        (["inventory", "--basis", "hearsay"], "invalid choice: 'hearsay'"),
        (["capacity", "--country", "XXX"], "invalid choice: 'XXX'"),
    ],
)
def test_what_is_refused_is_said(capsys: Capture, arguments: list[str], message: str) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    assert message in capsys.readouterr().err


def test_json_says_what_csv_says(capsys: Capture) -> None:
    told = ("inventory", "--on", "2025-08-15", "--basis", "directory", "--format")
    rows = json.loads(printed(capsys, *told, "json"))
    same = pd.read_csv(io.StringIO(printed(capsys, *told, "csv")))
    assert list(rows[0]) == INVENTORY.split(",")
    assert [row["installed"] for row in rows] == same["installed"].tolist()
    assert [row["centre"] for row in rows] == same["centre"].tolist()


def test_validate_says_what_is_right(capsys: Capture) -> None:
    assert printed(capsys, "validate").endswith("no fault found\n")


def test_validate_prints_a_line_a_fault(capsys: Capture, tmp_path: Path) -> None:
    folder = tmp_path / "data"
    shutil.copytree(DATA, folder, ignore=shutil.ignore_patterns("build"))
    states = folder / "machine_status.csv"
    states.write_text(states.read_text("utf-8").replace(",operational,", ",running,", 2), "utf-8")
    assert main(["validate", str(folder)]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 2
    assert all(
        "column status: 'running' is not one of operational, out_of" in line for line in lines
    )


def test_a_folder_that_is_not_there_is_named(capsys: Capture, tmp_path: Path) -> None:
    folder = tmp_path / "nowhere"
    assert main(["validate", str(folder)]) == 1
    assert capsys.readouterr().out == f"{folder}: there is no such folder\n"


def test_the_module_runs_as_a_command() -> None:
    command = [sys.executable, "-m", "shifo", "capacity", "--country", "UZB", "--format", "csv"]
    answer = subprocess.run(command, capture_output=True, text=True, check=True, cwd=DATA.parent)
    assert answer.stdout.splitlines()[1].startswith("UZB,")
    assert answer.stderr == ""


def test_a_chart_is_written_as_a_file(capsys: Capture, tmp_path: Path) -> None:
    path = tmp_path / "need.svg"
    told = printed(
        capsys,
        *("export", "capacity-need", "--format", "svg", "--set", "country=UZB"),
        *("--on", "2025-08-01", "--basis", "documented", "-o", str(path)),
    )
    assert told == f"{path}\n"
    drawn = path.read_text("utf-8")
    assert drawn.startswith("<svg ")
    assert "1 August 2025" in drawn
    assert "Uzbekistan" in drawn


def test_without_a_name_a_file_is_named_for_its_content(
    capsys: Capture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    told = printed(capsys, "export", "data-ages", "--format", "csv", "--on", "2025-08-01")
    assert told == "shifo-data-ages-2025-08-01-en.csv.zip\n"
    assert (tmp_path / told.strip()).is_file()


@pytest.mark.parametrize(("name", "start"), [("b.pdf", b"%PDF-"), ("b.pptx", b"PK")])
def test_a_brief_is_written_as_a_file(
    capsys: Capture, tmp_path: Path, name: str, start: bytes
) -> None:
    printed(capsys, "brief", "TJK", "-o", str(tmp_path / name))
    assert (tmp_path / name).read_bytes().startswith(start)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["export", "nothing"], "'nothing' is no chart; there are map, capacity-need"),
        (["export", "map", "--format", "gif"], "'gif' is no format of it; there are png"),
        (["export", "data-ages", "--format", "gpkg"], "'gpkg' is no format of it"),
        (["export", "map", "--set", "colour=red"], "colour is 'red'; allowed: the parameters"),
        (["export", "map", "--lang", "xx"], "lang is 'xx'; allowed: en"),
        (["brief", "UZB", "-o", "x.doc"], "'x.doc' ends in neither .pdf nor .pptx"),
        (["brief", "UZB", "-o", "/nowhere/x.pdf"], "/nowhere/x.pdf: No such file"),
    ],
)
def test_what_cannot_be_drawn_is_refused(
    capsys: Capture, arguments: list[str], message: str
) -> None:
    assert main(arguments) == 2
    assert message in capsys.readouterr().err


def test_coverage_prints_areas_with_their_range(capsys: Capture) -> None:
    told = printed(
        capsys,
        "coverage",
        "--for",
        "radiotherapy",
        "--km",
        "100",
        "--country",
        "UZB",
        "--format",
        "csv",
    )
    rows = pd.read_csv(io.StringIO(told)).set_index("area")
    assert set(rows.index) >= {"UZB", "all", "UZ-TK"}
    assert "KAZ" not in rows.index
    row = rows.loc["UZB"]
    assert row["covered_pct"] == pytest.approx(100 * row["covered"] / row["people"], abs=1e-3)
    assert row["covered_pct_low"] <= row["covered_pct"] <= row["covered_pct_high"]
    hours = printed(capsys, "coverage", "--hours", "2", "--cross-border", "--format", "csv")
    assert pd.read_csv(io.StringIO(hours)).set_index("area").loc["all", "covered_pct"] < 90


def test_demand_sums_to_the_regions(capsys: Capture) -> None:
    rows = pd.read_csv(io.StringIO(printed(capsys, "demand", "--format", "csv")))
    assert list(rows.columns) == ["lat", "lon", "region", "iso3", "people", "children_0_14"]
    by_region = printed(capsys, "capacity", "--by", "region", "--format", "csv")
    official = pd.read_csv(io.StringIO(by_region)).set_index("area")["population"]
    sums = rows.groupby("region")["people"].sum()
    assert sums.to_dict() == pytest.approx(official.loc[sums.index].to_dict(), abs=1e-3)


def test_outage_prints_what_each_centre_holds(capsys: Capture) -> None:
    told = printed(capsys, "outage", "--km", "100", "--country", "KGZ", "--format", "csv")
    rows = pd.read_csv(io.StringIO(told))
    assert {"centre", "people_losing_cover", "mean_added_km", "courses_lost"} <= set(rows.columns)
    assert rows["centre"].tolist() == ["kgz-ncoh"]
    assert rows["courses_lost"].item() == 1350


def test_site_prints_a_proven_answer(capsys: Capture) -> None:
    told = json.loads(printed(capsys, "site", "--k", "2", "--km", "100", "--country", "KGZ"))
    assert len(told["sites"]) == 2
    assert {"name", "lat", "lon", "region"} <= set(told["sites"][0])
    assert told["optimal"] is True
    assert told["gap"] <= 1e-6
    assert told["covered_before"] < told["covered_after"] == pytest.approx(told["objective"])


def test_a_scenario_file_counts_in_every_command(capsys: Capture, tmp_path: Path) -> None:
    path = tmp_path / "plan.csv"
    path.write_text("action,centre,lat,lon,machines,day\nadd,,40.53,72.8,2,\n")
    told = printed(
        capsys, "capacity", "--country", "KGZ", "--format", "csv", "--scenario", str(path)
    )
    assert pd.read_csv(io.StringIO(told))["mv_operational"].item() == 5
    osh = printed(
        capsys, "coverage", "--country", "KGZ", "--format", "csv", "--scenario", str(path)
    )
    assert pd.read_csv(io.StringIO(osh)).set_index("area").loc["KG-GO", "covered_pct"] == 100
    path.write_text("action,centre,lat,lon,machines,day\nadd,,1,1,2,\n")
    assert main(["coverage", "--scenario", str(path)]) == 1
    assert "row 2, column lat: 1, 1 lies outside" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["coverage", "--km", "-3"], "km is -3, not above 0 and up to 3000"),
        (["site", "--k", "99"], "k is 99, not from 1 to 60"),
        (["site", "--k", "9", "--country", "TJK", "--existing"], "sites are asked for"),
        (["coverage", "--times", "x.csv"], "--times gives hours"),
        (["coverage", "--scenario", "/nowhere.csv"], "cannot be read as CSV"),
    ],
)
def test_what_cannot_be_reckoned_is_refused(
    capsys: Capture, arguments: list[str], message: str
) -> None:
    assert main(arguments) in {1, 2}
    assert message in capsys.readouterr().err


def test_a_register_is_checked(capsys: Capture, tmp_path: Path) -> None:
    path = tmp_path / "r.csv"
    head = "country,year,sex,age_band,iccc3_group,new_cases,deaths"
    path.write_text(f"{head}\nKAZ,2020,both,0_14,I,40,6\n")
    told = printed(capsys, "register", "validate", str(path))
    assert told == "r.csv: 1 rows, 40 new cases: no fault found\n"
    path.write_text(f"{head}\nKAZ,2020,both,0_14,I,40,60\nKAZ,2020,both,0_14,Q,4,\n")
    assert main(["register", "validate", str(path)]) == 1
    assert "row 3, column iccc3_group: 'Q' is not one of I" in capsys.readouterr().err


def test_children_are_printed(capsys: Capture) -> None:
    told = printed(capsys, "children", "--on", "2024-12-31", "--format", "csv")
    rows = pd.read_csv(io.StringIO(told)).set_index("iso3")
    assert round(rows.loc["UZB", "expected_0_14"], 1) == 1590.2
    tables = ("regions", "registered", "units", "reach", "survival", "known", "comparison")
    for table in tables:
        assert (
            len(pd.read_csv(io.StringIO(printed(capsys, "children", table, "--format", "csv")))) > 3
        )


def test_a_register_may_be_a_workbook(capsys: Capture, tmp_path: Path) -> None:
    path = tmp_path / "r.xlsx"
    row = {"country": "KAZ", "year": 2020, "sex": "both", "age_band": "0_14", "iccc3_group": "I"}
    pd.DataFrame([{**row, "new_cases": 40}]).to_excel(path, index=False)
    told = printed(capsys, "register", "validate", str(path))
    assert told == "r.xlsx: 1 rows, 40 new cases: no fault found\n"
    pd.DataFrame([{**row, "new_cases": 40, "deaths": 41}]).to_excel(path, index=False)
    assert main(["register", "validate", str(path)]) == 1
    assert "r.xlsx, row 2, column deaths: 41 is more than new_cases, 40" in capsys.readouterr().err
