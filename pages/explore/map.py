"""The map: where cancer is treated with what, what a region has, and one centre's card."""

from __future__ import annotations

from datetime import date

import pandas as pd
import streamlit as st

from components import (
    browser,
    card,
    centres,
    facts,
    figures,
    filters,
    language,
    lettering,
    maps,
    share,
    state,
    strip,
    symbols,
    theme,
    words,
)
from components import capacity_tables as tables
from components.language import N_, _, ngettext, number
from shifo.need import Parameters
from shifo.vocabulary import ADVANCED, COUNTRIES, RESOURCES

LAYERS = {
    "centres": N_("Centres"),
    "children": N_("Children's units"),
    "projects": N_("Planned"),
    "roads": N_("Roads"),
}
USUAL_LAYERS = ["centres", "children", "projects"]
MEASURES = tuple(words.MEASURES)


def follow_click() -> None:
    """A click opens a centre's card; a second one, or one elsewhere, closes it."""
    st.session_state["map_clicks"] = st.session_state.get("map_clicks", 0) + 1
    key = maps.clicked_centre(st.session_state.get("map_view"))
    state.choose(state.CENTRE, None if key == st.session_state.get(state.CENTRE) else key)


def start_over() -> None:
    """All as on the first visit, but for the evidence and the day: filters, layers and view."""
    state.reset((*state.FILTERS, state.MEASURE, state.CENTRE))
    state.choose(state.LAYERS, USUAL_LAYERS)
    st.session_state["map_home"] = st.session_state.get("map_home", 0) + 1


def shading(rows: pd.DataFrame, measure: str | None, colours: theme.Palette) -> tuple[dict, list]:
    """Colours by region for a measure, and the limits between them; nothing when none is chosen."""
    if measure is None:
        return {}, []
    return maps.classes(tables.measured(rows, measure).set_index("area")["value"], colours)


def draw_map(
    shown: pd.DataFrame,
    regions: pd.DataFrame,
    measure: str | None,
    resource: str | None,
    layers: list[str],
    on: date,
) -> None:
    """The map with the layers asked for, and its legend."""
    dark = theme.is_dark()
    colours = theme.palette(dark)
    shades, limits = shading(regions, measure, colours)
    under, over = maps.base(
        colours,
        language.current(),
        shades,
        with_roads="roads" in layers,
        wide=not browser.is_phone(),
    )
    marked = [shown[~shown["state"].isin(["planned", "installing"])]] if "centres" in layers else []
    marked += (
        [shown[shown["state"].isin(["planned", "installing"])]] if "projects" in layers else []
    )
    marked += [centres.units(on, shown["key"])] if "children" in layers else []
    if marked:
        chosen = st.session_state.get(state.CENTRE)
        clicks = st.session_state.get("map_clicks", 0)
        over += maps.centre_layers(centres.titled_all(marked), dark, selected=chosen, clicks=clicks)
    if measure:
        figures = tables.measured(regions, measure)
        told = figures.assign(
            title=figures["name"], detail=f"{words.measure(measure)}: " + figures["shown"]
        )
        under.append(lettering.region_figures(told[told["value"].notna()], colours))
    with st.container(key="map"):
        st.pydeck_chart(
            maps.deck(
                [*under, *over],
                zoom=st.session_state.get("map_zoom", browser.DEFAULT_ZOOM),
                homecomings=st.session_state.get("map_home", 0),
                tip=maps.tooltip(colours),
            ),
            on_select=follow_click,
            selection_mode="single-object",
            key="map_view",
            alt=ngettext(
                "Map of Central Asia with {n} centre; the list beside it names the same",
                "Map of Central Asia with {n} centres; the list beside it names the same",
                len(shown),
            ).format(n=number(len(shown))),
        )
    states = [*filters.mark_states(resource).items(), *words.UNIT_STATES.items()]
    legend = symbols.legend([(name, _(label)) for name, label in states], dark)
    if measure:
        steps = [tables.written(limit, measure) for limit in limits]
        scale = symbols.scale(steps, colours, words.measure(measure), _("none located"))
        legend += f"<br>{scale}"
    st.html(f'<div class="legend">{legend}</div>')
    with st.container(horizontal=True, vertical_alignment="center"):
        share.menu("map")
        st.caption(
            _("Borders imply no opinion. A faded mark rests on a record more than five years old."),
            width="content",
        )


