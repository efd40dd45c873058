"""Tables that look as if they named people are refused before anything is read from them."""

from __future__ import annotations

import re

from shifo.faults import N_, DataError, Fault
from shifo.register_columns import COLUMNS, COUNTS, OPTIONAL

PERSONAL = re.compile(
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


def refuse_people(name: str, header: list[str], rows: list[list[str]]) -> None:
    """Stops at the first column or cell that looks as if it told of single people.

    Raises DataError, with one fault that does not repeat what a cell holds.
    """
    wrong = N_(
        "'{found}' looks as if it told of single people; only counts are accepted, and nothing of the "
        "file was kept"
    )
    for cell in header:
        if cell not in (*COLUMNS, *OPTIONAL) and PERSONAL.search(_plain(cell)):
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
