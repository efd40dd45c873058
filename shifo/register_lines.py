"""The lines of a register's file as text: CSV as spreadsheets write it, or a workbook."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from datetime import datetime
from itertools import islice

from shifo.faults import N_, DataError, Fault

MOST_ROWS, MOST_BYTES = 50_000, 5_000_000
MOST_UNPACKED = 60_000_000
"""Bytes of a workbook once it is unpacked, at most."""
MOST_COLUMNS = 40


def lines_of(name: str, data: bytes) -> list[list[str]]:
    """Cells line by line, without empty lines at the end. Raises DataError, with one fault."""
    if len(data) > MOST_BYTES:
        wrong = N_("larger than {n} MB")
        raise DataError([Fault(name, 0, "", wrong, {"n": MOST_BYTES // 1_000_000})])
    return _sheet(name, data) if name.lower().endswith(".xlsx") else _lines(name, data)


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
