"""The charts of cooperation: partners ranked, partners by country, events in time, congresses."""

from __future__ import annotations

from datetime import date

import altair as alt
import pandas as pd

from components import cooperation_rows as rows_of
from components import theme, words
from components.charts import (
    BAR,
    CROSS,
    NARROW,
    Drawing,
    framed,
    names_axis,
    numbers_axis,
    top_legend,
)
from components.inks import Inks
from components.language import _
from components.theme import hexadecimal
from shifo.vocabulary import CONGRESS_SERIES, TIMELINE_KINDS

NAMES = names_axis(230)
SHAPES = {
    "congress": "circle",
    "memorandum": "square",
    "construction": "triangle-up",
    "commissioning": "diamond",
    "breakdown": CROSS,
    "repair": "M-1,-0.4H-0.4V-1H0.4V-0.4H1V0.4H0.4V1H-0.4V0.4H-1Z",
    "donation": "triangle-down",
    "training": "triangle-right",
    "policy": "triangle-left",
    "register": "M-1,-1H1V1H-1ZM-0.5,-0.5V0.5H0.5V-0.5Z",
    "plan": "M-1,0L-0.5,-0.87H0.5L1,0L0.5,0.87H-0.5Z",
}
"""The mark of each kind of event; `breakdown` is a cross turned, see `_shape`."""
LANE, ROW, HEAD = 9, 33.0, 24.0
"""Pixels between events of one kind that would lie on one another, between kinds, and above."""
SERIES = 82.0
"""Height of a series of congresses: its name, a label, the circles, another label."""
SPAN_YEARS = 20
"""Years that the axis of time shows before one moves it."""
DAY_MS = 86_400_000


def ranked(rows: pd.DataFrame, title: str, subtitle: str, sources: str, dark: bool) -> Drawing:
    """Partners by their agreements, parted by outcome.

    `rows`: [name, agreements, mark, n], one a partner and mark, partners in their order.
    """
    inks = Inks.of(dark)
    marks = [one for one in rows_of.MARK_NAMES if one in set(rows["mark"])]
    domain = [words.said(rows_of.MARK_NAMES, one) for one in marks]
    told = rows.assign(
        said=[words.said(rows_of.MARK_NAMES, one) for one in rows["mark"]],
        order=[list(rows_of.MARK_NAMES).index(one) for one in rows["mark"]],
    )
    names = list(dict.fromkeys(rows["name"]))
    y = alt.Y("name:N", sort=names, title=None, axis=NAMES)
    base = alt.Chart(told)
    bars = base.mark_bar(height={"band": 0.66}).encode(
        y=y,
        x=alt.X("n:Q", title=None, axis=numbers_axis(whole=True), stack="zero"),
        order=alt.Order("order:Q"),
        color=alt.Color(
            "said:N",
            title=None,
            scale=alt.Scale(domain=domain, range=[inks.states[rows_of.INKS[m]] for m in marks]),
            legend=top_legend(domain, limit=240, left=200),
        ),
        tooltip=[
            alt.Tooltip("name:N", title=_("Partner")),
            alt.Tooltip("said:N", title=_("Outcome")),
            alt.Tooltip("n:Q", title=_("Agreements")),
        ],
    )
    once = alt.Chart(rows.drop_duplicates("name"))
    totals = once.mark_text(align="left", dx=5, color=inks.text).encode(
        y=y, x="agreements:Q", text="agreements:Q"
    )
    return framed(
        [bars, totals],
        title=title,
        subtitle=subtitle,
        sources=sources,
        height=BAR * 1.3 * max(len(names), 2),
        inks=inks,
    )


