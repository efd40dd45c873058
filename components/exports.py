"""Every file that a figure can be taken away as: one list for the menu, the API and commands."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from threading import BoundedSemaphore

from components import citation, datafiles, gallery, language, pictures
from components.figure import Figure
from components.language import N_
from components.views import View


@dataclass(frozen=True)
class Format:
    """A kind of file: its label, ending and MIME type, and how it is made."""

    label: str
    ending: str
    mime: str
    make: Callable[[Figure, bool], bytes]
    data: bool = False
    maps_only: bool = False


def _png(scale: int) -> Callable[[Figure, bool], bytes]:
    return lambda figure, _full: pictures.png(figure, scale)


def _frozen(figure: Figure, _full: bool) -> bytes:
    return frozen(figure).encode("utf-8")


# Files are drawn by few at a time, so that pages are answered while many take something away.
_turns = BoundedSemaphore(2)

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMATS: dict[str, Format] = {
    "png": Format(N_("Picture, PNG (for documents)"), "png", "image/png", _png(2)),
    "png1": Format(N_("Picture, PNG, small"), "png", "image/png", _png(1)),
    "png4": Format(N_("Picture, PNG, for print"), "png", "image/png", _png(4)),
    "svg": Format(
        N_("Drawing, SVG"), "svg", "image/svg+xml", lambda f, _full: pictures.svg(f).encode("utf-8")
    ),
    "pdf": Format(N_("PDF"), "pdf", "application/pdf", lambda f, _full: pictures.pdf(f)),
    "csv": Format(
        N_("Data, CSV with README"),
        "csv.zip",
        "application/zip",
        lambda f, full: datafiles.csv_zip(f, full=full),
        data=True,
    ),
    "xlsx": Format(
        N_("Data, Excel"), "xlsx", XLSX, lambda f, full: datafiles.workbook(f, full=full), data=True
    ),
    "geojson": Format(
        N_("Geography, GeoJSON with README"),
        "geojson.zip",
        "application/zip",
        lambda f, _full: datafiles.with_readme("points.geojson", datafiles.geojson(f), f),
        maps_only=True,
    ),
    "gpkg": Format(
        N_("Geography, GeoPackage with README"),
        "gpkg.zip",
        "application/zip",
        lambda f, _full: datafiles.with_readme("layers.gpkg", datafiles.geopackage(f), f),
        maps_only=True,
    ),
    "html": Format(N_("Frozen copy for a web page, HTML"), "html", "text/html", _frozen),
    "bib": Format(
        N_("Citation, BibTeX"),
        "bib",
        "application/x-bibtex",
        lambda f, _full: citation.bibtex(f).encode("utf-8"),
    ),
    "ris": Format(
        N_("Citation, RIS"),
        "ris",
        "application/x-research-info-systems",
        lambda f, _full: citation.ris(f).encode("utf-8"),
    ),
}


MAPS = ("map", "access-map", "access-unmet", "plan-map", "cooperation-map", "children-map")
"""Figures that have geography to take away."""


def formats(name: str) -> list[str]:
    """The formats that a figure has."""
    return [key for key, kind in FORMATS.items() if name in MAPS or not kind.maps_only]


def make(name: str, view: View, kind: str, *, full: bool = False) -> bytes:
    """A figure's file, in the view's language. Needs no session."""
    with _turns, language.using(view.language):
        return FORMATS[kind].make(gallery.draw(name, view), full)


def of(figure: Figure, kind: str, *, full: bool = False) -> bytes:
    """The file of a figure at hand, such as one of an import, which has no address."""
    with _turns, language.using(figure.view.language):
        return FORMATS[kind].make(figure, full)


def alone(name: str, view: View, look: pictures.Look) -> bytes:
    """The chart alone in large letters, as an SVG."""
    with _turns:
        return pictures.alone_svg(gallery.draw(name, view), look).encode("utf-8")


def file_name(figure: Figure, kind: str, *, full: bool = False) -> str:
    """The name a file is saved under."""
    return f"{figure.file_name}{'-full' if full else ''}.{FORMATS[kind].ending}"


def frozen(figure: Figure) -> str:
    """A web page with the picture in it, which stays as it is when the data move on."""
    drawn = b64encode(pictures.svg(figure).encode("utf-8")).decode()
    said, cited = escape(figure.drawing.title), escape(citation.text(figure))
    return (
        f'<!doctype html><html lang="{figure.view.language}"><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width"><title>{said}</title>'
        f'<figure style="margin:0"><img style="max-width:100%" alt="{said}" '
        f'src="data:image/svg+xml;base64,{drawn}">'
        f'<figcaption style="font:12px sans-serif">{cited}</figcaption></figure></html>\n'
    )


def embed(figure: Figure) -> str:
    """The line that shows the picture on another web page and follows the data."""
    view = figure.view
    address = f"{view.base}/api/v1/charts/{figure.name}.svg?{view.query(whole=False)}"
    linked, said = escape(figure.link), escape(figure.drawing.title)
    return (
        f'<a href="{linked}"><img src="{escape(address)}" alt="{said}" '
        f'style="max-width:100%" loading="lazy"></a>'
    )
