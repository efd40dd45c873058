"""Plan: where the next machines should stand, and what a change of machines would do."""

from __future__ import annotations

from functools import partial

import pandas as pd
import streamlit as st

from components import (
    access_figures,
    browser,
    facts,
    figures,
    jobs,
    parameters,
    plan_figures,
    reach,
    reach_map,
    state,
    theme,
    views,
    words,
)
from components.language import N_, _, compact, number, percent
from components.views import View
from shifo import siting
from shifo.access import ALL
from shifo.scenario import MOST_CHANGES
from shifo.vocabulary import COUNTRIES

OBJECTIVES = {
    "mclp": lambda x, _rule: compact(x, 2),
    "pmedian": reach.cost,
    "pcentre": reach.cost,
    "capacitated": lambda x, _rule: number(x, 0),
}
UNITS = {
    "mclp": N_("People within reach"),
    "pmedian": N_("What people travel, on average"),
    "pcentre": N_("The farthest settlement"),
    "capacitated": N_("Courses a year that can be given"),
}


def write(changes: list[str]) -> None:
    """Makes these changes the scenario, in the address."""
    if changes:
        st.query_params[state.SCENARIO] = ";".join(changes[:MOST_CHANGES])
    else:
        st.query_params.pop(state.SCENARIO, None)


def changes_now() -> list[str]:
    """The changes in the address."""
    return [part for part in "".join(state.values(state.SCENARIO)[:1]).split(";") if part]


def find() -> None:
    """Asks for the best sites."""
    jobs.forget("plan")
    st.query_params[state.SOLVE] = "1"


def keep(sites: pd.DataFrame) -> None:
    """The sites found become part of the scenario."""
    new = [
        f"add,{row['lat']:.4f},{row['lon']:.4f},{row['machines']}"
        for row in sites.to_dict("records")
    ]
    write([*changes_now(), *new])
    st.query_params.pop(state.SOLVE, None)


def drop(place: int) -> None:
    """Takes one change out."""
    write([change for i, change in enumerate(changes_now()) if i != place])


def add_by_hand() -> None:
    """Adds the settlement and the number of machines in the form."""
    place = st.session_state["hand_place"]
    if place:
        lat, lon = places().set_index("key").loc[place, ["lat", "lon"]]
        write([*changes_now(), f"add,{lat:g},{lon:g},{st.session_state['hand_machines']}"])


def stop_by_hand() -> None:
    """Stops the centre in the form."""
    if st.session_state["hand_stop"]:
        write([*changes_now(), f"stop,{st.session_state['hand_stop']}"])


def places() -> pd.DataFrame:
    """Settlements where a machine could stand."""
    now = views.now()
    return facts.candidates(COUNTRIES, "", "settlements", now.on, now.basis)


