"""The kinds of columns that tables are made of: what a cell of each may hold, and how it is said."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence

import pandas as pd
import pandera.pandas as pa

from shifo import vocabulary as words
from shifo.dates import is_partial_date

KEY = r"[a-z0-9]+(-[a-z0-9]+)*"
ISO_3166_2 = r"(KZ-[0-9]{2}|KG-[A-Z]{1,2}|TJ-[A-Z]{2}|TM-[A-Z]|UZ-[A-Z]{2})"
SHOWN_WORDS = 14
"""A vocabulary longer than this is not listed whole in an error message."""

INTEGER_LIMIT = 2**63
"""What a column of whole numbers cannot hold any more."""


def _column(checks: list[pa.Check], required: bool, kind: str = "text") -> pa.Column:
    return pa.Column(checks=checks, nullable=not required, metadata={"kind": kind})


def _each(test: Callable[[str], bool], expected: str) -> pa.Check:
    """A check of every cell; each different cell is looked at once, as most stand many times."""

    def passes(cells: pd.Series) -> pd.Series:
        wrong = [cell for cell in cells.unique() if not test(cell)]
        return ~cells.isin(wrong) if wrong else pd.Series(True, index=cells.index)

    return pa.Check(passes, error=expected)


def _one_of(vocabulary: Sequence[str]) -> str:
    shown = ", ".join(vocabulary[:SHOWN_WORDS])
    return f"one of {shown}" + ", …" * (len(vocabulary) > SHOWN_WORDS)


def _number(
    shape: str,
    noun: str,
    kind: str,
    least: float | None,
    most: float | None,
    required: bool,
) -> pa.Column:
    bounds = [f"at least {least:g}"] if least is not None else []
    bounds += [f"at most {most:g}"] if most is not None else []

    def fits(cell: str) -> bool:
        # Digits of other scripts are digits to Python, but not to what turns them into numbers.
        if not re.fullmatch(shape, cell, flags=re.ASCII):
            return False
        value = float(cell)
        if not math.isfinite(value) or (kind == "integer" and abs(value) >= INTEGER_LIMIT):
            return False
        return (least is None or value >= least) and (most is None or value <= most)

    expected = " ".join([noun, " and ".join(bounds)]).strip()
    return _column([_each(fits, expected)], required, kind)


def text(*, required: bool = False, pattern: str = "", expected: str = "") -> pa.Column:
    """Free text, or text of one shape."""
    checks = [_each(lambda cell: cell.strip() != "", "is blank")]
    if pattern:
        checks = [pa.Check.str_matches(rf"^(?:{pattern})\Z", error=expected or f"match {pattern}")]
    return _column(checks, required)


def key(*, required: bool = True, unique: bool = False) -> pa.Column:
    """A key: lower-case letters, digits and hyphens."""
    column = text(required=required, pattern=KEY, expected="lower-case letters, digits, hyphens")
    column.unique = unique
    return column


def one_of(vocabulary: Sequence[str], *, required: bool = True) -> pa.Column:
    """One word of a closed list."""
    return _column([pa.Check.isin(list(vocabulary), error=_one_of(vocabulary))], required)


def some_of(vocabulary: Sequence[str]) -> pa.Column:
    """Words of a closed list, joined by semicolons; may be empty."""
    allowed = set(vocabulary)
    check = _each(lambda cell: set(cell.split(";")) <= allowed, _one_of(vocabulary))
    return _column([check], required=False)


def keys(*, required: bool = False) -> pa.Column:
    """Keys joined by semicolons."""
    return text(required=required, pattern=f"{KEY}(;{KEY})*", expected="keys joined by ';'")


def sources() -> pa.Column:
    """Keys of the sources that a row rests on; never empty."""
    return keys(required=True)


def number(
    *, least: float | None = None, most: float | None = None, required: bool = False
) -> pa.Column:
    """A number within bounds."""
    return _number(r"-?\d+(\.\d+)?", "a number", "number", least, most, required)


def integer(
    *, least: float | None = 0, most: float | None = None, required: bool = False
) -> pa.Column:
    """A whole number, not negative unless said otherwise."""
    return _number(r"-?\d+", "a whole number", "integer", least, most, required)


def flag() -> pa.Column:
    """0 or 1."""
    return _column([pa.Check.isin(["0", "1"], error="one of 0, 1")], True, kind="flag")


def partial_date(*, required: bool = False, periods: bool = False) -> pa.Column:
    """A year, month or day as precise as the source allows; with `periods`, two of them."""
    expected = "a date as YYYY, YYYY-MM or YYYY-MM-DD" + (" or two joined by '/'" * periods)
    check = _each(lambda cell: is_partial_date(cell, periods=periods), expected)
    return _column([check], required, kind="date")


def year(*, required: bool = True) -> pa.Column:
    """A calendar year."""
    return integer(least=1900, most=2100, required=required)


def iso3(*, together: bool = False, required: bool = True) -> pa.Column:
    """One of the five countries; with `together`, all five as one as well."""
    return one_of(words.COUNTRIES + (words.FIVE_TOGETHER,) * together, required=required)


def any_country(*, required: bool = True) -> pa.Column:
    """A country of the world, by its code."""
    expected = "three capital letters (ISO 3166-1 alpha-3)"
    return text(required=required, pattern="[A-Z]{3}", expected=expected)


def region() -> pa.Column:
    """A region of the five countries, by its code."""
    return text(required=True, pattern=ISO_3166_2, expected="an ISO 3166-2 code")


def name() -> pa.Column:
    """What something is called; never empty."""
    return text(required=True)


def confidence() -> pa.Column:
    """How sure a row is."""
    return one_of(words.CONFIDENCE)


def latitude(*, required: bool = True) -> pa.Column:
    """Degrees north."""
    return number(least=-90, most=90, required=required)


def longitude(*, required: bool = True) -> pa.Column:
    """Degrees east."""
    return number(least=-180, most=180, required=required)


def table(**columns: pa.Column) -> pa.DataFrameSchema:
    """A table of these columns and no others, in any order."""
    return pa.DataFrameSchema(columns, strict=True, ordered=False)
