"""What may be told of a register's table: rates, survival and quality beside its cells.

A rate, share or survival from which a hidden count could be worked out is hidden with it.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from shifo import disclosure, lifetable, rates
from shifo.faults import N_, DataError, Fault
from shifo.lifetable import Interval
from shifo.register_columns import ALL_GROUPS, SEXES
from shifo.register_tables import (
    AGES,
    ALL_YEARS,
    BANDS,
    PLACE,
    chosen,
    completed,
    lines_among,
    protected,
)

NOTHING = N_(
    "has nothing that can be shown: give the cases of both sexes by main group, or of all groups, "
    "and those of the whole country where there are many areas"
)
MOST_CELLS = 2600
"""Published cells up to which areas are shown beside their country."""
UNSPECIFIED = {
    "I": "e",
    "II": "e",
    "III": "f",
    "VI": "c",
    "VII": "c",
    "VIII": "e",
    "IX": "e",
    "X": "e",
    "XI": "f",
    "XII": "b",
}
"""The subgroup of each main group of ICCC-3 that holds unspecified tumours; in I, X and XI it holds
other specified ones as well."""
YEARS_AFTER = (1, 3, 5)
RATED = [*PLACE, "year", "age_band", "iccc3_group"]
SURVIVED = [*PLACE, "iccc3_group", "years", "value", "low", "high", "least", "most"]
ALL_AGES = (*BANDS, *AGES)
People = Mapping[tuple[str, str, int, str], float]
"""Person-years by (country, area, year, age band)."""


@dataclass(frozen=True)
class Tables:
    """All that may be told of one file.

    ``cells`` [*CELL, cases, shown]: ``cases`` is missing where hidden, ``shown`` is the number,
    "<5" or "•". ``incidence`` [*PLACE, year, age_band, iccc3_group, cases, people, kind, value,
    low, high]: per million, ``kind`` crude or standardised. ``survival`` [*PLACE, iccc3_group,
    years, value, low, high, least, most]: shares, missing where hidden; ``least`` and ``most`` are as if
    all who were lost were dead, or alive. ``quality`` [*PLACE, measure, value, low, high]: shares.
    ``ages`` are those that groups and survival are of; ``dropped`` are areas not shown because
    there are too many cells to protect.
    """

    cells: pd.DataFrame
    incidence: pd.DataFrame
    survival: pd.DataFrame
    quality: pd.DataFrame
    ages: str
    years: tuple[int, ...]
    dropped: int = 0


def publish(
    table: pd.DataFrame, population: Mapping[tuple[str, int, str], int], name: str = ""
) -> Tables:
    """Everything that may be told of a checked table (`shifo.register.read`).

    Parameters
    ----------
    table
        The register's table.
    population
        People by (iso3, year, age band) where they are published for whole countries; those of the
        file itself go before them.
    name
        The file's name, for faults.

    Raises
    ------
    DataError
        Where totals reckoned in two ways disagree, or nothing can be shown.
    """
    whole = completed(table, name)
    ages = "0_14" if (whole["age_band"] == "0_14").any() else "0_19"
    cells = chosen(whole, ages)
    dropped = 0
    if len(cells) > MOST_CELLS and (cells["area"] != "").any():
        dropped = cells.loc[cells["area"] != "", "area"].nunique()
        whole, cells = whole[whole["area"] == ""], cells[cells["area"] == ""]
    if cells.empty:
        raise DataError([Fault(name, 0, "", NOTHING)])
    cells = protected(cells, whole)
    people = _people(table, population)
    quality = _quality(whole, ages, cells)
    return Tables(
        cells=cells,
        incidence=_incidence(cells, people),
        survival=_without_lost(_survival(whole, ages, cells), quality),
        quality=quality,
        ages=ages,
        years=tuple(sorted(set(table["year"].astype(int)))),
        dropped=dropped,
    )


# --- parts -------------------------------------------------------------------------------------


def _people(table: pd.DataFrame, population: Mapping[tuple[str, int, str], int]) -> People:
    """Person-years by (country, area, year, age band) of both sexes."""
    told = table.dropna(subset=["population"])
    keys = ["country", "area", "year", "age_band"]
    wide = told.groupby([*keys, "sex"])["population"].first().unstack("sex").astype(float)
    wide = wide.reindex(columns=list(SEXES))
    both = wide["both"].fillna(wide["female"] + wide["male"]).dropna()
    people = {key: float(n) for key, n in zip(both.index, both, strict=True) if n > 0}
    # What the file's own bands add up to goes before what is published.
    _add_up(people)
    for (iso3, year, band), n in population.items():
        people.setdefault((iso3, "", year, band), float(n))
    _add_up(people)
    return people


def _add_up(people: dict[tuple[str, str, int, str], float]) -> None:
    """Adds the people of wider ages where those of all their bands are known."""
    for band, parts in (
        ("0_4", ("0", "1_4")),
        ("0_14", ("0_4", "5_9", "10_14")),
        ("0_19", ("0_14", "15_19")),
    ):
        for country, area, year, _band in list(people):
            values = [people.get((country, area, year, part)) for part in parts]
            if None not in values and (country, area, year, band) not in people:
                people[country, area, year, band] = sum(v for v in values if v is not None)
    for country, area, year, _band in list(people):
        young, all_ = (people.get((country, area, year, band)) for band in ("0_14", "0_19"))
        if young and all_ and all_ > young:
            people.setdefault((country, area, year, "15_19"), all_ - young)


def _years_shown(cells: pd.DataFrame, ages: str) -> dict[Hashable, dict[int, bool]]:
    """By country, area and group, which years' cases are shown; of all years under `ALL_YEARS`."""
    rows = cells[(cells["sex"] == "both") & (cells["age_band"] == ages)]
    shown: dict[Hashable, dict[int, bool]] = {}
    for row in rows.assign(there=rows["cases"].notna()).to_dict("records"):
        key = (row["country"], row["area"], row["iccc3_group"])
        shown.setdefault(key, {})[int(row["year"])] = bool(row["there"])
    return shown


