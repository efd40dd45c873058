"""The figures of advanced resources: who has and who plans them, and the nearest for the others."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import altair as alt
import pandas as pd

from components import facts, findings, language, references, state, words
from components.capacity_figures import countries_sentence
from components.charts import BAR, framed, names_axis, numbers_axis, room_right, top_legend
from components.figure import Figure, Plot, keys
from components.inks import Inks
from components.language import N_, _, number
from components.theme import hexadecimal, palette
from components.views import View
from shifo import resources
from shifo.vocabulary import ADVANCED

KINDS = {"has": N_("has it"), "plans": N_("planned"), "unknown": N_("no news")}
SHAPES = {"has": "circle", "plans": "circle", "unknown": "square"}
EVIDENCE = {
    "machine": N_("observation of a machine"),
    "service": N_("service of the centre"),
    "unit": N_("unit for children"),
    "project": N_("statement on a project"),
}


def matrix(view: View) -> Figure:
    """How many centres of each country have, plan or once had each resource on record."""
    held = facts.holdings(view.on)
    held = held[held["iso3"].isin(view.countries)]
    counts = resources.by_country(held, tuple(view.countries))
    counts = counts.assign(
        name=counts["iso3"].map(words.country),
        what=[findings.initial(words.said(words.RESOURCES, r)) for r in counts["resource"]],
    )
    counts["said"] = [_told(row) for row in counts.to_dict("records")]
    inks = Inks.of(view.dark)
    nation = facts.national_resources(view.on)
    nation = nation[nation["iso3"].isin(view.countries)]
    drawing = framed(
        _cells(counts, view.dark),
        title=findings.of_matrix(counts),
        subtitle=" · ".join([_("Centres by advanced resource"), language.date(view.on)]),
        sources=". ".join(part for part in (_("Sources: see the table"), *_counted(nation)) if part)
        + ". "
        + _("None on record is not to say that there is none."),
        height=BAR * 2.1 * len(ADVANCED),
        inks=inks,
    )
    return Figure(
        name="resources-matrix",
        page="projects",
        view=view,
        drawing=drawing,
        shown=_readable(held),
        data=held.reset_index(drop=True),
        sources=keys(pd.concat([held["sources"], nation["sources"]])),
        filters=countries_sentence(view),
        plot=Plot(
            "stacked",
            tuple(dict.fromkeys(counts["what"])),
            tuple(
                (
                    _(KINDS[kind]),
                    tuple(map(float, counts.groupby("resource", sort=False)[kind].sum())),
                )
                for kind in KINDS
            ),
        ),
    )


def nearest(view: View) -> Figure:
    """How far the nearest centre with a resource is from the people of each region."""
    resource = resource_of(view)
    what = words.said(words.RESOURCES, resource)
    named = facts.names()
    every = facts.nearest_resource(view.on, resource)
    rows = every[every["iso3"].isin(view.countries)]
    centre = facts.catalogue()["centres"].set_index("key")
    town = {
        key: named[key] if pd.isna(city) else language.place(city)
        for key, city in centre["city"].items()
    }
    rows = rows.assign(
        name=rows["area"].map(named),
        site=rows["nearest"].map(named),
        where=rows["nearest"].map(town),
        land=rows["nearest"].map(centre["iso3"]).map(words.country),
        side=[_("in another country") if x else _("in the same country") for x in rows["abroad"]],
    ).sort_values(["km", "name"], ascending=[False, True])
    without = rows[~rows["here"] & rows["km"].notna()]
    inks = Inks.of(view.dark)
    held = facts.holdings(view.on)
    held = held[held["resource"] == resource]
    having = [named[key] for key in held.loc[held["state"] == "works", "centre"].dropna()]
    drawing = framed(
        _bars(without, inks) if len(without) else [_nothing()],
        title=findings.of_nearest(rows, what),
        subtitle=" · ".join(
            [
                _("Kilometres from the people of each region to the nearest centre that has it"),
                language.date(view.on),
            ]
        ),
        sources=" ".join(
            [
                _(
                    "On record as having it: {centres}. Distances are geodesic, borders crossed."
                ).format(centres=language.listed(having) if having else _("none")),
                _("Sources: see the table") + ".",
            ]
        ),
        height=max(60, BAR * len(without)),
        inks=inks,
    )
    columns = {
        _("Region"): rows["name"],
        _("Country"): rows["iso3"].map(words.country),
        _("In the region"): [_("yes") if here else _("none on record") for here in rows["here"]],
        _("Nearest"): rows["site"].fillna("–"),
        _("Its country"): rows["land"].fillna("–"),
        _("Kilometres"): rows["km"].round(),
        _("Nearest in the same country"): rows["nearest_home"].map(named).fillna("–"),
        _("Kilometres there"): rows["km_home"].round(),
    }
    return Figure(
        name="resources-nearest",
        page="projects",
        view=view,
        drawing=drawing,
        shown=pd.DataFrame(columns),
        data=every,
        sources=keys(held["sources"]),
        filters="; ".join(
            part for part in (f"{_('Resource')}: {what}", countries_sentence(view)) if part
        ),
        plot=Plot(
            "bar",
            tuple(without["name"]),
            ((_("Kilometres"), tuple(round(float(x)) for x in without["km"])),),
        ),
    )


def resource_of(view: View) -> str:
    """The advanced resource that is looked at: the one chosen, else the first."""
    chosen = view.one(state.RESOURCE)
    return chosen if chosen in ADVANCED else ADVANCED[0]


def _counted(nation: pd.DataFrame) -> list[str]:
    """What whole countries are said to have, most of it at places that nobody names."""
    return [
        _("{country} as a whole counts {n} {what} ({date})").format(
            country=words.country(row["iso3"]),
            n=number(row["value"]),
            what=words.said(words.RESOURCES, row["resource"]),
            date=language.date(row["as_of"]),
        )
        for row in nation.to_dict("records")
    ]


def _told(row: dict) -> str:
    parts = [f"{number(row[kind])} {_(KINDS[kind])}" for kind in KINDS if row[kind]]
    return language.listed(parts) if parts else _("none on record")


NARROW = "width < 330"
"""Of a chart as wide as a phone's: countries by their codes, smaller marks."""


