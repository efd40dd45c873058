"""What the tables owe to one another, and to the map and the calendar.

Each rule takes typed tables and yields the faults it finds; `RULES` lists them all.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Hashable, Iterator, Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path

import numpy as np
import pandas as pd
import shapely

from shifo.dates import first_day
from shifo.faults import Fault
from shifo.population import REGIONAL_TOLERANCE, regional_sum_ratio

Tables = Mapping[str, pd.DataFrame]

BOUNDARIES = Path(__file__).parent.parent / "data" / "boundaries.geojson"
POLYGON_TOLERANCE_DEGREES = 0.05
"""About 5 km: boundaries are generalised, and a city may touch its border."""

REFERENCES = (
    ("regions", "iso3", "countries", "iso3"),
    ("centres", "region", "regions", "iso_3166_2"),
    ("machines", "centre", "centres", "key"),
    ("machine_status", "machine", "machines", "key"),
    ("directory_counts", "centre", "centres", "key"),
    ("paediatric_units", "centre", "centres", "key"),
    ("districts", "region", "regions", "iso_3166_2"),
    ("timeline", "centre", "centres", "key"),
    ("projects", "centre", "centres", "key"),
    ("project_statements", "project", "projects", "key"),
)
"""Table and column, then the table and column in which its values must stand."""

UNIQUE = (
    ("countries", ("iso3",)),
    ("regions", ("iso_3166_2",)),
    ("directory_counts", ("centre", "class", "as_of")),
    ("machine_status", ("machine", "date", "status")),
    ("benchmarks", ("key",)),
    ("burden", ("iso3", "year", "site", "sex", "age_band", "metric", "edition", "value")),
)
"""Columns that together name a row."""


def check_rules(tables: Tables, today: date) -> list[Fault]:
    """Every fault of every rule. `today` is the day no record may be later than."""
    return [fault for rule in RULES for fault in rule(tables, today)]


def references_resolve(tables: Tables, _: date) -> Iterator[Fault]:
    """A key must stand in the table that it points to."""
    for table, column, target, target_column in REFERENCES:
        known = set(tables[target][target_column])
        cells = tables[table][column].dropna()
        for row, cell in cells[~cells.isin(known)].items():
            yield _fault(table, row, column, f"'{cell}' is not in {target}.csv")
    partners = set(tables["centres"]["key"]) | set(tables["institutions"]["key"])
    for column in ("from", "to"):
        cells = tables["partnerships"][column]
        for row, cell in cells[~cells.isin(partners)].items():
            wrong = f"'{cell}' is neither in centres.csv nor in institutions.csv"
            yield _fault("partnerships", row, column, wrong)


def sources_resolve(tables: Tables, _: date) -> Iterator[Fault]:
    """Every source that a row names must have been written down."""
    known = set(tables["sources"]["key"])
    for table, frame in tables.items():
        if "sources" not in frame:
            continue
        cells = frame["sources"].str.split(";").explode()
        for row, cell in cells[~cells.isin(known)].items():
            yield _fault(table, row, "sources", f"'{cell}' is not in sources.csv")


def keys_are_unique(tables: Tables, _: date) -> Iterator[Fault]:
    """No row may stand twice under the columns that name it."""
    for table, columns in UNIQUE:
        frame = tables[table]
        again = frame.duplicated(list(columns))
        for row, cells in frame.loc[again, list(columns)].iterrows():
            named = ", ".join(map(str, cells))
            yield _fault(table, row, columns[0], f"'{named}' stands in more than one row")


def regions_are_of_their_country(tables: Tables, _: date) -> Iterator[Fault]:
    """A centre's region must lie in the centre's country."""
    country = tables["regions"].set_index("iso_3166_2")["iso3"]
    centres = tables["centres"]
    actual = centres["region"].map(country)
    for row in centres.index[actual.notna() & (actual != centres["iso3"])]:
        region, iso3 = map(str, centres.loc[row, ["region", "iso3"]])
        yield _fault("centres", row, "region", f"'{region}' is in {actual[row]}, not in {iso3}")


def coordinates_are_in_country(tables: Tables, _: date) -> Iterator[Fault]:
    """Centres and districts must lie inside their country's polygon."""
    polygons = country_polygons()
    region_country = tables["regions"].set_index("iso_3166_2")["iso3"]
    placed = {
        "centres": tables["centres"]["iso3"],
        "districts": tables["districts"]["region"].map(region_country),
    }
    for table, countries in placed.items():
        frame = tables[table].dropna(subset=["lat", "lon"])
        for iso3, rows in frame.groupby(countries.loc[frame.index]):
            points = shapely.points(rows["lon"], rows["lat"])
            near = shapely.dwithin(polygons[str(iso3)], points, POLYGON_TOLERANCE_DEGREES)
            for row in rows.index[np.flatnonzero(~np.asarray(near))]:
                place = ", ".join(map(str, rows.loc[row, ["lat", "lon"]]))
                yield _fault(table, row, "lat", f"'{place}' does not lie in {iso3}")


def dates_are_past(tables: Tables, today: date) -> Iterator[Fault]:
    """Nothing recorded may have been seen, listed or said after today."""
    observed = (
        ("sources", "published"),
        ("sources", "accessed"),
        ("machine_status", "date"),
        ("directory_counts", "as_of"),
        ("paediatric_units", "as_of"),
        ("machines", "commissioned"),
        ("corrections", "date"),
        ("timeline", "date"),
        ("project_statements", "date"),
        ("congresses", "date"),
    )
    for table, column in observed:
        days = tables[table][column].dropna()
        for row, cell in days.items():
            if first_day(cell) > today:
                yield _fault(table, row, column, f"'{cell}' lies in the future")


