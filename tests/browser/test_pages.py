"""Every page at every size: it opens, asks nobody else, fits, and axe finds nothing."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.accessibility import findings
from tests.browser.conftest import OpenPage
from tests.browser.support import Server, wait_map, wait_ready

PAGES = {
    "/": "Map",
    "/capacity": "Capacity",
    "/access": "Access",
    "/children": "Children",
    "/register": "Register",
    "/plan?solve=1": "Plan",
    "/projects": "Projects",
    "/cooperation": "Cooperation",
    "/country": "Countries",
    "/present": "Present",
    "/data": "Data",
    "/methods": "Methods",
    "/changes": "Changes",
}


_GROUND = """
() => getComputedStyle(document.querySelector('[data-testid="stApp"]')).backgroundColor
"""


@pytest.mark.parametrize("size", ["desktop", "phone"])
@pytest.mark.parametrize("path", PAGES)
def test_a_page_opens_clean_and_fits_in_the_light_and_the_dark(
    open_page: OpenPage, path: str, size: str
) -> None:
    visit = open_page(path, size)
    page = visit.page
    expect(page).to_have_title(f"{PAGES[path]} · Shifo")
    assert page.locator("h1").count() >= 1
    assert page.get_by_test_id("stException").count() == 0
    overflow = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(overflow) <= 0
    assert findings(page) == []
    light = page.evaluate(_GROUND)
    page.emulate_media(color_scheme="dark")
    page.reload(wait_until="domcontentloaded")
    wait_ready(page)
    assert page.evaluate(_GROUND) != light
    assert findings(page) == []
    visit.assert_clean()


def test_the_first_hit_on_a_fresh_server_may_be_a_deep_link(
    open_page: OpenPage, fresh_server: Server
) -> None:
    visit = open_page("/capacity?basis=directory&country=UZB", on=fresh_server)
    page = visit.page
    assert page.get_by_role("heading", name="Capacity").is_visible()
    assert page.get_by_role("link", name="Methods").count() == 1
    directory = page.get_by_role("radio", name="Directory")
    assert directory.is_checked()
    assert page.get_by_text("as listed by IAEA DIRAC").first.is_visible()
    visit.assert_clean()


def test_a_language_attribute_is_set(open_page: OpenPage) -> None:
    assert open_page("/methods").page.evaluate("document.documentElement.lang") == "en"


def test_the_map_is_drawn_on_a_fresh_server(open_page: OpenPage, fresh_server: Server) -> None:
    visit = open_page("/", on=fresh_server)
    wait_map(visit.page)
    visit.assert_clean()
