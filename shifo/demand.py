"""Where people live: every person of each region on a point, by a documented rule.

People stand at known settlements and, the rest, on hexagons of land. Each region sums exactly
to its population of the year, children the same. How sure that is shows in three variants of
the same points; see docs/en/methods.md for the recipe and how far it was tested.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.spatial import cKDTree

from shifo import population
from shifo.catalogue import DATA, Catalogue

VARIANTS = ("people", "people_settled", "people_spread")
"""Central; everyone at the settlements; the rest evenly over the land."""

COLUMNS = ["lat", "lon", "region", "iso3", "place", *VARIANTS, "children_0_14"]
EARTH_RADIUS_KM = 6371.0088
"""Mean radius of the Earth (IUGG)."""
COMPLETE = (0.95, 1.05)
"""Districts stand for a region where they sum to this share of it."""
PULL_REACH_KM = 150.0
"""Beyond it the pull of a place is less than a four-hundredth and left out."""
OUTSIDE_KM = 25.0
"""A point farther from all land of the five countries lies outside them."""


@dataclass(frozen=True)
class Recipe:
    """How the people outside settlements are spread. The defaults are the ones tested.

    A hexagon's weight is its land times (pull / the largest pull of its zone + `floor`), where
    pull is the sum over places of population ** `exponent` times exp(-distance / `pull_km`).
    Settlements hold at most `settled_share` of their zone.
    """

    pull_km: float = 25.0
    exponent: float = 0.5
    floor: float = 0.01
    settled_share: float = 0.9


def demand(catalogue: Catalogue, on: date, recipe: Recipe | None = None) -> pd.DataFrame:
    """People and children under 15 at points, in the year of a day.

    A zone is a district where a region's districts are known (their centres draw the hexagons
    nearest to them), else the region; a city region puts its people on its land evenly.

    Returns
    -------
    Frame in the columns of `COLUMNS`: WGS 84 degrees; ``region`` (ISO 3166-2) and ``iso3``;
    ``place``, the name of the settlement, missing on a hexagon; people (not rounded, so that
    each variant of each region sums to the region) and children.
    """
    recipe = recipe or Recipe()
    cells, places = geography()
    regions = population.regional(catalogue["regions"], catalogue["population"], on.year)
    points = _points(cells, places, catalogue)
    points["pull"] = _pull(points, places, recipe)
    totals = _zone_totals(points, catalogue, regions["population"].astype(float))
    for name, values in _allocated(points, totals, recipe).items():
        points[name] = values
    points["iso3"] = points["region"].map(regions["iso3"])
    points["children_0_14"] = points["people"] * points["iso3"].map(_child_share(catalogue, on))
    kept = points[points[list(VARIANTS)].sum(axis=1) > 0]
    return kept[COLUMNS].reset_index(drop=True)


@lru_cache(maxsize=2)
def geography(folder: Path = DATA) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The hexagons [lat, lon, region, km2] and the settlements of the five countries."""
    cells = pd.read_csv(folder / "cells.csv")
    places = pd.read_csv(folder / "places.csv", keep_default_na=False)
    places = places.rename(columns={"iso_3166_2": "region", "name_en": "place"})
    return cells, places


def region_of(lat: float, lon: float) -> str:
    """The region (ISO 3166-2) that a point lies in, by the nearest hexagon.

    Raises ValueError for a point outside the five countries.
    """
    cells, _places = geography()
    distance, nearest = _tree().query(unit_vectors(np.array([lat]), np.array([lon])))
    km = float(2 * EARTH_RADIUS_KM * np.arcsin(distance[0] / 2))
    if km > OUTSIDE_KM:
        raise ValueError(f"{lat:g}, {lon:g} lies outside the five countries")
    return str(cells["region"].iloc[int(nearest[0])])


def unit_vectors(lat: np.ndarray, lon: np.ndarray) -> np.ndarray:
    """Points of the unit sphere, (n, 3), from degrees: chords order as distances do."""
    y, x = np.radians(np.asarray(lat, float)), np.radians(np.asarray(lon, float))
    return np.column_stack([np.cos(y) * np.cos(x), np.cos(y) * np.sin(x), np.sin(y)])


@lru_cache(maxsize=1)
def _tree() -> cKDTree:
    cells, _places = geography()
    return cKDTree(unit_vectors(cells["lat"].to_numpy(), cells["lon"].to_numpy()))


def _points(cells: pd.DataFrame, places: pd.DataFrame, catalogue: Catalogue) -> pd.DataFrame:
    """Hexagons and settlements with their zone: [lat, lon, region, place, given, km2, zone]."""
    regions = catalogue["regions"].set_index("iso_3166_2")
    cities = set(regions.index[regions["type"] == "city"])
    districts = _districts(catalogue)
    seats = districts[~districts["zone"].isin(_zones_of(places, districts))]
    parts = [
        cells.assign(place=None, given=0.0),
        places[~places["region"].isin(cities)].assign(km2=0.0, given=places["population"]),
        # A district without any settlement of its own has its people at its seat.
        seats.assign(place=seats["centre_name"], km2=0.0, given=1.0),
    ]
    columns = ["lat", "lon", "region", "place", "given", "km2"]
    points = pd.concat([part[columns] for part in parts], ignore_index=True)
    points["given"] = points["given"].astype(float).clip(lower=0.0)
    return points.assign(zone=_zone(points, districts))


