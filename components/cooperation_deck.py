"""The interactive map of cooperation: great circles from partner to partner, over the world's land."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from html import escape
from typing import Any

import numpy as np
import pandas as pd
import pydeck as pdk

from components import arcs, language, maps, symbols, words
from components import cooperation_rows as rows_of
from components.geometry import address
from components.language import _, listed, ngettext, number
from components.lettering import letters
from components.theme import RGB, Palette, hexadecimal

ARC, END = "l-", "i-"
"""What the ids of lines and of ends begin with."""
FRAMES = {"eurasia": ((-8.0, 16.0), (142.0, 62.0)), "region": ((47.0, 35.5), (87.0, 55.3))}
"""South-western and north-eastern corner (longitude, latitude) of the frames that are fixed."""
PHONE = 3.0
"""Zooms of the five countries below this are a phone's."""
WIDE, NARROW, TALL = 49.0, 42.5, 32.0
"""Degrees of a Mercator map that are in view at the zoom of the five countries."""
FADED = 0.22
"""Of its colour that a line keeps beside those of the open card."""
STEP = 5
"""Pixels of a step of a broken line as the map opens."""


def camera(ends: pd.DataFrame, ways: Sequence[np.ndarray], frame: str, home: float) -> arcs.Camera:
    """The camera for a frame: all that is shown, or a part of the world.

    `home` is the zoom at which this window holds the five countries; it tells the window's size.
    """
    pixels = 2**home * arcs.TILE / 360
    size = (NARROW if home < PHONE else WIDE) * pixels, TALL * pixels
    if frame in FRAMES or ends.empty:
        points = np.array(FRAMES.get(frame, FRAMES["region"]))
    else:
        points = np.vstack([ends[["lon", "lat"]].to_numpy(float), *ways])
    return arcs.fitted(points, *size)


def deck(
    links: pd.DataFrame,
    colours: Palette,
    *,
    frame: str,
    home: float,
    card: Collection[str] = (),
    clicks: int = 0,
    homecomings: int = 0,
) -> pdk.Deck:
    """The map of some links, with those of the open card before the others."""
    drawn = links[links["placed"]]
    ends = rows_of.placed_ends(links)
    named = ends["name"]
    ways = {row["pair"]: rows_of.way(ends, row["a"], row["b"]) for row in drawn.to_dict("records")}
    seen = camera(ends, list(ways.values()), frame, home)
    # A step of a broken line is some pixels long, whatever the zoom.
    apart = STEP / (arcs.TILE * 2**seen.zoom / 360)
    ways = {
        row["pair"]: rows_of.way(ends, row["a"], row["b"], apart)
        for row in drawn.to_dict("records")
    }
    layers = [
        *_ground(colours),
        _lines(drawn, ends, named, colours, card, clicks),
        _broken(drawn, ways, colours, card),
        _ends(ends, colours, card, clicks),
        *_names(ends, seen, colours),
    ]
    return maps.deck(
        layers,
        zoom=seen.zoom,
        middle=seen.middle,
        least=0,
        tip=maps.tooltip(colours),
        homecomings=homecomings,
    )


def _ground(colours: Palette) -> list[pdk.Layer]:
    ring = [[-180, -70], [180, -70], [180, 89], [-180, 89], [-180, -70]]
    sea = {"type": "Polygon", "coordinates": [ring]}
    return [
        maps.geojson("world-sea", sea, fill=colours.sea, stroked=False),
        maps.geojson("world", address("world.geojson"), fill=colours.neighbours, stroked=False),
        *maps.backdrop(colours)[1:],
        maps.geojson("lakes", address("lakes.geojson"), fill=colours.lakes, stroked=False),
        maps.borders(colours),
    ]


def width(agreements: int) -> float:
    """Pixels across the line of a pair with so many agreements."""
    return min(1.6 + 1.5 * (agreements - 1), 7.0)


def shade(status_mark: str, colours: Palette) -> RGB:
    """The colour of a mark."""
    return colours.states[rows_of.INKS[status_mark]]


def _faded(row: dict[str, Any], card: Collection[str]) -> float:
    """The share of its colour that a line keeps: a card brings its own lines forward."""
    held = len({row["a"], row["b"]} & set(card))
    return 1.0 if not card or held == min(len(set(card)), 2) else FADED


def _lines(
    drawn: pd.DataFrame,
    ends: pd.DataFrame,
    named: pd.Series,
    colours: Palette,
    card: Collection[str],
    clicks: int,
) -> pdk.Layer:
    """Every line whole, to be seen or at least to be hit; broken ones shine through faintly."""
    data = []
    for row in drawn.to_dict("records"):
        share = _faded(row, card)
        ghost = 0.18 if rows_of.DASHES[row["mark"]] else 0.9
        told = [
            ngettext("{n} agreement", "{n} agreements", row["agreements"]).format(
                n=number(row["agreements"])
            ),
            listed([words.said(words.PARTNERSHIP_KINDS, kind) for kind in row["kinds"]]),
            words.said(rows_of.MARK_NAMES, row["mark"]),
        ]
        data.append(
            {
                "id": ARC + row["pair"],
                "s": _place(ends, row["a"]),
                "t": _place(ends, row["b"]),
                "c": [*shade(row["mark"], colours), round(255 * ghost * share)],
                "w": width(row["agreements"]) * (0.7 if row["mark"] == "ended" else 1),
                "title": escape(f"{named[row['a']]} – {named[row['b']]}"),
                "detail": escape(" · ".join(told)),
            }
        )
    return pdk.Layer(
        "ArcLayer",
        id=f"arcs-{clicks}",
        data=data,
        great_circle=True,
        get_height=0,
        get_source_position="s",
        get_target_position="t",
        get_source_color="c",
        get_target_color="c",
        get_width="w",
        width_min_pixels=1.2,
        num_segments=60,
        pickable=True,
    )