def projects_are_whole(tables: Tables, _: date) -> Iterator[Fault]:
    """Each project rests on a statement, names what there is, and none that is planned is left out."""
    projects, said = tables["projects"], tables["project_statements"]
    for row, key in projects.loc[~projects["key"].isin(said["project"]), "key"].items():
        yield _fault("projects", row, "key", f"'{key}' has no row in project_statements.csv")
    lists = (
        ("projects", "machines", ("machines",)),
        ("project_statements", "partners", ("institutions", "centres")),
    )
    for table, column, targets in lists:
        known = {key for target in targets for key in tables[target]["key"]}
        cells = tables[table][column].str.split(";").explode().dropna()
        for row, cell in cells[~cells.isin(known)].items():
            places = " or ".join(f"{target}.csv" for target in targets)
            yield _fault(table, row, column, f"'{cell}' is not in {places}")
    paid = said["amount"].notna() != said["currency"].notna()
    for row in said.index[paid]:
        yield _fault(
            "project_statements", row, "amount", "a sum needs its currency, and it the sum"
        )
    centres, observed = tables["centres"], tables["machine_status"]
    coming = centres["status"].isin(["planned", "under_construction"])
    for row, key in centres.loc[coming & ~centres["key"].isin(projects["centre"]), "key"].items():
        yield _fault(
            "centres", row, "key", f"'{key}' is to come, but no row of projects.csv has it"
        )
    machines = set(projects["machines"].str.split(";").explode().dropna())
    coming = observed["status"].isin(["planned", "installing"])
    for row, key in observed.loc[coming & ~observed["machine"].isin(machines), "machine"].items():
        wrong = f"'{key}' is to come, but no row of projects.csv has it"
        yield _fault("machine_status", row, "machine", wrong)


def totals_say_something(tables: Tables, _: date) -> Iterator[Fault]:
    """A national total is a number or a text, and one of a day is preferred at most."""
    totals = tables["national_totals"]
    for row in totals.index[totals["value"].isna() & totals["text"].isna()]:
        yield _fault("national_totals", row, "value", "is empty, and so is the column text")
    preferred = totals[totals["preferred"]]
    for row in preferred.index[preferred.duplicated(["iso3", "metric", "as_of"])]:
        metric = str(preferred.at[row, "metric"])
        wrong = f"a second preferred value of '{metric}' for one country and date"
        yield _fault("national_totals", row, "preferred", wrong)
    machines = totals["unit"].eq("machines") & totals["value"].lt(0)
    for row in totals.index[machines]:
        yield _fault("national_totals", row, "value", "a count of machines is negative")


def preferred_population_is_one(tables: Tables, _: date) -> Iterator[Fault]:
    """Exactly one population a country, year and age band is the one to use."""
    population = tables["population"]
    keys = ["iso3", "year", "age_band"]
    count = population.groupby(keys)["preferred"].transform("sum")
    for row in population.index[(count != 1) & ~population.duplicated(keys)]:
        named = " ".join(map(str, population.loc[row, keys]))
        wrong = f"{count[row]} rows of {named} are preferred where 1 must be"
        yield _fault("population", row, "preferred", wrong)


def regions_sum_to_country(tables: Tables, today: date) -> Iterator[Fault]:
    """Regional populations, moved to one year, must add up to the national figure."""
    regions = tables["regions"]
    ratios = regional_sum_ratio(regions, tables["population"], today.year)
    first = regions.drop_duplicates("iso3")["iso3"]
    for row, iso3 in first.items():
        ratio = ratios.get(iso3)
        if pd.isna(ratio):
            wrong = f"the population of {iso3} is not known for the years of its regions and now"
            yield _fault("regions", row, "population", wrong)
        elif abs(ratio - 1) > REGIONAL_TOLERANCE:
            wrong = (
                f"the regions of {iso3} sum to {ratio:.1%} of the national population, "
                f"not to within {REGIONAL_TOLERANCE:.0%} of it"
            )
            yield _fault("regions", row, "population", wrong)


RULES: tuple[Callable[[Tables, date], Iterator[Fault]], ...] = (
    references_resolve,
    sources_resolve,
    keys_are_unique,
    regions_are_of_their_country,
    coordinates_are_in_country,
    dates_are_past,
    projects_are_whole,
    totals_say_something,
    preferred_population_is_one,
    regions_sum_to_country,
)


@lru_cache(maxsize=1)
def country_polygons() -> dict[str, shapely.Geometry]:
    """The five countries' outlines by ISO 3166-1 alpha-3."""
    text = BOUNDARIES.read_text(encoding="utf-8")
    iso3 = np.array([feature["properties"]["iso3"] for feature in json.loads(text)["features"]])
    parts = shapely.get_parts(shapely.from_geojson(text))
    outlines: dict[str, shapely.Geometry] = {
        str(code): shapely.coverage_union_all(parts[iso3 == code]) for code in np.unique(iso3)
    }
    shapely.prepare(list(outlines.values()))
    return outlines


def _fault(table: str, row: Hashable, column: str, wrong: str) -> Fault:
    """A fault at the row of a frame's label: the header is row 1 of the file."""
    return Fault(f"{table}.csv", int(str(row)) + 2, column, wrong)
