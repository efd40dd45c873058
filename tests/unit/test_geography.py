"""The map's files: complete, sound, in step with the tables, and small enough for a browser."""

import csv
import json
from pathlib import Path

import geopandas as gpd
import pytest
import shapely

ROOT = Path(__file__).resolve().parents[2]
STATIC, DATA = ROOT / "static", ROOT / "data"
EQUAL_AREA = "+proj=aea +lat_1=38 +lat_2=52 +lat_0=45 +lon_0=67 +datum=WGS84 +units=m"

UNITS = {"KAZ": 20, "KGZ": 9, "TJK": 5, "TKM": 6, "UZB": 14}
CAPITALS = {
    "KZ-71": ("KAZ", 51.13, 71.43),
    "KG-GB": ("KGZ", 42.87, 74.59),
    "TJ-DU": ("TJK", 38.56, 68.78),
    "TM-S": ("TKM", 37.95, 58.38),
    "UZ-TK": ("UZB", 41.30, 69.25),
}
KEYS = {
    "regions": {"id", "iso_3166_2", "iso3", "name_en", "name_ru", "name_local"},
    "countries": {"iso3", "iso2", "name_en", "name_ru", "name_local"},
    "land": {"iso3"},
    "neighbours": set(),
    "lakes": {"name_en", "name_ru", "km2"},
    "rivers": set(),
    "roads": set(),
    "world": set(),
}
AREAS = ["regions", "countries", "land", "neighbours", "lakes", "world"]
STATIC_BUDGET = 700_000
# A district's seat may lie just over the drawn border, in degrees.
SEAT_TOLERANCE = 0.06


def geojson(path: Path) -> dict:
    return json.loads(path.read_text(encoding="utf-8"))


def frame(path: Path) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame.from_features(geojson(path)["features"], crs="EPSG:4326")


def table(name: str) -> list[dict[str, str]]:
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.fixture(scope="module")
def regions() -> gpd.GeoDataFrame:
    return frame(STATIC / "regions.geojson")


@pytest.fixture(scope="module")
def boundaries() -> gpd.GeoDataFrame:
    return frame(DATA / "boundaries.geojson")


def test_every_unit_is_drawn_once(regions, boundaries):
    for drawn in (regions, boundaries):
        assert drawn.groupby("iso3").size().to_dict() == UNITS
        assert drawn["iso_3166_2"].is_unique
        assert drawn["iso_3166_2"].is_monotonic_increasing
    assert regions["id"].tolist() == list(range(54))
    assert set(frame(STATIC / "countries.geojson")["iso3"]) == set(UNITS)


def test_regions_are_those_of_the_table_and_carry_its_names(regions, boundaries):
    rows = {row["iso_3166_2"]: row for row in table("regions")}
    assert len(rows) == len(table("regions"))
    assert set(rows) == set(regions["iso_3166_2"]) == set(boundaries["iso_3166_2"])
    for region in regions.itertuples():
        for column in ("iso3", "name_en", "name_ru", "name_local"):
            assert getattr(region, column) == rows[region.iso_3166_2][column]


def test_countries_carry_the_names_of_the_table():
    rows = {row["iso3"]: row for row in table("countries")}
    for country in frame(STATIC / "countries.geojson").itertuples():
        for column in ("iso2", "name_en", "name_ru", "name_local"):
            assert getattr(country, column) == rows[country.iso3][column]


def test_discs_are_marked_as_approximate():
    marked = {row["iso_3166_2"] for row in table("regions") if row["approximate_boundary"] == "1"}
    assert marked == {"KG-GO", "TM-S"}


@pytest.mark.parametrize("name", KEYS)
def test_no_property_beyond_the_named(name):
    for feature in geojson(STATIC / f"{name}.geojson")["features"]:
        keys = set(feature["properties"])
        # A lake need not have a name.
        assert keys == KEYS[name] or (name == "lakes" and keys == {"km2"})


def test_static_holds_only_the_files_the_map_asks_for():
    built = {path.name for path in STATIC.glob("*json")}
    assert built == {f"{name}.geojson" for name in KEYS} | {"places.json"}


def test_static_fits_its_budget():
    assert sum(path.stat().st_size for path in STATIC.glob("*json")) < STATIC_BUDGET


@pytest.mark.parametrize("path", [*STATIC.glob("*json"), DATA / "boundaries.geojson"], ids=str)
def test_json_is_what_a_browser_takes(path):
    def refuse(constant: str) -> None:
        pytest.fail(f"{path.name} holds {constant}, which is no JSON")

    json.loads(path.read_text(encoding="utf-8"), parse_constant=refuse)


@pytest.mark.parametrize("path", [STATIC / f"{n}.geojson" for n in AREAS], ids=lambda p: p.stem)
def test_areas_are_valid_and_wound_as_rfc_7946_asks(path):
    check_areas(frame(path))


