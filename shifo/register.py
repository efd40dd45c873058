"""Aggregated tables of childhood cancer registers: checked whole, and safe to show.

Only counts are read. A table that looks as if it named people is refused before anything else.
Small counts are hidden so that no hidden one can be worked out from what is shown.
"""

from __future__ import annotations

import csv
import re
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.optimize import linprog

from shifo.faults import DataError, Fault

COLUMNS = (
    *("country", "area", "year", "sex", "age_band", "iccc3_group", "iccc3_subgroup"),
    *("new_cases", "deaths", "alive_1y", "alive_3y", "alive_5y", "lost_to_follow_up"),
)
COUNTS = COLUMNS[7:]
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
EARLIEST = 1950
MOST_ROWS, MOST_BYTES = 50_000, 5_000_000
SMALL = 5
"""Counts from 1 to one less than this are not shown."""

_PERSONAL = re.compile(
    r"\b(sur|first|last|full|patient|mother|father)?_?name\b|birth|\bdob\b|passport|phone|address|"
    r"\b(iin|inn|snils|pinfl|jshshir|mrn)\b|\bpatient\b|\b(national|person|record|case|patient)_?id\b|\bid\b|"
    r"фамил|\bимя\b|отчеств|\bфио\b|рожд|паспорт|телефон|адрес|аты-жөні|туған|ном_ва_насаб|таваллуд|"
    r"familiya|tugʻilgan|tug'ilgan|ady_familiýasy|doglan",
    re.IGNORECASE,
)


def read(path: Path, today: date | None = None) -> pd.DataFrame:
    """A register's table, checked.

    Returns
    -------
    Frame in the columns of `COLUMNS`; counts are Int64, missing where the table says nothing.

    Raises
    ------
    DataError
        With every fault by row and column; with one only when the table names people.
    """
    name = path.name
    try:
        if path.stat().st_size > MOST_BYTES:
            raise DataError([Fault(name, 0, "", f"larger than {MOST_BYTES // 1_000_000} MB")])
        with path.open(encoding="utf-8-sig", newline="") as file:
            header, *rows = list(csv.reader(file, strict=True)) or [[]]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise DataError([Fault(name, 0, "", f"cannot be read as CSV in UTF-8: {error}")]) from None
    header = [cell.strip() for cell in header]
    personal = [cell for cell in header if _PERSONAL.search(cell.replace(" ", "_"))]
    if personal:
        why = (
            f"'{personal[0]}' looks as if it told of single people; only counts are accepted, and "
            "nothing of the file was kept"
        )
        raise DataError([Fault(name, 1, personal[0], why)])
    faults = [Fault(name, 1, c, "the column is missing") for c in NEEDED if c not in header]
    faults += [
        Fault(name, 1, c, f"the column is not one of {', '.join(COLUMNS)}")
        for c in dict.fromkeys(header)
        if c not in COLUMNS
    ]
    if len(rows) > MOST_ROWS:
        faults.append(Fault(name, 0, "", f"has {len(rows)} rows, at most {MOST_ROWS} are read"))
    if faults:
        raise DataError(faults)
    width = len(header)
    faults += [
        Fault(name, line, "", f"has {len(row)} cells, not {width}")
        for line, row in enumerate(rows, start=2)
        if len(row) != width
    ]
    if faults:
        raise DataError(faults)
    texts = pd.DataFrame(rows, columns=header, dtype="str").apply(lambda cells: cells.str.strip())
    texts = texts.reindex(columns=list(COLUMNS), fill_value="")
    table, faults = _typed(name, texts, today or date.today())
    if not faults:
        faults = [*_impossible(name, table), *_doubled(name, table), *_unequal(name, table)]
    if faults:
        raise DataError(faults)
    return table


