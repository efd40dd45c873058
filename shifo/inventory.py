"""What stands where on a given day, and on which evidence.

Three bases. `documented`: our machine rows, each in the state of its last observation at
or before the day. `directory`: what IAEA DIRAC lists at each centre; a directory does not
say whether a machine works, so what is listed counts as installed and as working.
`reconciled`: at each centre the larger of the two, less machines that are documented as
out of service, decommissioned or not yet working.
"""

from __future__ import annotations

from datetime import date

import pandas as pd

from shifo.catalogue import Catalogue
from shifo.dates import last_days
from shifo.vocabulary import BASES, CLASS_OF_MODALITY, MACHINE_STATUS, STANDING

PLACE = ["centre", "class"]
COUNTS = ["installed", "operational"]
COLUMNS = [
    *("centre", "name", "iso3", "region", "lat", "lon", "class"),
    *COUNTS,
    *("basis", "as_of", "sources"),
]
NEVER = date(9999, 12, 31)


def observations(catalogue: Catalogue, on: date) -> pd.DataFrame:
    """Dated observations of machines made by a day, oldest first for each machine.

    An observation without a date counts from the day the data were released and stands
    before all dated ones, so that it never outweighs them. Adds the column ``day``: the
    latest day that the observation's date can mean.
    """
    seen = catalogue["machine_status"]
    released = catalogue.released
    seen = seen.assign(
        day=last_days(seen["date"], undated=released, latest=released),
        dated=seen["date"].notna(),
    )
    seen = seen[seen["day"] <= pd.Timestamp(on)]
    return seen.sort_values(["dated", "day"], kind="stable").drop(columns="dated")


def machine_states(catalogue: Catalogue, on: date) -> pd.DataFrame:
    """Every machine known by a day, in the state of its last observation.

    A machine that is neither observed nor commissioned by the day is left out: nothing
    says that it was there.

    Returns
    -------
    The table `machines` (index reset) with ``class``; ``machines``, its count, or 1 where
    the count is unknown (there is at least one); ``status``, `unknown` without an
    observation; ``status_date`` (text, as precise as its source; missing when undated);
    ``status_sources`` and ``status_notes``.
    """
    machines = catalogue["machines"]
    last = observations(catalogue, on).groupby("machine").tail(1).set_index("machine")
    commissioned = last_days(machines["commissioned"], undated=NEVER)
    known = machines["key"].isin(last.index) | (commissioned <= pd.Timestamp(on))
    machines = machines[known].reset_index(drop=True)
    state = last.reindex(machines["key"]).reset_index(drop=True)
    return machines.assign(
        **{"class": machines["modality"].map(CLASS_OF_MODALITY)},
        machines=machines["count"].fillna(1).astype(int),
        status=state["status"].fillna("unknown"),
        status_date=state["date"],
        status_sources=state["sources"],
        status_notes=state["notes"],
        day=state["day"],
    )


def listings(catalogue: Catalogue, on: date) -> pd.DataFrame:
    """The directory's last listing of each centre and class at or before a day.

    A directory that lists one centre twice is read as two listings of different dates, of
    which the newer counts.
    """
    rows = catalogue["directory_counts"]
    released = catalogue.released
    rows = rows.assign(day=last_days(rows["as_of"], undated=released, latest=released))
    rows = rows[rows["day"] <= pd.Timestamp(on)].sort_values("day", kind="stable")
    return rows.groupby(PLACE, as_index=False).tail(1).reset_index(drop=True)


def inventory(catalogue: Catalogue, on: date, basis: str = "reconciled") -> pd.DataFrame:
    """Machines installed and working at every centre, by class.

    Installed counts machines that are known to stand, working or not. A machine in an
    unknown state is neither installed nor working here; `machine_states` lists it.

    Parameters
    ----------
    on
        The day. No observation or listing later than it is used.
    basis
        ``documented``, ``directory`` or ``reconciled``.

    Returns
    -------
    One row a centre and class, in the columns of `COLUMNS`; ``as_of`` is the date of the
    newest record counted, ``sources`` the keys it rests on, joined by ``;``.

    Raises
    ------
    ValueError
        For another basis.
    """
    if basis not in BASES:
        raise ValueError(f"basis is '{basis}', not one of {', '.join(BASES)}")
    counts = {
        "documented": lambda: _documented(machine_states(catalogue, on)),
        "directory": lambda: _listed(catalogue, on),
        "reconciled": lambda: _reconciled(machine_states(catalogue, on), _listed(catalogue, on)),
    }[basis]()
    centres = catalogue["centres"].set_index("key")
    place = centres[["name_en", "iso3", "region", "lat", "lon"]].loc[counts["centre"]]
    rows = counts.assign(basis=basis, name=place["name_en"].to_numpy())
    for column in ("iso3", "region", "lat", "lon"):
        rows[column] = place[column].to_numpy()
    return rows[COLUMNS].sort_values(["iso3", *PLACE]).reset_index(drop=True)


