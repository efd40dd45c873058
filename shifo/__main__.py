"""The atlas as commands: ``python -m shifo validate | capacity | inventory | export | brief``.

Each prints or writes what the pages show, from the same functions. The last two draw: they alone
reach up to ``components``, and only when they are called.
"""

from __future__ import annotations

import argparse
import logging
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

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


def _export(options: argparse.Namespace) -> int:
    _outside_the_server()
    from components import exports, gallery, state, views

    if options.chart not in gallery.FIGURES:
        return _refused(f"'{options.chart}' is no chart; there are {', '.join(gallery.FIGURES)}")
    known = exports.formats(options.chart)
    if options.format not in known:
        return _refused(f"'{options.format}' is no format of it; there are {', '.join(known)}")
    pairs = [tuple(pair.partition("=")[::2]) for pair in options.set]
    names = (*state.GLOBAL, *gallery.FIGURES[options.chart].reads)
    try:
        view = views.read([*_asked(options), *pairs], known=names)
    except views.BadParameterError as error:
        return _refused(str(error))
    made = exports.make(options.chart, view, options.format, full=options.full)
    usual = exports.file_name(gallery.draw(options.chart, view), options.format, full=options.full)
    return _write(made, options.output or Path(usual))


def _brief(options: argparse.Namespace) -> int:
    _outside_the_server()
    from components import brief, views

    kinds = {".pdf": brief.pdf, ".pptx": brief.pptx}
    try:
        view = views.read(_asked(options))
    except views.BadParameterError as error:
        return _refused(str(error))
    path = options.output or Path(f"{brief.of(options.country, view).file_name}.pdf")
    if path.suffix not in kinds:
        return _refused(f"'{path.name}' ends in neither {' nor '.join(kinds)}")
    return _write(kinds[path.suffix](options.country, view), path)


def _outside_the_server() -> None:
    """Streamlit's caches serve here as well, and would remark on it once for each of them."""
    logging.disable(logging.WARNING)


def _asked(options: argparse.Namespace) -> list[tuple[str, str]]:
    return [("on", options.on.isoformat()), ("basis", options.basis), ("lang", options.lang)]


def _write(made: bytes, path: Path) -> int:
    try:
        path.write_bytes(made)
    except OSError as error:
        return _refused(f"{path}: {error.strerror}")
    print(path)
    return 0


def _refused(why: str) -> int:
    print(why, file=sys.stderr)
    return 2


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

    command = commands.add_parser("export", help="a chart or the map as a file")
    command.add_argument("chart", metavar="CHART", help="as in the addresses of the API")
    command.add_argument(
        "--format", default="png", help="png, svg, pdf, csv, xlsx, … (a wrong one lists all)"
    )
    command.add_argument("--full", action="store_true", help="all data, not only what is shown")
    command.add_argument(
        "--set",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="a parameter of the page; may be repeated",
    )
    _add_drawing(command)
    command.set_defaults(run=_export)

    command = commands.add_parser(
        "brief", help="a country on one A4 page (.pdf) or two slides (.pptx)"
    )
    command.add_argument("country", metavar="COUNTRY", choices=COUNTRIES, help=", ".join(COUNTRIES))
    _add_drawing(command)
    command.set_defaults(run=_brief)
    return parser


def _add_drawing(command: argparse.ArgumentParser) -> None:
    command.add_argument("--lang", default="en", help="language of the words (default: en)")
    command.add_argument(
        "-o", "--output", type=Path, metavar="FILE", help="default: named for its content"
    )
    _add_day(command)


def _add_evidence(command: argparse.ArgumentParser) -> None:
    _add_day(command)
    command.add_argument("--format", choices=FORMATS, default="table")


def _add_day(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--on", type=_day, default=date.today(), metavar="DATE", help="YYYY-MM-DD; default: today"
    )
    command.add_argument("--basis", choices=BASES, default="reconciled")


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
