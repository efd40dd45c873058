"""The map: pure functions from frames to deck.gl layers, and the deck that holds them.

Geometry never travels with a rerun: layers name the static files of boundaries, which the
browser fetches once, and only points, colours and the words of the tooltip are sent by value.
No tiles and no other host are asked for anything.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Iterable, Mapping
from functools import lru_cache
from html import escape
from pathlib import Path
from typing import Any

import pandas as pd
import pydeck as pdk
import shapely

from components import symbols
from components.marks import spread
from components.theme import RGB, Palette, hexadecimal

STATIC = Path(__file__).resolve().parent.parent / "static"
METRES_A_DEGREE = 111_200
LETTERS_OF_WIDTH = 0.16
"""Height of a region's figure as a share of the region's width."""
CENTRE = (46.4, 66.9)  # latitude and longitude in the middle of the five countries' extent
FONT = "Source Sans"


_CONTROLLER = {"dragRotate": False, "touchRotate": False, "keyboard": True}


class CompactDeck(pdk.Deck):
    """A deck written without indentation: pydeck's own text is up to five times as long."""

    def to_json(self) -> str:
        return json.dumps(json.loads(super().to_json()), separators=(",", ":"), ensure_ascii=False)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:10]


@lru_cache(maxsize=64)
def address(name: str) -> str:
    """The address of a static file, with its content's hash so that it may be cached for good."""
    path = STATIC / name
    digest = hashlib.sha256(path.read_bytes()).hexdigest()[:10] if path.exists() else "none"
    return f"app/static/{name}?v={digest}"


# --- what lies under the data ---------------------------------------------------------------


def _geojson(name: str, data: Any, **props: Any) -> pdk.Layer:
    # Fills go to the sublayer: while something is selected Streamlit rewrites getFillColor of
    # every GeoJsonLayer to fade what is not selected, and would fade the land.
    fill = props.pop("fill", None)
    if fill is not None:
        props["_sub_layer_props"] = {"polygons-fill": {"getFillColor": list(fill)}}
    return pdk.Layer(
        "GeoJsonLayer",
        id=name,
        data=data,
        filled=fill is not None,
        line_width_units=pdk.types.String("pixels"),
        line_joint_rounded=True,
        line_cap_rounded=True,
        **props,
    )


def backdrop(colours: Palette) -> list[pdk.Layer]:
    """Sea, neighbours and the land of the five countries, from the bottom up."""
    ring = [[0, -10], [140, -10], [140, 78], [0, 78], [0, -10]]
    world = {"type": "Polygon", "coordinates": [ring]}
    return [
        _geojson("sea", world, fill=colours.sea, stroked=False),
        _geojson(
            "neighbours",
            address("neighbours.geojson"),
            fill=colours.neighbours,
            stroked=True,
            get_line_color=[*colours.region_border, 255],
            get_line_width=0.6,
        ),
        _geojson("land", address("land.geojson"), fill=colours.land, stroked=False),
    ]


def shaded_regions(
    values: Mapping[int, RGB] | None, colours: Palette, *, pickable: bool = False
) -> pdk.Layer:
    """The regions' fill; `values` gives the colour of each region by its `id` in regions.geojson.

    Regions without a colour get that of missing values. `pickable` gives them a tooltip, but
    only on a map without on_select: under Streamlit 1.67 one pickable GeoJSON layer stops every
    click on that map, those on other layers too. The colours travel as one short array
    that the browser looks up by feature; the update trigger makes it look again.
    """
    table = [list((values or {}).get(i, colours.missing)) for i in range(region_count())]
    # The parentheses matter: without them the browser's parser reads two arrays.
    colour = "@@=(" + json.dumps(table, separators=(",", ":")) + ")[properties.id]"
    layer = _geojson(
        "regions",
        address("regions.geojson"),
        stroked=True,
        get_line_color=[*colours.region_border, 255],
        get_line_width=0.7,
        pickable=pickable,
    )
    layer.filled = True
    layer._sub_layer_props = {
        "polygons-fill": {
            "getFillColor": colour,
            "updateTriggers": {"getFillColor": [_digest(colour)]},
        }
    }
    return layer


def waters(colours: Palette) -> list[pdk.Layer]:
    """Rivers and lakes, over the regions' fill."""
    return [
        _geojson(
            "rivers",
            address("rivers.geojson"),
            stroked=True,
            get_line_color=[*colours.rivers, 255],
            get_line_width=0.9,
        ),
        _geojson("lakes", address("lakes.geojson"), fill=colours.lakes, stroked=False),
    ]


def roads(colours: Palette) -> pdk.Layer:
    """The main roads as hair lines. They are schematic: good for orientation, not for tracing."""
    return _geojson(
        "roads",
        address("roads.geojson"),
        stroked=True,
        get_line_color=[*colours.roads, 200],
        get_line_width=0.7,
    )


