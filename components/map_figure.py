"""The map as a figure: the same marks, shading and filters as on the page, drawn as vectors."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from typing import Any

import altair as alt
import pandas as pd
from shapely.geometry import mapping

from components import capacity_tables as tables
from components import centres as centre_rows
from components import (
    facts,
    filters,
    findings,
    language,
    map_text,
    map_window,
    maps,
    state,
    theme,
    words,
)
from components.capacity_figures import countries_sentence
from components.charts import CROSS, Drawing, Evidence, mapped
from components.figure import Figure, keys
from components.geometry import STATIC
from components.inks import Inks
from components.language import _, number
from components.marks import spread
from components.theme import hexadecimal
from components.views import View
from shifo.terms import row_terms
from shifo.vocabulary import ADVANCED, CLASSES, MEGAVOLTAGE

USUAL_LAYERS = ("centres", "children", "projects")


_SHAPES = {
    "children": "diamond",
    "children_unsure": "diamond",
    "new": "triangle-up",
    "out_of_service": CROSS,
}
_HOLLOW = ("planned", "installing", "site", "children_unsure")


def centres(view: View) -> Figure:
    """Centres, units and projects, and the regions shaded by a measure where one is chosen."""
    resource = view.one(state.RESOURCE) or None
    asked = filters.every(lambda name, options: [v for v in view.many(name) if v in options])
    shown = filters.passing(asked, centre_rows.rows(view.on, view.basis, resource))
    layers = view.many(state.LAYERS) or list(USUAL_LAYERS)
    measure = view.one(state.MEASURE)
    regions = facts.capacity(view.on, view.basis, "region")
    regions = regions[regions["iso3"].isin(view.countries)]
    marked = _marked(view, shown, layers)
    stock = facts.stock(view.on, view.basis)
    stock = stock[
        stock["centre"].isin(shown["key"]) & (stock["class"] == (resource or MEGAVOLTAGE))
    ]
    held = facts.holdings(view.on) if resource in ADVANCED else pd.DataFrame()
    if len(held):
        stock = held[(held["resource"] == resource) & held["centre"].isin(shown["key"])]
    told = Evidence(view.basis, view.on, tables.sources_line(stock))
    what = words.said(words.RESOURCES, resource or MEGAVOLTAGE)
    measured = words.measure(measure) if measure else _("Centres by the state of their machines")
    subtitle, cited = told.subtitle(measured), told.sources
    if len(held):
        # Whoever has such a resource is read from records of all kinds, whatever the basis.
        measured = words.measure(measure) if measure else _("Centres that have it or plan it")
        subtitle = f"{measured} · {language.date(view.on)}"
        cited = _("Sources: {n} (see the Data page)").format(n=number(len(keys(stock["sources"]))))
    title = findings.of_resource(shown, what) if len(held) else findings.of_map(shown, what)
    if measure and len(regions):
        values = tables.measured(regions, measure)
        title = findings.by_region(values.assign(located=values["value"].notna()))
    drawing = Drawing(
        chart=_chart(view, marked, regions, measure, roads="roads" in layers),
        title=title,
        subtitle=subtitle,
        sources=cited + ". " + _("Borders imply no opinion."),
        fixed=True,
        datasets=_datasets(view, regions, measure, roads="roads" in layers),
    )
    sentence = filters.sentence(asked)
    if resource:
        sentence = "; ".join(part for part in (f"{_('Resource')}: {what}", sentence) if part)
    return Figure(
        name="map",
        page="",
        view=view,
        drawing=drawing,
        shown=centre_rows.readable(shown),
        data=centre_data(view),
        sources=keys(pd.concat([stock["sources"], _centres(shown["key"])["sources"]])),
        filters=sentence or countries_sentence(view),
        features=partial(features, view, tuple(shown["key"])),
    )


@dataclass(frozen=True)
class People:
    """What a map of reach shows: points [lat, lon, band, area], the words and inks of the bands,
    and sites [key, lat, lon, state, size] with the words of states that only this map has."""

    points: pd.DataFrame
    bands: tuple[str, ...]
    inks: tuple[str, ...]
    sites: pd.DataFrame
    states: dict[str, str]


def of_people(view: View, people: People) -> tuple[alt.LayerChart, dict[str, list[dict]]]:
    """A map of people by what their nearest site is away, and the datasets that it names."""
    regions = facts.capacity(view.on, view.basis, "region")
    regions = regions[regions["iso3"].isin(view.countries)]
    marked = people.sites.assign(old=False, title="", detail="", dx=0.0, dy=0.0)
    chart = _chart(view, marked, regions, "", roads=False, people=people)
    told = [people.bands[band] for band in people.points["band"]]
    rows = people.points[["lon", "lat", "area"]].assign(said=told).to_dict("records")
    return chart, {**_datasets(view, regions, "", roads=False), "people": rows}


def of_marks(
    view: View, marked: pd.DataFrame, states: dict[str, str]
) -> tuple[alt.LayerChart, dict[str, list[dict]]]:
    """A map of marks alone, in states with words of their own, and the datasets that it names."""
    regions = facts.capacity(view.on, view.basis, "region")
    regions = regions[regions["iso3"].isin(view.countries)]
    chart = _chart(view, marked, regions, "", roads=False, named=states)
    return chart, _datasets(view, regions, "", roads=False)


def _circles(people: People) -> alt.Chart:
    return (
        alt.Chart(alt.NamedData(name="people"))
        .mark_circle(opacity=0.85, stroke=None)
        .encode(
            longitude="lon:Q",
            latitude="lat:Q",
            color=alt.Color(
                "said:N",
                title=None,
                scale=alt.Scale(domain=list(people.bands), range=list(people.inks)),
            ),
            size=alt.Size("area:Q", scale=None, legend=None),
        )
    )


def centre_data(view: View) -> pd.DataFrame:
    """Every centre with its place, its machines by class on a day, sources and terms."""
    catalogue = facts.catalogue()
    stock = facts.stock(view.on, view.basis)
    wide = stock.pivot_table(
        index="centre", columns="class", values=["installed", "operational"], aggfunc="sum"
    )
    wide.columns = [f"{kind}_{count}" for count, kind in wide.columns]
    wide = wide.astype("Int64")
    ordered = [f"{kind}_{count}" for kind in CLASSES for count in ("installed", "operational")]
    wide = wide[[name for name in ordered if name in wide]]
    centre = catalogue["centres"].assign(terms=row_terms(catalogue, "centres"))
    records = stock.groupby("centre")["sources"].agg(lambda cells: ";".join(keys(cells)))
    rows = centre.merge(wide, left_on="key", right_index=True, how="left")
    rows["machine_sources"] = rows["key"].map(records)
    strict = set(catalogue["sources"].loc[catalogue["sources"]["terms"] == "non_commercial", "key"])
    counted = (
        rows["machine_sources"].fillna("").map(lambda cell: bool(strict & set(cell.split(";"))))
    )
    rows.loc[counted, "terms"] = "non_commercial"
    return rows.assign(basis=view.basis, on=view.on.isoformat()).reset_index(drop=True)


def features(view: View, shown: tuple[str, ...]) -> dict[str, Any]:
    """The map's layers as GeoDataFrames in WGS 84: the centres shown, and regions with capacity."""
    import geopandas as gpd

    rows = centre_data(view)
    rows = rows[rows["key"].isin(shown) & rows["lat"].notna()].reset_index(drop=True)
    points = gpd.GeoDataFrame(
        rows, geometry=gpd.points_from_xy(rows["lon"], rows["lat"]), crs="EPSG:4326"
    )
    capacity = facts.capacity(view.on, view.basis, "region").set_index("area")
    shapes = gpd.read_file(STATIC / "regions.geojson").drop(columns="id")
    shapes = shapes.merge(
        capacity.drop(columns=["iso3", "mv_national_total"]),
        left_on="iso_3166_2",
        right_index=True,
        how="left",
    )
    return {"centres": points, "regions": shapes[shapes["iso3"].isin(view.countries)]}