def test_boundaries_are_valid_and_wound_as_rfc_7946_asks(boundaries):
    check_areas(boundaries)


def check_areas(drawn: gpd.GeoDataFrame) -> None:
    assert drawn.is_valid.all()
    assert set(drawn.geom_type) <= {"Polygon", "MultiPolygon"}
    for polygon in shapely.get_parts(drawn.geometry.to_numpy()):
        assert shapely.is_ccw(polygon.exterior)
        assert not any(shapely.is_ccw(ring) for ring in polygon.interiors)


@pytest.mark.parametrize("path", [STATIC / "regions.geojson", DATA / "boundaries.geojson"], ids=str)
def test_regions_neither_overlap_nor_leave_gaps(path):
    shapes = frame(path).geometry.to_numpy()
    assert shapely.coverage_is_valid(shapes)
    whole = shapely.union_all(shapes)
    assert shapely.area(shapes).sum() == pytest.approx(whole.area, rel=1e-9)
    assert not any(len(part.interiors) for part in shapely.get_parts(whole))


def test_countries_are_the_union_of_their_regions(regions):
    for country in frame(STATIC / "countries.geojson").itertuples():
        own = shapely.union_all(regions[regions["iso3"] == country.iso3].geometry.to_numpy())
        assert own.symmetric_difference(country.geometry).area == pytest.approx(0, abs=1e-9)


def test_neighbours_fit_the_land():
    land = shapely.union_all(frame(STATIC / "land.geojson").geometry.to_numpy())
    around = shapely.union_all(frame(STATIC / "neighbours.geojson").geometry.to_numpy())
    assert land.intersection(around).area == pytest.approx(0, abs=1e-9)


def test_country_areas_are_near_the_official_ones():
    # Thousands of square kilometres; Turkmenistan without the bay of Garabogazkol.
    official = {"KAZ": 2725, "KGZ": 200, "TJK": 143, "TKM": 473, "UZB": 449}
    drawn = frame(STATIC / "countries.geojson").set_index("iso3").to_crs(EQUAL_AREA).area / 1e9
    assert drawn.to_dict() == pytest.approx(official, rel=0.015)


@pytest.mark.parametrize("code", CAPITALS)
def test_capital_lies_in_its_region(code, regions, boundaries):
    iso3, lat, lon = CAPITALS[code]
    for drawn in (regions, boundaries):
        found = drawn[drawn.contains(shapely.Point(lon, lat))]
        assert found[["iso_3166_2", "iso3"]].to_numpy().tolist() == [[code, iso3]]


def test_labels_of_places():
    labels = geojson(STATIC / "places.json")
    needed = {"lat", "lon", "iso3", "zoom", "capital"}
    spoken = {f"name_{code}" for code in ("en", "kk", "ky", "ru", "tg", "tk", "uz")}
    for label in labels:
        assert set(label) == needed | spoken
        assert all(label[name] for name in spoken)
        assert label["zoom"] <= 6
    assert {label["iso3"] for label in labels[:5]} == set(UNITS)
    assert [label["capital"] for label in labels] == [True] * 5 + [False] * (len(labels) - 5)


def test_places_lie_in_known_regions(regions):
    places = table("places")
    assert len(places) == 892
    country = dict(zip(regions["iso_3166_2"], regions["iso3"], strict=True))
    assert all(country[place["iso_3166_2"]] == place["iso3"] for place in places)
    assert len({place["geonameid"] for place in places}) == len(places)


def test_roads_form_one_graph_over_known_nodes():
    nodes = {row["id"] for row in table("roads_nodes")}
    edges = [(row["a"], row["b"]) for row in table("roads_edges")]
    assert len(set(edges)) == len(edges)
    assert {node for edge in edges for node in edge} == nodes
    assert all(float(row["km"]) >= 0 for row in table("roads_edges"))


def test_districts_belong_to_regions_and_lie_in_them(boundaries):
    shapes = boundaries.set_index("iso_3166_2").geometry
    for row in table("districts"):
        assert row["region"] in shapes.index
        assert row["sources"]
        assert bool(row["lat"]) == bool(row["lon"]) == bool(row["coord_source"])
        if row["lat"]:
            seat = shapely.Point(float(row["lon"]), float(row["lat"]))
            assert shapes[row["region"]].distance(seat) < SEAT_TOLERANCE, row["name_en"]


def test_districts_make_up_their_region():
    totals: dict[str, int] = {}
    for row in table("districts"):
        totals[row["region"]] = totals.get(row["region"], 0) + int(row["population"])
    assert len(totals) == 37
    regional = {row["iso_3166_2"]: int(row["population"]) for row in table("regions")}
    off = {code: total / regional[code] for code, total in totals.items()}
    assert {code: share for code, share in off.items() if not 0.95 <= share <= 1.05} == {}
