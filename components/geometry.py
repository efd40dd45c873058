"""What the map knows of the static geometry: where files are, and where regions lie."""

from __future__ import annotations

import hashlib
import json
import math
from functools import lru_cache
from pathlib import Path

import shapely

STATIC = Path(__file__).resolve().parent.parent / "static"
METRES_A_DEGREE = 111_200
LETTERS_OF_WIDTH = 0.16
"""Height of a region's figure as a share of the region's width."""


@lru_cache(maxsize=64)
def address(name: str) -> str:
    """The address of a static file, with its content's hash so that it may be cached for good."""
    path = STATIC / name
    digest = hashlib.sha256(path.read_bytes()).hexdigest()[:10] if path.exists() else "none"
    return f"app/static/{name}?v={digest}"


@lru_cache(maxsize=1)
def region_ids() -> dict[str, int]:
    """iso_3166_2 -> `id` of the feature in regions.geojson."""
    features = json.loads((STATIC / "regions.geojson").read_text("utf-8"))["features"]
    return {f["properties"]["iso_3166_2"]: int(f["properties"]["id"]) for f in features}


def region_count() -> int:
    """How many features regions.geojson has."""
    return len(region_ids())


@lru_cache(maxsize=1)
def region_places() -> dict[str, tuple[float, float, int]]:
    """Longitude, latitude and height of letters in metres for a figure on each region."""
    features = json.loads((STATIC / "regions.geojson").read_text("utf-8"))["features"]
    shapes = shapely.from_geojson([json.dumps(feature["geometry"]) for feature in features])
    points = shapely.point_on_surface(shapes)
    places = {}
    for feature, shape, point in zip(features, shapes, points, strict=True):
        width = math.sqrt(shape.area * math.cos(math.radians(point.y))) * METRES_A_DEGREE
        place = round(point.x, 3), round(point.y, 3), round(width * LETTERS_OF_WIDTH)
        places[feature["properties"]["iso_3166_2"]] = place
    return places
