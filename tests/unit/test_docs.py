"""The documents agree with the code and with one another."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

import pandera.pandas as pa
import pytest

from data.build.dictionary import PAGE, dictionary
from shifo.dates import PARTIAL_DATE, PARTIAL_DATE_OR_PERIOD
from shifo.need import BENCHMARKS, BOUNDS, Parameters
from shifo.schemas import SCHEMAS

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = json.loads((ROOT / "data/datapackage.json").read_text(encoding="utf-8"))
RESOURCES = {resource["name"]: resource for resource in PACKAGE["resources"]}


def test_the_data_dictionary_is_up_to_date() -> None:
    assert PAGE.read_text(encoding="utf-8") == dictionary()


UNCHECKED = {"places"}
"""Resources that `data.build` writes and no schema reads."""

CLOSER_IN_THE_PACKAGE = {
    ("childhood", "year"): "pattern",
    ("population", "age_band"): "enum",
    ("burden", "edition"): "enum",
    ("institutions", "type"): "enum",
    ("published_results", "year"): "type",
}
"""Where the package says more of a column than its schema checks."""

TYPES = {"text": "string", "date": "string", "flag": "integer"}


def test_schemas_and_package_hold_the_same_tables() -> None:
    assert set(SCHEMAS) | UNCHECKED == set(RESOURCES)


@pytest.mark.parametrize("table", SCHEMAS)
def test_the_package_describes_every_column_as_the_schema_has_it(table: str) -> None:
    fields = {field["name"]: field for field in RESOURCES[table]["schema"]["fields"]}
    assert list(fields) == list(SCHEMAS[table].columns)
    for name, column in SCHEMAS[table].columns.items():
        field = fields[name]
        said = {"type": field["type"]} | field.get("constraints", {})
        checked = _as_constraints(column)
        said.pop(CLOSER_IN_THE_PACKAGE.get((table, name), ""), None)
        if (table, name) in CLOSER_IN_THE_PACKAGE:
            checked.pop("type")
            said.pop("type", None)
        said.pop("unique", None)
        assert said == checked, name
        assert field.get("description"), name


def _as_constraints(column: pa.Column) -> dict[str, object]:
    """A column of a schema in the words of the package."""
    kind = (column.metadata or {})["kind"]
    found: dict[str, object] = {"type": TYPES.get(kind, kind)}
    if not column.nullable:
        found["required"] = True
    for check in column.checks:
        if check.name == "isin":
            words = check.statistics["allowed_values"]
            found["enum"] = [int(word) for word in words] if kind == "flag" else list(words)
        elif check.name == "str_matches":
            # The ends of the string are written otherwise in Python than in a package.
            inner = re.fullmatch(r"\^\(\?:(.*)\)(?:\$|\\Z)", check.statistics["pattern"])
            assert inner
            found["pattern"] = f"^{inner[1]}$"
        elif kind == "date":
            periods = "joined by '/'" in check.error
            found["pattern"] = f"^{PARTIAL_DATE_OR_PERIOD if periods else PARTIAL_DATE}$"
        elif kind in ("integer", "number"):
            bounds = dict(re.findall(r"at (least|most) (\S+)", check.error))
            names = {"least": "minimum", "most": "maximum"}
            found |= {names[word]: float(value) for word, value in bounds.items()}
        elif check.error.startswith("one of "):
            words = "(" + check.error.removeprefix("one of ").replace(", ", "|") + ")"
            found["pattern"] = f"^{words}(;{words})*$"
    return found


def test_every_number_of_the_dictionary_has_its_unit() -> None:
    bare = {
        (table, field["name"])
        for table, resource in RESOURCES.items()
        for field in resource["schema"]["fields"]
        if field["type"] in ("integer", "number")
        and "enum" not in field.get("constraints", {})
        and "unit" not in field
    }
    assert bare == {("places", "geonameid")}


def test_every_source_that_the_documents_cite_is_known() -> None:
    with (ROOT / "data/sources.csv").open(encoding="utf-8", newline="") as file:
        known = {row["key"] for row in csv.DictReader(file)}
    for file in (ROOT / "docs").rglob("*.md"):
        cited = re.findall(r"@([a-z0-9-]+)[];]", file.read_text(encoding="utf-8"))
        assert set(cited) <= known, file


def test_assumptions_are_complete_and_ranked() -> None:
    for path in (ROOT / "docs").glob("*/assumptions.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        assert [row["rank"] for row in rows] == [str(n + 1) for n in range(len(rows))]
        assert all(cell and cell.strip() for row in rows for cell in row.values())


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
