"""The figure of the Data page."""

from __future__ import annotations

from components import data_charts, facts, records, words
from components.figure import Figure, Plot
from components.views import View


def ages(view: View) -> Figure:
    """Dated records by table and age."""
    counts = facts.ages(view.on)
    wide = counts.pivot_table(
        index="table", columns="age", values="records", aggfunc="sum", sort=False
    )
    series = tuple(
        (words.said(words.FRESHNESS, str(age)), tuple(None if x != x else float(x) for x in cells))  # noqa: PLR0124 (NaN)
        for age, cells in wide.items()
    )
    return Figure(
        name="data-ages",
        page="data",
        view=view,
        drawing=data_charts.freshness(counts, view.on, view.dark),
        shown=records.readable_ages(counts),
        data=counts,
        sources=(),
        plot=Plot("stacked", tuple(map(str, wide.index)), series),
    )
