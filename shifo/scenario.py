"""A scenario: machines added, stopped or moved, as one small value with a form for the address.

Written down, changes are joined by `;` and their fields by `,`:
`add,LAT,LON,MACHINES[,DAY]`, `stop,CENTRE[,MACHINES[,DAY]]`, `move,CENTRE,LAT,LON[,DAY]`.
"""

from __future__ import annotations

import csv
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal

import pandas as pd

from shifo.demand import region_of
from shifo.faults import DataError, Fault
from shifo.vocabulary import ISO2, MEGAVOLTAGE

MOST_CHANGES, MOST_MACHINES = 40, 50
NEW = "new-"
"""How the keys of added centres begin."""

Kind = Literal["add", "stop", "move"]
FIELDS: dict[str, tuple[str, ...]] = {
    "add": ("lat", "lon", "machines", "day"),
    "stop": ("centre", "machines", "day"),
    "move": ("centre", "lat", "lon", "day"),
}
NEEDED = {"add": 3, "stop": 1, "move": 3}
HEADER = ("action", "centre", "lat", "lon", "machines", "day")


@dataclass(frozen=True)
class Change:
    """One change. ``machines`` is None for all of a centre; ``day`` None for at once.

    Raises ValueError for a place outside the five countries or a count out of bounds.
    """

    kind: Kind
    centre: str = ""
    lat: float | None = None
    lon: float | None = None
    machines: int | None = None
    day: date | None = None

    def __post_init__(self) -> None:
        if self.kind != "stop":
            if self.lat is None or self.lon is None:
                raise ValueError(f"{self.kind} needs a latitude and a longitude")
            region_of(self.lat, self.lon)
        if self.kind != "add" and not self.centre:
            raise ValueError(f"{self.kind} needs a centre")
        least = 1 if self.kind == "add" or self.machines is not None else None
        if least and not least <= (self.machines or 0) <= MOST_MACHINES:
            raise ValueError(f"machines is {self.machines}, not from 1 to {MOST_MACHINES}")

    def __str__(self) -> str:
        cells = {
            "centre": self.centre,
            "lat": "" if self.lat is None else f"{self.lat:g}",
            "lon": "" if self.lon is None else f"{self.lon:g}",
            "machines": "" if self.machines is None else str(self.machines),
            "day": self.day.isoformat() if self.day else "",
        }
        parts = [self.kind, *(cells[name] for name in FIELDS[self.kind])]
        while parts[-1] == "":
            parts.pop()
        return ",".join(parts)


@dataclass(frozen=True)
class Scenario:
    """Changes in their order; empty, it is what stands now."""

    changes: tuple[Change, ...] = ()

    def __str__(self) -> str:
        return ";".join(map(str, self.changes))

    def __bool__(self) -> bool:
        return bool(self.changes)

    def applied(self, stock: pd.DataFrame, on: date) -> pd.DataFrame:
        """An inventory (see shifo.inventory) as the scenario would have it on a day.

        Only megavoltage machines change; a change with a day counts from that day.
        """
        rows = stock.copy()
        for number, change in enumerate(self.changes, start=1):
            if change.day is None or change.day <= on:
                rows = _changed(rows, change, number)
        return rows


def read(text: str, centres: Collection[str]) -> Scenario:
    """The scenario of its written form. Raises ValueError naming the change that is wrong."""
    parts = [part.strip() for part in text.split(";") if part.strip()]
    if len(parts) > MOST_CHANGES:
        raise ValueError(f"a scenario has {len(parts)} changes, at most {MOST_CHANGES} are read")
    changes = []
    for number, part in enumerate(parts, start=1):
        kind, *cells = (cell.strip() for cell in part.split(","))
        if kind not in FIELDS or not NEEDED[kind] <= len(cells) <= len(FIELDS[kind]):
            raise ValueError(
                f"change {number} is '{part[:60]}', not add, stop or move as described"
            )
        try:
            values = dict(zip(FIELDS[kind], cells, strict=False))
            changes.append(_change(kind, values, centres))
        except ValueError as error:
            raise ValueError(f"change {number}: {error}") from None
    return Scenario(tuple(changes))


def load(path: Path, centres: Collection[str]) -> Scenario:
    """The scenario of a CSV file with the columns of HEADER.

    Raises DataError with every fault by row and column.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            header, *rows = list(csv.reader(file, strict=True)) or [[]]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise DataError([Fault(str(path), 0, "", f"cannot be read as CSV: {error}")]) from None
    missing = [name for name in HEADER if name not in header]
    if missing:
        raise DataError([Fault(str(path), 1, name, "the column is missing") for name in missing])
    changes, faults = [], []
    for line, row in enumerate(rows, start=2):
        values = dict(zip(header, (cell.strip() for cell in row), strict=False))
        try:
            if values.get("action") not in FIELDS:
                raise ValueError(f"action is '{values.get('action')}', not add, stop or move")
            changes.append(_change(values["action"], values, centres))
        except ValueError as error:
            first = str(error).split(" ", 1)[0]
            faults.append(Fault(str(path), line, first if first in HEADER else "lat", str(error)))
    if faults:
        raise DataError(faults)
    return Scenario(tuple(changes))


def _change(kind: str, values: dict[str, str], centres: Collection[str]) -> Change:
    centre = values.get("centre", "")
    if kind != "add" and centre not in centres:
        raise ValueError(f"centre is '{centre[:60]}', not the key of a centre")
    day = values.get("day", "")
    try:
        opened = date.fromisoformat(day) if day else None
    except ValueError:
        raise ValueError(f"day is '{day[:20]}', not a date as YYYY-MM-DD") from None
    if kind == "stop":
        return Change("stop", centre, machines=_number(values, "machines", int), day=opened)
    lat, lon = (_number(values, name, float) for name in ("lat", "lon"))
    if kind == "add":
        return Change("add", "", lat, lon, _number(values, "machines", int), opened)
    return Change("move", centre, lat, lon, day=opened)


def _number(values: dict[str, str], name: str, kind: type) -> Any:
    text = values.get(name, "")
    try:
        return kind(text) if text else None
    except ValueError:
        raise ValueError(f"{name} is '{text[:20]}', not a number") from None


def _changed(rows: pd.DataFrame, change: Change, number: int) -> pd.DataFrame:
    here = (rows["centre"] == change.centre) & (rows["class"] == MEGAVOLTAGE)
    if change.kind == "stop":
        stopped = MOST_MACHINES if change.machines is None else change.machines
        left = (rows["operational"] - stopped).clip(lower=0)
        return rows.assign(operational=rows["operational"].where(~here, left))
    if change.lat is None or change.lon is None:
        return rows
    region = region_of(change.lat, change.lon)
    iso3 = ISO2[region[:2]]
    if change.kind == "move":
        moved = {"lat": change.lat, "lon": change.lon, "region": region, "iso3": iso3}
        return rows.assign(
            **{name: rows[name].where(~here, value) for name, value in moved.items()}
        )
    new = {
        "centre": f"{NEW}{number}",
        "name": f"{change.lat:g}, {change.lon:g}",
        "iso3": iso3,
        "region": region,
        "lat": change.lat,
        "lon": change.lon,
        "class": MEGAVOLTAGE,
        "installed": change.machines,
        "operational": change.machines,
        "basis": "scenario",
        "as_of": None,
        "sources": "",
    }
    return pd.concat([rows, pd.DataFrame([new])[rows.columns]], ignore_index=True)