def draw_side(shown: pd.DataFrame, on: date) -> None:
    """Beside the map: the card of the centre chosen, or the list of all that are shown."""
    named = facts.names()
    keys = sorted(facts.catalogue()["centres"]["key"], key=lambda key: named[key])
    chosen = state.select(
        _("Centre"),
        keys,
        state.CENTRE,
        format_func=named.__getitem__,
        placeholder=_("Find a centre"),
        label_visibility="collapsed",
    )
    if chosen:
        st.button(
            _("Back to the list"),
            icon=":material/arrow_back:",
            on_click=state.choose,
            args=(state.CENTRE, None),
            type="tertiary",
        )
        card.show(chosen, on)
        return
    if shown.empty:
        st.info(_("No centre matches."), icon=":material/search_off:")
        filters.clear("clear-filters-here")
        return
    listed = shown.sort_values(["operational", "installed"], ascending=False, na_position="last")

    def open_card() -> None:
        rows = st.session_state["list"]["selection"]["rows"]
        state.choose(state.CENTRE, listed["key"].iloc[rows[0]] if rows else None)

    st.dataframe(
        centres.readable(listed),
        hide_index=True,
        key="list",
        height=460,
        column_config={
            _("Centre"): st.column_config.TextColumn(width=190),
            **{
                word: st.column_config.NumberColumn(width=24 + 7 * max(len(word), 6))
                for word in (_("At work"), _("Installed"))
            },
        },
        on_select=open_card,
        selection_mode="single-row",
        placeholder="–",
        alt=ngettext("{n} centre", "{n} centres", len(listed)).format(n=number(len(listed))),
    )
    st.caption(
        ngettext(
            "{n} centre. Select its row, or click its mark, to open the card.",
            "{n} centres. Select a row, or click a mark, to open a card.",
            len(listed),
        ).format(n=number(len(listed)))
    )


state.check(
    {
        state.CENTRE: set(facts.catalogue()["centres"]["key"]),
        state.RESOURCE: RESOURCES,
        state.MEASURE: MEASURES,
        state.LAYERS: LAYERS,
        **{one.parameter: one.options for one in filters.every()},
    }
)
heading = _("Map of oncology resources in Central Asia")
st.html(f'<h1 class="unseen">{heading}</h1>')


@st.fragment
def view() -> None:
    """Everything that a click or a filter changes."""
    phone = browser.is_phone()
    # On a phone the list comes first: what chooses is folded, figures and map stand below.
    folded = st.expander(_("Choose what is shown"), icon=":material/tune:") if phone else None
    with (
        folded or st.container(),
        st.container(horizontal=True, vertical_alignment="bottom", key="controls"),
    ):
        basis, on = state.evidence_controls()
        chosen = filters.controls(filters.every())
        resource = state.one(state.RESOURCE, RESOURCES)
        measure = state.select(
            _("Shade regions by"),
            MEASURES,
            state.MEASURE,
            format_func=words.measure_in_short,
            placeholder=_("Nothing"),
            width=170,
        )
        with st.popover(_("Layers"), icon=":material/layers:"):
            layers = state.pills(
                _("Layers"),
                tuple(LAYERS),
                state.LAYERS,
                default=USUAL_LAYERS,
                format_func=lambda word: _(LAYERS[word]),
            )
        st.button(_("Reset"), icon=":material/restart_alt:", on_click=start_over, type="tertiary")
    countries = next(one.chosen for one in chosen if one.parameter == state.COUNTRY) or COUNTRIES
    nations = facts.capacity(on, basis)
    told = strip.figures(nations[nations["iso3"].isin(countries)], basis, Parameters())
    if not phone:
        strip.show(told)
    if nations["mv_installed"].sum() == 0:
        st.info(
            _("No machine is recorded on this basis by {date}.").format(date=language.date(on)),
            icon=":material/event_busy:",
        )
    shown = filters.passing(chosen, centres.rows(on, basis, resource))
    wide, side = browser.beside(7, 3)
    with wide:
        if phone:
            strip.show(told)
        if browser.map_wanted():
            regions = facts.capacity(on, basis, "region")
            regions = regions[regions["iso3"].isin(countries)]
            draw_map(shown, regions, measure, resource, layers, on)
    with side, st.container(key="side"):
        draw_side(shown, on)
    if resource in ADVANCED:
        figures.show("resources-nearest")


view()
