"""A chart on a page, with its words, its text alternative and its table."""

from __future__ import annotations

from functools import partial

import pandas as pd
import streamlit as st

from components import downloads
from components.charts import Drawing
from components.language import _


def show(drawing: Drawing, table: pd.DataFrame, name: str) -> None:
    """Draw a chart under its finding; below it its sources and, folded, its table.

    Parameters
    ----------
    table
        What the chart shows, with columns named in the reader's language.
    name
        Names the files and the widgets: ASCII, unique on the page.
    """
    st.header(drawing.title, anchor=False)
    st.caption(drawing.subtitle)
    st.altair_chart(
        drawing.chart,
        theme=None,
        key=f"chart-{name}",
        alt=f"{drawing.title}. {drawing.subtitle}",
    )
    st.caption(drawing.sources)
    with st.expander(_("Table"), icon=":material/table:"):
        st.dataframe(table, hide_index=True, key=f"table-{name}", alt=drawing.title)
        st.download_button(
            _("Download CSV"),
            data=partial(downloads.csv, table),
            file_name=f"shifo-{name}.csv",
            mime="text/csv",
            on_click="ignore",
            icon=":material/download:",
            key=f"csv-{name}",
        )
