"""A figure as a picture: SVG, PNG or PDF with all that must travel with it.

The chart is drawn by Vega as on the page; round it stand the title, what is shown on which
evidence, the sources, the terms, the address and its QR code. One drawing serves all formats.
"""

from __future__ import annotations

import os
import re
from functools import lru_cache
from html import escape, unescape
from threading import Lock
from typing import Any, Literal

import segno
import vl_convert

# Streamlit sets Altair's transformer of data for all threads while it sends a chart, under this
# lock. Without it a picture would lose its data to another reader's page now and then.
from streamlit.elements.vega_charts import _altair_globals_lock as streamlits_turn

from components import citation, facts, language, references, theme, typeface
from components.figure import Figure
from components.inks import Inks
from components.language import _
from components.theme import hexadecimal

Kind = Literal["svg", "png", "pdf"]
KINDS: tuple[Kind, ...] = ("svg", "png", "pdf")
SCALES = (1, 2, 4)
MIME = {"svg": "image/svg+xml", "png": "image/png", "pdf": "application/pdf"}

WIDTH, MARGIN = 960, 32
TITLE, SUBTITLE, SMALL = 24, 15, 12
LEADING = 1.32
CODE = 92
"""Side of the QR code."""
SLIDE = (800, 390)
"""Room of a chart on a slide: drawn on a slide 1920 wide, its letters are twice the page's."""
Look = Literal["slide", "phone"]
# How much larger than on a page a map's letters are, those of its legend, and where that stands.
_MAPS: dict[Look, tuple[float, int, str]] = {
    "slide": (1.35, 21, "right"),
    "phone": (1.7, 29, "top"),
}

_lock = Lock()


def svg(figure: Figure) -> str:
    """The figure as an SVG with its words, its typeface and a text alternative."""
    with language.using(figure.view.language):
        return _carrying(_composed(figure))


def png(figure: Figure, scale: float = 2) -> bytes:
    """The figure as a PNG; at scale 1 it is WIDTH pixels wide."""
    with language.using(figure.view.language):
        return bytes(vl_convert.svg_to_png(_composed(figure), scale=scale))


def pdf(figure: Figure) -> bytes:
    """The figure as a PDF with vectors and the typeface embedded."""
    with language.using(figure.view.language):
        return bytes(vl_convert.svg_to_pdf(_composed(figure)))


def alone_svg(figure: Figure, look: Look) -> str:
    """The chart alone in large letters: to fill a slide that has its own words, or a phone."""
    with language.using(figure.view.language):
        return _carrying(_alone(figure, *SLIDE, look))


def drawing(figure: Figure, width: float, height: float) -> str:
    """The chart alone as an SVG without its typeface, for a document that has it."""
    with language.using(figure.view.language):
        return _alone(figure, width, height)


def slide_png(figure: Figure) -> bytes:
    """The chart alone as a PNG, crisp on a projector."""
    with language.using(figure.view.language):
        return bytes(vl_convert.svg_to_png(_alone(figure, *SLIDE), scale=4))


def warm() -> None:
    """Makes the typeface and starts the renderer, so that the first reader need not wait."""
    _ready()
    vl_convert.vegalite_to_svg({"mark": "point", "data": {"values": []}})


# --- parts -------------------------------------------------------------------------------------


@lru_cache(maxsize=1)
def _registered() -> bool:
    vl_convert.register_font_directory(os.fspath(typeface.folder()))
    return True


def _ready() -> None:
    with _lock:
        _registered()


def _carrying(drawn: str) -> str:
    """The SVG with the typeface in it, for programs that do not have it."""
    letters = "".join(re.findall(r"<text[^>]*>(.*?)</text>", drawn, flags=re.DOTALL))
    style = f"<style>{typeface.style(unescape(letters))}</style>"
    return drawn.replace("<title>", f"{style}<title>", 1)


def _alone(figure: Figure, width: float, height: float, look: Look = "slide") -> str:
    chart, wide, tall = _chart(figure, width, height, look)
    return f"{_opening(wide, tall, figure)}{_inner(chart)}</svg>"


def _chart(
    figure: Figure, width: float, height: float | None = None, look: Look | None = None
) -> tuple[str, float, float]:
    """The chart as an SVG element, `width` wide, with its size."""
    _ready()
    with streamlits_turn:
        spec = figure.drawing.chart.to_dict()
    if figure.drawing.datasets:
        spec["datasets"] = {**spec.get("datasets", {}), **figure.drawing.datasets}
    config = spec.setdefault("config", {})
    config["font"] = typeface.FAMILY
    config["background"] = "transparent"
    # A map has a size of its own: its projection is made for it.
    if figure.drawing.fixed:
        if look:
            _enlarge(spec, *_MAPS[look])
    else:
        spec["width"] = width
        spec["autosize"] = {"type": "fit-x", "contains": "padding"}
        if height and spec.get("height", height) < height:
            spec["height"] = height
            spec["autosize"]["type"] = "fit"
    drawn = vl_convert.vegalite_to_svg(spec)
    wide, tall = _size(drawn)
    if figure.drawing.fixed:
        # Its geometry is cut to the frame already, and a renderer's clipping takes seconds.
        drawn = re.sub(r' clip-path="[^"]*"', "", drawn)
    return drawn, wide, tall


