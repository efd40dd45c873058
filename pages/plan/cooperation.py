"""Cooperation: who works with whom, what came of it, and what happened when."""

from __future__ import annotations

import streamlit as st

from components import (
    browser,
    cooperation_controls,
    cooperation_deck,
    cooperation_map,
    cooperation_rows,
    facts,
    figures,
    gallery,
    institution_card,
    maps,
    share,
    state,
    theme,
    timeline_view,
    views,
)
from components.language import _, ngettext, number
from components.views import View

MAP = "cooperation_view"


def follow_click() -> None:
    """A click opens the card of a line's two ends or of one end; the card itself is closed by hand."""
    held = st.session_state.get(MAP)
    pair, one = (
        maps.clicked(held, start) for start in (cooperation_deck.ARC, cooperation_deck.END)
    )
    keys = pair.split("~") if pair else [one] if one else []
    if keys:
        st.session_state["cooperation_clicks"] = st.session_state.get("cooperation_clicks", 0) + 1
        state.choose(state.CARD, keys)


def draw_map(view: View) -> None:
    """The lines between partners and their legend."""
    links = cooperation_rows.chosen_links(view)
    colours = theme.palette(view.dark)
    with st.container(key="map"):
        st.pydeck_chart(
            cooperation_deck.deck(
                links,
                colours,
                frame=view.one(state.FRAME, state.FRAMES[0]),
                home=float(st.session_state.get("map_zoom", browser.DEFAULT_ZOOM)),
                card=state.many(state.CARD, facts.end_keys()),
                clicks=st.session_state.get("cooperation_clicks", 0),
            ),
            on_select=follow_click,
            selection_mode="single-object",
            key=MAP,
            alt=cooperation_map.alt_sentence(links),
        )
    st.html(cooperation_deck.legend(colours))
    hidden = int((~links["placed"]).sum()) if len(links) else 0
    with st.container(horizontal=True, vertical_alignment="center"):
        share.menu("cooperation-map")
        told = [_("Borders imply no opinion. Partners of one city stand round its middle.")]
        if hidden:
            told.append(
                ngettext(
                    "{n} pair is in the list only: a place of one of the two is not known.",
                    "{n} pairs are in the list only: a place of one of the two is not known.",
                    hidden,
                ).format(n=number(hidden))
            )
        st.caption(" ".join(told), width="content")


def draw_side(view: View) -> None:
    """Beside the map: the open card, or the list of all pairs shown."""
    chosen = institution_card.choose()
    if chosen:
        st.button(
            _("Back to the list"),
            icon=":material/arrow_back:",
            on_click=state.choose,
            args=(state.CARD, []),
            type="tertiary",
        )
        institution_card.show(chosen, view.on)
        return
    links = cooperation_rows.chosen_links(view)
    if links.empty:
        st.info(_("No agreement matches."), icon=":material/search_off:")
        cooperation_controls.clear("clear-cooperation-here")
        return

    def open_card() -> None:
        rows = st.session_state["pairs"]["selection"]["rows"]
        state.choose(state.CARD, links["pair"].iloc[rows[0]].split("~") if rows else [])

    st.dataframe(
        cooperation_rows.readable_links(links),
        hide_index=True,
        key="pairs",
        height=430,
        on_select=open_card,
        selection_mode="single-row",
        column_config={
            name: st.column_config.Column(width=pixels)
            for name, pixels in cooperation_rows.link_columns().items()
        },
        alt=_("Pairs of partners"),
    )
    st.caption(
        ngettext(
            "{n} pair. Select a row, or click a line or a mark, to open a card.",
            "{n} pairs. Select a row, or click a line or a mark, to open a card.",
            len(links),
        ).format(n=number(len(links)))
    )


state.check(
    {n: v for n, v in views.allowed().items() if n in (*cooperation_controls.READS, state.CARD)}
)
st.title(_("Cooperation"), anchor=False)


@st.fragment
def view() -> None:
    """Everything that a click or a filter changes."""
    cooperation_controls.show()
    now = views.now(theme.is_dark())
    st.header(gallery.draw("cooperation-map", now).drawing.title, anchor=False)
    wide, side = browser.beside(7, 3)
    with wide:
        if browser.map_wanted():
            draw_map(now)
    with side, st.container(key="side"):
        draw_side(now)
    left, right = st.columns(2, gap="large")
    with left:
        figures.show("cooperation-partners")
    with right:
        figures.show("cooperation-matrix")
    timeline_view.show(now)
    figures.show("cooperation-congresses")


view()
