"""Advanced resources: who has them, who is to get them, and the nearest for all others.

Proton therapy, adaptive linacs, PET-CT, cyclotrons, stem-cell transplantation and biobanks.
What counts as evidence of each is told in docs/en/methods.md. That none is on record does not
say that there is none.
"""

from __future__ import annotations

from datetime import date

import pandas as pd

from shifo import access
from shifo.access import Rule
from shifo.capacity import national_totals
from shifo.catalogue import Catalogue
from shifo.dates import first_day
from shifo.evidence import age_years
from shifo.inventory import machine_states
from shifo.projects import SILENT_YEARS, projects
from shifo.vocabulary import ADVANCED, CLASS_OF_MODALITY

ADAPTIVE_MODELS = ("Ethos", "Unity", "MRIdian")
"""Linacs made for daily adaptation, by the name of the model: Varian Ethos (cone-beam CT),
Elekta Unity and ViewRay MRIdian (magnetic resonance)."""

STATES = ("works", "out_of_service", "installing", "planned", "unknown")
"""What is known of a resource at a centre, the strongest first."""

OF_MACHINE = {"operational": "works"}
OF_CENTRE = {
    "operating": "works",
    "under_construction": "installing",
    "planned": "planned",
    "unknown": "unknown",
}
OF_PROJECT = {
    **dict.fromkeys(("announced", "agreed", "financed"), "planned"),
    **dict.fromkeys(("under_construction", "equipped"), "installing"),
    "open": "works",
    "no_news": "unknown",
}
OF_UNIT = {"yes": "works", "planned": "planned"}
NATIONAL = {"pet_ct": "pet_ct", "cyclotron": "cyclotrons"}
"""Resources that national figures count, and their metric there."""
FARTHEST = 3000.0
"""Kilometres of the rule that the nearest is looked for with; it limits nothing here."""


def holdings(catalogue: Catalogue, on: date) -> pd.DataFrame:
    """Each advanced resource at each centre that has it, had it or is to get it.

    Where machines are on record, their observations go before what a centre lists among its
    services; beyond that the strongest evidence counts. A plan of which nothing was heard for `SILENT_YEARS`
    years is `unknown`. Services are not dated: a centre has them from its opening where that
    is known, and ``as_of`` is the newest source of its record.

    Returns
    -------
    Frame [resource, iso3, centre, state, as_of, evidence, sources], a row a resource and
    centre; ``centre`` is missing for plans without a place. ``state`` is one of `STATES`,
    ``evidence`` one of machine, service, unit, project.
    """
    found = pd.concat(
        [
            _machines(catalogue, on),
            _services(catalogue, on),
            _units(catalogue),
            _plans(catalogue, on),
        ],
        ignore_index=True,
    )
    found = found[found["state"].isin(STATES)]
    age = age_years(found["as_of"].str.split("/").str[0], on)
    silent = found["state"].isin(["planned", "installing"]) & (age > SILENT_YEARS)
    found = found.assign(state=found["state"].where(~silent, "unknown"))
    # Of whatever has machines on record, on any day, these tell: services are not dated.
    recorded = _kinds(catalogue["machines"])
    pairs = pd.MultiIndex.from_arrays([recorded, catalogue["machines"]["centre"]])
    service = found["evidence"] == "service"
    listed = pd.MultiIndex.from_frame(found[["resource", "centre"]]).isin(pairs)
    found = found[~(service & listed)]
    found = found.assign(
        rank=found["state"].map(STATES.index),
        order=found["resource"].map(ADVANCED.index),
        # Plans without a place are told apart by their project.
        place=found["centre"].fillna(found["project"]),
    ).sort_values(["order", "iso3", "place", "rank"], kind="stable")
    found = found.drop_duplicates(["resource", "place"])
    columns = ["resource", "iso3", "centre", "state", "as_of", "evidence", "sources"]
    return found[columns].reset_index(drop=True)


def by_country(held: pd.DataFrame, countries: tuple[str, ...]) -> pd.DataFrame:
    """Frame [resource, iso3, has, plans, unknown], counts for every resource and country."""
    kind = (
        held["state"]
        .map({"works": "has", "out_of_service": "has", "installing": "plans", "planned": "plans"})
        .fillna("unknown")
    )
    every = pd.MultiIndex.from_product([ADVANCED, countries], names=["resource", "iso3"])
    counts = held.assign(kind=kind).pivot_table(
        index=["resource", "iso3"], columns="kind", aggfunc="size", fill_value=0
    )
    columns = ["has", "plans", "unknown"]
    return counts.reindex(index=every, columns=columns, fill_value=0).reset_index()


def national_counts(catalogue: Catalogue, on: date) -> pd.DataFrame:
    """What sources count in a whole country: most of it has no place that we know.

    Frame [resource, iso3, value, as_of, sources], the newest preferred figure by the day.
    """
    counts = [
        national_totals(catalogue, on, metric).assign(resource=resource)
        for resource, metric in NATIONAL.items()
    ]
    columns = ["resource", "iso3", "value", "as_of", "sources"]
    return pd.concat(counts, ignore_index=True)[columns]


