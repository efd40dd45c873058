"""Access: who can reach what, how far the rest have to go, and what an outage costs."""

from __future__ import annotations

import streamlit as st

from components import (
    access_figures,
    browser,
    facts,
    figures,
    language,
    parameters,
    reach,
    reach_map,
    state,
    theme,
    views,
    words,
)
from components.language import _, compact
from shifo import access
from shifo.vocabulary import COUNTRIES

state.check(
    {
        state.COUNTRY: COUNTRIES,
        **{n: v for n, v in views.allowed().items() if n in access_figures.READS},
    }
)
st.title(_("Access"), anchor=False)


@st.fragment
def view() -> None:
    """Everything that a choice changes."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        state.select(
            _("Reach of"),
            access.RESOURCES,
            state.FOR,
            default=access.RESOURCES[0],
            format_func=lambda word: _(reach.NAMES[word]),
            width=170,
        )
        rule = reach.controls()
        state.evidence_controls()
        state.pills(_("Country"), COUNTRIES, state.COUNTRY, format_func=words.country)
        parameters.panel()
    now = views.now(theme.is_dark())
    reach.banner(now)
    at = access_figures.here(now)
    st.caption(reach.sentence(rule) + ". " + access_figures.small(now))
    if at.empty:
        st.info(_("None is recorded on this basis by this day."), icon=":material/event_busy:")
        return
    left, right = browser.beside(1, 1, gap="large")
    with left:
        reach_map.show("access-map", now, at)
        figures.show("access-curve")
        figures.show("access-outage")
    with right:
        figures.show("access-coverage")
        crossing(now, at)
        if access_figures.resource(now) == access.RESOURCES[0]:
            figures.show("access-met")
            st.caption(
                _(
                    "Courses are given to the nearest first, ring by ring of 10 km, in proportion within a ring. Capacity alone: as if everyone could go anywhere in the country."
                )
            )
            figures.picture("access-unmet", now)
        figures.show("access-regions")


def crossing(now: views.View, at) -> None:
    """Who has a nearer one across a border."""
    points = facts.demand(now.on.year)
    rows = access.crossing(points, at, now.rule)
    rows = rows[rows["iso3"].isin(now.countries)]
    told = [
        _("{country}: {n}").format(country=words.country(row["iso3"]), n=compact(row["people"]))
        for row in rows.sort_values("people", ascending=False).to_dict("records")
        if row["people"] >= 1000
    ]
    st.caption(
        _("{n} people have a nearer one across a border ({list}).").format(
            n=compact(rows["people"].sum()), list=language.listed(told)
        )
        if told
        else _("Nobody has a nearer one across a border.")
    )


view()
