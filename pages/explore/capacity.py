"""Capacity: machines against people, cases and the norms, now, before and to come."""

from __future__ import annotations

import streamlit as st

from components import capacity_tables as tables
from components import charts, facts, figures, language, parameters, state, theme, words
from components.charts import Evidence
from components.language import _
from shifo.vocabulary import COUNTRIES, MEGAVOLTAGE

MEASURES = tuple(words.MEASURES)

state.check({state.COUNTRY: COUNTRIES, state.MEASURE: MEASURES, state.FOCUS: COUNTRIES})
st.title(_("Capacity"), anchor=False)
with st.container(horizontal=True, vertical_alignment="bottom"):
    basis, on = state.evidence_controls()
    chosen = state.pills(_("Country"), COUNTRIES, state.COUNTRY, format_func=words.country)
    norms = parameters.panel()
countries = [code for code in COUNTRIES if not chosen or code in chosen]

stock = facts.stock(on, basis)
stock = stock[(stock["class"] == MEGAVOLTAGE) & stock["iso3"].isin(countries)]
nations = facts.capacity(on, basis, "country", norms)
nations = nations[nations["iso3"].isin(countries)]
regions = facts.capacity(on, basis, "region", norms)
regions = regions[regions["iso3"].isin(countries)]
told = Evidence(basis, on, tables.sources_line(stock))
documented = Evidence("documented", on, told.sources)
dark = theme.is_dark()

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
    measure = state.select(
        _("Measure"), MEASURES, state.MEASURE, default=MEASURES[1], format_func=words.measure
    )
    norm = tables.norm(measure, norms)
    figures.show(
        charts.by_country(tables.measured(nations, measure), measure, norm, told, dark),
        tables.readable(nations),
        "capacity-countries",
    )
    figures.show(
        charts.by_region(tables.measured(regions, measure), measure, norm, told, dark),
        tables.readable(regions),
        "capacity-regions",
    )
    st.caption(
        _("Cases are published for countries: each region has its share of them by population.")
    )


@st.fragment
def over_time() -> None:
    """One country, before and to come."""
    focus = state.select(
        _("Country over time"),
        countries,
        state.FOCUS,
        default=countries[0],
        format_func=words.country,
        width=240,
    )
    steps, totals = (rows[rows["iso3"] == focus] for rows in facts.over_time(on))
    totals = totals.assign(dated=totals["as_of"].map(language.date))
    figures.show(
        charts.history(steps, totals, documented, dark),
        tables.history(steps, totals),
        "capacity-history",
    )
    coming = facts.projected_need(norms)
    coming = coming[coming["iso3"] == focus]
    working = int(nations.loc[nations["iso3"] == focus, "mv_operational"].sum())
    figures.show(
        charts.projection(coming, working, told, dark),
        tables.projection(coming),
        "capacity-to-come",
    )


left, right = st.columns(2, gap="large")
with left:
    figures.show(
        charts.need_and_capacity(tables.measured(nations, MEASURES[1]), told, dark),
        tables.readable(nations),
        "capacity-need",
    )
    st.caption(parameters.sentence(norms))
    kinds = tables.composition(on, countries)
    figures.show(
        charts.composition(kinds, documented, dark),
        tables.readable_composition(kinds),
        "capacity-composition",
    )
    over_time()
with right:
    by_measure()