def nearest(
    catalogue: Catalogue, held: pd.DataFrame, resource: str, points: pd.DataFrame
) -> pd.DataFrame:
    """The nearest centre with a resource for the people of every region.

    Parameters
    ----------
    held
        From `holdings`; a centre has the resource where it works.
    points
        People at points, from shifo.demand.

    Returns
    -------
    Frame [area, iso3, here, nearest, km, abroad, nearest_home, km_home], a row a region:
    ``here`` says that a centre of the region has it; ``nearest`` is the centre that is nearest
    to most of its people, across borders, and ``km`` their mean geodesic distance to the
    nearest; ``abroad`` that it lies in another country; the last two are the same without
    crossing a border. Missing where there is none.
    """
    keys = held.loc[(held["resource"] == resource) & (held["state"] == "works"), "centre"]
    centres = catalogue["centres"].set_index("key", drop=False)
    at = centres.loc[keys.dropna(), ["key", "lat", "lon", "region", "iso3"]].reset_index(drop=True)
    rows = catalogue["regions"][["iso_3166_2", "iso3"]].rename(columns={"iso_3166_2": "area"})
    rows = rows.assign(here=rows["area"].isin(at["region"]))
    for suffix, crossing in (("", True), ("_home", False)):
        best = _of_most(points, at, Rule(FARTHEST, "km", crossing), suffix)
        rows = rows.merge(best, left_on="area", right_index=True, how="left")
    rows["abroad"] = rows["nearest"].map(centres["iso3"]).ne(rows["iso3"]) & rows["nearest"].notna()
    columns = ["area", "iso3", "here", "nearest", "km", "abroad", "nearest_home", "km_home"]
    return rows[columns].reset_index(drop=True)


def _of_most(points: pd.DataFrame, at: pd.DataFrame, rule: Rule, suffix: str) -> pd.DataFrame:
    names = [f"nearest{suffix}", f"km{suffix}"]
    if at.empty:
        return pd.DataFrame({names[0]: pd.Series(dtype="str"), names[1]: pd.Series(dtype="float")})
    found = access.nearest(points, at, rule)
    reached = found["site"].to_numpy() >= 0
    here = points.loc[reached, ["region", "people"]].assign(
        site=at["key"].to_numpy()[found.loc[reached, "site"]], km=found.loc[reached, "cost"]
    )
    here["weighted"] = here["km"] * here["people"]
    sums = here.groupby("region")[["weighted", "people"]].sum()
    ranked = here.groupby(["region", "site"])["people"].sum().reset_index()
    ranked = ranked.sort_values(["people", "site"], ascending=[False, True])
    most = ranked.drop_duplicates("region").set_index("region")["site"]
    return pd.DataFrame({names[0]: most, names[1]: sums["weighted"] / sums["people"]})


def _machines(catalogue: Catalogue, on: date) -> pd.DataFrame:
    rows = machine_states(catalogue, on)
    resource = _kinds(rows)
    country = catalogue["centres"].set_index("key")["iso3"]
    rows = rows.assign(
        resource=resource,
        iso3=rows["centre"].map(country),
        state=rows["status"].replace(OF_MACHINE),
        as_of=rows["status_date"],
        sources=rows["status_sources"].fillna(rows["sources"]),
    )
    return _as(rows[resource.isin(ADVANCED)], "machine")


def _kinds(machines: pd.DataFrame) -> pd.Series:
    """The class of every machine, or `adaptive`."""
    model = machines["model"].fillna("").str.split().str[0]
    adaptive = machines["modality"].eq("linac") & model.isin(ADAPTIVE_MODELS)
    return machines["modality"].map(CLASS_OF_MODALITY).where(~adaptive, "adaptive")


def _services(catalogue: Catalogue, on: date) -> pd.DataFrame:
    rows = catalogue["centres"]
    later = rows["opened"].map(lambda text: isinstance(text, str) and first_day(text) > on)
    rows = rows[~later.astype(bool)]
    rows = rows.assign(
        resource=rows["services"].str.split(";"),
        centre=rows["key"],
        state=rows["status"].map(OF_CENTRE),
        as_of=_newest(catalogue, rows["sources"]),
    ).explode("resource")
    return _as(rows[rows["resource"].isin(ADVANCED)], "service")


def _units(catalogue: Catalogue) -> pd.DataFrame:
    rows = catalogue["paediatric_units"]
    rows = rows[rows["status"].isin(["operating", "planned"])]
    country = catalogue["centres"].set_index("key")["iso3"]
    rows = rows.assign(
        resource="hsct", iso3=rows["centre"].map(country), state=rows["hsct"].map(OF_UNIT)
    )
    return _as(rows, "unit")


def _plans(catalogue: Catalogue, on: date) -> pd.DataFrame:
    rows = projects(catalogue, on)
    rows = rows.assign(
        resource=rows["services"].str.split(";"),
        state=rows["state"].map(OF_PROJECT),
        as_of=rows["last_date"],
        project=rows["key"],
    ).explode("resource")
    return _as(rows[rows["resource"].isin(ADVANCED)], "project")


def _as(rows: pd.DataFrame, evidence: str) -> pd.DataFrame:
    if "project" not in rows:
        rows = rows.assign(project=None)
    columns = ["resource", "iso3", "centre", "state", "as_of", "sources", "project"]
    return rows[columns].astype(object).assign(evidence=evidence)


def _newest(catalogue: Catalogue, joined: pd.Series) -> pd.Series:
    """The newest date of publication among the sources of each row; missing when undated."""
    published = catalogue["sources"].set_index("key")["published"]
    dates = joined.str.split(";").explode().map(published).dropna()
    return dates.groupby(level=0).max().reindex(joined.index)
