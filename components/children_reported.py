"""The figures of what is reported of children: survival, care, and the thirteen countries."""

from __future__ import annotations

import altair as alt
import pandas as pd

from components import children_figures, facts, findings, references, words
from components.charts import BAR, framed, haloed, in_lines, names_axis
from components.children_figures import values
from components.figure import Figure, Plot, keys
from components.grids import grid
from components.inks import Inks
from components.language import _, number, percent
from components.views import View
from shifo import children
from shifo.vocabulary import COUNTRIES

AXIS = names_axis()


def survival(view: View) -> Figure:
    """Survival as reported, against 60 percent by 2030, with the points a year that are missing."""
    whole = facts.children_survival()
    wanted = view.countries if len(view.countries) < len(COUNTRIES) else children.REGISTER
    rows = whole[whole["iso3"].isin(wanted)]
    blank = [code for code in view.countries if code not in set(rows["iso3"])]
    rows = pd.concat([rows, pd.DataFrame({"iso3": blank})], ignore_index=True)
    rows = rows.assign(
        name=rows["iso3"].map(words.country),
        what=[words.said(words.SURVIVAL, m) if pd.notna(m) else "" for m in rows["metric"]],
    ).sort_values("value", ascending=False, na_position="last")
    rows = rows.assign(said=[_path(row) for row in rows.to_dict("records")])
    inks = Inks.of(view.dark)
    drawing = framed(
        _survival(rows, inks),
        title=findings.of_survival(rows),
        subtitle=_("Percent alive as each source words it, against {n}% by {year}").format(
            n=number(children.TARGET_SURVIVAL), year=children.TARGET_YEAR
        ),
        sources=_(
            "Sources: as each source words it, see the table; most do not say after how many years. "
            "Target: WHO Global Initiative for Childhood Cancer"
        ),
        height=BAR * 2.3 * len(rows),
        inks=inks,
    )
    columns = {
        _("Country"): rows["name"],
        _("What is reported"): rows["what"],
        _("Percent"): rows["value"],
        _("Year"): rows["year"].astype("Int64"),
        _("Points a year to the target"): rows["needed_a_year"].astype(float).round(1),
        _("Points a year, at least"): rows["needed_at_least"].astype(float).round(1),
        _("Sources"): rows["sources"].map(references.titles),
        _("Notes"): rows["notes"],
    }
    plot = Plot(
        "bar",
        tuple(f"{n}, {w}" if w else n for n, w in zip(rows["name"], rows["what"], strict=True)),
        ((_("Percent"), values(rows["value"])),),
        "0.#",
    )
    return children_figures.figure(
        view,
        "children-survival",
        drawing,
        pd.DataFrame(columns),
        whole,
        ("smith2024", *keys(rows["sources"])),
        plot,
        _("Target: {n}% by {year}").format(
            n=number(children.TARGET_SURVIVAL), year=children.TARGET_YEAR
        ),
    )


def _path(row: dict) -> str:
    if pd.isna(row["value"]):
        return _("nothing published")
    value = percent(row["value"] / 100, 1)
    year = _("undated") if pd.isna(row["year"]) else f"{int(row['year'])}"
    if row["value"] >= children.TARGET_SURVIVAL:
        return _("{value} {what} ({year})").format(value=value, what=row["what"], year=year)
    if pd.notna(row["needed_at_least"]):
        return _("{value} {what} ({year}): needs at least {n} points more a year").format(
            value=value, what=row["what"], year=year, n=number(row["needed_at_least"], 1)
        )
    if pd.notna(row["needed_a_year"]):
        return _("{value} {what} ({year}): needs {n} points more a year").format(
            value=value, what=row["what"], year=year, n=number(row["needed_a_year"], 1)
        )
    return _("{value} {what}, no year").format(value=value, what=row["what"])


def _survival(rows: pd.DataFrame, inks: Inks) -> list[alt.Chart]:
    shown = rows.assign(at=rows["value"].fillna(0), row=rows["name"])
    base = alt.Chart(shown[["row", "at", "said"]]).encode(
        y=alt.Y("row:N", sort=None, title=None, axis=AXIS),
        x=alt.X(
            "at:Q",
            title=None,
            axis=alt.Axis(values=[0, 20, 40, 60, 80, 100]),
            scale=alt.Scale(domain=[0, 100], nice=False),
        ),
        tooltip=[
            alt.Tooltip("row:N", title=_("Country")),
            alt.Tooltip("said:N", title=_("What is reported")),
        ],
    )
    target = (
        alt.Chart(pd.DataFrame({"at": [children.TARGET_SURVIVAL]}))
        .mark_rule(strokeDash=[5, 4], strokeWidth=1.5, color=inks.out_of_service)
        .encode(x="at:Q")
    )
    bars = base.mark_bar(height=14, yOffset=-11, color=inks.states["children"], opacity=0.8)
    # The words are a sentence: they stand below their bar, on a phone in two lines.
    lines = base.transform_calculate(lines=in_lines("width / 6", "datum.said"))
    said = lines.encode(x=alt.value(0), text="lines:N")
    return [target, bars, *haloed(said, inks, align="left", baseline="top", dy=1)]


