"""The figures of children's units: cases against them, and who is within their reach."""

from __future__ import annotations

import altair as alt
import pandas as pd

from components import access_figures, children_figures, facts, findings, language, reach, words
from components.charts import BAR, framed, haloed, names_axis, numbers_axis, room_right
from components.children_figures import PEOPLE, values
from components.figure import Figure, Plot, keys
from components.grids import grid
from components.inks import Inks
from components.language import _, ngettext, number, percent
from components.views import View
from shifo import children

WITHIN = ("100km", "200km", "400km", "2h", "4h", "8h")
AXIS = names_axis()


def units(view: View) -> Figure:
    """Cases expected for each unit known to operate, against what keeps a unit skilled."""
    rows = facts.children_units(view.on.year)
    rows = rows[rows["iso3"].isin(view.countries)]
    rows = rows.assign(name=rows["iso3"].map(words.country)).sort_values(
        "cases_per_unit", ascending=False, na_position="last"
    )
    inks = Inks.of(view.dark)
    drawing = framed(
        _units(rows, inks),
        title=findings.of_units(rows),
        subtitle=_("Expected new cases a year for each unit known to operate · {year}").format(
            year=view.on.year
        ),
        sources=_(
            "Sources: 30 to 50 new children a year keep a unit skilled (band; survey in Mexico, book "
            "on Africa); from 60 the survey calls a unit large (line): no source we know names a "
            "ceiling. Units: see the table. Expected: children × 140.6 per million (IICC-3)"
        ),
        height=BAR * 1.75 * len(rows),
        inks=inks,
    )
    low, high = children.SKILLED
    cases = rows["expected_0_14"]
    columns = {
        _("Country"): rows["name"],
        _("Units known to operate"): rows["units"],
        _("With transplants"): rows["transplants"],
        _("Beds, where known"): rows["beds"].astype("Int64"),
        _("Units with known beds"): rows["beds_known"],
        _("Known beds per 100 expected cases"): rows["beds_per_100_cases"]
        .astype("Float64")
        .round(1),
        _("Expected cases, 0–14"): cases.round(1),
        _("Expected cases a unit"): rows["cases_per_unit"].round(),
        _("Units that the cases keep skilled, at most ({n} a unit)").format(n=number(high)): (
            cases / high
        ).round(1),
        _("Units that the cases keep skilled, at most ({n} a unit)").format(n=number(low)): (
            cases / low
        ).round(1),
        _("Units needed for none to be large ({n} a unit)").format(n=number(children.LARGE)): (
            cases / children.LARGE
        ).round(1),
    }
    plot = Plot(
        "bar",
        tuple(rows["name"]),
        ((_("Expected cases a unit"), values(rows["cases_per_unit"].round())),),
    )
    cited = (*children.UNIT_SOURCES, *children.SOURCES, *PEOPLE, *keys(rows["sources"]))
    return children_figures.figure(
        view,
        "children-units",
        drawing,
        pd.DataFrame(columns),
        facts.children_units(view.on.year),
        cited,
        plot,
    )


