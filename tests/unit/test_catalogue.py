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

Rows = list[list[str]]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the project's data that a test may break."""
    copy = tmp_path / "data"
    shutil.copytree(DATA, copy, ignore=shutil.ignore_patterns("build", "places.csv", "roads_*"))
    return copy


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


CELLS = [
    ("machine_status", "status", "working", "'working' is not one of operational, out_of_service"),
    ("directory_counts", "count", "-1", "'-1' is not a whole number at least 0"),
    ("directory_counts", "count", "two", "'two' is not a whole number at least 0"),
    ("regions", "population", "1_000", "'1_000' is not a whole number at least 0"),
    ("centres", "lat", "141.3", "'141.3' is not a number at least -90 and at most 90"),
    ("machine_status", "date", "2025-13", "'2025-13' is not a date as YYYY, YYYY-MM or YYYY-MM-DD"),
    ("machine_status", "date", "2025-02-30", "'2025-02-30' is not a date as"),
    ("machine_status", "date", "2999-01", "'2999-01' lies in the future"),
    ("centres", "name_en", "", "is empty, but a value is required"),
    ("centres", "services", "surgery;tea", "'surgery;tea' is not one of surgery, chemotherapy"),
    ("centres", "key", "Not A Key", "'Not A Key' is not lower-case letters, digits, hyphens"),
    ("machines", "centre", "nowhere", "'nowhere' is not in centres.csv"),
    ("partnerships", "to", "nobody", "'nobody' is neither in centres.csv nor in institutions.csv"),
    ("machines", "sources", "hearsay", "'hearsay' is not in sources.csv"),
    ("machines", "sources", "", "is empty, but a value is required"),
    ("centres", "region", "UZ-TK", "'UZ-TK' is in UZB, not in KAZ"),
    ("centres", "lat", "10.0", "'10.0, "),
    ("sources", "terms", "free", "'free' is not one of open, attribution, non_commercial"),
]


@pytest.mark.parametrize(("table", "column", "cell", "wrong"), CELLS)
def test_a_wrong_cell_is_named_with_file_row_and_column(
    folder: Path, table: str, column: str, cell: str, wrong: str
) -> None:
    put(folder, table, column, cell)
    found = [
        line for line in faults(folder) if line.startswith(f"{table}.csv, row 2, column {column}")
    ]
    assert any(wrong in line for line in found), faults(folder)


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


def test_a_description_without_a_version_is_named(folder: Path) -> None:
    (folder / "datapackage.json").write_text("{}", "utf-8")
    assert faults(folder) == ["datapackage.json: needs a version and a created date ('version')"]


def test_a_key_that_stands_twice_is_named(folder: Path) -> None:
    edit(folder, "machines", lambda rows: rows.append(rows[1]))
    assert all("stands in more than one row" in line for line in faults(folder))


def test_two_preferred_totals_of_one_day_are_named(folder: Path) -> None:
    def twice(rows: Rows) -> None:
        flag = rows[0].index("preferred")
        rows.append(next(row for row in rows[1:] if row[flag] == "1"))

    edit(folder, "national_totals", twice)
    assert any("a second preferred value of" in line for line in faults(folder))


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
