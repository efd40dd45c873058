"""A phone on a slow line: the list first, the map on demand, and something to see meanwhile."""

from __future__ import annotations

from urllib.parse import urlsplit

from playwright.sync_api import Browser, CDPSession, expect

from tests.browser.conftest import OpenPage
from tests.browser.support import PHONE_AGENT, SIZES, Server, wait_map, wait_ready

# Streamlit's own scripts and fonts; everything else that is fetched is ours.
STREAMLITS = "/static/"
MOST_BYTES = 1_500_000
SLOW = {
    "offline": False,
    "latency": 300,
    "downloadThroughput": 1_000_000 / 8,
    "uploadThroughput": 1_000_000 / 8,
}


def weigh(session: CDPSession) -> dict[str, float]:
    """Bytes on the wire by whose they are, counted as they come."""
    session.send("Network.enable")
    addresses: dict[str, str] = {}
    weight = {"ours": 0.0, "streamlit": 0.0}

    def finished(event: dict) -> None:
        path = urlsplit(addresses.get(event["requestId"], "")).path
        weight["streamlit" if path.startswith(STREAMLITS) else "ours"] += event["encodedDataLength"]

    def framed(event: dict) -> None:
        weight["ours"] += len(event["response"]["payloadData"])

    session.on(
        "Network.requestWillBeSent",
        lambda event: addresses.__setitem__(event["requestId"], event["request"]["url"]),
    )
    session.on("Network.loadingFinished", finished)
    session.on("Network.webSocketFrameReceived", framed)
    return weight


def test_on_a_phone_the_list_comes_first_and_the_map_on_demand(open_page: OpenPage) -> None:
    page = open_page("/", "phone").page
    listed = page.get_by_test_id("stDataFrame").first
    assert listed.is_visible()
    box = listed.bounding_box()
    assert box is not None
    assert box["y"] < SIZES["phone"][1] / 2
    assert page.get_by_test_id("stDeckGlJsonChart").count() == 0
    page.get_by_text("Show the map").click()
    wait_ready(page)
    wait_map(page)
    assert "with_map=1" in page.url


def test_a_link_from_a_phone_may_hold_the_map(open_page: OpenPage) -> None:
    wait_map(open_page("/?with_map=1", "phone").page)
    assert open_page("/?with_map=1").page.get_by_text("Ignored in the link").count() == 0


def test_the_list_is_light_and_a_slow_line_shows_that_it_loads(
    browser: Browser, fresh_server: Server
) -> None:
    width, height = SIZES["phone"]
    context = browser.new_context(
        viewport={"width": width, "height": height}, user_agent=PHONE_AGENT, locale="ru-RU"
    )
    try:
        page = context.new_page()
        session = context.new_cdp_session(page)
        weight = weigh(session)
        session.send("Network.emulateNetworkConditions", SLOW)
        page.goto(fresh_server.url, wait_until="commit")
        expect(page.locator(".opening")).to_contain_text("Атлас загружается")
        assert page.evaluate("document.documentElement.lang") == "ru"
        wait_ready(page, 120_000)
        expect(page.get_by_test_id("stDataFrame").first).to_be_visible()
        assert page.locator(".opening").count() == 0
        assert 1_000 < weight["ours"] < MOST_BYTES
        # Three times as much before the server compressed what Streamlit sends.
        assert weight["streamlit"] < 2_500_000
    finally:
        context.close()
