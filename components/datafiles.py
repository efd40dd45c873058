"""The data of a figure as files: tables with what one must know of them, and geography."""

from __future__ import annotations

import io
import json
import tempfile
import zipfile
from pathlib import Path
from typing import Any

import pandas as pd
import xlsxwriter

from components import citation, downloads, facts, records, references, words
from components.figure import Figure
from components.language import _

WIDEST = 60
"""Characters of a spreadsheet's column at most."""


def sources(figure: Figure) -> pd.DataFrame:
    """The sources of a figure with their terms."""
    rows = references.sources(";".join(figure.sources))
    columns = ["key", "title", "publisher", "published", "accessed", "url", "terms"]
    return rows[columns].rename(columns=lambda name: words.said(records.FIELDS, name))


def table(figure: Figure, *, full: bool) -> pd.DataFrame:
    """What is drawn, or all that the figure can show."""
    return figure.data if full else figure.shown


def readme(figure: Figure, *, full: bool) -> str:
    """What goes with the data: what they are, filters, units, sources, terms, citations."""
    if figure.owner:
        return _of_import(figure)
    catalogue = facts.catalogue()
    terms = references.strictest(figure.sources)
    what = (
        _("Full data: everything the figure can show, whatever is filtered.")
        if full
        else _("Data as displayed: what the figure shows in this view.")
    )
    cited = references.sources(";".join(figure.sources)).to_dict("records")
    parts = [
        (f"# {figure.drawing.title}", figure.drawing.subtitle),
        ("", what),
        (_("Filters in force"), figure.filters or _("none")),
        (_("Parameters"), figure.parameters or _("none")),
        (
            _("What you should know"),
            "\n".join(
                f"- {line}"
                for line in (
                    _("An empty cell means unknown, which is not zero."),
                    _("Basis of the counts: {basis}.").format(
                        basis=words.basis_sentence(figure.view.basis)
                    ),
                    _("A directory does not say whether a machine works."),
                    _("Units: people, cases a year, machines, degrees (WGS 84), percent."),
                    _("Columns are described in the data dictionary of the project."),
                )
            ),
        ),
        (
            _("Terms"),
            _("CC BY 4.0 for our own work. Strictest terms among the sources: {terms}.").format(
                terms=words.said(words.TERMS, terms)
            ),
        ),
        (
            _("How to cite"),
            "\n".join(
                f"- {form}: {told}"
                for form, told in (
                    (_("Short"), citation.short(figure)),
                    (_("Long"), citation.text(figure)),
                )
            ),
        ),
        (
            _("Sources"),
            "\n".join(
                f"- {row['title']}"
                + "".join(
                    f". {row[field]}"
                    for field in ("publisher", "published", "url")
                    if _has(row, field)
                )
                + f" ({words.said(words.TERMS, row['terms'])})"
                for row in cited
            )
            or _("the dates of the records themselves"),
        ),
        (
            _("Version"),
            "\n".join(
                (
                    catalogue.version,
                    catalogue.released.isoformat(),
                    catalogue.fingerprint,
                    figure.link,
                )
            ),
        ),
    ]
    written = [
        f"{head}\n\n{body}" if head.startswith("# ") else f"## {head}\n\n{body}" if head else body
        for head, body in parts
    ]
    return "\n\n".join(written) + "\n"


