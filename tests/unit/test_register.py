"""Register tables: every fault named at once, no person let in."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from shifo import register, register_columns, register_people
from shifo.faults import DataError

HEAD = ",".join(register_columns.COLUMNS)
GOOD = "KAZ,,2020,both,0_14,I,,40,5,38,35,34,1"


def written(folder: Path, *rows: str, head: str = HEAD) -> Path:
    path = folder / "register.csv"
    path.write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
    return path


def faults(path: Path) -> list[str]:
    with pytest.raises(DataError) as told:
        register.read(path)
    return [str(fault) for fault in told.value.faults]


def test_a_good_table_is_read(tmp_path: Path) -> None:
    table = register.read(written(tmp_path, GOOD, "KAZ,,2021,both,0_14,I,a,30,,,,,"))
    assert list(table.columns) == [*register_columns.COLUMNS, *register_columns.OPTIONAL]
    assert table["new_cases"].tolist() == [40, 30]
    assert table["deaths"].isna().tolist() == [False, True]


@pytest.mark.parametrize("between", [";", "\t"])
def test_a_table_may_have_semicolons_or_tabs_between_its_cells(
    tmp_path: Path, between: str
) -> None:
    plain = register.read(written(tmp_path, GOOD))
    other = written(tmp_path, GOOD.replace(",", between), head=HEAD.replace(",", between))
    assert register.read(other).equals(plain)


def test_empty_columns_and_rows_that_spreadsheets_write_at_the_end_are_none(tmp_path: Path) -> None:
    plain = register.read(written(tmp_path, GOOD))
    assert register.read(written(tmp_path, f"{GOOD},,", f",,{',' * 12}", head=f"{HEAD},,")).equals(
        plain
    )
    (told,) = faults(written(tmp_path, f"{GOOD},7", head=f"{HEAD},"))
    assert "has 14 cells, not 13" in told


def test_text_in_another_encoding_is_told_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "register.csv"
    path.write_bytes(f"{HEAD}\n{GOOD}".replace("KAZ,,", "KAZ,Астана,").encode("cp1251"))
    (told,) = faults(path)
    assert "save it as “CSV UTF-8” or as an Excel workbook" in told


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("KZ,,2020,both,0_14,I,,40,,,,,", "row 2, column country: 'KZ' is not a code"),
        ("KAZ,,1900,both,0_14,I,,40,,,,,", "column year: '1900' is not a year from 1950"),
        ("KAZ,,2020,all,0_14,I,,40,,,,,", "column sex: 'all' is not one of female"),
        ("KAZ,,2020,both,0_99,I,,40,,,,,", "column age_band: '0_99'"),
        ("KAZ,,2020,both,0_14,XIII,,40,,,,,", "column iccc3_group: 'XIII'"),
        ("KAZ,,2020,both,0_14,V,a,40,,,,,", "column iccc3_subgroup: 'a' is not one of empty"),
        ("KAZ,,2020,both,0_14,I,,-4,,,,,", "column new_cases: '-4' is not a whole number"),
        ("KAZ,,2020,both,0_14,I,,,,,,,", "column new_cases: '' is not a whole number"),
        ("KAZ,,2020,both,0_14,I,,40,,41,,,", "column alive_1y: 41 is more than new_cases, 40"),
        ("KAZ,,2020,both,0_14,I,,40,,30,35,,", "column alive_3y: 35 is more than alive_1y, 30"),
        ("KAZ,,2020,both,0_14,I,,40,9,,,34,", "deaths and alive_5y are more than new_cases"),
        ("KAZ,,2020,both", "has 4 cells, not 13"),
    ],
)
def test_what_is_wrong_is_named_by_row_and_column(tmp_path: Path, row: str, said: str) -> None:
    assert any(said in fault for fault in faults(written(tmp_path, row)))


def test_all_faults_are_named_at_once(tmp_path: Path) -> None:
    told = faults(
        written(tmp_path, "KZ,,1900,all,0_99,XIII,,x,,,,,", "KAZ,,2020,both,0_14,I,z,1,,,,,")
    )
    assert len(told) == 7


def test_totals_are_the_sums_of_their_parts(tmp_path: Path) -> None:
    row = "KAZ,,2020,{},0_14,I,,{},,,,,"
    parts = [row.format("female", 10), row.format("male", 12)]
    register.read(written(tmp_path, *parts, row.format("both", 22)))
    told = faults(written(tmp_path, *parts, row.format("both", 23)))
    assert told == ["register.csv, row 4, column new_cases: 23 is not 22, the sum of female, male"]


def test_a_row_may_not_stand_twice(tmp_path: Path) -> None:
    assert "says the same as row 2 again" in faults(written(tmp_path, GOOD, GOOD))[0]


@pytest.mark.parametrize(
    "column",
    [
        *(
            "name",
            "patient_name",
            "Surname",
            "Date of birth",
            "dob",
            "passport",
            "IIN",
            "patient id",
        ),
        *("ФИО", "Фамилия", "Дата рождения", "туған күні", "familiya", "case_id", "phone"),
        *(
            "ИИН",
            "Ф.И.О.",
            "child_name",
            "patient_no",
            "ПИНФЛ",
            "аты-жөнү",
            "tug‘ilgan sana",
            "ism",
        ),
        *("date of diagnosis", "насаб", "manzil", "ady", "fio"),
    ],
)
def test_a_table_that_names_people_is_stopped(tmp_path: Path, column: str) -> None:
    told = faults(written(tmp_path, f"{GOOD},x", head=f"{HEAD},{column}"))
    assert len(told) == 1
    assert "looks as if it told of single people" in told[0]


def test_no_column_of_ours_looks_personal() -> None:
    assert not [
        c
        for c in (*register_columns.COLUMNS, *register_columns.OPTIONAL)
        if register_people.PERSONAL.search(c)
    ]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("KAZ,,2020²,both,0_14,I,,40,,,,,", "'2020²' is not a year"),
        ("KAZ,,2020,both,0_14,I,,٤٠,,,,,", "'٤٠' is not a whole number"),
        ("ZZZ,,2020,both,0_14,I,,40,,,,,", "'ZZZ' is not a code"),
        ("KAZ,A\x0bB,2020,both,0_14,I,,40,,,,,", "holds signs that cannot be written"),
        ("KAZ,,2020,both,0_14,I,,40,,30,20,10,31", "lost_to_follow_up and alive_5y are more"),
        ("KAZ,,2020,both,0_14,I,,40,30,,,,11", "deaths and lost_to_follow_up are more"),
        ("KAZ,,2020,both,0_14,I,,40,5,38,36,30,1", "deaths, lost_to_follow_up and alive_5y are 36"),
        ("KAZ,,2020,both,0_14,I,,4,000,,,,,", "has 14 cells, not 13"),
    ],
)
def test_what_only_looks_like_a_count_is_refused(tmp_path: Path, row: str, said: str) -> None:
    assert any(said in fault for fault in faults(written(tmp_path, row)))


def test_a_year_of_follow_up_that_is_not_over_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path, "KAZ,,2022,both,0_14,I,,40,,30,20,10,")
    with pytest.raises(DataError, match="column alive_5y: '10' cannot be known yet for 2022"):
        register.read(path, date(2026, 11, 26))


def test_areas_that_overlap_are_refused(tmp_path: Path) -> None:
    """Regions and a unit in one of them: what is left of the country could be had from both."""
    row = "KAZ,{},2020,both,0_14,all,,{},,,,,"
    given = (("", 100), ("North", 60), ("South", 37), ("West", 3), ("Hospital 1", 70))
    (told,) = faults(written(tmp_path, *(row.format(*one) for one in given)))
    assert "row 2, column new_cases: 100 is less than 170, the sum of the areas" in told


def test_a_band_with_more_than_its_total_is_refused(tmp_path: Path) -> None:
    row = "KAZ,,2020,both,{},all,,{},,,,,"
    told = faults(written(tmp_path, row.format("0_19", 10), row.format("5_9", 50)))
    assert any("10 is less than 50" in fault for fault in told)


def test_a_table_without_a_header_is_told_so_and_not_repeated(tmp_path: Path) -> None:
    (told,) = faults(written(tmp_path, head="Иванов Пётр,Алматы,12"))
    assert "has no header" in told
    assert "Иванов" not in told


@pytest.mark.parametrize(
    "cell", ["AA1234567", "+998 90 123 45 67", "870112-345678", "12.03.15", "a@b.kz"]
)
def test_a_cell_that_tells_of_one_person_stops_the_import(tmp_path: Path, cell: str) -> None:
    (told,) = faults(written(tmp_path, f"KAZ,{cell},2020,both,0_14,I,,40,,,,,"))
    assert "as if it told of single people" in told
    assert cell not in told


def test_a_header_may_be_in_capitals_and_after_a_line_of_the_spreadsheet(tmp_path: Path) -> None:
    plain = register.read(written(tmp_path, GOOD))
    semicolons = GOOD.replace(",", ";")
    other = written(tmp_path, HEAD.replace(",", ";").upper(), semicolons, head="sep=;")
    assert register.read(other).equals(plain)


def test_a_workbook_that_claims_to_be_huge_is_read_as_far_as_it_goes() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(list(register_columns.COLUMNS))
    sheet.append(["KAZ", "", 2020, "both", "0_14", "I", "", 40])
    buffer, other = io.BytesIO(), io.BytesIO()
    book.save(buffer)
    with zipfile.ZipFile(buffer) as given, zipfile.ZipFile(other, "w") as made:
        for name in given.namelist():
            text = given.read(name)
            if name.endswith("sheet1.xml"):
                text = re.sub(rb'<dimension ref="[^"]*"', b'<dimension ref="A1:XFD1048576"', text)
            made.writestr(name, text)
    assert register.parse("r.xlsx", other.getvalue())["new_cases"].tolist() == [40]


def test_children_of_the_last_year_may_not_all_have_five_years_behind_them(tmp_path: Path) -> None:
    row = "KAZ,,{},both,0_14,all,,100,20,85,75,40,5"
    register.read(written(tmp_path, row.format(2021)), date(2026, 11, 26))
    with pytest.raises(DataError, match="are 65 together"):
        register.read(written(tmp_path, row.format(2020)), date(2026, 11, 26))
