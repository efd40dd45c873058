"""The map page in a browser: first drawn map, a filter change, bytes and memory."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser, Page

from benchmarks.wire import counted
from tests.browser.support import ROOT, Server, chromium, visit, wait_map, wait_ready

FLOOR = ROOT / "benchmarks" / "floor"
STARTS, CHANGES, SESSIONS = 3, 5, 5
REST_MS = 2500
"""Longer than any change takes, so that none of its parts is missed."""

WATCH = """
() => {
  // deck.gl draws only when something has changed, and tells nobody: watch its calls to WebGL.
  // Two frames after the last of them the picture is on the screen.
  const context = WebGL2RenderingContext.prototype;
  if (!window.__drawing) {
    window.__drawing = true;
    for (const name of ['drawArrays', 'drawElements', 'drawArraysInstanced',
                        'drawElementsInstanced']) {
      const draw = context[name];
      context[name] = function (...given) {
        const seen = () => { window.__changed = performance.now(); };
        requestAnimationFrame(() => requestAnimationFrame(seen));
        return draw.apply(this, given);
      };
    }
  }
  const app = document.querySelector('[data-testid="stApp"]');
  window.__watch?.disconnect();
  window.__pressed = window.__changed = undefined;
  document.addEventListener('pointerdown', () => {
    window.__pressed = window.__changed = performance.now();
  }, { capture: true, once: true });
  window.__watch = new MutationObserver(() => { window.__changed = performance.now(); });
  window.__watch.observe(app, {
    subtree: true, childList: true, characterData: true, attributes: true,
    attributeFilter: ['data-test-script-state', 'data-stale'],
  });
}
"""


@dataclass(frozen=True)
class Measured:
    """Medians of one app; seconds and bytes."""

    first_map: float
    filter_change: float
    filter_bytes: float
    load_bytes: float
    load_socket_bytes: float
    session_bytes: float


def ours() -> Measured:
    """Shifo's front page; the filter is the country."""
    return _measure(ROOT, "server:app", "Kyrgyzstan")


def floor() -> Measured:
    """The smallest app with one map, one chart and one filter."""
    return _measure(FLOOR, "server:app", "KGZ")


def _measure(folder: Path, app: str, pill: str) -> Measured:
    starts = []
    with chromium() as browser:
        for _ in range(STARTS):
            with Server(folder, app) as server:
                starts.append(_first_map(browser, server.url))
        with Server(folder, app) as server:
            _first_map(browser, server.url)
            with counted(server.port) as wire, visit(browser, wire.url) as opened:
                page = opened.page
                wait_map(page)
                page.wait_for_timeout(1500)
                load, load_by_socket = wire.received, wire.by_socket
                times, sizes = [], []
                for _ in range(CHANGES):
                    before = wire.by_socket
                    times.append(
                        _timed(page, lambda: page.get_by_role("button", name=pill).click())
                    )
                    page.wait_for_timeout(500)
                    sizes.append(wire.by_socket - before)
            memory = _session_memory(browser, server)
    return Measured(
        first_map=median(starts),
        filter_change=median(times),
        filter_bytes=median(sizes),
        load_bytes=load,
        load_socket_bytes=load_by_socket,
        session_bytes=memory,
    )


def _first_map(browser: Browser, url: str) -> float:
    """Seconds from asking for the page to a map with something on it."""
    began = time.perf_counter()
    with visit(browser, url) as opened:
        wait_map(opened.page)
        return time.perf_counter() - began


def _timed(page: Page, act: Callable[[], None]) -> float:
    """Seconds from an act until the last element that it changes has been drawn."""
    page.evaluate(WATCH)
    act()
    page.wait_for_timeout(REST_MS)
    wait_ready(page)
    return float(page.evaluate("window.__changed - window.__pressed")) / 1000


def _session_memory(browser: Browser, server: Server) -> float:
    """Bytes that the server grows by for each further reader."""
    before = _resident(server.pid)
    windows = [visit(browser, server.url) for _ in range(SESSIONS)]
    for window in windows:
        window.__enter__()
    grown = _resident(server.pid) - before
    for window in windows:
        window.__exit__(None, None, None)
    return grown / SESSIONS


def _resident(pid: int) -> int:
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * 4096
