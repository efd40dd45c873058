"""Every figure of Shifo by name: the one list that pages, slides, the API and commands share.

To add one: write `mine(view: View) -> Figure` beside its kin and name it here. It then has its
Share menu, its address, its slide and its command.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from components import (
    access_figures,
    capacity_figures,
    children_care,
    children_figures,
    children_places,
    children_reported,
    cooperation_figures,
    cooperation_rows,
    data_figures,
    language,
    map_figure,
    plan_figures,
    projects_figures,
    resources_figures,
    state,
)
from components.figure import Figure
from components.language import N_
from components.pictures import Look
from components.views import View


@dataclass(frozen=True)
class Entry:
    """A figure's name and label, the choices it looks at, and how it is drawn."""

    name: str
    label: str
    draw: Callable[[View], Figure]
    reads: tuple[str, ...] = ()


NORMS = (state.COUNTRY, *state.PARAMETERS, state.SCENARIO)
FIGURES: dict[str, Entry] = {
    entry.name: entry
    for entry in (
        Entry("map", N_("Map"), map_figure.centres, (*state.FILTERS[:-1], "measure", "layers")),
        Entry(
            "capacity-need",
            N_("Machines working and needed"),
            capacity_figures.need,
            NORMS,
        ),
        Entry(
            "capacity-countries",
            N_("Capacity by country"),
            capacity_figures.countries,
            (*NORMS, state.MEASURE),
        ),
        Entry(
            "capacity-regions",
            N_("Capacity by region"),
            capacity_figures.regions,
            (*NORMS, state.MEASURE),
        ),
        Entry(
            "capacity-composition",
            N_("Machines by kind and state"),
            capacity_figures.composition,
            (state.COUNTRY,),
        ),
        Entry(
            "capacity-history",
            N_("Machines over time"),
            capacity_figures.history,
            (state.COUNTRY, state.FOCUS),
        ),
        Entry(
            "capacity-to-come",
            N_("Need to come"),
            capacity_figures.to_come,
            (*NORMS, state.FOCUS),
        ),
        Entry("access-map", N_("Map of reach"), access_figures.people, access_figures.READS),
        Entry(
            "access-coverage", N_("Reach by country"), access_figures.coverage, access_figures.READS
        ),
        Entry(
            "access-regions", N_("Reach by region"), access_figures.regions, access_figures.READS
        ),
        Entry("access-curve", N_("Reach by distance"), access_figures.curve, access_figures.READS),
        Entry(
            "access-met",
            N_("Need met by capacity and distance"),
            access_figures.met,
            (*access_figures.READS, *state.PARAMETERS),
        ),
        Entry(
            "access-unmet",
            N_("Need not met"),
            access_figures.unmet,
            (*access_figures.READS, *state.PARAMETERS),
        ),
        Entry(
            "access-outage", N_("If a centre stops"), access_figures.outages, access_figures.READS
        ),
        Entry("plan-map", N_("Map of a plan"), plan_figures.plan_map, plan_figures.PLANS),
        Entry(
            "plan-coverage",
            N_("Reach before and after"),
            plan_figures.plan,
            plan_figures.PLANS,
        ),
        Entry(
            "children-expected",
            N_("Children expected to fall ill"),
            children_figures.expected,
            (state.COUNTRY,),
        ),
        Entry(
            "children-registered",
            N_("Children registered of those expected"),
            children_figures.registered,
            (state.COUNTRY,),
        ),
        Entry(
            "projects-slips",
            N_("Promised against delivered"),
            projects_figures.slips,
            state.PROJECTS,
        ),
        Entry(
            "resources-matrix",
            N_("Advanced resources by country"),
            resources_figures.matrix,
            (state.COUNTRY,),
        ),
        Entry(
            "resources-nearest",
            N_("The nearest advanced resource"),
            resources_figures.nearest,
            (state.COUNTRY, state.RESOURCE),
        ),
        Entry(
            "cooperation-map",
            N_("Map of partners"),
            cooperation_figures.network,
            (*cooperation_rows.AGREED, state.FRAME),
        ),
        Entry(
            "cooperation-partners",
            N_("Partners"),
            cooperation_figures.partners,
            cooperation_rows.AGREED,
        ),
        Entry(
            "cooperation-matrix",
            N_("Partners by country"),
            cooperation_figures.matrix,
            cooperation_rows.AGREED,
        ),
        Entry(
            "cooperation-timeline",
            N_("Timeline"),
            cooperation_figures.timeline,
            cooperation_rows.HAPPENED,
        ),
        Entry(
            "cooperation-congresses",
            N_("Congresses"),
            cooperation_figures.congresses,
            (state.COUNTRY,),
        ),
        Entry(
            "children-regions",
            N_("Children expected to fall ill by region"),
            children_places.regions,
            (state.COUNTRY,),
        ),
        Entry(
            "children-map",
            N_("Map of units for children"),
            children_places.units_map,
            (state.COUNTRY,),
        ),
        Entry(
            "children-units",
            N_("Children's units and expected cases"),
            children_care.units,
            (state.COUNTRY,),
        ),
        Entry(
            "children-reach",
            N_("Children within reach of a unit"),
            children_care.within,
            (state.COUNTRY,),
        ),
        Entry(
            "children-survival",
            N_("Survival of children"),
            children_reported.survival,
            (state.COUNTRY,),
        ),
        Entry(
            "children-known",
            N_("Stage and abandonment"),
            children_reported.known,
            (state.COUNTRY,),
        ),
        Entry("children-thirteen", N_("Thirteen countries"), children_reported.thirteen),
        Entry("data-ages", N_("Age of the records"), data_figures.ages),
    )
}


def draw(name: str, view: View) -> Figure:
    """The figure of that name in a view, in the view's language.

    Raises KeyError for a name that is not in FIGURES.
    """
    return _drawn(name, view.only(FIGURES[name].reads))


# A page asks for a figure at every choice, its menu and its table ask again: nobody alters one.
@lru_cache(maxsize=256)
def _drawn(name: str, view: View) -> Figure:
    with language.using(view.language):
        return FIGURES[name].draw(view)


def address(name: str, view: View, look: Look = "slide") -> str:
    """The address on this server of a figure's chart alone, in large letters."""
    shade = "dark" if view.dark else "light"
    kept = view.only(FIGURES[name].reads)
    return f"/api/v1/charts/{name}.svg?{kept.query()}&look={look}&theme={shade}"
