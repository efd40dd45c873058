"""Aggregated tables of childhood cancer registers: checked whole before anything is read from them.

Only counts are read. What may be shown of a table is `shifo.disclosure`'s and
`shifo.register_tables`' business.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from pathlib import Path

import pandas as pd

from shifo import register_checks as checks
from shifo.faults import N_, DataError, Fault
from shifo.register_columns import (
    AGE_BANDS,
    ALL_GROUPS,
    COLUMNS,
    COUNTRIES,
    COUNTS,
    EARLIEST,
    LONGEST_AREA,
    NEEDED,
    OPTIONAL,
    SEXES,
    SUBGROUPS,
)
from shifo.register_lines import MOST_ROWS, lines_of
from shifo.register_people import refuse_people


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
    header, *rows = lines_of(name, data) or [[]]
    header = [cell.strip().lower() for cell in header]
    refuse_people(name, header, rows)
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
            *checks.impossible(name, table, today or date.today()),
            *checks.doubled(name, table),
            *checks.unequal(name, table),
        ]
        faults += [*checks.overlapping(name, table), *checks.peopled(name, table)]
    if faults:
        raise DataError(faults)
    return table


# --- parts -------------------------------------------------------------------------------------


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