def _units(rows: pd.DataFrame, inks: Inks) -> list[alt.Chart]:
    low, high = children.SKILLED
    shown = rows.assign(
        shown=[
            ngettext("{n} ({units} unit)", "{n} ({units} units)", int(units)).format(
                n=number(n, 0), units=number(units)
            )
            if units
            else _("no unit known to operate")
            for n, units in zip(rows["cases_per_unit"], rows["units"], strict=True)
        ],
        # Where there is no bar the words stand clear of the band and the line.
        beside=rows["cases_per_unit"].fillna(children.LARGE),
        at=rows["cases_per_unit"].fillna(0),
    )
    scale = room_right(
        max(float(shown["at"].max()), 2 * children.LARGE), shown.loc[shown["at"] > 0, "shown"]
    )
    base = alt.Chart(shown).encode(
        y=alt.Y("name:N", sort=None, title=None, axis=AXIS),
        x=alt.X("at:Q", title=None, axis=numbers_axis(), scale=scale),
        tooltip=[
            alt.Tooltip("name:N", title=_("Country")),
            alt.Tooltip("shown:N", title=_("Expected cases a unit")),
        ],
    )
    band = (
        alt.Chart(pd.DataFrame({"low": [low], "high": [high]}))
        .mark_rect(color=inks.works, opacity=0.3)
        .encode(x=alt.X("low:Q", scale=scale), x2="high:Q")
    )
    line = (
        alt.Chart(pd.DataFrame({"at": [children.LARGE]}))
        .mark_rule(strokeDash=[5, 4], strokeWidth=1.5, color=inks.out_of_service)
        .encode(x=alt.X("at:Q", scale=scale))
    )
    bars = base.mark_bar(height={"band": 0.5}, color=inks.states["children"], opacity=0.8)
    labels = haloed(base.encode(x="beside:Q", text="shown:N"), inks, align="left", dx=6)
    return [bars, band, line, *labels]


def within(view: View) -> Figure:
    """Children within some limits of a unit, and of one that has radiotherapy near."""
    whole = facts.children_reach(view.on, view.basis, WITHIN)
    rows = whole[whole["iso3"].isin(view.countries)]
    limits = [reach.within(value) for value in WITHIN]
    said = dict(zip([reach.rule({"within": w}) for w in WITHIN], limits, strict=True))
    told = {(rule.limit, rule.unit): text for rule, text in said.items()}
    rows = rows.assign(
        name=rows["iso3"].map(words.country),
        column=[told[pair] for pair in zip(rows["limit"], rows["unit"], strict=True)],
    )
    inks = Inks.of(view.dark)
    cells = rows.assign(
        text=[percent(x / 100) if pd.notna(x) else "–" for x in rows["unit_pct"]],
        small=[
            _("({share})").format(share=percent(x / 100)) if pd.notna(x) else ""
            for x in rows["near_pct"]
        ],
        share=rows["unit_pct"] / 100,
    )
    order = [words.country(code) for code in view.countries]
    drawing = framed(
        grid(cells, order, limits, inks, inks.states["children"], tall=True),
        title=findings.of_children_reach(rows, limits[1]),
        subtitle=_(
            "Children under 15 within a distance or time of a unit known to operate in their country; in "
            "brackets of one with a working radiotherapy machine within {n} km · {date}"
        ).format(n=number(children.NEAR_KM), date=language.date(view.on)),
        sources=_(
            "Sources: units and machines: see the Data page; people: World Bank, UN WPP 2024, GeoNames. A dash: no unit is known to operate. Children are taken to live where everyone does: no region publishes ages finely enough. Whether the nearby machine treats children is not recorded. Hours are reckoned from distance, see Methods"
        ),
        height=46 * len(order),
        inks=inks,
    )
    wide = {
        label: rows.assign(percent=rows[column].round(1)).pivot(
            index="name", columns="column", values="percent"
        )
        for label, column in (
            (_("{limit}: a unit, %"), "unit_pct"),
            (_("{limit}: with radiotherapy near, %"), "near_pct"),
        )
    }
    shown = pd.DataFrame({_("Country"): order})
    for limit in limits:
        for label, table in wide.items():
            shown[label.format(limit=limit)] = table[limit].reindex(order).to_numpy()
    plot = Plot(
        "bar",
        tuple(order),
        tuple(
            (f"{label} ({limits[1]})", values(rows.loc[rows["column"] == limits[1], column]))
            for label, column in (
                (_("A unit"), "unit_pct"),
                (_("A unit with radiotherapy near"), "near_pct"),
            )
        ),
        "0",
    )
    cited = (
        *keys(facts.children_units(view.on.year)["sources"]),
        *keys(facts.stock(view.on, view.basis)["sources"]),
        *access_figures.PEOPLE,
    )
    return children_figures.figure(
        view, "children-reach", drawing, shown, whole, cited, plot, reach.sentence(reach.rule({}))
    )
