"""The page Cooperation as a reader uses it: lines to click, cards, events."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from components import browser, cooperation_deck, cooperation_rows, views
from tests.browser.conftest import OpenPage
from tests.browser.support import wait_map, wait_ready

QUERY = "partner=opasca&kind=construction&frame=all"


def click_on_the_map(page: Page, lon: float, lat: float) -> None:
    """A click where the map shows a longitude and a latitude."""
    links = cooperation_rows.chosen_links(views.read(QUERY))
    ends = cooperation_rows.placed_ends(links)
    ways = [cooperation_rows.way(ends, row["a"], row["b"]) for row in links.to_dict("records")]
    camera = cooperation_deck.camera(ends, ways, "all", browser.DEFAULT_ZOOM)
    wait_map(page)
    box = page.get_by_test_id("stDeckGlJsonChart").bounding_box()
    assert box
    x, y = camera.pixels(lon, lat)
    x, y = box["x"] + box["width"] / 2 + x, box["y"] + box["height"] / 2 + y
    page.mouse.move(x, y)
    expect(page.locator(".deck-tooltip")).to_be_visible()
    # Without a graphics card a frame may take longer than a click may last: then it is a drag.
    for _ in range(4):
        page.mouse.click(x, y)
        for _ in range(60):
            page.wait_for_timeout(200)
            if "card=" in page.url:
                return


def middle() -> tuple[float, float]:
    """The middle of the line from Mannheim to Tashkent."""
    links = cooperation_rows.chosen_links(views.read(QUERY))
    ends = cooperation_rows.placed_ends(links)
    row = links.iloc[0]
    way = cooperation_rows.way(ends, row["a"], row["b"])
    lon, lat = way[len(way) // 2]
    return float(lon), float(lat)


def test_a_click_on_a_line_opens_the_card_of_its_two_ends(open_page: OpenPage) -> None:
    visit = open_page(f"/cooperation?{QUERY}")
    page = visit.page
    click_on_the_map(page, *middle())
    expect(page).to_have_url(re.compile("card=.*opasca"))
    expect(page).to_have_url(re.compile(r"card=[^&]+&card="))
    expect(page.get_by_text("no outcome found; last evidence").first).to_be_visible()
    wait_ready(page)
    page.get_by_role("button", name="Back to the list").click()
    expect(page).not_to_have_url(re.compile("card="))
    visit.assert_clean()


def test_a_click_on_an_end_opens_the_card_of_the_institution(open_page: OpenPage) -> None:
    page = open_page(f"/cooperation?{QUERY}").page
    ends = cooperation_rows.placed_ends(cooperation_rows.chosen_links(views.read(QUERY)))
    click_on_the_map(page, ends.at["opasca", "lon"], ends.at["opasca", "lat"])
    expect(page).to_have_url(re.compile("card=opasca$"))
    heading = page.get_by_role("heading", name="OPASCA German Oncology Solutions", exact=True)
    expect(heading).to_be_visible()


def test_a_click_on_an_event_shows_its_text_and_sources(open_page: OpenPage) -> None:
    page = open_page("/cooperation?event=repair").page
    chart = page.get_by_test_id("stVegaLiteChart").nth(2)
    chart.scroll_into_view_if_needed()
    mark = chart.locator("svg .mark-symbol path").last
    mark.click()
    told = page.get_by_text("Both linacs back in service after repair")
    expect(told.first).to_be_visible()
    wait_ready(page)
    page.get_by_role("button", name=re.compile("National Center of Oncology")).click()
    expect(page).to_have_url(re.compile("card=kgz-ncoh"))
