"""The interactive map of reach: people by what their nearest site is away, and the sites."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from components import browser, facts, language, maps, people_points, reach, share, theme, words
from components.language import _, compact, ngettext
from components.views import View
from shifo.scenario import NEW

PHONE, HALF = 3.0, 0.45
"""Zooms below the first are a phone's; the second makes two thirds of a page a half."""


def show(name: str, view: View, at: pd.DataFrame) -> None:
    """Draw the map of the figure `name` with its legend and Share menu. `at`: the sites."""
    colours = theme.palette(view.dark)
    if not browser.map_wanted():
        return
    rows = people_points.placed_people(view, at)
    named = facts.names()
    rule = view.rule
    # Thousands of points: the language is asked of the session once, not at each.
    with language.using(view.language):
        rows = rows.assign(
            title=[
                facts.town(place) if isinstance(place, str) else named[region]
                for place, region in zip(rows["place"], rows["region"], strict=True)
            ],
            detail=[
                _("{n} people · nearest: {far}").format(n=compact(n), far=reach.cost(far, rule))
                for n, far in zip(rows["people"], rows["cost"], strict=True)
            ],
        )
    told, inks = people_points.bands(view)
    tones = [tuple(int(ink[i : i + 2], 16) for i in (1, 3, 5)) for ink in inks]
    sites = at.assign(
        new=at["key"].str.startswith(NEW),
        title=[
            named.get(key, facts.town(name_))
            for key, name_ in zip(at["key"], at["name"], strict=True)
        ],
        detail=[
            f"{words.country(iso3)} · "
            + ngettext("{n} machine at work", "{n} machines at work", int(n)).format(
                n=language.number(n)
            )
            for iso3, n in zip(at["iso3"], at["machines"], strict=True)
        ],
    )
    # Hours have no one radius: mountains and plains differ.
    ringed = [maps.rings(sites, view.rule.limit, colours)] if view.rule.unit == "km" else []
    under, names = maps.base(colours, language.current())
    with st.container(key="map"):
        st.pydeck_chart(
            maps.deck(
                [*under, maps.people(rows, tones), *ringed, *maps.spots(sites, colours), *names],
                zoom=_zoom(),
                tip=maps.tooltip(colours),
            ),
            key=f"deck-{name}",
            alt=_("Map of people by distance to the nearest; the tables hold the same figures"),
        )
    marks = [
        f'<span style="color:{ink}">●</span> {word}' for word, ink in zip(told, inks, strict=True)
    ]
    marks += [f"○ {_('at work')}", *([f"● {_('new site')}"] if sites["new"].any() else [])]
    st.html(f'<div class="legend">{" &nbsp; ".join(marks)}</div>')
    with st.container(horizontal=True, vertical_alignment="center"):
        share.menu(name, view)
        st.caption(
            _(
                "A point is a settlement or a hexagon of land; those under {n} people are not drawn. Borders imply no opinion."
            ).format(n=language.number(people_points.DRAWN)),
            width="content",
        )


def _zoom() -> float:
    """The zoom of a map in half of the page; on a phone it has the whole."""
    zoom = float(st.session_state.get("map_zoom", browser.DEFAULT_ZOOM))
    return zoom if zoom < PHONE else zoom - HALF
