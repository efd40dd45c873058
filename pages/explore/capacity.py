"""Capacity: machines against people, cases and the norms, now, before and to come."""

from __future__ import annotations

import streamlit as st

from components import facts, figures, language, parameters, reach, state, views, words
from components.language import _
from shifo.vocabulary import COUNTRIES, MEGAVOLTAGE

MEASURES = tuple(words.MEASURES)

state.check(
    {
        state.COUNTRY: COUNTRIES,
        state.MEASURE: MEASURES,
        state.FOCUS: COUNTRIES,
        state.SCENARIO: views.allowed()[state.SCENARIO],
    }
)
st.title(_("Capacity"), anchor=False)
with st.container(horizontal=True, vertical_alignment="bottom"):
    basis, on = state.evidence_controls()
    chosen = state.pills(_("Country"), COUNTRIES, state.COUNTRY, format_func=words.country)
    norms = parameters.panel()
reach.banner(views.now())
countries = [code for code in COUNTRIES if not chosen or code in chosen]

stock = facts.stock(on, basis)
stock = stock[(stock["class"] == MEGAVOLTAGE) & stock["iso3"].isin(countries)]

if stock["installed"].sum() == 0:
    st.info(
        _(
            "Nothing is recorded of megavoltage machines on this basis by {date}. Choose a later day."
        ).format(date=language.date(on)),
        icon=":material/event_busy:",
    )


@st.fragment
def by_measure() -> None:
    """Countries, then regions, by the measure chosen."""
    state.select(
        _("Measure"), MEASURES, state.MEASURE, default=MEASURES[1], format_func=words.measure
    )
    figures.show("capacity-countries")
    figures.show("capacity-regions")
    st.caption(
        _("Cases are published for countries: each region has its share of them by population.")
    )


@st.fragment
def over_time() -> None:
    """One country, before and to come."""
    state.select(
        _("Country over time"),
        countries,
        state.FOCUS,
        default=countries[0],
        format_func=words.country,
        width=240,
    )
    figures.show("capacity-history")
    figures.show("capacity-to-come")


@st.fragment
def now() -> None:
    """What works today against what is needed, and of what kind it is."""
    figures.show("capacity-need")
    st.caption(parameters.sentence(norms))
    figures.show("capacity-composition")


left, right = st.columns(2, gap="large")
with left:
    now()
    over_time()
with right:
    by_measure()
