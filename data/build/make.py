"""One command for the geography: fetch, check, build, write.

    python -m data.build [--cache FOLDER] [--out FOLDER] [--tables FOLDER]

Writes the files that the browser fetches to static/ and those that the code reads to data/, always
with the same bytes for the same packages, names and library versions.
"""

import argparse
from pathlib import Path

import geopandas as gpd

from data.build import boundaries, cells, places, roads, water, world
from data.build.codes import names
from data.build.packages import fetch
from data.build.write import write_csv, write_json

ROOT = Path(__file__).resolve().parents[2]


def build(cache: Path, out: Path, tables: Path) -> list[Path]:
    """Builds everything below `out` and returns the paths written.

    `cache` keeps the packages between runs; `tables` holds regions.csv and countries.csv, whose
    names the polygons carry. Raises PackageError if an archive is not the agreed one, ValueError
    if the regions of the table are not those of the polygons.
    """
    region_names = names(tables / "regions.csv", "iso_3166_2")
    country_names = names(tables / "countries.csv", "iso3")
    folders = fetch(cache)

    drawn, units = boundaries.build(folders, region_names, country_names)
    fine = drawn.pop("country_fine")
    inner = drawn.pop("boundaries")
    drawn["lakes"] = water.lakes(folders, units)
    drawn["rivers"] = water.rivers(folders)
    drawn["world"] = world.land(folders)
    nodes, edges, drawn["roads"] = roads.build(folders, fine)
    towns = places.build(folders, inner)

    static, data = out / "static", out / "data"
    static.mkdir(parents=True, exist_ok=True)
    data.mkdir(parents=True, exist_ok=True)
    written = []
    for name, value in sorted(drawn.items()):
        written.append(static / f"{name}.geojson")
        write_json(written[-1], value)
    written.append(static / "places.json")
    write_json(written[-1], places.labels(towns))
    written.append(data / "boundaries.geojson")
    write_json(written[-1], inner)
    land = cells.build(
        gpd.read_file(data / "boundaries.geojson"), gpd.read_file(static / "lakes.geojson")
    )
    for name, header, rows in (
        ("cells", cells.COLUMNS, land.itertuples(index=False)),
        ("places", places.COLUMNS, towns[places.COLUMNS].itertuples(index=False)),
        ("roads_nodes", ["id", "lat", "lon", "iso2"], nodes),
        ("roads_edges", ["a", "b", "km"], edges),
    ):
        written.append(data / f"{name}.csv")
        write_csv(written[-1], header, rows)
    return written


def main() -> None:
    """Reads the command line, builds, and lists what was written."""
    parser = argparse.ArgumentParser(prog="python -m data.build", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("--cache", type=Path, default=ROOT / "data/build/.work")
    parser.add_argument("--out", type=Path, default=ROOT)
    parser.add_argument("--tables", type=Path, default=ROOT / "data")
    chosen = parser.parse_args()
    for path in build(chosen.cache, chosen.out, chosen.tables):
        print(f"{path.stat().st_size / 1000:8.1f} kB  {path}")
