"""What all charts share: their words, frame, axes and legends; pure, in the current language.

Each is drawn as a good newspaper would: the finding as its title, then what is measured, on
which evidence and when; bars sorted, the norm a labelled line, a range a band, the sources
below. A page shows the chart, a download renders it: nothing is drawn in a second way.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import altair as alt
import pandas as pd

from components import language, typeface, words
from components.inks import Inks

FONT = "Source Sans"
NARROW = "containerSize()[0] < 480"
"""Whether a chart stands on a phone, as Vega asks it; never where it is drawn for a file."""
TICK = "M-0.25,-1H0.25V1H-0.25Z"
"""An upright stroke as a mark of legends."""
LINE = "M-1,-0.15H1V0.15H-1Z"
"""A level one, for lines."""
CROSS = "M-1,-0.6L-0.6,-1L0,-0.4L0.6,-1L1,-0.6L0.4,0L1,0.6L0.6,1L0,0.4L-0.6,1L-1,0.6L-0.4,0Z"
"""A cross that stands askew, for what broke down."""
BAR = 22
"""Height of a bar with its gap, in pixels."""


@dataclass(frozen=True)
class Evidence:
    """What a chart rests on, told in its subtitle and below it."""

    basis: str
    on: date
    sources: str

    def subtitle(self, measure: str) -> str:
        """Measure, basis and day in one line."""
        return " · ".join([measure, words.basis_sentence(self.basis), language.date(self.on)])


@dataclass(frozen=True)
class Drawing:
    """A chart and its words: the finding, what is shown on which evidence, and the sources.

    The words stand beside the chart and not in it, so that a page can set them in lines of the
    width it has; components.pictures sets them round it in a picture that leaves the page.
    A `fixed` chart, such as a map, cannot be given another width or height; `datasets` are
    the large ones that its layers name, kept apart because Altair copies what it holds.
    """

    chart: alt.LayerChart
    title: str
    subtitle: str
    sources: str
    fixed: bool = False
    datasets: Mapping[str, list[dict]] | None = None


def country_colour(
    field: str, rows: pd.DataFrame, inks: Inks, legend: alt.Legend | None
) -> alt.Color:
    """Each country in the colour that it has everywhere; `field` holds their names."""
    codes = [code for code in inks.countries if code in set(rows["iso3"])]
    scale = alt.Scale(
        domain=[words.country(code) for code in codes],
        range=[inks.countries[code] for code in codes],
    )
    return alt.Color(f"{field}:N", title=None, scale=scale, legend=legend)


def told_apart(
    field: str,
    labels: Sequence[str],
    colours: Sequence[str],
    legend: alt.Legend,
    shapes: Sequence[str] = (),
) -> tuple[alt.Color, alt.Shape]:
    """Colour and shape by the same field, with one legend that tells both.

    Without a legend of its own the shape is missing from that of the colours in pictures.
    """
    forms = {"domain": list(labels)} | ({"range": list(shapes)} if shapes else {})
    return (
        alt.Color(
            field,
            title=None,
            scale=alt.Scale(domain=list(labels), range=list(colours)),
            legend=legend,
        ),
        alt.Shape(field, title=None, scale=alt.Scale(**forms), legend=legend),
    )


def framed(
    layers: Sequence[alt.Chart | alt.LayerChart],
    *,
    title: str,
    subtitle: str,
    sources: str,
    height: float,
    inks: Inks,
) -> Drawing:
    """The layers in the house's frame: fonts and colours, with the words that belong to them."""
    chart = (
        alt.layer(*layers)
        .properties(
            height=height,
            width="container",
            autosize=alt.AutoSizeParams(type="fit-x", contains="padding"),
        )
        # Vega would describe each mark in English; the page says the finding and has the table.
        .configure(
            font=FONT,
            background=inks.background,
            # Above for the marks on capitals, on the right for the axis's last figure.
            padding={"left": 4, "top": 8, "right": 8, "bottom": 4},
            aria=False,
            locale=language.chart_locale(),
        )
        .configure_mark(aria=False)
        .configure_view(stroke=None)
        .configure_axis(
            labelColor=inks.text,
            labelFontSize=13,
            gridColor=inks.grid,
            domain=False,
            ticks=False,
            labelPadding=6,
        )
        .configure_legend(labelColor=inks.text, labelFontSize=13, symbolStrokeWidth=2)
    )
    return Drawing(chart, title, subtitle, sources)


def mapped(chart: alt.LayerChart, inks: Inks, columns: int) -> alt.LayerChart:
    """The same frame for a map, which has a size and a legend of its own."""
    return (
        chart.configure(
            font=FONT,
            background="transparent",
            padding=0,
            aria=False,
            locale=language.chart_locale(),
        )
        .configure_mark(aria=False)
        .configure_view(stroke=None)
        .configure_legend(
            orient="top",
            labelColor=inks.text,
            labelFontSize=13,
            labelLimit=400,
            titleColor=inks.text,
            titleFontSize=13,
            titleFontWeight=400,
            columns=columns,
        )
    )


