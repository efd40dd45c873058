"""The map of cooperation as vectors, to take away: great circles over the world's land.

Drawn in Lambert's azimuthal equal-area projection about the middle of what is shown, in which the
ways from Central Asia run nearly straight. Everything is projected and cut to the frame here, in
pixels, so that no renderer has to.
"""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any

import altair as alt
import numpy as np
import pandas as pd
import shapely
from pyproj import Proj

from components import arcs, state, theme, words
from components import cooperation_rows as rows_of
from components.charts import haloed, mapped
from components.cooperation_deck import FRAMES, width
from components.geometry import STATIC
from components.inks import Inks
from components.language import ngettext, number
from components.theme import hexadecimal
from components.views import View

WIDTH, HEIGHT, AIR = 860, 560, 34
HOME = (66.0, 45.0)
"""Longitude and latitude of the middle where nothing is shown."""


class Frame:
    """A projection about a middle, scaled so that some points fill the picture."""

    def __init__(self, points: np.ndarray) -> None:
        lon, lat = points.mean(axis=0) if len(points) else HOME
        # Between the partners and the five countries: those should not go to the rim.
        lon, lat = (lon + HOME[0]) / 2, (lat + HOME[1]) / 2
        self._proj = Proj(proj="laea", lon_0=float(lon), lat_0=float(lat), R=1)
        shown = points if len(points) else np.array([[47.0, 36.0], [87.0, 55.0]])
        x, y = self._proj(shown[:, 0], shown[:, 1])
        wide, tall = max(np.ptp(x), 0.25), max(np.ptp(y), 0.2)
        self._scale = min((WIDTH - 4 * AIR) / wide, (HEIGHT - 2 * AIR) / tall)
        self._middle = (x.min() + x.max()) / 2, (y.min() + y.max()) / 2

    def pixels(self, points: np.ndarray) -> np.ndarray:
        """Places (longitude, latitude) as pixels right and down from the corner."""
        x, y = self._proj(points[:, 0], points[:, 1])
        across = WIDTH / 2 + (np.asarray(x) - self._middle[0]) * self._scale
        down = HEIGHT / 2 - (np.asarray(y) - self._middle[1]) * self._scale
        return np.column_stack([across, down])

    def land(self, name: str) -> dict[str, Any]:
        """A static file's areas as one feature in pixels, cut to the picture."""
        box = shapely.box(0, 0, WIDTH, HEIGHT)
        seen = shapely.transform(_areas(name), self.pixels)
        cut = shapely.intersection(shapely.make_valid(seen), box)
        areas = [part for part in shapely.get_parts(cut) if part.geom_type == "Polygon"]
        return _feature(shapely.MultiPolygon(areas), {})


@lru_cache(maxsize=4)
def _areas(name: str) -> np.ndarray:
    text = (STATIC / name).read_text("utf-8")
    shapes = [
        shapely.from_geojson(json.dumps(feature["geometry"]))
        for feature in json.loads(text)["features"]
    ]
    return np.asarray(shapely.get_parts(shapely.segmentize(np.array(shapes), 1.0)))


def drawn(view: View, links: pd.DataFrame) -> tuple[alt.LayerChart, dict[str, list[dict]]]:
    """The map of some links and the datasets that it names."""
    ends = rows_of.placed_ends(links)
    shown = links[links["placed"]].sort_values("agreements")
    ways = [rows_of.way(ends, row["a"], row["b"]) for row in shown.to_dict("records")]
    points = (
        np.vstack([ends[["lon", "lat"]].to_numpy(float), *ways]) if len(ends) else np.empty((0, 2))
    )
    corners = FRAMES.get(view.one(state.FRAME, state.FRAMES[0]))
    frame = Frame(np.array(corners) if corners else points)
    lines = [
        _feature(
            shapely.LineString(frame.pixels(way)),
            {
                "said": words.said(rows_of.MARK_NAMES, row["mark"]),
                "wide": width(row["agreements"]) * (0.7 if row["mark"] == "ended" else 1),
            },
        )
        for row, way in zip(shown.to_dict("records"), ways, strict=True)
    ]
    dots = frame.pixels(ends[["lon", "lat"]].to_numpy(float)) if len(ends) else np.empty((0, 2))
    datasets = {
        "sea": [_feature(shapely.box(0, 0, WIDTH, HEIGHT), {})],
        "world": [frame.land("world.geojson")],
        "home": [frame.land("land.geojson")],
        "water": [frame.land("lakes.geojson")],
        "lines": lines,
        "ends": [{"x": round(x, 1), "y": round(y, 1)} for x, y in dots.tolist()],
        "names": _names(ends, frame),
    }
    return _chart(view, shown), datasets


