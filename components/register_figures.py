"""The figures of an imported register: drawn from what may be told of it, for its session only."""

from __future__ import annotations

import altair as alt
import pandas as pd

from components import findings, words
from components.charts import (
    BAR,
    Drawing,
    framed,
    names_axis,
    numbers_axis,
    room_right,
    told_apart,
    top_legend,
)
from components.children_figures import values
from components.figure import Figure, Plot
from components.grids import grid
from components.inks import Inks
from components.language import _, number
from components.register_session import Import, place_name
from components.views import View
from shifo import children
from shifo.register_columns import ALL_GROUPS, SUBGROUPS
from shifo.register_tables import ALL_YEARS, PLACE

Place = tuple[str, str]
AXIS = names_axis()
REFERENCE = {"I": 46.4, "II": 15.2, "III": 28.2, ALL_GROUPS: children.Reference().central}
"""World-standardised incidence of 0-14 per million, IICC-3 (2001-2010); no others are in its summary."""


def cases(view: View, held: Import, place: Place) -> Figure:
    """New cases by group and year, small counts hidden."""
    rows = of_place(held.tables.cells, place)
    rows = rows[(rows["sex"] == "both") & (rows["age_band"] == held.tables.ages)]
    rows = rows.assign(
        name=rows["iccc3_group"].map(group_name),
        column=[_year(year) for year in rows["year"]],
        text=rows["shown"],
        small="",
        share=[0.9 if pd.notna(n) and n > 0 else 0.25 for n in rows["cases"]],
    )
    order = [group_name(g) for g in (ALL_GROUPS, *SUBGROUPS) if group_name(g) in set(rows["name"])]
    years = [_year(y) for y in sorted(set(rows["year"]) - {ALL_YEARS})]
    columns = [*years, *([_year(ALL_YEARS)] if ALL_YEARS in set(rows["year"]) else [])]
    inks = Inks.of(view.dark)
    hidden = int((rows["cases"].isna()).sum())
    drawing = framed(
        grid(rows, order, columns, inks, inks.states["children"], whole=True),
        title=findings.of_register_cases(hidden, len(rows)),
        subtitle=_("New cases by group of ICCC-3 and year, {ages}").format(ages=ages_of(held)),
        sources=_(
            "Counts of 1 to 4 are told as <5; with • others are hidden so that none of them can be "
            "worked out. A cell that is not there: the file does not tell it"
        ),
        height=26 * len(order),
        inks=inks,
    )
    wide = rows.pivot(index="name", columns="column", values="shown").reindex(order)
    shown = wide[columns].rename_axis(_("Group")).reset_index()
    return made(
        view, held, place, "register-cases", drawing, shown, of_place(held.tables.cells, place)
    )


def incidence(view: View, held: Import, place: Place) -> Figure | None:
    """Incidence by year with its limits, under 15 beside the reference.

    None where no people are known.
    """
    return _incidence(view, held, place, held.tables.ages, "register-incidence")


def incidence_0_19(view: View, held: Import, place: Place) -> Figure | None:
    """The same under 20, of a file whose first figure is of those under 15."""
    if held.tables.ages == "0_19":
        return None
    return _incidence(view, held, place, "0_19", "register-incidence-0-19")


def _incidence(view: View, held: Import, place: Place, ages: str, name: str) -> Figure | None:
    whole = of_place(held.tables.incidence, place)
    rows = whole[
        (whole["iccc3_group"] == ALL_GROUPS)
        & (whole["age_band"] == ages)
        & (whole["year"] != ALL_YEARS)
    ]
    if rows.empty:
        return None
    rows = rows.assign(
        when=rows["year"].astype(str),
        what=rows["kind"].map(lambda kind: words.said(words.RATE_KINDS, kind)),
        said=[_with_limits(row) for row in rows.to_dict("records")],
    )
    inks = Inks.of(view.dark)
    kinds = [words.said(words.RATE_KINDS, kind) for kind in words.RATE_KINDS]
    colours = (inks.quiet_text, inks.states["children"])
    colour, shape = told_apart("what:N", kinds, colours, top_legend(kinds))
    base = alt.Chart(rows[["when", "what", "said", "value", "low", "high"]]).encode(
        x=alt.X("when:O", title=None, axis=alt.Axis(labelAngle=0, grid=False)),
        xOffset=alt.XOffset("what:N", sort=kinds),
        color=colour,
        tooltip=[
            alt.Tooltip("when:N", title=_("Year")),
            alt.Tooltip("what:N", title=_("Rate")),
            alt.Tooltip("said:N", title=_("Per million")),
        ],
    )
    span = base.mark_rule(strokeWidth=2).encode(y="low:Q", y2="high:Q")
    points = base.mark_point(filled=True, size=90, opacity=1).encode(
        y=alt.Y("value:Q", title=None, axis=numbers_axis(), scale=alt.Scale(zero=True)),
        shape=shape,
    )
    layers = [span, points]
    sources = _(
        "Crude: exact Poisson limits. Standardised to WHO's world population of 2000–2025, limits of "
        "Fay and Feuer, only where people of every age band are known"
    )
    if ages == "0_14":
        line = _("Line: 140.6 per million under 15 (IICC-3, to the world population of 1960)")
        sources = f"{line}. {sources}"
        data = pd.DataFrame({"norm": [REFERENCE[ALL_GROUPS]]})
        layers.insert(
            0,
            alt.Chart(data)
            .mark_rule(strokeDash=[5, 4], strokeWidth=1.5, color=inks.out_of_service)
            .encode(y="norm:Q"),
        )
    drawing = framed(
        layers,
        title=findings.of_register_incidence(rows),
        subtitle=_("New cases per million a year, {ages}, with limits of 95%").format(
            ages=said_ages(ages)
        ),
        sources=sources,
        height=280,
        inks=inks,
    )
    columns = {
        _("Year"): rows["year"],
        _("Ages"): rows["age_band"].str.replace("_", "–"),
        _("Rate"): rows["kind"].map(lambda kind: words.said(words.RATE_KINDS, kind)),
        _("New cases"): rows["cases"].astype("Int64"),
        _("People"): rows["people"].round().astype("Int64"),
        _("Per million"): rows["value"].round(1),
        _("Low"): rows["low"].round(1),
        _("High"): rows["high"].round(1),
    }
    wide = rows.pivot(index="when", columns="what", values="value")
    plot = Plot(
        "line",
        tuple(wide.index),
        tuple((str(n), values(cells.round(1))) for n, cells in wide.items()),
        "0.0",
    )
    return made(view, held, place, name, drawing, pd.DataFrame(columns), whole, plot)


