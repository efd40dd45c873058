"""A fault in the data, said so that its author can mend it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


def N_(message: str) -> str:  # noqa: N802 (gettext's own name for it)
    """Marks a message that is translated where it is shown."""
    return message


@dataclass(frozen=True, order=True)
class Fault:
    """One thing wrong with one cell, row or file.

    `row` is the line a spreadsheet shows (the header is row 1); 0 stands for the whole
    file. `wrong` quotes what was found and says what was expected; where it has `values`, it is a
    template with their names, so that it can be said in other languages.
    """

    file: str
    row: int
    column: str
    wrong: str
    values: Mapping[str, object] = field(default_factory=dict, compare=False)

    def __str__(self) -> str:
        place = [self.file]
        place += [f"row {self.row}"] if self.row else []
        place += [f"column {self.column}"] if self.column else []
        wrong = self.wrong.format(**self.values) if self.values else self.wrong
        return f"{', '.join(place)}: {wrong}"


class DataError(Exception):
    """The data break their own rules. `faults` holds all of them, in file order."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = sorted(faults)
        super().__init__("\n".join(map(str, self.faults)))