def _follows(shown: dict[int, bool], years: Iterable[int]) -> bool:
    """Whether the cases of these years together follow from those that are shown anyway."""
    wanted = set(years)
    if all(shown.get(year, False) for year in wanted):
        return True
    others = set(shown) - wanted - {ALL_YEARS}
    return wanted <= set(shown) and all(shown[y] for y in (*others, ALL_YEARS) if y in shown)


def _incidence(cells: pd.DataFrame, people: People) -> pd.DataFrame:
    """Crude and standardised rates of the shown cells of both sexes whose people are known."""
    rows = cells[cells["sex"] == "both"]
    spans = rows[rows["year"] != ALL_YEARS].groupby(PLACE)["year"].unique()
    known = rows.dropna(subset=["cases"])
    cases = {
        tuple(row[:-1]): float(row[-1]) for row in known[[*RATED, "cases"]].to_numpy().tolist()
    }
    made = []
    places = rows[[*PLACE, "year", "iccc3_group"]].drop_duplicates()
    for country, area, year, group in places.itertuples(index=False):
        years = spans.get((country, area), ()) if year == ALL_YEARS else (year,)
        counts = {band: cases.get((country, area, year, band, group), np.nan) for band in ALL_AGES}
        counts["0_4"] = counts["0"] + counts["1_4"]
        there = {
            band: _persons(people, (country, area), years, band) for band in (*ALL_AGES, "0_4")
        }
        for ages in AGES:
            n, p = counts[ages], there[ages]
            told = (country, area, int(year), ages, group, n, p)
            if np.isfinite([n, p]).all():
                made.append((*told, "crude", *rates.crude(n, p)))
            bands = rates.BANDS.get(ages, ())
            if bands and np.isfinite([(counts[b], there[b]) for b in bands]).all():
                made.append((*told, "standardised", *rates.standardised(counts, there, ages)))
    columns = [*RATED, "cases", "people", "kind", "value", "low", "high"]
    return pd.DataFrame(made, columns=columns)


def _persons(people: People, place: tuple[str, str], years: Iterable[int], band: str) -> float:
    """Person-years of a place over some years; missing where those of any year are."""
    told = [people.get((*place, int(year), band), np.nan) for year in years]
    return float(np.sum(told)) if told else np.nan


def _same_years(known: pd.DataFrame) -> pd.Series:
    """Rows of places of which every year with known losses has survivors told as well."""
    told = known["alive_1y"].notna() & known.index.isin(
        _accounted(known.reset_index()).set_index([*PLACE, "year"]).index
    )
    return told.groupby(PLACE).transform("all").astype(bool)


