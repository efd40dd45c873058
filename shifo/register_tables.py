"""The cells of a register's table that may be shown, small ones hidden.

Nothing is filled in: a total is reckoned from its parts only where all of them stand.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from shifo import disclosure
from shifo.disclosure import Sum
from shifo.faults import N_, DataError, Fault
from shifo.register_columns import AGE_BANDS, ALL_GROUPS, COUNTS, KEY, SUBGROUPS, TOTALS

PLACE = ["country", "area"]
CELL = [*PLACE, "year", "sex", "age_band", "iccc3_group"]
ALL_YEARS = 0
"""The year of cells that are of all years of the file together."""
MOST_UNSEEN = 2000
BANDS = ("0", "1_4", "5_9", "10_14", "15_19")
AGES = ("0_14", "15_19", "0_19")


def completed(table: pd.DataFrame, name: str = "") -> pd.DataFrame:
    """The table with every total that it does not have and whose parts all stand; `name` is for faults.

    Returns
    -------
    Frame [*KEY, *COUNTS]; a count of a total is missing where it is of one of its parts.

    Raises
    ------
    DataError
        Where a total is one thing as the sum over one column and another over another.
    """
    rows = table[[*KEY, *COUNTS]].copy()
    faults: list[Fault] = []
    subgroups = [("iccc3_subgroup", "", tuple(s), g) for g, s in SUBGROUPS.items() if s]
    for column, total, members, group in [*subgroups, *((*one, "") for one in TOTALS)]:
        rows = _with_total(rows, column, total, members, group, faults)
    if faults:
        raise DataError([replace(fault, file=name) for fault in faults])
    return rows


def protected(chosen: pd.DataFrame, whole: pd.DataFrame | None = None) -> pd.DataFrame:
    """Cells [*CELL, new_cases] as they may be shown: [*CELL, cases, shown].

    ``cases`` is missing where hidden; ``shown`` is the number, "<5" or "•". Sums among the cells are
    those of years, sexes, ages, groups and areas. Counts of the `whole` table that are not among the
    cells tie them together: they are reckoned with where there are at most `MOST_UNSEEN`.
    """
    n = len(chosen)
    unseen = chosen.iloc[:0] if whole is None else _others(whole, chosen)
    every = pd.concat([chosen, unseen]) if len(unseen) <= MOST_UNSEEN else chosen
    counts = every["new_cases"].to_numpy(int)
    sums, rest = disclosure.with_rest(lines_among(every), counts)
    behind = np.arange(len(counts) + len(rest)) >= n
    behind[len(counts) :] = False
    hide, told = disclosure.protect(np.concatenate([counts, rest]), sums, unseen=behind)
    counts, hide, told = counts[:n], hide[:n], told[:n]
    shown = np.where(told, f"<{disclosure.SMALL}", np.where(hide, "•", counts.astype(str)))
    cases = pd.Series(counts, index=chosen.index).astype("Int64").mask(hide)
    return chosen[CELL].assign(cases=cases, shown=shown).reset_index(drop=True)


def _others(whole: pd.DataFrame, chosen: pd.DataFrame) -> pd.DataFrame:
    """The counts of a table that are not among its chosen cells, without subgroups."""
    rows = whole.loc[whole["iccc3_subgroup"] == "", [*CELL, "new_cases"]]
    here = pd.MultiIndex.from_frame(rows[CELL])
    return rows[~here.isin(pd.MultiIndex.from_frame(chosen[CELL]))]


def lines_among(cells: pd.DataFrame) -> list[Sum]:
    """Totals among cells with those of their parts that stand, by position.

    `cells` has some columns of `CELL`. Whether the parts make up the whole total is for
    `shifo.disclosure.with_rest` to see.
    """
    dims = [c for c in CELL if c in cells]
    keys = cells[dims].reset_index(drop=True)
    kinds: list[tuple[str, object, tuple]] = [one for one in TOTALS if one[0] in dims]
    kinds += [
        (column, total, tuple(set(keys[column]) - {total}))
        for column, total in (("year", ALL_YEARS), ("area", ""))
        if column in dims
    ]
    young: set[tuple] = set()
    if "age_band" in dims:
        # Where 0-14 does not stand, its bands and 15-19 are parts of 0-19 at once.
        kinds.append(("age_band", "0_19", BANDS))
        rest = keys.drop(columns="age_band").itertuples(index=False, name=None)
        young = set(zip(rest, keys["age_band"], strict=True))
    lines: list[Sum] = []
    for column, total, members in kinds:
        others = list(keys.drop(columns=column).itertuples(index=False, name=None))
        parts: dict[tuple, list[int]] = {}
        for i in np.flatnonzero(keys[column].isin(members)):
            parts.setdefault(others[i], []).append(int(i))
        lines += [
            (int(i), tuple(parts[others[i]]))
            for i in np.flatnonzero(keys[column] == total)
            if others[i] in parts and (members != BANDS or (others[i], "0_14") not in young)
        ]
    return lines


# --- parts -------------------------------------------------------------------------------------


def _with_total(
    rows: pd.DataFrame,
    column: str,
    total: str,
    members: Sequence[str],
    group: str,
    faults: list[Fault],
) -> pd.DataFrame:
    others = [key for key in KEY if key != column]
    parts = rows[rows[column].isin(members)]
    parts = parts[parts["iccc3_group"] == group] if group else parts
    if parts.empty:
        return rows
    grouped = parts.groupby(others)
    counts = list(COUNTS)
    sums = grouped[counts].sum(min_count=1).astype("Int64")
    sums = sums.where(grouped[counts].count().eq(len(members)))
    sums = sums[grouped.size().eq(len(members)).to_numpy()].reset_index().assign(**{column: total})
    sums, held = sums.set_index(KEY)[counts], rows.set_index(KEY)[counts]
    faults += _disagreeing(column, held, sums)
    # A total of fewer counts than its parts tell gets the others from them.
    joined: pd.DataFrame = held.combine_first(sums).astype("Int64").reset_index()
    return joined


def _disagreeing(column: str, held: pd.DataFrame, sums: pd.DataFrame) -> list[Fault]:
    """Totals reckoned in two ways, over this column and over others, that are not the same."""
    both = held.index.intersection(sums.index)
    unlike = (held.loc[both] != sums.loc[both]).fillna(False)
    wrong = N_("{found} and {n}: sums over {column} and over other columns disagree for {where}")
    return [
        Fault(
            "",
            0,
            str(count),
            wrong,
            {
                "found": held.loc[key, count],
                "n": sums.loc[key, count],
                "column": column,
                "where": ", ".join(str(part) for part in key if part != ""),
            },
        )
        for count in unlike.columns
        for key in unlike.index[unlike[count]]
    ]


def chosen(whole: pd.DataFrame, ages: str) -> pd.DataFrame:
    """The cells that are shown: by year and group, year and age, age and group, sex and group."""
    rows = whole[whole["iccc3_subgroup"] == ""]
    years = rows.groupby(PLACE)["year"].nunique()
    others = [key for key in CELL if key != "year"]
    sums = rows.groupby(others)["new_cases"].agg(["sum", "count"]).reset_index()
    full = (
        sums["count"].to_numpy() == years.reindex(pd.MultiIndex.from_frame(sums[PLACE])).to_numpy()
    )
    all_years = sums[full].assign(year=ALL_YEARS, new_cases=sums["sum"])
    rows = pd.concat([rows[[*CELL, "new_cases"]], all_years[[*CELL, "new_cases"]]])
    both, every = rows["sex"] == "both", rows["iccc3_group"] == ALL_GROUPS
    scope, together = rows["age_band"] == ages, rows["year"] == ALL_YEARS
    kept = both & (scope | every | together) | (scope & together)
    kept &= ~(rows["age_band"].isin(set(AGE_BANDS) - set(BANDS) - set(AGES)))
    return rows[kept].reset_index(drop=True)
