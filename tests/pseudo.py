"""A made-up language that shows what bypasses translation: each message stands in ⟦brackets⟧.

Its words are a third longer than English, as Russian's are, so it shows as well what does not fit.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import cache, lru_cache
from pathlib import Path

import pandas as pd
from babel import Locale
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[1]
CODE = "qps"
OPEN, CLOSE = "⟦", "⟧"
_HOLDER = re.compile(r"\{[a-z_]+\}")
_LETTERS = re.compile(r"[^\W\d_]{2,}")
# Where a text is cut in search of facts: at our separators first, at any space last.
_CUTS = (r"\n+", r" · ", r"; ", r" — ", r": ", r", ", r" and ", r" \(|\)", r"\s+")
# Units, formats and proper names are the same in every language.
SAME = frozenset(
    [
        "km",
        "h",
        "WGS",
        "84",
        "HTML",
        "CSV",
        "SVG",
        "PNG",
        "PDF",
        "GeoJSON",
        "GeoPackage",
        "BibTeX",
        "RIS",
        "Shifo",
        "IAEA",
        "DIRAC",
        "GLOBOCAN",
        "English",
        "MCLP",
        "SFCA",
    ]
)


def said(message: str) -> str:
    """The message in the made-up language."""
    return f"{OPEN}{message}{'·' * (len(_HOLDER.sub('', message)) // 3)}{CLOSE}"


def write(folder: Path) -> Path:
    """A folder of catalogues with this language alone, for SHIFO_LOCALES."""
    with (ROOT / "locales" / "shifo.pot").open("rb") as stream:
        template = read_po(stream)
    made = Catalog(locale="en", domain="shifo")
    for message in template:
        if isinstance(message.id, str) and message.id:
            made.add(message.id, said(message.id), context=message.context)
        elif message.id:
            made.add(message.id, [said(form) for form in message.id], context=message.context)
    target = folder / CODE / "LC_MESSAGES"
    target.mkdir(parents=True)
    with (target / "shifo.mo").open("wb") as stream:
        write_mo(stream, made)
    return folder


@lru_cache(maxsize=1)
def _facts() -> frozenset[str]:
    """Every cell of the data: names, notes and titles of sources are not ours to translate."""
    cells: set[str] = set()
    for file in (ROOT / "data").glob("*.csv"):
        if file.stem in ("cells", "roads_edges", "roads_nodes"):
            continue
        table = pd.read_csv(file, dtype="str", keep_default_na=False)
        for column in table.columns:
            cells.update(cell.strip() for cell in table[column].unique())
    english = Locale.parse("en_GB")
    written = {*english.territories.values(), *english.months["format"]["wide"].values()}
    return frozenset({*cells, *written, *(f"{cell} (en)" for cell in cells)})


@cache
def _strange(text: str, but: frozenset[str]) -> list[str]:
    """Parts of a text, cut ever finer, that are no fact, number or word the same everywhere."""
    bare = text.strip(" .,;:–—-·•|\n()[]→")
    if not _LETTERS.search(bare) or any(
        form in known for form in (text.strip(), bare) for known in (_facts(), but)
    ):
        return []
    # A chart cuts long names in their middle, a legend at their end.
    head, cut, tail = (part.strip() for part in text.partition("…"))
    if cut and any(fact.startswith(head) and fact.endswith(tail) for fact in _facts()):
        return []
    text = bare
    # A fact may hold the separator that joins it to another: the cut that explains most is right.
    ways = (
        [found for part in parts for found in _strange(part, but)]
        for cut in _CUTS
        if len(parts := [part for part in re.split(cut, text) if part]) > 1
    )
    best: list[str] | None = None
    for way in ways:
        if not way:
            return []
        best = way if best is None or len(way) < len(best) else best
    if best is not None:
        return best
    return [] if text in SAME else [text]


def untranslated(text: str, but: Collection[str] = ()) -> list[str]:
    """What of a text is neither in brackets, nor a number, nor a cell of the data.

    `but` holds further texts that may stand as they are.
    """
    before = None
    while text != before:
        # A chart cuts a long label short: the closing bracket is gone with the rest.
        before, text = text, re.sub(rf"{OPEN}[^{OPEN}{CLOSE}]*(?:{CLOSE}|…)", " · ", text)
    return _strange(text, frozenset(but))
