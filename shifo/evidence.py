"""How far the records can be trusted: completeness against national counts, and age.

The age of a record is a fact about the record, not about the machine.
"""

from __future__ import annotations

from datetime import date

import pandas as pd

from shifo.capacity import national_totals
from shifo.catalogue import Catalogue
from shifo.dates import last_days
from shifo.inventory import inventory, machine_states
from shifo.vocabulary import COUNTRIES, STANDING

AGEING_YEARS = 3
OLD_YEARS = 5
FRESHNESS = ("current", "ageing", "old", "undated")
"""Up to three years, up to five, older, and without a date."""

DAYS_A_YEAR = 365.2425

MEASURES: dict[str, tuple[str, tuple[str, ...]]] = {
    "megavoltage_machines": ("megavoltage", ()),
    "linacs": ("megavoltage", ("linac", "tomotherapy", "cyberknife")),
    "brachytherapy_units": ("brachytherapy", ()),
    "pet_ct": ("pet_ct", ()),
}
"""National metric: the class it counts and, where it is part of one, the modalities."""


def freshness(dates: pd.Series, on: date) -> pd.Series:
    """`current`, `ageing`, `old` or `undated` for partial dates, seen from a day."""
    years = age_years(dates, on)
    bands = pd.cut(
        years, [-float("inf"), AGEING_YEARS, OLD_YEARS, float("inf")], labels=FRESHNESS[:3]
    )
    return bands.astype("str").where(years.notna(), "undated")


def age_years(dates: pd.Series, on: date) -> pd.Series:
    """Years from the latest day a partial date can mean to a day; missing when undated."""
    days = last_days(dates, undated=on, latest=on)
    years = (pd.Timestamp(on) - days).dt.days / DAYS_A_YEAR
    return years.where(dates.notna())


def completeness(catalogue: Catalogue, on: date, basis: str = "reconciled") -> pd.DataFrame:
    """Machines placed on the map against the best national count, by country and measure.

    Returns
    -------
    Frame [iso3, measure, located, national, national_as_of, national_sources, share], a
    row for each country and measure; ``national`` and ``share`` are missing where no
    source counts the whole country. A share above one means that the national count is
    older, or counts less, than what is located. Linacs are told apart from cobalt units
    on the documented basis only: a directory does not tell.
    """
    rows = []
    stock = inventory(catalogue, on, basis)
    machines = machine_states(catalogue, on)
    machines = machines[machines["status"].isin(STANDING)]
    country = catalogue["centres"].set_index("key")["iso3"]
    for measure, (kind, modalities) in MEASURES.items():
        if modalities:
            counted = machines[machines["modality"].isin(modalities)]
            located = counted.groupby(counted["centre"].map(country))["machines"].sum()
        else:
            located = stock[stock["class"] == kind].groupby("iso3")["installed"].sum()
        totals = national_totals(catalogue, on, measure).set_index("iso3")
        for iso3 in COUNTRIES:
            total = totals.loc[iso3] if iso3 in totals.index else pd.Series(dtype="object")
            rows.append(
                {
                    "iso3": iso3,
                    "measure": measure,
                    "located": int(located.get(iso3, 0)),
                    "national": total.get("value"),
                    "national_as_of": total.get("as_of"),
                    "national_sources": total.get("sources"),
                }
            )
    frame = pd.DataFrame(rows).astype({"national": "Float64"})
    return frame.assign(share=frame["located"] / frame["national"].mask(frame["national"] == 0))


def record_dates(catalogue: Catalogue) -> pd.DataFrame:
    """The date of every dated record, by table: [table, date].

    For tables that describe observations, listings, national counts, units and projects.
    """
    columns = {
        "machine_status": "date",
        "directory_counts": "as_of",
        "national_totals": "as_of",
        "paediatric_units": "as_of",
        "project_statements": "date",
    }
    frames = [
        pd.DataFrame({"table": table, "date": catalogue[table][column]})
        for table, column in columns.items()
    ]
    return pd.concat(frames, ignore_index=True)
