"""An invented register, to try the import with: no child and no country stands behind it."""

from __future__ import annotations

import numpy as np
import pandas as pd

from shifo.register_columns import COLUMNS, OPTIONAL, SUBGROUPS

COUNTRY = "XXX"
"""A code that ISO 3166 leaves to its users, so that it is no country's."""
YEARS = tuple(range(2014, 2020))
PEOPLE = {"0": 90_000, "1_4": 350_000, "5_9": 410_000, "10_14": 380_000, "15_19": 350_000}
_PER_MILLION = {
    # Invented, in the order of size that registers report: bands as in PEOPLE.
    "I": (38, 70, 38, 29, 28),
    "II": (5, 10, 14, 18, 38),
    "III": (30, 36, 32, 27, 22),
    "IV": (55, 18, 3, 1, 1),
    "V": (28, 10, 1, 0, 0),
    "VI": (18, 17, 5, 1, 1),
    "VII": (9, 4, 1, 1, 1),
    "VIII": (1, 1, 4, 10, 14),
    "IX": (14, 9, 7, 9, 14),
    "X": (14, 5, 2, 5, 18),
    "XI": (1, 1, 2, 6, 22),
    "XII": (2, 1, 1, 1, 2),
}
_ALIVE = (0.86, 0.74, 0.68)
"""Invented shares alive after one, three and five years."""


def table(seed: int = 2014) -> pd.DataFrame:
    """The invented register as a table of `COLUMNS` and `OPTIONAL`; the same seed gives the same."""
    chance = np.random.default_rng(seed)
    rows = []
    for year in YEARS:
        for group, told in _PER_MILLION.items():
            total = 0
            for (band, people), rate in zip(PEOPLE.items(), told, strict=True):
                for sex, share in (("female", 0.49), ("male", 0.51)):
                    here = round(people * share * (1 + 0.01 * (year - YEARS[0])))
                    cases = int(chance.poisson(rate * here / 1e6))
                    total += cases if band != "15_19" else 0
                    row = _followed(cases, chance)
                    rows.append((COUNTRY, "", year, sex, band, group, "", *row, here))
            letters = SUBGROUPS[group]
            if letters:
                # The last is of unspecified tumours, which are few.
                shares = np.array([*[0.94 / (len(letters) - 1)] * (len(letters) - 1), 0.06])
                for letter, cases in zip(letters, chance.multinomial(total, shares), strict=True):
                    blank = (pd.NA,) * 6
                    rows.append(
                        (
                            COUNTRY,
                            "",
                            year,
                            "both",
                            "0_14",
                            group,
                            letter,
                            int(cases),
                            *blank,
                            pd.NA,
                        )
                    )
    made = pd.DataFrame(rows, columns=[*COLUMNS, *OPTIONAL])
    counts = [*COLUMNS[7:], *OPTIONAL]
    made[counts] = made[counts].astype("Int64")
    return made


def _followed(cases: int, chance: np.random.Generator) -> tuple[int, ...]:
    """New cases, deaths, alive after 1, 3 and 5 years, lost, and verified."""
    alive, shares = [cases], np.array(_ALIVE) / np.array([1.0, *_ALIVE[:-1]])
    for share in shares:
        alive.append(int(chance.binomial(alive[-1], share)))
    lost = int(chance.binomial(cases - alive[-1], 0.12))
    return (cases, cases - alive[-1] - lost, *alive[1:], lost, int(chance.binomial(cases, 0.9)))
