"""The timeline on the page: a click on an event shows its text, sources and whose it is."""

from __future__ import annotations

import streamlit as st

from components import cooperation_rows as rows_of
from components import facts, figures, gallery, language, state, words
from components import institution_card as cards
from components.language import _
from components.views import View

NAME = "cooperation-timeline"


def show(view: View) -> None:
    """Draw the timeline, with the event that was picked below it."""
    figure = gallery.draw(NAME, view)
    figures.head(figure)
    picked = st.altair_chart(
        figure.drawing.chart,
        theme=None,
        key=f"chart-{NAME}",
        on_select="rerun",
        selection_mode="picked",
        alt=f"{figure.drawing.title}. {figure.drawing.subtitle}",
    )
    _event(picked, view)
    figures.foot(figure, None)


def _event(picked: object, view: View) -> None:
    found = (getattr(picked, "selection", None) or {}).get("picked", [])
    rows = facts.events(view.on).set_index("id", drop=False)
    ids = [one.get("id") for one in found if one.get("id") in rows.index]
    if not ids:
        st.caption(
            _("Drag to move in time, scroll to zoom; click an event for its text and sources.")
        )
        return
    row = rows.loc[ids[0]].to_dict()
    kind = words.said(words.TIMELINE_KINDS, row["kind"])
    with st.container(border=True):
        st.markdown(
            f"**{language.date(row['date'])} · {kind}**: {language.literal(rows_of.told(row))} "
            f"{cards.links(row['sources'])}"
        )
        keys = [row["centre"]] if isinstance(row["centre"], str) else []
        keys += [key for key in row["institutions"] if key not in keys]
        named = facts.names()
        with st.container(horizontal=True):
            for key in keys:
                st.button(
                    named[key],
                    icon=":material/id_card:",
                    key=f"event-{row['id']}-{key}",
                    on_click=state.choose,
                    args=(state.CARD, [key]),
                    help=_("Open the card beside the map"),
                )
