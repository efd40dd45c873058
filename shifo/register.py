"""Aggregated tables of childhood cancer registers: checked whole before anything is read from them.

Only counts are read. A table that looks as if it named people is refused before anything else.
What may be shown of a table is `shifo.disclosure`'s and `shifo.register_tables`' business.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
import zipfile
from datetime import date, datetime
from itertools import islice
from pathlib import Path

import pandas as pd
from babel.core import get_global

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
MOST_COLUMNS = 40
COUNTRIES = (frozenset(get_global("territory_aliases")) - {"ZZZ"}) | {"XXX"}
"""Codes of ISO 3166-1, and one that it leaves to its users."""
AGES_WITHOUT_YOUNG = ("age_band", "0_19", ("0", "1_4", "5_9", "10_14", "15_19"))

_PERSONAL = re.compile(
    r"(^|_)(sur|first|last|full|given|patient|mother|father|child|kid)?_?names?(_|$)|birth|(^|_)dob(_|$)|"
    r"passport|pasport|phone|telefon|address|e-?mail|patient|(^|_)(id|mrn|ssn|fio|fish)(_|$)|"
    r"(^|_)(iin|inn|snils|pinfl|jshshir|rma)(_|$)|date_of|"
    r"(^|_)(national|person|record|case|patient)_?(id|no|number)(_|$)|фамил|(^|_)имя(_|$)|отчеств|"
    r"(^|_)(фио|иин|инн|снилс|пинфл|жсн|пин|рма|др)(_|$)|рожд|паспорт|телефон|адрес|пациент|ребён|ребен|"
    r"дата|күні|әкесінің|(^|_)аты|жөні|туған|туулган|күнү|насаб|таваллуд|суроға|familiya|sharif|tugilgan|"
    r"туғилган|manzil|(^|_)(ism|исм|ady)(_|$)|familiýa|salgy|doglan|прізвищ|народж|(^|_)нэр(_|$)|төрсөн|"
    r"soyad|doğum|(^|_)nume|născut|სახელ|დაბად|անուն|ծննդ",
    re.IGNORECASE,
)
_DAY = re.compile(r"\d{1,2}[./-]\d{1,2}[./-](\d{4}|\d\d)(?!\d)|\d{4}-\d\d-\d\d")
_NUMBER = re.compile(r"\d(?:[\s\u00a0()-]*\d){6,}")
"""Days and long numbers: no cell of an aggregated table holds either."""


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
    header = [cell.strip().lower() for cell in header]
    _refuse_people(name, header, rows)
    known = (*COLUMNS, *OPTIONAL)
    if not set(header) & set(known):
        # What stands there is not repeated: it may be somebody's.
        wrong = N_("has no header: its first row is to be {names}")
        raise DataError([Fault(name, 1, "", wrong, {"names": ", ".join(COLUMNS)})])
    faults = [Fault(name, 1, c, N_("the column is missing")) for c in NEEDED if c not in header]
    wrong = N_("the column is not one of {names}")
    faults += [
        Fault(name, 1, _quoted(c, 30), wrong, {"names": ", ".join(known)})
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
        faults = [
            *_impossible(name, table, today or date.today()),
            *_doubled(name, table),
            *_unequal(name, table),
        ]
        faults += [*_overlapping(name, table), *_peopled(name, table)]
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
    # A line that some programs write for themselves.
    text = re.sub(r"\Asep=.\r?\n", "", text, flags=re.IGNORECASE)
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
        if len(sheets) > 1 and "data" not in sheets:
            several = N_("has {n} sheets: name the one that is to be read “data”")
            raise DataError([Fault(name, 0, "", several, {"n": len(sheets)})])
        sheet = sheets.get("data") or book.worksheets[0]
        # What a sheet says of its own size may be anything.
        sheet.reset_dimensions()
        read = sheet.iter_rows(values_only=True, max_col=MOST_COLUMNS)
        lines = [[_text(cell) for cell in row] for row in islice(read, MOST_ROWS + 2)]
        if any(any(cell is not None for cell in row) for row in read):
            most = N_("has more than {most} rows")
            raise DataError([Fault(name, 0, "", most, {"most": MOST_ROWS})])
    except DataError:
        raise
    except Exception:  # A broken workbook fails in as many ways as there are to break one.
        raise DataError([Fault(name, 0, "", wrong)]) from None
    # A workbook leaves out the empty cells at the end of a row.
    lines = _trimmed(lines)
    return [line + [""] * (len(lines[0]) - len(line)) for line in lines]


def _trimmed(lines: list[list[str]]) -> list[list[str]]:
    """Lines without the empty ones at the end and the empty cells beyond the header's last word.

    A line longer than the header's keeps them: a number with a comma in it may have become two.
    """
    while lines and not any(lines[-1]):
        lines.pop()
    if not lines:
        return lines
    full = len(lines[0])
    width = max((i for i, cell in enumerate(lines[0], 1) if cell.strip()), default=0)
    return [line if any(line[width:]) or len(line) > full else line[:width] for line in lines]


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
        if cell not in (*COLUMNS, *OPTIONAL) and _PERSONAL.search(_plain(cell)):
            raise DataError([Fault(name, 1, cell, wrong, {"found": cell})])
    wrong = N_(
        "holds a day or a long number, as if it told of single people; only counts are accepted, and "
        "nothing of the file was kept"
    )
    for line, row in enumerate([header, *rows], start=1):
        for column, cell in zip(header, row, strict=False):
            # What was found is not repeated: it may be somebody's.
            if _tells_of_one(cell, column):
                raise DataError([Fault(name, line, column if line > 1 else "", wrong)])


def _plain(cell: str) -> str:
    """The words of a header with one sign between them and none within."""
    letters = re.sub(r"[.'’‘ʻʼ`]", "", cell.strip())
    return re.sub(r"[\s\-/]+", "_", letters)


def _tells_of_one(cell: str, column: str) -> bool:
    """Whether a cell holds a day, a long number or a mail address; counts have up to 8 digits."""
    if column in (*COUNTS, "population"):
        return bool(_DAY.search(cell) or re.search(r"\d{9,}", cell))
    return bool(_DAY.search(cell) or _NUMBER.search(cell) or "@" in cell)


def _quoted(text: str, most: int = 12) -> str:
    """What was found, as far as it can be a code: longer words may be somebody's."""
    return text if len(text) <= most else f"{text[:3]}…"


