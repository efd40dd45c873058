"""The figures of the Capacity page: from a view to frames, charts and data."""

from __future__ import annotations

from datetime import date

import pandas as pd

from components import capacity_charts as charts
from components import capacity_tables as tables
from components import facts, language, parameters, reach, state, words
from components.charts import Drawing, Evidence
from components.figure import Figure, Plot, keys
from components.language import _, ngettext, pgettext
from components.views import View
from shifo.capacity import national_totals
from shifo.inventory import observations
from shifo.need import BENCHMARKS
from shifo.vocabulary import MEGAVOLTAGE

USUAL_MEASURE = tuple(words.MEASURES)[1]
CASES, PROJECTED = ("globocan2022",), ("globocan2024",)
PEOPLE = ("wb-pop", "wpp2024")


def countries(view: View) -> Figure:
    """A measure by country against its norm."""
    measure = view.one(state.MEASURE, USUAL_MEASURE)
    rows = tables.measured(_rows(view), measure).sort_values("value", ascending=False)
    drawing = charts.by_country(
        rows, measure, tables.norm(measure, view.norms), _evidence(view), view.dark
    )
    plot = Plot(
        "bar", tuple(rows["name"]), ((words.measure(measure), _values(rows["value"])),), "#,##0.0"
    )
    return _figure(view, "capacity-countries", drawing, tables.readable(_rows(view)), plot=plot)


def regions(view: View) -> Figure:
    """A measure by region; none located is drawn as such."""
    measure = view.one(state.MEASURE, USUAL_MEASURE)
    rows = tables.measured(_rows(view, "region"), measure)
    drawing = charts.by_region(
        rows, measure, tables.norm(measure, view.norms), _evidence(view), view.dark
    )
    ranked = rows.sort_values("value", ascending=False)
    plot = Plot(
        "bar",
        tuple(ranked["name"]),
        ((words.measure(measure), _values(ranked["value"])),),
        "#,##0.0",
    )
    shown = tables.readable(_rows(view, "region"))
    return _figure(view, "capacity-regions", drawing, shown, by="region", plot=plot)


def need(view: View) -> Figure:
    """Working machines against both norms, by country."""
    rows = tables.measured(_rows(view), USUAL_MEASURE)
    drawing = charts.need_and_capacity(rows, _evidence(view), view.dark)
    rows = rows.sort_values("need_case_norm", ascending=False)
    series = (
        (_("Working"), _values(rows["mv_operational"])),
        (_("Needed by the case norm"), _values(rows["need_case_norm"].round(1))),
        (_("Needed by the population norm"), _values(rows["need_population_norm"].round(1))),
    )
    plot = Plot("bar", tuple(rows["name"]), series)
    return _figure(view, "capacity-need", drawing, tables.readable(_rows(view)), plot=plot)


def composition(view: View) -> Figure:
    """Documented machines by country, kind and state."""
    kinds = tables.composition(view.on, view.countries)
    drawing = charts.composition(kinds, _documented(view), view.dark)
    rows = tables.readable_composition(kinds)
    rows = rows.assign(row=rows[_("Country")] + " · " + rows[_("Kind")])
    wide = rows.pivot_table(
        index="row", columns=_("State"), values=_("Machines"), aggfunc="sum", sort=False
    )
    series = tuple((str(name), _values(cells)) for name, cells in wide.items())
    machines = facts.machines(view.on)
    machines = machines[machines["class"] == MEGAVOLTAGE].drop(columns="day")
    return Figure(
        **_about(view, "capacity-composition"),
        drawing=drawing,
        shown=tables.readable_composition(kinds),
        data=machines,
        sources=keys(pd.concat([machines["sources"], machines["status_sources"]])),
        plot=Plot("stacked", tuple(wide.index), series),
    )


def history(view: View) -> Figure:
    """One country's machines over time: documented ones, and national counts."""
    focus = _focus(view)
    all_steps, all_totals = facts.over_time(view.on)
    steps, totals = (rows[rows["iso3"] == focus] for rows in (all_steps, all_totals))
    totals = totals.assign(dated=totals["as_of"].map(language.date))
    undated = _working(view.on, focus) - int(steps["working"].iloc[-1] if len(steps) else 0)
    note = ngettext(
        "{n} working machine without a date is not in the line",
        "{n} working machines without a date are not in the line",
        undated,
    ).format(n=language.number(undated))
    told = _documented(view, note if undated > 0 else "")
    drawing = charts.history(steps, totals, undated, told, view.dark)
    data = pd.concat(
        [
            all_steps.assign(metric="documented_working", value=all_steps["working"]),
            all_totals,
        ]
    )
    data = data[["iso3", "day", "metric", "value", "standing", "as_of", "sources", "notes"]]
    data = data.assign(day=data["day"].dt.strftime("%Y-%m-%d"))
    days = sorted({*steps["day"], *totals["day"]})
    series = [(_("documented as working"), steps.set_index("day")["working"])]
    for metric, rows in totals.groupby("metric", sort=False):
        series.append((words.metric(str(metric)), rows.groupby("day")["value"].last()))
    plot = Plot(
        "line",
        tuple(f"{day:%Y-%m-%d}" for day in days),
        tuple((name, _values(cells.reindex(days))) for name, cells in series),
    )
    seen = observations(facts.catalogue(), view.on)
    return Figure(
        **_about(view, "capacity-history"),
        drawing=_of(drawing, focus),
        shown=tables.history(steps, totals),
        data=data,
        sources=keys(pd.concat([totals["sources"], _of_country(seen, focus)["sources"]])),
        plot=plot,
    )


