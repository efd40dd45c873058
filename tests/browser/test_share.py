"""Taking away and presenting, as a reader does it in a browser."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, expect
from pptx import Presentation

from tests.browser.accessibility import findings
from tests.browser.conftest import OpenPage

STAGE = "#shifo-presenter section"


def settle(page: Page) -> None:
    """Until the page has been at rest."""
    page.wait_for_timeout(1200)


def slide(page: Page) -> str:
    return page.locator(f"{STAGE} .count").inner_text().replace(" ", "")


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_a_picture_is_taken_away_from_the_share_menu(open_page: OpenPage, size: str) -> None:
    visit = open_page("/capacity?country=UZB", size)
    page = visit.page
    page.get_by_role("button", name="Share").first.click()
    button = page.get_by_role("button", name="Download", exact=True)
    expect(button).to_be_visible()
    settle(page)
    with page.expect_download() as waiting:
        button.click()
    name = waiting.value.suggested_filename
    assert name.startswith("shifo-capacity-need-UZB-")
    assert name.endswith("-en.png")
    image = Image.open(io.BytesIO(Path(waiting.value.path()).read_bytes()))
    assert image.width == 1920
    # For a moment after the click Streamlit greys the button.
    settle(page)
    panel = page.get_by_test_id("stPopoverBody")
    box, (wide, _tall) = panel.bounding_box(), page.evaluate("[innerWidth, innerHeight]")
    assert box
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= wide
    assert findings(page) == []
    visit.assert_clean()


def test_a_view_becomes_a_slide_and_is_presented(open_page: OpenPage) -> None:
    visit = open_page("/capacity?country=UZB")
    page = visit.page
    page.get_by_role("button", name="Share").first.click()
    page.get_by_role("tab", name="Slides").click()
    page.get_by_role("button", name="Add to my slides").click()
    settle(page)
    page.keyboard.press("Escape")
    page.get_by_role("link", name="Present").click()
    expect(page.get_by_role("heading", name="1 slide", exact=True)).to_be_visible()
    settle(page)
    assert "slide=capacity-need" in page.url
    page.get_by_role("button", name="Present", exact=True).click()
    expect(page.locator(f"{STAGE} h2")).to_contain_text("Uzbekistan has")
    visit.assert_clean()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_deck_is_shown_over_everything_and_obeys_the_keys(
    open_page: OpenPage, theme: str
) -> None:
    visit = open_page("/present?deck=KGZ&show=1", "projector", theme)
    page = visit.page
    stage = page.locator(STAGE)
    expect(stage).to_be_visible()
    assert stage.bounding_box() == {"x": 0, "y": 0, "width": 1920, "height": 1080}
    expect(page.locator(f"{STAGE} img")).to_have_js_property("complete", True)
    page.wait_for_function(
        "document.querySelector('#shifo-presenter').shadowRoot.querySelector('img').naturalWidth"
    )
    assert slide(page) == "1/6"
    for key, now in (
        ("ArrowRight", "2/6"),
        ("Space", "3/6"),
        ("PageDown", "4/6"),
        ("ArrowLeft", "3/6"),
        ("End", "6/6"),
        ("ArrowRight", "6/6"),
        ("Home", "1/6"),
        ("PageUp", "1/6"),
    ):
        page.keyboard.press(key)
        assert slide(page) == now, key
    shade = "getComputedStyle(document.querySelector('#shifo-presenter').shadowRoot.querySelector('section')).backgroundColor"
    before = page.evaluate(shade)
    page.keyboard.press("d")
    assert page.evaluate(shade) != before
    title = page.locator(f"{STAGE} h2")
    assert float(title.evaluate("e => getComputedStyle(e).fontSize").removesuffix("px")) >= 44
    page.keyboard.press("Escape")
    expect(stage).to_have_count(0)
    assert page.get_by_role("heading", name="Present").is_visible()
    visit.assert_clean()


def test_slides_turn_by_themselves_until_paused(open_page: OpenPage) -> None:
    page = open_page("/present?deck=KGZ").page
    page.clock.install()
    page.get_by_role("button", name="Present", exact=True).click()
    expect(page.locator(STAGE)).to_be_visible()
    page.keyboard.press("p")
    page.clock.run_for(20_500)
    assert slide(page) == "2/6"
    page.keyboard.press("p")
    page.clock.run_for(60_000)
    assert slide(page) == "2/6"


def test_everything_of_a_slide_is_inside_the_window(open_page: OpenPage) -> None:
    page = open_page("/present?deck=region&show=1", "projector").page
    expect(page.locator(STAGE)).to_be_visible()
    for _ in range(7):
        page.wait_for_timeout(200)
        for part in ("h2", ".told", ".picture", "footer"):
            box = page.locator(f"{STAGE} {part}").first.bounding_box()
            assert box
            assert box["x"] >= 0
            assert box["x"] + box["width"] <= 1920
            assert box["y"] + box["height"] <= 1080, part
        page.keyboard.press("ArrowRight")


def test_a_deck_is_taken_away_as_powerpoint(open_page: OpenPage) -> None:
    visit = open_page("/present?slide=capacity-need%23Mine&slide=data-ages")
    page = visit.page
    with page.expect_download() as waiting:
        page.get_by_role("button", name="PowerPoint").click()
    assert waiting.value.suggested_filename.startswith("shifo-own-")
    slides = Presentation(str(waiting.value.path())).slides
    assert next(s.shapes.title.text_frame.text for s in slides) == "Mine"
    assert len(slides) == 2
    visit.assert_clean()


def test_the_tab_key_stays_in_the_slides(open_page: OpenPage) -> None:
    page = open_page("/present?deck=KGZ&show=1").page
    expect(page.locator(STAGE)).to_be_visible()
    for _ in range(8):
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.id") == "shifo-presenter"


def test_a_brief_is_taken_away(open_page: OpenPage) -> None:
    visit = open_page("/country?focus=TJK")
    page = visit.page
    expect(page.get_by_role("heading", name="Tajikistan", exact=True)).to_be_visible()
    expect(page.get_by_role("img", name="megavoltage machines known").first).to_be_visible()
    with page.expect_download() as waiting:
        page.get_by_role("button", name="One page, PDF").click()
    assert waiting.value.suggested_filename.startswith("shifo-brief-TJK-")
    assert Path(waiting.value.path()).read_bytes().startswith(b"%PDF-")
    visit.assert_clean()