def _typed(name: str, texts: pd.DataFrame, today: date) -> tuple[pd.DataFrame, list[Fault]]:
    faults: list[Fault] = []
    for line, row in enumerate(texts.to_dict("records"), start=2):
        faults += [
            Fault(name, line, column, wrong, {"found": _quoted(row[column]), **values})
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
    if row["country"] not in COUNTRIES or not re.fullmatch("[A-Z]{3}", row["country"]):
        found.append(("country", N_("'{found}' is not a code of three letters (ISO 3166-1)"), {}))
    if len(row["area"]) > LONGEST_AREA:
        found.append(("area", N_("'{found}' … is longer than {n} letters"), {"n": LONGEST_AREA}))
    if any(unicodedata.category(letter) == "Cc" for letter in row["area"]):
        found.append(("area", N_("holds signs that cannot be written"), {}))
    year = int(row["year"]) if re.fullmatch("[0-9]{4}", row["year"]) else 0
    if not EARLIEST <= year <= today.year:
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
        if (text or column == "new_cases") and not re.fullmatch("[0-9]{1,8}", text):
            found.append((column, N_("'{found}' is not a whole number"), {}))
    early = N_("'{found}' cannot be known yet for {year}")
    found += [
        (f"alive_{n}y", early, {"year": year})
        for n in (1, 3, 5)
        if year and row[f"alive_{n}y"] and year + n > today.year
    ]
    return found


def _impossible(name: str, table: pd.DataFrame, today: date) -> list[Fault]:
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
    alive, died, lost = (table[c] for c in ("alive_5y", "deaths", "lost_to_follow_up"))
    for wrong, together in (
        (N_("deaths and alive_5y are more than new_cases"), died + alive),
        (N_("lost_to_follow_up and alive_5y are more than new_cases"), lost + alive),
        (N_("deaths and lost_to_follow_up are more than new_cases"), died + lost),
    ):
        bad = (together > table["new_cases"]).fillna(False)
        faults += [Fault(name, int(i) + 2, wrong.split()[0], wrong) for i in table.index[bad]]
    if not faults:
        wrong = N_("{found}: deaths, lost_to_follow_up and alive_5y are {n} together")
        # In the last year that can have five years behind it, not all children have.
        sums = (died + lost + alive).where(table["year"] + 5 < today.year)
        faults += [
            Fault(
                name, int(i) + 2, "new_cases", wrong, {"found": table["new_cases"][i], "n": sums[i]}
            )
            for i in table.index[(sums != table["new_cases"]).fillna(False)]
        ]
    few = (table["population"] < table["new_cases"]).fillna(False)
    wrong = N_("{found} is less than new_cases, {n}")
    faults += [
        Fault(
            name,
            int(i) + 2,
            "population",
            wrong,
            {"found": table["population"][i], "n": table["new_cases"][i]},
        )
        for i in table.index[few]
    ]
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
    young = pd.MultiIndex.from_frame(table.loc[table["age_band"] == "0_14", _but("age_band")])
    apart = ~pd.MultiIndex.from_frame(table[_but("age_band")]).isin(young)
    for column, total, members, group in [
        *((*one, "") for one in (*TOTALS, AGES_WITHOUT_YOUNG)),
        *subgroups,
    ]:
        rows = table[table["iccc3_group"] == group] if group else table
        rows = rows[apart] if members == AGES_WITHOUT_YOUNG[2] else rows
        others = _but(column)
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


def _but(column: str) -> list[str]:
    return [key for key in KEY if key != column]


def _overlapping(name: str, table: pd.DataFrame) -> list[Fault]:
    """Countries with less than their areas have together: such areas overlap, as units in regions do."""
    here = table["area"] == ""
    sums = table[~here].groupby(_but("area"))[list(COUNTS)].sum(min_count=1).astype("Int64")
    totals = table[here]
    held = sums.reindex(pd.MultiIndex.from_frame(totals[_but("area")])).set_axis(totals.index)
    wrong = N_(
        "{found} is less than {n}, the sum of the areas: areas of one table may not overlap, as "
        "regions and their units do"
    )
    return [
        Fault(name, int(i) + 2, count, wrong, {"found": totals[count][i], "n": held[count][i]})
        for count in COUNTS
        for i in totals.index[(totals[count] < held[count]).fillna(False)]
    ]


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
