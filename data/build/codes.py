"""Codes: which unit of a source is which unit of ISO 3166-2, and the names of units."""

import csv
from pathlib import Path

ISO3 = {"KZ": "KAZ", "KG": "KGZ", "TJ": "TJK", "TM": "TKM", "UZ": "UZB"}
ISO2 = {three: two for two, three in ISO3.items()}

# Natural Earth keeps the Baikonur lease area apart; it is Kazakhstan's territory.
BAIKONUR = "KAB"

# Natural Earth's own code where it does not use ISO 3166-2.
NATURAL_EARTH = {"TJ-X01~": "TJ-RA"}

# Units of the common operational dataset of Kazakhstan, which carries no ISO codes.
KAZAKHSTAN = {
    "Abay Region": "KZ-10",
    "Akmola Region": "KZ-11",
    "Aktobe Region": "KZ-15",
    "Almaty": "KZ-75",
    "Almaty Region": "KZ-19",
    "Astana": "KZ-71",
    "Atyrau Region": "KZ-23",
    "East Kazakhstan Region": "KZ-63",
    "Jambyl Region": "KZ-31",
    "Jetisu Region": "KZ-33",
    "Karaganda Region": "KZ-35",
    "Kostanay Region": "KZ-39",
    "Kyzylorda Region": "KZ-43",
    "Mangystau Region": "KZ-47",
    "North Kazakhstan Region": "KZ-59",
    "Pavlodar Region": "KZ-55",
    "Shymkent": "KZ-79",
    "Turkistan Region": "KZ-61",
    "Ulytau Region": "KZ-62",
    "West Kazakhstan Region": "KZ-27",
}

# GeoNames' first-level codes, by country.
GEONAMES = {
    "KZ": {
        "01": "KZ-19",
        "02": "KZ-75",
        "03": "KZ-11",
        "04": "KZ-15",
        "05": "KZ-71",
        "06": "KZ-23",
        "07": "KZ-27",
        "08": "KZ-43",
        "09": "KZ-47",
        "10": "KZ-61",
        "11": "KZ-55",
        "12": "KZ-35",
        "13": "KZ-39",
        "14": "KZ-43",
        "15": "KZ-63",
        "16": "KZ-59",
        "17": "KZ-31",
        "1537272": "KZ-79",
        "12510143": "KZ-10",
        "12510144": "KZ-33",
        "12510145": "KZ-62",
    },
    "KG": {
        "01": "KG-GB",
        "02": "KG-C",
        "03": "KG-J",
        "04": "KG-N",
        "06": "KG-T",
        "07": "KG-Y",
        "08": "KG-O",
        "09": "KG-B",
        "10": "KG-GO",
    },
    "TJ": {"01": "TJ-GB", "02": "TJ-KT", "03": "TJ-SU", "04": "TJ-DU", "RR": "TJ-RA"},
    "TM": {
        "01": "TM-A",
        "02": "TM-B",
        "03": "TM-D",
        "04": "TM-L",
        "05": "TM-M",
        "S": "TM-S",
    },
    "UZ": {
        "01": "UZ-AN",
        "02": "UZ-BU",
        "03": "UZ-FA",
        "05": "UZ-XO",
        "06": "UZ-NG",
        "07": "UZ-NW",
        "08": "UZ-QA",
        "09": "UZ-QR",
        "10": "UZ-SA",
        "12": "UZ-SU",
        "13": "UZ-TK",
        "14": "UZ-TO",
        "15": "UZ-JI",
        "16": "UZ-SI",
    },
}

# GeoNames identifiers of the five capitals.
CAPITALS = {1526273, 1528675, 1221874, 162183, 1512569}


def names(table: Path, key: str) -> dict[str, dict[str, str]]:
    """Names by code from a table of the catalogue, the one place where names are kept.

    `table` is regions.csv or countries.csv, `key` its code column; the values hold name_en,
    name_ru and name_local. Raises FileNotFoundError if the table is not there.
    """
    with table.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    kept = ("name_en", "name_ru", "name_local")
    return {row[key]: {column: row[column] for column in kept} for row in rows}
