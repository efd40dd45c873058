"""What the counts of a register's table owe to one another: each rule names its faults by row and column."""

from __future__ import annotations

from datetime import date

import pandas as pd

from shifo.faults import N_, Fault
from shifo.register_columns import AGES_WITHOUT_YOUNG, COUNTS, KEY, SUBGROUPS, TOTALS


def impossible(name: str, table: pd.DataFrame, today: date) -> list[Fault]:
    """Counts that cannot be together in a row."""
    rules = [
        *((c, "new_cases") for c in COUNTS[1:]),
        ("alive_3y", "alive_1y"),
        ("alive_5y", "alive_3y"),
        ("alive_5y", "alive_1y"),
    ]
    wrong = N_("{found} is more than {limit}, {n}")
    faults = []
    for column, limit in rules:
        bad = (table[column] > table[limit]).fillna(False)
        faults += [
            Fault(
                name,
                int(i) + 2,
                column,
                wrong,
                {"found": table[column][i], "limit": limit, "n": table[limit][i]},
            )
            for i in table.index[bad]
        ]
    # Who died later was alive at one and three years: only the last can be set against all deaths.
    alive, died, lost = (table[c] for c in ("alive_5y", "deaths", "lost_to_follow_up"))
    for wrong, together in (
        (N_("deaths and alive_5y are more than new_cases"), died + alive),
        (N_("lost_to_follow_up and alive_5y are more than new_cases"), lost + alive),
        (N_("deaths and lost_to_follow_up are more than new_cases"), died + lost),
    ):
        bad = (together > table["new_cases"]).fillna(False)
        faults += [Fault(name, int(i) + 2, wrong.split()[0], wrong) for i in table.index[bad]]
    if not faults:
        wrong = N_("{found}: deaths, lost_to_follow_up and alive_5y are {n} together")
        # In the last year that can have five years behind it, not all children have.
        sums = (died + lost + alive).where(table["year"] + 5 < today.year)
        faults += [
            Fault(
                name, int(i) + 2, "new_cases", wrong, {"found": table["new_cases"][i], "n": sums[i]}
            )
            for i in table.index[(sums != table["new_cases"]).fillna(False)]
        ]
    few = (table["population"] < table["new_cases"]).fillna(False)
    wrong = N_("{found} is less than new_cases, {n}")
    faults += [
        Fault(
            name,
            int(i) + 2,
            "population",
            wrong,
            {"found": table["population"][i], "n": table["new_cases"][i]},
        )
        for i in table.index[few]
    ]
    return faults


def doubled(name: str, table: pd.DataFrame) -> list[Fault]:
    """Rows that stand there twice."""
    twice = table.duplicated(KEY, keep="first")
    first = table.reset_index().groupby(KEY, dropna=False)["index"].transform("min")
    wrong = N_("says the same as row {n} again")
    return [
        Fault(name, int(i) + 2, "", wrong, {"n": int(first[i]) + 2}) for i in table.index[twice]
    ]


def unequal(name: str, table: pd.DataFrame) -> list[Fault]:
    """Totals that are not the sum of their parts, or less than those of them that stand."""
    faults = []
    counts = list(COUNTS)
    subgroups = [
        ("iccc3_subgroup", "", tuple(letters), group) for group, letters in SUBGROUPS.items()
    ]
    young = pd.MultiIndex.from_frame(table.loc[table["age_band"] == "0_14", _but("age_band")])
    apart = ~pd.MultiIndex.from_frame(table[_but("age_band")]).isin(young)
    for column, total, members, group in [
        *((*one, "") for one in (*TOTALS, AGES_WITHOUT_YOUNG)),
        *subgroups,
    ]:
        rows = table[table["iccc3_group"] == group] if group else table
        rows = rows[apart] if members == AGES_WITHOUT_YOUNG[2] else rows
        others = _but(column)
        parts = rows[rows[column].isin(members)].groupby(others)
        sums = parts[counts].sum(min_count=1).astype("Int64")
        known, all_ = parts[counts].count(), parts.size()
        totals = rows[rows[column] == total]
        places = pd.MultiIndex.from_frame(totals[others])
        for count in counts:
            given = totals[count]
            held = sums[count].reindex(places).set_axis(totals.index)
            whole = (all_ == len(members)) & (known[count] == len(members))
            whole = whole.reindex(places, fill_value=False).set_axis(totals.index)
            unlike = (whole & (given != held)).fillna(False)
            less = (~whole & (given < held)).fillna(False)
            for wrong, bad in (
                (N_("{found} is not {n}, the sum of {words}"), unlike),
                (N_("{found} is less than {n}, the sum of those of {words} that stand"), less),
            ):
                faults += [
                    Fault(
                        name,
                        int(i) + 2,
                        count,
                        wrong,
                        {"found": given[i], "n": held[i], "words": ", ".join(members)},
                    )
                    for i in totals.index[bad]
                ]
    return faults


def _but(column: str) -> list[str]:
    return [key for key in KEY if key != column]


def overlapping(name: str, table: pd.DataFrame) -> list[Fault]:
    """Countries with less than their areas have together: such areas overlap, as units in regions do."""
    here = table["area"] == ""
    sums = table[~here].groupby(_but("area"))[list(COUNTS)].sum(min_count=1).astype("Int64")
    totals = table[here]
    held = sums.reindex(pd.MultiIndex.from_frame(totals[_but("area")])).set_axis(totals.index)
    wrong = N_(
        "{found} is less than {n}, the sum of the areas: areas of one table may not overlap, as "
        "regions and their units do"
    )
    return [
        Fault(name, int(i) + 2, count, wrong, {"found": totals[count][i], "n": held[count][i]})
        for count in COUNTS
        for i in totals.index[(totals[count] < held[count]).fillna(False)]
    ]


def peopled(name: str, table: pd.DataFrame) -> list[Fault]:
    """People of one place, year, sex and age who are told twice and differently."""
    keys = ["country", "area", "year", "sex", "age_band"]
    told = table.dropna(subset=["population"])
    first = told.groupby(keys)["population"].transform("first")
    wrong = N_("{found} is not {n}, as another row of the same people has it")
    return [
        Fault(
            name,
            int(i) + 2,
            "population",
            wrong,
            {"found": told["population"][i], "n": first[i]},
        )
        for i in told.index[told["population"] != first]
    ]
