"""Aggregated tables of childhood cancer registers: checked whole before anything is read from them.

Only counts are read. A table that looks as if it named people is refused before anything else.
What may be shown of a table is `shifo.disclosure`'s and `shifo.register_tables`' business.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from datetime import date, datetime
from pathlib import Path

import pandas as pd

from shifo.faults import N_, DataError, Fault

COLUMNS = (
    *("country", "area", "year", "sex", "age_band", "iccc3_group", "iccc3_subgroup"),
    *("new_cases", "deaths", "alive_1y", "alive_3y", "alive_5y", "lost_to_follow_up"),
)
OPTIONAL = ("morphologically_verified", "population")
"""Columns that a table need not have: cases verified by morphology; people of the row's sex and age."""
COUNTS = (*COLUMNS[7:], OPTIONAL[0])
KEY = list(COLUMNS[:7])
NEEDED = ("country", "year", "sex", "age_band", "iccc3_group", "new_cases")
SEXES = ("female", "male", "both")
AGE_BANDS = ("0", "1_4", "5_9", "10_14", "15_19", "0_14", "0_19")
SUBGROUPS = {
    "I": "abcde",
    "II": "abcde",
    "III": "abcdef",
    "IV": "ab",
    "V": "",
    "VI": "abc",
    "VII": "abc",
    "VIII": "abcde",
    "IX": "abcde",
    "X": "abcde",
    "XI": "abcdef",
    "XII": "ab",
}
"""Main groups of ICCC-3 and the letters of their subgroups."""
ALL_GROUPS = "all"
TOTALS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("sex", "both", ("female", "male")),
    ("age_band", "0_14", ("0", "1_4", "5_9", "10_14")),
    ("age_band", "0_19", ("0_14", "15_19")),
    ("iccc3_group", ALL_GROUPS, tuple(SUBGROUPS)),
)
"""What is the sum of what: the column, the total's word and those of its parts."""
EARLIEST = 1950
MOST_ROWS, MOST_BYTES = 50_000, 5_000_000
MOST_UNPACKED = 60_000_000
"""Bytes of a workbook once it is unpacked, at most."""
LONGEST_AREA = 80

_PERSONAL = re.compile(
    r"\b(sur|first|last|full|given|patient|mother|father)?_?name\b|birth|\bdob\b|passport|phone|"
    r"address|e-?mail|\b(iin|inn|snils|pinfl|jshshir|mrn)\b|\bpatient\b|\bid\b|"
    r"\b(national|person|record|case|patient)_?id\b|фамил|\bимя\b|отчеств|\bфио\b|рожд|паспорт|"
    r"телефон|адрес|пациент|аты-жөні|туған|ном_ва_насаб|таваллуд|familiya|tugʻilgan|tug'ilgan|"
    r"ady_familiýasy|doglan|прізвищ|народж|\bнэр\b|төрсөн|soyad|doğum|\bnume|născut|სახელ|დაბად|"
    r"անուն|ծննդ",
    re.IGNORECASE,
)
_PERSONAL_CELL = re.compile(r"\d{1,2}[./-]\d{1,2}[./-]\d{4}|\d{4}-\d\d-\d\d.*|\d{9,}")
"""A day or a long number: no cell of an aggregated table holds either."""


