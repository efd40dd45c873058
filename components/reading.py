"""Long copy: Markdown and small tables in docs/, in the reader's language or in English."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import streamlit as st

from components import language

DOCS = Path(__file__).resolve().parent.parent / "docs"


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
    bare = str.maketrans("", "", "[]")
    return [
        (heading.translate(bare), body.replace("###", "####")) for heading, body in found if body
    ]


def _split(text: str) -> list[tuple[str, str]]:
    parts = (part.partition("\n") for part in text.split("\n## ")[1:])
    return [(heading.strip(), body.strip()) for heading, _, body in parts]


def table(name: str) -> pd.DataFrame:
    """A small CSV of copy."""
    return pd.read_csv(path(name), encoding="utf-8")
