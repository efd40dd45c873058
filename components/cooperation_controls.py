"""The choices of the page Cooperation: what is looked at, and what the map is fitted to."""

from __future__ import annotations

import streamlit as st

from components import facts, state, words
from components.language import N_, _
from shifo.vocabulary import COUNTRIES, PARTNERSHIP_KINDS, TIMELINE_KINDS

FRAMES = {
    # TRANSLATORS: what the map is fitted to
    "all": N_("All partners"),
    "eurasia": N_("Eurasia"),
    "region": N_("Five countries"),
}
FOLDED = (state.KIND, state.PARTNER, state.OUTCOME, state.SINCE, state.UNTIL, state.EVENT)
READS = (state.COUNTRY, *FOLDED, state.FRAME)


def show() -> None:
    """One row of choices: countries in the open, the others folded."""
    with st.container(horizontal=True, vertical_alignment="bottom", key="controls"):
        state.day_control()
        state.pills(_("Country"), COUNTRIES, state.COUNTRY, format_func=words.country)
        chosen = sum(bool(state.chosen(name)) for name in FOLDED)
        label = _("Filters ({n})").format(n=chosen) if chosen else _("Filters")
        with st.popover(label, icon=":material/filter_list:"):
            _folded()
        state.segments(
            _("Map shows"),
            state.FRAMES,
            state.FRAME,
            default=state.FRAMES[0],
            format_func=lambda word: _(FRAMES[word]),
        )


def _folded() -> None:
    named = facts.names()
    state.multiselect(
        _("Kind"),
        PARTNERSHIP_KINDS,
        state.KIND,
        format_func=lambda word: words.said(words.PARTNERSHIP_KINDS, word),
        placeholder=_("All"),
    )
    state.multiselect(
        _("Partner"),
        facts.end_keys(),
        state.PARTNER,
        format_func=lambda key: named.get(key, key),
        placeholder=_("All"),
    )
    state.multiselect(
        _("Outcome"),
        tuple(words.PARTNERSHIP_STATUS),
        state.OUTCOME,
        format_func=lambda word: words.said(words.PARTNERSHIP_STATUS, word),
        placeholder=_("All"),
    )
    years = facts.years()[::-1]
    with st.container(horizontal=True):
        state.select(_("From year"), years, state.SINCE, placeholder=_("Any"), width=130)
        state.select(_("To year"), years, state.UNTIL, placeholder=_("Any"), width=130)
    st.caption(
        _("Years are those in which an agreement began; one without a date fits none of them.")
    )
    state.multiselect(
        _("Kind of event"),
        TIMELINE_KINDS,
        state.EVENT,
        format_func=lambda word: words.said(words.TIMELINE_KINDS, word),
        placeholder=_("All"),
    )
    clear()


def clear(key: str = "clear-cooperation") -> None:
    """The button that takes all filters away."""
    names = (state.COUNTRY, *FOLDED)
    st.button(
        _("Clear filters"),
        icon=":material/filter_list_off:",
        on_click=state.reset,
        args=(names,),
        disabled=not state.active(names),
        key=key,
    )
