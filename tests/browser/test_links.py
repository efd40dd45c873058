"""A link shows its view and its controls at every size of window, on a server that is warm.

A window of another shape than a laptop's asks for a second run, to fit the map: what the link
chose must outlive it.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OpenPage

SIZES = ["desktop", "projector", "phone"]
LOADS = 3
"""The fault that this test is for came with most loads, not with all."""


@pytest.mark.parametrize("size", SIZES)
def test_the_controls_of_the_data_page_show_what_the_link_says(
    open_page: OpenPage, size: str
) -> None:
    for _ in range(LOADS):
        page = open_page("/data?table=machines&q=linac&basis=directory", size).page
        page.wait_for_timeout(1500)
        expect(page.get_by_role("radio", name="Directory")).to_be_checked()
        expect(page.get_by_role("textbox", name="Search")).to_have_value("linac")
        expect(page.get_by_role("combobox", name="Table")).to_have_value("Machines (59)")


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("path", ["/", "/capacity"])
def test_the_usual_basis_is_marked_and_the_day_is_the_links(
    open_page: OpenPage, path: str, size: str
) -> None:
    for _ in range(LOADS):
        page = open_page(f"{path}?on=2025-08-15&country=KGZ", size).page
        page.wait_for_timeout(1500)
        if path == "/" and size == "phone":
            # On a phone the map's choices are folded, so that the list comes first.
            page.get_by_text("Choose what is shown").click()
        expect(page.get_by_role("radio", name="Reconciled")).to_be_checked()
        expect(page.get_by_role("button", name="Kyrgyzstan", exact=True)).to_have_attribute(
            "aria-pressed", "true"
        )
        assert "on=2025-08-15" in page.url
        expect(page.get_by_text("2025").first).to_be_visible()
