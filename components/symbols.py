"""The marks of the map as small drawings, used on the map itself and in its legend."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from html import escape
from urllib.parse import quote

from components.theme import DARK, LIGHT, RGB, STATES, Palette, hexadecimal, mixed

CELL = 64  # pixels of one mark in the atlas: twice the largest size drawn, for sharp screens
UNSURE = "children_unsure"
"""A unit that is planned, or of which nobody says that it operates: the open form of its mark."""
MARKS = (*STATES, UNSURE)
AGES = ("", "-old")  # drawn faded when the record is older than five years


def _body(state: str, colour: str, halo: str) -> str:
    """The drawing of one state in a 64-pixel cell. Shape as well as colour tells the states."""
    ring = '<circle cx="32" cy="32" r="{}" fill="{}" stroke="{}" stroke-width="{}"/>'
    back = ring.format(31, halo, "none", 0)
    if state == "works":
        return back + ring.format(26, colour, "none", 0)
    if state == "out_of_service":
        cross = f'<path d="M22 22L42 42M42 22L22 42" stroke="{halo}" stroke-width="7"/>'
        return back + ring.format(26, colour, "none", 0) + cross
    if state == "installing":
        half = f'<path d="M32 9A23 23 0 0 1 32 55Z" fill="{colour}"/>'
        return back + ring.format(23, halo, colour, 6) + half
    if state == "planned":
        return back + ring.format(22, halo, colour, 8)
    if state == "children":
        outer = f'<path d="M32 1L63 32L32 63L1 32Z" fill="{halo}"/>'
        return outer + f'<path d="M32 8L56 32L32 56L8 32Z" fill="{colour}"/>'
    if state == UNSURE:
        open_ = f'fill="{halo}" stroke="{colour}" stroke-width="7"/>'
        return f'<path d="M32 1L63 32L32 63L1 32Z" fill="{halo}"/><path d="M32 12L52 32L32 52L12 32Z" {open_}'
    return ring.format(22, halo, "none", 0) + ring.format(16, colour, "none", 0)


def _selected(colour: str) -> str:
    return f'<circle cx="32" cy="32" r="28" fill="none" stroke="{colour}" stroke-width="4"/>'


def uri(width: int, content: str) -> str:
    """A drawing as a data address, as wide as told and as tall as a mark."""
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{CELL}" '
        f'viewBox="0 0 {width} {CELL}">{content}</svg>'
    )
    return "data:image/svg+xml," + quote(svg, safe="/:=' ,.()")


def ink(palette: Palette, state: str) -> RGB:
    """The colour of a mark; the open form of a mark has that of the full one."""
    return palette.states["children" if state == UNSURE else state]


def _aged(palette: Palette, state: str, old: bool) -> RGB:
    colour = ink(palette, state)
    # Mixed, not transparent: a see-through icon comes out dirty in the atlas.
    return mixed(colour, palette.land, 0.45) if old else colour


@lru_cache(maxsize=2)
def atlas(dark: bool) -> str:
    """All marks side by side as one data address: an icon atlas without a request."""
    palette = DARK if dark else LIGHT
    halo = hexadecimal(palette.halo)
    cells = [
        _body(state, hexadecimal(_aged(palette, state, bool(age))), halo)
        for state in MARKS
        for age in AGES
    ]
    cells.append(_selected(hexadecimal(palette.text)))
    placed = "".join(
        f'<g transform="translate({i * CELL} 0)">{cell}</g>' for i, cell in enumerate(cells)
    )
    return uri(CELL * len(cells), placed)


@lru_cache(maxsize=1)
def mapping() -> dict[str, dict[str, int]]:
    """Where each mark ('works', 'works-old', …, 'selected') lies in the atlas."""
    names = [*(state + age for state in MARKS for age in AGES), "selected"]
    return {
        name: {"x": i * CELL, "y": 0, "width": CELL, "height": CELL} for i, name in enumerate(names)
    }


@lru_cache(maxsize=32)
def picture(state: str, dark: bool) -> str:
    """One mark as a data address, for the legend and the cards."""
    palette = DARK if dark else LIGHT
    body = _body(state, hexadecimal(ink(palette, state)), hexadecimal(palette.halo))
    return uri(CELL, body)


def icon() -> str:
    """Shifo's own mark for the browser's tab. (Material icons there are asked of another host.)"""
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" width="64" height="64" viewBox="0 0 64 64">'
        f"<g>{_body('installing', hexadecimal(LIGHT.states['works']), '#ffffff')}</g></svg>"
    )


def wordmark() -> str:
    """Shifo's mark and name, in a tone that reads on light and dark alike."""
    tone = "#2f938a"
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" width="150" height="48" viewBox="0 0 150 48">'
        f'<g transform="translate(4 7) scale(.53)">{_body("installing", tone, "transparent")}</g>'
        f'<text x="48" y="34" font-family="Source Sans, sans-serif" font-size="29" '
        f'font-weight="600" fill="{tone}">Shifo</text></svg>'
    )


def legend(items: Sequence[tuple[str, str]], dark: bool) -> str:
    """One line of HTML: the mark and the words of each (state, label)."""
    return line([(picture(state, dark), label) for state, label in items])


def line(items: Sequence[tuple[str, str]], *, width: int = 15) -> str:
    """One line of HTML: the picture, so many pixels wide, and the words of each (address, label)."""
    return "".join(
        '<span style="display:inline-flex;align-items:center;margin-right:1rem;'
        f'white-space:nowrap"><img src="{drawn}" alt="" width="{width}" '
        f'height="15" style="margin-right:.35rem">{escape(label)}</span>'
        for drawn, label in items
    )


def scale(limits: Sequence[str], colours: Palette, title: str, missing: str | None = None) -> str:
    """One line of HTML: the ramp's steps with the limits between them, given as text."""
    border = hexadecimal(colours.region_border)

    def step(colour: RGB) -> str:
        return (
            f'<span style="display:inline-block;width:26px;height:11px;border:1px solid {border};'
            f'background:{hexadecimal(colour)};margin-right:.3rem"></span>'
        )

    parts = [f'<span style="margin-right:.6rem">{escape(title)}</span>']
    for i, colour in enumerate(colours.ramp[: len(limits) + 1]):
        label = f"< {limits[0]}" if i == 0 and limits else (f"≥ {limits[i - 1]}" if limits else "")
        parts.append(f'{step(colour)}<span style="margin-right:.7rem">{escape(label)}</span>')
    if missing:
        parts.append(f"{step(colours.missing)}<span>{escape(missing)}</span>")
    return "".join(f"<span>{part}</span>" for part in parts)
