"""What counts as reached: the choices of the pages Access and Plan, and what they mean."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Protocol

import streamlit as st

from components import state
from components.language import N_, _, number, percent
from shifo import scenario
from shifo.access import RESOURCES, Rule, Travel
from shifo.siting import MODELS
from shifo.vocabulary import COUNTRIES

WITHIN = ("50km", "100km", "200km", "400km", "1h", "2h", "4h", "8h")
BORDERS = {"own": N_("Own country"), "any": N_("Anywhere")}
NAMES = {
    "radiotherapy": N_("Radiotherapy"),
    "paediatric": N_("Children's unit"),
    "pet_ct": N_("PET-CT"),
}
ONE = {
    "radiotherapy": N_("a radiotherapy machine at work"),
    "paediatric": N_("a children's cancer unit"),
    "pet_ct": N_("a PET-CT scanner"),
}
MODEL_NAMES = {
    "mclp": N_("Most people within reach (MCLP)"),
    "pmedian": N_("Least travel for all (p-median)"),
    "pcentre": N_("No settlement too far (p-centre)"),
    "capacitated": N_("Most need met (capacity)"),
}
AMONG = {
    "settlements": N_("Settlements above 20,000 people"),
    "centres": N_("Cancer centres without a machine"),
}
MOST = 20
HINTED = 14
"""Allowed values that a refusal names at most."""
SITES = tuple(str(n) for n in range(1, MOST + 1))
SCOPES = ("all", *COUNTRIES)
USUAL = {
    state.FOR: RESOURCES[0],
    state.WITHIN: "100km",
    state.BORDER: "own",
    state.MODEL: MODELS[0],
    state.SITES: "3",
    state.AMONG: "settlements",
    state.SCOPE: "all",
}
CHOICES = (state.FOR, state.WITHIN, state.BORDER)
_TRAVEL = Travel()
TRAVEL = dict(
    zip(
        state.TRAVEL,
        (
            _TRAVEL.speed_kmh,
            _TRAVEL.speed_mountains_kmh,
            _TRAVEL.circuity,
            _TRAVEL.circuity_mountains,
        ),
        strict=True,
    )
)
RANGES = dict(
    zip(state.TRAVEL, ((30, 100, 5), (20, 80, 5), (1.0, 2.0, 0.1), (1.0, 2.5, 0.1)), strict=True)
)


class Scenarios(Collection[str]):
    """The scenarios that an address may name: any that can be read."""

    def __init__(self, centres: Collection[str]) -> None:
        self.centres = centres

    def __contains__(self, text: object) -> bool:
        try:
            scenario.read(str(text), self.centres)
        except ValueError:
            return False
        return True

    def __iter__(self) -> Iterator[str]:
        return iter(("add,LAT,LON,MACHINES", "stop,CENTRE", "move,CENTRE,LAT,LON"))

    def __len__(self) -> int:
        return 3


def allowed() -> dict[str, Collection[str]]:
    """The values that each choice may have, by the name of its parameter."""
    return {
        state.FOR: RESOURCES,
        state.WITHIN: WITHIN,
        state.BORDER: tuple(BORDERS),
        state.MODEL: MODELS,
        state.SITES: SITES,
        state.AMONG: tuple(AMONG),
        state.SCOPE: SCOPES,
        state.SOLVE: ("1",),
        **{name: _steps(name) for name in state.TRAVEL},
    }


def hint(permitted: Collection[str]) -> str:
    """What a parameter may be, in words."""
    known = list(permitted)
    joined = ", ".join(known[:HINTED]) + (", …" if len(known) > HINTED else "")
    return f"changes such as {joined}" if isinstance(permitted, Scenarios) else joined


def rule(chosen: Mapping[str, str]) -> Rule:
    """The rule of some choices, under the names of the address; the rest as usual."""
    within = chosen.get(state.WITHIN) or USUAL[state.WITHIN]
    unit = "km" if within.endswith("km") else "hours"
    speed, steep, winding, winding_steep = (
        float(chosen.get(name) or usual) for name, usual in TRAVEL.items()
    )
    return Rule(
        float(within.removesuffix("km").removesuffix("h")),
        unit,
        (chosen.get(state.BORDER) or USUAL[state.BORDER]) == "any",
        Travel(winding, winding_steep, speed, steep),
    )


def covered(row: Mapping[str, float]) -> str:
    """'94% (93–96)': the people within reach, with the range where it is one."""
    low, high = round(row["covered_pct_low"]), round(row["covered_pct_high"])
    middle = percent(row["covered_pct"] / 100)
    return middle if low == high else f"{middle} ({number(low)}–{number(high)})"


def said(one: Rule) -> str:
    """A rule's limit with its unit."""
    value = number(one.limit, 1)
    return _("{n} km").format(n=value) if one.unit == "km" else _("{n} h").format(n=value)