def groups(view: View, held: Import, place: Place) -> Figure | None:
    """Incidence by main group of all years together, beside the reference."""
    whole = of_place(held.tables.incidence, place)
    rows = whole[
        (whole["iccc3_group"] != ALL_GROUPS)
        & (whole["age_band"] == held.tables.ages)
        & (whole["year"] == ALL_YEARS)
    ]
    if rows.empty:
        return None
    # Standardised rates are those to compare; where a group has none its crude one stands.
    rows = rows.sort_values("kind").drop_duplicates("iccc3_group", keep="last")
    rows = rows.assign(
        name=rows["iccc3_group"].map(group_name),
        what=rows["kind"].map(lambda kind: words.said(words.RATE_KINDS, kind)),
        said=[_with_limits(row) for row in rows.to_dict("records")],
        reference=rows["iccc3_group"].map(REFERENCE if held.tables.ages == "0_14" else {}),
    ).sort_values("value", ascending=False)
    inks = Inks.of(view.dark)
    base = alt.Chart(rows[["name", "what", "said", "value", "low", "high", "reference"]]).encode(
        y=alt.Y("name:N", sort=None, title=None, axis=AXIS),
        tooltip=[
            alt.Tooltip("name:N", title=_("Group")),
            alt.Tooltip("what:N", title=_("Rate")),
            alt.Tooltip("said:N", title=_("Per million")),
        ],
    )
    scale = room_right(float(rows["high"].max()), rows["said"])
    x = alt.X("value:Q", title=None, axis=numbers_axis(), scale=scale)
    bars = base.mark_bar(height={"band": 0.5}, color=inks.states["children"], opacity=0.75).encode(
        x=x
    )
    span = base.mark_rule(strokeWidth=2, color=inks.text).encode(x="low:Q", x2="high:Q")
    labels = base.mark_text(align="left", dx=7, color=inks.text).encode(x="high:Q", text="said:N")
    ticks = base.mark_point(
        shape="diamond", size=110, filled=True, color=inks.out_of_service, opacity=1
    ).encode(x="reference:Q")
    drawing = framed(
        [bars, span, *([ticks] if rows["reference"].notna().any() else []), labels],
        title=findings.of_register_groups(rows),
        subtitle=_("New cases per million a year by group of ICCC-3, {ages}, {years}").format(
            ages=ages_of(held), years=span_of(held)
        ),
        sources=_(
            "Diamonds: IICC-3 (2001–2010), for the three groups that its summary tells. A group of "
            "which a count is hidden has no rate"
        ),
        height=BAR * 1.4 * len(rows),
        inks=inks,
    )
    columns = {
        _("Group"): rows["name"],
        _("Rate"): rows["what"],
        _("New cases"): rows["cases"].astype("Int64"),
        _("Per million"): rows["value"].round(1),
        _("Low"): rows["low"].round(1),
        _("High"): rows["high"].round(1),
        _("IICC-3"): rows["reference"],
    }
    plot = Plot(
        "bar",
        tuple(rows["name"]),
        ((_("Per million"), values(rows["value"].round(1))), ("IICC-3", values(rows["reference"]))),
        "0.0",
    )
    return made(view, held, place, "register-groups", drawing, pd.DataFrame(columns), whole, plot)


# --- parts -------------------------------------------------------------------------------------


def of_place(rows: pd.DataFrame, place: Place) -> pd.DataFrame:
    return rows[(rows[PLACE[0]] == place[0]) & (rows[PLACE[1]] == place[1])].reset_index(drop=True)


def made(
    view: View,
    held: Import,
    place: Place,
    name: str,
    drawing: Drawing,
    shown: pd.DataFrame,
    data: pd.DataFrame,
    plot: Plot | None = None,
) -> Figure:
    named = place_name(place, held.invented)
    drawing = Drawing(
        drawing.chart, drawing.title, f"{named} · {drawing.subtitle}", drawing.sources
    )
    owner = held.name
    if held.invented:
        owner = _("{name} (invented: no child stands behind it)").format(name=held.name)
    return Figure(name, "register", view, drawing, shown, data, (), plot=plot, owner=owner)


def group_name(code: str) -> str:
    return words.said(words.ICCC3, code)


def _year(year: int) -> str:
    return _("all years") if year == ALL_YEARS else str(year)


def ages_of(held: Import) -> str:
    return said_ages(held.tables.ages)


def said_ages(ages: str) -> str:
    return _("0–14 years") if ages == "0_14" else _("0–19 years")


def span_of(held: Import) -> str:
    years = held.tables.years
    return f"{years[0]}–{years[-1]}" if len(years) > 1 else str(years[0])


def _with_limits(row: dict) -> str:
    return f"{number(row['value'], 1)} ({number(row['low'], 1)}–{number(row['high'], 1)})"
