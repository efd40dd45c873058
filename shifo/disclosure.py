"""Small counts hidden so that no hidden one can be worked out from what is shown.

A table is a list of cells with the sums that hold among them. Whoever reads it is taken to know the
sums, every cell that is shown, that "<5" is 1 to 4 and that no other hidden cell is, and even the
order of size of those, by which they were chosen. A hidden cell is safe when a table of whole numbers
with another value there fits all of that: such tables are looked for and found, so safety is proven
and not assumed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

SMALL = 5
"""Counts from 1 to one less than this are not shown."""
NODES = 1000
"""Steps that a search for a table may take: what is not found by then counts as not there."""
TRIES = 8
"""Tables that are looked for with all doubtful cells pushed at once, before one by one."""

Sum = tuple[int, tuple[int, ...]]
"""A cell that is the sum of others: its index and theirs."""


def is_small(counts: np.ndarray) -> np.ndarray:
    """Which counts must not be shown."""
    return (counts > 0) & (counts < SMALL)


def protect(
    counts: np.ndarray,
    sums: Sequence[Sum],
    sensitive: np.ndarray | None = None,
    unseen: np.ndarray | None = None,
) -> tuple[np.ndarray, np.ndarray]:
    """Which cells must not be shown, and which of them may be told as "<5".

    Sensitive cells (the small ones unless said) are hidden, and others with them until none of
    them can be worked out. Where totals so small would give their parts away, "<5" is not told of
    them.

    Parameters
    ----------
    counts
        Whole numbers, one a cell, totals among them.
    sums
        All sums that hold among the cells.
    sensitive
        The cells that may not be worked out, if not the small ones; of these "<5" is never told.
    unseen
        Counts that are never shown and need not be safe themselves: they tie the cells together.

    Returns
    -------
    Two arrays of booleans, one a cell. In a table of which nothing can be shown all are hidden.
    """
    unseen = np.zeros(len(counts), bool) if unseen is None else unseen
    small = is_small(counts) & ~unseen
    told = small if sensitive is None else np.zeros(len(counts), bool)
    sensitive = small if sensitive is None else sensitive
    hide = sensitive | unseen
    totals = np.zeros(len(counts), bool)
    totals[[total for total, _parts in sums]] = True
    lines = _Lines(counts, sums, totals, unseen)
    _pair(lines, hide)
    while True:
        fixed = worked_out(counts, sums, hide, told, unseen)
        if not (fixed & sensitive).any():
            return hide, told
        before = hide.sum()
        _cover(lines, hide, fixed)
        _pair(lines, hide)
        if hide.sum() > before:
            continue
        if (told & totals).any():
            told = told & ~totals
        elif told.any():
            told = np.zeros_like(told)
        else:
            return np.ones_like(hide), told


def worked_out(
    counts: np.ndarray,
    sums: Sequence[Sum],
    hide: np.ndarray,
    told: np.ndarray,
    unseen: np.ndarray | None = None,
) -> np.ndarray:
    """Which hidden cells can have one value only, given all that is shown and told.

    Of the `unseen` it is not asked; see `protect`.
    """
    places = np.flatnonzero(hide)
    if not len(places):
        return np.zeros_like(hide)
    unseen = np.zeros(len(counts), bool) if unseen is None else unseen
    solve = _solver(counts, sums, places, told, unseen)
    truth = counts[places]
    doubtful = ~unseen[places]
    chance = np.random.default_rng(0)
    for _try in range(TRIES):
        push = chance.choice([-1.0, 1.0], len(places)) * doubtful
        doubtful &= solve(push) == truth
        if not doubtful.any():
            return np.zeros_like(hide)
    for one in np.flatnonzero(doubtful):
        for sign in (1.0, -1.0):
            if doubtful[one]:
                push = np.zeros(len(places))
                push[one] = sign
                doubtful &= solve(push) == truth
    fixed = np.zeros_like(hide)
    fixed[places[doubtful]] = True
    return fixed


def bounds(
    counts: np.ndarray, sums: Sequence[Sum], hide: np.ndarray, told: np.ndarray, cell: int
) -> tuple[int, int]:
    """The least and the most that a hidden cell can be, from all that is shown and told."""
    places = np.flatnonzero(hide)
    solve = _solver(counts, sums, places, told, np.zeros(len(counts), bool))
    push = (places == cell).astype(float)
    (place,) = np.flatnonzero(places == cell)
    return int(solve(push)[place]), int(solve(-push)[place])


def with_rest(lines: Sequence[Sum], counts: np.ndarray) -> tuple[list[Sum], np.ndarray]:
    """Sums of totals of which perhaps not all parts are cells, and what is left of such totals.

    What is left can be reckoned like a cell and is protected like one: it stands after the cells,
    in the order of its sums. A total below its parts, as that of areas which overlap, gives no sum.
    """
    sums: list[Sum] = []
    rest: list[int] = []
    for total, parts in lines:
        left = int(counts[total]) - int(counts[list(parts)].sum())
        if left == 0:
            sums.append((total, parts))
        elif left > 0:
            sums.append((total, (*parts, len(counts) + len(rest))))
            rest.append(left)
    return sums, np.array(rest, int)


def rows_to_hide(counts: pd.DataFrame, lines: Sequence[Sum]) -> np.ndarray:
    """Rows that must not be shown, where figures of each come from several counts.

    A row with any small count is hidden whole, and others with it until none of its counts can be
    worked out from the same count of other rows.

    Parameters
    ----------
    counts
        Whole numbers, a row a group; a missing count is none of the row's.
    lines
        Totals among the rows with their parts, by position; see `with_rest`.

    Returns
    -------
    Array of booleans, one a row.
    """
    whole = counts.fillna(0).to_numpy(int)
    sensitive: np.ndarray = np.any(is_small(whole), axis=1)
    while True:
        hide = sensitive.copy()
        for column in whole.T[whole.any(axis=0)]:
            sums, rest = with_rest(lines, column)
            wanted = np.concatenate([sensitive, is_small(rest)])
            more, _told = protect(np.concatenate([column, rest]), sums, wanted)
            hide |= more[: len(column)]
        if (hide == sensitive).all():
            return hide
        # A row hidden for one count is hidden for all: those must not be worked out either.
        sensitive = hide


# --- tables of two ways ------------------------------------------------------------------------


def with_totals(counts: np.ndarray) -> np.ndarray:
    """A table with the sums of its rows and columns and of all."""
    rows = np.column_stack([counts, counts.sum(axis=1)])
    return np.vstack([rows, rows.sum(axis=0)])


def table_sums(rows: int, columns: int) -> list[Sum]:
    """The sums of a table of so many rows and columns, each with its totals last, row by row."""
    place = np.arange(rows * columns).reshape(rows, columns)
    across = [(int(line[-1]), tuple(map(int, line[:-1]))) for line in place]
    down = [(int(line[-1]), tuple(map(int, line[:-1]))) for line in place.T]
    return [*across, *down]


def hidden(counts: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """`protect` for a table of two ways without its totals; the answers have them last."""
    whole = with_totals(counts)
    hide, told = protect(whole.ravel(), table_sums(*whole.shape))
    return hide.reshape(whole.shape), told.reshape(whole.shape)


# --- parts -------------------------------------------------------------------------------------


def _order(counts: np.ndarray) -> np.ndarray:
    """The order of size of counts: 0 from `SMALL` on, 1 from ten times that on, and so forth."""
    return np.floor(np.log10(np.maximum(counts, SMALL) / SMALL) + 1e-9).astype(int)


class _Lines:
    """The sums as lines of cells, and what it costs to hide a cell of them.

    Only the order of size is looked at, how many other lines need the cell as well, and then its
    place: the very smallest would tell by being hidden that it is no larger than the others. An
    empty cell gives little room to others; a total costs most.
    """

    def __init__(
        self, counts: np.ndarray, sums: Sequence[Sum], totals: np.ndarray, unseen: np.ndarray
    ) -> None:
        self.unseen = unseen
        self.lines = [np.array([total, *parts]) for total, parts in sums]
        self.of: dict[int, list[np.ndarray]] = {}
        for line in self.lines:
            for cell in line:
                self.of.setdefault(int(cell), []).append(line)
        self.price = _order(counts) + 1e6 * (counts == 0) + 1e4 * totals

    def cheapest(self, free: np.ndarray, hide: np.ndarray) -> int:
        """Which of the cells to hide."""
        busy = [sum(self.alone(line, hide) for line in self.of[int(cell)]) for cell in free]
        price = self.price[free] - 1.01 * np.array(busy)
        return int(free[np.flatnonzero(price == price.min())[-1]])

    def alone(self, line: np.ndarray, hide: np.ndarray) -> bool:
        """Whether one cell of a line is hidden that follows at once; an unseen one may."""
        hidden = line[hide[line]]
        return len(hidden) == 1 and not self.unseen[hidden[0]]


def _pair(lines: _Lines, hide: np.ndarray) -> None:
    """Hides a second cell in each sum with one: that one would follow from it at once."""
    changed = True
    while changed:
        changed = False
        for line in lines.lines:
            if lines.alone(line, hide):
                free = line[~hide[line]]
                if len(free):
                    hide[lines.cheapest(free, hide)] = changed = True


def _cover(lines: _Lines, hide: np.ndarray, fixed: np.ndarray) -> None:
    """Hides one more cell in each sum from which a hidden one follows."""
    given = [line for line in lines.lines if fixed[line].any()]
    closed = [line for line in given if not (hide[line] & ~fixed[line]).any()]
    for line in closed or given:
        # A cell hidden just now for another sum may serve this one as well.
        if closed and (hide[line] & ~fixed[line]).any():
            continue
        free = line[~hide[line]]
        if len(free):
            hide[lines.cheapest(free, hide)] = True


def _solver(
    counts: np.ndarray,
    sums: Sequence[Sum],
    places: np.ndarray,
    told: np.ndarray,
    unseen: np.ndarray,
) -> Callable[[np.ndarray], np.ndarray]:
    """A function from a goal to the hidden cells' values in the table that is best for it."""
    index = {int(place): i for i, place in enumerate(places)}
    entries: list[tuple[int, int, float]] = []
    right: list[float] = []
    for total, parts in sums:
        line = [(total, -1.0), *((part, 1.0) for part in parts)]
        unknown = [(index[cell], sign) for cell, sign in line if cell in index]
        if unknown:
            entries += [(len(right), i, sign) for i, sign in unknown]
            right.append(-sum(sign * counts[cell] for cell, sign in line if cell not in index))
    shape = (len(right), len(places))
    rows, columns, signs = (
        (list(part) for part in zip(*entries, strict=True)) if entries else ([],) * 3
    )
    matrix = csr_array((signs, (rows, columns)), shape=shape)
    limits = LinearConstraint(matrix, right, right) if entries else None
    # Far above anything that is: a hidden total has no other end.
    most = 2 * float(counts.max()) + 10
    truth = counts[places]
    least = np.where(told[places], 1.0, 0.0)
    last = np.where(told[places], SMALL - 1.0, most)
    kinds = np.ones(len(places))
    if told.any():
        # Where small counts are told as such, no other hidden cell is one.
        seen = ~unseen[places]
        large, empty = seen & (truth >= SMALL), seen & (truth == 0)
        first = SMALL * 10.0 ** _order(truth)
        least, last = np.where(large, first, least), np.where(large, 10 * first - 1, last)
        # Whole numbers from `SMALL` on, or 0: of scipy's kind 3.
        least, kinds = np.where(empty, float(SMALL), least), np.where(empty, 3.0, kinds)
    ends = Bounds(least, last)

    def solve(goal: np.ndarray) -> np.ndarray:
        made = milp(
            goal, constraints=limits, bounds=ends, integrality=kinds, options={"node_limit": NODES}
        )
        return np.rint(made.x).astype(int) if made.status == 0 else truth

    return solve
