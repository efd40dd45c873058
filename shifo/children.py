"""Children with cancer: expected against registered cases, units, survival against the target.

Expected cases are children times a reference incidence (IICC-3); see docs/en/methods.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from shifo import access, population
from shifo.catalogue import Catalogue
from shifo.inventory import treating_units
from shifo.vocabulary import COUNTRIES

REGISTER = (
    *("RUS", "BLR", "KAZ", "MDA", "UKR", "GEO", "ARM"),
    *("TJK", "UZB", "TKM", "AZE", "MNG", "KGZ"),
)
"""The thirteen countries whose specialists agreed in Almaty on one register."""
TARGET_YEAR, TARGET_SURVIVAL = 2030, 60.0
SKILLED = (30.0, 50.0)
"""New cases a year below which a unit cannot stay skilled: two published limits."""
LARGE = 60.0
"""New cases a year from which a survey in Mexico calls a unit large. No source we know names a
ceiling above which a unit is overfull; this is the highest limit that is published."""
UNIT_SOURCES = ("paed-mexico", "paed-africa")
NEAR_KM = 25.0
"""A unit has radiotherapy near when a working machine is within these kilometres: the same city."""
KNOWN = (
    *("early_stage_share", "morphological_verification", "one_year_mortality"),
    "treatment_abandonment",
)
"""What registers tell of care beside cases and survival, if they tell it."""
TO_EIGHTEEN = 0.8
"""Share of the band 15-19 that is under 19: four of five years of age."""


@dataclass(frozen=True)
class Reference:
    """Incidence per million and year: of 0-14 with its range, and of 15-19.

    The central figures are IICC-3's (2001-2010, registries of high quality). The low is the
    world's as recorded in 2018, which missed diagnoses lower; the high is Russia's as reported.
    """

    central: float = 140.6
    low: float = 103.0
    high: float = 150.0
    adolescents: float = 185.3


SOURCES = ("iicc3", "sharma2018", "ru-child")


def expected(catalogue: Catalogue, year: int, reference: Reference | None = None) -> pd.DataFrame:
    """Children, and cases expected among them in a year, by country.

    Returns
    -------
    Frame [iso3, children_0_14, expected_0_14, expected_low, expected_high, adolescents_15_19,
    expected_15_19, population_year], a row a country; cases are not rounded.
    """
    reference = reference or Reference()
    table = catalogue["population"]
    nations = population.national(table, year, "0_14")
    young = nations["population"].astype(float)
    older = _adolescents(table, year).reindex(young.index)
    rows = pd.DataFrame(
        {
            "children_0_14": young,
            "expected_0_14": young * reference.central / 1e6,
            "expected_low": young * reference.low / 1e6,
            "expected_high": young * reference.high / 1e6,
            "adolescents_15_19": older,
            "expected_15_19": older * reference.adolescents / 1e6,
            "population_year": nations["population_year"],
        }
    )
    return rows.rename_axis("iso3").reset_index()


def _adolescents(table: pd.DataFrame, year: int) -> pd.Series:
    """People of 15-19 by iso3: 0-19 less 0-14 of the same revision, which are never mixed."""
    kept = ["iso3", "year", "variant", "revision"]
    rows = table[table["year"] <= year]
    wide = rows[rows["age_band"] == "0_19"].merge(
        rows[rows["age_band"] == "0_14"], on=kept, suffixes=("", "_young")
    )
    wide = wide.sort_values(["year", "preferred"]).groupby("iso3").tail(1).set_index("iso3")
    return (wide["population"] - wide["population_young"]).astype(float)


def people(catalogue: Catalogue) -> dict[tuple[str, int, str], int]:
    """People of 0-14, 15-19 and 0-19 by (iso3, year, age band), of the years that are published.

    No finer band is published for the five countries in our tables. 15-19 is of one revision, and
    0-19 is the sum of the two.
    """
    table = catalogue["population"]
    found: dict[tuple[str, int, str], int] = {}
    young = table[table["preferred"] & (table["age_band"] == "0_14")]
    for year in sorted(set(young["year"])):
        here = young[young["year"] == year].set_index("iso3")["population"]
        older = _adolescents(table[table["year"] == year], int(year))
        for iso3, n in here.items():
            found[str(iso3), int(year), "0_14"] = int(n)
            if iso3 in older.index:
                found[str(iso3), int(year), "15_19"] = int(older[iso3])
                found[str(iso3), int(year), "0_19"] = int(n) + int(older[iso3])
    return found


def regional(catalogue: Catalogue, year: int, reference: Reference | None = None) -> pd.DataFrame:
    """The same cases by region: each has its country's share of children, as none publishes its own.

    Returns
    -------
    Frame [area, iso3, children_0_14, expected_0_14]; regions sum to their country.
    """
    nations = expected(catalogue, year, reference).set_index("iso3")
    regions = population.regional(catalogue["regions"], catalogue["population"], year)
    return pd.DataFrame(
        {
            "area": regions.index,
            "iso3": regions["iso3"].to_numpy(),
            **{
                name: (regions["share"] * regions["iso3"].map(nations[name])).to_numpy(float)
                for name in ("children_0_14", "expected_0_14")
            },
        }
    )


def registered(catalogue: Catalogue, reference: Reference | None = None) -> pd.DataFrame:
    """Registered cases by country and year beside those expected in the same ages.

    Only counts of one year stand here. A source that says "children" without an age is set
    beside 0-14, which overstates what is found if it counts adolescents.

    Returns
    -------
    Frame [iso3, year, age_band, registered, expected, undiagnosed, sources, notes];
    ``undiagnosed`` is one less registered over expected, negative where more are registered,
    missing where no population of the year is known.
    """
    rows = catalogue["childhood"]
    rows = rows[(rows["metric"] == "registered_cases") & rows["year"].notna()]
    rows = rows[rows["year"].astype("str").str.fullmatch(r"\d{4}") & rows["value"].notna()]
    rows = rows[rows["age_band"] != "15_19"].assign(year=lambda found: found["year"].astype(int))
    parts = []
    for year, found in rows.groupby("year"):
        table = expected(catalogue, int(str(year)), reference).set_index("iso3")
        young = found["iso3"].map(table["expected_0_14"])
        older = found["iso3"].map(table["expected_15_19"])
        wide = {"0_17": 0.6, "0_18": TO_EIGHTEEN, "0_19": 1.0}
        share = found["age_band"].map(wide).fillna(0.0)
        parts.append(found.assign(expected=young + older.where(share > 0, 0.0) * share))
    rows = pd.concat(parts, ignore_index=True).rename(columns={"value": "registered"})
    rows["undiagnosed"] = 1 - rows["registered"] / rows["expected"]
    columns = ["iso3", "year", "age_band", "registered", "expected", "undiagnosed"]
    return rows[[*columns, "sources", "notes"]].sort_values(["iso3", "year"], ignore_index=True)


def units(catalogue: Catalogue, year: int, reference: Reference | None = None) -> pd.DataFrame:
    """Units known to operate, their known beds, and expected cases for each of them.

    Returns
    -------
    Frame [iso3, units, beds, beds_known, transplants, expected_0_14, cases_per_unit,
    beds_per_100_cases, units_at_most, sources]: ``beds_known`` counts the units whose beds are
    known, and ``beds`` sums those only, so that beds per 100 cases are a least where some are not;
    ``units_at_most`` is how many units the expected cases keep skilled at the upper of the two
    published limits.
    """
    table = treating_units(catalogue)
    groups = table.groupby("iso3")
    nations = expected(catalogue, year, reference).set_index("iso3")
    nations = nations.loc[[code for code in nations.index if code in COUNTRIES]]
    rows = pd.DataFrame(
        {
            "units": groups.size(),
            "beds": groups["beds"].sum(min_count=1),
            "beds_known": groups["beds"].count(),
            "transplants": groups["hsct"].agg(lambda cells: int((cells == "yes").sum())),
            "sources": groups["sources"].agg(";".join),
        }
    ).reindex(nations.index)
    count = rows["units"].fillna(0)
    cases = nations["expected_0_14"]
    rows = rows.assign(
        units=count.astype(int),
        beds_known=rows["beds_known"].fillna(0).astype(int),
        transplants=rows["transplants"].fillna(0).astype(int),
        expected_0_14=cases,
        cases_per_unit=cases / count.where(count > 0),
        beds_per_100_cases=100 * rows["beds"].astype("Float64") / cases,
        units_at_most=cases / SKILLED[1],
        sources=rows.pop("sources").fillna(""),
    )
    return rows.rename_axis("iso3").reset_index()


def with_radiotherapy_near(
    units: pd.DataFrame, machines: pd.DataFrame, km: float = NEAR_KM
) -> pd.DataFrame:
    """The units with a working megavoltage machine within `km` in their own country.

    Both frames are those of `shifo.access.sites`; distances are geodesics. Whether the machine
    treats children is not recorded anywhere we know.
    """
    if units.empty or machines.empty:
        return units.iloc[:0]
    rule = access.Rule(km)
    cost = access.nearest(units, machines, rule)["cost"]
    return units[(cost <= km).to_numpy()].reset_index(drop=True)


def reach(
    points: pd.DataFrame, units: pd.DataFrame, machines: pd.DataFrame, rules: Sequence[access.Rule]
) -> pd.DataFrame:
    """Share of children within some limits of a unit, and of one with radiotherapy near.

    Parameters
    ----------
    points
        People at points (`shifo.demand.demand`).
    units, machines
        Sites of children's units and of radiotherapy (`shifo.access.sites`).
    rules
        What counts as reached; limits of one unit and border share their distances.

    Returns
    -------
    Frame [iso3, limit, unit, children_0_14, unit_pct, near_pct]; percent, missing where no unit
    (or none with radiotherapy near) is known to operate in the country.
    """
    near = with_radiotherapy_near(units, machines)
    parts = []
    for rule in rules:
        shares = {}
        for name, at in (("unit_pct", units), ("near_pct", near)):
            cost = access.nearest(points, at, rule)["cost"]
            rows = access.coverage(points, cost, rule.limit).set_index("area")
            share = 100 * rows["children_covered"] / rows["children_0_14"]
            shares[name] = share.where(share.index.isin(set(at["iso3"])))
            shares["children_0_14"] = rows["children_0_14"]
        table = pd.DataFrame(shares).reindex(list(COUNTRIES)).rename_axis("iso3").reset_index()
        parts.append(table.assign(limit=rule.limit, unit=rule.unit))
    columns = ["iso3", "limit", "unit", "children_0_14", "unit_pct", "near_pct"]
    return pd.concat(parts, ignore_index=True)[columns]


def survival(catalogue: Catalogue) -> pd.DataFrame:
    """Survival as reported beside the target of 60 percent by 2030.

    Returns
    -------
    Frame [iso3, metric, value, year, needed_a_year, needed_at_least, sources, notes]: percent, as
    each source words it (many do not say after how many years); ``needed_a_year`` is the points a
    year from the reported figure to the target, 0 where it is reached, missing without a year.
    After one year more are alive than after five, so a figure of one year gives no path; where it
    is below the target already, ``needed_at_least`` are the points a year that are missing at least.
    """
    rows = catalogue["childhood"]
    rows = rows[rows["metric"].isin(["survival", "survival_cured", "one_year_survival"])]
    rows = rows[rows["iso3"].isin(REGISTER) & rows["value"].notna()]
    year = pd.to_numeric(rows["year"].astype("str"), errors="coerce")
    years = (TARGET_YEAR - year).clip(lower=1)
    points = ((TARGET_SURVIVAL - rows["value"]).clip(lower=0) / years).where(year.notna())
    early = rows["metric"] == "one_year_survival"
    rows = rows.assign(
        year=year.astype("Int64"),
        needed_a_year=points.where(~early),
        needed_at_least=points.where(early & (points > 0)),
    )
    columns = ["iso3", "metric", "value", "year", "needed_a_year", "needed_at_least"]
    return rows[[*columns, "sources", "notes"]].sort_values(["iso3", "year"], ignore_index=True)


def known(catalogue: Catalogue) -> pd.DataFrame:
    """Stage, verification, early deaths and abandonment by country, the newest published.

    Returns
    -------
    Frame [iso3, metric, value, year, sources, notes], a row for each of the five countries and of
    `KNOWN`: percent; missing where nothing is published that we could find.
    """
    rows = catalogue["childhood"]
    rows = rows[rows["metric"].isin(KNOWN) & rows["iso3"].isin(COUNTRIES)]
    last = rows.sort_values("year").groupby(["iso3", "metric"]).tail(1)
    all_ = pd.MultiIndex.from_product([COUNTRIES, KNOWN], names=["iso3", "metric"])
    columns = ["value", "year", "sources", "notes"]
    return last.set_index(["iso3", "metric"])[columns].reindex(all_).reset_index()


def comparison(catalogue: Catalogue) -> pd.DataFrame:
    """The thirteen countries side by side, each figure the newest published, blank where none is.

    Returns
    -------
    Frame [iso3, registered, registered_year, incidence, incidence_year, survival,
    survival_year, sources]: cases a year, per million and year, percent.
    """
    table = catalogue["childhood"]
    table = table.assign(when=pd.to_numeric(table["year"].astype("str").str[-4:], errors="coerce"))
    out = pd.DataFrame({"iso3": list(REGISTER)})
    cited = pd.Series("", index=list(REGISTER))
    for name, metrics in (
        ("registered", ["registered_cases"]),
        ("incidence", ["registered_incidence", "incidence_asr"]),
        ("survival", ["survival", "survival_cured"]),
    ):
        rows = table[table["metric"].isin(metrics) & table["value"].notna()]
        rows = rows[rows["age_band"] != "15_19"]
        # A total of several years is no yearly figure.
        if name == "registered":
            rows = rows[~rows["year"].astype("str").str.contains("/")]
        last = rows.sort_values("when", na_position="first").groupby("iso3").tail(1)
        last = last.set_index("iso3")
        out[name] = out["iso3"].map(last["value"])
        out[f"{name}_year"] = out["iso3"].map(last["year"])
        found = last["sources"].reindex(cited.index).fillna("")
        cited = cited.str.cat(found, sep=";").str.strip(";")
    return out.assign(sources=out["iso3"].map(cited))
