"""The charts of capacity: working machines against the need, by area, kind and year."""

from __future__ import annotations

import altair as alt
import pandas as pd

from components import findings, words
from components.charts import (
    BAR,
    LINE,
    NARROW,
    TICK,
    Drawing,
    Evidence,
    country_colour,
    framed,
    haloed,
    names_axis,
    numbers_axis,
    room_right,
    told_apart,
    top_legend,
)
from components.inks import Inks
from components.language import _, number, pgettext


def by_country(
    rows: pd.DataFrame, measure: str, norm: float, told: Evidence, dark: bool
) -> Drawing:
    """A measure of capacity by country, with the norm as a line.

    `rows` is shifo.capacity's frame by country with the columns `name` and `value`.
    """
    inks = Inks.of(dark)
    rows = rows.sort_values("value", ascending=False)
    base = alt.Chart(rows).encode(
        y=alt.Y("name:N", sort=None, title=None, axis=names_axis()),
        x=alt.X("value:Q", title=None, axis=numbers_axis(), scale=_reaching(rows, "value", norm)),
        tooltip=_tooltip(name=_("Country"), shown=words.measure(measure)),
    )
    bars = base.mark_bar(height={"band": 0.62}, color=inks.works)
    labels = haloed(base.encode(text="shown:N"), inks, align="left", dx=5)
    return framed(
        [bars, *_norm_line(norm, _norm_label(norm), inks), *labels],
        title=findings.by_country(rows, measure),
        subtitle=told.subtitle(words.measure(measure)),
        sources=told.sources,
        height=BAR * 1.6 * len(rows),
        inks=inks,
    )


def need_and_capacity(rows: pd.DataFrame, told: Evidence, dark: bool) -> Drawing:
    """Working machines against both norms, by country.

    `rows` is shifo.capacity's frame by country with the column `name`.
    """
    inks = Inks.of(dark)
    rows = rows.sort_values("need_case_norm", ascending=False)
    legend = [_("working"), _("case norm, with its range"), _("population norm")]
    y = alt.Y("name:N", sort=None, title=None, axis=names_axis())
    x_axis = numbers_axis()
    base = alt.Chart(rows).encode(
        y=y,
        tooltip=[
            alt.Tooltip("name:N", title=_("Country")),
            alt.Tooltip("mv_operational:Q", title=_("Working")),
            alt.Tooltip("need_case_norm:Q", title=_("Needed by the case norm"), format=".1f"),
            alt.Tooltip(
                "need_case_norm_low:Q", title=pgettext("end of a range", "low"), format=".1f"
            ),
            alt.Tooltip(
                "need_case_norm_high:Q", title=pgettext("end of a range", "high"), format=".1f"
            ),
            alt.Tooltip(
                "need_population_norm:Q", title=_("Needed by the population norm"), format=".1f"
            ),
        ],
    )
    colours, shapes = (inks.works, inks.text, inks.planned), ("square", TICK, "diamond")
    colour, shape = told_apart("kind:N", legend, colours, top_legend(legend), shapes)
    bars = (
        base.transform_calculate(kind=f"'{legend[0]}'")
        .mark_bar(height={"band": 0.5})
        .encode(x=alt.X("mv_operational:Q", title=None, axis=x_axis), color=colour)
    )
    band = base.mark_bar(height={"band": 0.86}, color=inks.quiet_text, opacity=0.28).encode(
        x="need_case_norm_low:Q", x2="need_case_norm_high:Q"
    )
    central = (
        base.transform_calculate(kind=f"'{legend[1]}'")
        .mark_tick(thickness=2.5, bandSize=BAR * 1.45)
        .encode(x="need_case_norm:Q", color=colour)
    )
    people = (
        base.transform_calculate(kind=f"'{legend[2]}'")
        .mark_point(size=90, filled=True, opacity=1)
        .encode(x="need_population_norm:Q", color=colour, shape=shape)
    )
    return framed(
        [band, bars, central, people],
        title=findings.of_need(rows),
        subtitle=told.subtitle(_("Megavoltage machines working and needed")),
        sources=told.sources,
        height=BAR * 1.75 * len(rows),
        inks=inks,
    )


