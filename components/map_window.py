"""What a still map shows of the world: its window, and the static geometry cut to it."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import shapely
from pyproj import Proj
from shapely.geometry import MultiPolygon, Polygon
from shapely.geometry.polygon import orient

from components.geometry import STATIC

WIDTH, HEIGHT_TO_WIDTH = 860, 0.68


@dataclass(frozen=True)
class Window:
    """What the map shows: its middle (longitude, latitude) and its width in radians."""

    middle: tuple[float, float]
    radians: float

    @property
    def pixel(self) -> float:
        """Radians of a pixel."""
        return self.radians / WIDTH

    @property
    def projection(self) -> Proj:
        """Longitude and latitude to radians right and up of the middle, as the map is drawn."""
        lon, lat = self.middle
        return Proj(proj="aea", lat_1=38, lat_2=52, lat_0=lat, lon_0=lon, R=1)

    def pixels(self, lon: np.ndarray, lat: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Where places lie from the middle, in pixels right and down."""
        x, y = self.projection(lon, lat)
        return np.asarray(x) / self.pixel, -np.asarray(y) / self.pixel


ALL = Window((67, 45.6), 0.575)


@lru_cache(maxsize=8)
def window(countries: tuple[str, ...]) -> Window:
    """The five countries with a little air, or one country where only one is looked at."""
    if len(countries) != 1:
        return ALL
    features = json.loads((STATIC / "land.geojson").read_text("utf-8"))["features"]
    land = next(f["geometry"] for f in features if f["properties"]["iso3"] == countries[0])
    west, south, east, north = shapely.from_geojson(json.dumps(land)).bounds
    middle = ((west + east) / 2, (south + north) / 2)
    wide = math.radians(east - west) * math.cos(math.radians(south))
    tall = math.radians(north - south) / HEIGHT_TO_WIDTH
    return Window(middle, 1.14 * max(wide, tall))


@lru_cache(maxsize=8)
def frame(window: Window) -> Polygon:
    """The map's rectangle as a polygon of longitudes and latitudes.

    Geometry is cut to it beforehand: a renderer's own clipping costs most of a picture's time.
    """
    wide, tall = window.radians / 2, window.radians * HEIGHT_TO_WIDTH / 2
    corners = [(-wide, -tall), (wide, -tall), (wide, tall), (-wide, tall)]
    edge = shapely.segmentize(Polygon(corners), window.radians / 60)
    there = window.projection
    return Polygon([there(x, y, inverse=True) for x, y in edge.exterior.coords])


@lru_cache(maxsize=64)
def geometry(name: str, window: Window) -> tuple[dict, ...]:
    """Features of a static file within the frame, exterior rings clockwise as d3 wants them."""
    done = []
    for feature in json.loads((STATIC / name).read_text("utf-8"))["features"]:
        shape = shapely.from_geojson(json.dumps(feature["geometry"]))
        shape = shapely.intersection(shapely.make_valid(shape), frame(window), grid_size=0.001)
        if shape.is_empty:
            continue
        properties = {k: v for k, v in feature["properties"].items() if k in ("id", "iso_3166_2")}
        drawn = json.loads(shapely.to_geojson(wound(shape)))
        done.append({"type": "Feature", "properties": properties, "geometry": drawn})
    return tuple(done)


def wound(shape: Any) -> Any:
    """The same shape, exterior rings clockwise."""
    if isinstance(shape, Polygon):
        return orient(shape, -1.0)
    if isinstance(shape, MultiPolygon):
        return MultiPolygon([orient(part, -1.0) for part in shape.geoms])
    return shape