def crossed(rows: pd.DataFrame, title: str, subtitle: str, sources: str, dark: bool) -> Drawing:
    """Partners against countries: a shaded cell with the number of agreements.

    `rows`: [name, iso3, n] with every cell, 0 where there is none.
    """
    inks, colours = Inks.of(dark), theme.palette(dark)
    names = list(dict.fromkeys(rows["name"]))
    codes = list(dict.fromkeys(rows["iso3"]))
    told = rows.assign(
        country=[words.country(code) for code in rows["iso3"]],
        shown=rows["n"].where(rows["n"] > 0).map("{:.0f}".format, na_action="ignore").fillna("–"),
    )
    ramp = [hexadecimal(colours.missing), *map(hexadecimal, colours.ramp[:4])]
    base = alt.Chart(told).encode(
        y=alt.Y("name:N", sort=names, title=None, axis=NAMES),
        x=alt.X(
            "country:N",
            sort=[words.country(code) for code in codes],
            title=None,
            # Names stand upright where a phone has no room for them side by side.
            axis=alt.Axis(
                orient="top",
                labelAngle=alt.ExprRef("width < 400 ? -90 : 0"),
                labelAlign=alt.ExprRef("width < 400 ? 'left' : 'center'"),
                labelBaseline=alt.ExprRef("width < 400 ? 'middle' : 'bottom'"),
                labelLimit=120,
                grid=False,
            ),
        ),
        tooltip=[
            alt.Tooltip("name:N", title=_("Partner")),
            alt.Tooltip("country:N", title=_("Country")),
            alt.Tooltip("n:Q", title=_("Agreements")),
        ],
    )
    cells = base.mark_rect(stroke=inks.grid, strokeWidth=1).encode(
        color=alt.Color(
            "n:Q",
            legend=None,
            scale=alt.Scale(type="threshold", domain=[1, 2, 3, 5], range=ramp),
        )
    )
    numbers = base.mark_text(color=inks.text, fontSize=13).encode(text="shown:N")
    return framed(
        [cells, numbers],
        title=title,
        subtitle=subtitle,
        sources=sources,
        height=BAR * 1.3 * max(len(names), 2),
        inks=inks,
    )


def kind_inks(dark: bool) -> dict[str, str]:
    """A colour for each kind of event: those of states and countries, which are told apart already."""
    inks = Inks.of(dark)
    own = {
        "breakdown": inks.out_of_service,
        "repair": inks.works,
        "plan": inks.planned,
        "construction": inks.states["installing"],
        "policy": inks.quiet_text,
    }
    rest = [inks.states["children"], *inks.countries.values()]
    others = [kind for kind in TIMELINE_KINDS if kind not in own]
    return own | dict(zip(others, rest, strict=True))


def lanes(rows: pd.DataFrame, days: float) -> list[int]:
    """A lane for each event so that those of a kind less than `days` apart are side by side.

    `rows`: [kind, first, last], oldest first.
    """
    free: dict[str, list[pd.Timestamp]] = {}
    found = []
    need = pd.Timedelta(days=days)
    for kind, first, last in zip(rows["kind"], rows["first"], rows["last"], strict=True):
        ends = free.setdefault(kind, [])
        place = next((i for i, end in enumerate(ends) if end + need <= first), len(ends))
        ends[place : place + 1] = [last]
        found.append(place)
    return found


def timeline(
    rows: pd.DataFrame, on: date, title: str, subtitle: str, sources: str, dark: bool
) -> Drawing:
    """Events by kind on an axis of time that can be moved and drawn out.

    `rows`: [id, kind, first, last, said, place, when]; an event known to the year or the month
    only is a band over all the days that it can mean.
    """
    inks = Inks.of(dark)
    kinds = [kind for kind in TIMELINE_KINDS if kind in set(rows["kind"])]
    names = [words.said(words.TIMELINE_KINDS, kind) for kind in kinds]
    colours = kind_inks(dark)
    lane = lanes(rows, 60)
    told = rows.assign(
        named=[words.said(words.TIMELINE_KINDS, kind) for kind in rows["kind"]],
        lane=lane,
        middle=rows["first"] + (rows["last"] - rows["first"]) / 2,
    )
    # Each kind is as tall as its lanes, with its name above them.
    deepest = {
        kind: max([n for k, n in zip(rows["kind"], lane, strict=True) if k == kind])
        for kind in kinds
    }
    tops, top = {}, HEAD
    for kind in kinds:
        tops[kind] = top
        top += LANE * deepest[kind] + ROW
    told["down"] = [tops[k] + LANE * n for k, n in zip(told["kind"], told["lane"], strict=True)]
    heads = pd.DataFrame({"down": [tops[k] - 13 for k in kinds], "named": names})
    told = told.assign(**{n: told[n].dt.strftime("%Y-%m-%d") for n in ("first", "last", "middle")})
    start = f"{on.year - SPAN_YEARS}-01-01"
    shown = told["last"] >= start
    domain = [start if shown.any() else told["first"].min(), f"{on.year + 1}-01-01"]
    height = max(top - 14, 60.0)
    scale = alt.Scale(domain=[0, height], range=[0, height], nice=False)
    y = alt.Y("down:Q", title=None, axis=None, scale=scale)
    x = alt.X(
        "first:T",
        title=None,
        scale=alt.Scale(domain=domain, clamp=False),
        axis=alt.Axis(grid=True, orient="top", labelOverlap=True),
    )
    colour = alt.Color(
        "named:N", legend=None, scale=alt.Scale(domain=names, range=[colours[k] for k in kinds])
    )
    shape = alt.Shape(
        "named:N", legend=None, scale=alt.Scale(domain=names, range=[SHAPES[k] for k in kinds])
    )
    picked = alt.selection_point(name="picked", fields=["id"], on="click", empty=False)
    moved = alt.selection_interval(name="moved", bind="scales", encodings=["x"])
    tips = [
        alt.Tooltip("when:N", title=_("Date")),
        alt.Tooltip("named:N", title=_("Kind")),
        alt.Tooltip("said:N", title=_("What")),
        alt.Tooltip("place:N", title=_("Where")),
    ]
    base = alt.Chart(told).encode(y=y, color=colour, tooltip=tips)
    spans = (
        base.transform_filter("datum.first != datum.last")
        .mark_rule(strokeWidth=5, opacity=0.35, clip=True, strokeCap="round")
        .encode(x=x, x2="last:T")
    )
    points = (
        base.mark_point(filled=True, opacity=1, size=85, clip=True)
        .encode(
            x=alt.X("middle:T", title=None, scale=alt.Scale(domain=domain)),
            shape=shape,
            stroke=alt.condition(picked, alt.value(inks.text), alt.value("transparent")),
            strokeWidth=alt.condition(picked, alt.value(2.5), alt.value(0)),
        )
        .add_params(picked, moved)
    )
    labels = (
        alt.Chart(heads)
        .mark_text(align="left", dx=3, color=inks.text, fontSize=12, fontWeight=600)
        .encode(y=y, x=alt.value(0), text="named:N")
    )
    return framed(
        [spans, points, labels],
        title=title,
        subtitle=subtitle,
        sources=sources,
        height=height,
        inks=inks,
    )


