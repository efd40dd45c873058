"""The figures of where children are: expected cases by region, and the map of units."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import altair as alt
import pandas as pd

from components import children_figures, facts, findings, language, map_figure, references, words
from components.charts import BAR, Drawing, framed, names_axis, numbers_axis, room_right
from components.children_figures import PEOPLE, values
from components.figure import Figure, Plot, keys
from components.inks import Inks
from components.language import N_, _, number
from components.marks import spread, unit_marks
from components.views import View
from shifo import children

STATES = {
    "children": N_("unit known to operate"),
    "unknown": N_("not known whether it operates"),
    "planned": N_("planned"),
}


def regions(view: View) -> Figure:
    """Expected cases by region, by the age structure of its country."""
    whole = facts.children_regional(view.on.year)
    rows = whole[whole["iso3"].isin(view.countries)]
    rows = rows.assign(name=rows["area"].map(facts.names())).sort_values(
        "expected_0_14", ascending=False
    )
    inks = Inks.of(view.dark)
    base = alt.Chart(rows.assign(shown=[number(x, 0) for x in rows["expected_0_14"]])).encode(
        y=alt.Y("name:N", sort=None, title=None, axis=names_axis()),
        x=alt.X(
            "expected_0_14:Q",
            title=None,
            axis=numbers_axis(),
            scale=room_right(float(rows["expected_0_14"].max()), ["0 000"]),
        ),
        tooltip=[
            alt.Tooltip("name:N", title=_("Area")),
            alt.Tooltip("shown:N", title=_("Expected, 0–14")),
        ],
    )
    bars = base.mark_bar(height={"band": 0.62}, color=inks.states["children"], opacity=0.8)
    labels = base.mark_text(align="left", dx=5, color=inks.text).encode(text="shown:N")
    drawing = framed(
        [bars, labels],
        title=findings.of_children_regions(rows),
        subtitle=_(
            "Expected new cases under 15 a year · {year}; no region publishes its ages, so each has its "
            "country's share of children"
        ).format(year=view.on.year),
        sources=_(
            "Sources: people by region: national statistics; children: World Bank, UN WPP 2024; "
            "140.6 per million (IICC-3)"
        ),
        height=BAR * 0.95 * len(rows),
        inks=inks,
    )
    columns = {
        _("Area"): rows["name"],
        _("Code"): rows["area"],
        _("Country"): rows["iso3"].map(words.country),
        _("Children under 15"): rows["children_0_14"].round(),
        _("Expected, 0–14"): rows["expected_0_14"].round(1),
    }
    plot = Plot(
        "bar", tuple(rows["name"]), ((_("Expected, 0–14"), values(rows["expected_0_14"].round(1))),)
    )
    table = facts.catalogue()["regions"]
    cited = (
        *children.SOURCES[:1],
        *PEOPLE,
        *keys(table.loc[table["iso3"].isin(view.countries), "sources"]),
    )
    return children_figures.figure(
        view, "children-regions", drawing, pd.DataFrame(columns), whole, cited, plot
    )


def units_map(view: View) -> Figure:
    """A map of the units that treat children, with their beds, transplants and radiotherapy."""
    tables = facts.catalogue()
    table = tables["paediatric_units"].set_index("key", drop=False)
    marked = unit_marks(tables["paediatric_units"], tables["centres"], view.on)
    marked = marked[marked["iso3"].isin(view.countries)]
    treating = set(facts.treating_units()["key"])
    told = table.loc[marked["unit"], "status"].to_numpy()
    marked = marked.assign(
        state=[
            "children" if key in treating else "planned" if status == "planned" else "unknown"
            for key, status in zip(marked["unit"], told, strict=True)
        ],
        title=table.loc[marked["unit"], "name_en"].map(language.fact).to_numpy(),
        detail="",
        old=False,
    )
    marked = marked[~((marked["state"] == "unknown") & (told == "operating"))]
    rows = table.loc[marked["unit"]]
    chart, datasets = map_figure.of_marks(view, spread(marked), STATES)
    drawing = Drawing(
        chart,
        findings.of_units_map(marked["state"], rows["hsct"]),
        _("Units for children with cancer, as far as they are known · {date}").format(
            date=language.date(view.on)
        ),
        _("Sources: see the table") + ". " + _("Borders imply no opinion."),
        fixed=True,
        datasets=datasets,
    )
    named = facts.names()
    columns = {
        _("Unit"): rows["name_en"].map(language.fact),
        _("Centre"): rows["centre"].map(named),
        _("Country"): marked["iso3"].map(words.country).to_numpy(),
        _("State"): [_(STATES[state]) for state in marked["state"]],
        _("Beds"): rows["beds"].astype("Int64"),
        _("Transplants"): [
            words.said(words.HSCT, h) if pd.notna(h) else None for h in rows["hsct"]
        ],
        _("Radiotherapy for its children"): rows["radiotherapy_access"],
        _("Record of"): rows["as_of"],
        _("Sources"): rows["sources"].map(references.titles),
        _("Notes"): rows["notes"],
    }
    whole = table[table["status"] != "historical"].reset_index(drop=True)
    centres = tuple(sorted(set(rows["centre"])))
    made = children_figures.figure(
        view,
        "children-map",
        drawing,
        pd.DataFrame(columns).reset_index(drop=True),
        whole,
        keys(rows["sources"]),
        None,
        "",
    )
    return replace(made, features=partial(map_figure.features, view, centres))
