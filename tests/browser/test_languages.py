"""Languages in the browser: nothing bypasses translation, and each reader gets their own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests import pseudo
from tests.browser.conftest import OpenPage
from tests.browser.support import Server, wait_ready
from tests.browser.test_pages import PAGES

# What Streamlit writes itself and our script does not reach; docs/languages.md lists it.
STREAMLITS_OWN = frozenset({"PowerPoint"})

# Every text a reader meets: on the page, in what is read aloud, and in the cells of tables, which
# stand in their canvas for screen readers.
_TEXTS = """
(copy) => {
  const found = new Set();
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const node = walk.currentNode, parent = node.parentElement;
    if (!parent || parent.closest('style, script, noscript, code, [data-testid="stIconMaterial"], [translate="no"]')) continue;
    if (copy && parent.closest(copy)) continue;
    // Streamlit's own downloads of charts are hidden: the Share menu stands for them.
    if (!parent.closest('canvas') && !parent.checkVisibility()) continue;
    // Charts break long words into lines, each a tspan.
    const lines = parent.tagName === 'tspan' ? parent.closest('text').querySelectorAll('tspan') : [node];
    const text = [...lines].map(line => line.textContent.trim()).join(' ').trim();
    if (text) found.add(text);
  }
  for (const element of document.querySelectorAll('[aria-label], [alt], [title], [placeholder]')) {
    for (const name of ['aria-label', 'alt', 'title', 'placeholder']) {
      const text = element.getAttribute(name);
      if (text && text.trim() && element.checkVisibility()) found.add(text.trim());
    }
  }
  return [...found];
}
"""


@pytest.fixture(scope="module")
def pseudo_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The dashboard with the made-up language beside English."""
    folder = pseudo.write(tmp_path_factory.mktemp("locales"))
    with Server(env={"SHIFO_LOCALES": str(folder)}) as running:
        yield running


# Pages whose most is long copy of docs/ and of the data: it is not looked at here.
COPY = '[data-testid="stMarkdown"], [data-testid="stHeading"], [data-testid="stExpander"], [data-testid="stTable"], [data-testid="stDataFrame"]'
OF_COPY = ("/methods", "/changes")


def texts(page: Page, path: str) -> list[str]:
    return list(page.evaluate(_TEXTS, COPY if path in OF_COPY else ""))


def in_pseudo(path: str) -> str:
    return f"{path}{'&' if '?' in path else '?'}lang={pseudo.CODE}"


@pytest.mark.parametrize("path", PAGES)
def test_no_text_bypasses_translation(
    open_page: OpenPage, pseudo_server: Server, path: str
) -> None:
    page = open_page(in_pseudo(path), on=pseudo_server).page
    # Streamlit's words are put into the page's language a moment after it is at rest.
    page.wait_for_timeout(500)
    said = texts(page, path)
    assert any(pseudo.OPEN in text for text in said)
    strange = {text: found for text in said if (found := pseudo.untranslated(text, STREAMLITS_OWN))}
    assert strange == {}


@pytest.mark.parametrize(
    ("link", "locale", "lang", "map_"),
    [
        ("/", "kk-KZ", "kk", "Карта"),
        ("/?lang=uz", "ru-RU", "uz", "Xarita"),
        ("/", "fr-FR", "en", "Map"),
    ],
)
def test_the_language_is_the_links_then_the_browsers_then_english(
    open_page: OpenPage, link: str, locale: str, lang: str, map_: str
) -> None:
    page = open_page(link, locale=locale).page
    assert page.evaluate("document.documentElement.lang") == lang
    assert page.get_by_role("link", name=map_, exact=True).count() == 1
    expect(page).to_have_title(f"{map_} · Shifo")


def test_another_language_keeps_the_view(open_page: OpenPage) -> None:
    page = open_page("/capacity?country=UZB&basis=directory").page
    page.get_by_label("Language").click()
    page.get_by_role("option", name="Тоҷикӣ").click()
    wait_ready(page)
    assert page.evaluate("document.documentElement.lang") == "tg"
    assert {"country=UZB", "basis=directory", "lang=tg"} <= set(page.url.split("?")[1].split("&"))
    assert page.get_by_role("heading", name="Иқтидор").count() == 1