def to_come(view: View) -> Figure:
    """Machines one country will need as its cases grow."""
    focus = _focus(view)
    data = facts.projected_need(view.norms)
    rows = data[data["iso3"] == focus]
    nations = facts.capacity(view.on, view.basis, "country", view.norms, view.one(state.SCENARIO))
    working = int(nations.loc[nations["iso3"] == focus, "mv_operational"].sum())
    drawing = charts.projection(rows, working, _evidence(view, 2024), view.dark)
    series = tuple(
        (label, _values(rows[column].round(1)))
        for label, column in (
            (pgettext("end of a range", "low"), "need_case_norm_low"),
            (_("Needed by the case norm"), "need_case_norm"),
            (pgettext("end of a range", "high"), "need_case_norm_high"),
        )
    )
    return Figure(
        **_about(view, "capacity-to-come"),
        drawing=_of(drawing, focus),
        shown=tables.projection(rows),
        data=data,
        sources=(*PROJECTED, *_benchmark_sources(), *keys(_stock(view)["sources"])),
        parameters=parameters.sentence(view.norms),
        plot=Plot("line", tuple(str(year) for year in rows["year"]), series),
    )


# --- parts -------------------------------------------------------------------------------------


def countries_sentence(view: View) -> str:
    """Which countries are shown, where not all are."""
    if not view.many(state.COUNTRY):
        return ""
    return f"{_('Country')}: {language.listed([words.country(c) for c in view.countries])}"


def _about(view: View, name: str) -> dict:
    return {"name": name, "page": "capacity", "view": view, "filters": countries_sentence(view)}


def _figure(
    view: View,
    name: str,
    drawing: Drawing,
    shown: pd.DataFrame,
    *,
    by: str = "country",
    plot: Plot,
) -> Figure:
    return Figure(
        **_about(view, name),
        drawing=drawing,
        shown=shown,
        data=facts.capacity(view.on, view.basis, by, view.norms, view.one(state.SCENARIO)),
        sources=(
            *keys(_stock(view)["sources"]),
            *_national(view),
            *PEOPLE,
            *CASES,
            *_benchmark_sources(),
        ),
        parameters="; ".join(
            part
            for part in (parameters.sentence(view.norms), reach.scenario_sentence(view))
            if part
        ),
        plot=plot,
    )


def _rows(view: View, by: str = "country") -> pd.DataFrame:
    rows = facts.capacity(view.on, view.basis, by, view.norms, view.one(state.SCENARIO))
    return rows[rows["iso3"].isin(view.countries)]


def _stock(view: View) -> pd.DataFrame:
    stock = facts.stock(view.on, view.basis)
    return stock[(stock["class"] == MEGAVOLTAGE) & stock["iso3"].isin(view.countries)]


def _evidence(view: View, globocan: int = 2022) -> Evidence:
    return Evidence(view.basis, view.on, tables.sources_line(_stock(view), globocan))


def _documented(view: View, note: str = "") -> Evidence:
    """The evidence of what is documented one by one, whatever the basis of the page."""
    line = tables.sources_line(_stock(view), None)
    return Evidence("documented", view.on, f"{line}. {note}" if note else line)


def _working(on: date, iso3: str) -> int:
    """Machines documented as working on a day, those without a date among them."""
    kinds = tables.composition(on, [iso3])
    return int(kinds.loc[kinds["status"] == "operational", "machines"].sum())


def _national(view: View) -> tuple[str, ...]:
    totals = national_totals(facts.catalogue(), view.on, "megavoltage_machines")
    return keys(totals.loc[totals["iso3"].isin(view.countries), "sources"])


def _benchmark_sources() -> tuple[str, ...]:
    rows = facts.catalogue()["benchmarks"].set_index("key")
    wanted = [key for used in BENCHMARKS.values() for key in used if key in rows.index]
    return keys(rows.loc[wanted, "sources"])


def _focus(view: View) -> str:
    focus = view.one(state.FOCUS)
    return focus if focus in view.countries else view.countries[0]


def _of(drawing: Drawing, iso3: str) -> Drawing:
    """The drawing with its country named where it leaves the control that says so."""
    return Drawing(
        drawing.chart,
        drawing.title,
        f"{words.country(iso3)} · {drawing.subtitle}",
        drawing.sources,
    )


def _of_country(seen: pd.DataFrame, iso3: str) -> pd.DataFrame:
    tables_ = facts.catalogue()
    centre = tables_["machines"].set_index("key")["centre"]
    country = centre.map(tables_["centres"].set_index("key")["iso3"])
    return seen[seen["machine"].map(country) == iso3]


def _values(cells: pd.Series) -> tuple[float | None, ...]:
    return tuple(None if pd.isna(x) else float(x) for x in cells)
