"""The charts of who can reach what."""

from __future__ import annotations

import altair as alt
import pandas as pd

from components import charts, findings, language, reach
from components.charts import (
    BAR,
    Drawing,
    country_colour,
    framed,
    names_axis,
    numbers_axis,
    room_right,
    told_apart,
    top_legend,
)
from components.inks import Inks
from components.language import _, number
from shifo.access import Rule

SHARES = alt.Scale(domain=[0, 100])


def coverage(
    rows: pd.DataFrame,
    rule: Rule,
    what: str,
    told: charts.Evidence,
    dark: bool,
    *,
    tall: float = 1.6,
) -> Drawing:
    """Share of people within the limit by area, with the range of the demand's variants.

    `rows` is shifo.access.coverage's frame with `name`; `what` is what they reach.
    """
    inks = Inks.of(dark)
    rows = rows.sort_values("covered_pct", ascending=False)
    rows = rows.assign(shown=[reach.covered(row) for row in rows.to_dict("records")])
    base = alt.Chart(rows).encode(
        y=alt.Y("name:N", sort=None, title=None, axis=names_axis()),
        tooltip=[
            alt.Tooltip("name:N", title=_("Area")),
            alt.Tooltip("shown:N", title=_("People within reach")),
            alt.Tooltip("people:Q", title=_("People"), format=",.0f"),
        ],
    )
    axis = alt.Axis(values=[0, 20, 40, 60, 80, 100])
    bars = base.mark_bar(height={"band": 0.62}, color=inks.works).encode(
        x=alt.X("covered_pct:Q", title=None, axis=axis, scale=room_right(100, rows["shown"]))
    )
    span = base.mark_rule(strokeWidth=2, color=inks.text).encode(
        x="covered_pct_low:Q", x2="covered_pct_high:Q"
    )
    labels = base.mark_text(align="left", dx=7, color=inks.text).encode(
        x="covered_pct_high:Q", text="shown:N"
    )
    return framed(
        [bars, span, labels],
        title=findings.of_coverage(rows, rule, what),
        subtitle=told.subtitle(
            _("Percent of people within {limit}, with the range of three demand layers").format(
                limit=reach.said(rule)
            )
        ),
        sources=told.sources,
        height=BAR * tall * len(rows),
        inks=inks,
    )


def curve(rows: pd.DataFrame, rule: Rule, what: str, told: charts.Evidence, dark: bool) -> Drawing:
    """Share of each country's people by distance: [iso3, limit, share, name]."""
    inks = Inks.of(dark)
    legend = top_legend(limit=200, columns=3, narrow=2, symbolType="stroke")
    colour = country_colour("name", rows, inks, legend)
    rows = rows.assign(percent=100 * rows["share"])
    lines = (
        alt.Chart(rows)
        .mark_line(strokeWidth=2.5)
        .encode(
            x=alt.X("limit:Q", title=None, axis=alt.Axis(grid=False, tickCount=8)),
            y=alt.Y("percent:Q", title=None, axis=numbers_axis(), scale=SHARES),
            color=colour,
            strokeDash=alt.StrokeDash("name:N", legend=None, sort=None),
        )
    )
    mark = (
        alt.Chart(pd.DataFrame({"limit": [rule.limit]}))
        .mark_rule(strokeDash=[5, 4], strokeWidth=1.5, color=inks.out_of_service)
        .encode(x="limit:Q")
    )
    unit = _("km") if rule.unit == "km" else _("hours")
    return framed(
        [lines, mark],
        title=findings.of_curve(rows, rule, what),
        subtitle=told.subtitle(
            _("Percent of people by distance to the nearest, in {unit}").format(unit=unit)
        ),
        sources=told.sources,
        height=300,
        inks=inks,
    )


