"""The filters of the map: each knows its parameter, whom it lets through and how it is said.

Nothing else knows which column a filter looks at, or what it is called in the address.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace

import pandas as pd
import streamlit as st

from components import facts, language, state, words
from components.language import N_, _
from shifo import vocabulary

MARK_STATES = {
    "works": N_("a machine works"),
    "out_of_service": N_("out of service"),
    "installing": N_("under construction"),
    "planned": N_("planned"),
    "unknown": N_("no machine on record"),
}

# What a mark says of an advanced resource, which a centre has or has not.
RESOURCE_STATES = {
    **MARK_STATES,
    "works": N_("has it"),
    # TRANSLATORS: of a resource that was once on record, or planned more than three years ago
    "unknown": N_("no news"),
}


def mark_states(resource: str | None) -> dict[str, str]:
    """What the states of marks are called while a resource, or none, is looked at."""
    return RESOURCE_STATES if resource in vocabulary.ADVANCED else MARK_STATES


@dataclass(frozen=True)
class Filter:
    """One filter and what is chosen in it; nothing chosen lets everything through.

    `column` holds a frozenset of words in each row: a row passes when it has one of those
    chosen.
    """

    parameter: str
    label: str
    column: str
    options: tuple[str, ...]
    said: Callable[[str], str]
    chosen: tuple[str, ...] = ()

    def mask(self, rows: pd.DataFrame) -> pd.Series:
        """Which rows pass."""
        if not self.chosen:
            return pd.Series(True, index=rows.index)
        chosen = set(self.chosen)
        return rows[self.column].map(lambda cells: not chosen.isdisjoint(cells)).astype(bool)

    def sentence(self) -> str:
        """What is chosen, for titles, exports and text alternatives; empty when nothing is."""
        if not self.chosen:
            return ""
        said = language.listed([self.said(word) for word in self.chosen], "or")
        return f"{_(self.label)}: {said}"


def every(
    chosen: Callable[[str, Collection[str]], Sequence[str]] = state.many,
) -> tuple[Filter, ...]:
    """All filters of the map, with what is chosen of each one's options: by the reader of this
    session, or as told."""
    named = facts.names()
    regions = tuple(facts.catalogue()["regions"]["iso_3166_2"])
    filters = (
        Filter(state.COUNTRY, N_("Country"), "countries", vocabulary.COUNTRIES, words.country),
        Filter(state.REGION, N_("Region"), "regions", regions, named.__getitem__),
        Filter(state.MODALITY, N_("Machine"), "modalities", vocabulary.MODALITIES, words.modality),
        Filter(
            state.STATUS,
            N_("State"),
            "states",
            tuple(MARK_STATES),
            lambda word: words.said(MARK_STATES, word),
        ),
        Filter(
            state.OWNERSHIP,
            N_("Ownership"),
            "ownerships",
            vocabulary.OWNERSHIP,
            lambda word: words.said(words.OWNERSHIP, word),
        ),
        Filter(
            state.SERVICE,
            N_("Service"),
            "offers",
            vocabulary.SERVICES,
            lambda word: words.said(words.SERVICES, word),
        ),
    )
    return tuple(replace(one, chosen=tuple(chosen(one.parameter, one.options))) for one in filters)


def passing(filters: Sequence[Filter], rows: pd.DataFrame) -> pd.DataFrame:
    """The rows that pass every filter."""
    for one in filters:
        rows = rows[one.mask(rows)]
    return rows


def sentence(filters: Sequence[Filter]) -> str:
    """All that is chosen in one line; empty when nothing is."""
    return "; ".join(one.sentence() for one in filters if one.chosen)


def controls(filters: Sequence[Filter]) -> tuple[Filter, ...]:
    """Draw the selectors and give the filters as chosen in them.

    Countries stand in the open, the others folded, with a way to clear all.
    """
    country, *others = filters
    state.pills(_(country.label), country.options, country.parameter, format_func=country.said)
    chosen = sum(bool(one.chosen) for one in others)
    chosen += state.one(state.RESOURCE, vocabulary.RESOURCES) is not None
    label = _("Filters ({n})").format(n=chosen) if chosen else _("Filters")
    with st.popover(label, icon=":material/filter_list:"):
        state.select(
            _("Resource"),
            vocabulary.RESOURCES,
            state.RESOURCE,
            format_func=lambda word: words.said(words.RESOURCES, word),
            placeholder=_("All centres"),
        )
        selectors(others)
        clear()
    return every()


def selectors(filters: Sequence[Filter]) -> None:
    """A selector for each filter, below one another."""
    for one in filters:
        state.multiselect(
            _(one.label),
            one.options,
            one.parameter,
            format_func=one.said,
            placeholder=_("All"),
        )


def clear(key: str = "clear-filters") -> None:
    """The button that takes all filters away."""
    st.button(
        _("Clear filters"),
        icon=":material/filter_list_off:",
        on_click=state.reset,
        disabled=not state.active(),
        key=key,
    )
