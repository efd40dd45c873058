"""One pandera schema a table: what each column may hold.

Tables are checked as the text that stands in the file, so that a fault can quote it;
`typed` turns a checked table into numbers afterwards. What a cell may not hold is said
here; what tables owe to one another is said in `rules.py`.
"""

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


def sources() -> pa.Column:
    """Keys of the sources that a row rests on, joined by semicolons; never empty."""
    return text(required=True, pattern=f"{KEY}(;{KEY})*", expected="keys joined by ';'")


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


def _iso3(*, together: bool = False, required: bool = True) -> pa.Column:
    return one_of(words.COUNTRIES + (words.FIVE_TOGETHER,) * together, required=required)


def _any_country(*, required: bool = True) -> pa.Column:
    expected = "three capital letters (ISO 3166-1 alpha-3)"
    return text(required=required, pattern="[A-Z]{3}", expected=expected)


def _region() -> pa.Column:
    return text(required=True, pattern=ISO_3166_2, expected="an ISO 3166-2 code")


def _name() -> pa.Column:
    return text(required=True)


def _confidence() -> pa.Column:
    return one_of(words.CONFIDENCE)


def _latitude(*, required: bool = True) -> pa.Column:
    return number(least=-90, most=90, required=required)


def _longitude(*, required: bool = True) -> pa.Column:
    return number(least=-180, most=180, required=required)


def _table(**columns: pa.Column) -> pa.DataFrameSchema:
    return pa.DataFrameSchema(columns, strict=True, ordered=False)