def _centres(chosen: pd.Series) -> pd.DataFrame:
    centre = facts.catalogue()["centres"]
    return centre[centre["key"].isin(set(chosen))]


def _marked(view: View, shown: pd.DataFrame, layers: list[str]) -> pd.DataFrame:
    coming = shown["state"].isin(["planned", "installing"])
    marked = [shown[~coming]] if "centres" in layers else []
    marked += [shown[coming]] if "projects" in layers else []
    marked += [centre_rows.units(view.on, shown["key"])] if "children" in layers else []
    marked = [rows for rows in marked if len(rows)]
    return spread(centre_rows.titled_all(marked)) if marked else pd.DataFrame()


# --- drawing ------------------------------------------------------------------------------------


def _shapes(name: str, **mark: Any) -> alt.Chart:
    return alt.Chart(alt.NamedData(name=name)).mark_geoshape(**mark)


def _datasets(
    view: View, regions: pd.DataFrame, measure: str, *, roads: bool
) -> dict[str, list[dict]]:
    """The geometry of every layer, the regions with the class they are in."""
    window = map_window.window(tuple(view.countries))
    shades, _limits = _shading(view, regions, measure)
    steps = {colour: step for step, colour in enumerate(theme.palette(view.dark).ramp)}
    land, others = [], []
    in_view = set(regions["area"])
    for feature in map_window.geometry("regions.geojson", window):
        step = steps.get(shades.get(int(feature["properties"]["id"])), -1)
        kept = land if feature["properties"]["iso_3166_2"] in in_view else others
        kept.append({**feature, "properties": {"step": step}})
    names = ["neighbours", "rivers", "lakes", "countries", *(["roads"] if roads else [])]
    drawn = {name: list(map_window.geometry(f"{name}.geojson", window)) for name in names}
    sea = {
        "type": "Feature",
        "properties": {},
        "geometry": mapping(map_window.wound(map_window.frame(window))),
    }
    return {"sea": [sea], "regions": land, "others": others, **drawn}


