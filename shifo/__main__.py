"""The atlas as commands: ``python -m shifo validate | capacity | inventory``.

Each prints what the pages show, from the same functions.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from datetime import date

import pandas as pd

from shifo import catalogue
from shifo.capacity import capacity
from shifo.faults import DataError
from shifo.inventory import inventory
from shifo.vocabulary import BASES, COUNTRIES

FORMATS = ("table", "csv", "json")
DECIMALS = 4


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit status."""
    options = _parser().parse_args(arguments)
    try:
        return options.run(options)
    except DataError as error:
        print(error, file=sys.stderr)
        return 1
    except BrokenPipeError:
        # The reader (head, less) has seen enough. Python would complain at its exit.
        sys.stderr.close()
        return 0


def _validate(options: argparse.Namespace) -> int:
    try:
        facts = catalogue.load(options.folder)
    except DataError as error:
        print(error)
        return 1
    rows = sum(len(frame) for frame in facts.values())
    print(f"{len(facts)} tables, {rows} rows: no fault found")
    return 0


def _capacity(options: argparse.Namespace) -> int:
    facts = catalogue.load()
    countries = options.country or COUNTRIES
    _print(capacity(facts, options.on, options.basis, by=options.by, countries=countries), options)
    return 0


def _inventory(options: argparse.Namespace) -> int:
    _print(inventory(catalogue.load(), options.on, options.basis), options)
    return 0


def _print(frame: pd.DataFrame, options: argparse.Namespace) -> None:
    frame = frame.round(DECIMALS)
    if options.format == "csv":
        print(frame.to_csv(index=False, lineterminator="\n"), end="")
    elif options.format == "json":
        print(frame.to_json(orient="records", force_ascii=False, indent=1))
    elif frame.empty:
        print(f"nothing is recorded at or before {options.on}")
    else:
        print(frame.to_string(index=False, na_rep="–", float_format=lambda x: f"{x:,.2f}"))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m shifo", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    command = commands.add_parser("validate", help="check a data folder, one line a fault")
    command.add_argument("folder", nargs="?", help="default: the project's own data")
    command.set_defaults(run=_validate)

    command = commands.add_parser("capacity", help="machines against people, cases and need")
    command.add_argument(
        "--country", action="append", choices=COUNTRIES, help="may be repeated; default: all"
    )
    command.add_argument("--by", choices=("country", "region"), default="country")
    _add_evidence(command)
    command.set_defaults(run=_capacity)

    command = commands.add_parser("inventory", help="one line a centre and class of machine")
    _add_evidence(command)
    command.set_defaults(run=_inventory)
    return parser


def _add_evidence(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--on", type=_day, default=date.today(), metavar="DATE", help="YYYY-MM-DD; default: today"
    )
    command.add_argument("--basis", choices=BASES, default="reconciled")
    command.add_argument("--format", choices=FORMATS, default="table")


def _day(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"'{text}' is not a date as YYYY-MM-DD") from None
    if day > date.today():
        raise argparse.ArgumentTypeError(f"'{text}' lies in the future; nothing is observed yet")
    return day


if __name__ == "__main__":
    sys.exit(main())
