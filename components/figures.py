"""A figure on a page: its words, its text alternative, its Share menu and its table."""

from __future__ import annotations

import streamlit as st

from components import gallery, share, theme, views
from components.language import _


def show(name: str) -> None:
    """Draw the figure of that name, as the reader's choices want it.

    Below its finding stand the chart, its sources, the Share menu and, folded, its table. To be
    called after the widgets that choose what it shows.
    """
    view = views.now(theme.is_dark())
    figure = gallery.draw(name, view)
    drawing = figure.drawing
    st.header(drawing.title, anchor=False)
    st.caption(drawing.subtitle)
    st.altair_chart(
        drawing.chart,
        theme=None,
        key=f"chart-{name}",
        alt=f"{drawing.title}. {drawing.subtitle}",
    )
    st.caption(drawing.sources)
    with st.container(horizontal=True, vertical_alignment="center"):
        share.menu(name)
    with st.expander(_("Table"), icon=":material/table:"):
        st.dataframe(figure.shown, hide_index=True, key=f"table-{name}", alt=drawing.title)
