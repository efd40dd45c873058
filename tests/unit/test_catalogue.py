"""Reading the data: every kind of fault is found, named and told with all the others."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from shifo import catalogue
from shifo.catalogue import DATA, Catalogue
from shifo.faults import DataError
from shifo.schemas import SCHEMAS

Rows = list[list[str]]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the project's data that a test may break."""
    for name in [*(f"{table}.csv" for table in SCHEMAS), "datapackage.json"]:
        shutil.copy(DATA / name, tmp_path)
    return tmp_path


def edit(folder: Path, table: str, change: Callable[[Rows], None]) -> None:
    """Change the rows of a table; row 0 is the header, row 1 is row 2 of a spreadsheet."""
    file = folder / f"{table}.csv"
    with file.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.reader(stream))
    change(rows)
    with file.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, lineterminator="\n").writerows(rows)


def put(folder: Path, table: str, column: str, cell: str, row: int = 2) -> None:
    """Write one cell at a spreadsheet's row."""

    def change(rows: Rows) -> None:
        rows[row - 1][rows[0].index(column)] = cell

    edit(folder, table, change)


def faults(folder: Path) -> list[str]:
    with pytest.raises(DataError) as refused:
        catalogue.load(folder)
    return [str(fault) for fault in refused.value.faults]


WORDS_OF_STATUS = "operational, out_of_service, installing, planned, decommissioned, unknown"
WORDS_OF_SERVICE = (
    "surgery, chemotherapy, external_beam, brachytherapy, nuclear_medicine, pet_ct, "
    "radionuclide_therapy, paediatric, hsct, palliative, screening, biobank, proton, cyclotron"
)
WORDS_OF_STAGE = "announced, agreed, financed, under_construction, equipped, open, stopped"
COUNT = "is not a whole number at least 0"
DAY = "is not a date as YYYY, YYYY-MM or YYYY-MM-DD"
KEY = "is not lower-case letters, digits, hyphens"
TOO_LARGE = "9" * 20

# Table, column, what is written into row 2, and the whole of what must be said of it.
CELLS = [
    ("machine_status", "status", "working", f"'working' is not one of {WORDS_OF_STATUS}"),
    ("directory_counts", "count", "-1", f"'-1' {COUNT}"),
    ("directory_counts", "count", "two", f"'two' {COUNT}"),
    ("directory_counts", "count", "2.0", f"'2.0' {COUNT}"),
    ("directory_counts", "count", TOO_LARGE, f"'{TOO_LARGE}' {COUNT}"),
    ("regions", "population", "1_000", f"'1_000' {COUNT}"),
    ("regions", "population", "١٢٣", f"'١٢٣' {COUNT}"),
    ("centres", "lat", "141.3", "'141.3' is not a number at least -90 and at most 90"),
    ("centres", "lat", "nan", "'nan' is not a number at least -90 and at most 90"),
    ("machine_status", "date", "2025-13", f"'2025-13' {DAY}"),
    ("machine_status", "date", "2025-02-30", f"'2025-02-30' {DAY}"),
    ("machine_status", "date", "٢٠٢٥", f"'٢٠٢٥' {DAY}"),
    ("machine_status", "date", "2014/2022", f"'2014/2022' {DAY}"),
    ("machine_status", "date", "2999-01", "'2999-01' lies in the future"),
    ("centres", "name_en", "", "is empty, but a value is required"),
    ("centres", "name_en", "  ", "'  ' is blank"),
    ("centres", "services", "surgery;tea", f"'surgery;tea' is not one of {WORDS_OF_SERVICE}"),
    ("centres", "key", "Not A Key", f"'Not A Key' {KEY}"),
    ("centres", "key", "a-key\n", f"'a-key\n' {KEY}"),
    ("machines", "centre", "nowhere", "'nowhere' is not in centres.csv"),
    ("partnerships", "to", "nobody", "'nobody' is neither in centres.csv nor in institutions.csv"),
    ("machines", "sources", "hearsay", "'hearsay' is not in sources.csv"),
    ("machines", "sources", "", "is empty, but a value is required"),
    ("sources", "terms", "free", "'free' is not one of open, attribution, non_commercial"),
    ("national_totals", "preferred", "yes", "'yes' is not one of 0, 1"),
    ("projects", "machines", "no-such", "'no-such' is not in machines.csv"),
    (
        "project_statements",
        "partners",
        "nobody",
        "'nobody' is not in institutions.csv or centres.csv",
    ),
    ("project_statements", "date", "2999/3000", "'2999/3000' lies in the future"),
    ("project_statements", "date", "", "is empty, but a value is required"),
    ("project_statements", "sources", "", "is empty, but a value is required"),
    ("project_statements", "stage", "promised", f"'promised' is not one of {WORDS_OF_STAGE}"),
]