def congresses(rows: pd.DataFrame, title: str, subtitle: str, sources: str, dark: bool) -> Drawing:
    """Editions of congresses in time, a row a series; the circle grows with those who took part.

    `rows`: [series, middle, participants, said, when, shown, label], dated ones, oldest first.
    """
    inks = Inks.of(dark)
    series = [one for one in CONGRESS_SERIES if one in set(rows["series"])]
    tops = {one: 46.0 + SERIES * place for place, one in enumerate(series)}
    height = SERIES * max(len(series), 1)
    close = rows.groupby("series")["middle"].diff() < pd.Timedelta(days=900)
    told = rows.assign(
        down=rows["series"].map(tops),
        known=rows["participants"].notna(),
        people=rows["participants"].astype("float64"),
        middle=rows["middle"].dt.strftime("%Y-%m-%d"),
        # An edition soon after the one before has its label below.
        beside=[tops[s] + (21 if c else -21) for s, c in zip(rows["series"], close, strict=True)],
    )
    scale = alt.Scale(domain=[0, height], range=[0, height], nice=False)
    x = alt.X(
        "middle:T",
        title=None,
        axis=alt.Axis(grid=True, labelOverlap=True, format="%Y", tickCount="year"),
        scale=alt.Scale(padding=34),
    )
    base = alt.Chart(told).encode(
        y=alt.Y("down:Q", title=None, axis=None, scale=scale),
        x=x,
        tooltip=[
            alt.Tooltip("said:N", title=_("Congress")),
            alt.Tooltip("when:N", title=_("Date")),
            alt.Tooltip("shown:N", title=_("Participants")),
        ],
    )
    known = (
        base.transform_filter("datum.known")
        .mark_circle(color=inks.states["children"], opacity=0.75)
        .encode(size=alt.Size("people:Q", legend=None, scale=alt.Scale(range=[120, 900])))
    )
    unknown = base.transform_filter("!datum.known").mark_point(
        shape="circle", filled=False, size=110, strokeWidth=2, color=inks.states["children"]
    )
    labels = base.mark_text(color=inks.text, fontSize=12).encode(
        y=alt.Y("beside:Q", title=None, axis=None, scale=scale), text="label:N"
    )
    heads = pd.DataFrame(
        {
            "down": [tops[one] - 39 for one in series],
            "named": [words.said(words.CONGRESS_SERIES, one) for one in series],
        }
    )
    names = (
        alt.Chart(heads)
        .mark_text(
            align="left",
            dx=3,
            color=inks.text,
            fontSize=alt.expr(f"{NARROW} ? 10.5 : 12"),
            fontWeight=600,
        )
        .encode(
            y=alt.Y("down:Q", title=None, axis=None, scale=scale), x=alt.value(0), text="named:N"
        )
    )
    return framed(
        [known, unknown, labels, names],
        title=title,
        subtitle=subtitle,
        sources=sources,
        height=height,
        inks=inks,
    )