def draw_controls() -> None:
    """One row of choices and the button."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        state.select(
            _("Where"),
            reach.SCOPES,
            state.SCOPE,
            default="all",
            format_func=lambda code: (
                _("All five countries") if code == "all" else words.country(code)
            ),
            width=180,
        )
        state.select(
            _("Aim"),
            siting.MODELS,
            state.MODEL,
            default=siting.MODELS[0],
            format_func=lambda model: _(reach.MODEL_NAMES[model]),
            width=270,
        )
        state.select(_("New sites"), reach.SITES, state.SITES, default="3", width=90)
        state.select(
            _("Among"),
            tuple(reach.AMONG),
            state.AMONG,
            default="settlements",
            format_func=lambda word: _(reach.AMONG[word]),
            width=270,
        )
        reach.controls()
        state.evidence_controls()
        parameters.panel()
        draw_limits()
        st.button(_("Find the best sites"), icon=":material/search:", on_click=find)


def draw_limits() -> None:
    """Sites that must be and must not be in the answer."""
    named = facts.names()
    labels = dict(zip(places()["key"], places()["name"].map(facts.town), strict=True)) | dict(named)
    with st.popover(_("Must and must not"), icon=":material/rule:"):
        for label, name in (
            (_("Must be in the answer"), state.FIX),
            (_("Must not be"), state.FORBID),
        ):
            state.multiselect(
                label,
                facts.candidate_keys(),
                name,
                format_func=lambda key: labels.get(key, key),
                placeholder=_("None"),
            )


def draw_proof(answer: siting.Solution, view: View) -> None:
    """How good the answer is, in one line."""
    show = OBJECTIVES[answer.model]
    with st.container(horizontal=True, key="strip"):
        st.metric(
            _(UNITS[answer.model]),
            show(answer.objective, view.rule),
            _("greedy choice: {value}").format(value=show(answer.greedy, view.rule)),
            delta_color="off",
            delta_arrow="off",
            width="content",
        )
        st.metric(
            _("Proof"),
            _("optimal")
            if answer.optimal
            else _("gap {share}").format(share=percent(answer.gap, 1)),
            _("nothing better exists among {among}").format(
                among=_(reach.AMONG[view.one(state.AMONG, "settlements")]).lower()
            )
            if answer.optimal
            else _("the time to solve was over"),
            delta_color="off",
            delta_arrow="off",
            width="content",
        )
        met_before, met_after = plan_figures.need_before_and_after(view)
        areas = [ALL] if view.one(state.SCOPE, "all") == "all" else [view.one(state.SCOPE)]
        shares = [
            float(rows.set_index("area").loc[areas[0], "both_pct"]) / 100
            for rows in (met_before, met_after)
        ]
        st.metric(
            _("Need met, by capacity and distance"),
            percent(shares[1]),
            _("now {share}").format(share=percent(shares[0])),
            delta_color="off",
            delta_arrow="off",
            width="content",
        )


def draw_changes() -> None:
    """The scenario by hand: add, stop, and take back."""
    named = facts.names()
    options = places()
    labels = dict(
        zip(
            options["key"],
            options["name"].map(facts.town) + ", " + options["region"].map(named),
            strict=True,
        )
    )
    with (
        st.form("by-hand", border=False),
        st.container(horizontal=True, vertical_alignment="bottom"),
    ):
        st.selectbox(
            _("Add machines in"),
            sorted(labels, key=labels.__getitem__),
            index=None,
            format_func=labels.__getitem__,
            placeholder=_("Settlement"),
            key="hand_place",
            width=320,
        )
        st.number_input(_("Machines"), 1, 10, 1, key="hand_machines", width=130)
        st.form_submit_button(_("Add"), icon=":material/add:", on_click=add_by_hand)
        st.selectbox(
            _("Stop a centre"),
            sorted(facts.catalogue()["centres"]["key"], key=named.__getitem__),
            index=None,
            format_func=named.__getitem__,
            placeholder=_("Centre"),
            key="hand_stop",
            width=320,
        )
        st.form_submit_button(_("Stop"), icon=":material/block:", on_click=stop_by_hand)
    for place, change in enumerate(changes_now()):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f"`{change}`", width="content")
            st.button(
                _("Remove"),
                icon=":material/close:",
                type="tertiary",
                on_click=drop,
                args=(place,),
                key=f"drop-{place}-{change}",
            )


state.check(
    {
        state.COUNTRY: COUNTRIES,
        **{n: v for n, v in views.allowed().items() if n in plan_figures.PLANS},
    }
)
st.title(_("Plan"), anchor=False)


@st.fragment
def plan() -> None:
    """Everything that a choice changes."""
    draw_controls()
    now = views.now(theme.is_dark()).only(plan_figures.PLANS)
    answer = None
    if now.one(state.SOLVE) == "1":
        try:
            key = (now.on, now.basis, now.choices)
            answer = jobs.result(
                "plan", key, partial(plan_figures.solved, now), plan_figures.SOLVING_SECONDS
            )
        except siting.TooLargeError as error:
            st.warning(_(error.wrong).format(**error.values), icon=":material/warning:")
        if answer is None:
            return
        draw_proof(answer, now)
    st.caption(reach.sentence(now.rule) + ". " + access_figures.small(now))
    left, right = browser.beside(1, 1, gap="large")
    with left:
        reach_map.show("plan-map", now, plan_figures.everything(now))
    with right:
        new = plan_figures.new_sites(now)
        if len(new):
            st.header(_("New sites"), anchor=False)
            st.dataframe(
                new,
                hide_index=True,
                key="new-sites",
                alt=_("New sites"),
                column_config={
                    new.columns[4]: st.column_config.NumberColumn(width=150, format="localized")
                },
            )
            if answer is not None:
                st.button(
                    _("Keep these and go on by hand"),
                    icon=":material/push_pin:",
                    on_click=keep,
                    args=(answer.sites,),
                )
            figures.show("plan-coverage")
        else:
            st.info(
                _("Ask for the best sites above, or add machines by hand below."),
                icon=":material/add_location_alt:",
            )
        st.header(_("By hand"), anchor=False)
        draw_changes()


plan()
