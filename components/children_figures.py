"""The figures of the page Children: from a view to frames, drawings and data."""

from __future__ import annotations

import altair as alt
import pandas as pd

from components import facts, findings, language, references, state, words
from components.charts import (
    BAR,
    NARROW,
    Drawing,
    country_colour,
    framed,
    haloed,
    names_axis,
    numbers_axis,
    told_apart,
    top_legend,
)
from components.figure import Figure, Plot, keys
from components.inks import Inks
from components.language import _, number, percent
from components.views import View
from shifo import children
from shifo.vocabulary import COUNTRIES

PEOPLE = ("wb-pop", "wpp2024")
LABEL = 0.09
"""Share of the height of `registered` that the figure written on a point takes."""


def expected(view: View) -> Figure:
    """Expected cases with their range, and the newest registered count, by country."""
    rows = facts.children_expected(view.on.year)
    rows = rows[rows["iso3"].isin(view.countries)]
    last = facts.children_registered()
    last = last[last["year"] <= view.on.year].groupby("iso3").tail(1).set_index("iso3")
    rows = rows.assign(
        name=rows["iso3"].map(words.country),
        registered=rows["iso3"].map(last["registered"]),
        when=rows["iso3"].map(last["year"]),
    ).sort_values("expected_0_14", ascending=False)
    inks = Inks.of(view.dark)
    kinds = [_("expected, with its range"), _("registered, newest count")]
    base = alt.Chart(
        rows.assign(
            shown=[number(x, 0) for x in rows["expected_0_14"]],
            found=[
                _("{n} ({year})").format(n=number(n, 0), year=int(y))
                if pd.notna(n)
                else _("none published")
                for n, y in zip(rows["registered"], rows["when"], strict=True)
            ],
        )
    ).encode(
        y=alt.Y("name:N", sort=None, title=None, axis=names_axis()),
        tooltip=[
            alt.Tooltip("name:N", title=_("Country")),
            alt.Tooltip("shown:N", title=kinds[0]),
            alt.Tooltip("found:N", title=kinds[1]),
        ],
    )
    colours, shapes = (inks.states["children"], inks.text), ("square", "diamond")
    colour, shape = told_apart("kind:N", kinds, colours, top_legend(kinds), shapes)
    x = alt.X("expected_0_14:Q", title=None, axis=numbers_axis())
    bars = (
        base.transform_calculate(kind=f"'{kinds[0]}'")
        .mark_bar(height={"band": 0.5}, opacity=0.75)
        .encode(x=x, color=colour)
    )
    span = base.mark_rule(strokeWidth=2, color=inks.text).encode(
        x="expected_low:Q", x2="expected_high:Q"
    )
    dots = (
        base.transform_calculate(kind=f"'{kinds[1]}'")
        .mark_point(filled=True, size=130, opacity=1)
        .encode(x="registered:Q", color=colour, shape=shape)
    )
    drawing = framed(
        [bars, span, dots],
        title=findings.of_children(rows),
        subtitle=" · ".join(
            [_("New cases of cancer in children under 15 a year"), str(view.on.year)]
        ),
        sources=_(
            "Sources: expected: children (World Bank, UN WPP 2024) × 140.6 per million (IICC-3), "
            "range 103 to 150; registered: see the table"
        ),
        height=BAR * 1.75 * len(rows),
        inks=inks,
    )
    columns = {
        _("Country"): rows["name"],
        _("Children under 15"): rows["children_0_14"],
        _("Expected, 0–14"): rows["expected_0_14"].round(1),
        _("Low"): rows["expected_low"].round(1),
        _("High"): rows["expected_high"].round(1),
        _("Expected, 15–19"): rows["expected_15_19"].round(1),
        _("Registered"): rows["registered"],
        _("Year registered"): rows["when"].astype("Int64"),
    }
    plot = Plot(
        "bar",
        tuple(rows["name"]),
        (
            (kinds[0], values(rows["expected_0_14"].round(1))),
            (kinds[1], values(rows["registered"])),
        ),
    )
    data = facts.children_expected(view.on.year)
    cited = (*children.SOURCES, *PEOPLE, *keys(last["sources"]))
    return figure(view, "children-expected", drawing, pd.DataFrame(columns), data, cited, plot)


