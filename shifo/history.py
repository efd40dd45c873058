"""Machines over time, from dated observations and from national counts."""

from __future__ import annotations

from datetime import date

import pandas as pd

from shifo.catalogue import Catalogue
from shifo.dates import last_days
from shifo.inventory import observations
from shifo.vocabulary import CLASS_OF_MODALITY, COUNTRIES, MEGAVOLTAGE, STANDING

NATIONAL_METRICS = ("megavoltage_machines", "linacs", "linacs_operational")
COLUMNS = ["iso3", "day", "working", "standing"]
_NONE = pd.DataFrame(columns=COLUMNS).astype({"day": "datetime64[us]"})


def documented_history(catalogue: Catalogue, on: date) -> pd.DataFrame:
    """Documented megavoltage machines, working and standing, on each day that changed one.

    Only dated observations are used. What nobody wrote down is missing here: a rise says
    that more is documented as surely as that more was built.

    Returns
    -------
    Frame [iso3, day, working, standing], sorted by country and day, from the first machine
    documented (nothing on record before is not none) to a last row on the day `on` itself.
    """
    machines = catalogue["machines"].set_index("key")
    machines = machines[machines["modality"].map(CLASS_OF_MODALITY) == MEGAVOLTAGE]
    # Undated observations count from the release only; they would bend the last step.
    seen = observations(catalogue, on).dropna(subset=["date"])
    seen = seen[seen["machine"].isin(machines.index)]
    if seen.empty:
        return _NONE.copy()
    states = seen.groupby(["machine", "day"])["status"].last().unstack("day")
    states = states.assign(_=None).rename(columns={"_": pd.Timestamp(on)})
    states = states.loc[:, ~states.columns.duplicated()].sort_index(axis="columns")
    states = states.ffill(axis="columns")
    of = machines.loc[states.index]
    country = of["centre"].map(catalogue["centres"].set_index("key")["iso3"])
    sums = {
        name: states.isin(words).mul(of["count"].fillna(1).astype(int), axis="index")
        for name, words in (("working", ["operational"]), ("standing", list(STANDING)))
    }
    stacked = {name: rows.groupby(country).sum().stack() for name, rows in sums.items()}
    steps = pd.DataFrame(stacked).rename_axis(["iso3", "day"]).reset_index()
    steps = steps.rename_axis(columns=None)
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
