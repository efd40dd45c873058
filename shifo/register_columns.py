"""What a register's table holds: its columns, their codes, and what is the sum of what."""

from __future__ import annotations

from babel.core import get_global

COLUMNS = (
    *("country", "area", "year", "sex", "age_band", "iccc3_group", "iccc3_subgroup"),
    *("new_cases", "deaths", "alive_1y", "alive_3y", "alive_5y", "lost_to_follow_up"),
)
OPTIONAL = ("morphologically_verified", "population")
"""Columns that a table need not have: cases verified by morphology; people of the row's sex and age."""
COUNTS = (*COLUMNS[7:], OPTIONAL[0])
KEY = list(COLUMNS[:7])
NEEDED = ("country", "year", "sex", "age_band", "iccc3_group", "new_cases")
SEXES = ("female", "male", "both")
AGE_BANDS = ("0", "1_4", "5_9", "10_14", "15_19", "0_14", "0_19")
SUBGROUPS = {
    "I": "abcde",
    "II": "abcde",
    "III": "abcdef",
    "IV": "ab",
    "V": "",
    "VI": "abc",
    "VII": "abc",
    "VIII": "abcde",
    "IX": "abcde",
    "X": "abcde",
    "XI": "abcdef",
    "XII": "ab",
}
"""Main groups of ICCC-3 and the letters of their subgroups."""
ALL_GROUPS = "all"
TOTALS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("sex", "both", ("female", "male")),
    ("age_band", "0_14", ("0", "1_4", "5_9", "10_14")),
    ("age_band", "0_19", ("0_14", "15_19")),
    ("iccc3_group", ALL_GROUPS, tuple(SUBGROUPS)),
)
"""What is the sum of what: the column, the total's word and those of its parts."""
EARLIEST = 1950
LONGEST_AREA = 80
COUNTRIES = (frozenset(get_global("territory_aliases")) - {"ZZZ"}) | {"XXX"}
"""Codes of ISO 3166-1, and one that it leaves to its users."""
AGES_WITHOUT_YOUNG = ("age_band", "0_19", ("0", "1_4", "5_9", "10_14", "15_19"))
