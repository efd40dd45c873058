"""Machines over time, from dated observations and from national counts."""

from __future__ import annotations

from datetime import date

import pandas as pd

from shifo.catalogue import Catalogue
from shifo.dates import last_days
from shifo.inventory import inventory, observations
from shifo.vocabulary import COUNTRIES, MEGAVOLTAGE

NATIONAL_METRICS = ("megavoltage_machines", "linacs", "linacs_operational")
COLUMNS = ["iso3", "day", "working", "standing"]


def documented_history(catalogue: Catalogue, on: date) -> pd.DataFrame:
    """Documented megavoltage machines, working and standing, on each day that changed one.

    Only dated observations are used. What nobody wrote down is missing here: a rise says
    that more is documented as surely as that more was built.

    Returns
    -------
    Frame [iso3, day, working, standing], sorted by country and day, from the first machine
    documented (nothing on record before is not none) to a last row on the day `on` itself.
    """
    country = catalogue["machines"].set_index("key")["centre"]
    country = country.map(catalogue["centres"].set_index("key")["iso3"])
    seen = observations(catalogue, on).dropna(subset=["date"])
    seen = seen.assign(iso3=seen["machine"].map(country))
    days = {day.date() for day in seen["day"]} | ({on} if len(seen) else set())
    # Undated observations count from the release only; they would bend the last step.
    dated = catalogue.replace(machine_status=catalogue["machine_status"].dropna(subset=["date"]))
    frames = []
    for day in sorted(days):
        stock = inventory(dated, day, "documented")
        stock = stock[stock["class"] == MEGAVOLTAGE]
        sums = stock.groupby("iso3", as_index=False)[["operational", "installed"]].sum()
        frames.append(sums.assign(day=pd.Timestamp(day)))
    if not frames:
        return pd.DataFrame(columns=COLUMNS)
    steps = pd.concat(frames).rename(columns={"operational": "working", "installed": "standing"})
    steps = steps.sort_values(["iso3", "day"])
    told = ["iso3", "working", "standing"]
    changed = (steps[told] != steps[told].shift()).any(axis="columns")
    last = steps["day"] == pd.Timestamp(on)
    begun = steps.groupby("iso3")["standing"].cummax() > 0
    return steps.loc[(changed | last) & begun, COLUMNS].reset_index(drop=True)


def national_history(catalogue: Catalogue, on: date) -> pd.DataFrame:
    """What sources said of whole countries, each on its own date; conflicts side by side.

    Returns
    -------
    Frame [iso3, day, metric, value, preferred, as_of, sources, notes].
    """
    totals = catalogue["national_totals"]
    rows = totals[totals["metric"].isin(NATIONAL_METRICS) & totals["as_of"].notna()]
    rows = rows[rows["iso3"].isin(COUNTRIES) & rows["value"].notna()]
    rows = rows.assign(day=last_days(rows["as_of"], undated=on, latest=catalogue.released))
    rows = rows[rows["day"] <= pd.Timestamp(on)]
    columns = ["iso3", "day", "metric", "value", "preferred", "as_of", "sources", "notes"]
    return rows[columns].sort_values(["iso3", "day"]).reset_index(drop=True)
