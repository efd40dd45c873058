"""A table as a chart: for figures with clear blanks and hidden cells."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt
import pandas as pd

from components.charts import NARROW, columns_axis, names_axis
from components.inks import Inks
from components.language import _


def grid(
    cells: pd.DataFrame,
    rows: Sequence[str],
    columns: Sequence[str],
    inks: Inks,
    ink: str,
    *,
    tall: bool = False,
    whole: bool = False,
) -> list[alt.Chart]:
    """A table as a chart: [name, column, text, small, share], a cell shaded by its share.

    The small words stand below the text in a tall row and beside it else, or there are none where
    the text fills the `whole` cell; a cell without a share stays blank.
    """
    base = alt.Chart(cells[["name", "column", "text", "small", "share"]]).encode(
        y=alt.Y("name:N", sort=list(rows), title=None, axis=names_axis()),
        x=alt.X(
            "column:N",
            sort=list(columns),
            title=None,
            axis=columns_axis(columns),
        ),
        tooltip=[
            alt.Tooltip("name:N", title=_("Country")),
            alt.Tooltip("column:N", title=_("What is reported")),
            alt.Tooltip("text:N", title=_("Value")),
            alt.Tooltip("small:N", title=" "),
        ],
    )
    shade = alt.Opacity("share:Q", scale=alt.Scale(domain=[0, 1], range=[0.05, 0.42]), legend=None)
    known, blank = "isValid(datum.share)", "!isValid(datum.share)"
    place = {"dy": -8} if tall else {} if whole else {"dx": -4, "align": "right"}
    below = {"dy": 9} if tall else {"dx": 4, "align": "left"}
    layers = []
    # A layer without a mark would be a drawing without words to whoever cannot see it.
    if cells["share"].notna().any():
        boxes = base.transform_filter(known).mark_rect(color=ink, stroke=None)
        layers.append(boxes.encode(opacity=shade))
    if cells["share"].isna().any():
        holes = {"fill": None, "stroke": inks.grid, "strokeDash": [3, 3], "opacity": 1}
        none = (
            base.transform_filter(blank)
            # A narrow cell has no room for the words that say why it is blank.
            .transform_calculate(why=f"{NARROW} && length(datum.small) > 6 ? '–' : datum.small")
            .mark_text(color=inks.quiet_text, fontSize=11)
        )
        layers += [
            base.transform_filter(blank).mark_rect(**holes),
            none.encode(text="why:N"),
        ]
    large = base.mark_text(**place, color=inks.text, fontSize=14, fontWeight=600)
    layers.append(large.encode(text="text:N"))
    if not whole and cells["share"].notna().any():
        small = base.transform_filter(known).mark_text(**below, color=inks.text, fontSize=11)
        layers.append(small.encode(text="small:N"))
    return layers
