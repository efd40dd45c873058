"""The catalogues: every message of the code, in every language, with its placeholders."""

from __future__ import annotations

import ast
import csv
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from components import typeface

ROOT = Path(__file__).resolve().parents[2]
LANGUAGES = ("kk", "ky", "ru", "tg", "tk", "uz")
SPEAKING = ("app.py", "components", "pages", "shifo")
ARGUMENT = {"_": 0, "N_": 0, "ngettext": 0, "pgettext": 1}
HOLDER = re.compile(r"\{[a-z_]*\}")


def catalogue(path: Path) -> Catalog:
    with path.open("rb") as stream:
        return read_po(stream, abort_invalid=True)


def template() -> Catalog:
    return catalogue(ROOT / "locales" / "shifo.pot")


def translated(language: str) -> Catalog:
    return catalogue(ROOT / "locales" / language / "LC_MESSAGES" / "shifo.po")


def key(message: Message) -> tuple[str | None, str]:
    return message.context, message.id if isinstance(message.id, str) else message.id[0]


def keys(of: Catalog) -> set[tuple[str | None, str]]:
    return {key(message) for message in of if message.id}


def called(file: Path) -> Iterator[str]:
    """Each message that a Python file asks for, inside f-strings too, which Babel does not see."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            place = ARGUMENT.get(node.func.id, len(node.args))
            if place < len(node.args) and isinstance(node.args[place], ast.Constant):
                yield node.args[place].value


def test_the_template_holds_every_message_of_the_code() -> None:
    said: set[str] = set()
    for name in SPEAKING:
        place = ROOT / name
        files = [place] if place.is_file() else place.rglob("*.py")
        for file in files:
            said.update(called(file))
    known = {message for _context, message in keys(template())}
    assert sorted(said - known) == []
    assert sorted(known - said) == [], "`make messages` removes what is no longer said"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_is_translated_and_none_is_in_doubt(language: str) -> None:
    ours = translated(language)
    assert keys(ours) == keys(template())
    for message in ours:
        if not message.id:
            continue
        forms = [message.string] if isinstance(message.id, str) else list(message.string)
        assert all(form.strip() for form in forms), message.id
        assert not message.fuzzy, message.id
        assert isinstance(message.id, str) or len(forms) == ours.num_plurals


@pytest.mark.parametrize("language", LANGUAGES)
def test_translations_keep_their_placeholders(language: str) -> None:
    for message in translated(language):
        if not message.id:
            continue
        wanted = message.id if isinstance(message.id, str) else message.id[1]
        forms = [message.string] if isinstance(message.id, str) else message.string
        for form in forms:
            assert sorted(HOLDER.findall(form)) == sorted(HOLDER.findall(wanted)), wanted


@pytest.mark.parametrize("language", LANGUAGES)
def test_messages_that_are_terms_are_said_as_in_the_glossary(language: str) -> None:
    with (ROOT / "locales" / "glossary.csv").open(encoding="utf-8", newline="") as stream:
        terms = {
            row["en"].lower(): row[language].lower().split(" / ") for row in csv.DictReader(stream)
        }
    said = {
        message.id: message.string.lower()
        for message in translated(language)
        if message.id
        and isinstance(message.id, str)
        and not message.context
        and message.id.lower() in terms
    }
    assert len(said) > 20
    other = {word: text for word, text in said.items() if text not in terms[word.lower()]}
    assert other == {}


def test_names_of_places_and_regions_lack_no_language_but_where_none_is_known() -> None:
    with (ROOT / "data" / "regions.csv").open(encoding="utf-8", newline="") as stream:
        codes = [row["iso_3166_2"] for row in csv.DictReader(stream)]
    with (ROOT / "locales" / "regions.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert [row["iso_3166_2"] for row in rows] == codes
    assert all(cell for row in rows for cell in row.values())


@pytest.mark.parametrize("language", LANGUAGES)
def test_long_copy_has_the_parts_and_citations_of_the_english(language: str) -> None:
    for name in ("methods.md", "assumptions.csv"):
        english = (ROOT / "docs" / "en" / name).read_text(encoding="utf-8")
        ours = (ROOT / "docs" / language / name).read_text(encoding="utf-8")
        for pattern in (r"^#+ ", r"@[a-z0-9-]+", r"^\|"):
            found = [re.findall(pattern, text, flags=re.MULTILINE) for text in (english, ours)]
            assert sorted(found[0]) == sorted(found[1]), (name, pattern)
        if name.endswith(".csv"):
            rows = [list(csv.reader(text.splitlines())) for text in (english, ours)]
            assert rows[0][0] == rows[1][0]
            assert [row[0] for row in rows[0]] == [row[0] for row in rows[1]]


def test_translated_facts_are_facts_and_keep_their_numbers() -> None:
    said: set[str] = set()
    for table, column in (
        ("timeline", "what"),
        ("project_statements", "what"),
        ("paediatric_units", "name_en"),
        ("congresses", "name_en"),
        ("projects", "name_en"),
        ("institutions", "name_en"),
        *(("corrections", column) for column in ("was", "is", "why", "reported_by")),
    ):
        with (ROOT / "data" / f"{table}.csv").open(encoding="utf-8", newline="") as stream:
            said.update(row[column] for row in csv.DictReader(stream) if row[column])
    files = list((ROOT / "locales").glob("*/LC_MESSAGES/facts.po"))
    assert files
    for file in files:
        told = [message for message in catalogue(file) if message.id]
        assert {message.id for message in told} <= said
        for message in told:
            years = re.findall(r"\b(?:19|20)\d\d\b", message.id)
            assert all(year in message.string for year in years), message.id


@pytest.mark.parametrize("language", LANGUAGES)
def test_corrections_and_the_change_log_are_told_in_every_language(language: str) -> None:
    with (ROOT / "data" / "corrections.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    cells = {row[name] for row in rows for name in ("was", "is", "why", "reported_by")}
    folder = ROOT / "locales" / language / "LC_MESSAGES"
    facts = {message.id for message in catalogue(folder / "facts.po")}
    assert {cell for cell in cells if re.search("[a-z]{3}", cell)} <= facts
    log = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8").partition("\n## ")[2]
    lines = {re.sub(r"^(- |#+ )", "", line) for line in log.splitlines() if line}
    lines = {line for line in lines if not line.startswith("[")} | {"Unreleased"}
    told = {
        message.id: message.string for message in catalogue(folder / "changes.po") if message.id
    }
    assert set(told) == lines
    for line, text in told.items():
        assert re.findall(r"`[^`]+`", line) == re.findall(r"`[^`]+`", text), line


def test_the_typeface_has_every_letter_of_every_translation() -> None:
    """Pictures, PDF and slides are set in it alone; a page would fall back to another."""
    texts = {
        str(file.relative_to(ROOT)): file.read_text(encoding="utf-8")
        for file in (*ROOT.glob("locales/**/*.po"), *ROOT.glob("locales/*.csv"))
    }
    assert len(texts) >= 2 * len(LANGUAGES)
    assert {file: typeface.lacking(text) for file, text in texts.items()} == {
        file: set() for file in texts
    }
