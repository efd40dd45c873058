"""The catalogues: every message of the code, in every language, with its placeholders."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

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