def registered(view: View) -> Figure:
    """The share of expected cases that is registered, by year: the rest is not found or not told."""
    rows = facts.children_registered()
    rows = rows[rows["iso3"].isin(view.countries) & rows["undiagnosed"].notna()]
    rows = rows[rows["year"] <= view.on.year]
    rows = rows.assign(
        name=rows["iso3"].map(words.country),
        found=100 * (1 - rows["undiagnosed"]),
        shown=[percent(1 - x) for x in rows["undiagnosed"]],
    )
    most = max(120.0, float(rows["found"].max()) * (1 + LABEL)) if len(rows) else 120.0
    rows = rows.assign(
        side=_sides(rows, most * LABEL),
        newest=rows.groupby("iso3")["year"].transform("max") == rows["year"],
    )
    inks = Inks.of(view.dark)
    legend = top_legend(limit=200, columns=3, narrow=2) if len(rows) else None
    colour = country_colour("name", rows, inks, legend)
    told = [words.country(code) for code in inks.countries if code in set(rows["iso3"])]
    base = alt.Chart(rows).encode(
        x=alt.X(
            "year:Q",
            title=None,
            axis=alt.Axis(format="d", tickMinStep=1, grid=False),
            scale=alt.Scale(zero=False, padding=20),
        ),
        y=alt.Y("found:Q", title=None, axis=numbers_axis(), scale=alt.Scale(domain=[0, most])),
        tooltip=[
            alt.Tooltip("name:N", title=_("Country")),
            alt.Tooltip("year:Q", title=_("Year"), format="d"),
            alt.Tooltip("registered:Q", title=_("Registered")),
            alt.Tooltip("shown:N", title=_("Of those expected")),
        ],
    )
    points = base.mark_point(filled=True, size=110, opacity=1).encode(
        color=colour,
        # With the legend of the colours it is one, and tells both.
        shape=alt.Shape(
            "name:N",
            title=None,
            scale=alt.Scale(domain=told),
            legend=legend,
        ),
    )
    # A phone has room for the newest figures alone; a finger on a point, or the table, tells more.
    labels = haloed(
        base.encode(text="shown:N"),
        inks,
        dx=alt.expr("datum.side == 'beside' ? 9 : 0"),
        dy=alt.expr("{above: -13, below: 15, beside: 0}[datum.side]"),
        align=alt.expr("datum.side == 'beside' ? 'left' : 'center'"),
        opacity=alt.expr(f"datum.newest || !({NARROW}) ? 1 : 0"),
    )
    all_ = (
        alt.Chart(pd.DataFrame({"full": [100]}))
        .mark_rule(strokeDash=[5, 4], strokeWidth=1.5, color=inks.out_of_service)
        .encode(y="full:Q")
    )
    drawing = framed(
        [all_, points, *labels],
        title=findings.of_registered(rows),
        subtitle=_("Registered cases in percent of those expected in the same ages"),
        sources=_(
            "Sources: registered counts as each source gives them, see the table; expected: IICC-3"
        ),
        height=280,
        inks=inks,
    )
    columns = {
        _("Country"): rows["name"],
        _("Year"): rows["year"],
        _("Ages"): rows["age_band"].str.replace("_", "–"),
        _("Registered"): rows["registered"],
        _("Expected"): rows["expected"].round(1),
        _("Registered of expected, %"): rows["found"].round(),
        _("Sources"): rows["sources"].map(references.titles),
        _("Notes"): rows["notes"],
    }
    wide = rows.pivot_table(index="year", columns="name", values="found", aggfunc="last")
    plot = Plot(
        "line",
        tuple(str(year) for year in wide.index),
        tuple((str(n), values(cells.round(1))) for n, cells in wide.items()),
        "0",
    )
    data = facts.children_registered()
    cited = (*children.SOURCES, *PEOPLE, *keys(rows["sources"]))
    return figure(view, "children-registered", drawing, pd.DataFrame(columns), data, cited, plot)


def _sides(rows: pd.DataFrame, near: float) -> list[str]:
    """Where the label of each point stands, so that no other of its year, this near, is upon it."""
    sides = []
    for year, found in zip(rows["year"], rows["found"], strict=True):
        away = rows.loc[rows["year"] == year, "found"] - found
        over, under = away.between(0.1, near).any(), away.between(-near, -0.1).any()
        sides.append("above" if not over else "beside" if under else "below")
    return sides


def figure(
    view: View,
    name: str,
    drawing: Drawing,
    shown: pd.DataFrame,
    data: pd.DataFrame,
    cited: tuple[str, ...],
    plot: Plot | None,
    parameters: str | None = None,
) -> Figure:
    """A figure of the page Children; parameters are the reference incidence unless said."""
    chosen = view.many(state.COUNTRY)
    named = language.listed([words.country(code) for code in view.countries])
    usual = _("Reference incidence 140.6 per million children under 15 a year (103 to 150)")
    return Figure(
        name=name,
        page="children",
        view=view,
        drawing=drawing,
        shown=shown,
        data=data,
        sources=tuple(dict.fromkeys(cited)),
        filters=f"{_('Country')}: {named}" if chosen and len(chosen) < len(COUNTRIES) else "",
        parameters=usual if parameters is None else parameters,
        plot=plot,
    )


def values(cells: pd.Series) -> tuple[float | None, ...]:
    """A series as native charts take it."""
    return tuple(None if pd.isna(x) else float(x) for x in cells)