def _shading(view: View, regions: pd.DataFrame, measure: str) -> tuple[dict, list[float]]:
    if not measure:
        return {}, []
    values = tables.measured(regions, measure).set_index("area")["value"]
    return maps.classes(values, theme.palette(view.dark))


def _classes(view: View, regions: pd.DataFrame, measure: str) -> alt.Color:
    """The regions' fill with its legend: a class a step, and one for none located."""
    colours = theme.palette(view.dark)
    _shades, limits = _shading(view, regions, measure)
    said = [tables.written(limit, measure) for limit in limits]
    spans = [f"{low} – {high}" for low, high in pairwise(said)]
    labels = [_("none located"), *([f"< {said[0]}", *spans, f"≥ {said[-1]}"] if said else [])]
    steps = list(range(-1, len(labels) - 1))
    inks = [colours.missing, *colours.ramp[: len(labels) - 1]]
    told = f"{json.dumps(labels, ensure_ascii=False)}[datum.value + 1]"
    return alt.Color(
        "properties.step:O",
        title=words.measure(measure),
        scale=alt.Scale(domain=steps, range=[hexadecimal(ink) for ink in inks]),
        legend=alt.Legend(
            orient="bottom",
            labelExpr=told,
            columns=6,
            symbolType="square",
            symbolStrokeWidth=0.6,
            symbolStrokeColor=hexadecimal(colours.region_border),
            titleLimit=800,
        ),
    )


