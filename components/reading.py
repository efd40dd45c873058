"""Long copy: Markdown and small tables in docs/, in the reader's language or in English."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import pandas as pd
import streamlit as st

from components import facts, language
from components.references import sources
from shifo.need import BENCHMARKS

DOCS = Path(__file__).resolve().parent.parent / "docs"
CITATION = re.compile(r"\[@([a-z0-9-]+(?:; @[a-z0-9-]+)*)\]")
"""[@dirac2025] or [@zhu2024; @yap2016]: keys of the table `sources`."""


def path(name: str) -> Path:
    """The file of that name in the current language, else in English."""
    translated = DOCS / language.current() / name
    return translated if translated.exists() else DOCS / language.SOURCE / name


@st.cache_data(show_spinner=False)
def _text(file: Path) -> str:
    return file.read_text(encoding="utf-8")


def sections(name: str) -> list[tuple[str, str]]:
    """The (heading, body) of each second-level section of a Markdown file."""
    return _split("\n" + _text(path(name)))


def changelog() -> list[tuple[str, str]]:
    """The (version, changes) of the change log that say something, newest first."""
    found = _split(_text(DOCS.parent / "CHANGELOG.md"))
    return [(_release(heading), _changes(body)) for heading, body in found if body]


def _release(heading: str) -> str:
    """`[0.1.0] - 2026-11-22` as "0.1.0 · 22 November 2026"."""
    version, _between, day = heading.partition(" - ")
    version = language.change(version.strip("[]"))
    return f"{version} · {language.date(day)}" if day else version


def _changes(body: str) -> str:
    """Markdown of one release, line by line in the current language."""
    lines = (re.fullmatch(r"(- |#+ |)(.*)", line) for line in body.splitlines())
    return "\n".join(f"{line[1]}{language.change(line[2])}" for line in lines if line)


def _split(text: str) -> list[tuple[str, str]]:
    parts = (part.partition("\n") for part in text.split("\n## ")[1:])
    return [(heading.strip(), body.strip()) for heading, _, body in parts]


def table(name: str) -> pd.DataFrame:
    """A small CSV of copy."""
    return pd.read_csv(path(name), encoding="utf-8")


def contents(headings: Sequence[str], anchors: Sequence[str]) -> str:
    """Links to the parts of a page, in a line."""
    return " · ".join(f"[{h}](#{a})" for h, a in zip(headings, anchors, strict=True))


def cited(text: str) -> str:
    """Markdown with its citations as links to the sources; the keys are what is read."""

    def links(found: re.Match[str]) -> str:
        rows = sources(found[1].replace("; @", ";"))
        return "(" + ", ".join(_link(row["key"], row["url"]) for row in _records(rows)) + ")"

    return CITATION.sub(links, text)


def references(keys: str) -> str:
    """The sources of `;`-joined keys as a Markdown list: title, publisher, date."""
    lines = []
    for row in _records(sources(keys)):
        published = language.date(row["published"]) if pd.notna(row["published"]) else ""
        publisher = language.literal(row["publisher"]) if pd.notna(row["publisher"]) else ""
        about = [_link(row["title"], row["url"]), publisher, published]
        lines.append("- " + " · ".join(part for part in about if part))
    return "\n".join(lines)


def parameter_sources() -> str:
    """Keys of the sources that the defaults and ranges of the norms rest on, joined by `;`."""
    wanted = {key for keys in BENCHMARKS.values() for key in keys}
    rows = facts.catalogue()["benchmarks"]
    return ";".join(rows.loc[rows["key"].isin(wanted), "sources"])


def _records(rows: pd.DataFrame) -> list[dict]:
    return rows.to_dict("records")


def _link(label: str, url: object) -> str:
    text = language.literal(label)
    return f"[{text}]({url})" if isinstance(url, str) else text
