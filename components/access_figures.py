"""The figures of the pages Access and Plan: from a view to frames, drawings and data."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np
import pandas as pd

from components import (
    access_charts,
    citation,
    facts,
    findings,
    language,
    map_figure,
    parameters,
    reach,
    state,
    theme,
    words,
)
from components.charts import Drawing, Evidence
from components.figure import Figure, Plot, keys
from components.language import N_, _, number
from components.people_points import layers, shown_people
from components.theme import hexadecimal
from components.views import View
from shifo import access, allocation
from shifo.vocabulary import COUNTRIES, MEGAVOLTAGE

LEAST_COURSES = 1.0
"""Courses a year not met at a point at least that a map draws; the figures count all."""
WORST = 12
"""Centres of the chart of outages."""
NEEDING = ("access-met", "access-unmet")
"""Figures that rest on need."""
PEOPLE = ("wb-pop", "wpp2024", "geonames")
CASES = ("globocan2022",)
READS = (state.COUNTRY, state.FOR, state.WITHIN, state.BORDER, *state.TRAVEL, state.SCENARIO)


def people(view: View) -> Figure:
    """A map of people by what their nearest site is away."""
    rows = coverage_rows(view)
    at = here(view)
    chart, datasets = map_figure.of_people(view, shown_people(view, at))
    told = evidence(view, at)
    rule = view.rule
    nations = rows[rows["area"].isin(view.countries)]
    drawing = Drawing(
        chart,
        findings.of_coverage(nations, rule, _one(view)),
        told.subtitle(_("People by distance to the nearest: {what}").format(what=_what(view))),
        told.sources + ". " + _("Borders imply no opinion."),
        fixed=True,
        datasets=datasets,
    )
    return figure(
        view, "access-map", drawing, readable(rows), at, features=partial(layers, view, at)
    )


def coverage(view: View) -> Figure:
    """Share of people within reach by country, with its range."""
    at, rows = here(view), coverage_rows(view)
    nations = rows[rows["area"].isin(view.countries)].assign(name=lambda r: names_of(r["area"]))
    drawing = access_charts.coverage(nations, view.rule, _one(view), evidence(view, at), view.dark)
    ranked = nations.sort_values("covered_pct", ascending=False)
    plot = Plot("bar", tuple(ranked["name"]), ((_("Percent"), values(ranked["covered_pct"])),), "0")
    return figure(view, "access-coverage", drawing, readable(nations), at, plot)


def regions(view: View) -> Figure:
    """Share of people within reach by region, and what supply they share there."""
    at, rows = here(view), coverage_rows(view)
    rows = rows[rows["area"].str[:2].isin(_prefixes(view)) & rows["area"].str.contains("-")]
    rows = rows.assign(name=names_of(rows["area"]))
    drawing = access_charts.coverage(
        rows, view.rule, _one(view), evidence(view, at), view.dark, tall=0.95
    )
    drawing = replace(drawing, title=findings.of_regions_reached(rows, view.rule, _one(view)))
    ranked = rows.sort_values("covered_pct", ascending=False)
    plot = Plot("bar", tuple(ranked["name"]), ((_("Percent"), values(ranked["covered_pct"])),), "0")
    shown = readable(rows)
    shared = catchment(view).reindex(rows["area"])
    shown.insert(5, _("Machines per million reached (2SFCA)"), shared.round(2).to_numpy())
    cost = facts.reached(view.on, view.basis, resource(view), view.rule, scenario(view))
    far = access.quantiles(facts.demand(view.on.year), cost).reindex(rows["area"])
    half, most = ([reach.cost(x, view.rule) for x in far[name]] for name in ("q0.5", "q0.9"))
    shown.insert(6, _("Half live within"), half)
    shown.insert(7, _("Nine in ten within"), most)
    return figure(view, "access-regions", drawing, shown, at, plot)


def curve(view: View) -> Figure:
    """Share of each country's people by distance or time."""
    at, rule = here(view), view.rule
    cost = facts.reached(view.on, view.basis, resource(view), rule, scenario(view))
    most, step = (500, 10) if rule.unit == "km" else (12, 0.25)
    steps = [*np.arange(0, max(most, 2 * rule.limit) + step, step)]
    whole = access.curve(facts.demand(view.on.year), cost, steps)
    rows = whole[whole["iso3"].isin(view.countries)]
    rows = rows.assign(name=rows["iso3"].map(words.country))
    drawing = access_charts.curve(rows, rule, _one(view), evidence(view, at), view.dark)
    wide = rows.pivot_table(index="limit", columns="name", values="share", sort=False) * 100
    few = wide.iloc[:: max(1, len(wide) // 12)]
    plot = Plot(
        "line",
        tuple(number(x, 1) for x in few.index),
        tuple((str(name), values(cells.round(1))) for name, cells in few.items()),
        "0",
    )
    shown = wide.round(1).rename_axis(_("Within")).reset_index()
    return figure(view, "access-curve", drawing, shown, at, plot, data=whole)


def met(view: View) -> Figure:
    """Share of need met by capacity, by distance and by both."""
    at, rule = facts.sites(view.on, view.basis, "radiotherapy", scenario(view)), view.rule
    whole, _left = facts.need_met(view.on, view.basis, rule, view.norms, scenario(view))
    kept = (
        [*view.countries, access.ALL] if len(view.countries) == len(COUNTRIES) else view.countries
    )
    rows = whole[whole["area"].isin(kept)].assign(name=lambda r: names_of(r["area"]))
    drawing = access_charts.met(rows, rule, evidence(view, at), view.dark)
    plot = Plot(
        "bar",
        tuple(rows["name"]),
        tuple(
            (label, values(rows[column].round(1)))
            for label, column in (
                (_("by capacity alone"), "capacity_pct"),
                (_("by distance alone"), "distance_pct"),
                (_("by both"), "both_pct"),
            )
        ),
        "0",
    )
    columns = {
        _("Area"): rows["name"],
        _("Courses needed a year"): rows["need"].round(),
        _("Met by capacity alone, %"): rows["capacity_pct"].round(1),
        _("Met by distance alone, %"): rows["distance_pct"].round(1),
        _("Met by both, %"): rows["both_pct"].round(1),
        _("Courses not met"): rows["unmet"].round(),
    }
    return figure(view, "access-met", drawing, pd.DataFrame(columns), at, plot, data=whole)


def outages(view: View) -> Figure:
    """Who loses cover when a centre stops."""
    at, rule = here(view), view.rule
    whole = facts.outages(view.on, view.basis, resource(view), rule, scenario(view))
    rows = whole[whole["iso3"].isin(view.countries)]
    named = facts.names()
    rows = rows.assign(
        label=[named.get(c, n) for c, n in zip(rows["centre"], rows["name"], strict=True)]
    )
    worst = rows[rows["people_losing_cover"] > 0].head(WORST)
    drawing = access_charts.outages(worst, rule, evidence(view, at), view.dark)
    columns = {
        _("Centre"): rows["label"],
        _("Country"): rows["iso3"].map(words.country),
        _("Machines at work"): rows["machines"],
        _("People nearest to it"): rows["people_nearest"].round(),
        _("People who lose cover"): rows["people_losing_cover"].round(),
        _("People left without any"): rows["people_stranded"].round(),
        _("Added on average"): [reach.cost(x, rule) for x in rows["mean_added"]],
        _("Courses lost a year"): rows["courses_lost"],
    }
    plot = Plot(
        "bar",
        tuple(worst["label"]),
        ((_("People who lose cover"), values(worst["people_losing_cover"].round())),),
    )
    return figure(view, "access-outage", drawing, pd.DataFrame(columns), at, plot, data=whole)


def unmet(view: View) -> Figure:
    """A map of the need that is not met, where it lives."""
    at, rule = facts.sites(view.on, view.basis, "radiotherapy", scenario(view)), view.rule
    rows, left = facts.need_met(view.on, view.basis, rule, view.norms, scenario(view))
    points = facts.demand(view.on.year)
    need = pd.Series(allocation.courses_needed(facts.catalogue(), points, view.norms), points.index)
    points = points.assign(courses=left, share=(left / need).fillna(0.0))
    points = points[points["iso3"].isin(view.countries) & (points["courses"] >= LEAST_COURSES)]
    points = points.sort_values("courses", ascending=False)
    points = points.assign(
        band=np.searchsorted([0.25, 0.5, 0.75], points["share"]),
        area=np.clip(points["courses"] * 3, 3, 700),
    )
    colours = theme.palette(view.dark)
    worst = colours.states["out_of_service"]
    tones = [theme.mixed(worst, colours.land, share) for share in (0.3, 0.5, 0.75, 1)]
    told = (
        _("up to a quarter not met"),
        _("a quarter to a half"),
        _("a half to three quarters"),
        _("more than three quarters"),
    )
    shown = map_figure.People(
        points[["lat", "lon", "band", "area"]].round(4),
        told,
        tuple(hexadecimal(tone) for tone in tones),
        shown_people(view, at).sites,
        {"site": N_("at work")},
    )
    chart, datasets = map_figure.of_people(view, shown)
    words_ = evidence(view, at)
    nations = rows[rows["area"].isin(view.countries)]
    drawing = Drawing(
        chart,
        findings.of_unmet(nations),
        words_.subtitle(
            _("Courses a year that no machine within {limit} can give").format(
                limit=reach.said(rule)
            )
        ),
        words_.sources + ". " + _("Borders imply no opinion."),
        fixed=True,
        datasets=datasets,
    )
    columns = {
        _("Area"): names_of(nations["area"]),
        _("Courses needed a year"): nations["need"].round(),
        _("Courses not met"): nations["unmet"].round(),
    }
    return figure(
        view,
        "access-unmet",
        drawing,
        pd.DataFrame(columns),
        at,
        data=rows,
        features=partial(layers, view, at, left),
    )


# --- parts -------------------------------------------------------------------------------------


def resource(view: View) -> str:
    """What is to be reached in a view."""
    return view.one(state.FOR, reach.USUAL[state.FOR])


def scenario(view: View) -> str:
    """The scenario of a view as text."""
    return view.one(state.SCENARIO)


def here(view: View) -> pd.DataFrame:
    """The sites of a view."""
    return facts.sites(view.on, view.basis, resource(view), scenario(view))


def coverage_rows(view: View) -> pd.DataFrame:
    """Coverage of all areas in a view."""
    return facts.coverage(view.on, view.basis, resource(view), view.rule, scenario(view))


def catchment(view: View) -> pd.Series:
    """Machines per million people by 2SFCA: the mean of each region's people, by region code."""
    points, at = facts.demand(view.on.year), here(view)
    pairs = access.links(points, at, view.rule)
    people = points["people"].to_numpy()
    shared = allocation.floating_catchment(people, at["machines"].to_numpy(float), pairs)
    sums = pd.Series(shared * people).groupby(points["region"].to_numpy()).sum()
    return 1e6 * sums / points.groupby("region")["people"].sum()


def small(view: View) -> str:
    """A sentence where one or two sites decide a country's figures; else nothing."""
    counts = here(view).groupby("iso3").size().reindex(view.countries, fill_value=0)
    none = [words.country(code) for code, n in counts.items() if n == 0]
    few = [words.country(code) for code, n in counts.items() if 0 < n <= 2]
    told = []
    if none:
        told.append(
            _("None is on record in {countries}: 0% there is what is known, not what is.").format(
                countries=language.listed(none)
            )
        )
    if few:
        told.append(
            _(
                "Small numbers: {countries} have at most two centres; one more or less changes "
                "their shares by tens of points."
            ).format(countries=language.listed(few))
        )
    return " ".join(told)


def readable(rows: pd.DataFrame) -> pd.DataFrame:
    """Coverage under readable names, shares in whole percents: no more is known."""
    columns = {
        _("Area"): names_of(rows["area"]),
        _("Code"): rows["area"],
        _("People"): rows["people"].round(),
        _("Within reach"): rows["covered"].round(),
        _("Percent"): rows["covered_pct"].round(),
        _("Low, %"): rows["covered_pct_low"].round(),
        _("High, %"): rows["covered_pct_high"].round(),
        _("Children under 15"): rows["children_0_14"].round(),
        _("Children within reach"): rows["children_covered"].round(),
    }
    return pd.DataFrame(columns)


def _prefixes(view: View) -> set[str]:
    table = facts.catalogue()["countries"]
    return set(table.loc[table["iso3"].isin(view.countries), "iso2"])


def names_of(areas: pd.Series) -> pd.Series:
    return areas.map({**facts.names(), access.ALL: _("All five")})


def _one(view: View) -> str:
    return _(reach.ONE[resource(view)])


def _what(view: View) -> str:
    return _(reach.NAMES[resource(view)])


def evidence(view: View, at: pd.DataFrame) -> Evidence:
    cited = _sources(view, at)
    line = _(
        "Sources: sites: {sites}; people: World Bank, UN WPP 2024 and national statistics by "
        "district, placed by GeoNames settlements"
    ).format(sites=citation.sources(cited))
    return Evidence(view.basis, view.on, line)


def _sources(view: View, at: pd.DataFrame) -> tuple[str, ...]:
    """Sources of the sites: of their machines, or of the children's units."""
    kind = resource(view)
    if kind == "paediatric":
        units = facts.catalogue()["paediatric_units"]
        return keys(units.loc[units["centre"].isin(set(at["key"])), "sources"])
    wanted = "pet_ct" if kind == "pet_ct" else MEGAVOLTAGE
    stock = facts.stock(view.on, view.basis)
    mine = stock["centre"].isin(set(at["key"])) & (stock["class"] == wanted)
    return keys(stock.loc[mine, "sources"])


def figure(
    view: View,
    name: str,
    drawing: Drawing,
    shown: pd.DataFrame,
    at: pd.DataFrame,
    plot: Plot | None = None,
    *,
    data: pd.DataFrame | None = None,
    features: Callable[[], dict] | None = None,
) -> Figure:
    told: list[Any] = [reach.sentence(view.rule)]
    if name in NEEDING or name.startswith("plan"):
        told.append(parameters.sentence(view.norms))
    if scenario(view):
        told.append(reach.scenario_sentence(view))
    chosen = view.many(state.COUNTRY)
    where = language.listed([words.country(code) for code in view.countries]) if chosen else ""
    filters = "; ".join(
        part
        for part in (_what(view), f"{_('Country')}: {where}" if where else "")
        if part and not name.startswith("plan")
    )
    return Figure(
        name=name,
        page="plan" if name.startswith("plan") else "access",
        view=view,
        drawing=drawing,
        shown=shown,
        data=coverage_rows(view) if data is None else data,
        sources=(*_sources(view, at), *PEOPLE, *(CASES if name in NEEDING else ())),
        filters=filters,
        parameters="; ".join(told),
        plot=plot,
        features=features,
    )


def values(cells: pd.Series) -> tuple[float | None, ...]:
    return tuple(None if pd.isna(x) else float(x) for x in cells)