def by_region(rows: pd.DataFrame, measure: str, norm: float, told: Evidence, dark: bool) -> Drawing:
    """A measure of capacity by region, coloured by country; none located is hatched.

    `rows` is shifo.capacity's frame by region with `name`, `country` and `value` (missing
    where no machine is located).
    """
    inks = Inks.of(dark)
    rows = rows.assign(located=rows["value"].notna(), rank=rows["value"].fillna(0))
    rows = rows.sort_values(["located", "value", "population"], ascending=False)
    several = rows["iso3"].nunique() > 1
    legend = top_legend(limit=200, columns=3, narrow=2) if several else None
    colour = country_colour("country", rows, inks, legend)
    base = alt.Chart(rows).encode(
        y=alt.Y("name:N", sort=None, title=None, axis=names_axis()),
        tooltip=_tooltip(name=_("Region"), shown=words.measure(measure)),
    )
    x = alt.X("rank:Q", title=None, axis=numbers_axis(), scale=_reaching(rows, "rank", norm))
    bars = base.mark_bar(height={"band": 0.66}).encode(x=x, color=colour)
    labels = haloed(base.encode(x=x, text="shown:N"), inks, align="left", dx=5)
    return framed(
        [bars, *_norm_line(norm, _norm_label(norm), inks), *labels],
        title=findings.by_region(rows),
        subtitle=told.subtitle(words.measure(measure)),
        sources=told.sources,
        height=BAR * len(rows),
        inks=inks,
    )


def composition(machines: pd.DataFrame, told: Evidence, dark: bool) -> Drawing:
    """Documented megavoltage machines by country, modality and state.

    `machines` has a row a country, modality and state: name, modality, status, machines.
    """
    inks = Inks.of(dark)
    states = [status for status in inks.states if status in set(machines["status"])]
    machines = machines.assign(
        state=machines["status"].map(words.machine_status),
        kind=machines["modality"].map(words.modality),
        order=machines["status"].map({status: i for i, status in enumerate(states)}),
    )
    said = [words.machine_status(status) for status in states]
    colour = alt.Color(
        "state:N",
        title=None,
        scale=alt.Scale(domain=said, range=[inks.states[status] for status in states]),
        # A legend without an entry has no end to its height.
        legend=top_legend(said) if said else None,
    )
    pairs = machines.drop_duplicates(["name", "kind"])
    machines = machines.assign(row=machines["name"] + " · " + machines["kind"])
    base = alt.Chart(machines).encode(
        y=alt.Y(
            "row:N",
            sort=None,
            title=None,
            axis=names_axis(300, f"{NARROW} ? replace(datum.label, ' · ', '\\n') : datum.label"),
        ),
        tooltip=[
            alt.Tooltip("name:N", title=_("Country")),
            alt.Tooltip("kind:N", title=_("Kind")),
            alt.Tooltip("state:N", title=_("State")),
            alt.Tooltip("machines:Q", title=_("Machines")),
        ],
    )
    bars = base.mark_bar(height={"band": 0.66}).encode(
        x=alt.X("machines:Q", title=None, axis=numbers_axis(whole=True)),
        color=colour,
        order="order:O",
    )
    return framed(
        [bars],
        title=findings.of_composition(machines),
        subtitle=told.subtitle(_("Megavoltage machines documented one by one")),
        sources=told.sources,
        height=BAR * 1.5 * len(pairs),
        inks=inks,
    )


