"""What axe-core finds on a page, less what is Streamlit's own."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

GRAVE = ("serious", "critical")

# Findings inside Streamlit's own elements that no setting of ours reaches, with their cause.
STREAMLITS_OWN: dict[str, str] = {}


def grave_findings(page: Page) -> list[str]:
    """Serious and critical violations outside Streamlit's own chrome, a line each."""
    violations = Axe().run(page).response["violations"]
    return [
        f"{found['id']}: {node['html'][:160]}"
        for found in violations
        if found["impact"] in GRAVE and found["id"] not in STREAMLITS_OWN
        for node in found["nodes"]
    ]