def _of_import(figure: Figure) -> str:
    """The same for data that a reader imported: their terms are their owner's."""
    drawing = figure.drawing
    parts = [
        f"# {drawing.title}",
        drawing.subtitle,
        drawing.sources,
        figure.parameters,
        f"## {_('Terms')}",
        citation.owned(figure),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def csv_zip(figure: Figure, *, full: bool) -> bytes:
    """The table as CSV for spreadsheets, with its README and its sources."""
    return _zipped(
        {
            "data.csv": downloads.csv(table(figure, full=full)),
            "sources.csv": downloads.csv(sources(figure)),
            "README.md": readme(figure, full=full).encode("utf-8"),
        }
    )


def workbook(figure: Figure, *, full: bool) -> bytes:
    """The table as XLSX: data, parameters, sources and README on sheets of their own."""
    buffer = io.BytesIO()
    # Text stays text: nothing a source wrote may run as a formula or be taken for a link.
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        book.set_properties({"title": figure.drawing.title, "comments": citation.text(figure)})
        sheet(book, _("Data"), table(figure, full=full))
        sheet(book, _("Parameters"), _in_force(figure))
        sheet(book, _("Sources"), sources(figure))
        told = pd.DataFrame({"README": readme(figure, full=full).splitlines()})
        sheet(book, "README", told)
    return buffer.getvalue()


def geojson(figure: Figure) -> bytes:
    """The map's points as GeoJSON (RFC 7946): its first layer, the centres or the people."""
    points = next(iter(_layers(figure).values()))
    told = {
        "title": figure.drawing.title,
        "subtitle": figure.drawing.subtitle,
        "version": facts.catalogue().version,
        "terms": references.strictest(figure.sources),
        "citation": citation.text(figure),
    }
    collection = json.loads(points.to_json(drop_id=True))
    # RFC 7946 knows no other system than WGS 84 and asks that none be named.
    collection.pop("crs", None)
    return json.dumps({**collection, "metadata": told}, ensure_ascii=False).encode("utf-8")


def geopackage(figure: Figure) -> bytes:
    """All layers of the map in one GeoPackage."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "layers.gpkg"
        for name, layer in _layers(figure).items():
            layer.to_file(path, layer=name, driver="GPKG", mode="a" if path.exists() else "w")
        return path.read_bytes()


def with_readme(name: str, data: bytes, figure: Figure) -> bytes:
    """A file beside its README, in one zip."""
    return _zipped({name: data, "README.md": readme(figure, full=False).encode("utf-8")})


def _layers(figure: Figure) -> dict[str, Any]:
    if figure.features is None:
        raise ValueError(f"{figure.name} is not a map")
    return figure.features()


def _in_force(figure: Figure) -> pd.DataFrame:
    catalogue, view = facts.catalogue(), figure.view
    if figure.owner:
        told = [
            (_("Figure"), figure.drawing.title),
            (_("What is shown"), figure.drawing.subtitle),
            (_("Parameters"), figure.parameters or _("none")),
            (_("Terms"), citation.owned(figure)),
        ]
        return pd.DataFrame(told, columns=[_("What"), _("Value")])
    rows = [
        (_("Figure"), figure.drawing.title),
        (_("What is shown"), figure.drawing.subtitle),
        (_("As of"), view.on.isoformat()),
        (_("Evidence"), words.basis_sentence(view.basis)),
        (_("Filters in force"), figure.filters or _("none")),
        (_("Parameters"), figure.parameters or _("none")),
        *((name, ", ".join(values)) for name, values in view.choices),
        (_("Data version"), f"{catalogue.version} ({catalogue.fingerprint})"),
        (_("Link"), figure.link),
    ]
    return pd.DataFrame(rows, columns=[_("What"), _("Value")])


def sheet(book: xlsxwriter.Workbook, name: str, frame: pd.DataFrame) -> None:
    """A frame as a sheet of a workbook; text stays text."""
    page = book.add_worksheet(name[:31])
    head = book.add_format({"bold": True, "bottom": 1})
    for place, column in enumerate(frame.columns):
        cells = frame[column]
        page.write_string(0, place, str(column), head)
        longest = max([len(str(column)), *(len(str(cell)) for cell in cells.head(200))])
        page.set_column(place, place, min(longest + 1, WIDEST))
        for row, cell in enumerate(cells.tolist(), start=1):
            if pd.isna(cell):
                continue
            if isinstance(cell, bool):
                page.write_boolean(row, place, cell)
            elif isinstance(cell, (int, float)):
                page.write_number(row, place, cell)
            else:
                page.write_string(row, place, str(cell))
    page.freeze_panes(1, 0)
    if len(frame):
        page.autofilter(0, 0, len(frame), len(frame.columns) - 1)


def _zipped(files: dict[str, bytes]) -> bytes:
    """Files in one zip, dated by the data: the same data give the same bytes."""
    day = facts.catalogue().released
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            entry = zipfile.ZipInfo(name, (day.year, day.month, day.day, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, data)
    return buffer.getvalue()


def _has(row: dict[str, Any], field: str) -> bool:
    return isinstance(row[field], str) and bool(row[field])
