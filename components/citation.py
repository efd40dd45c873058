"""How to cite a figure or all of Shifo: in words, for BibTeX and for reference managers."""

from __future__ import annotations

import re
from collections.abc import Collection

from components import facts, language
from components.figure import Figure
from components.language import _, ngettext, number

AUTHOR = "Shifo contributors"
WHOLE = "Shifo: the open atlas of oncology resources in Central Asia"


def owned(figure: Figure) -> str:
    """Whose data an imported figure shows."""
    return _(
        "Data: {owner}, as imported; not part of Shifo and not checked against sources"
    ).format(owner=figure.owner)


def short(figure: Figure) -> str:
    """For a line under a picture."""
    if figure.owner:
        return owned(figure)
    return _("Shifo, data version {version}, as of {date}").format(
        version=facts.catalogue().version, date=language.date(figure.view.on)
    )


def text(figure: Figure) -> str:
    """For a list of references."""
    if figure.owner:
        return owned(figure)
    catalogue = facts.catalogue()
    return _(
        "{author} ({year}). {title} [{subtitle}]. In: {whole}. Data version {version}, released "
        "{released}. {link}"
    ).format(
        author=AUTHOR,
        year=catalogue.released.year,
        title=figure.drawing.title,
        subtitle=figure.drawing.subtitle,
        whole=WHOLE,
        version=catalogue.version,
        released=language.date(catalogue.released),
        link=figure.link,
    )


def sources(keys: Collection[str]) -> str:
    """Where machines or sites come from, in a few words: the directory, and how many others."""
    table = facts.catalogue()["sources"].set_index("key")
    dirac = {key for key in keys if "DIRAC" in str(table["title"].get(key))}
    told = [_("IAEA DIRAC")] if dirac else []
    if others := len(set(keys) - dirac):
        told.append(
            ngettext(
                "{n} further source (see the Data page)",
                "{n} further sources (see the Data page)",
                others,
            ).format(n=number(others))
        )
    return language.listed(told) if told else _("no record")


def bibtex(figure: Figure) -> str:
    """An entry for BibTeX; data are cited as @misc, which every style knows."""
    catalogue = facts.catalogue()
    fields = {
        "author": f"{{{AUTHOR}}}",
        "title": f"{{{_tex(figure.drawing.title)}}}",
        "year": str(catalogue.released.year),
        "howpublished": _tex(WHOLE),
        "note": _tex(f"{figure.drawing.subtitle}. Data version {catalogue.version}"),
        "url": figure.link,
        "urldate": figure.view.on.isoformat(),
    }
    name = re.sub(r"[^a-z0-9]+", "-", f"shifo-{figure.name}-{figure.view.on}")
    lines = "".join(f"  {key} = {{{value}}},\n" for key, value in fields.items())
    return f"@misc{{{name},\n{lines}}}\n"


def ris(figure: Figure) -> str:
    """An entry for Zotero, EndNote and their kind."""
    catalogue = facts.catalogue()
    released = catalogue.released
    lines = (
        ("TY", "DATA"),
        ("AU", AUTHOR),
        ("PY", str(released.year)),
        ("DA", f"{released:%Y/%m/%d}"),
        ("TI", figure.drawing.title),
        ("T2", WHOLE),
        ("ET", catalogue.version),
        ("N1", figure.drawing.subtitle),
        ("LA", figure.view.language),
        ("UR", figure.link),
        ("ER", ""),
    )
    return "".join(f"{tag}  - {_one_line(value)}\r\n" for tag, value in lines)


def _tex(words: str) -> str:
    return re.sub(r"([&%$#_{}])", r"\\\1", words)


def _one_line(words: str) -> str:
    return " ".join(words.split())
