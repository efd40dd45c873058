"""The map: pure functions from frames to deck.gl layers, and the deck that holds them.

Geometry never travels with a rerun: layers name the static files of boundaries, which the
browser fetches once, and only points, colours and the words of the tooltip are sent by value.
No tiles and no other host are asked for anything.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Any

import pandas as pd
import pydeck as pdk

from components import symbols
from components.geometry import address, region_count, region_ids
from components.lettering import city_names
from components.marks import spread
from components.theme import RGB, Palette, hexadecimal

CENTRE = (46.4, 66.9)  # latitude and longitude in the middle of the five countries' extent


_CONTROLLER = {"dragRotate": False, "touchRotate": False, "keyboard": True}


class CompactDeck(pdk.Deck):
    """A deck written without indentation: pydeck's own text is up to five times as long."""

    def to_json(self) -> str:
        return json.dumps(json.loads(super().to_json()), separators=(",", ":"), ensure_ascii=False)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:10]


# --- what lies under the data ---------------------------------------------------------------


def geojson(name: str, data: Any, **props: Any) -> pdk.Layer:
    """A layer of areas or lines that nothing is asked of; `fill` is the colour of areas."""
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
        geojson("sea", world, fill=colours.sea, stroked=False),
        geojson(
            "neighbours",
            address("neighbours.geojson"),
            fill=colours.neighbours,
            # Their borders among themselves would cost more to draw than all of ours.
            stroked=False,
        ),
        geojson("land", address("land.geojson"), fill=colours.land, stroked=False),
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
    layer = geojson(
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
        geojson(
            "rivers",
            address("rivers.geojson"),
            stroked=True,
            get_line_color=[*colours.rivers, 255],
            get_line_width=0.9,
        ),
        geojson("lakes", address("lakes.geojson"), fill=colours.lakes, stroked=False),
    ]


def roads(colours: Palette) -> pdk.Layer:
    """The main roads as hair lines. They are schematic: good for orientation, not for tracing."""
    return geojson(
        "roads",
        address("roads.geojson"),
        stroked=True,
        get_line_color=[*colours.roads, 200],
        get_line_width=0.7,
    )


def borders(colours: Palette) -> pdk.Layer:
    """The borders of the five countries."""
    return geojson(
        "borders",
        address("countries.geojson"),
        stroked=True,
        get_line_color=[*colours.country_border, 255],
        get_line_width=1.3,
    )


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


def people(rows: pd.DataFrame, tones: Sequence[RGB]) -> pdk.Layer:
    """Points of people, one a row of lat, lon, band, area, title and detail, in the band's tone."""
    told = [
        {
            "p": [round(float(row["lon"]), 3), round(float(row["lat"]), 3)],
            "c": list(tones[int(row["band"])]),
            "r": round(math.sqrt(row["area"]) / 2, 1),
            "title": escape(row["title"]),
            "detail": escape(row["detail"]),
        }
        for row in rows.to_dict("records")
    ]
    return pdk.Layer(
        "ScatterplotLayer",
        id="people",
        data=told,
        get_position="p",
        get_fill_color="c",
        get_radius="r",
        radius_units=pdk.types.String("pixels"),
        opacity=0.85,
        stroked=False,
        pickable=True,
    )


def spots(rows: pd.DataFrame, colours: Palette) -> list[pdk.Layer]:
    """Sites on such a map, a row each of lat, lon, new, title and detail: rings, filled when new."""
    told = [
        {
            "p": [round(float(row["lon"]), 4), round(float(row["lat"]), 4)],
            "f": list(colours.text if row["new"] else colours.halo),
            "r": 7 if row["new"] else 4.5,
            "title": escape(row["title"]),
            "detail": escape(row["detail"]),
        }
        for row in rows.to_dict("records")
    ]
    return [
        pdk.Layer(
            "ScatterplotLayer",
            id="sites",
            data=told,
            get_position="p",
            get_fill_color="f",
            get_line_color=list(colours.text),
            get_radius="r",
            radius_units=pdk.types.String("pixels"),
            get_line_width=1.8,
            line_width_units=pdk.types.String("pixels"),
            stroked=True,
            pickable=True,
        )
    ]


def rings(rows: pd.DataFrame, km: float, colours: Palette) -> pdk.Layer:
    """How far a limit goes from each site of lat and lon, as hair lines."""
    return pdk.Layer(
        "ScatterplotLayer",
        id="rings",
        data=[
            {"p": [round(float(x), 4), round(float(y), 4)]}
            for x, y in zip(rows["lon"], rows["lat"], strict=True)
        ],
        get_position="p",
        get_radius=km * 1000,
        filled=False,
        stroked=True,
        get_line_color=[*colours.text, 110],
        get_line_width=0.8,
        line_width_units=pdk.types.String("pixels"),
    )


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


def clicked(state: Any, start: str) -> str | None:
    """What a click fell on, from st.pydeck_chart's state: the rest of an id that begins so."""
    objects = (state or {}).get("selection", {}).get("objects", {})
    for found in objects.values():
        for thing in found:
            if str(thing.get("id", "")).startswith(start):
                return str(thing["id"]).removeprefix(start)
    return None


def clicked_centre(state: Any) -> str | None:
    """The key of the centre a click fell on, from st.pydeck_chart's state; None elsewhere."""
    return clicked(state, "c-")


# --- the deck --------------------------------------------------------------------------------


def base(
    colours: Palette,
    language: str,
    values: Mapping[int, RGB] | None = None,
    *,
    with_roads: bool = False,
    wide: bool = False,
) -> tuple[list[pdk.Layer], list[pdk.Layer]]:
    """What is drawn under and over the data: ([ground … borders], [city names]).

    `wide` is a map that has most of a page.
    """
    under = [
        *backdrop(colours),
        shaded_regions(values, colours),
        *waters(colours),
        *([roads(colours)] if with_roads else []),
        borders(colours),
    ]
    return under, city_names(colours, language, wide=wide)


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
    middle: tuple[float, float] = CENTRE,
    least: float = 2,
) -> pdk.Deck:
    """The deck of these layers without a base map.

    The view is constant for a given zoom, so that a rerun leaves the reader's own pan and zoom
    alone. The camera only moves when the view differs: each of `homecomings` shifts it by a
    hand's breadth, which brings the reader back. `middle` is a latitude and a longitude, `least`
    the zoom that nobody can go below.
    """
    return CompactDeck(
        layers=list(layers),
        map_provider=None,  # and map_style left alone: None or "" there asks for Carto's tiles
        views=[pdk.View("MapView", id="map", controller=_CONTROLLER)],
        initial_view_state=pdk.ViewState(
            latitude=middle[0] + homecomings * 1e-6,
            longitude=middle[1],
            zoom=zoom,
            min_zoom=least,
            max_zoom=13,
        ),
        tooltip=dict(tip) if tip else False,
    )


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
