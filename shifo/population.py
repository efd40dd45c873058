"""How many people live where, in one year.

Regional figures are of different years. Each is moved to the year asked for by the growth
of its country, then all regions of a country are scaled so that they sum to the national
figure exactly.
"""

from __future__ import annotations

import pandas as pd

REGIONAL_TOLERANCE = 0.03
"""Largest accepted distance of a country's moved regional figures from its total."""


def national(population: pd.DataFrame, year: int, age_band: str = "total") -> pd.DataFrame:
    """The preferred national figure of the year, or of the latest year before it.

    Parameters
    ----------
    population
        The table `population`.
    year
        Calendar year.
    age_band
        total, 0_14, 0_19 or 65_plus.

    Returns
    -------
    Frame indexed by iso3 with population (people) and population_year; countries without
    a figure at or before the year are absent.
    """
    rows = population[population["preferred"] & (population["age_band"] == age_band)]
    rows = rows[rows["year"] <= year].sort_values("year")
    latest = rows.groupby("iso3")[["population", "year"]].last()
    return latest.rename(columns={"year": "population_year"})


def regional(regions: pd.DataFrame, population: pd.DataFrame, year: int) -> pd.DataFrame:
    """People of every first-level region in one year.

    Returns
    -------
    Frame indexed by iso_3166_2 with iso3, population (people, not rounded: the regions of
    a country sum to its figure), population_year and share (of the country's people).
    """
    nations = national(population, year)
    moved = _moved(regions, population, year)
    share = moved / moved.groupby(regions["iso3"]).transform("sum")
    people = share * regions["iso3"].map(nations["population"]).astype(float)
    frame = regions[["iso_3166_2", "iso3"]].assign(
        population=people,
        population_year=regions["iso3"].map(nations["population_year"]),
        share=share,
    )
    return frame.set_index("iso_3166_2")


def regional_sum_ratio(regions: pd.DataFrame, population: pd.DataFrame, year: int) -> pd.Series:
    """Sum of the moved regional figures over the national figure, by iso3."""
    nations = national(population, year)["population"]
    moved = _moved(regions, population, year).groupby(regions["iso3"])
    # A region that cannot be moved must not be left out of the sum without a word.
    return moved.agg(lambda people: people.sum(skipna=False)) / nations


def _moved(regions: pd.DataFrame, population: pd.DataFrame, year: int) -> pd.Series:
    """Each regional figure times its country's growth from the figure's year to `year`."""
    target = national(population, year)["population"].astype(float)
    base = {own: national(population, own)["population"] for own in set(regions["population_year"])}
    growth = [
        target.get(iso3, float("nan")) / base[own].get(iso3, float("nan"))
        for iso3, own in zip(regions["iso3"], regions["population_year"], strict=True)
    ]
    return regions["population"].astype(float) * growth
