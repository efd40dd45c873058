"""A figure on a page: its words, its text alternative, its Share menu and its table."""

from __future__ import annotations

from html import escape

import streamlit as st

from components import browser, gallery, share, theme, views
from components.figure import Figure
from components.language import _
from components.views import View


def show(name: str, view: View | None = None) -> None:
    """Draw the figure of that name, as the reader's choices or the view given want it.

    Below its finding stand the chart, its sources, the Share menu and, folded, its table. To be
    called after the widgets that choose what it shows.
    """
    figure = gallery.draw(name, view or views.now(theme.is_dark()))
    _drawn(figure)
    foot(figure, view)


def show_own(figure: Figure) -> None:
    """Draw a figure of an import, with its menu of files and its table."""
    _drawn(figure)
    st.caption(figure.drawing.sources)
    with st.container(horizontal=True, vertical_alignment="center"):
        share.own(figure)
    _table(figure)


def picture(name: str, view: View) -> None:
    """The same as a still picture, which the server draws: for maps beside much else."""
    figure = gallery.draw(name, view)
    drawing = figure.drawing
    head(figure)
    said = escape(f"{drawing.title}. {drawing.subtitle}")
    drawn = gallery.address(name, view, "phone" if browser.is_phone() else "slide")
    st.html(f'<img class="still" alt="{said}" src="{escape(drawn)}">')
    foot(figure, view)


def _drawn(figure: Figure) -> None:
    drawing = figure.drawing
    head(figure)
    st.altair_chart(
        drawing.chart,
        theme=None,
        key=f"chart-{figure.name}",
        alt=f"{drawing.title}. {drawing.subtitle}",
    )


def head(figure: Figure) -> None:
    """The finding and what is shown, above a figure."""
    st.header(figure.drawing.title, anchor=False)
    st.caption(figure.drawing.subtitle)


def foot(figure: Figure, view: View | None) -> None:
    """Sources, the Share menu and the table, below a figure."""
    st.caption(figure.drawing.sources)
    with st.container(horizontal=True, vertical_alignment="center"):
        share.menu(figure.name, view)
    _table(figure)


def _table(figure: Figure) -> None:
    with st.expander(_("Table"), icon=":material/table:"):
        st.dataframe(
            figure.shown, hide_index=True, key=f"table-{figure.name}", alt=figure.drawing.title
        )
