"""The atlas as commands: ``python -m shifo COMMAND``, one for each thing that the pages tell.

Each prints or writes what the pages show, from the same functions. ``export`` and ``brief`` draw: they alone
reach up to ``components``, and only when they are called.
"""

from __future__ import annotations

import argparse
import json
import logging
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from shifo import (
    access,
    allocation,
    catalogue,
    children,
    cooperation,
    demand,
    flags,
    outage,
    projects,
    register,
    register_tables,
    scenario,
    siting,
)
from shifo.capacity import capacity
from shifo.faults import DataError
from shifo.inventory import inventory
from shifo.times import read as read_times
from shifo.vocabulary import COUNTRIES

DECIMALS = 4


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit status."""
    options = _parser().parse_args(arguments)
    try:
        return options.run(options)
    except DataError as error:
        print(error, file=sys.stderr)
        return 1
    except ValueError as error:
        return _refused(str(error))
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
    rows = capacity(
        facts,
        options.on,
        options.basis,
        by=options.by,
        countries=countries,
        scenario=_given(options, facts),
    )
    _print(rows, options)
    return 0


def _inventory(options: argparse.Namespace) -> int:
    _print(inventory(catalogue.load(), options.on, options.basis), options)
    return 0


def _demand(options: argparse.Namespace) -> int:
    points = demand.demand(catalogue.load(), options.on)
    # Not rounded: the points of a region sum to its population.
    columns = ["lat", "lon", "region", "iso3", "people", "children_0_14"]
    _print(points[columns], options, decimals=None)
    return 0


def _coverage(options: argparse.Namespace) -> int:
    points, at, rule, times = _reach(options)
    cost = access.nearest(points, at, rule, times)["cost"]
    rows = access.coverage(points, cost, rule.limit, options.country or COUNTRIES)
    _print(rows, options)
    return 0


def _outage(options: argparse.Namespace) -> int:
    points, at, rule, times = _reach(options)
    rows = outage.outage(points, at, rule, times)
    rows = rows[rows["iso3"].isin(options.country or COUNTRIES)]
    _print(rows.rename(columns={"mean_added": f"mean_added_{rule.unit}"}), options)
    return 0


def _site(options: argparse.Namespace) -> int:
    points, at, rule, _times = _reach(options)
    facts = catalogue.load()
    need = allocation.courses_needed(facts, points)
    chosen = points["iso3"].isin(options.country or COUNTRIES).to_numpy()
    points, need = points[chosen].reset_index(drop=True), need[chosen]
    least = None if options.existing else options.least
    places = siting.candidates(points, facts["centres"], at, least=least)
    request = siting.Request(
        options.k,
        rule,
        options.model,
        fixed=frozenset(options.fix),
        forbidden=frozenset(options.forbid),
        seconds=options.seconds,
    )
    solution = siting.site(points, at, places, request, need)
    columns = ["key", "name", "lat", "lon", "region", "machines"]
    told = {
        "sites": solution.sites[columns].to_dict("records"),
        **{
            name: getattr(solution, name)
            for name in (
                *("covered_before", "covered_after", "objective", "bound"),
                *("optimal", "gap", "seconds", "greedy", "model"),
            )
        },
    }
    print(json.dumps(told, ensure_ascii=False, indent=1))
    return 0


def _children(options: argparse.Namespace) -> int:
    facts = catalogue.load()
    tables = {
        "expected": lambda: children.expected(facts, options.on.year),
        "regions": lambda: children.regional(facts, options.on.year),
        "registered": lambda: children.registered(facts),
        "units": lambda: children.units(facts, options.on.year),
        "survival": lambda: children.survival(facts),
        "comparison": lambda: children.comparison(facts),
        "known": lambda: children.known(facts),
        "reach": lambda: children.reach(
            demand.demand(facts, options.on),
            access.sites(facts, options.on, options.basis, "paediatric"),
            access.sites(facts, options.on, options.basis),
            [
                *(access.Rule(km) for km in (100, 200, 400)),
                *(access.Rule(hours, "hours") for hours in (2, 4, 8)),
            ],
        ),
    }
    _print(tables[options.table](), options)
    return 0


def _projects(options: argparse.Namespace) -> int:
    rows = projects.projects(catalogue.load(), options.on)
    _print(rows[rows["iso3"].isin(options.country or COUNTRIES)], options)
    return 0


def _cooperation(options: argparse.Namespace) -> int:
    facts = catalogue.load()
    known = cooperation.agreements(facts, options.on)
    rows = cooperation.passing(known, countries=options.country or ())
    happened = cooperation.happened(
        cooperation.events(facts, options.on), countries=options.country or ()
    )
    tables = {
        "agreements": lambda: rows.assign(
            countries=[";".join(sorted(one)) for one in rows["countries"]]
        ),
        "partners": lambda: _joined(cooperation.ranking(rows), "countries"),
        "matrix": lambda: cooperation.matrix(rows).reset_index(),
        "events": lambda: _joined(happened, "institutions"),
        "congresses": lambda: cooperation.congresses(facts, options.on),
    }
    _print(tables[options.table](), options)
    return 0


def _joined(rows: pd.DataFrame, column: str) -> pd.DataFrame:
    return rows.assign(**{column: [";".join(cell) for cell in rows[column]]})


def _register(options: argparse.Namespace) -> int:
    table = register.read(options.file)
    register_tables.completed(table, options.file.name)
    print(
        f"{options.file.name}: {len(table)} rows, {int(table['new_cases'].sum())} new cases: no fault found"
    )
    return 0


def _reach(
    options: argparse.Namespace,
) -> tuple[pd.DataFrame, pd.DataFrame, access.Rule, pd.DataFrame | None]:
    """People, sites, what counts as reached, and the routing matrix if there is one."""
    facts = catalogue.load()
    given = _given(options, facts)
    points = demand.demand(facts, options.on)
    at = access.sites(facts, options.on, options.basis, options.resource, given)
    hours = getattr(options, "hours", None)
    limit, unit = (options.km, "km") if hours is None else (hours, "hours")
    rule = access.Rule(limit, unit, options.cross_border)
    times = None
    if getattr(options, "times", None):
        if unit != "hours":
            raise ValueError("--times gives hours: say a limit with --hours")
        times = read_times(options.times, points, at)
    return points, at, rule, times


def _given(options: argparse.Namespace, facts: catalogue.Catalogue) -> scenario.Scenario:
    if not options.scenario:
        return scenario.Scenario()
    return scenario.load(options.scenario, set(facts["centres"]["key"]))


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


def _print(
    frame: pd.DataFrame, options: argparse.Namespace, decimals: int | None = DECIMALS
) -> None:
    frame = frame if decimals is None else frame.round(decimals)
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
    command.add_argument("--scenario", type=Path, metavar="FILE", help="CSV of changes")
    flags.add_evidence(command)
    command.set_defaults(run=_capacity)

    command = commands.add_parser("inventory", help="one line a centre and class of machine")
    flags.add_evidence(command)
    command.set_defaults(run=_inventory)

    command = commands.add_parser("demand", help="people and children at points")
    flags.add_evidence(command)
    command.set_defaults(run=_demand)

    command = commands.add_parser("coverage", help="share of people within a distance or time")
    flags.add_reach(command)
    flags.add_evidence(command)
    command.set_defaults(run=_coverage)

    command = commands.add_parser("outage", help="what is lost when a centre stops, each alone")
    flags.add_reach(command)
    flags.add_evidence(command)
    command.set_defaults(run=_outage)

    command = commands.add_parser("site", help="the best places for the next machines, as JSON")
    command.add_argument("--k", type=int, required=True, help="new sites (capacitated: machines)")
    command.add_argument("--model", choices=siting.MODELS, default="mclp")
    command.add_argument(
        "--least", type=int, default=20_000, help="people of a settlement that is a candidate"
    )
    command.add_argument(
        "--existing", action="store_true", help="centres without a machine instead of settlements"
    )
    command.add_argument("--fix", action="append", default=[], metavar="KEY", help="in the answer")
    command.add_argument("--forbid", action="append", default=[], metavar="KEY", help="not in it")
    command.add_argument("--seconds", type=float, default=siting.SECONDS, help="time to solve")
    flags.add_reach(command, matrix=False)
    flags.add_day(command)
    command.set_defaults(run=_site)

    command = commands.add_parser("children", help="children with cancer")
    command.add_argument(
        "table",
        nargs="?",
        choices=(
            *("expected", "regions", "registered", "units", "reach", "survival", "known"),
            "comparison",
        ),
        default="expected",
    )
    flags.add_evidence(command)
    command.set_defaults(run=_children)

    command = commands.add_parser("projects", help="what was promised against what was delivered")
    command.add_argument(
        "--country", action="append", choices=COUNTRIES, help="may be repeated; default: all"
    )
    flags.add_evidence(command)
    command.set_defaults(run=_projects)
    command = commands.add_parser("cooperation", help="agreements, partners, events, congresses")
    command.add_argument(
        "table",
        nargs="?",
        choices=("agreements", "partners", "matrix", "events", "congresses"),
        default="partners",
    )
    command.add_argument("--country", action="append", choices=COUNTRIES, help="may be repeated")
    flags.add_evidence(command)
    command.set_defaults(run=_cooperation)

    _add_files(commands)
    return parser


def _add_files(commands: Any) -> None:
    command = commands.add_parser("register", help="check an aggregated table of a cancer register")
    command.add_argument("action", choices=("validate",))
    command.add_argument(
        "file", type=Path, metavar="FILE", help="CSV or XLSX: see docs/en/methods.md"
    )
    command.set_defaults(run=_register)

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
    flags.add_drawing(command)
    command.set_defaults(run=_export)

    command = commands.add_parser(
        "brief", help="a country on one A4 page (.pdf) or two slides (.pptx)"
    )
    command.add_argument("country", metavar="COUNTRY", choices=COUNTRIES, help=", ".join(COUNTRIES))
    flags.add_drawing(command)
    command.set_defaults(run=_brief)


if __name__ == "__main__":
    sys.exit(main())
