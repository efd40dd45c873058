"""Text on the map: names of towns, and figures on regions."""

from __future__ import annotations

from html import escape
from typing import Any

import pandas as pd
import pydeck as pdk

from components.geometry import address, region_places
from components.theme import RGB, Palette, hexadecimal

FONT = "Source Sans"
ABOVE = "Bishkek"
"""The town whose name stands above it: beside it are the marks of Almaty."""
NEXT = "Almaty"
"""Its neighbour, named where a map is wide enough for both: else its marks would be taken for it."""
SPOKEN = ("en", "kk", "ky", "ru", "tg", "tk", "uz")


def city_names(colours: Palette, language: str, *, wide: bool = False) -> list[pdk.Layer]:
    """Names of towns in the language shown; on a map as `wide` as a page of one more.

    The largest have one size at every zoom; the others are set in metres, so that they grow out
    of the ground on coming nearer and stop at a quiet size. (deck.gl's collision filter would
    hide what touches, but under Streamlit it hides every name.)
    """
    name = place_column(language)
    above, beside = f"name_en == '{ABOVE}'", f"name_en == '{NEXT}'"
    first = f"(zoom <= 3 || {beside})" if wide else "zoom <= 3"
    large = _names(f"cities-{language}", f"{first} ? {name} : ''", colours)
    large.get_size = 12.5
    large.get_pixel_offset = (
        f"@@={above} ? [0, -30] : {beside} ? [8, -34] : capital ? [20, -16] : [11, 0]"
    )
    large.get_text_anchor = f"@@={above} || {beside} ? 'middle' : 'start'"
    small = _names(f"towns-{language}", f"{first} ? '' : '· ' + {name}", colours)
    small.get_size = f"@@=({_METRES})[zoom]"
    small.size_units = pdk.types.String("meters")
    small.size_max_pixels = 12
    return [small, large]


# Metres of the letters' height by a town's `zoom` (3 to 6): ten pixels at zoom 6.9, 7.4 and 7.9.
_METRES = [0] * 4 + [round(10 * 57_000 / 2**zoom) for zoom in (6.9, 7.4, 7.9)]


def letters(name: str, data: Any, ink: RGB, halo: RGB | None = None, **props: Any) -> pdk.Layer:
    """Text on the map, in the page's own typeface with all letters of the region's languages.

    With a `halo` round each letter it stays readable on whatever it stands.
    """
    font: dict[str, Any] = {"fontSize": 40, "buffer": 6}
    if halo:
        font |= {"sdf": True, "radius": 12}
        # In pixels of the letters as they are stored.
        props |= {"outline_width": 7, "outline_color": [*halo, 200]}
    return pdk.Layer(
        "TextLayer",
        id=f"{name}-{hexadecimal(ink)[1:]}",
        data=data,
        character_set=pdk.types.String("auto"),
        font_family=pdk.types.String(FONT),
        font_settings=font,
        # The colour lies in the sublayer for the reason given in maps.geojson.
        _sub_layer_props={"characters": {"getColor": [*ink, 255]}},
        **props,
    )


def _names(name: str, text: str, colours: Palette) -> pdk.Layer:
    return letters(
        name,
        address("places.json"),
        colours.text,
        colours.halo,
        get_position="[lon, lat]",
        get_text=text,
        get_text_anchor=pdk.types.String("start"),
        get_alignment_baseline=pdk.types.String("center"),
        font_weight=600,
    )


def place_column(language: str) -> str:
    """The column of places.json with names for a language, English for one that it lacks."""
    return f"name_{language}" if language in SPOKEN else "name_en"


def region_figures(rows: pd.DataFrame, colours: Palette) -> pdk.Layer:
    """The figure of each region, written on it: one a row of area, shown, title, detail.

    Letters are set in metres and grow with the region, so that small regions keep quiet until
    one comes nearer. Pointing at a figure says what it is.
    """
    places = region_places()
    data = [
        {
            "p": [places[row["area"]][0], places[row["area"]][1]],
            "t": row["shown"],
            "s": places[row["area"]][2],
            "title": escape(row["title"]),
            "detail": escape(row["detail"]),
        }
        for row in rows.to_dict("records")
        if row["area"] in places
    ]
    return letters(
        "figures",
        data,
        colours.on_ramp,
        pickable=True,
        get_position="p",
        get_text="t",
        get_size="s",
        size_units=pdk.types.String("meters"),
        size_max_pixels=15,
        font_weight=600,
    )