def _cells(counts: pd.DataFrame, dark: bool) -> list[alt.Chart]:
    """In each cell up to three marks with their counts inside, or a dash for none."""
    inks, ground = Inks.of(dark), hexadecimal(palette(dark).panel)
    long = counts.melt(
        id_vars=["name", "what", "said"], value_vars=list(KINDS), var_name="kind", value_name="n"
    )
    long = long[long["n"] > 0]
    long = long.assign(
        at=long["kind"].map({kind: i for i, kind in enumerate(KINDS)}),
        label=[_(KINDS[kind]) for kind in long["kind"]],
        shown=long["n"].map(number),
    )
    empty = counts[counts[list(KINDS)].sum(axis=1) == 0]
    order_x, order_y = list(dict.fromkeys(counts["name"])), list(dict.fromkeys(counts["what"]))
    codes = json.dumps(dict(zip(counts["name"], counts["iso3"], strict=True)), ensure_ascii=False)
    x = alt.X(
        "name:N",
        sort=order_x,
        title=None,
        axis=alt.Axis(
            orient="top",
            labelAngle=0,
            grid=False,
            labelExpr=f"{NARROW} ? {codes}[datum.label] : datum.label",
        ),
        scale=alt.Scale(domain=order_x, paddingInner=0.05),
    )
    y = alt.Y(
        "what:N",
        sort=order_y,
        title=None,
        axis=names_axis(190, grid=True),
        scale=alt.Scale(domain=order_y),
    )
    tooltip = [
        alt.Tooltip("what:N", title=_("Resource")),
        alt.Tooltip("name:N", title=_("Country")),
        alt.Tooltip("said:N", title=_("On record")),
    ]
    labels = [_(KINDS[kind]) for kind in KINDS]
    columns = alt.expr(f"{NARROW} ? 1 : 3")
    legend = alt.Legend(orient="bottom", labelLimit=220, columns=columns, symbolOpacity=1)

    def by_kind(values: Sequence[str]) -> dict[str, Any]:
        return {
            "title": None,
            "scale": alt.Scale(domain=labels, range=list(values)),
            "legend": legend,
        }

    base = alt.Chart(long).encode(
        x=x,
        y=y,
        # With air at both ends, so that the marks of two countries stand apart.
        xOffset=alt.XOffset("at:Q", scale=alt.Scale(domain=[-0.8, 2.8], nice=False)),
        tooltip=tooltip,
    )
    strokes = (inks.works, inks.planned, inks.states["unknown"])
    marks = base.mark_point(
        size=alt.expr(f"{NARROW} ? 100 : 360"),
        strokeWidth=alt.expr(f"{NARROW} ? 1.2 : 2"),
        opacity=1,
    ).encode(
        stroke=alt.Stroke("label:N", **by_kind(strokes)),
        fill=alt.Fill("label:N", **by_kind((inks.works, ground, ground))),
        shape=alt.Shape("label:N", **by_kind(tuple(SHAPES.values()))),
    )
    figures = base.mark_text(fontSize=alt.expr(f"{NARROW} ? 9 : 12.5")).encode(
        text="shown:N",
        color=alt.condition(
            alt.FieldEqualPredicate(field="kind", equal="has"),
            alt.value(ground),
            alt.value(inks.text),
        ),
    )
    none = (
        alt.Chart(empty)
        .mark_text(color=inks.quiet_text, fontSize=13, text="–")
        .encode(x=x, y=y, tooltip=tooltip)
    )
    return [marks, figures, none]