def borders(colours: Palette) -> pdk.Layer:
    """The borders of the five countries."""
    return _geojson(
        "borders",
        address("countries.geojson"),
        stroked=True,
        get_line_color=[*colours.country_border, 255],
        get_line_width=1.3,
    )


def city_names(colours: Palette, language: str) -> list[pdk.Layer]:
    """Names of towns in the language shown.

    The largest have one size at every zoom; the others are set in metres, so that they grow out
    of the ground on coming nearer and stop at a quiet size. (deck.gl's collision filter would
    hide what touches, but under Streamlit it hides every name.)
    """
    name = place_column(language)
    large = _names(f"cities-{language}", f"zoom <= 3 ? {name} : ''", colours.text)
    large.get_size = 12.5
    large.get_pixel_offset = "@@=capital ? [20, -16] : [11, 0]"
    small = _names(f"towns-{language}", f"zoom > 3 ? '· ' + {name} : ''", colours.text)
    small.get_size = f"@@=({_METRES})[zoom]"
    small.size_units = pdk.types.String("meters")
    small.size_max_pixels = 12
    return [small, large]


# Metres of the letters' height by a town's `zoom` (3 to 6): ten pixels at zoom 6.9, 7.4 and 7.9.
_METRES = [0] * 4 + [round(10 * 57_000 / 2**zoom) for zoom in (6.9, 7.4, 7.9)]


def _letters(name: str, data: Any, ink: RGB, **props: Any) -> pdk.Layer:
    """Text on the map, in the page's own typeface with all letters of the region's languages."""
    return pdk.Layer(
        "TextLayer",
        id=f"{name}-{hexadecimal(ink)[1:]}",
        data=data,
        character_set=pdk.types.String("auto"),
        font_family=pdk.types.String(FONT),
        font_settings={"fontSize": 40, "buffer": 6},
        # The colour lies in the sublayer for the reason given in _geojson.
        _sub_layer_props={"characters": {"getColor": [*ink, 255]}},
        **props,
    )


def _names(name: str, text: str, ink: RGB) -> pdk.Layer:
    return _letters(
        name,
        address("places.json"),
        ink,
        get_position="[lon, lat]",
        get_text=text,
        get_text_anchor=pdk.types.String("start"),
        get_alignment_baseline=pdk.types.String("center"),
        font_weight=500,
    )


def place_column(language: str) -> str:
    """The column of places.json with names for a language: Russian serves Cyrillic readers."""
    return "name_ru" if language in ("ru", "kk", "ky", "tg") else "name_en"


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
    return _letters(
        "figures",
        data,
        colours.text,
        pickable=True,
        get_position="p",
        get_text="t",
        get_size="s",
        size_units=pdk.types.String("meters"),
        size_max_pixels=15,
        font_weight=600,
    )


@lru_cache(maxsize=1)
def region_places() -> dict[str, tuple[float, float, int]]:
    """Longitude, latitude and height of letters in metres for a figure on each region."""
    features = json.loads((STATIC / "regions.geojson").read_text("utf-8"))["features"]
    shapes = shapely.from_geojson([json.dumps(feature["geometry"]) for feature in features])
    points = shapely.point_on_surface(shapes)
    places = {}
    for feature, shape, point in zip(features, shapes, points, strict=True):
        width = math.sqrt(shape.area * math.cos(math.radians(point.y))) * METRES_A_DEGREE
        place = round(point.x, 3), round(point.y, 3), round(width * LETTERS_OF_WIDTH)
        places[feature["properties"]["iso_3166_2"]] = place
    return places


# --- centres ---------------------------------------------------------------------------------


def centre_layers(
    frame: pd.DataFrame, dark: bool, *, selected: str | None = None, clicks: int = 0
) -> list[pdk.Layer]:
    """Marks of places, one a row of key, lon, lat, state, size, old, title and detail.

    `state` is one of theme.STATES. The layer's id carries `clicks`, a number that the page
    raises at every click: Streamlit forgets a selection when its layer goes, which makes a
    click an event (the choice itself is kept in the address as `centre`).
    """
    placed = frame if "dx" in frame else spread(frame)
    rows = [
        {
            "id": f"c-{row['key']}",
            "p": [round(float(row["lon"]), 4), round(float(row["lat"]), 4)],
            "o": [row["dx"], row["dy"]],
            "i": row["state"] + ("-old" if row["old"] else ""),
            "s": row["size"],
            "title": escape(row["title"]),
            "detail": escape(row["detail"]),
        }
        for row in placed.sort_values(["size", "key"], ascending=[False, True]).to_dict("records")
    ]
    layers = [_icons(f"centres-{clicks}", rows, dark, pickable=True)]
    chosen = [
        {**row, "i": "selected", "s": row["s"] + 12} for row in rows if row["id"] == f"c-{selected}"
    ]
    layers.append(_icons("selected", chosen, dark, pickable=False))
    return layers