def known(view: View) -> Figure:
    """Stage, verification, early deaths and abandonment: a clear blank where nothing is published."""
    whole = facts.children_known()
    rows = whole[whole["iso3"].isin(view.countries)]
    rows = rows.assign(name=rows["iso3"].map(words.country), column=rows["metric"].map(_care_name))
    cells = rows.assign(
        text=[percent(x / 100, 1) if pd.notna(x) else "" for x in rows["value"]],
        small=[_years(y) if pd.notna(y) else _("nothing published") for y in rows["year"]],
        share=[0.5 if pd.notna(x) else None for x in rows["value"]],
    )
    inks = Inks.of(view.dark)
    order = [words.country(code) for code in view.countries]
    columns = [_care_name(name) for name in children.KNOWN]
    drawing = framed(
        grid(cells, order, columns, inks, inks.states["children"], tall=True),
        title=findings.of_known(rows),
        subtitle=_("Percent of children with cancer, the newest figure that is published"),
        sources=_(
            "Sources: as each source words it, see the table. A broken frame: nothing is published"
        ),
        height=46 * len(order),
        inks=inks,
    )
    shown = {
        _("Country"): rows["name"],
        _("What is reported"): rows["column"],
        _("Percent"): rows["value"],
        _("Year"): [_years(y) if pd.notna(y) else None for y in rows["year"]],
        _("Sources"): rows["sources"].map(references.titles),
        _("Notes"): rows["notes"],
    }
    wide = rows.pivot(index="name", columns="column", values="value").reindex(order)[columns]
    plot = Plot("bar", tuple(order), tuple((c, values(wide[c])) for c in columns), "0.#")
    return children_figures.figure(
        view,
        "children-known",
        drawing,
        pd.DataFrame(shown),
        whole,
        keys(rows["sources"]),
        plot,
        "",
    )


def _care_name(metric: str) -> str:
    return words.said(words.CHILDREN_CARE, metric)


def _years(text: object) -> str:
    return str(text).replace("/", "–")


def thirteen(view: View) -> Figure:
    """The countries of the planned register side by side, with a clear blank where none tells."""
    rows = facts.children_comparison()
    rows = rows.assign(name=rows["iso3"].map(words.country))
    told = {
        "registered": _("Registered cases a year"),
        "incidence": _("Incidence per million"),
        "survival": _("Survival, %"),
    }
    # What is told of survival after one year stands in the figure of survival.
    other = set(facts.children_survival()["iso3"])
    parts = []
    for name, label in told.items():
        year = rows[f"{name}_year"]
        parts.append(
            pd.DataFrame(
                {
                    "name": rows["name"],
                    "column": label,
                    "text": [number(x, 1) if pd.notna(x) else "" for x in rows[name]],
                    "small": [
                        _years(y)
                        if pd.notna(y)
                        else _("undated")
                        if pd.notna(x)
                        else _("nothing comparable")
                        if name == "survival" and iso3 in other
                        else _("nothing published")
                        for iso3, x, y in zip(rows["iso3"], rows[name], year, strict=True)
                    ],
                    "share": [0.5 if pd.notna(x) else None for x in rows[name]],
                }
            )
        )
    inks = Inks.of(view.dark)
    drawing = framed(
        grid(
            pd.concat(parts, ignore_index=True),
            list(rows["name"]),
            list(told.values()),
            inks,
            inks.states["children"],
            tall=True,
        ),
        title=findings.of_thirteen(rows),
        subtitle=_("The thirteen countries of the planned register; the newest figure published"),
        sources=_(
            "Sources: see the table. Ages and years differ between countries; a broken frame: nothing comparable is published that we could find"
        ),
        height=38 * len(rows),
        inks=inks,
    )
    columns = {
        _("Country"): rows["name"],
        _("Registered cases"): rows["registered"],
        _("Year of cases"): rows["registered_year"],
        _("Incidence per million"): rows["incidence"],
        _("Year of incidence"): rows["incidence_year"],
        _("Survival, %"): rows["survival"],
        _("Year of survival"): rows["survival_year"],
        _("Sources"): rows["sources"].map(references.titles),
    }
    plot = Plot(
        "bar",
        tuple(rows["name"]),
        ((told["incidence"], values(rows["incidence"])),),
    )
    return children_figures.figure(
        view,
        "children-thirteen",
        drawing,
        pd.DataFrame(columns),
        facts.children_comparison(),
        keys(rows["sources"]),
        plot,
        "",
    )
