"""What may be told of a register's table: rates, survival and quality beside its cells.

A rate, share or survival from which a hidden count could be worked out is hidden with it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from shifo import disclosure, lifetable, rates
from shifo.lifetable import Interval
from shifo.register import ALL_GROUPS, SEXES
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
        Where totals reckoned in two ways disagree.
    """
    whole = completed(table, name)
    ages = "0_14" if (whole["age_band"] == "0_14").any() else "0_19"
    cells = chosen(whole, ages)
    dropped = 0
    if len(cells) > MOST_CELLS and (cells["area"] != "").any():
        dropped = cells.loc[cells["area"] != "", "area"].nunique()
        whole, cells = whole[whole["area"] == ""], cells[cells["area"] == ""]
    cells = protected(cells)
    people = _people(table, population)
    quality = _quality(whole, ages)
    return Tables(
        cells=cells,
        incidence=_incidence(cells, people),
        survival=_without_lost(_survival(whole, ages), quality),
        quality=quality,
        ages=ages,
        years=tuple(sorted(set(table["year"].astype(int)))),
        dropped=dropped,
    )


# --- parts -------------------------------------------------------------------------------------


def _people(table: pd.DataFrame, population: Mapping[tuple[str, int, str], int]) -> People:
    """Person-years by (country, area, year, age band) of both sexes."""
    people = {(iso3, "", year, band): float(n) for (iso3, year, band), n in population.items()}
    told = table.dropna(subset=["population"])
    keys = ["country", "area", "year", "age_band"]
    wide = told.groupby([*keys, "sex"])["population"].first().unstack("sex").astype(float)
    wide = wide.reindex(columns=list(SEXES))
    both = wide["both"].fillna(wide["female"] + wide["male"]).dropna()
    people |= {key: float(n) for key, n in zip(both.index, both, strict=True) if n > 0}
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
    return people


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


def _survival(whole: pd.DataFrame, ages: str) -> pd.DataFrame:
    """Survival of all years together, by place and group: see `Tables`."""
    rows = whole[
        (whole["iccc3_subgroup"] == "") & (whole["sex"] == "both") & (whole["age_band"] == ages)
    ]
    keys = [*PLACE, "iccc3_group"]
    told = []
    counts = []
    for key, cohort in rows.groupby(keys):
        spans, found = _intervals(cohort)
        if spans:
            counts.append(found)
            told.append((key, spans))
    if not told:
        return pd.DataFrame(columns=SURVIVED)
    frame = pd.DataFrame([key for key, _spans in told], columns=keys)
    numbers = pd.DataFrame(counts)
    hide = disclosure.rows_to_hide(numbers, lines_among(frame))
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
        lost = rows["lost_to_follow_up"].astype(float).fillna(0.0)
        gone = (rows["new_cases"] - _last_alive(rows)).astype(float)
        share = (lost * left / gone).where(gone > 0, 0.0)
        entering = float(rows[before].sum())
        spans.append(Interval(entering, float((left - share).sum()), float(share.sum())))
        found |= {
            f"entered_{years}": entering,
            f"left_{years}": float(left.sum()),
            f"alive_{years}": float(rows[after].sum()),
        }
        before = after
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


def _quality(whole: pd.DataFrame, ages: str) -> pd.DataFrame:
    """Shares verified morphologically, unspecified and lost, of all years together, by place."""
    rows = whole[(whole["sex"] == "both") & (whole["age_band"] == ages)]
    main = rows[(rows["iccc3_group"] == ALL_GROUPS) & (rows["iccc3_subgroup"] == "")]
    parts = []
    for measure, column in (
        ("verified", "morphologically_verified"),
        ("lost", "lost_to_follow_up"),
    ):
        known = main.dropna(subset=[column])
        sums = known.groupby(PLACE)[["new_cases", column]].sum()
        parts.append(sums.rename(columns={column: "part"}).assign(measure=measure))
    letter = rows["iccc3_group"].map(UNSPECIFIED)
    vague = rows[rows["iccc3_subgroup"].eq(letter)].groupby([*PLACE, "year"])["new_cases"]
    told = vague.sum()[vague.count() == len(UNSPECIFIED)].rename("part")
    sums = main.set_index([*PLACE, "year"])[["new_cases"]].join(told, how="inner")
    parts.append(sums.groupby(PLACE).sum().assign(measure="unspecified"))
    frame = pd.concat(parts).reset_index()
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
            shown = (np.nan,) * 3 if hidden or not n else lifetable.proportion(row["part"], n)
            made.append((*key, measure, *shown))
    return pd.DataFrame(made, columns=[*PLACE, "measure", "value", "low", "high"])