@pytest.mark.parametrize(("table", "column", "cell", "wrong"), CELLS)
def test_a_wrong_cell_is_named_with_file_row_and_column(
    folder: Path, table: str, column: str, cell: str, wrong: str
) -> None:
    put(folder, table, column, cell)
    assert faults(folder) == [f"{table}.csv, row 2, column {column}: {wrong}"]


def test_what_is_to_come_is_a_project(folder: Path) -> None:
    def leave_out(rows: Rows) -> None:
        gone = next(row for row in rows if row[0] == "uzb-karshi-hospice")
        gone[rows[0].index("centre")] = ""
        gone = next(row for row in rows if row[0] == "kgz-siddharth")
        gone[rows[0].index("machines")] = ""

    edit(folder, "projects", leave_out)
    told = faults(folder)
    assert (
        sum("'uzb-karshi-hospice' is to come, but no row of projects.csv" in f for f in told) == 1
    )
    assert sum("'kgz-siddharth' is to come, but no row of projects.csv" in f for f in told) == 3
    assert len(told) == 4


def test_a_sum_has_its_currency_and_a_project_its_statement(folder: Path) -> None:
    put(folder, "project_statements", "currency", "USD")
    edit(folder, "projects", lambda rows: rows.append(["new", "New", "", "UZB", "", ""]))
    wrong = "a sum needs its currency, and it the sum"
    assert sorted(fault.split(": ", 1)[1] for fault in faults(folder)) == [
        "'new' has no row in project_statements.csv",
        wrong,
    ]


def test_a_centre_outside_its_country_is_named(folder: Path) -> None:
    put(folder, "centres", "lat", "10.0")
    (line,) = faults(folder)
    assert line.startswith("centres.csv, row 2, column lat: '10.0, ")
    assert line.endswith("' does not lie in KAZ")


def test_a_region_of_another_country_is_named(folder: Path) -> None:
    put(folder, "centres", "region", "UZ-TK")
    wrong = "'UZ-TK' is in UZB, not in KAZ"
    assert faults(folder) == [f"centres.csv, row 2, column region: {wrong}"]


def test_all_faults_of_all_tables_are_told_at_once_in_order(folder: Path) -> None:
    put(folder, "sources", "terms", "free", row=5)
    put(folder, "centres", "status", "fine", row=9)
    put(folder, "centres", "status", "fine", row=4)
    assert [line.split(",")[0:2] for line in faults(folder)] == [
        ["centres.csv", " row 4"],
        ["centres.csv", " row 9"],
        ["sources.csv", " row 5"],
    ]


def test_a_missing_column_and_an_unknown_one_are_named(folder: Path) -> None:
    edit(folder, "countries", lambda rows: rows[0].__setitem__(rows[0].index("name_ru"), "nome"))
    assert faults(folder) == [
        "countries.csv, row 1, column name_ru: the column is missing",
        "countries.csv, row 1, column nome: the column is not one of this table's",
    ]


def test_a_ragged_row_is_named(folder: Path) -> None:
    edit(folder, "countries", lambda rows: rows[2].append("more"))
    assert faults(folder) == ["countries.csv, row 3: 8 cells where the header has 7"]


def test_a_file_that_is_missing_or_not_utf8_is_named(folder: Path) -> None:
    (folder / "countries.csv").unlink()
    (folder / "regions.csv").write_bytes("область".encode("cp1251"))
    lines = faults(folder)
    assert lines[0] == "countries.csv: the file is missing"
    assert lines[1].startswith("regions.csv: cannot be read as CSV in UTF-8")