def history(
    steps: pd.DataFrame, totals: pd.DataFrame, undated: int, told: Evidence, dark: bool
) -> Drawing:
    """Machines of one country over time: documented ones as steps, national counts as points.

    `steps` has day, working, standing; `totals` has day, metric, value, as_of; `undated` machines
    are documented as working without a date, and are in no step.
    """
    inks = Inks.of(dark)
    kinds = [_("documented as working"), *(words.metric(m) for m in words.HISTORY_METRICS)]
    shapes = [LINE, "circle", "triangle-up", "diamond"]
    colours = [inks.works, inks.text, inks.planned, inks.works]
    colour, shape = told_apart("kind:N", kinds, colours, top_legend(kinds), shapes)
    top = max([1, *steps["working"], *totals["value"]])
    y = alt.Y(
        "value:Q",
        title=None,
        axis=numbers_axis(whole=True),
        scale=alt.Scale(domain=[0, top * 1.15]),
    )
    x = alt.X("day:T", title=None, axis=alt.Axis(grid=False, tickCount=6, format="%Y"))
    line = (
        alt.Chart(steps.assign(kind=kinds[0], value=steps["working"]))
        .mark_line(interpolate="step-after", strokeWidth=2.5)
        .encode(x=x, y=y, color=colour)
    )
    points = (
        alt.Chart(totals.assign(kind=totals["metric"].map(words.metric)))
        .mark_point(size=75, filled=False, strokeWidth=2)
        .encode(
            x=x,
            y=y,
            color=colour,
            shape=shape,
            tooltip=[
                alt.Tooltip("kind:N", title=_("What was counted")),
                alt.Tooltip("value:Q", title=_("Machines")),
                alt.Tooltip("dated:N", title=_("As of")),
            ],
        )
    )
    return framed(
        [line, points],
        title=findings.of_history(steps, totals, undated),
        subtitle=told.subtitle(_("Megavoltage machines over time")),
        sources=told.sources,
        height=260,
        inks=inks,
    )


def projection(rows: pd.DataFrame, working: int, told: Evidence, dark: bool) -> Drawing:
    """Machines one country will need by the case norm, as a band, against those that work now."""
    inks = Inks.of(dark)
    rows = rows.assign(
        when=pd.to_datetime(rows["year"].astype(str)), label=rows["need_case_norm"].map(number)
    )
    x = alt.X(
        "when:T",
        title=None,
        axis=alt.Axis(grid=False, format="%Y", values=list(rows["when"]), labelOverlap="greedy"),
    )
    y = alt.Y("need_case_norm:Q", title=None, axis=numbers_axis(), scale=alt.Scale(zero=True))
    base = alt.Chart(rows).encode(x=x)
    band = base.mark_area(color=inks.quiet_text, opacity=0.28).encode(
        y=alt.Y("need_case_norm_low:Q", title=None), y2="need_case_norm_high:Q"
    )
    points = {"color": inks.text, "size": 50}
    line = base.mark_line(color=inks.text, strokeWidth=2.5, point=points).encode(y=y)
    labels = haloed(base.encode(y=y, text="label:N"), inks, dy=-12)
    label = _("{n} at work today").format(n=number(working))
    return framed(
        [band, *_norm_line(working, label, inks, across=False), line, *labels],
        title=findings.of_projection(rows, working),
        subtitle=told.subtitle(_("Megavoltage machines needed by the case norm, with its range")),
        sources=told.sources,
        height=260,
        inks=inks,
    )


# --- parts ------------------------------------------------------------------------------------


def _norm_line(value: float, label: str, inks: Inks, *, across: bool = True) -> list[alt.Chart]:
    """A labelled line at the norm: upright across bars, level under a curve."""
    data = alt.Chart(pd.DataFrame({"norm": [value], "label": [label]}))
    rule = {"strokeDash": [5, 4], "strokeWidth": 1.5, "color": inks.out_of_service}
    if across:
        return [
            data.mark_rule(**rule).encode(x="norm:Q"),
            data.mark_text(
                align="right", baseline="bottom", dx=-5, dy=-3, color=inks.out_of_service
            ).encode(x="norm:Q", y=alt.value(0), text="label:N"),
        ]
    return [
        data.mark_rule(**rule).encode(y="norm:Q"),
        data.mark_text(
            align="left", baseline="bottom", dx=4, dy=-3, color=inks.out_of_service
        ).encode(y="norm:Q", x=alt.value(0), text="label:N"),
    ]


def _norm_label(norm: float) -> str:
    digits = 0 if norm > 20 else 1
    return _("norm: {value}").format(value=number(norm, digits))


def _reaching(rows: pd.DataFrame, column: str, norm: float) -> alt.Scale:
    """A scale from zero that has room for the norm and for the labels right of the bars."""
    values = rows[column]
    return room_right(max(norm, float(values.max() or 0)), rows.loc[values > 0, "shown"])


def _tooltip(**titles: str) -> list[alt.Tooltip]:
    return [alt.Tooltip(f"{field}:N", title=title) for field, title in titles.items()]
