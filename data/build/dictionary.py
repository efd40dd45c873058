"""docs/data_dictionary.md from data/datapackage.json: ``python -m data.build.dictionary``."""

from __future__ import annotations

import json
import re
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
        lines += ["| column | type | unit | required | allowed | meaning | example |"]
        lines += ["|---|---|---|---|---|---|---|"]
        for field in resource["schema"]["fields"]:
            limits = field.get("constraints", {})
            cells = (
                f"`{field['name']}`",
                field["type"],
                field.get("unit", ""),
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
    if "pattern" in limits:
        return _shape(limits["pattern"])
    bounds = [f"{word} {limits[key]}" for key, word in BOUNDS.items() if key in limits]
    return "; ".join(bounds)


def _shape(pattern: str) -> str:
    words = re.fullmatch(r"\^\(([a-z_|]+)\)\(;\(\1\)\)\*\$", pattern)
    if words:
        return "one or more, joined by `;`: " + words[1].replace("|", ", ")
    return SHAPES.get(pattern, f"`{pattern}`")


BOUNDS = {"minimum": "at least", "maximum": "at most"}

KEY = "[a-z0-9]+(-[a-z0-9]+)*"
DATE = r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?"
SHAPES = {
    f"^{KEY}$": "lower-case letters, digits and hyphens",
    f"^{KEY}(;{KEY})*$": "keys of `sources`, joined by `;`",
    "^[a-z0-9_]+$": "lower-case letters, digits and underscores",
    f"^{DATE}$": "YYYY, YYYY-MM or YYYY-MM-DD",
    f"^{DATE}(/{DATE})?$": "YYYY, YYYY-MM or YYYY-MM-DD, or two of them joined by `/`",
    r"^\d{4}(/\d{4})?$": "YYYY, or two joined by `/`",
    "^[A-Z]{2}$": "two capital letters",
    "^[A-Z]{3}$": "three capital letters (ISO 3166-1 alpha-3)",
    "^[A-Z_]{3,8}$": "a country (ISO 3166-1 alpha-3) or a group of countries",
    "^[a-z]{2,3}(;[a-z]{2,3})*$": "ISO 639 codes, joined by `;`",
    r"^(https?|ftp)://\S+$": "an address that begins with http or ftp",
    "^(KZ-[0-9]{2}|KG-[A-Z]{1,2}|TJ-[A-Z]{2}|TM-[A-Z]|UZ-[A-Z]{2})$": "ISO 3166-2 code",
}
"""What the patterns of the package say, in words."""


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


if __name__ == "__main__":
    PAGE.write_text(dictionary(), encoding="utf-8")
