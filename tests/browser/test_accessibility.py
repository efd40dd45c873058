"""Keyboard and reflow: what axe cannot tell."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import OpenPage
from tests.browser.support import PHONE_AGENT, Server, wait_ready
from tests.browser.test_pages import PAGES

STOPS = 200

# The element that has the keyboard: its name, and whether a ring shows it. Cells of a table's
# text for screen readers have no size; the table shows where one is on its canvas.
_STOP = """
() => {
  let element = document.activeElement;
  while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
  if (!element || element === document.body) return null;
  const box = element.getBoundingClientRect(), style = getComputedStyle(element);
  const shown = box.width > 1 && box.height > 1 && !element.closest('canvas')
    && element.tagName !== 'CANVAS' && element.tagName !== 'IFRAME';
  // A radio or a checkbox without a size of its own is shown by what holds it.
  const near = [element, element.parentElement, element.parentElement?.parentElement];
  const ring = near.some((one) => one && (getComputedStyle(one).boxShadow !== 'none'
    || (getComputedStyle(one).outlineStyle !== 'none' && parseFloat(getComputedStyle(one).outlineWidth) > 0)));
  return { name: element.getAttribute('aria-label') || element.innerText?.slice(0, 40) || element.tagName,
    test: element.dataset.testid || '', ring: ring || !shown, top: box.top + window.scrollY };
}
"""

# Elements that stick out of the window sideways, unless something round them scrolls or cuts.
_WIDE = """
() => {
  const width = document.documentElement.clientWidth, found = [];
  for (const element of document.querySelectorAll('[data-testid="stMain"] *')) {
    const box = element.getBoundingClientRect();
    if (!box.width || box.right <= width + 1) continue;
    let held = element.parentElement, fine = false;
    while (held && held.dataset.testid !== 'stMain' && !fine) {
      // Tables, maps and code may be scrolled within; anything else would have to wrap.
      const scrolled = element.closest('table, [data-testid="stDataFrame"], '
        + '[data-testid="stDeckGlJsonChart"], pre') ? ['auto', 'scroll'] : [];
      fine = ['hidden', 'clip', ...scrolled].includes(getComputedStyle(held).overflowX)
        && held.getBoundingClientRect().right <= width + 1;
      held = held.parentElement;
    }
    if (!fine) found.push(`${element.tagName} ${element.dataset.testid || ''} ${(element.innerText || '').slice(0, 40)}`);
  }
  return found;
}
"""


@pytest.mark.parametrize("path", ["/", "/capacity", "/present", "/data"])
def test_the_keyboard_reaches_everything_and_one_sees_where_it_is(
    open_page: OpenPage, path: str
) -> None:
    page = open_page(path).page
    stops = []
    for _stop in range(STOPS):
        page.keyboard.press("Tab")
        stop = page.evaluate(_STOP)
        if stop is None:
            break
        stops.append(stop)
    assert len(stops) > 20
    assert stops[0]["name"] == "Skip to main content"
    assert [stop["name"] for stop in stops if not stop["ring"]] == []
    named = {stop["name"] for stop in stops}
    assert {"Map", "Capacity", "Methods"} <= named


def test_a_link_skips_to_the_content(open_page: OpenPage) -> None:
    page = open_page("/capacity").page
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.tagName") == "MAIN"


@pytest.mark.parametrize("path", PAGES)
def test_at_320_pixels_nothing_has_to_be_scrolled_sideways(
    browser: Browser, server: Server, path: str
) -> None:
    # Russian has the longest words of all.
    context = browser.new_context(
        viewport={"width": 320, "height": 640}, user_agent=PHONE_AGENT, locale="en-GB"
    )
    try:
        page = context.new_page()
        page.goto(f"{server.url}{path}{'&' if '?' in path else '?'}lang=ru")
        wait_ready(page)
        assert page.evaluate(_WIDE) == []
    finally:
        context.close()
