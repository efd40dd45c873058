"""The panel in which a reader changes what the norms take as given."""

from __future__ import annotations

import streamlit as st

from components import state
from components.language import _, number, percent
from shifo.need import CITED_RANGE, Parameters

USUAL = Parameters()
DEFAULTS = {
    state.COURSES: USUAL.courses_per_machine,
    state.UTILISATION: 100 * USUAL.utilisation,
    state.RETREATMENT: 100 * USUAL.retreatment,
    state.PEOPLE: USUAL.people_per_machine,
}


def _reset() -> None:
    for name, default in DEFAULTS.items():
        state.choose(name, float(default))


def panel() -> Parameters:
    """Draw the panel, folded, and give the parameters chosen in it."""
    changed = any(st.session_state.get(n, x) != x for n, x in DEFAULTS.items())
    label = _("Parameters (changed)") if changed else _("Parameters")
    with st.popover(label, icon=":material/tune:"):
        st.caption(_("Each can be moved within the range that sources cite. See Methods."))
        courses = state.slider(
            _("Courses a machine gives a year"),
            state.COURSES,
            *CITED_RANGE["courses_per_machine"],
            default=DEFAULTS[state.COURSES],
            step=10,
        )
        utilisation = state.slider(
            _("Radiotherapy utilisation rate, percent of new cases"),
            state.UTILISATION,
            *(100 * bound for bound in CITED_RANGE["utilisation"]),
            default=DEFAULTS[state.UTILISATION],
            step=1,
        )
        retreatment = state.slider(
            _("Re-treatment, percent of first courses"),
            state.RETREATMENT,
            *(100 * bound for bound in CITED_RANGE["retreatment"]),
            default=DEFAULTS[state.RETREATMENT],
            step=5,
        )
        people = state.slider(
            _("People per machine"),
            state.PEOPLE,
            *CITED_RANGE["people_per_machine"],
            default=DEFAULTS[state.PEOPLE],
            step=10_000,
        )
        st.button(
            _("Reset parameters"),
            icon=":material/restart_alt:",
            on_click=_reset,
            disabled=not changed,
        )
    return USUAL.with_changes(
        courses_per_machine=courses,
        utilisation=utilisation / 100,
        utilisation_low=min(USUAL.utilisation_low, utilisation / 100),
        utilisation_high=max(USUAL.utilisation_high, utilisation / 100),
        retreatment=retreatment / 100,
        retreatment_high=max(USUAL.retreatment_high, retreatment / 100),
        people_per_machine=people,
    )


def sentence(parameters: Parameters) -> str:
    """The parameters in one line, for captions and exports."""
    return _(
        "{utilisation} of new cases need external beam, {retreatment} are treated again, a machine "
        "gives {courses} courses a year; one machine for {people} people"
    ).format(
        utilisation=percent(parameters.utilisation),
        retreatment=percent(parameters.retreatment),
        courses=number(parameters.courses_per_machine),
        people=number(parameters.people_per_machine),
    )
