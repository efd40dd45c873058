"""Small catalogues written by hand, whose answers are known."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache

import pandas as pd

from shifo.catalogue import Catalogue
from shifo.schemas import SCHEMAS, typed

RELEASED = date(2026, 11, 22)


@cache
def _empty(name: str) -> pd.DataFrame:
    columns = list(SCHEMAS[name].columns)
    return typed(name, pd.DataFrame({column: pd.Series(dtype="str") for column in columns}))


def by_hand(**tables: list[Mapping[str, object]]) -> Catalogue:
    """A Catalogue of a few rows; tables and columns left out are empty, flags are 0."""
    frames = {name: _empty(name) for name in SCHEMAS}
    for name, rows in tables.items():
        texts = {
            column: pd.Series(
                [None if row.get(column) is None else str(row[column]) for row in rows],
                dtype="str",
            )
            for column in SCHEMAS[name].columns
        }
        for column, definition in SCHEMAS[name].columns.items():
            if definition.metadata["kind"] == "flag":
                texts[column] = texts[column].fillna("0")
        frames[name] = typed(name, pd.DataFrame(texts))
    return Catalogue(frames, released=RELEASED)


def centre(key: str = "c", **cells: object) -> dict[str, object]:
    """A centre's row; the cells given replace the usual ones."""
    usual = {"key": key, "name_en": key.title(), "iso3": "UZB", "region": "UZ-TK"}
    return {**usual, "lat": 41.3, "lon": 69.3, "coord_basis": "city", "sources": "s", **cells}


def machine(key: str, centre_key: str = "c", **cells: object) -> dict[str, object]:
    """A linac's row; the cells given replace the usual ones."""
    usual = {"key": key, "centre": centre_key, "modality": "linac", "count": 1}
    return {**usual, "sources": "s", **cells}


def seen(key: str, day: str | None, status: str) -> dict[str, object]:
    """An observation of a machine."""
    return {"machine": key, "date": day, "status": status, "sources": "s"}


def project(key: str = "p", **cells: object) -> dict[str, object]:
    """A project's row."""
    return {"key": key, "name_en": key.title(), "iso3": "UZB", "centre": "c", **cells}


def said(day: str, stage: str = "announced", key: str = "p", **cells: object) -> dict[str, object]:
    """A statement on a project."""
    usual = {"project": key, "date": day, "stage": stage, "what": stage, "confidence": "medium"}
    return {**usual, "sources": "s", **cells}


def listed(count: int, as_of: str, centre_key: str = "c", kind: str = "megavoltage") -> dict:
    """A directory's listing."""
    return {"centre": centre_key, "class": kind, "count": count, "as_of": as_of, "sources": "d"}