def _bars(rows: pd.DataFrame, inks: Inks) -> list[alt.Chart]:
    sides = [_("in the same country"), _("in another country")]
    label = [
        _("{km} km · {place}").format(km=number(km), place=place)
        for km, place in zip(rows["km"], rows["where"], strict=True)
    ]
    base = alt.Chart(rows[["name", "km", "side", "site", "land"]].assign(label=label)).encode(
        y=alt.Y("name:N", sort=None, title=None, axis=names_axis()),
        x=alt.X(
            "km:Q",
            title=None,
            axis=numbers_axis(),
            scale=room_right(float(rows["km"].max()), label),
        ),
        tooltip=[
            alt.Tooltip("name:N", title=_("Region")),
            alt.Tooltip("site:N", title=_("Nearest")),
            alt.Tooltip("land:N", title=_("Its country")),
            alt.Tooltip("label:N", title=_("Distance")),
        ],
    )
    bars = base.mark_bar(height={"band": 0.6}).encode(
        color=alt.Color(
            "side:N",
            title=None,
            scale=alt.Scale(domain=sides, range=[inks.works, inks.planned]),
            legend=top_legend(sides),
        )
    )
    return [bars, base.mark_text(align="left", dx=5, color=inks.text).encode(text="label:N")]


def _readable(held: pd.DataFrame) -> pd.DataFrame:
    named = facts.names()
    states = {
        "works": N_("has it"),
        "out_of_service": N_("out of service"),
        "installing": N_("under construction"),
        "planned": N_("planned"),
        "unknown": N_("no news"),
    }
    columns = {
        _("Resource"): held["resource"].map(lambda word: words.said(words.RESOURCES, word)),
        _("Country"): held["iso3"].map(words.country),
        _("Centre"): held["centre"].map(named).fillna(_("no place named")),
        _("State"): held["state"].map(lambda word: words.said(states, word)),
        _("Record of"): held["as_of"],
        _("Evidence"): held["evidence"].map(lambda word: words.said(EVIDENCE, word)),
        _("Sources"): held["sources"].map(references.titles),
    }
    return pd.DataFrame(columns)


def _nothing() -> alt.Chart:
    told = pd.DataFrame({"told": [_("There is nothing to measure.")]})
    return alt.Chart(told).mark_text(fontSize=13).encode(text="told:N")
