"""Text on the map as a figure: figures of regions and names of towns, readable on any ground."""

from __future__ import annotations

import json

import altair as alt
import pandas as pd

from components import capacity_tables as tables
from components.arcs import labelled
from components.charts import haloed
from components.geometry import STATIC, region_places
from components.inks import Inks
from components.lettering import ABOVE, NEXT, place_column
from components.map_window import Window
from components.views import View

SIDES = {
    "start": {"align": "left", "dx": 13, "dy": -9},
    "end": {"align": "right", "dx": -13, "dy": -9},
    "middle": {"align": "center", "dy": -24},
    "below": {"align": "center", "dy": 16},
}
LARGER = 1.4


def region_figures(regions: pd.DataFrame, measure: str, inks: Inks) -> list[alt.Chart]:
    """The figure of each region, written on it."""
    rows = tables.measured(regions, measure)
    places = region_places()
    rows = rows[rows["value"].notna() & rows["area"].isin(places)]
    data = pd.DataFrame(
        {
            "lon": [places[area][0] for area in rows["area"]],
            "lat": [places[area][1] for area in rows["area"]],
            "shown": rows["shown"],
        }
    )
    base = alt.Chart(data).encode(longitude="lon:Q", latitude="lat:Q", text="shown:N")
    return haloed(base, inks, fontSize=11, fontWeight=600, dy=9)


def city_names(view: View, window: Window, inks: Inks, *, capitals_only: bool) -> list[alt.Chart]:
    """Names of towns that do not cover each other; of capitals only where much else is written."""
    places = pd.DataFrame(json.loads((STATIC / "places.json").read_text("utf-8")))
    column = place_column(view.language)
    alone = len(view.countries) == 1
    kept = (places["zoom"] <= (4 if alone else 3)) | (places["name_en"] == NEXT)
    if alone:
        kept &= places["iso3"] == view.countries[0]
    elif capitals_only:
        kept = places["capital"].astype(bool)
    large = places[kept].assign(name=lambda rows: rows[column])
    large = large.assign(side=_sides(large, window)).dropna(subset=["side"])
    layers: list[alt.Chart] = []
    for side, where in SIDES.items():
        rows = large[large["side"] == side]
        if len(rows):
            base = alt.Chart(rows[["lon", "lat", "name"]]).encode(
                longitude="lon:Q", latitude="lat:Q", text="name:N"
            )
            layers += haloed(base, inks, fontSize=12, **where)
    return layers


def _sides(rows: pd.DataFrame, window: Window) -> list[str | None]:
    """On which side of its place each name stands; None where there is no room for it."""
    x, y = window.pixels(rows["lon"].to_numpy(), rows["lat"].to_numpy())
    # Names begin a little above their place, and are drawn larger on slides and phones.
    places = list(zip(x, y - 9, rows["name"], strict=True))
    found = labelled(places, letter=6.6 * LARGER, tall=14 * LARGER, gap=13)
    sides = [label and ("below" if label.dy > 0 else label.anchor) for label in found]
    return [
        "middle" if name == ABOVE else side
        for name, side in zip(rows["name_en"], sides, strict=True)
    ]
