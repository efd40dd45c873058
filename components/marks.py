"""From what stands where to the marks of the map: their state, size and place."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

import pandas as pd

SMALLEST, LARGEST = 12.0, 26.0  # pixels across the mark of a centre with one and with many machines
OLD_YEARS = 5  # a record older than this is drawn faded


def state_of(row: Mapping[str, Any]) -> str:
    """The state a centre's mark shows: what its machines do, else what is known of the centre.

    Takes `status` of the centre, `installed` and `operational` machines (missing = unknown).
    """
    if pd.notna(row["operational"]) and row["operational"] > 0:
        return "works"
    if row["status"] == "under_construction":
        return "installing"
    if row["status"] == "planned":
        return "planned"
    if pd.notna(row["operational"]) and pd.notna(row["installed"]) and row["installed"] > 0:
        return "out_of_service"
    return "unknown"


def centre_marks(
    stock: pd.DataFrame,
    centres: pd.DataFrame,
    on: date,
    *,
    resource: Collection[str] = ("megavoltage",),
) -> pd.DataFrame:
    """One row a centre that is not closed, ready for `centre_layers` and for the table.

    From shifo.inventory's rows of the classes in `resource` and the table `centres`: key, iso3,
    region, lat, lon, status, installed, operational, as_of (the newest record), state, size
    (pixels), old (the newest record is more than five years older than `on`).
    """
    counted = stock[stock["class"].isin(list(resource))].groupby("centre")
    sums = counted[["installed", "operational"]].sum(min_count=1)
    sums["as_of"] = counted["as_of"].max()
    open_ones = centres[centres["status"] != "closed"]
    frame = open_ones[["key", "iso3", "region", "lat", "lon", "status"]].merge(
        sums, left_on="key", right_index=True, how="left"
    )
    frame = frame.dropna(subset=["lat", "lon"]).reset_index(drop=True)
    frame["state"] = [state_of(row) for row in frame.to_dict("records")]
    frame["size"] = [mark_size(n) for n in frame["installed"]]
    frame["old"] = is_old(frame["as_of"], on)
    return frame


def unit_marks(units: pd.DataFrame, centres: pd.DataFrame, on: date) -> pd.DataFrame:
    """One row a paediatric unit at its centre's place: key (of the centre), lat, lon, state
    (children, or children_unsure where it is not known to operate), size, old and `unit` (the
    unit's own key). Historical units are left out."""
    wanted = units[units["status"] != "historical"].rename(columns={"key": "unit"})
    frame = wanted[["unit", "centre", "status", "as_of"]].merge(
        centres[["key", "iso3", "region", "lat", "lon"]], left_on="centre", right_on="key"
    )
    frame = frame.dropna(subset=["lat", "lon"]).reset_index(drop=True)
    frame["state"] = [
        "children" if status == "operating" else "children_unsure" for status in frame["status"]
    ]
    frame["size"] = SMALLEST + 2
    frame["old"] = is_old(frame["as_of"], on)
    return frame


def is_old(dates: pd.Series, on: date, years: int = OLD_YEARS) -> list[bool]:
    """Whether each partial ISO date is more than `years` before `on`; unknown dates are not."""
    day = f"{on.year - years:04d}-{on.month:02d}-{on.day:02d}"
    return [isinstance(text, str) and text < day[: len(text)] for text in dates]


def spread(frame: pd.DataFrame, size: str = "size", reach_km: float = 25.0) -> pd.DataFrame:
    """`frame` with pixel offsets `dx`, `dy` that keep the marks of one city apart.

    Centres less than `reach_km` from the first of their group make a group; its largest mark
    stays in the middle and the others stand round it in rings. Offsets are in pixels, so they
    separate the marks at every zoom and mean less the nearer one comes; lon and lat stay true.
    The result depends on the rows alone, not on their order.
    """
    order = frame.sort_values([size, "key"], ascending=[False, True])
    places = list(zip(order.index, order["lat"], order["lon"], order[size], strict=True))
    groups: list[list[tuple[Any, float, float, float]]] = []
    for place in places:
        for group in groups:
            if _kilometres(group[0][1:3], place[1:3]) < reach_km:
                group.append(place)
                break
        else:
            groups.append([place])
    offsets: dict[Any, tuple[float, float]] = {}
    for group in groups:
        ring = _ring([place[3] for place in group])
        offsets |= {place[0]: offset for place, offset in zip(group, ring, strict=True)}
    dx, dy = (
        zip(*(offsets[label] for label in frame.index), strict=True) if len(frame) else ((), ())
    )
    return frame.assign(dx=[round(x, 1) for x in dx], dy=[round(y, 1) for y in dy])


def _kilometres(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Between two (lat, lon) that are near each other."""
    north = (a[0] - b[0]) * 111.2
    east = (a[1] - b[1]) * 111.2 * math.cos(math.radians((a[0] + b[0]) / 2))
    return math.hypot(north, east)


def _ring(sizes: Sequence[float]) -> list[tuple[float, float]]:
    """Places for marks of these sizes (largest first): one in the middle, then full rings."""
    places = [(0.0, 0.0)]
    radius, i = 0.0, 1
    inner = sizes[0] / 2 if sizes else 0.0
    while i < len(sizes):
        widest = sizes[i]
        radius = inner + widest / 2
        room = max(3, int(2 * math.pi * radius / (widest + 0.5)))
        here = min(room, len(sizes) - i)
        for j in range(here):
            angle = -math.pi / 2 + 2 * math.pi * j / max(here, 3)
            places.append((radius * math.cos(angle), radius * math.sin(angle)))
        i += here
        inner = radius + widest / 2
    return places[: len(sizes)]


def mark_size(machines: float | None) -> float:
    """Pixels across a mark: its area grows with the machines, unknown and none are smallest."""
    count = 0.0 if machines is None or pd.isna(machines) else float(machines)
    grown = SMALLEST * math.sqrt(max(count, 1.0)) ** 0.68
    return round(min(grown, LARGEST), 1)
