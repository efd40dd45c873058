"""The figures of the page Plan: what stands, what a scenario adds and what the solver finds."""

from __future__ import annotations

from functools import lru_cache, partial

import pandas as pd

from components import access_charts, facts, findings, map_figure, reach, state, words
from components.access_figures import (
    evidence,
    figure,
    names_of,
    scenario,
    values,
)
from components.charts import Drawing
from components.figure import Figure, Plot
from components.language import _
from components.people_points import layers, scoped, shown_people
from components.views import View
from shifo import access
from shifo.scenario import NEW
from shifo.siting import Request, Solution
from shifo.vocabulary import COUNTRIES

SOLVING_SECONDS = 20.0
PLANS = (
    *(state.SCOPE, state.MODEL, state.SITES, state.AMONG, state.WITHIN, state.BORDER),
    *(*state.TRAVEL, state.SCENARIO, state.SOLVE, state.FIX, state.FORBID),
    *state.PARAMETERS,
)


def plan(view: View) -> Figure:
    """Coverage before and after the sites asked for, by area."""
    at = facts.sites(view.on, view.basis, "radiotherapy", "")
    before, after = before_and_after(view)
    areas = scope(view)
    level = areas if len(areas) > 1 else tuple(_regions_of(areas[0]))
    rows = before[before["area"].isin(level)][["area", "covered_pct"]].merge(
        after[["area", "covered_pct"]], on="area", suffixes=("_before", "_after")
    )
    rows = rows.rename(columns={"covered_pct_before": "before", "covered_pct_after": "after"})
    rows = rows.assign(name=names_of(rows["area"]))
    drawing = access_charts.plan(rows, _plan_title(view), view.rule, evidence(view, at), view.dark)
    plot = Plot(
        "bar",
        tuple(rows["name"]),
        (
            (_("now"), values(rows["before"].round(1))),
            (_("with the new sites"), values(rows["after"].round(1))),
        ),
        "0",
    )
    columns = {
        _("Area"): rows["name"],
        _("Code"): rows["area"],
        _("Within reach now, %"): rows["before"].round(),
        _("With the new sites, %"): rows["after"].round(),
    }
    whole = before.merge(after, on="area", suffixes=("_before", "_after"))
    return figure(view, "plan-coverage", drawing, pd.DataFrame(columns), at, plot, data=whole)


def plan_map(view: View) -> Figure:
    """A map of the people within reach once the new sites stand."""
    at = everything(view)
    chart, datasets = map_figure.of_people(scoped(view), shown_people(view, at))
    told = evidence(view, at)
    drawing = Drawing(
        chart,
        _plan_title(view),
        told.subtitle(_("People by what the nearest would be away")),
        told.sources + ". " + _("Borders imply no opinion."),
        fixed=True,
        datasets=datasets,
    )
    return figure(
        view, "plan-map", drawing, new_sites(view), at, data=at, features=partial(layers, view, at)
    )


def solved(view: View) -> Solution | None:
    """The solver's answer where the view asks for one. Raises siting.TooLargeError."""
    if view.one(state.SOLVE) != "1":
        return None
    return facts.solution(
        view.on, view.basis, scenario(view), scope(view), _among(view), request(view), view.norms
    )


def request(view: View) -> Request:
    """What the view asks of the solver."""
    return Request(
        int(view.one(state.SITES, reach.USUAL[state.SITES])),
        view.rule,
        view.one(state.MODEL, reach.USUAL[state.MODEL]),
        fixed=frozenset(view.many(state.FIX)),
        forbidden=frozenset(view.many(state.FORBID)),
        courses_per_machine=view.norms.courses_per_machine,
        seconds=SOLVING_SECONDS,
    )


def everything(view: View) -> pd.DataFrame:
    """What stands, what the scenario adds and what the solver adds: sites for radiotherapy."""
    at = facts.sites(view.on, view.basis, "radiotherapy", scenario(view))
    answer = solved(view)
    if answer is None:
        return at
    new = answer.sites.assign(key=NEW + "s" + answer.sites["key"])
    return pd.concat([at, new[at.columns]], ignore_index=True)


@lru_cache(maxsize=32)
def before_and_after(view: View) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Coverage of all areas as it stands, and with the scenario and the solver's sites."""
    rule = view.rule
    before = facts.coverage(view.on, view.basis, "radiotherapy", rule)
    points = facts.demand(view.on.year)
    cost = access.nearest(points, everything(view), rule)["cost"]
    return before, access.coverage(points, cost, rule.limit)


def need_before_and_after(view: View) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Need met as it stands and with what is new: see shifo.allocation.met."""
    before, _left = facts.need_met(view.on, view.basis, view.rule, view.norms)
    after, _left = facts.need_met_by(everything(view), view.on, view.rule, view.norms)
    return before, after


def new_sites(view: View) -> pd.DataFrame:
    """The new sites with the people that they are nearest to, under readable names."""
    rule, at = view.rule, everything(view)
    points = facts.demand(view.on.year)
    nearest = access.nearest(points, at, rule)
    new = at["key"].str.startswith(NEW)
    near = nearest["cost"] <= rule.limit
    sums = points["people"].where(near, 0.0).groupby(nearest["site"]).sum()
    named = facts.names()
    rows = at[new]
    columns = {
        _("Site"): [
            named.get(key, facts.town(name))
            for key, name in zip(rows["key"], rows["name"], strict=True)
        ],
        _("Region"): rows["region"].map(named),
        _("Country"): rows["iso3"].map(words.country),
        _("Machines"): rows["machines"].astype(int),
        _("People it serves"): sums.reindex(rows.index).fillna(0).round(),
        _("Latitude"): rows["lat"].round(4),
        _("Longitude"): rows["lon"].round(4),
    }
    return pd.DataFrame(columns)


def _plan_title(view: View) -> str:
    before, after = before_and_after(view)
    areas = list(scope(view))
    sums = [rows.loc[rows["area"].isin(areas), "covered"].sum() for rows in (before, after)]
    new = int(everything(view)["key"].str.startswith(NEW).sum())
    return findings.of_plan(*sums, new) if new else _("No site is added yet")


def _among(view: View) -> str:
    return view.one(state.AMONG, reach.USUAL[state.AMONG])


def _regions_of(iso3: str) -> list[str]:
    table = facts.catalogue()["regions"]
    return table.loc[table["iso3"] == iso3, "iso_3166_2"].tolist()


def scope(view: View) -> tuple[str, ...]:
    """The countries that new sites are looked for in."""
    chosen = view.one(state.SCOPE, "all")
    return COUNTRIES if chosen == "all" else (chosen,)