def _icons(name: str, rows: list[dict[str, Any]], dark: bool, *, pickable: bool) -> pdk.Layer:
    layer = pdk.Layer(
        "IconLayer",
        id=f"{name}-{'dark' if dark else 'light'}",
        data=rows,
        get_position="p",
        get_icon="i",
        get_size="s",
        get_pixel_offset="o",
        size_units=pdk.types.String("pixels"),
        pickable=pickable,
        icon_mapping=symbols.mapping(),
    )
    layer.icon_atlas = symbols.atlas(dark)
    return layer


def clicked_centre(state: Any) -> str | None:
    """The key of the centre a click fell on, from st.pydeck_chart's state; None elsewhere."""
    objects = (state or {}).get("selection", {}).get("objects", {})
    for found in objects.values():
        for thing in found:
            if str(thing.get("id", "")).startswith("c-"):
                return str(thing["id"])[2:]
    return None


# --- the deck --------------------------------------------------------------------------------


def base(
    colours: Palette,
    language: str,
    values: Mapping[int, RGB] | None = None,
    *,
    with_roads: bool = False,
) -> tuple[list[pdk.Layer], list[pdk.Layer]]:
    """What is drawn under and over the data: ([ground … borders], [city names])."""
    under = [
        *backdrop(colours),
        shaded_regions(values, colours),
        *waters(colours),
        *([roads(colours)] if with_roads else []),
        borders(colours),
    ]
    return under, city_names(colours, language)


def tooltip(colours: Palette) -> dict[str, Any]:
    """The tooltip of everything that can be pointed at: its row's `title` and `detail`."""
    return {
        "html": "<b>{title}</b><br>{detail}",
        "style": {
            "pointerEvents": "none",
            "backgroundColor": hexadecimal(colours.panel),
            "color": hexadecimal(colours.text),
            "border": f"1px solid {hexadecimal(colours.region_border)}",
            "borderRadius": "3px",
            "padding": "6px 9px",
            "fontSize": "13px",
            "lineHeight": "1.35",
            "maxWidth": "260px",
            "boxShadow": "0 1px 4px rgba(0,0,0,.15)",
        },
    }


def deck(
    layers: Iterable[pdk.Layer],
    *,
    zoom: float,
    tip: Mapping[str, Any] | None = None,
    homecomings: int = 0,
) -> pdk.Deck:
    """The deck of these layers without a base map.

    The view is constant for a given zoom, so that a rerun leaves the reader's own pan and zoom
    alone. The camera only moves when the view differs: each of `homecomings` shifts it by a
    hand's breadth, which brings the reader back.
    """
    return CompactDeck(
        layers=list(layers),
        map_provider=None,  # and map_style left alone: None or "" there asks for Carto's tiles
        views=[pdk.View("MapView", id="map", controller=_CONTROLLER)],
        initial_view_state=pdk.ViewState(
            latitude=CENTRE[0] + homecomings * 1e-6,
            longitude=CENTRE[1],
            zoom=zoom,
            min_zoom=2,
            max_zoom=13,
        ),
        tooltip=dict(tip) if tip else False,
    )


@lru_cache(maxsize=1)
def region_ids() -> dict[str, int]:
    """iso_3166_2 -> `id` of the feature in regions.geojson."""
    features = json.loads((STATIC / "regions.geojson").read_text("utf-8"))["features"]
    return {f["properties"]["iso_3166_2"]: int(f["properties"]["id"]) for f in features}


def region_count() -> int:
    """How many features regions.geojson has."""
    return len(region_ids())


def classes(values: pd.Series, colours: Palette) -> tuple[dict[int, RGB], list[float]]:
    """Colours by region `id` for a series indexed by iso_3166_2, and the class limits.

    Limits are quantiles rounded to two figures, as many as the palette's ramp has steps;
    missing values get no colour.
    """
    known = values.dropna().astype(float)
    if known.empty:
        return {}, []
    steps = len(colours.ramp)
    raw = [float(known.quantile(k / steps)) for k in range(1, steps)]
    limits = sorted({_two_figures(x) for x in raw})
    ids = region_ids()
    shades = {
        ids[str(iso)]: colours.ramp[sum(x >= limit for limit in limits)]
        for iso, x in known.items()
        if str(iso) in ids
    }
    return shades, limits


def _two_figures(x: float) -> float:
    return 0.0 if x == 0 else round(x, 1 - math.floor(math.log10(abs(x))))