def _chart(
    view: View,
    marked: pd.DataFrame,
    regions: pd.DataFrame,
    measure: str,
    *,
    roads: bool,
    people: People | None = None,
    named: dict[str, str] | None = None,
) -> alt.LayerChart:
    colours, inks = theme.palette(view.dark), Inks.of(view.dark)
    window = map_window.window(tuple(view.countries))
    paint = {name: hexadecimal(getattr(colours, name)) for name in _PAINTED}
    land = _shapes("regions", stroke=paint["region_border"], strokeWidth=0.6)
    layers = [
        _shapes("sea", fill=paint["sea"]),
        _shapes("neighbours", fill=paint["neighbours"], stroke=None),
        _shapes("others", fill=paint["neighbours"], stroke=paint["region_border"], strokeWidth=0.6),
        land.encode(color=_classes(view, regions, measure))
        if measure
        else land.encode(fill=alt.value(hexadecimal(colours.land))),
        _shapes("rivers", filled=False, stroke=paint["rivers"], strokeWidth=0.8),
        _shapes("lakes", fill=paint["lakes"], stroke=None),
    ]
    if roads:
        layers.append(_shapes("roads", filled=False, stroke=paint["roads"], strokeWidth=0.6))
    layers.append(
        _shapes("countries", filled=False, stroke=paint["country_border"], strokeWidth=1.2)
    )
    if people:
        layers.append(_circles(people))
    if len(marked):
        looked_at = view.one(state.RESOURCE)
        named = named or {**filters.mark_states(looked_at), **words.UNIT_STATES}
        named = {**named, **(people.states if people else {})}
        layers.append(_marks(marked, inks, paint["halo"], window, named))
    if measure:
        layers += map_text.region_figures(regions, measure, inks)
    layers += map_text.city_names(view, window, inks, capitals_only=bool(measure))
    drawn = (
        alt.layer(*layers)
        .project(
            type="conicEqualArea",
            parallels=[38, 52],
            rotate=[-window.middle[0], 0, 0],
            center=[0, window.middle[1]],
            scale=1 / window.pixel,
            translate=[map_window.WIDTH / 2, map_window.WIDTH * map_window.HEIGHT_TO_WIDTH / 2],
        )
        .properties(
            width=map_window.WIDTH, height=round(map_window.WIDTH * map_window.HEIGHT_TO_WIDTH)
        )
    )
    return mapped(drawn, inks, columns=3)


_PAINTED = (
    *("sea", "neighbours", "lakes", "rivers", "roads"),
    *("country_border", "region_border", "halo"),
)


def _marks(
    marked: pd.DataFrame, inks: Inks, ground: str, window: map_window.Window, names: dict[str, str]
) -> alt.Chart:
    states = [name for name in names if name in set(marked["state"])]
    # Marks of one city stand side by side: their offset in pixels becomes one in degrees.
    degree = math.degrees(window.pixel)
    rows = marked.assign(
        said=marked["state"].map({name: _(label) for name, label in names.items()}),
        area=(marked["size"] * 0.8) ** 2,
        lat=marked["lat"] - marked["dy"] * degree,
        lon=marked["lon"]
        + marked["dx"] * degree / marked["lat"].map(lambda x: math.cos(math.radians(x))),
        faded=marked["old"].map({True: 0.45, False: 1.0}),
    ).sort_values("size", ascending=False)
    domain = [_(names[name]) for name in states]
    ink = [inks.states[name] for name in states]
    fill = [ground if name in _HOLLOW else inks.states[name] for name in states]
    shapes = [_SHAPES.get(name, "circle") for name in states]
    return (
        alt.Chart(rows[["lon", "lat", "said", "area", "faded", "title", "detail"]])
        .mark_point(strokeWidth=1.6, opacity=1)
        .encode(
            longitude="lon:Q",
            latitude="lat:Q",
            fill=alt.Fill("said:N", title=None, scale=alt.Scale(domain=domain, range=fill)),
            stroke=alt.Stroke("said:N", title=None, scale=alt.Scale(domain=domain, range=ink)),
            shape=alt.Shape("said:N", title=None, scale=alt.Scale(domain=domain, range=shapes)),
            size=alt.Size("area:Q", scale=None, legend=None),
            fillOpacity=alt.FillOpacity("faded:Q", scale=None, legend=None),
            strokeOpacity=alt.StrokeOpacity("faded:Q", scale=None, legend=None),
        )
    )