def _enlarge(spec: dict[str, Any], times: float, letters: int, orient: str) -> None:
    """A map for a slide or a phone: all letters to be read from the back row or in the hand."""
    limit = 460 if orient == "right" else spec["width"]
    larger = {"labelFontSize": letters, "titleFontSize": letters, "symbolSize": 12 * letters}
    limits = {"labelLimit": limit, "titleLimit": limit}
    spec["config"]["legend"] |= {**larger, **limits, "orient": orient, "columns": 1}
    for layer in spec["layer"]:
        if layer["mark"]["type"] == "text":
            layer["mark"]["fontSize"] *= times


def _size(drawn: str) -> tuple[float, float]:
    found = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', drawn)
    if not found:
        raise ValueError("the renderer gave a picture without a size")
    return float(found[1]), float(found[2])


def _composed(figure: Figure) -> str:
    drawing, inks = figure.drawing, Inks.of(figure.view.dark)
    room = WIDTH - 2 * MARGIN
    chart, wide, tall = _chart(figure, room)
    scale = room / wide
    parts: list[str] = []
    top = float(MARGIN)
    top = _text(parts, drawing.title, top, TITLE, inks.text, room, bold=True) + 4
    top = _text(parts, told(figure), top, SUBTITLE, inks.quiet_text, room) + 14
    # A group, not an SVG within: that would be cut to its frame, which costs a renderer seconds.
    placed = f"translate({MARGIN} {top:.1f}) scale({scale:.4f})"
    parts.append(f'<g transform="{placed}">{_inner(chart)}</g>')
    top += tall * scale + 18
    foot = top
    narrow = room - CODE - 24
    for line in _footer(figure):
        top = _text(parts, line, top, SMALL, inks.quiet_text, narrow) + 3
    parts.append(_code(figure.link, WIDTH - MARGIN - CODE, foot, inks))
    height = max(top, foot + CODE) + MARGIN * 0.75
    ground = hexadecimal(theme.palette(figure.view.dark).panel)
    body = f'<rect width="100%" height="100%" fill="{ground}"/>' + "".join(parts)
    return _opening(WIDTH, round(height), figure) + body + "</svg>"


def _opening(width: float, height: float, figure: Figure) -> str:
    said = escape(f"{figure.drawing.title}. {figure.drawing.subtitle}")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'width="{width:g}" height="{height:g}" viewBox="0 0 {width:g} {height:g}" role="img" '
        f'lang="{figure.view.language}" font-family="{typeface.FAMILY}, sans-serif">'
        f"<title>{said}</title>"
    )


def told(figure: Figure) -> str:
    """What is shown: the subtitle and the filters in force."""
    parts = [figure.drawing.subtitle, figure.filters]
    return " · ".join(part for part in parts if part)


def _footer(figure: Figure) -> list[str]:
    if figure.owner:
        own = (figure.drawing.sources, figure.parameters, citation.owned(figure))
        return [line for line in own if line]
    catalogue = facts.catalogue()
    terms = references.strictest(figure.sources)
    note = (
        _("but some sources ask not to be used commercially")
        if terms == "non_commercial"
        else _("name the sources too")
    )
    return [
        line
        for line in (
            figure.drawing.sources,
            figure.parameters,
            _("Shifo, data version {version} of {date} · CC BY 4.0, {note}").format(
                version=catalogue.version, date=language.date(catalogue.released), note=note
            ),
            figure.link,
        )
        if line
    ]


def _text(
    parts: list[str],
    text: str,
    top: float,
    size: float,
    ink: str,
    room: float,
    *,
    bold: bool = False,
) -> float:
    """Sets a text in lines of the room it has, from `top` down; returns where it ends."""
    weight = ' font-weight="600"' if bold else ""
    for line in typeface.lines(text, room, size, bold=bold):
        parts.append(
            f'<text x="{MARGIN}" y="{top + size:.1f}" font-size="{size}" fill="{ink}"{weight}>'
            f"{escape(line)}</text>"
        )
        top += size * LEADING
    return top


def code(link: str) -> str:
    """An address as a QR code: an SVG one unit a module."""
    made = segno.make(link, error="m", micro=False)
    return made.svg_inline(scale=1, border=0, omitsize=True, svgclass=None, lineclass=None)


def _code(link: str, left: float, top: float, inks: Inks) -> str:
    drawn = code(link)
    side = _size(drawn)[0]
    inner = _inner(drawn).replace('stroke="#000"', f'stroke="{inks.text}"')
    placed = f"translate({left:g} {top:.1f}) scale({CODE / side:.4f})"
    return f'<g transform="{placed}"><title>{escape(link)}</title>{inner}</g>'


def _inner(drawn: str) -> str:
    return re.sub(r"^.*?<svg[^>]*>|</svg>\s*$", "", drawn, flags=re.DOTALL)
