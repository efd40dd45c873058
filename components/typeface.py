"""The one typeface of everything that leaves the page: made from a package, and measured.

Pictures, PDF and slides are set in Source Sans 3, the face of the page. Renderers want fixed
weights, so a regular and a semi-bold one are cut from the package's variable font, once a
machine, and kept under a name of their own (the licence reserves the name Source).
"""

from __future__ import annotations

import base64
import io
import tempfile
from functools import lru_cache
from pathlib import Path
from typing import Any

import fontpkg_source_sans_3 as package
from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

FAMILY = "Shifo Sans"
WEIGHTS = {"Regular": 400, "Bold": 600}
# Latin with its extensions, Cyrillic with Kazakh, Kyrgyz and Tajik letters, signs of text,
# arrows, measures: all that the seven languages and their numbers are written with.
LETTERS = (
    *range(0x20, 0x180),
    *(0x18F, 0x259),
    *range(0x2B0, 0x2D0),
    *range(0x400, 0x500),
    *range(0x2007, 0x2060),
    *range(0x2070, 0x2090),
    *(0x2116, 0x2122, 0x2190, 0x2192, 0x2212, 0x2248, 0x2260, 0x2264, 0x2265),
    *range(0x25A0, 0x2600),
)
_CACHE = Path(__file__).resolve().parent.parent / ".cache" / "fonts"


@lru_cache(maxsize=1)
def folder() -> Path:
    """The folder with both weights as TrueType files; made when it is not there."""
    wanted = _CACHE / _version()
    if not wanted.is_dir():
        try:
            wanted.parent.mkdir(parents=True, exist_ok=True)
            made = Path(tempfile.mkdtemp(dir=wanted.parent))
        except OSError:  # installed where nothing may be written: made anew by each server
            made = wanted = Path(tempfile.mkdtemp())
        for name, weight in WEIGHTS.items():
            _cut(name, weight).save(made / f"{name}.ttf")
        if made != wanted:
            try:
                made.rename(wanted)
            except OSError:  # another process was quicker
                if not wanted.is_dir():
                    raise
    return wanted


def file(bold: bool = False) -> Path:
    """The TrueType file of a weight."""
    return folder() / ("Bold.ttf" if bold else "Regular.ttf")


def width(text: str, size: float, *, bold: bool = False) -> float:
    """How wide a line of text is, in the unit of `size`; letters we lack count as an em."""
    advances, em = _advances(bold)
    return sum(advances.get(ord(letter), em) for letter in text) * size / em


def lacking(text: str) -> set[str]:
    """Letters of a text that the typeface has no drawing for."""
    advances, _em = _advances(False)
    return {letter for letter in text if ord(letter) not in advances and letter not in "\n\t"}


def lines(text: str, room: float, size: float, *, bold: bool = False) -> list[str]:
    """The text broken into lines no wider than `room`; a word that is too long is cut."""
    done: list[str] = []
    line = ""
    for word in text.split(" "):
        longer = f"{line} {word}" if line else word
        if width(longer, size, bold=bold) <= room:
            line = longer
            continue
        if line:
            done.append(line)
        line = word
        while width(line, size, bold=bold) > room and len(line) > 1:
            fits = next(
                n
                for n in range(len(line) - 1, 0, -1)
                if n == 1 or width(line[:n], size, bold=bold) <= room
            )
            done.append(line[:fits])
            line = line[fits:]
    return [*done, line] if line else done


def style(text: str) -> str:
    """CSS that carries the letters of a text with an SVG, so that it looks alike everywhere."""
    rules = []
    letters = "".join(sorted(set(text)))
    for name, weight in WEIGHTS.items():
        data = base64.b64encode(_part(name, letters)).decode()
        rules.append(
            f"@font-face{{font-family:'{FAMILY}';font-weight:{'400' if weight == 400 else '600 700'};"
            f"src:url(data:font/woff2;base64,{data}) format('woff2')}}"
        )
    return "".join(rules)


def _version() -> str:
    from importlib.metadata import version

    return f"{version('fontpkg-source-sans-3')}-{len(LETTERS)}"


def _cut(name: str, weight: int) -> TTFont:
    source = next(Path(package.ROOT).rglob("SourceSans3[[]wght].ttf"))
    font = TTFont(source)
    options = subset.Options(layout_features=["kern"], name_IDs=["*"], notdef_outline=True)
    small = subset.Subsetter(options)
    small.populate(unicodes=LETTERS)
    small.subset(font)
    buffer = io.BytesIO()
    font.save(buffer)
    font = instantiateVariableFont(TTFont(buffer), {"wght": weight})
    told = {1: FAMILY, 2: name, 4: f"{FAMILY} {name}", 6: f"ShifoSans-{name}", 16: FAMILY, 17: name}
    table: Any = font["name"]
    for record in table.names:
        if record.nameID in told:
            record.string = told[record.nameID]
    regular = name == "Regular"
    font["OS/2"].usWeightClass = 400 if regular else 700
    font["OS/2"].fsSelection = 64 if regular else 32
    font["head"].macStyle = 0 if regular else 1
    return font


@lru_cache(maxsize=2)
def _advances(bold: bool) -> tuple[dict[int, int], int]:
    font = TTFont(file(bold))
    widths = font["hmtx"].metrics
    return {code: widths[glyph][0] for code, glyph in font.getBestCmap().items()}, font[
        "head"
    ].unitsPerEm


@lru_cache(maxsize=256)
def _part(name: str, letters: str) -> bytes:
    font = TTFont(folder() / f"{name}.ttf")
    small = subset.Subsetter(subset.Options(layout_features=["kern"]))
    small.populate(text=letters)
    small.subset(font)
    font.flavor = "woff2"
    buffer = io.BytesIO()
    font.save(buffer)
    return buffer.getvalue()
