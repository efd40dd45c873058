"""The data as pages use them: read once a server, derived tables once a question.

Caches are keyed by small values (day, basis, parameters), never by frames.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from functools import lru_cache
from types import MappingProxyType

import pandas as pd
import streamlit as st

from components import language, words
from shifo import capacity as capacity_of
from shifo import catalogue as catalogues
from shifo import evidence, history, inventory
from shifo.catalogue import Catalogue
from shifo.need import Parameters
from shifo.vocabulary import COUNTRIES, TERMS


@st.cache_resource(show_spinner=False)
def catalogue() -> Catalogue:
    """The project's data, checked."""
    return catalogues.load()


@st.cache_data(max_entries=128, show_spinner=False)
def stock(on: date, basis: str) -> pd.DataFrame:
    """Machines installed and working by centre and class."""
    return inventory.inventory(catalogue(), on, basis)


@st.cache_data(max_entries=64, show_spinner=False)
def machines(on: date) -> pd.DataFrame:
    """Every documented machine in its state on a day."""
    return inventory.machine_states(catalogue(), on)


@st.cache_data(max_entries=128, show_spinner=False)
def capacity(
    on: date, basis: str, by: str = "country", parameters: Parameters | None = None
) -> pd.DataFrame:
    """Machines against people, cases and need, with iso3 and measures derived from them.

    Adds ``iso3``, ``people_per_machine`` and ``cases_per_machine`` (missing without a working
    machine) to shifo's columns.
    """
    rows = capacity_of.capacity(catalogue(), on, basis, by=by, parameters=parameters)
    regions = catalogue()["regions"].set_index("iso_3166_2")["iso3"]
    working = rows["mv_operational"].where(rows["mv_operational"] > 0)
    return rows.assign(
        iso3=rows["area"] if by == "country" else rows["area"].map(regions),
        people_per_machine=rows["population"] / working,
        cases_per_machine=rows["new_cases"] / working,
    )


@st.cache_data(max_entries=8, show_spinner=False)
def projected_need(parameters: Parameters | None = None) -> pd.DataFrame:
    """Need by country in the years for which new cases are projected."""
    return capacity_of.projected_need(catalogue(), parameters)


@st.cache_data(max_entries=32, show_spinner=False)
def over_time(on: date) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Documented machines as steps, and national counts as points, up to a day."""
    facts = catalogue()
    return history.documented_history(facts, on), history.national_history(facts, on)


@st.cache_data(max_entries=32, show_spinner=False)
def completeness(on: date, basis: str) -> pd.DataFrame:
    """Machines located against the best national count."""
    return evidence.completeness(catalogue(), on, basis)


def ages(on: date) -> pd.DataFrame:
    """Dated records by table (its name in the current language) and age: [table, age, records]."""
    dated = evidence.record_dates(catalogue())
    dated = dated.assign(age=evidence.freshness(dated["date"], on))
    counts = dated.groupby(["table", "age"], as_index=False).size()
    counts = counts.rename(columns={"size": "records"})
    return counts.assign(table=counts["table"].map(words.table))


def names() -> Mapping[str, str]:
    """Names in the current language of countries, regions and centres, by code or key."""
    return _names(language.current())


@lru_cache(maxsize=16)
def _names(spoken: str) -> Mapping[str, str]:
    facts = catalogue()
    with language.using(spoken):
        named = {code: words.country(code) for code in COUNTRIES}
        for table, key in (("regions", "iso_3166_2"), ("centres", "key")):
            named |= {row[key]: language.name(row) for row in facts[table].to_dict("records")}
    return MappingProxyType(named)


def sources(keys: str | None) -> pd.DataFrame:
    """The rows of the table `sources` for `;`-joined keys, in their order."""
    known = catalogue()["sources"].set_index("key", drop=False)
    wanted = [key for key in dict.fromkeys((keys or "").split(";")) if key in known.index]
    return known.loc[wanted].reset_index(drop=True)


def strictest(keys: Collection[str]) -> str:
    """The strictest terms among some sources; open where there is none."""
    known = catalogue()["sources"]
    ranks = known.loc[known["key"].isin(set(keys)), "terms"].map(TERMS.index)
    return TERMS[int(ranks.max())] if len(ranks) else TERMS[0]
