"""Access and Plan as a reader meets them: the map is drawn, sites are found, the link brings them."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OpenPage
from tests.browser.support import wait_map, wait_ready


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_the_map_of_reach_is_drawn(open_page: OpenPage, size: str) -> None:
    visit = open_page("/access?within=2h&with_map=1", size)
    wait_map(visit.page)
    expect(visit.page.get_by_text("Hours = distance").first).to_be_visible()
    visit.assert_clean()


def test_sites_are_found_shown_and_the_link_brings_them_again(open_page: OpenPage) -> None:
    visit = open_page("/plan?scope=KGZ&sites=2")
    page = visit.page
    page.get_by_role("button", name="Find the best sites").click()
    expect(page.get_by_role("heading", name="New sites", exact=True)).to_be_visible()
    expect(page.get_by_text("optimal", exact=True)).to_be_visible()
    told = page.get_by_role("heading", name="2 new sites would reach").inner_text()
    assert "solve=1" in page.url
    wait_map(page)
    again = open_page(page.url.split("/plan", 1)[1].join(["/plan", ""]))
    expect(again.page.get_by_role("heading", name=told)).to_be_visible()
    visit.assert_clean()
    again.assert_clean()


def test_a_machine_is_added_by_hand_and_taken_back(open_page: OpenPage) -> None:
    visit = open_page("/plan")
    page = visit.page
    box = page.get_by_role("combobox", name="Add machines in")
    box.click()
    box.fill("Karakol")
    page.get_by_role("option", name="Karakol, Issyk-Kul").first.click()
    wait_ready(page)
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.get_by_role("heading", name="1 new site would reach")).to_be_visible()
    assert "scenario=add" in page.url
    # The button is drawn anew while the page is still at work, and a press on the old one is lost.
    wait_ready(page)
    page.get_by_role("button", name="Remove").click()
    expect(page.get_by_text("Ask for the best sites above")).to_be_visible()
    assert "scenario" not in page.url
    visit.assert_clean()
