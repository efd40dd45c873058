"""What is cited: the rows, titles and terms of sources by their keys."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import lru_cache

import pandas as pd

from components.facts import catalogue
from shifo.vocabulary import TERMS


def sources(keys: str | None) -> pd.DataFrame:
    """The rows of the table `sources` for `;`-joined keys, in their order."""
    known = _sources()
    wanted = [key for key in dict.fromkeys((keys or "").split(";")) if key in known.index]
    return known.loc[wanted].reset_index(drop=True)


def titles(keys: object) -> str:
    """The titles of the sources of `;`-joined keys, in their order; empty where none are told."""
    known = _titles()
    told = keys.split(";") if isinstance(keys, str) else ()
    return "; ".join(known[key] for key in dict.fromkeys(told) if key in known)


def strictest(keys: Collection[str]) -> str:
    """The strictest terms among some sources; open where there is none."""
    known = _ranks()
    return TERMS[max((known[key] for key in keys if key in known), default=0)]


@lru_cache(maxsize=1)
def _sources() -> pd.DataFrame:
    return catalogue()["sources"].set_index("key", drop=False)


@lru_cache(maxsize=1)
def _titles() -> Mapping[str, str]:
    return _sources()["title"].to_dict()


@lru_cache(maxsize=1)
def _ranks() -> Mapping[str, int]:
    return _sources()["terms"].map(TERMS.index).to_dict()
