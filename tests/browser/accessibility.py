"""What axe-core finds on a page: every rule of WCAG 2.0 to 2.2, A and AA, and of best practice."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")

# Findings inside Streamlit's own elements that no setting of ours reaches: rule and element.
STREAMLITS_OWN = (("presentation-role-conflict", 'data-testid="stFileUploaderDropzone"'),)


def findings(page: Page) -> list[str]:
    """Violations of any weight, a line each."""
    options = {"runOnly": {"type": "tag", "values": list(TAGS)}}
    violations = Axe().run(page, options=options).response["violations"]
    return [
        f"{found['id']}: {node['html'][:160]}"
        for found in violations
        for node in found["nodes"]
        if not any(found["id"] == rule and part in node["html"] for rule, part in STREAMLITS_OWN)
    ]