def room_right(most: float, labels: Iterable[str]) -> alt.Scale:
    """A scale from zero to `most`, and as far beyond it as the labels there are wide.

    Where nothing is known `most` is no number: the scale then ends at one.
    """
    most = most if math.isfinite(most) and most > 0 else 1
    pixels = 6 * max(map(len, labels), default=0) + 12
    end = alt.expr(f"{most} * width / max(80, width - {pixels})")
    return alt.Scale(domain=[0, end], nice=False)


def haloed(base: alt.Chart, inks: Inks, **letters: Any) -> list[alt.Chart]:
    """Text that stays readable where a line or a mark crosses it: a layer for its ground first."""
    ground = {"stroke": inks.halo, "strokeWidth": 3, "strokeJoin": "round"}
    return [
        base.mark_text(**letters, color=inks.halo, **ground),
        base.mark_text(**letters, color=inks.text),
    ]


def in_lines(letters: str, label: str = "datum.label") -> str:
    """A label broken at spaces into lines of that many letters, as an expression of Vega."""
    pattern = f"regexp('(.{{1,' + max(6, floor({letters})) + '}})( |\\n|$)', 'g')"
    return f"split(trim(replace({label}, {pattern}, '$1\\n')), '\\n')"


def names_axis(limit: int = 260, label: str = "datum.label", *, grid: bool = False) -> alt.Axis:
    """The axis of names: in lines where they are long, and on a phone smaller and narrower."""
    letters = f"({NARROW} ? 27 : {limit / 6.8:.0f})"
    every = in_lines(letters, label)
    # Rows have room for two lines. What long names have of their own often stands at their end.
    end = f"'… ' + replace(slice({label}, 3 - {letters}), regexp('^[^ ]* '), '')"
    lines = f"(length({every}) > 2 ? [{every}[0], {end}] : {every})"
    return alt.Axis(
        labelExpr=lines,
        labelLimit=alt.expr(f"{NARROW} ? 178 : {limit + 20}"),
        labelFontSize=alt.expr(f"{NARROW} ? 11 : 13"),
        labelLineHeight=alt.expr(f"{NARROW} ? 11 : 13"),
        # Vega puts the first line where one line would stand: half the others go above it.
        labelOffset=alt.expr(f"(1 - length({lines})) * ({NARROW} ? 5.5 : 6.5)"),
        grid=grid,
    )


def columns_axis(columns: Sequence[str]) -> alt.Axis:
    """The axis of a table's columns, above it: each name in as many lines as its column asks.

    Where a column has no room for the longest word, as on a phone, all names stand upright.
    """
    word = max((len(word) for name in columns for word in name.split()), default=1)
    # Not of the plot's own width: that is not known before the names stand above it.
    upright = f"(containerSize()[0] - 110) / {len(columns)} < {7 * word}"
    lines = in_lines(f"({upright} ? 24 : bandwidth('x') / 7.2)")
    more = f"(length({lines}) - 1)"
    return alt.Axis(
        orient="top",
        labelAngle=alt.expr(f"{upright} ? -90 : 0"),
        labelAlign=alt.expr(f"{upright} ? 'left' : 'center'"),
        labelBaseline=alt.expr(f"{upright} ? 'middle' : 'bottom'"),
        labelExpr=lines,
        labelLimit=alt.expr(f"{upright} ? 190 : bandwidth('x') + 8"),
        labelLineHeight=14,
        labelPadding=alt.expr(f"{upright} ? 6 : 6 + 14 * {more}"),
        labelOffset=alt.expr(f"{upright} ? -7 * {more} : 0"),
        grid=False,
    )


def numbers_axis(*, whole: bool = False, form: str = "") -> alt.Axis:
    """The axis of a measure: few ticks, whole numbers or another format where asked for."""
    if whole:
        return alt.Axis(tickCount=5, tickMinStep=1, format="d")
    return alt.Axis(tickCount=5, **({"format": form} if form else {}))


def top_legend(
    labels: Iterable[str] = (),
    *,
    limit: int = 260,
    columns: int = 2,
    narrow: int = 1,
    offset: int = 18,
    left: int = 130,
    **looks: Any,
) -> alt.Legend:
    """The legend above a chart in some columns, on a phone in fewer; it begins where the plot does.

    `left` is what the names left of the plot take on a phone.

    Where one of its `labels` takes several lines all rows stand wider apart, which Vega leaves
    to us.
    """
    labels = list(labels)
    longest = max(map(len, labels), default=1)
    letter = max((typeface.width(label, 13) / len(label) for label in labels if label), default=6.8)
    # Not of the plot's own width: that is not known before the legend stands above it.
    room = f"({NARROW} ? (containerSize()[0] - {left}) / {narrow} - 26 : {limit})"
    side = min(limit, max((typeface.width(label, 13) for label in labels), default=100)) + 34
    letters = f"{room} / {letter:.2f}"
    return alt.Legend(
        orient="top",
        labelExpr=in_lines(letters),
        rowPadding=alt.expr(f"2 + 14 * floor({longest} / (max(6, floor({letters})) + 1))"),
        labelLimit=alt.expr(f"{room} + 12"),
        columns=alt.expr(
            f"containerSize()[0] < max(480, {columns * side:.0f}) ? {narrow} : {columns}"
        ),
        offset=offset,
        symbolOpacity=1,
        **looks,
    )