def _districts(catalogue: Catalogue) -> pd.DataFrame:
    """Districts with a point, of regions that they make up: [zone, region, population, ...]."""
    regions = catalogue["regions"].set_index("iso_3166_2")
    rows = catalogue["districts"]
    share = rows.groupby("region")["population"].sum() / regions["population"].astype(float)
    whole = share.index[share.between(*COMPLETE) & (regions["type"].reindex(share.index) != "city")]
    rows = rows[rows["region"].isin(whole) & rows["lat"].notna()]
    # A town and the district round it often share their seat: one zone.
    rows = rows.groupby(["region", "lat", "lon"], as_index=False).agg(
        population=("population", "sum"), centre_name=("centre_name", "first")
    )
    return rows.assign(zone=rows["region"] + "/" + rows.index.astype(str))


def _zone(points: pd.DataFrame, districts: pd.DataFrame) -> np.ndarray:
    """The zone of each point: its nearest district's within its region, else the region."""
    zone = points["region"].to_numpy(dtype=object).copy()
    for region, rows in districts.groupby("region"):
        inside = np.flatnonzero((points["region"] == region).to_numpy())
        tree = cKDTree(unit_vectors(rows["lat"].to_numpy(), rows["lon"].to_numpy()))
        found = points.iloc[inside]
        nearest = tree.query(unit_vectors(found["lat"].to_numpy(), found["lon"].to_numpy()))[1]
        zone[inside] = rows["zone"].to_numpy()[nearest]
    return zone


def _zones_of(places: pd.DataFrame, districts: pd.DataFrame) -> set[str]:
    return set(_zone(places[places["population"] > 0].reset_index(drop=True), districts))


def _pull(points: pd.DataFrame, places: pd.DataFrame, recipe: Recipe) -> np.ndarray:
    """How strongly the places of all countries draw people to each hexagon."""
    pull = np.zeros(len(points))
    hexagons = np.flatnonzero(points["km2"].to_numpy() > 0)
    at = unit_vectors(points["lat"].to_numpy()[hexagons], points["lon"].to_numpy()[hexagons])
    towns = cKDTree(unit_vectors(places["lat"].to_numpy(), places["lon"].to_numpy()))
    weight = places["population"].clip(lower=500).to_numpy(float) ** recipe.exponent
    chord = 2 * np.sin(PULL_REACH_KM / EARTH_RADIUS_KM / 2)
    near = cKDTree(at).sparse_distance_matrix(towns, chord, output_type="coo_matrix")
    km = 2 * EARTH_RADIUS_KM * np.arcsin(np.clip(near.data / 2, 0, 1))
    drawn = weight[near.col] * np.exp(-km / recipe.pull_km)
    pull[hexagons] = np.bincount(near.row, drawn, minlength=len(hexagons))
    return pull


def _zone_totals(points: pd.DataFrame, catalogue: Catalogue, regions: pd.Series) -> pd.Series:
    """People of every zone: a district's share of its region, or the region itself."""
    districts = _districts(catalogue)
    share = districts["population"] / districts.groupby("region")["population"].transform("sum")
    by_district = pd.Series(
        (share * districts["region"].map(regions)).to_numpy(float), index=districts["zone"]
    )
    whole = regions[~regions.index.isin(set(districts["region"]))]
    return pd.concat([by_district, whole]).reindex(pd.unique(points["zone"]))


def _allocated(points: pd.DataFrame, totals: pd.Series, recipe: Recipe) -> dict[str, np.ndarray]:
    """People at each point, in each variant, from the totals of the zones."""
    zone = points["zone"]
    total = zone.map(totals).to_numpy(float)
    given, land = points["given"].to_numpy(), points["km2"].to_numpy()
    pull = points["pull"].to_numpy()

    def summed(values: np.ndarray) -> np.ndarray:
        return pd.Series(values).groupby(zone.to_numpy()).transform("sum").to_numpy()

    def largest(values: np.ndarray) -> np.ndarray:
        return pd.Series(values).groupby(zone.to_numpy()).transform("max").to_numpy()

    known, area = summed(given), summed(land)
    # All of a zone without land of its own is at its settlements, and the other way round.
    most = np.where(area > 0, recipe.settled_share, 1.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        scale = np.where(known > 0, np.minimum(1.0, most * total / known), 0.0)
        scale = np.where((area <= 0) & (known > 0), total / known, scale)
        weight = land * (pull / np.maximum(largest(pull), 1e-12) + recipe.floor)
        towns = given * scale
        rest = total - summed(towns)
        central = towns + np.where(area > 0, rest * weight / summed(weight), 0.0)
        spread = towns + np.where(area > 0, rest * land / area, 0.0)
        settled = np.where(known > 0, total * given / known, spread)
    return dict(zip(VARIANTS, (central, settled, spread), strict=True))


def _child_share(catalogue: Catalogue, on: date) -> pd.Series:
    """Children under 15 of all people by country: no region publishes its own in our tables."""
    table = catalogue["population"]
    children = population.national(table, on.year, "0_14")["population"].astype(float)
    return children / population.national(table, on.year)["population"].astype(float)
