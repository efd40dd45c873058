"""Reads and validates data/ into one immutable Catalogue of tables."""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

import pandas as pd
import pandera.pandas as pa

from shifo.faults import DataError, Fault
from shifo.rules import check_rules
from shifo.schemas import SCHEMAS, typed

DATA = Path(__file__).parent.parent / "data"
ENCODING = "utf-8-sig"
"""UTF-8, with or without the mark that a spreadsheet program may add."""


class Catalogue(Mapping[str, pd.DataFrame]):
    """The facts of one data folder: table name to frame.

    Every access hands out a copy-on-write view, so what a caller does to a frame stays
    with the caller.

    Attributes
    ----------
    version
        The data package's version.
    released
        The day of that version: no record says more than was known then.
    fingerprint
        Twelve hexadecimal digits that change when any cell changes; a cache key.
    """

    def __init__(
        self,
        tables: Mapping[str, pd.DataFrame],
        *,
        version: str = "",
        released: date | None = None,
        fingerprint: str = "",
    ) -> None:
        self._tables = {name: frame.copy() for name, frame in tables.items()}
        self.version = version
        self.released = released or date.today()
        self.fingerprint = fingerprint

    def __getitem__(self, table: str) -> pd.DataFrame:
        return self._tables[table].copy(deep=False)

    def __iter__(self) -> Iterator[str]:
        return iter(self._tables)

    def __len__(self) -> int:
        return len(self._tables)

    def replace(self, **tables: pd.DataFrame) -> Catalogue:
        """A Catalogue with some tables exchanged; this one stays as it is."""
        return Catalogue({**self._tables, **tables}, version=self.version, released=self.released)


def load(folder: Path | str | None = None) -> Catalogue:
    """Read and check every table of a data folder.

    Parameters
    ----------
    folder
        A folder with the tables as CSV files and their `datapackage.json`; the
        project's own when left out.

    Raises
    ------
    DataError
        With every fault of every table, when there is any.
    """
    folder = Path(folder) if folder else DATA
    if not folder.is_dir():
        raise DataError([Fault(str(folder), 0, "", "there is no such folder")])
    faults: list[Fault] = []
    texts = {table: _read(folder / f"{table}.csv", table, faults) for table in SCHEMAS}
    for table, frame in texts.items():
        faults += _cell_faults(table, frame)
    version, released = _edition(folder, faults)
    # Rules compare cells with one another: they need cells that can be read.
    if not faults:
        tables = {table: typed(table, frame) for table, frame in texts.items()}
        faults += check_rules(tables, today=date.today())
    if faults:
        raise DataError(faults)
    return Catalogue(tables, version=version, released=released, fingerprint=_fingerprint(folder))


def _read(path: Path, table: str, faults: list[Fault]) -> pd.DataFrame:
    """A table as text, empty cells as missing; an empty frame when it cannot be read."""
    columns = list(SCHEMAS[table].columns)
    try:
        with path.open(encoding=ENCODING, newline="") as file:
            header, *rows = list(csv.reader(file, strict=True)) or [[]]
    except FileNotFoundError:
        faults.append(Fault(path.name, 0, "", "the file is missing"))
        return pd.DataFrame(columns=columns, dtype="str")
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        faults.append(Fault(path.name, 0, "", f"cannot be read as CSV in UTF-8: {error}"))
        return pd.DataFrame(columns=columns, dtype="str")
    faults += [
        Fault(path.name, 1, name, "the column is missing") for name in columns if name not in header
    ]
    for name in dict.fromkeys(header):
        if name not in columns:
            faults.append(Fault(path.name, 1, name, "the column is not one of this table's"))
        elif header.count(name) > 1:
            faults.append(Fault(path.name, 1, name, "the column stands in the header twice"))
    whole = [row for row in rows if len(row) == len(header)]
    for number, row in enumerate(rows, start=2):
        if len(row) != len(header):
            wrong = f"{len(row)} cells where the header has {len(header)}"
            faults.append(Fault(path.name, number, "", wrong))
    if len(whole) < len(rows) or sorted(header) != sorted(columns):
        return pd.DataFrame(columns=columns, dtype="str")
    cells = [[cell or None for cell in row] for row in whole]
    return pd.DataFrame(cells, columns=header, dtype="str")[columns]


def _cell_faults(table: str, frame: pd.DataFrame) -> list[Fault]:
    try:
        SCHEMAS[table].validate(frame, lazy=True)
    except pa.errors.SchemaErrors as error:
        cases = error.failure_cases
        return [
            Fault(f"{table}.csv", int(row) + 2, column, _wrong(check, cell))
            for row, column, check, cell in zip(
                cases["index"], cases["column"], cases["check"], cases["failure_case"], strict=True
            )
        ]
    return []


def _wrong(check: str, cell: object) -> str:
    if check == "not_nullable":
        return "is empty, but a value is required"
    if check == "field_uniqueness":
        return f"'{cell}' stands in more than one row"
    verb = "" if check.startswith("is ") else "is not "
    return f"'{cell}' {verb}{check}"


def _edition(folder: Path, faults: list[Fault]) -> tuple[str, date]:
    name = "datapackage.json"
    try:
        package = json.loads((folder / name).read_text(encoding="utf-8"))
        return str(package["version"]), date.fromisoformat(package["created"][:10])
    except FileNotFoundError:
        faults.append(Fault(name, 0, "", "the file is missing"))
    except (OSError, ValueError, KeyError, TypeError) as error:
        faults.append(Fault(name, 0, "", f"needs a version and a created date ({error})"))
    return "", date.min


def _fingerprint(folder: Path) -> str:
    digest = hashlib.sha256()
    for table in sorted(SCHEMAS):
        digest.update((folder / f"{table}.csv").read_bytes())
    return digest.hexdigest()[:12]