def within(value: str) -> str:
    """A limit as the address writes it, in words."""
    return said(rule({state.WITHIN: value}))


def cost(value: float, one: Rule) -> str:
    """A distance or time with its unit; a dash where there is none."""
    if value != value or value == float("inf"):  # noqa: PLR0124 (NaN)
        return "–"
    if one.unit == "km":
        return _("{n} km").format(n=number(value, 0))
    return _("{n} h").format(n=number(value, 1))


def sentence(one: Rule) -> str:
    """How far was measured, for captions and files."""
    border = (
        _("the nearest in any of the five countries")
        if one.cross_border
        else _("the nearest in the same country")
    )
    if one.unit == "km":
        return _("Distance as the crow flies (WGS 84), {border}").format(border=border)
    travel = one.travel
    return _(
        "Hours = distance × {winding} / {speed} km/h, in Kyrgyzstan and Tajikistan × {steep} / "
        "{slow} km/h; {border}"
    ).format(
        winding=number(travel.circuity, 1),
        speed=number(travel.speed_kmh),
        steep=number(travel.circuity_mountains, 1),
        slow=number(travel.speed_mountains_kmh),
        border=border,
    )


class Viewed(Protocol):
    """A view, as far as it is needed here."""

    def one(self, name: str, default: str = "") -> str:
        """The value chosen under a name."""


def scenario_sentence(view: Viewed) -> str:
    """The scenario of a view in a sentence, or nothing."""
    text = view.one(state.SCENARIO)
    return _("Scenario: {text}").format(text=text) if text else ""


def banner(view: Viewed) -> None:
    """Say that figures are of a scenario, with a way out of it; nothing where there is none."""
    text = view.one(state.SCENARIO)
    if not text:
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.info(_("In a scenario: {text}").format(text=text), icon=":material/science:")
        st.button(
            _("Leave the scenario"),
            icon=":material/undo:",
            on_click=st.query_params.pop,
            args=(state.SCENARIO, None),
        )


def controls() -> Rule:
    """Draw the choices of how far, across which borders and how fast; gives the rule."""
    chosen = {
        state.WITHIN: state.select(
            _("Within"),
            WITHIN,
            state.WITHIN,
            default=USUAL[state.WITHIN],
            format_func=within,
            width=110,
        ),
        state.BORDER: state.segments(
            _("Nearest in"),
            tuple(BORDERS),
            state.BORDER,
            default=USUAL[state.BORDER],
            format_func=lambda word: _(BORDERS[word]),
            help=_("Own country: nobody crosses a border. Anywhere: the nearest of all five."),
        ),
    }
    labels = (
        _("Speed in plains, km/h"),
        _("Speed in mountains, km/h"),
        _("Circuity in plains"),
        _("Circuity in mountains"),
    )
    with st.popover(_("Travel"), icon=":material/directions_car:"):
        st.caption(_("Used where a limit is in hours: distance × circuity / speed. See Methods."))
        for name, label in zip(state.TRAVEL, labels, strict=True):
            least, most, step = RANGES[name]
            value = state.slider(label, name, least, most, default=TRAVEL[name], step=step)
            chosen[name] = f"{value:g}"
    return rule({name: str(value) for name, value in chosen.items() if value})


def _steps(name: str) -> tuple[str, ...]:
    least, most, step = RANGES[name]
    return tuple(f"{least + i * step:g}" for i in range(round((most - least) / step) + 1))
