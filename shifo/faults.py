"""A fault in the data, said so that its author can mend it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Fault:
    """One thing wrong with one cell, row or file.

    `row` is the line a spreadsheet shows (the header is row 1); 0 stands for the whole
    file. `wrong` quotes what was found and says what was expected.
    """

    file: str
    row: int
    column: str
    wrong: str

    def __str__(self) -> str:
        place = [self.file]
        place += [f"row {self.row}"] if self.row else []
        place += [f"column {self.column}"] if self.column else []
        return f"{', '.join(place)}: {self.wrong}"


class DataError(Exception):
    """The data break their own rules. `faults` holds all of them, in file order."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = sorted(faults)
        super().__init__("\n".join(map(str, self.faults)))
