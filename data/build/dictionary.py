"""docs/data_dictionary.md from data/datapackage.json: ``python -m data.build.dictionary``."""

from __future__ import annotations

import json
from pathlib import Path

DATA = Path(__file__).resolve().parents[1]
PAGE = DATA.parent / "docs" / "data_dictionary.md"


def dictionary() -> str:
    """The page: a table a resource, a row a field."""
    package = json.loads((DATA / "datapackage.json").read_text(encoding="utf-8"))
    lines = [
        "# Data dictionary",
        "",
        "Written from `data/datapackage.json` by `python -m data.build.dictionary`.",
    ]
    for resource in package["resources"]:
        lines += ["", f"## {resource['name']}", "", resource.get("description", ""), ""]
        lines += ["| column | type | required | allowed | meaning | example |"]
        lines += ["|---|---|---|---|---|---|"]
        for field in resource["schema"]["fields"]:
            limits = field.get("constraints", {})
            cells = (
                f"`{field['name']}`",
                field["type"],
                "yes" if limits.get("required") else "",
                _allowed(limits),
                field.get("description", ""),
                str(field.get("example", "")),
            )
            lines.append("| " + " | ".join(_cell(cell) for cell in cells) + " |")
    return "\n".join(lines) + "\n"


def _allowed(limits: dict) -> str:
    if "enum" in limits:
        return ", ".join(map(str, limits["enum"]))
    bounds = [f"{word} {limits[key]}" for key, word in BOUNDS.items() if key in limits]
    return "; ".join(bounds)


BOUNDS = {"minimum": "at least", "maximum": "at most"}


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


if __name__ == "__main__":
    PAGE.write_text(dictionary(), encoding="utf-8")