SCHEMAS: dict[str, pa.DataFrameSchema] = {
    "sources": _table(
        key=key(unique=True),
        title=_name(),
        publisher=text(),
        published=partial_date(),
        accessed=partial_date(required=True),
        url=text(pattern=r"(https?|ftp)://\S+", expected="an address that begins with http"),
        language=text(pattern="[a-z]{2,3}(;[a-z]{2,3})*", expected="ISO 639 codes"),
        terms=one_of(words.TERMS),
    ),
    "countries": _table(
        iso3=one_of(words.COUNTRIES),
        iso2=text(required=True, pattern="[A-Z]{2}", expected="two capital letters"),
        name_en=_name(),
        name_ru=_name(),
        name_local=_name(),
        income_group=one_of(words.INCOME_GROUPS, required=False),
        sources=sources(),
    ),
    "regions": _table(
        iso_3166_2=_region(),
        iso3=_iso3(),
        name_en=_name(),
        name_ru=_name(),
        name_local=_name(),
        type=one_of(words.REGION_TYPES),
        population=integer(required=True),
        population_year=year(),
        population_0_14=integer(),
        approximate_boundary=flag(),
        sources=sources(),
        notes=text(),
    ),
    "centres": _table(
        key=key(unique=True),
        name_en=_name(),
        name_ru=text(),
        name_local=text(),
        iso3=_iso3(),
        city=text(),
        region=_region(),
        lat=_latitude(),
        lon=_longitude(),
        coord_basis=one_of(words.COORD_BASIS),
        type=one_of(words.CENTRE_TYPES, required=False),
        ownership=one_of(words.OWNERSHIP, required=False),
        status=one_of(words.CENTRE_STATUS),
        opened=partial_date(),
        beds=integer(),
        services=some_of(words.SERVICES),
        sources=sources(),
        confidence=_confidence(),
        notes=text(),
    ),
    "machines": _table(
        key=key(unique=True),
        centre=key(),
        modality=one_of(words.MODALITIES),
        manufacturer=text(),
        model=text(),
        count=integer(least=1),
        commissioned=partial_date(),
        sources=sources(),
        confidence=_confidence(),
        notes=text(),
    ),
    "machine_status": _table(
        machine=key(),
        date=partial_date(),
        status=one_of(words.MACHINE_STATUS),
        sources=sources(),
        confidence=_confidence(),
        notes=text(),
    ),
    "directory_counts": _table(
        centre=key(),
        **{"class": one_of(words.CLASSES)},
        count=integer(required=True),
        as_of=partial_date(required=True),
        listed_as=_name(),
        sources=sources(),
        confidence=_confidence(),
        notes=text(),
    ),
    "national_totals": _table(
        iso3=_iso3(together=True),
        metric=text(required=True, pattern="[a-z0-9_]+", expected="lower-case words joined by _"),
        value=number(),
        text=text(),
        unit=text(),
        as_of=partial_date(periods=True),
        preferred=flag(),
        sources=sources(),
        confidence=_confidence(),
        notes=text(),
    ),
    "paediatric_units": _table(
        key=key(unique=True),
        centre=key(),
        name_en=_name(),
        beds=integer(),
        hsct=one_of(words.HSCT, required=False),
        annual_new_cases=integer(),
        specialists=integer(),
        radiotherapy_access=text(),
        status=one_of(words.UNIT_STATUS),
        as_of=partial_date(),
        sources=sources(),
        confidence=_confidence(),
        notes=text(),
    ),
    "districts": _table(
        region=_region(),
        name_en=_name(),
        name_local=text(),
        kind=text(),
        population=integer(required=True),
        population_year=year(),
        centre_name=text(),
        lat=_latitude(required=False),
        lon=_longitude(required=False),
        coord_source=text(),
        sources=sources(),
        notes=text(),
    ),
    "corrections": _table(
        date=partial_date(required=True),
        table=_name(),
        key=text(),
        was=text(),
        **{"is": text()},
        why=_name(),
        reported_by=_name(),
    ),
    "childhood": _table(
        iso3=text(required=True, pattern="[A-Z_]{3,8}", expected="a country or group of countries"),
        metric=_name(),
        value=number(),
        unit=text(),
        year=text(),
        age_band=text(),
        sources=sources(),
        notes=text(),
    ),
    "population": _table(
        iso3=_any_country(),
        year=year(),
        age_band=_name(),
        population=integer(required=True),
        variant=_name(),
        revision=_name(),
        preferred=flag(),
        sources=sources(),
    ),
    "burden": _table(
        iso3=_any_country(),
        year=year(),
        site=_name(),
        sex=one_of(words.SEXES),
        age_band=_name(),
        metric=_name(),
        value=number(least=0, required=True),
        edition=_name(),
        sources=sources(),
        notes=text(),
    ),
    "benchmarks": _table(
        key=text(required=True, pattern="[a-z0-9_]+", expected="lower-case words joined by _"),
        label=_name(),
        value=number(required=True),
        unit=_name(),
        applies_to=text(),
        sources=sources(),
        notes=text(),
    ),
    "institutions": _table(
        key=key(unique=True),
        name_en=_name(),
        name_ru=text(),
        name_local=text(),
        also_known_as=text(),
        country=_any_country(required=False),
        city=text(),
        lat=_latitude(required=False),
        lon=_longitude(required=False),
        coord_basis=one_of(words.COORD_BASIS, required=False),
        type=text(),
        ownership=one_of(words.OWNERSHIP, required=False),
        sources=sources(),
        confidence=_confidence(),
        notes=text(),
    ),
    "partnerships": _table(
        **{"from": key()},
        to=key(),
        kind=one_of(words.PARTNERSHIP_KINDS),
        since=partial_date(),
        until=partial_date(),
        status=one_of(words.PARTNERSHIP_STATUS, required=False),
        sources=sources(),
        confidence=one_of(words.CONFIDENCE, required=False),
        notes=text(),
    ),
    "timeline": _table(
        date=partial_date(required=True, periods=True),
        iso3=_iso3(together=True, required=False),
        kind=one_of(words.TIMELINE_KINDS),
        what=_name(),
        centre=key(required=False),
        partners=text(),
        sources=sources(),
    ),
    "projects": _table(
        key=key(unique=True),
        name_en=_name(),
        name_ru=text(),
        iso3=_iso3(),
        centre=key(required=False),
        machines=text(pattern=f"{KEY}(;{KEY})*", expected="keys joined by ';'"),
    ),
    "project_statements": _table(
        project=key(),
        date=partial_date(required=True, periods=True),
        stage=one_of(words.PROJECT_STAGES),
        due=partial_date(),
        amount=number(least=0),
        currency=text(pattern="[A-Z]{3}", expected="three capital letters (ISO 4217)"),
        beds=integer(least=1),
        services=some_of(words.SERVICES),
        partners=text(pattern=f"{KEY}(;{KEY})*", expected="keys joined by ';'"),
        what=_name(),
        sources=sources(),
        confidence=_confidence(),
        notes=text(),
    ),
    "congresses": _table(
        key=key(unique=True),
        series=one_of(words.CONGRESS_SERIES),
        edition=integer(least=1),
        name_en=_name(),
        date=partial_date(periods=True),
        country=_any_country(required=False),
        city=text(),
        participants=integer(least=1),
        countries=text(pattern="[A-Z]{3}(;[A-Z]{3})*", expected="codes of countries joined by ';'"),
        countries_number=integer(least=1),
        sources=sources(),
        notes=text(),
    ),
    "published_results": _table(
        paper=_name(),
        iso3=_any_country(),
        metric=_name(),
        value=number(),
        unit=text(),
        year=text(),
        sources=sources(),
        notes=text(),
    ),
}


def typed(table: str, frame: pd.DataFrame) -> pd.DataFrame:
    """The same table with its numbers as numbers.

    Whole numbers become ``Int64`` (so that an empty cell stays empty), other numbers
    ``float64``, flags ``bool``; dates stay text, because a year is not a day.
    """
    dtypes = {"integer": "Int64", "number": "float64", "flag": "Int64"}
    kinds = {
        name: (column.metadata or {}).get("kind") for name, column in SCHEMAS[table].columns.items()
    }
    numbers = {name: dtypes[kind] for name, kind in kinds.items() if kind in dtypes}
    frame = frame.assign(
        **{name: pd.to_numeric(frame[name]).astype(dtype) for name, dtype in numbers.items()}
    )
    flags = {name: "bool" for name, kind in kinds.items() if kind == "flag"}
    return frame.astype(flags)