def hidden(counts: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Which cells of a table with its totals must not be shown, and which may be told as "<5".

    Counts of 1 to 4 are hidden, totals among them, and others with them until for each small
    count at least two values agree with everything told. Whoever reads the table is taken to
    know that "<5" is 1 to 4 and that any other hidden count is at least 0. Where totals so small
    would give their parts away, "<5" is not told of them.

    Parameters
    ----------
    counts
        Whole numbers, (rows, columns), without totals.

    Returns
    -------
    Two arrays of booleans, (rows + 1, columns + 1); the last row and column are the totals'.
    """
    whole = with_totals(counts)
    small = (whole > 0) & (whole < SMALL)
    hide, told = small.copy(), small.copy()
    while True:
        known = [
            (int(i), int(j))
            for i, j in np.argwhere(small)
            if _determined(whole, hide, told, (int(i), int(j)))
        ]
        if not known:
            return hide, told
        before = hide.sum()
        for row, column in known:
            _cover(whole, hide, row, column)
        if hide.sum() > before:
            continue
        if told[-1].any() or told[:, -1].any():
            told[-1, :] = told[:, -1] = False
        elif told.any():
            told[:] = False
        else:
            # A table of so little that nothing of it can be shown.
            return np.ones_like(hide), told


def with_totals(counts: np.ndarray) -> np.ndarray:
    """A table with the sums of its rows and columns and of all."""
    rows = np.column_stack([counts, counts.sum(axis=1)])
    return np.vstack([rows, rows.sum(axis=0)])


def bounds(
    whole: np.ndarray, hide: np.ndarray, told: np.ndarray, cell: tuple[int, int]
) -> tuple[int, int]:
    """The least and the most that a hidden cell can be, from all that is shown and told."""
    places = [(int(i), int(j)) for i, j in np.argwhere(hide)]
    index = {place: i for i, place in enumerate(places)}
    rows, columns = whole.shape
    lines = [[(i, j) for j in range(columns)] for i in range(rows)]
    lines += [[(i, j) for i in range(rows)] for j in range(columns)]
    equal, right = [], []
    for line in lines:
        # The parts of a line less its total are nothing.
        weights = np.zeros(len(places))
        known = 0.0
        for part in line:
            sign = -1.0 if part == line[-1] else 1.0
            if part in index:
                weights[index[part]] = sign
            else:
                known += sign * whole[part]
        if weights.any():
            equal.append(weights)
            right.append(-known)
    limits = [(1, SMALL - 1) if told[place] else (0, None) for place in places]
    goal = np.zeros(len(places))
    goal[index[cell]] = 1.0
    ends = []
    for sign in (1.0, -1.0):
        solved = linprog(sign * goal, A_eq=np.array(equal), b_eq=np.array(right), bounds=limits)
        ends.append(sign * solved.fun if solved.status == 0 else np.inf)
    return round(ends[0]), int(min(round(min(ends[1], 1e9)), 10**9))


# --- parts -------------------------------------------------------------------------------------


def _determined(
    whole: np.ndarray, hide: np.ndarray, told: np.ndarray, cell: tuple[int, int]
) -> bool:
    least, most = bounds(whole, hide, told, cell)
    return most <= least


def _cover(whole: np.ndarray, hide: np.ndarray, row: int, column: int) -> None:
    """Hides the three cheapest cells that make a rectangle with this one."""
    rows, columns = whole.shape
    best: tuple[float, tuple[int, int]] | None = None
    for i in range(rows):
        for j in range(columns):
            if i == row or j == column:
                continue
            corners = ((row, j), (i, column), (i, j))
            if all(hide[corner] for corner in corners):
                continue
            # An empty cell gives no room to the others; a total costs the reader most.
            price = sum(
                0.0
                if hide[c]
                else float(whole[c])
                + 1e6 * (whole[c] == 0)
                + 1e4 * (c[0] == rows - 1 or c[1] == columns - 1)
                for c in corners
            )
            if best is None or price < best[0]:
                best = (price, (i, j))
    if best is not None:
        i, j = best[1]
        hide[row, j] = hide[i, column] = hide[i, j] = True


def _typed(name: str, texts: pd.DataFrame, today: date) -> tuple[pd.DataFrame, list[Fault]]:
    faults: list[Fault] = []
    for line, row in enumerate(texts.to_dict("records"), start=2):
        faults += [
            Fault(name, line, c, f"'{row[c][:40]}' is not {why}") for c, why in _wrong(row, today)
        ]
    table = texts.copy()
    table[list(COUNTS)] = (
        texts[list(COUNTS)].apply(pd.to_numeric, errors="coerce").astype("Float64")
    )
    if not faults:
        table[list(COUNTS)] = table[list(COUNTS)].astype("Int64")
        table["year"] = table["year"].astype(int)
    return table, faults


def _wrong(row: dict, today: date) -> list[tuple[str, str]]:
    """Columns of a row that cannot be, and what they should be."""
    found = []
    group, sub = row["iccc3_group"], row["iccc3_subgroup"]
    if not re.fullmatch(r"[A-Z]{3}", row["country"]):
        found.append(("country", "a code of three letters (ISO 3166-1)"))
    if not (row["year"].isdigit() and EARLIEST <= int(row["year"]) <= today.year):
        found.append(("year", f"a year from {EARLIEST} to {today.year}"))
    if row["sex"] not in SEXES:
        found.append(("sex", f"one of {', '.join(SEXES)}"))
    if row["age_band"] not in AGE_BANDS:
        found.append(("age_band", f"one of {', '.join(AGE_BANDS)}"))
    if group not in (*SUBGROUPS, ALL_GROUPS):
        found.append(("iccc3_group", f"one of {', '.join(SUBGROUPS)}, {ALL_GROUPS}"))
    elif sub and sub not in SUBGROUPS.get(group, ""):
        letters = ", ".join(SUBGROUPS.get(group, "")) or "empty: the group has none"
        found.append(("iccc3_subgroup", f"one of {letters}"))
    for column in COUNTS:
        text = row[column]
        if (text or column == "new_cases") and not re.fullmatch(r"\d{1,7}", text):
            found.append((column, "a whole number"))
    return found


def _impossible(name: str, table: pd.DataFrame) -> list[Fault]:
    """Counts that cannot be together in a row."""
    rules = [
        *((c, "new_cases", "more than new_cases") for c in COUNTS[1:]),
        ("alive_3y", "alive_1y", "more than alive_1y"),
        ("alive_5y", "alive_3y", "more than alive_3y"),
        ("alive_5y", "alive_1y", "more than alive_1y"),
    ]
    faults = []
    for column, limit, why in rules:
        bad = (table[column] > table[limit]).fillna(False)
        faults += [
            Fault(name, int(i) + 2, column, f"{table[column][i]} is {why}, {table[limit][i]}")
            for i in table.index[bad]
        ]
    for column in ("alive_1y", "alive_3y", "alive_5y"):
        both = (table["deaths"] + table[column] > table["new_cases"]).fillna(False)
        if column != "alive_5y":
            # Who died later was alive then: only the last can be set against all deaths.
            continue
        faults += [
            Fault(name, int(i) + 2, "deaths", "deaths and alive_5y are more than new_cases")
            for i in table.index[both]
        ]
    return faults


def _doubled(name: str, table: pd.DataFrame) -> list[Fault]:
    twice = table.duplicated(KEY, keep="first")
    first = table.reset_index().groupby(KEY, dropna=False)["index"].transform("min")
    return [
        Fault(name, int(i) + 2, "", f"says the same as row {int(first[i]) + 2} again")
        for i in table.index[twice]
    ]


def _unequal(name: str, table: pd.DataFrame) -> list[Fault]:
    """Totals that are not the sum of their parts, where all parts stand."""
    parts: list[tuple[str, str, tuple[str, ...]]] = [
        ("sex", "both", ("female", "male")),
        ("age_band", "0_14", ("0", "1_4", "5_9", "10_14")),
        ("age_band", "0_19", ("0_14", "15_19")),
        ("iccc3_group", ALL_GROUPS, tuple(SUBGROUPS)),
    ]
    faults = []
    rows = table.set_index(KEY)
    for column, total, members in parts:
        for i in table.index[table[column] == total]:
            key = table.loc[i, KEY]
            found = [tuple({**key, column: member}.values()) for member in members]
            if not all(one in rows.index for one in found):
                continue
            for count in COUNTS:
                values = [rows.loc[one, count] for one in found]
                given = table.loc[i, count]
                if pd.isna(given) or any(pd.isna(v) for v in values) or given == sum(values):
                    continue
                why = f"{given} is not {sum(values)}, the sum of {', '.join(members)}"
                faults.append(Fault(name, int(i) + 2, count, why))
    return faults
