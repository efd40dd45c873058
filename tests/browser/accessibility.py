"""What axe-core finds on a page: every rule of WCAG 2.0 to 2.2, A and AA, and of best practice."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")


def findings(page: Page) -> list[str]:
    """Violations of any weight, a line each."""
    options = {"runOnly": {"type": "tag", "values": list(TAGS)}}
    violations = Axe().run(page, options=options).response["violations"]
    return [
        f"{found['id']}: {node['html'][:160]}" for found in violations for node in found["nodes"]
    ]
