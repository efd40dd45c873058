"""The panel in which a reader changes what the norms take as given."""

from __future__ import annotations

from collections.abc import Mapping

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


STEPS = {state.COURSES: 10, state.UTILISATION: 1, state.RETREATMENT: 5, state.PEOPLE: 10_000}
_FIELDS = dict(
    zip(
        DEFAULTS,
        ("courses_per_machine", "utilisation", "retreatment", "people_per_machine"),
        strict=True,
    )
)


def _range(name: str) -> tuple[float, float]:
    """The cited range of a parameter in the unit of its slider: shares in percent."""
    least, most = CITED_RANGE[_FIELDS[name]]
    scale = 100 if most <= 1 else 1
    return scale * least, scale * most


def steps(name: str) -> tuple[str, ...]:
    """Every value that a parameter may have, as an address writes it."""
    (least, most), step = _range(name), STEPS[name]
    return tuple(f"{least + i * step:g}" for i in range(round((most - least) / step) + 1))


def of(chosen: Mapping[str, float]) -> Parameters:
    """The norms with some parameters chosen, in the units of the sliders, the rest as usual."""
    courses, utilisation, retreatment, people = (
        float(chosen.get(name, usual)) for name, usual in DEFAULTS.items()
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


def _reset() -> None:
    for name, default in DEFAULTS.items():
        state.choose(name, float(default))


def panel() -> Parameters:
    """Draw the panel, folded, and give the parameters chosen in it."""
    changed = any(st.session_state.get(n, x) != x for n, x in DEFAULTS.items())
    label = _("Parameters (changed)") if changed else _("Parameters")
    with st.popover(label, icon=":material/tune:"):
        st.caption(_("Each can be moved within the range that sources cite. See Methods."))
        labels = {
            state.COURSES: _("Courses a machine gives a year"),
            state.UTILISATION: _("Radiotherapy utilisation rate, percent of new cases"),
            state.RETREATMENT: _("Re-treatment, percent of first courses"),
            state.PEOPLE: _("People per machine"),
        }
        chosen = {
            name: state.slider(label, name, *_range(name), default=DEFAULTS[name], step=STEPS[name])
            for name, label in labels.items()
        }
        st.button(
            _("Reset parameters"),
            icon=":material/restart_alt:",
            on_click=_reset,
            disabled=not changed,
        )
    return of(chosen)


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
