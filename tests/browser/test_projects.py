"""The page Projects in a browser: a row opens a card, and the address is the view."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.conftest import OpenPage
from tests.browser.support import wait_ready


def test_a_row_opens_the_card_and_the_address_says_so(open_page: OpenPage) -> None:
    visit = open_page("/projects?country=UZB&overdue=1")
    page = visit.page
    grid = page.locator(".st-key-project-list canvas").first
    # The first row's box; what stands in a grid of glide is drawn, not written.
    box = grid.bounding_box()
    assert box
    page.mouse.click(box["x"] + 18, box["y"] + 52)
    wait_ready(page)
    expect(page.get_by_text("What was said, in its order")).to_be_visible()
    assert "project=uzb-ncmc-cyclotron" in page.url
    page.get_by_role("button", name="Back to the list").click()
    wait_ready(page)
    expect(page.get_by_text("What was said, in its order")).to_have_count(0)
    visit.assert_clean()
