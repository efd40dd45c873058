"""Children: cases expected and registered, units, reach, survival, and the thirteen countries."""

from __future__ import annotations

import streamlit as st

from components import facts, figures, language, state, theme, views, words
from components.language import _, number
from shifo import children
from shifo.vocabulary import COUNTRIES

state.check({state.COUNTRY: COUNTRIES})
st.title(_("Children"), anchor=False)


@st.fragment
def view() -> None:
    """Everything that a choice changes."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        state.evidence_controls()
        state.pills(_("Country"), COUNTRIES, state.COUNTRY, format_func=words.country)
    st.caption(
        _("Expected: children under 15 × {n} per million a year (IICC-3).").format(
            n=number(children.Reference().central, 1)
        )
        + " "
        + _("The page Register shows a register's table of your own.")
    )
    now = views.now(theme.is_dark())
    left, right = st.columns(2, gap="large")
    with left:
        figures.show("children-expected")
        figures.picture("children-map", now)
        st.caption(
            _(
                "The page Map shows the card of each centre: switch on its layer of children's units."
            )
        )
        figures.show("children-reach")
        figures.show("children-regions")
    with right:
        figures.show("children-registered")
        figures.show("children-units")
        st.caption(
            _(
                "A unit needs 30 to 50 new children a year to stay skilled. Far more expected cases than "
                "that for each unit known means that units are full, that cases are not found, or that we "
                "do not know of a unit."
            )
        )
        figures.show("children-survival")
        figures.show("children-known")
        figures.show("children-thirteen")
        draw_blanks()


def draw_blanks() -> None:
    """Who publishes nothing, by name."""
    rows = facts.children_comparison()
    blank = rows[rows[["registered", "incidence", "survival"]].isna().all(axis=1)]
    st.caption(
        _(
            "A dash: nothing comparable is published that we could find; none of the three for {countries}."
        ).format(countries=language.listed([words.country(code) for code in blank["iso3"]]))
    )


view()