@pytest.mark.parametrize(
    "text",
    ["", '{"version": ', "[]", "{}", '{"version": "1", "created": "lately"}', '{"version": "1"}'],
)
def test_a_description_without_a_version_or_a_day_is_named(folder: Path, text: str) -> None:
    (folder / "datapackage.json").write_text(text, "utf-8")
    # Wrong cells make the rules wait: this test is about reading, and quicker so.
    put(folder, "sources", "terms", "free")
    line, _ = faults(folder)
    assert line.startswith("datapackage.json: needs a version and a created date (")


def test_a_missing_description_is_named(folder: Path) -> None:
    (folder / "datapackage.json").unlink()
    assert faults(folder) == ["datapackage.json: the file is missing"]


def test_a_key_that_stands_twice_is_named_where_it_stands(folder: Path) -> None:
    edit(folder, "machines", lambda rows: rows.append(rows[1]))
    key, last = "kaz-nroc-ethos", len(catalogue.load()["machines"]) + 2
    assert faults(folder) == [
        f"machines.csv, row {row}, column key: '{key}' stands in more than one row"
        for row in (2, last)
    ]


def test_a_listing_that_stands_twice_is_named(folder: Path) -> None:
    edit(folder, "directory_counts", lambda rows: rows.insert(2, rows[1]))
    (line,) = faults(folder)
    assert line.startswith("directory_counts.csv, row 3, column centre: '")
    assert line.endswith("' stands in more than one row")


def test_two_preferred_totals_of_one_day_are_named(folder: Path) -> None:
    def twice(rows: Rows) -> None:
        flag = rows[0].index("preferred")
        rows.insert(1, next(row for row in rows[1:] if row[flag] == "1"))

    edit(folder, "national_totals", twice)
    (line,) = faults(folder)
    assert line.startswith("national_totals.csv, row 3, column preferred: a second preferred value")
    assert line.endswith("' for one country and date")


@pytest.mark.parametrize("table", ["regions", "population"])
def test_a_table_without_rows_is_a_fault_and_no_crash(folder: Path, table: str) -> None:
    edit(folder, table, lambda rows: rows.__delitem__(slice(1, None)))
    lines = faults(folder)
    assert all(line.startswith(("centres", "districts", "regions")) for line in lines)


def test_what_is_no_folder_is_named(tmp_path: Path) -> None:
    for path in (tmp_path / "nowhere", DATA / "README.md"):
        assert faults(path) == [f"{path}: there is no such folder"]


def test_a_second_preferred_population_is_named(folder: Path) -> None:
    edit(folder, "population", lambda rows: rows.append(rows[1]))
    assert any(
        "2 rows of KAZ 1990 total are preferred where 1 must be" in line for line in faults(folder)
    )


def test_regions_that_do_not_sum_to_their_nation_are_named(folder: Path) -> None:
    put(folder, "regions", "population", "9000000")
    (line,) = faults(folder)
    assert line.startswith("regions.csv, row 2, column population: the regions of KAZ sum to")
    assert line.endswith("not to within 3% of it")


def test_the_real_data_have_no_fault_and_cannot_be_changed(facts: Catalogue) -> None:
    frame = facts["centres"]
    frame.loc[0, "name_en"] = "Changed"
    frame["new"] = 1
    assert facts["centres"].loc[0, "name_en"] != "Changed"
    assert "new" not in facts["centres"]
    assert len(facts.fingerprint) == 12


def test_any_cell_changes_the_fingerprint_and_a_byte_order_mark_is_read(folder: Path) -> None:
    before = catalogue.load(folder).fingerprint
    put(folder, "centres", "name_en", "Renamed")
    file = folder / "centres.csv"
    file.write_text(file.read_text("utf-8"), "utf-8-sig")
    after = catalogue.load(folder)
    assert after.fingerprint != before
    assert after["centres"].loc[0, "name_en"] == "Renamed"
