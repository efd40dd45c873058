"""Lines between places far apart: great circles, dashes, room for names, and what a frame holds.

Pure geometry in degrees, radians and pixels; both maps of cooperation are drawn with it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

GOLDEN = math.pi * (3 - math.sqrt(5))
APART_KM = 9.0
"""Distance between neighbours of one city, which share its coordinates."""
KM_A_DEGREE = 111.2
TILE = 512
"""Pixels of the world at zoom 0 on deck.gl's map."""
TALLEST = 84.0
"""Latitude that a Mercator map is drawn to."""


def steps(start: tuple[float, float], end: tuple[float, float], degrees: float) -> int:
    """Points that a way needs so that they are some degrees apart: at least 12, at most 120."""
    return max(12, min(120, round(math.degrees(_angle(start, end)) / degrees) + 1))


def great_circle(
    start: tuple[float, float], end: tuple[float, float], points: int = 33
) -> np.ndarray:
    """Points of the shortest way on the sphere between two (longitude, latitude), both ends in.

    By spherical linear interpolation (Shoemake 1985). Returns an array (points, 2) in degrees.
    """
    one, other = _vector(start), _vector(end)
    angle = _angle(start, end)
    share = np.linspace(0, 1, points)[:, None]
    if angle < 1e-9:
        way = one * (1 - share) + other * share
    else:
        way = (np.sin((1 - share) * angle) * one + np.sin(share * angle) * other) / math.sin(angle)
    lat = np.degrees(np.arcsin(np.clip(way[:, 2], -1, 1)))
    lon = np.degrees(np.arctan2(way[:, 1], way[:, 0]))
    return np.column_stack([lon, lat])


def _angle(start: tuple[float, float], end: tuple[float, float]) -> float:
    """Radians between two places on the sphere."""
    return math.acos(max(-1.0, min(1.0, float(_vector(start) @ _vector(end)))))


def _vector(place: tuple[float, float]) -> np.ndarray:
    lon, lat = map(math.radians, place)
    return np.array([math.cos(lat) * math.cos(lon), math.cos(lat) * math.sin(lon), math.sin(lat)])


def apart(rows: pd.DataFrame, weight: str) -> pd.DataFrame:
    """Ends of one city moved a little from its middle, the heaviest in it, so that each is seen.

    Takes and returns rows indexed by key with ``lon`` and ``lat``; neighbours stand `APART_KM`
    apart, in the order of seeds in a sunflower. Depends on the rows alone, not on their order.
    """
    ordered = rows.rename_axis("key").reset_index()
    ordered = ordered.sort_values([weight, "key"], ascending=[False, True]).set_index("key")
    place = ordered.groupby(["lon", "lat"]).cumcount().to_numpy(float)
    far = APART_KM * np.sqrt(place) / KM_A_DEGREE
    lat = ordered["lat"] + far * np.sin(place * GOLDEN)
    lon = ordered["lon"] + far * np.cos(place * GOLDEN) / np.cos(np.radians(ordered["lat"]))
    return ordered.assign(lon=lon, lat=lat).loc[rows.index]


def dashes(way: np.ndarray, on: int, off: int) -> list[np.ndarray]:
    """Pieces of a line of points: `on` steps are drawn and `off` left out, in turn."""
    step = on + off
    return [way[i : i + on + 1] for i in range(0, len(way) - 1, step)]


@dataclass(frozen=True)
class Camera:
    """A Mercator map's middle (latitude, longitude) and zoom."""

    middle: tuple[float, float]
    zoom: float

    def pixels(self, lon: float, lat: float) -> tuple[float, float]:
        """Where a place lies from the middle, in pixels right and down."""
        scale = TILE * 2**self.zoom / (2 * math.pi)
        x = math.radians(lon - self.middle[1]) * scale
        return x, (mercator(self.middle[0]) - mercator(lat)) * scale


def mercator(lat: float) -> float:
    """Height of a latitude on a Mercator map of radius 1."""
    bounded = math.radians(max(-TALLEST, min(TALLEST, lat)))
    return math.log(math.tan(math.pi / 4 + bounded / 2))


def fitted(points: np.ndarray, width: float, height: float, *, most: float = 5.5) -> Camera:
    """The camera that holds points (longitude, latitude) in a frame of pixels with some air.

    Never nearer than the zoom `most`.
    """
    west, east = float(points[:, 0].min()), float(points[:, 0].max())
    tops = [mercator(float(points[:, 1].min())), mercator(float(points[:, 1].max()))]
    wide, tall = max(math.radians(east - west), 1e-3), max(tops[1] - tops[0], 1e-3)
    scale = min(0.88 * width / wide, 0.88 * height / tall)
    zoom = min(most, max(0.0, math.log2(scale * 2 * math.pi / TILE)))
    lat = math.degrees(2 * math.atan(math.exp(sum(tops) / 2)) - math.pi / 2)
    return Camera((round(lat, 4), round((west + east) / 2, 4)), round(zoom, 2))


@dataclass(frozen=True)
class Label:
    """A name beside its mark: where it begins and to which side it runs, in pixels."""

    text: str
    dx: float
    dy: float
    anchor: str


SIDES = (("start", 1, 0), ("end", -1, 0), ("middle", 0, -1), ("middle", 0, 1))


def labelled(
    places: Sequence[tuple[float, float, str]],
    *,
    letter: float = 6.6,
    tall: float = 14,
    gap: float = 8,
) -> list[Label | None]:
    """A side for each name, most important first, so that no two names lie on one another.

    `places` are (x, y, name) in pixels; `letter` and `tall` are the size of letters and `gap`
    the room of a mark. None where no side is free: it is said when pointed at.
    """
    taken = [(x - gap / 2, y - gap / 2, x + gap / 2, y + gap / 2) for x, y, _name in places]
    found: list[Label | None] = []
    for place, (x, y, name) in enumerate(places):
        wide = letter * len(name)
        for anchor, right, down in SIDES:
            dx, dy = right * gap, down * (gap / 2 + tall / 2 + 1)
            left = x + dx - {"start": 0, "end": wide, "middle": wide / 2}[anchor]
            box = (left, y + dy - tall / 2, left + wide, y + dy + tall / 2)
            if not any(_meet(box, other) for i, other in enumerate(taken) if i != place):
                taken.append(box)
                found.append(Label(name, dx, dy, anchor))
                break
        else:
            found.append(None)
    return found


def _meet(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
