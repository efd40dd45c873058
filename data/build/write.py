"""Writes GeoJSON, JSON and CSV so that the same input always gives the same bytes."""

import csv
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import geopandas as gpd
import shapely

# Equal-area over the five countries: for tolerances and areas in metres.
EQUAL_AREA = "+proj=aea +lat_1=38 +lat_2=52 +lat_0=45 +lon_0=67 +datum=WGS84 +units=m"
DEGREES = "EPSG:4326"


def _rounded(coordinates: Any, decimals: int) -> Any:
    if isinstance(coordinates[0], (list, tuple)):
        return [_rounded(part, decimals) for part in coordinates]
    # Adding nought turns -0.0 into 0.0, which would otherwise depend on rounding noise.
    return [round(value, decimals) + 0.0 for value in coordinates[:2]]


def collection(rows: Sequence[dict[str, Any]], decimals: int, crs: str = EQUAL_AREA) -> dict:
    """FeatureCollection of `rows` (each with a `geometry` in `crs`) in degrees, in row order.

    Rings run as RFC 7946 asks, outer ones counter-clockwise.
    """
    shapes = gpd.GeoSeries([row["geometry"] for row in rows], crs=crs).to_crs(DEGREES)
    shapes = shapely.orient_polygons(shapes.to_numpy())
    features = []
    for row, shape in zip(rows, shapes, strict=True):
        drawn = json.loads(shapely.to_geojson(shape))
        features.append(
            {
                "type": "Feature",
                "properties": {k: v for k, v in row.items() if k != "geometry"},
                "geometry": {
                    "type": drawn["type"],
                    "coordinates": _rounded(drawn["coordinates"], decimals),
                },
            }
        )
    return {"type": "FeatureCollection", "features": features}


def write_json(path: Path, value: Any) -> None:
    """Writes compact UTF-8 JSON; the caller settles the order of keys and rows."""
    # Browsers reject the NaN that Python would write for a missing number.
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    path.write_text(text, encoding="utf-8", newline="\n")


def write_csv(path: Path, header: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Writes a UTF-8 table with "\\n" line ends; None becomes an empty cell."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)
