"""Projects: what was promised against what was delivered, and who has the advanced resources."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from components import (
    browser,
    facts,
    figures,
    filters,
    project_card,
    project_rows,
    projects_figures,
    resources_figures,
    state,
    views,
    words,
)
from components.language import _, ngettext, number
from shifo.vocabulary import ADVANCED, RESOURCES


def controls() -> None:
    """The filters and the day."""
    country, *others, overdue = project_rows.every()
    with st.container(horizontal=True, vertical_alignment="bottom", key="controls"):
        state.day_control()
        state.pills(_(country.label), country.options, country.parameter, format_func=country.said)
        state.pills(
            _("Show"),
            overdue.options,
            overdue.parameter,
            format_func=lambda _word: _(overdue.label),
        )
        chosen = sum(bool(one.chosen) for one in others)
        label = _("Filters ({n})").format(n=chosen) if chosen else _("Filters")
        with st.popover(label, icon=":material/filter_list:"):
            filters.selectors(others)
        st.button(
            _("Clear filters"),
            icon=":material/filter_list_off:",
            on_click=state.reset,
            args=(state.PROJECTS,),
            type="tertiary",
        )


def draw_side(shown: pd.DataFrame, every: pd.DataFrame, now: views.View) -> None:
    """Beside the chart: the card of the project chosen, or the list of all that are shown."""
    named = every.set_index("key")["name"]
    chosen = state.select(
        _("Project"),
        sorted(named.index, key=named.__getitem__),
        state.PROJECT,
        format_func=named.__getitem__,
        placeholder=_("Find a project"),
        label_visibility="collapsed",
    )
    if chosen:
        st.button(
            _("Back to the list"),
            icon=":material/arrow_back:",
            on_click=state.choose,
            args=(state.PROJECT, None),
            type="tertiary",
        )
        project_card.show(every[every["key"] == chosen].to_dict("records")[0], now)
        return
    if shown.empty:
        st.info(_("No project matches."), icon=":material/search_off:")
        return

    def open_card() -> None:
        picked = st.session_state["project-list"]["selection"]["rows"]
        state.choose(state.PROJECT, shown["key"].iloc[picked[0]] if picked else None)

    st.dataframe(
        project_rows.brief(shown),
        hide_index=True,
        key="project-list",
        height=560,
        column_config={
            _("Project"): st.column_config.TextColumn(width=190),
            _("Against the first promise"): st.column_config.TextColumn(width=200),
        },
        on_select=open_card,
        selection_mode="single-row",
        alt=ngettext("{n} project", "{n} projects", len(shown)).format(n=number(len(shown))),
    )
    st.caption(
        ngettext(
            "{n} project. Select its row to see every statement with its sources.",
            "{n} projects. Select a row to see every statement with its sources.",
            len(shown),
        ).format(n=number(len(shown)))
    )


state.check(
    {
        state.PROJECT: set(facts.catalogue()["projects"]["key"]),
        state.RESOURCE: RESOURCES,
        **{one.parameter: one.options for one in project_rows.every()},
    }
)
st.title(_("Projects"), anchor=False)


@st.fragment
def view() -> None:
    """Everything that a choice changes."""
    controls()
    now = views.now()
    every = project_rows.rows(now.on)
    shown = projects_figures.ordered(filters.passing(project_rows.every(), every))
    wide, side = browser.beside(7, 4, gap="medium")
    with wide:
        figures.show("projects-slips")
    with side, st.container(key="side"):
        draw_side(shown, every, now)
    st.caption(
        _(
            "A project is late from the day after the last one that its promised date can mean. Where no source reports an opening, the delay has no end: it may have opened without our knowing."
        )
    )
    left, right = st.columns(2, gap="large")
    with left:
        figures.show("resources-matrix")
    with right:
        state.select(
            _("Resource"),
            ADVANCED,
            state.RESOURCE,
            default=resources_figures.resource_of(now),
            format_func=lambda word: words.said(words.RESOURCES, word),
            width=260,
        )
        figures.show("resources-nearest")


view()