def read(path: Path, today: date | None = None) -> pd.DataFrame:
    """A register's table, checked.

    Returns
    -------
    Frame in the columns of `COLUMNS` and `OPTIONAL`; counts are Int64, missing where the table says
    nothing.

    Raises
    ------
    DataError
        With every fault by row and column; with one only when the table names people.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        wrong = N_("cannot be read: {why}")
        raise DataError([Fault(path.name, 0, "", wrong, {"why": error.strerror})]) from None
    return parse(path.name, data, today)


def parse(name: str, data: bytes, today: date | None = None) -> pd.DataFrame:
    """`read` for the bytes of a file.

    CSV in UTF-8 with commas, semicolons or tabs between cells, or XLSX (its sheet "data", else
    the first).
    """
    if len(data) > MOST_BYTES:
        wrong = N_("larger than {n} MB")
        raise DataError([Fault(name, 0, "", wrong, {"n": MOST_BYTES // 1_000_000})])
    lines = _sheet(name, data) if name.lower().endswith(".xlsx") else _lines(name, data)
    header, *rows = lines or [[]]
    header = [cell.strip() for cell in header]
    _refuse_people(name, header, rows)
    known = (*COLUMNS, *OPTIONAL)
    faults = [Fault(name, 1, c, N_("the column is missing")) for c in NEEDED if c not in header]
    wrong = N_("the column is not one of {names}")
    faults += [
        Fault(name, 1, c, wrong, {"names": ", ".join(known)})
        for c in dict.fromkeys(header)
        if c not in known
    ]
    faults += [
        Fault(name, 1, c, N_("the column stands there twice"))
        for c in dict.fromkeys(header)
        if header.count(c) > 1
    ]
    if len(rows) > MOST_ROWS:
        wrong = N_("has {n} rows, at most {most} are read")
        faults.append(Fault(name, 0, "", wrong, {"n": len(rows), "most": MOST_ROWS}))
    if not rows and not faults:
        faults.append(Fault(name, 0, "", N_("has no row below its header")))
    if faults:
        raise DataError(faults)
    width = len(header)
    wrong = N_("has {n} cells, not {width}")
    faults += [
        Fault(name, line, "", wrong, {"n": len(row), "width": width})
        for line, row in enumerate(rows, start=2)
        if len(row) != width
    ]
    if faults:
        raise DataError(faults)
    texts = pd.DataFrame(rows, columns=header, dtype="str").apply(lambda cells: cells.str.strip())
    texts = texts.reindex(columns=list(known), fill_value="")
    table, faults = _typed(name, texts, today or date.today())
    if not faults:
        faults = [*_impossible(name, table), *_doubled(name, table), *_unequal(name, table)]
        faults += _peopled(name, table)
    if faults:
        raise DataError(faults)
    return table


# --- parts -------------------------------------------------------------------------------------


def _lines(name: str, data: bytes) -> list[list[str]]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        wrong = N_("is no text in UTF-8: save it as “CSV UTF-8” or as an Excel workbook (XLSX)")
        raise DataError([Fault(name, 0, "", wrong)]) from None
    # Where commas are for decimals, spreadsheets write semicolons between cells.
    delimiter = max(",;\t", key=text.partition("\n")[0].count)
    try:
        lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as error:
        wrong = N_("cannot be read as CSV: {why}")
        raise DataError([Fault(name, 0, "", wrong, {"why": error})]) from None
    return _trimmed(lines)


def _sheet(name: str, data: bytes) -> list[list[str]]:
    from openpyxl import load_workbook

    wrong = N_("cannot be read as an Excel workbook (XLSX)")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            unpacked = sum(one.file_size for one in archive.infolist())
        if unpacked > MOST_UNPACKED:
            raise DataError(
                [Fault(name, 0, "", N_("is larger than it looks, and is not unpacked"))]
            )
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        sheets = {sheet.title.lower(): sheet for sheet in book.worksheets}
        sheet = sheets.get("data") or book.worksheets[0]
        lines = [[_text(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]
    except DataError:
        raise
    except Exception:  # A broken workbook fails in as many ways as there are to break one.
        raise DataError([Fault(name, 0, "", wrong)]) from None
    # A workbook leaves out the empty cells at the end of a row.
    lines = _trimmed(lines)
    return [line + [""] * (len(lines[0]) - len(line)) for line in lines]


def _trimmed(lines: list[list[str]]) -> list[list[str]]:
    """Lines without the empty ones at the end and the empty cells beyond the header's last word."""
    while lines and not any(lines[-1]):
        lines.pop()
    width = (
        max((i for i, cell in enumerate(lines[0], 1) if cell.strip()), default=0) if lines else 0
    )
    return [line if any(line[width:]) else line[:width] for line in lines]


