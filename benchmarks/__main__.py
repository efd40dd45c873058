"""Prints one table: ours, the floor of the same run, their ratio and what is aimed at."""

from __future__ import annotations

from dataclasses import dataclass

from benchmarks import domain, pages


@dataclass(frozen=True)
class Row:
    """One measured thing. `target` is what is aimed at; `met` whether it was."""

    name: str
    unit: str
    ours: float
    floor: float
    target: str
    met: bool | None

    def line(self) -> str:
        """The row as a line of a Markdown table."""
        ratio = f"{self.ours / self.floor:.2f}" if self.floor > 0 else "–"
        verdict = {True: "met", False: "missed", None: ""}[self.met]
        cells = (
            f"{self.name}, {self.unit}",
            f"{self.ours:,.2f}",
            f"{self.floor:,.2f}",
            ratio,
            self.target,
            verdict,
        )
        return "| " + " | ".join(cells) + " |"


def main() -> None:
    """Measure everything and print the table."""
    our_import, our_load = domain.ours()
    floor_import, floor_load = domain.floor()
    shifo, floor = pages.ours(), pages.floor()
    kb, mb = 1e-3, 1e-6
    rows = [
        Row(
            "first drawn map, cold server",
            "s",
            shifo.first_map,
            floor.first_map,
            "at most 1.25 × the floor",
            shifo.first_map <= 1.25 * floor.first_map,
        ),
        Row(
            "filter change",
            "s",
            shifo.filter_change,
            floor.filter_change,
            "at most 1.5 × the floor",
            shifo.filter_change <= 1.5 * floor.filter_change,
        ),
        Row(
            "filter change on the websocket",
            "kB",
            shifo.filter_bytes * kb,
            floor.filter_bytes * kb,
            "under 60 kB",
            shifo.filter_bytes < 60_000,
        ),
        Row(
            "first visit on the wire", "kB", shifo.load_bytes * kb, floor.load_bytes * kb, "", None
        ),
        Row(
            "first visit on the websocket",
            "kB",
            shifo.load_socket_bytes * kb,
            floor.load_socket_bytes * kb,
            "",
            None,
        ),
        Row(
            "memory a further reader",
            "MB",
            shifo.session_bytes * mb,
            floor.session_bytes * mb,
            "",
            None,
        ),
        Row(
            "load of the data, cold, checked", "s", our_load, floor_load, "under 1 s", our_load < 1
        ),
        Row("imports before it", "s", our_import, floor_import, "", None),
    ]
    print("| measured | ours | floor | ratio | aimed at | |")
    print("|---|---|---|---|---|---|")
    for row in rows:
        print(row.line())


if __name__ == "__main__":
    main()
