"""Flags that several commands share."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path

from shifo import access
from shifo.vocabulary import BASES, COUNTRIES

FORMATS = ("table", "csv", "json")


def add_reach(command: argparse.ArgumentParser, *, matrix: bool = True) -> None:
    """What counts as reached, and in which scenario."""
    command.add_argument(
        "--for", dest="resource", choices=access.RESOURCES, default=access.RESOURCES[0]
    )
    limit = command.add_mutually_exclusive_group()
    limit.add_argument("--km", type=float, default=100.0, help="as the crow flies (default: 100)")
    limit.add_argument("--hours", type=float, help="by the formula in Methods, or from --times")
    command.add_argument("--cross-border", action="store_true", help="the nearest anywhere")
    command.add_argument(
        "--country", action="append", choices=COUNTRIES, help="may be repeated; default: all"
    )
    command.add_argument("--scenario", type=Path, metavar="FILE", help="CSV of changes")
    if matrix:
        command.add_argument(
            "--times", type=Path, metavar="FILE", help="CSV of hours: lat, lon, centre, hours"
        )


def add_drawing(command: argparse.ArgumentParser) -> None:
    """Language, file and day of what is drawn."""
    command.add_argument("--lang", default="en", help="language of the words (default: en)")
    command.add_argument(
        "-o", "--output", type=Path, metavar="FILE", help="default: named for its content"
    )
    add_day(command)


def add_evidence(command: argparse.ArgumentParser) -> None:
    """Day, basis and format of a table."""
    add_day(command)
    command.add_argument("--format", choices=FORMATS, default="table")


def add_day(command: argparse.ArgumentParser) -> None:
    """Day and basis."""
    command.add_argument(
        "--on", type=day, default=date.today(), metavar="DATE", help="YYYY-MM-DD; default: today"
    )
    command.add_argument("--basis", choices=BASES, default="reconciled")


def day(text: str) -> date:
    """A day up to today. Raises ArgumentTypeError for what is none."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"'{text}' is not a date as YYYY-MM-DD") from None
    if day > date.today():
        raise argparse.ArgumentTypeError(f"'{text}' lies in the future; nothing is observed yet")
    return day