def _text(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    return str(cell)


def _refuse_people(name: str, header: list[str], rows: list[list[str]]) -> None:
    """Stops at the first column or cell that looks as if it told of single people."""
    wrong = N_(
        "'{found}' looks as if it told of single people; only counts are accepted, and nothing of the "
        "file was kept"
    )
    for cell in header:
        if _PERSONAL.search(cell.replace(" ", "_")):
            raise DataError([Fault(name, 1, cell, wrong, {"found": cell})])
    wrong = N_(
        "holds a day or a long number, as if it told of single people; only counts are accepted, and "
        "nothing of the file was kept"
    )
    for line, row in enumerate(rows, start=2):
        for column, cell in zip(header, row, strict=False):
            if _PERSONAL_CELL.fullmatch(cell.strip()):
                # What was found is not repeated: it may be somebody's.
                raise DataError([Fault(name, line, column, wrong)])


def _typed(name: str, texts: pd.DataFrame, today: date) -> tuple[pd.DataFrame, list[Fault]]:
    faults: list[Fault] = []
    for line, row in enumerate(texts.to_dict("records"), start=2):
        faults += [
            Fault(name, line, column, wrong, {"found": row[column][:40], **values})
            for column, wrong, values in _wrong(row, today)
        ]
    table = texts.copy()
    numbers = [*COUNTS, "population"]
    table[numbers] = texts[numbers].apply(pd.to_numeric, errors="coerce").astype("Float64")
    if not faults:
        table[numbers] = table[numbers].astype("Int64")
        table["year"] = table["year"].astype(int)
    return table, faults


def _wrong(row: dict, today: date) -> list[tuple[str, str, dict[str, object]]]:
    """Columns of a row that cannot be, with what they should be."""
    found: list[tuple[str, str, dict[str, object]]] = []
    one_of = N_("'{found}' is not one of {words}")
    group, sub = row["iccc3_group"], row["iccc3_subgroup"]
    if not re.fullmatch(r"[A-Z]{3}", row["country"]):
        found.append(("country", N_("'{found}' is not a code of three letters (ISO 3166-1)"), {}))
    if len(row["area"]) > LONGEST_AREA:
        found.append(("area", N_("'{found}' … is longer than {n} letters"), {"n": LONGEST_AREA}))
    if not (row["year"].isdigit() and EARLIEST <= int(row["year"]) <= today.year):
        wrong = N_("'{found}' is not a year from {first} to {last}")
        found.append(("year", wrong, {"first": EARLIEST, "last": today.year}))
    for column, allowed in (("sex", SEXES), ("age_band", AGE_BANDS)):
        if row[column] not in allowed:
            found.append((column, one_of, {"words": ", ".join(allowed)}))
    if group not in (*SUBGROUPS, ALL_GROUPS):
        found.append(("iccc3_group", one_of, {"words": ", ".join((*SUBGROUPS, ALL_GROUPS))}))
    elif sub and sub not in SUBGROUPS.get(group, ""):
        letters = SUBGROUPS.get(group, "")
        none = N_("'{found}' is not one of empty: the group has none")
        wrong = one_of if letters else none
        found.append(("iccc3_subgroup", wrong, {"words": ", ".join(letters)}))
    for column in (*COUNTS, "population"):
        text = row[column]
        if (text or column == "new_cases") and not re.fullmatch(r"\d{1,8}", text):
            found.append((column, N_("'{found}' is not a whole number"), {}))
    return found


def _impossible(name: str, table: pd.DataFrame) -> list[Fault]:
    """Counts that cannot be together in a row."""
    rules = [
        *((c, "new_cases") for c in COUNTS[1:]),
        ("alive_3y", "alive_1y"),
        ("alive_5y", "alive_3y"),
        ("alive_5y", "alive_1y"),
    ]
    wrong = N_("{found} is more than {limit}, {n}")
    faults = []
    for column, limit in rules:
        bad = (table[column] > table[limit]).fillna(False)
        faults += [
            Fault(
                name,
                int(i) + 2,
                column,
                wrong,
                {"found": table[column][i], "limit": limit, "n": table[limit][i]},
            )
            for i in table.index[bad]
        ]
    # Who died later was alive at one and three years: only the last can be set against all deaths.
    both = (table["deaths"] + table["alive_5y"] > table["new_cases"]).fillna(False)
    wrong = N_("deaths and alive_5y are more than new_cases")
    faults += [Fault(name, int(i) + 2, "deaths", wrong) for i in table.index[both]]
    return faults


def _doubled(name: str, table: pd.DataFrame) -> list[Fault]:
    twice = table.duplicated(KEY, keep="first")
    first = table.reset_index().groupby(KEY, dropna=False)["index"].transform("min")
    wrong = N_("says the same as row {n} again")
    return [
        Fault(name, int(i) + 2, "", wrong, {"n": int(first[i]) + 2}) for i in table.index[twice]
    ]


def _unequal(name: str, table: pd.DataFrame) -> list[Fault]:
    """Totals that are not the sum of their parts, or less than those of them that stand."""
    faults = []
    counts = list(COUNTS)
    subgroups = [
        ("iccc3_subgroup", "", tuple(letters), group) for group, letters in SUBGROUPS.items()
    ]
    for column, total, members, group in [*((*one, "") for one in TOTALS), *subgroups]:
        rows = table[table["iccc3_group"] == group] if group else table
        others = [key for key in KEY if key != column]
        parts = rows[rows[column].isin(members)].groupby(others)
        sums = parts[counts].sum(min_count=1).astype("Int64")
        known, all_ = parts[counts].count(), parts.size()
        totals = rows[rows[column] == total]
        places = pd.MultiIndex.from_frame(totals[others])
        for count in counts:
            given = totals[count]
            held = sums[count].reindex(places).set_axis(totals.index)
            whole = (all_ == len(members)) & (known[count] == len(members))
            whole = whole.reindex(places, fill_value=False).set_axis(totals.index)
            unlike = (whole & (given != held)).fillna(False)
            less = (~whole & (given < held)).fillna(False)
            for wrong, bad in (
                (N_("{found} is not {n}, the sum of {words}"), unlike),
                (N_("{found} is less than {n}, the sum of those of {words} that stand"), less),
            ):
                faults += [
                    Fault(
                        name,
                        int(i) + 2,
                        count,
                        wrong,
                        {"found": given[i], "n": held[i], "words": ", ".join(members)},
                    )
                    for i in totals.index[bad]
                ]
    return faults


def _peopled(name: str, table: pd.DataFrame) -> list[Fault]:
    """People of one place, year, sex and age who are told twice and differently."""
    keys = ["country", "area", "year", "sex", "age_band"]
    told = table.dropna(subset=["population"])
    first = told.groupby(keys)["population"].transform("first")
    wrong = N_("{found} is not {n}, as another row of the same people has it")
    return [
        Fault(
            name,
            int(i) + 2,
            "population",
            wrong,
            {"found": told["population"][i], "n": first[i]},
        )
        for i in told.index[told["population"] != first]
    ]