def _broken(
    drawn: pd.DataFrame, ways: dict[str, np.ndarray], colours: Palette, card: Collection[str]
) -> pdk.Layer:
    """The pieces of broken lines: a dash for what is planned, dots where no outcome is found."""
    pieces = []
    for row in drawn.to_dict("records"):
        rhythm = rows_of.DASHES[row["mark"]]
        if not rhythm:
            continue
        colour = [*shade(row["mark"], colours), round(240 * _faded(row, card))]
        for part in arcs.dashes(ways[row["pair"]], *(n for n in rhythm)):
            path = [[round(float(x), 2), round(float(y), 2)] for x, y in part]
            pieces.append({"p": path, "c": colour, "w": width(row["agreements"])})
    return pdk.Layer(
        "PathLayer",
        id="broken",
        data=pieces,
        get_path="p",
        get_color="c",
        get_width="w",
        width_units=pdk.types.String("pixels"),
        cap_rounded=True,
        pickable=False,
    )


def _ends(ends: pd.DataFrame, colours: Palette, card: Collection[str], clicks: int) -> pdk.Layer:
    data = [
        {
            "id": END + str(key),
            "p": _place(ends, str(key)),
            "f": list(colours.text if key in card else colours.halo),
            "r": 5.5 if key in card else 3.6,
            "title": escape(row["name"]),
            "detail": escape(
                _("{place} · {n} of the agreements shown").format(
                    place=where(row), n=number(row["agreements"])
                )
            ),
        }
        for key, row in ends.iterrows()
    ]
    return pdk.Layer(
        "ScatterplotLayer",
        id=f"ends-{clicks}",
        data=data,
        get_position="p",
        get_fill_color="f",
        get_line_color=list(colours.text),
        get_radius="r",
        radius_units=pdk.types.String("pixels"),
        get_line_width=1.4,
        line_width_units=pdk.types.String("pixels"),
        stroked=True,
        pickable=True,
    )


def where(row: pd.Series) -> str:
    """City and country of an end, as far as known."""
    parts = [language.place(row["city"])] if pd.notna(row["city"]) else []
    parts += [words.country(row["iso3"])] if pd.notna(row["iso3"]) else []
    return ", ".join(parts)


def _names(ends: pd.DataFrame, seen: arcs.Camera, colours: Palette) -> list[pdk.Layer]:
    """Names of cities: at one size where there is room, else set in metres, to grow on coming nearer."""
    places = rows_of.cities(ends).to_dict("records")
    told = [(*seen.pixels(row["lon"], row["lat"]), rows_of.city_label(row)) for row in places]
    free, crowded = [], []
    for row, label in zip(places, arcs.labelled(told), strict=True):
        if label is None:
            crowded.append({"p": [row["lon"], row["lat"]], "t": rows_of.city_label(row)})
            continue
        data = {"p": [row["lon"], row["lat"]], "t": label.text, "o": [label.dx, label.dy]}
        free.append({**data, "a": label.anchor})
    return [
        letters(
            "crowded",
            crowded,
            colours.text,
            get_position="p",
            get_text="t",
            get_text_anchor=pdk.types.String("start"),
            get_pixel_offset=[8, 0],
            get_size=round(10 * 78_000 / 2 ** (seen.zoom + 3)),
            size_units=pdk.types.String("meters"),
            size_max_pixels=12,
        ),
        letters(
            "cities",
            free,
            colours.text,
            get_position="p",
            get_text="t",
            get_text_anchor="a",
            get_pixel_offset="o",
            get_size=12,
            font_weight=500,
            background=True,
            get_background_color=[*colours.halo, 165],
            background_padding=[2, 0, 2, 0],
        ),
    ]


def _place(ends: pd.DataFrame, key: str) -> list[float]:
    return [round(float(ends.at[key, "lon"]), 3), round(float(ends.at[key, "lat"]), 3)]


def legend(colours: Palette) -> str:
    """One line of HTML: how a line of each outcome looks, by colour and by how it is broken."""
    items = []
    for one, name in rows_of.MARK_NAMES.items():
        rhythm = " ".join(f"{n * STEP:g}" for n in rows_of.DASHES[one])
        wide = 1.4 if one == "ended" else 3
        drawn = (
            f'<line x1="2" y1="32" x2="126" y2="32" stroke="{hexadecimal(shade(one, colours))}" '
            f'stroke-width="{wide * 2.4:g}" stroke-dasharray="{rhythm}"/>'
        )
        items.append((symbols.uri(128, drawn), _(name)))
    return f'<div class="legend">{symbols.line(items, width=30)}</div>'
