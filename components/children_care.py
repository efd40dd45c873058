"""The figures of children's care: units against cases, reach, survival, and what else is told."""

from __future__ import annotations

import altair as alt
import pandas as pd

from components import access_figures, children_figures, facts, findings, language, reach, words
from components.charts import BAR, framed, in_lines, names_axis, numbers_axis, room_right
from components.children_figures import PEOPLE, values
from components.figure import Figure, Plot, keys
from components.grids import grid
from components.inks import Inks
from components.language import _, ngettext, number, percent
from components.views import View
from shifo import children
from shifo.vocabulary import COUNTRIES

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
    labels = base.mark_text(align="left", dx=6, color=inks.text).encode(
        x="beside:Q", text="shown:N"
    )
    return [bars, band, line, labels]


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
            "Sources: units and machines: see the Data page; people: World Bank, UN WPP 2024, GeoNames. A "
            "dash: no unit is known to operate. Children stand where people do: no region publishes ages "
            "finely enough. Whether the machine near treats children is not recorded. Hours are reckoned "
            "from distance, see Methods"
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
        _("Sources"): rows["sources"].map(children_figures.titles),
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
        return _("{value} {what} ({year}): at least {n} points a year are missing").format(
            value=value, what=row["what"], year=year, n=number(row["needed_at_least"], 1)
        )
    if pd.notna(row["needed_a_year"]):
        return _("{value} {what} ({year}): {n} points a year are missing").format(
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
    labels = (
        base.transform_calculate(lines=in_lines("width / 6", "datum.said"))
        .mark_text(align="left", baseline="top", dy=1, color=inks.text)
        .encode(x=alt.value(0), text="lines:N")
    )
    return [target, bars, labels]


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
        sources=_("Sources: as each source words it, see the table. A blank: nothing is published"),
        height=46 * len(order),
        inks=inks,
    )
    shown = {
        _("Country"): rows["name"],
        _("What is reported"): rows["column"],
        _("Percent"): rows["value"],
        _("Year"): [_years(y) if pd.notna(y) else None for y in rows["year"]],
        _("Sources"): rows["sources"].map(children_figures.titles),
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
                        _("nothing published")
                        if pd.isna(x)
                        else _years(y)
                        if pd.notna(y)
                        else _("undated")
                        for x, y in zip(rows[name], year, strict=True)
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
            "Sources: see the table. Ages and years differ between countries; a blank: nothing "
            "comparable is published that we could find"
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
        _("Sources"): rows["sources"].map(children_figures.titles),
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