def _names(ends: pd.DataFrame, frame: Frame) -> list[dict]:
    cities = rows_of.cities(ends)
    if cities.empty:
        return []
    at = frame.pixels(cities[["lon", "lat"]].to_numpy(float)).tolist()
    told = [
        (x, y, rows_of.city_label(row))
        for (x, y), row in zip(at, cities.to_dict("records"), strict=True)
    ]
    return [
        {
            "x": round(x + label.dx, 1),
            "y": round(y + label.dy, 1),
            "name": name,
            "anchor": label.anchor,
        }
        for (x, y, name), label in zip(told, arcs.labelled(told), strict=True)
        if label is not None and 0 < x < WIDTH and 0 < y < HEIGHT
    ]


def _chart(view: View, shown: pd.DataFrame) -> alt.LayerChart:
    colours, inks = theme.palette(view.dark), Inks.of(view.dark)
    marks = [one for one in rows_of.MARK_NAMES if one in set(shown["mark"])]
    domain = [words.said(rows_of.MARK_NAMES, one) for one in marks]
    ink = [inks.states[rows_of.INKS[one]] for one in marks]
    rhythm = [[n * 3 for n in rows_of.DASHES[one]] or [1, 0] for one in marks]
    legend = alt.Legend(symbolType="stroke", symbolStrokeWidth=3, symbolSize=900)
    border = hexadecimal(colours.country_border)

    def area(name: str, fill: Any, **more: Any) -> alt.Chart:
        return alt.Chart(alt.NamedData(name=name)).mark_geoshape(fill=hexadecimal(fill), **more)

    lines = (
        alt.Chart(alt.NamedData(name="lines"))
        .mark_geoshape(filled=False, strokeCap="round", strokeOpacity=0.85)
        .encode(
            stroke=alt.Stroke(
                "properties.said:N",
                title=None,
                scale=alt.Scale(domain=domain, range=ink),
                legend=legend,
            ),
            strokeDash=alt.StrokeDash(
                "properties.said:N",
                title=None,
                scale=alt.Scale(domain=domain, range=rhythm),
                legend=legend,
            ),
            strokeWidth=alt.StrokeWidth("properties.wide:Q", scale=None, legend=None),
        )
    )
    placed = {"longitude": "x:Q", "latitude": "y:Q"}
    ends = (
        alt.Chart(alt.NamedData(name="ends"))
        .mark_circle(
            size=22, opacity=1, fill=hexadecimal(colours.halo), stroke=inks.text, strokeWidth=1
        )
        .encode(**placed)
    )
    names = []
    for anchor, align in (("start", "left"), ("end", "right"), ("middle", "center")):
        base = alt.Chart(alt.NamedData(name="names")).transform_filter(
            f"datum.anchor == '{anchor}'"
        )
        base = base.encode(**placed, text="name:N")
        letters: dict[str, Any] = {"fontSize": 11, "align": align, "baseline": "middle"}
        names += haloed(base, inks, **letters)
    drawn = (
        alt.layer(
            area("sea", colours.sea),
            area("world", colours.neighbours),
            area("home", colours.land, stroke=border, strokeWidth=0.9),
            area("water", colours.lakes),
            lines,
            ends,
            *names,
        )
        .project(type="identity", scale=1, translate=[0, 0])
        .properties(width=WIDTH, height=HEIGHT)
    )
    return mapped(drawn, inks, columns=4)


def features(view: View, links: pd.DataFrame) -> dict[str, Any]:
    """Ends as points and links as great circles, in WGS 84; ends at their true coordinates."""
    import geopandas as gpd

    ends = rows_of.placed_ends(links)
    shown = links[links["placed"]].reset_index(drop=True)
    points = gpd.GeoDataFrame(
        ends[["name", "iso3", "city", "agreements"]].rename_axis("key").reset_index(),
        geometry=gpd.points_from_xy(ends["at_lon"], ends["at_lat"]),
        crs="EPSG:4326",
    )
    true = ends.assign(lon=ends["at_lon"], lat=ends["at_lat"])
    ways = [
        shapely.LineString(rows_of.way(true, row["a"], row["b"]))
        for row in shown.to_dict("records")
    ]
    told = shown.assign(kinds=[";".join(kinds) for kinds in shown["kinds"]], on=view.on.isoformat())
    told["begun"] = told["begun"].astype("Int64")
    lines = gpd.GeoDataFrame(told.drop(columns=["placed"]), geometry=ways, crs="EPSG:4326")
    return {"partners": points, "links": lines}


def alt_sentence(links: pd.DataFrame) -> str:
    """What stands for the map to those who do not see it."""
    lines = int(links["placed"].sum())
    return ngettext(
        "Map of {n} line between partners; the list beside it names the same",
        "Map of {n} lines between partners; the list beside it names the same",
        lines,
    ).format(n=number(lines))


def _feature(shape: Any, properties: dict[str, Any]) -> dict[str, Any]:
    rounded = shapely.set_precision(shape, 0.1, mode="pointwise")
    geometry = json.loads(shapely.to_geojson(rounded))
    return {"type": "Feature", "properties": properties, "geometry": geometry}
