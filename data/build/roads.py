"""Main-road graph of the five countries.

Source: scgraph_data 2.0.0, made from OpenStreetMap (Open Database License). The source straightens
the roads: lengths are good, the drawn lines are schematic.
"""

import json
import re
from pathlib import Path

import geopandas as gpd
import shapely

from data.build.write import DEGREES, EQUAL_AREA, collection

# South, west, north and east of the stretch that is read, in degrees.
SOUTH, WEST, NORTH, EAST = 34, 45, 57, 89
# Roads this far (metres) beyond the five countries' borders are kept: detours may need them.
MARGIN = 40e3
SHORTEST_DRAWN, TOLERANCE = 8000, 1000

Nodes = dict[int, tuple[float, float]]
Edges = dict[tuple[int, int], float]


def read(path: Path) -> tuple[Nodes, Edges]:
    """Nodes (latitude, longitude) by number and edges in km within the stretch.

    The module is 36 MB of literals: read as text, since importing it would run it.
    """
    graph, nodes = "", ""
    with path.open(encoding="utf-8") as stream:
        for line in stream:
            if line.startswith("graph="):
                graph = line.removeprefix("graph=")
            elif line.startswith("nodes="):
                nodes = line.removeprefix("nodes=")
    places = json.loads(nodes)
    links = json.loads(re.sub(r"(\d+):", r'"\1":', graph))
    kept = {
        number: (lat, lon)
        for number, (lat, lon) in enumerate(places)
        if SOUTH < lat < NORTH and WEST < lon < EAST
    }
    edges = {
        (start, int(end)): km
        for start in kept
        for end, km in links[start].items()
        if int(end) in kept and int(end) > start
    }
    return kept, edges


def largest_part(edges: Edges) -> set[int]:
    """Numbers of the nodes in the largest connected part of the graph."""
    joined: dict[int, list[int]] = {}
    for start, end in edges:
        joined.setdefault(start, []).append(end)
        joined.setdefault(end, []).append(start)
    best: set[int] = set()
    seen: set[int] = set()
    for first in sorted(joined):
        if first in seen:
            continue
        part, waiting = {first}, [first]
        while waiting:
            for following in joined[waiting.pop()]:
                if following not in part:
                    part.add(following)
                    waiting.append(following)
        seen |= part
        best = max(best, part, key=len)
    return best


def _drawn(nodes: Nodes, edges: Edges) -> dict:
    """Roads between junctions as simplified lines; short stubs are left out."""
    pieces = [
        shapely.LineString([nodes[start][::-1], nodes[end][::-1]]) for start, end in sorted(edges)
    ]
    merged = shapely.line_merge(shapely.union_all(pieces))
    lines = gpd.GeoSeries([merged], crs=DEGREES).explode().to_crs(EQUAL_AREA)
    lines = lines[lines.length > SHORTEST_DRAWN].simplify(TOLERANCE).to_crs(DEGREES)
    ordered = sorted(lines, key=lambda line: list(line.coords))
    return collection([{"geometry": line} for line in ordered], 3, crs=DEGREES)


def build(folders: dict[str, Path], countries: dict) -> tuple[list, list, dict]:
    """Rows of roads_nodes.csv (id, lat, lon, iso2) and roads_edges.csv (a, b, km), and the lines.

    `countries` is the fine feature collection with the property iso2; a node outside the five
    has an empty iso2.
    """
    nodes, edges = read(folders["scgraph_data"] / "scgraph_data/world_highways.py")
    borders = gpd.GeoDataFrame.from_features(countries["features"], crs=DEGREES)
    near = shapely.buffer(borders.to_crs(EQUAL_AREA).union_all(), MARGIN)
    points = [shapely.Point(lon, lat) for lat, lon in nodes.values()]
    placed = gpd.GeoDataFrame({"id": list(nodes)}, geometry=points, crs=DEGREES)
    placed = placed[placed.to_crs(EQUAL_AREA).within(near)]
    country = placed.sjoin(borders[["iso2", "geometry"]], how="left")
    country = country[~country.index.duplicated()]
    iso2 = dict(zip(country["id"], country["iso2"].fillna(""), strict=True))

    edges = {pair: km for pair, km in edges.items() if pair[0] in iso2 and pair[1] in iso2}
    kept = largest_part(edges)
    edges = {pair: km for pair, km in sorted(edges.items()) if pair[0] in kept}
    node_rows = [(number, *nodes[number], iso2[number]) for number in sorted(kept)]
    edge_rows = [(start, end, round(km, 2)) for (start, end), km in edges.items()]
    return node_rows, edge_rows, _drawn(nodes, edges)