def _survival(whole: pd.DataFrame, ages: str, cells: pd.DataFrame) -> pd.DataFrame:
    """Survival of all years together, by place and group: see `Tables`.

    A row from which the cases of some years would follow that are not shown is hidden.
    """
    rows = whole[
        (whole["iccc3_subgroup"] == "") & (whole["sex"] == "both") & (whole["age_band"] == ages)
    ]
    keys = [*PLACE, "iccc3_group"]
    shown = _years_shown(cells, ages)
    told = []
    counts = []
    apart = []
    for key, cohort in _accounted(rows).groupby(keys):
        spans, found = _intervals(cohort)
        if spans:
            counts.append(found)
            told.append((key, spans))
            entered = cohort.loc[cohort["alive_1y"].notna(), "year"].astype(int)
            apart.append(not _follows(shown.get(key, {}), entered))
    if not told:
        return pd.DataFrame(columns=SURVIVED)
    frame = pd.DataFrame([key for key, _spans in told], columns=keys)
    numbers = pd.DataFrame(counts)
    hide = disclosure.rows_to_hide(numbers, lines_among(frame)) | np.array(apart)
    made = []
    for (key, spans), hidden in zip(told, hide, strict=True):
        table = lifetable.life_table(spans)
        for years, row in zip(YEARS_AFTER, table.to_dict("records"), strict=False):
            if not np.isfinite(row["survival"]):
                continue
            ends = _if_lost(spans[: YEARS_AFTER.index(years) + 1])
            # Whole percents: finer ones would tell how few were lost.
            values = np.round((row["survival"], row["low"], row["high"], *ends), 2)
            made.append((*key, years, *((np.nan,) * 5 if hidden else values)))
    return pd.DataFrame(made, columns=SURVIVED)


def _without_lost(survival: pd.DataFrame, quality: pd.DataFrame) -> pd.DataFrame:
    """The ends tell how many were lost: they stand for all groups, where that share may be told."""
    lost = quality[(quality["measure"] == "lost") & quality["value"].notna()]
    told = pd.MultiIndex.from_frame(lost[PLACE])
    open_ = pd.MultiIndex.from_frame(survival[PLACE]).isin(told)
    open_ &= (survival["iccc3_group"] == ALL_GROUPS).to_numpy()
    return survival.assign(**{end: survival[end].where(open_) for end in ("least", "most")})


def _accounted(rows: pd.DataFrame) -> pd.DataFrame:
    """The cohorts of which it is known how many were lost, and whose losses can be given to intervals.

    Where a table tells deaths and not losses, those who neither died nor live after five years were
    lost. Losses that exceed those who left came after the last count of survivors.
    """
    gone = rows["new_cases"] - _last_alive(rows)
    left = (rows["new_cases"] - rows["alive_5y"] - rows["deaths"]).clip(lower=0)
    rows = rows.assign(lost_to_follow_up=rows["lost_to_follow_up"].fillna(left))
    return rows[(rows["lost_to_follow_up"] <= gone).fillna(False)]


def _intervals(cohort: pd.DataFrame) -> tuple[list[Interval], dict[str, float]]:
    """The life table of cohorts: each interval of those that were followed through it.

    The file tells how many were lost, not when: they are given to the intervals in proportion to
    all who left each of them, dead or lost.
    """
    spans: list[Interval] = []
    found: dict[str, float] = {}
    before = "new_cases"
    for years in YEARS_AFTER:
        after = f"alive_{years}y"
        rows = cohort.dropna(subset=[before, after])
        if rows.empty:
            break
        left = (rows[before] - rows[after]).astype(float)
        lost = rows["lost_to_follow_up"].astype(float)
        gone = (rows["new_cases"] - _last_alive(rows)).astype(float)
        share = (lost * left / gone).where(gone > 0, 0.0)
        entering = float(rows[before].sum())
        spans.append(Interval(entering, float((left - share).sum()), float(share.sum())))
        found |= {
            f"entered_{years}": entering,
            f"left_{years}": float(left.sum()),
            f"alive_{years}": float(rows[after].sum()),
            f"lost_{years}": float(lost.sum()),
            f"died_{years}": float((gone - lost).sum()),
        }
        before = after
    # The same of the cohorts that were followed as long and no longer: it follows by subtraction.
    last = cohort[["alive_1y", "alive_3y", "alive_5y"]].notna().sum(axis=1)
    for long, rows in cohort.groupby(last):
        lost = rows["lost_to_follow_up"].astype(float)
        alive = _last_alive(rows).fillna(0).astype(float)
        sums = {"new": rows["new_cases"].astype(float), "alive": alive, "lost": lost}
        if long:
            sums["died"] = sums["new"] - alive - lost
            sums["left"] = sums["new"] - rows["alive_1y"].astype(float)
        found |= {f"{name}_only_{long}": float(cells.sum()) for name, cells in sums.items()}
    return spans, found


