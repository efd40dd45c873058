"""Small counts hidden: whoever tries to work them out from what is shown must fail."""

from __future__ import annotations

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from scipy.optimize import LinearConstraint, milp

from shifo import disclosure, register_columns, register_tables

tables = arrays.arrays(
    np.int64,
    st.tuples(st.integers(1, 5), st.integers(1, 4)),
    elements=st.one_of(st.integers(0, 8), st.integers(0, 60)),
)


@settings(max_examples=150)
@given(tables)
def test_no_hidden_count_can_be_worked_out(counts: np.ndarray) -> None:
    whole = disclosure.with_totals(counts)
    hide, told = disclosure.hidden(counts)
    small = (whole > 0) & (whole < disclosure.SMALL)
    assert (hide | ~small).all()
    assert (small | ~told).all()
    for row, column in np.argwhere(small):
        # An attacker with all that is shown and told is left with two values at least …
        cell = int(row) * whole.shape[1] + int(column)
        sums = disclosure.table_sums(*whole.shape)
        least, most = disclosure.bounds(whole.ravel(), sums, hide.ravel(), told.ravel(), cell)
        assert least < most
        assert least <= whole[row, column] <= most
        # … and another table that looks the same has another count there.
        assert other_table(whole, hide, told, (int(row), int(column)))


def other_table(
    whole: np.ndarray, hide: np.ndarray, told: np.ndarray, cell: tuple[int, int]
) -> bool:
    """Whether whole numbers other than the true one fit: a search of its own, in integers."""
    rows, columns = (side - 1 for side in whole.shape)
    n = rows * columns

    def part(i: int, j: int) -> np.ndarray:
        inside = np.zeros((rows, columns))
        inside[i if i < rows else slice(None), j if j < columns else slice(None)] = 1
        return inside.ravel()

    limits = []
    for i in range(rows + 1):
        for j in range(columns + 1):
            low, high = whole[i, j], whole[i, j]
            if hide[i, j]:
                low, high = (1, disclosure.SMALL - 1) if told[i, j] else (0, np.inf)
                # Where small counts are told as such, whoever reads • knows that it is none.
                if told.any() and whole[i, j] >= disclosure.SMALL:
                    low = disclosure.SMALL
            limits.append(LinearConstraint(part(i, j), low, high))
    true = whole[cell]
    for low, high in ((0, true - 1), (true + 1, np.inf)):
        if high < low:
            continue
        solved = milp(
            np.zeros(n),
            constraints=[*limits, LinearConstraint(part(*cell), low, high)],
            integrality=np.ones(n),
        )
        if solved.status == 0:
            return True
    return False


def test_nothing_is_hidden_without_need() -> None:
    assert not disclosure.hidden(np.array([[10, 20], [0, 30]]))[0].any()


def test_a_lone_small_count_takes_others_with_it() -> None:
    counts = np.array([[3, 20, 30], [10, 20, 30], [40, 50, 60]])
    hide, told = disclosure.hidden(counts)
    assert told.sum() == 1
    assert hide[0, 0]
    assert hide.sum() == 4
    assert not hide[-1].any()


cubes = arrays.arrays(
    np.int64,
    st.tuples(st.integers(2, 3), st.integers(2, 3), st.integers(2, 3)),
    elements=st.one_of(st.integers(0, 8), st.integers(0, 40)),
)


@settings(max_examples=40, deadline=None)
@given(cubes)
def test_linked_tables_do_not_give_one_another_away(cube: np.ndarray) -> None:
    """A register's published cells: a group's cases by year, by age and by sex share their totals."""
    table = register_table(cube)
    cells = register_tables.protected(register_tables.chosen(table, "0_14"), table)
    true = register_tables.chosen(table, "0_14")["new_cases"].to_numpy(int)
    small = disclosure.is_small(true)
    assert cells.loc[small, "cases"].isna().all()
    assert not cells.loc[small, "shown"].isin(["0", "1", "2", "3", "4"]).any()
    for at in np.flatnonzero(small):
        assert another_register(cube, cells, int(at), true)


def register_table(cube: np.ndarray) -> pd.DataFrame:
    """Cases by year, group and age as a register's completed table, with all totals."""
    years, groups, ages = cube.shape
    rows = [
        ("KAZ", "", 2015 + y, "both", band, group, "", int(n))
        for y in range(years)
        for group, part in (
            *((name, cube[y, g]) for g, name in enumerate(("I", "II", "III")[:groups])),
            ("all", cube[y].sum(axis=0)),
        )
        for band, n in (
            *zip(("1_4", "5_9", "10_14")[:ages], part, strict=True),
            ("0_14", part.sum()),
        )
    ]
    return pd.DataFrame(rows, columns=[*register_columns.KEY, "new_cases"])


