"""People as points of a map: which are drawn, in which band of distance, and as geography."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from components import facts, map_figure, reach, state, theme
from components.language import N_, _
from components.theme import hexadecimal
from components.views import View
from shifo import access
from shifo.scenario import NEW
from shifo.vocabulary import COUNTRIES

DRAWN = 500
"""People of a point at least that a map draws; the figures count all."""


def bands(view: View) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The words and the inks of four bands of distance: within half the limit, within it, …"""
    rule, colours = view.rule, theme.palette(view.dark)
    half, twice = (
        reach.said(access.Rule(min(rule.limit * x, 3000 if rule.unit == "km" else 100), rule.unit))
        for x in (0.5, 2)
    )
    full = reach.said(rule)
    told = (
        _("within {n}").format(n=half),
        f"{half} – {full}",
        f"{full} – {twice}",
        _("farther or none"),
    )
    works, out = colours.states["works"], colours.states["out_of_service"]
    land = colours.land
    tones = (works, theme.mixed(works, land, 0.5), theme.mixed(out, land, 0.55), out)
    return told, tuple(hexadecimal(tone) for tone in tones)


def placed_people(view: View, at: pd.DataFrame) -> pd.DataFrame:
    """Points of at least DRAWN people with their band and the area of their mark."""
    points = facts.demand(view.on.year)
    points = points[points["iso3"].isin(scoped(view).countries)]
    cost = access.nearest(points, at, view.rule)["cost"].to_numpy()
    edges = np.array([0.5, 1, 2]) * view.rule.limit
    rows = points.assign(band=np.searchsorted(edges, cost), cost=cost)
    rows = rows[rows["people"] >= DRAWN]
    return rows.assign(area=np.clip(rows["people"] ** 0.5 / 4, 4, 160)).sort_values(
        "people", ascending=False
    )


def shown_people(view: View, at: pd.DataFrame) -> map_figure.People:
    """What a map of reach draws."""
    told, inks = bands(view)
    wanted = at[at["iso3"].isin(scoped(view).countries)]
    new = wanted["key"].str.startswith(NEW)
    marks = wanted.assign(state=np.where(new, "new", "site"), size=np.where(new, 16.0, 10.0))
    return map_figure.People(
        placed_people(view, at)[["lat", "lon", "band", "area"]].round(4),
        told,
        inks,
        marks[["key", "lat", "lon", "state", "size"]],
        {"site": N_("at work"), "new": N_("new site")},
    )


def layers(view: View, at: pd.DataFrame, left: pd.Series | None = None) -> dict:
    """The map's points and sites as GeoDataFrames in WGS 84: all people, not only those drawn."""
    import geopandas as gpd

    points = facts.demand(view.on.year)
    cost = access.nearest(points, at, view.rule)["cost"]
    points = points.assign(nearest=cost.where(np.isfinite(cost)), unit=view.rule.unit)
    if left is not None:
        points = points.assign(courses_not_met=left)
    points = points[points["iso3"].isin(scoped(view).countries)]
    return {
        name: gpd.GeoDataFrame(
            rows.reset_index(drop=True),
            geometry=gpd.points_from_xy(rows["lon"], rows["lat"]),
            crs="EPSG:4326",
        )
        for name, rows in (("people", points), ("sites", at))
    }


def scoped(view: View) -> View:
    """The view with the countries that are looked at as its countries."""
    chosen = view.one(state.SCOPE)
    if chosen in COUNTRIES:
        return replace(view, choices=(*view.choices, (state.COUNTRY, (chosen,))))
    return view
