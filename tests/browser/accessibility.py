"""What axe-core finds on a page: every rule of WCAG 2.0 to 2.2, A and AA, and of best practice."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.support import wait_ready

TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")

# Findings inside Streamlit's own elements that no setting of ours reaches: rule and element.
STREAMLITS_OWN = (("presentation-role-conflict", 'data-testid="stFileUploaderDropzone"'),)


def findings(page: Page) -> list[str]:
    """Violations of any weight on a page at rest, a line each: rule, element, what axe says of it.

    axe takes seconds over a page, and one that draws itself again meanwhile is seen half drawn:
    what it finds is looked at a second time.
    """
    wait_ready(page)
    if not _violations(page):
        return []
    wait_ready(page)
    return _violations(page)


def _violations(page: Page) -> list[str]:
    options = {"runOnly": {"type": "tag", "values": list(TAGS)}}
    violations = Axe().run(page, options=options).response["violations"]
    return [
        f"{found['id']}: {node['html'][:160]} ({node['failureSummary']})"
        for found in violations
        for node in found["nodes"]
        if not any(found["id"] == rule and part in node["html"] for rule, part in STREAMLITS_OWN)
    ]
