"""Fixtures of the browser tests: a server, a browser, pages."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.support import Server, Theme, Visit, chromium, visit

OpenPage = Callable[..., Visit]

# A busy machine takes longer over a page than Playwright's five seconds.
expect.set_options(timeout=25_000)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for the whole run; each page gets a window of its own."""
    with chromium() as running:
        yield running


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """The dashboard, started once for the whole run."""
    with Server() as running:
        yield running


@pytest.fixture
def fresh_server() -> Iterator[Server]:
    """A dashboard that no one has visited yet, for this test alone."""
    with Server() as running:
        yield running


@pytest.fixture
def open_page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[OpenPage]:
    """A function that opens a path of the dashboard: `open_page("/capacity?c=KAZ", "phone")`.

    It goes to the shared server unless it is given another one (`on=fresh_server`). The windows
    close when the test ends.
    """
    with ExitStack() as windows:

        def opener(
            path: str = "/",
            size: str = "desktop",
            theme: Theme = "light",
            *,
            locale: str = "en-GB",
            on: Server | None = None,
        ) -> Visit:
            host: Server = on or request.getfixturevalue("server")
            return windows.enter_context(visit(browser, host.url + path, size, theme, locale))

        yield opener
