"""Small counts hidden: whoever tries to work them out from what is shown must fail."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from scipy.optimize import LinearConstraint, milp

from shifo import disclosure

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