def another_register(cube: np.ndarray, cells: pd.DataFrame, at: int, every: np.ndarray) -> bool:
    """Whether some register of whole numbers shows the same cells and has another count at one.

    A search of its own, from the finest counts up: it knows that • is no small count where those
    are told, and nothing else of how cells were hidden.
    """
    true = int(every[at])
    told = (cells["shown"] == "<5").any()
    _years, groups, ages = cube.shape
    codes = ("I", "II", "III")[:groups], ("1_4", "5_9", "10_14")[:ages]

    def picked(cell: pd.Series) -> np.ndarray:
        inside = np.zeros(cube.shape)
        year = slice(None) if cell["year"] == 0 else int(cell["year"]) - 2015
        group = slice(None) if cell["iccc3_group"] == "all" else codes[0].index(cell["iccc3_group"])
        age = slice(None) if cell["age_band"] == "0_14" else codes[1].index(cell["age_band"])
        inside[year, group, age] = 1
        return inside.ravel()

    limits = []
    for i, cell in cells.iterrows():
        low, high = (1, 4) if cell["shown"] == "<5" else (0, np.inf)
        if cell["shown"] == "•" and told and every[i] >= disclosure.SMALL:
            low = disclosure.SMALL
        if pd.notna(cell["cases"]):
            low = high = int(cell["cases"])
        limits.append(LinearConstraint(picked(cell), low, high))
    for low, high in ((0, true - 1), (true + 1, np.inf)):
        wanted = LinearConstraint(picked(cells.iloc[at]), low, high)
        n = cube.size
        if milp(np.zeros(n), constraints=[*limits, wanted], integrality=np.ones(n)).status == 0:
            return True
    return False


def test_what_is_left_of_a_total_is_protected_like_a_cell() -> None:
    # 20 in all, 18 in the two groups that stand: who subtracts must not learn of 2.
    lines = [(0, (1, 2))]
    sums, rest = disclosure.with_rest(lines, np.array([20, 10, 8]))
    assert rest.tolist() == [2]
    hide, _told = disclosure.protect(np.array([20, 10, 8, 2]), sums)
    assert hide[:3].any()


def test_areas_that_overlap_give_no_sum() -> None:
    assert disclosure.with_rest([(0, (1, 2))], np.array([20, 15, 15]))[0] == []


@settings(max_examples=60, deadline=None)
@given(
    arrays.arrays(np.int64, st.tuples(st.integers(2, 5), st.just(2)), elements=st.integers(0, 30))
)
def test_a_row_hidden_whole_cannot_be_subtracted_from_its_total(parts: np.ndarray) -> None:
    whole = np.vstack([parts.sum(axis=0), parts])
    lines = [(0, tuple(range(1, len(whole))))]
    hide = disclosure.rows_to_hide(pd.DataFrame(whole), lines)
    assert hide[disclosure.is_small(whole).any(axis=1)].all()
    # One hidden row alone could be had by subtraction.
    assert hide.sum() != 1


def test_a_hidden_count_is_not_betrayed_by_having_been_the_cheapest_to_hide() -> None:
    """53 in all, 5 and 40 shown: were • the smallest of the rest and no small count, it were 5."""
    counts = np.array([[3, 5, 5, 40]])
    hide, told = disclosure.hidden(counts)
    whole = disclosure.with_totals(counts)[0]
    assert disclosure.is_small(whole).sum() == told[0].sum() == 1
    least, most = disclosure.bounds(whole, [(4, (0, 1, 2, 3))], hide[0], told[0], 0)
    assert least < most


def test_what_cannot_be_small_narrows_what_a_small_count_can_be() -> None:
    # 6 in all: one "<5" and one •. Were • 2 to 4 it would be told as "<5": the first must be 1.
    rows = [("KAZ", "", y, "both", "0_14", "all", "", n) for y, n in ((2019, 1), (2020, 5))]
    table = pd.DataFrame(rows, columns=[*register_columns.KEY, "new_cases"])
    cells = register_tables.protected(register_tables.chosen(table, "0_14"))
    year = cells["year"].to_numpy()
    assert cells.loc[year == 2019, "shown"].tolist() == ["<5"] or not (cells["shown"] == "<5").any()
    assert cells.loc[year == 0, "cases"].isna().all()


def test_ages_left_out_between_two_totals_are_protected() -> None:
    # 10-14 does not stand, and follows from 0-19 and the others: 3.
    told = {"0": 10, "1_4": 27, "5_9": 20, "15_19": 40, "0_19": 100}
    rows = [("KAZ", "", 2020, "both", band, "all", "", n) for band, n in told.items()]
    table = pd.DataFrame(rows, columns=[*register_columns.KEY, "new_cases"])
    cells = register_tables.protected(register_tables.chosen(table, "0_19"))
    assert cells["cases"].isna().sum() >= 1