def _last_alive(rows: pd.DataFrame) -> pd.Series:
    """The newest count of survivors that each cohort has."""
    return rows["alive_5y"].fillna(rows["alive_3y"]).fillna(rows["alive_1y"])


def _if_lost(spans: Sequence[Interval]) -> tuple[float, float]:
    """Survival as if all who were lost were dead, and as if all were alive."""
    dead = np.prod([1 - (one.deaths + one.lost) / one.entering for one in spans])
    alive, before = 1.0, 0.0
    for entering, deaths, lost in spans:
        # Who was lost earlier is taken to live and stays among those who could die.
        alive *= 1 - deaths / (entering + before)
        before += lost
    return float(dead), alive


def _quality(whole: pd.DataFrame, ages: str, cells: pd.DataFrame) -> pd.DataFrame:
    """Shares verified morphologically, unspecified and lost, of all years together, by place.

    In thousandths; a share of years whose cases are not shown is hidden.
    """
    rows = whole[(whole["sex"] == "both") & (whole["age_band"] == ages)]
    main = rows[(rows["iccc3_group"] == ALL_GROUPS) & (rows["iccc3_subgroup"] == "")]
    parts = []
    for measure, column in (
        ("verified", "morphologically_verified"),
        ("lost", "lost_to_follow_up"),
    ):
        known = main.dropna(subset=[column]).set_index([*PLACE, "year"])
        if measure == "lost":
            # Of other years than survival, it would tell how many were lost in the difference.
            known = known[_same_years(known)]
        parts.append(known[["new_cases", column]].rename(columns={column: "part"}))
        parts[-1]["measure"] = measure
    letter = rows["iccc3_group"].map(UNSPECIFIED)
    vague = rows[rows["iccc3_subgroup"].eq(letter)].groupby([*PLACE, "year"])["new_cases"]
    told = vague.sum()[vague.count() == len(UNSPECIFIED)].rename("part")
    sums = main.set_index([*PLACE, "year"])[["new_cases"]].join(told, how="inner")
    parts.append(sums.assign(measure="unspecified"))
    yearly = pd.concat(parts).reset_index()
    frame = yearly.groupby(["measure", *PLACE], sort=False)[["new_cases", "part"]].sum()
    spans = yearly.groupby(["measure", *PLACE], sort=False)["year"].agg(list)
    frame = frame.reset_index()
    shown = _years_shown(cells, ages)
    counts = pd.DataFrame(
        {
            "part": frame["part"].astype(int),
            "other": (frame["new_cases"] - frame["part"]).astype(int),
        }
    )
    made = []
    for measure in dict.fromkeys(frame["measure"]):
        group = frame[frame["measure"] == measure]
        numbers = counts.loc[group.index].reset_index(drop=True)
        keys = group[PLACE].reset_index(drop=True)
        hide = disclosure.rows_to_hide(numbers, lines_among(keys))
        for key, row, hidden in zip(
            keys.to_numpy().tolist(), numbers.to_dict("records"), hide, strict=True
        ):
            n = row["part"] + row["other"]
            apart = not _follows(shown.get((*key, ALL_GROUPS), {}), spans[measure, *key])
            if hidden or apart or not n:
                made.append((*key, measure, *(np.nan,) * 3))
            else:
                values = np.round(lifetable.proportion(row["part"], n), 3)
                made.append((*key, measure, *values))
    return pd.DataFrame(made, columns=[*PLACE, "measure", "value", "low", "high"])