def met(rows: pd.DataFrame, rule: Rule, told: charts.Evidence, dark: bool) -> Drawing:
    """Need met by capacity alone, distance alone and both: shifo.allocation.met's frame with `name`."""
    inks = Inks.of(dark)
    kinds = {
        "capacity_pct": _("by capacity alone"),
        "distance_pct": _("by distance alone"),
        "both_pct": _("by both"),
    }
    long = rows.melt(["name"], list(kinds), "kind", "percent")
    long = long.assign(said=long["kind"].map(kinds), shown=[number(x, 0) for x in long["percent"]])
    base = alt.Chart(long).encode(
        y=alt.Y("name:N", sort=None, title=None, axis=names_axis()),
        yOffset=alt.YOffset("said:N", sort=list(kinds.values())),
        x=alt.X("percent:Q", title=None, axis=numbers_axis(), scale=alt.Scale(domain=[0, 112])),
        tooltip=[
            alt.Tooltip("name:N", title=_("Area")),
            alt.Tooltip("said:N", title=_("Need met")),
            alt.Tooltip("shown:N", title=_("Percent")),
        ],
    )
    colour = alt.Color(
        "said:N",
        title=None,
        scale=alt.Scale(
            domain=list(kinds.values()), range=[inks.planned, inks.states["unknown"], inks.works]
        ),
        legend=top_legend(kinds.values()),
    )
    bars = base.mark_bar(height={"band": 0.85}).encode(color=colour)
    labels = base.mark_text(align="left", dx=4, color=inks.text).encode(text="shown:N")
    return framed(
        [bars, labels],
        title=findings.of_met(rows),
        subtitle=told.subtitle(
            _("Percent of the courses needed, within {limit}").format(limit=reach.said(rule))
        ),
        sources=told.sources,
        height=56 * len(rows),
        inks=inks,
    )


def outages(rows: pd.DataFrame, rule: Rule, told: charts.Evidence, dark: bool) -> Drawing:
    """Who loses cover when a centre stops, the worst first: shifo.outage's frame with `label`."""
    inks = Inks.of(dark)
    rows = rows.assign(
        millions=rows["people_losing_cover"] / 1e6,
        shown=[language.compact(n) for n in rows["people_losing_cover"]],
        added=[reach.cost(x, rule) for x in rows["mean_added"]],
    )
    base = alt.Chart(rows).encode(
        y=alt.Y("label:N", sort=None, title=None, axis=names_axis(330)),
        x=alt.X(
            "millions:Q",
            title=None,
            axis=numbers_axis(),
            scale=room_right(float(rows["millions"].max() or 1), rows["shown"]),
        ),
        tooltip=[
            alt.Tooltip("label:N", title=_("Centre")),
            alt.Tooltip("shown:N", title=_("People who lose cover")),
            alt.Tooltip("added:N", title=_("Added on average")),
            alt.Tooltip("courses_lost:Q", title=_("Courses lost a year")),
        ],
    )
    bars = base.mark_bar(height={"band": 0.62}, color=inks.out_of_service)
    labels = base.mark_text(align="left", dx=5, color=inks.text).encode(text="shown:N")
    return framed(
        [bars, labels],
        title=findings.of_outage(rows),
        subtitle=told.subtitle(
            _("Million people who would have none within {limit}").format(limit=reach.said(rule))
        ),
        sources=told.sources,
        height=BAR * 1.45 * max(len(rows), 1),
        inks=inks,
    )


def plan(rows: pd.DataFrame, title: str, rule: Rule, told: charts.Evidence, dark: bool) -> Drawing:
    """Coverage before and after: [name, before, after] in percent."""
    inks = Inks.of(dark)
    ends = [_("now"), _("with the new sites")]
    rows = rows.sort_values("after", ascending=False)
    y = alt.Y("name:N", sort=None, title=None, axis=names_axis())
    base = alt.Chart(rows).encode(
        y=y,
        tooltip=[
            alt.Tooltip("name:N", title=_("Area")),
            alt.Tooltip("before:Q", title=ends[0], format=".0f"),
            alt.Tooltip("after:Q", title=ends[1], format=".0f"),
        ],
    )
    line = base.mark_rule(strokeWidth=3, color=inks.quiet_text, opacity=0.5).encode(
        x=alt.X("before:Q", title=None, axis=numbers_axis(), scale=SHARES), x2="after:Q"
    )
    colours, shapes = (inks.planned, inks.works), ("diamond", "circle")
    colour, shape = told_apart("end:N", ends, colours, top_legend(ends), shapes)
    dots = [
        base.transform_calculate(end=f"'{end}'")
        .mark_point(filled=True, size=120, opacity=1)
        .encode(x=f"{column}:Q", color=colour, shape=shape)
        for column, end in zip(("before", "after"), ends, strict=True)
    ]
    return framed(
        [line, *dots],
        title=title,
        subtitle=told.subtitle(
            _("Percent of people within {limit}, before and after").format(limit=reach.said(rule))
        ),
        sources=told.sources,
        height=BAR * 1.5 * len(rows),
        inks=inks,
    )
