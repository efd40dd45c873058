"""The frames and the readable tables behind the charts of capacity."""

from __future__ import annotations

from datetime import date

import pandas as pd

from components import citation, facts, words
from components.language import _, number
from shifo.need import Parameters, courses, machines
from shifo.vocabulary import MEGAVOLTAGE

DIGITS = {
    "people_per_machine": 0,
    "mv_per_million": 2,
    "cases_per_machine": 0,
    "mv_per_10000_cases": 1,
}


def norm(measure: str, parameters: Parameters) -> float:
    """What the norms ask for in the unit of a measure."""
    cases_per_machine = 1 / machines(
        courses(1.0, parameters.utilisation, parameters.retreatment), parameters.courses_per_machine
    )
    return {
        "people_per_machine": parameters.people_per_machine,
        "mv_per_million": 1e6 / parameters.people_per_machine,
        "cases_per_machine": cases_per_machine,
        "mv_per_10000_cases": 1e4 / cases_per_machine,
    }[measure]


def measured(rows: pd.DataFrame, measure: str) -> pd.DataFrame:
    """Capacity rows with name, country, the value of one measure and how it is written.

    Where no machine is at work the value is missing: nothing is divided by none.
    """
    named = facts.names()
    value = rows[measure].where(rows["mv_operational"] > 0)
    shown = value.map(lambda x: written(x, measure) if pd.notna(x) else _("none located"))
    return rows.assign(
        name=rows["area"].map(named),
        country=rows["iso3"].map(words.country),
        value=value.astype(float),
        shown=shown,
    )


def written(value: float, measure: str) -> str:
    """A value of a measure as it is shown: large ones to three figures, no more than is known."""
    if DIGITS[measure] == 0:
        return number(float(f"{value:.3g}"))
    return number(value, DIGITS[measure], fixed=True)


def readable(rows: pd.DataFrame) -> pd.DataFrame:
    """Capacity rows under names that a reader understands, rounded as they are shown."""
    named = facts.names()
    columns = {
        _("Area"): rows["area"].map(named),
        _("Code"): rows["area"],
        _("People"): rows["population"].round().astype("Int64"),
        _("Year of population"): rows["population_year"],
        _("New cases a year"): rows["new_cases"].round().astype("Int64"),
        _("Machines installed"): rows["mv_installed"],
        _("Machines at work"): rows["mv_operational"],
        _("Located"): rows["mv_located"],
        _("National count"): rows["mv_national_total"],
        _("Machines per million people"): rows["mv_per_million"].round(2),
        _("Machines per 10,000 cases"): rows["mv_per_10000_cases"].round(2),
        _("Needed, population norm"): rows["need_population_norm"].round(2),
        _("Needed, case norm, low"): rows["need_case_norm_low"].round(2),
        _("Needed, case norm"): rows["need_case_norm"].round(2),
        _("Needed, case norm, high"): rows["need_case_norm_high"].round(2),
        _("Missing, case norm"): rows["gap_case_norm"].round(2),
        _("Coverage, %"): rows["coverage_pct"].round(1),
    }
    return pd.DataFrame(columns)


def composition(on: date, countries: list[str]) -> pd.DataFrame:
    """Documented megavoltage machines by country, modality and state: see capacity_charts.composition."""
    machine = facts.machines(on)
    iso3 = facts.catalogue()["centres"].set_index("key")["iso3"]
    machine = machine.assign(iso3=machine["centre"].map(iso3))
    machine = machine[(machine["class"] == MEGAVOLTAGE) & machine["iso3"].isin(countries)]
    counts = machine.groupby(["iso3", "modality", "status"], as_index=False)["machines"].sum()
    return counts.assign(name=counts["iso3"].map(words.country))


def sources_line(rows: pd.DataFrame, globocan: int | None = 2022) -> str:
    """Where an inventory's machines come from, in one line for below a chart.

    `globocan` is the edition that its cases are of; None where machines are only counted.
    """
    machines = citation.sources(set(";".join(rows["sources"]).split(";")) - {""})
    if globocan is None:
        return _("Sources: machines: {machines}").format(machines=machines)
    return _("Sources: machines: {machines}; {people}; {cases}").format(
        machines=machines,
        people=_("population: World Bank and UN WPP 2024"),
        cases=_("new cases: IARC GLOBOCAN {year}").format(year=globocan),
    )


def readable_composition(rows: pd.DataFrame) -> pd.DataFrame:
    """Documented machines by country, kind and state under readable names."""
    columns = {
        _("Country"): rows["name"],
        _("Kind"): rows["modality"].map(words.modality),
        _("State"): rows["status"].map(words.machine_status),
        _("Machines"): rows["machines"],
    }
    return pd.DataFrame(columns)


def history(steps: pd.DataFrame, totals: pd.DataFrame) -> pd.DataFrame:
    """Both series of a history in one table: day, what was counted, machines, sources."""
    documented = {
        _("Day"): steps["day"].dt.strftime("%Y-%m-%d"),
        _("What was counted"): _("documented as working"),
        _("Machines"): steps["working"],
    }
    counted = {
        _("Day"): totals["as_of"],
        _("What was counted"): totals["metric"].map(words.metric),
        _("Machines"): totals["value"],
        _("Sources"): totals["sources"],
        _("Notes"): totals["notes"],
    }
    rows = pd.concat([pd.DataFrame(documented), pd.DataFrame(counted)], ignore_index=True)
    return rows.sort_values(_("Day"), kind="stable").reset_index(drop=True)


def projection(rows: pd.DataFrame) -> pd.DataFrame:
    """Projected need under readable names."""
    columns = {
        "year": _("Year"),
        "new_cases": _("New cases a year"),
        "population": _("People"),
        "need_population_norm": _("Needed, population norm"),
        "need_case_norm_low": _("Needed, case norm, low"),
        "need_case_norm": _("Needed, case norm"),
        "need_case_norm_high": _("Needed, case norm, high"),
    }
    return rows[list(columns)].round(2).rename(columns=columns)