def treating_units(catalogue: Catalogue) -> pd.DataFrame:
    """Units known to operate that treat: hospices, which give palliative care only, are none.

    Returns
    -------
    Rows of the table ``paediatric_units`` with ``iso3`` of their centre.
    """
    table = catalogue["paediatric_units"]
    centres = catalogue["centres"].set_index("key")
    offered = table["centre"].map(centres["services"]).fillna("").str.split(";")
    hospice = offered.map(lambda services: set(services) - {"paediatric"} == {"palliative"})
    rows = table[(table["status"] == "operating") & ~hospice]
    return rows.assign(iso3=rows["centre"].map(centres["iso3"]))


def _documented(machines: pd.DataFrame) -> pd.DataFrame:
    """Counts by state at every centre and class with a machine past its planning."""
    machines = machines[machines["status"] != "planned"]
    states = machines.pivot_table(
        index=PLACE, columns="status", values="machines", aggfunc="sum", fill_value=0
    ).reindex(columns=list(MACHINE_STATUS), fill_value=0)
    newest = machines.sort_values("day", kind="stable").groupby(PLACE)
    rows = states.assign(
        installed=states[list(STANDING)].sum(axis=1),
        as_of=newest["status_date"].last(),
        day=newest["day"].last(),
        sources=machines["sources"]
        .str.cat(machines["status_sources"], sep=";", na_rep="")
        .groupby([machines[name] for name in PLACE])
        .agg(_join_keys),
    )
    return rows.reset_index()


def _listed(catalogue: Catalogue, on: date) -> pd.DataFrame:
    rows = listings(catalogue, on)
    counts = rows.assign(installed=rows["count"].astype(int), operational=rows["count"].astype(int))
    return counts[[*PLACE, *COUNTS, "as_of", "day", "sources"]]


def _closed_since(machines: pd.DataFrame, listed: pd.DataFrame) -> pd.DataFrame:
    """Machines of each place that were decommissioned after its listing: [*PLACE, gone]."""
    closed = machines[machines["status"] == "decommissioned"]
    closed = closed.merge(listed[[*PLACE, "day"]], on=PLACE, suffixes=("", "_listed"))
    closed = closed[closed["day"] > closed["day_listed"]]
    return closed.groupby(PLACE)["machines"].sum().rename("gone").reset_index()


def _reconciled(machines: pd.DataFrame, listed: pd.DataFrame) -> pd.DataFrame:
    """The larger of both at each place, less what is documented not to work.

    A decommissioned machine is taken off a listing only if it was still there when the
    listing was made; one that is out of service or being installed may be listed at any
    time, so it is always taken off what counts as working.
    """
    both = _documented(machines).merge(listed, on=PLACE, how="outer", suffixes=("", "_listed"))
    both = both.merge(_closed_since(machines, listed), on=PLACE, how="left")
    counts = [*MACHINE_STATUS, "installed", "installed_listed", "gone"]
    both[counts] = both[counts].fillna(0).astype(int)
    standing = (both["installed_listed"] - both["gone"]).clip(lower=0)
    idle = both["out_of_service"] + both["installing"]
    larger = both["installed_listed"].gt(0) & standing.gt(both["installed"])
    newer = both["day_listed"].gt(both["day"]) | both["day"].isna()
    return pd.DataFrame(
        {
            "centre": both["centre"],
            "class": both["class"],
            "installed": both["installed"].where(~larger, standing),
            "operational": both[["operational"]]
            .assign(listed=(standing - idle).clip(lower=0))
            .max(axis=1),
            "as_of": both["as_of_listed"].where(
                newer & both["as_of_listed"].notna(), both["as_of"]
            ),
            "sources": both["sources"]
            .fillna("")
            .str.cat(both["sources_listed"].fillna(""), sep=";")
            .map(lambda keys: _join_keys([keys])),
        }
    )


def _join_keys(cells: pd.Series | list[str]) -> str:
    """Keys of several cells, each once, in the order met."""
    keys = ";".join(cells).split(";")
    return ";".join(dict.fromkeys(key for key in keys if key))
