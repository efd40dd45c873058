"""The documents agree with the code and with one another."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from data.build.dictionary import PAGE, dictionary
from shifo.need import BENCHMARKS, BOUNDS, Parameters
from shifo.schemas import SCHEMAS

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = json.loads((ROOT / "data/datapackage.json").read_text(encoding="utf-8"))
RESOURCES = {resource["name"]: resource for resource in PACKAGE["resources"]}


def test_the_data_dictionary_is_up_to_date() -> None:
    assert PAGE.read_text(encoding="utf-8") == dictionary()


@pytest.mark.parametrize("table", SCHEMAS)
def test_the_package_describes_every_column_as_the_schema_has_it(table: str) -> None:
    fields = {field["name"]: field for field in RESOURCES[table]["schema"]["fields"]}
    assert list(fields) == list(SCHEMAS[table].columns)
    for name, column in SCHEMAS[table].columns.items():
        constraints = fields[name].get("constraints", {})
        assert bool(constraints.get("required")) == (not column.nullable), name
        words = [
            check.statistics["allowed_values"] for check in column.checks if check.name == "isin"
        ]
        kind = (column.metadata or {})["kind"]
        if words and kind != "flag":
            assert set(constraints.get("enum", [])) == set(words[0]), name
        assert fields[name].get("description"), name


def test_every_parameter_has_its_bounds_and_its_sources() -> None:
    names = set(Parameters.__dataclass_fields__)
    assert names == set(BOUNDS) == set(BENCHMARKS)


@pytest.mark.parametrize(
    "document", ["README.md", "CONTRIBUTING.md", *map(str, (ROOT / "docs").rglob("*.md"))]
)
def test_links_within_the_project_resolve(document: str) -> None:
    file = ROOT / document
    for target in re.findall(
        r"\]\((?!https?:|#|mailto:)([^)#]+)", file.read_text(encoding="utf-8")
    ):
        assert (file.parent / target).exists(), target


def test_every_module_has_its_room_in_the_architecture() -> None:
    text = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")
    for folder in ("components", "shifo", "pages"):
        for file in (ROOT / folder).rglob("*.py"):
            if file.name != "__init__.py":
                assert f"{file.name}`" in text, file
