"""The centres as the map and its list show them: one row each, with what filters ask about."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

import pandas as pd
import streamlit as st

from components import facts, language, marks, words
from components.filters import mark_states
from components.language import _, number
from shifo.vocabulary import ADVANCED, MEGAVOLTAGE


@st.cache_data(max_entries=64, show_spinner=False)
def rows(on: date, basis: str, resource: str | None) -> pd.DataFrame:
    """Every open centre with its mark, and the sets of words that components.filters look at.

    Marks tell of one class of machine: megavoltage when `resource` is None. With a resource
    named only the centres that have it, or are to have it, stay; an advanced one is read from
    shifo.resources, on whatever basis.
    """
    tables = facts.catalogue()
    kind = resource or MEGAVOLTAGE
    placed = marks.centre_marks(facts.stock(on, basis), tables["centres"], on, resource=(kind,))
    machines = facts.machines(on)
    if resource in ADVANCED:
        held = facts.holdings(on)
        held = held[(held["resource"] == resource) & held["centre"].notna()].set_index("centre")
        placed = placed[placed["key"].isin(held.index)]
        held = held.loc[placed["key"]]
        dated = held["as_of"].to_numpy()
        old = marks.is_old(held["as_of"], on)
        placed = placed.assign(state=held["state"].to_numpy(), as_of=dated, old=old)
    elif resource:
        having = set(placed.loc[placed["installed"].notna(), "key"])
        having |= set(machines.loc[machines["class"] == resource, "centre"])
        placed = placed[placed["key"].isin(having)]
    standing = machines[machines["status"] != "decommissioned"]
    kinds = standing.groupby("centre")["modality"].agg(frozenset).to_dict()
    centre = tables["centres"].set_index("key").loc[placed["key"]]
    return placed.assign(
        resource=resource or "",
        countries=placed["iso3"].map(lambda word: frozenset([word])),
        regions=placed["region"].map(lambda word: frozenset([word])),
        states=placed["state"].map(lambda word: frozenset([word])),
        modalities=[kinds.get(key, frozenset()) for key in placed["key"]],
        ownerships=[
            frozenset() if pd.isna(word) else frozenset([word]) for word in centre["ownership"]
        ],
        offers=[_set(joined) for joined in centre["services"]],
        city=centre["city"].to_numpy(),
    ).reset_index(drop=True)


def titled(placed: pd.DataFrame) -> pd.DataFrame:
    """The rows with what the tooltip says of each, in the current language."""
    if "title" in placed:
        return placed
    named = facts.names()
    return placed.assign(
        title=placed["key"].map(named),
        detail=[_detail(row) for row in placed.to_dict("records")],
    )


def titled_all(marked: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Marks of several kinds in one frame: kept apart together where they share a city."""
    columns = ["key", "lon", "lat", "state", "size", "old", "title", "detail"]
    return pd.concat([titled(rows)[columns] for rows in marked], ignore_index=True)


def units(on: date, keys: Collection[str]) -> pd.DataFrame:
    """The marks of units that treat children or may, one at each of the centres named."""
    tables = facts.catalogue()
    found = marks.unit_marks(tables["paediatric_units"], tables["centres"], on)
    # What operates and does not treat is a hospice.
    treat = found["unit"].isin(facts.treating_units()["key"]) | (found["state"] != "children")
    found = found[treat & found["key"].isin(set(keys))]
    found = found.sort_values("state", kind="stable").drop_duplicates("key")
    unit = {row["key"]: language.name(row) for row in tables["paediatric_units"].to_dict("records")}
    told = found["state"].map({state: _(name) for state, name in words.UNIT_STATES.items()})
    return found.assign(title=found["unit"].map(unit), detail=told)


def readable(placed: pd.DataFrame) -> pd.DataFrame:
    """The list beside the map: a row a centre, under names that a reader understands."""
    named = facts.names()
    columns = {
        _("Centre"): placed["key"].map(named),
        _("At work"): placed["operational"].astype("Int64"),
        _("Installed"): placed["installed"].astype("Int64"),
        _("Place"): [
            " · ".join(dict.fromkeys(part for part in place if part != "–"))
            for place in zip(
                placed["city"].map(language.place),
                placed["iso3"].map(words.country),
                strict=True,
            )
        ],
        _("State"): [_state(row) for row in placed.to_dict("records")],
        _("Record of"): placed["as_of"],
    }
    table = pd.DataFrame(columns)
    # Who has an advanced resource is a matter of its state, not of numbers.
    if placed["resource"].isin(ADVANCED).any():
        table = table[[_("Centre"), _("State"), _("Place"), _("Record of")]]
    return table


def _detail(row: dict) -> str:
    if row["resource"] in ADVANCED:
        return _("{state}, {date}").format(state=_state(row), date=_dated(row))
    if pd.isna(row["installed"]):
        return _state(row)
    told = _("{working} of {installed} at work").format(
        working=number(row["operational"]), installed=number(row["installed"])
    )
    age = _("old record") if row["old"] else ""
    return " · ".join(part for part in (told, _dated(row), age) if part)


def _state(row: dict) -> str:
    return words.said(mark_states(row["resource"]), row["state"])


def _dated(row: dict) -> str:
    return language.date(row["as_of"]) if pd.notna(row["as_of"]) else _("undated")


def _set(joined: object) -> frozenset[str]:
    return frozenset(joined.split(";")) if isinstance(joined, str) else frozenset()
