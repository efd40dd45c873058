"""The charts of the Data page."""

from __future__ import annotations

from datetime import date

import altair as alt
import pandas as pd

from components import language, theme, words
from components.charts import Drawing, framed, names_axis, numbers_axis, top_legend
from components.inks import Inks
from components.language import _, percent
from shifo.evidence import FRESHNESS


def freshness(counts: pd.DataFrame, on: date, dark: bool) -> Drawing:
    """Share of dated records by age. `counts` has table (its name), age (band) and records."""
    inks, colours = Inks.of(dark), theme.palette(dark)
    total = counts.groupby("table")["records"].transform("sum")
    counts = counts.assign(
        share=counts["records"] / total,
        band=counts["age"].map(lambda age: words.said(words.FRESHNESS, age)),
        order=counts["age"].map(FRESHNESS.index),
    )
    works = colours.states["works"]
    tones = [theme.mixed(works, colours.panel, share) for share in (1, 0.6, 0.3)]
    shades = [theme.hexadecimal(tone) for tone in [*tones, colours.states["unknown"]]]
    domain = [words.said(words.FRESHNESS, age) for age in FRESHNESS]
    bars = (
        alt.Chart(counts)
        .mark_bar(height={"band": 0.62})
        .encode(
            y=alt.Y("table:N", sort=None, title=None, axis=names_axis()),
            x=alt.X(
                "share:Q",
                title=None,
                axis=numbers_axis(form="%"),
                scale=alt.Scale(domain=[0, 1]),
            ),
            color=alt.Color(
                "band:N",
                title=None,
                scale=alt.Scale(domain=domain, range=shades),
                legend=top_legend(domain),
            ),
            order="order:O",
            tooltip=[
                alt.Tooltip("table:N", title=_("Table")),
                alt.Tooltip("band:N", title=_("Age of the record")),
                alt.Tooltip("records:Q", title=_("Records")),
            ],
        )
    )
    old = counts.loc[counts["age"] == "old", "records"].sum() / max(counts["records"].sum(), 1)
    return framed(
        [bars],
        title=_("{share} of the dated records are more than five years old").format(
            share=percent(old)
        ),
        subtitle=" · ".join([_("Share of records by age"), language.date(on)]),
        sources=_("Sources: the dates of the records themselves"),
        height=34 * counts["table"].nunique(),
        inks=inks,
    )
