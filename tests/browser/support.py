"""A server to test, a browser to test it with, and a page that remembers what went wrong.

Run as a script it prints the Chromium that the tests would use, or fails: `make test` asks it
before it installs one.
"""

from __future__ import annotations

import io
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Literal
from urllib.parse import urlsplit

from PIL import Image
from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, Response, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
HOST = "127.0.0.1"
OWN_HOSTS = frozenset({HOST, "localhost"})

SIZES: Mapping[str, tuple[int, int]] = {
    "desktop": (1440, 900),
    "projector": (1920, 1080),
    "phone": (390, 844),
}
# What Chrome on Android says of itself, reduced as it is since 2023.
PHONE_AGENT = (
    "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/150.0.0.0 Mobile Safari/537.36"
)
Theme = Literal["light", "dark"]

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
CHROMIUM_ARGS = (
    # WebGL in software: the machines that test have no graphics card.
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    "--ignore-gpu-blocklist",
    # Containers run as root and have a small /dev/shm.
    "--no-sandbox",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    # No name but our own resolves, so a page that needs the Internet fails here rather than on
    # a projector without it.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
)

SERVER_START_S = 60
READY_MS = 60_000
# A page is at rest when its script has not started again for this long: a map or a widget often
# asks for a second run right after the first.
SETTLED_MS = 400

# On a deep link Streamlit's client looks for its server below that path first, is told 404, and
# finds it at the root: no fault of the page.
_PROBES = ("/_stcore/health", "/_stcore/host-config")

_SETTLED = """
([quiet]) => {
  const app = document.querySelector('[data-testid="stApp"]');
  const busy = !app
    || app.dataset.testConnectionState !== 'CONNECTED'
    || app.dataset.testScriptState !== 'notRunning'
    || document.querySelector('[data-testid="stAppSkeleton"], [data-testid="stSkeleton"]')
    || document.querySelector('[data-testid="stElementContainer"][data-stale="true"]');
  const now = performance.now();
  if (busy) { window.__restSince = undefined; return false; }
  window.__restSince ??= now;
  return now - window.__restSince >= quiet;
}
"""


def find_chromium() -> str | None:
    """Path of a Chromium that runs here: `$CHROMIUM`, one on PATH, else Playwright's own."""
    chosen = os.environ.get("CHROMIUM")
    if chosen:
        return shutil.which(chosen)
    for name in CHROMIUM_NAMES:
        if path := shutil.which(name):
            return path
    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
    return own if Path(own).exists() else None


def free_port() -> int:
    """A port that nothing listened on a moment ago."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port


@dataclass
class Server:
    """The dashboard as `make run` starts it, on a port of its own.

    Use as a context manager. `log()` is what it has printed; `env` is added to the environment.
    """

    root: Path = ROOT
    app: str = "server:app"
    env: Mapping[str, str] = field(default_factory=dict)
    port: int = field(default_factory=free_port)
    _process: subprocess.Popen[bytes] | None = None
    _log: IO[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self.port}"

    @property
    def pid(self) -> int:
        assert self._process is not None, "the server has not been started"
        return self._process.pid

    def log(self) -> str:
        if self._log is None:
            return ""
        return Path(self._log.name).read_text(encoding="utf-8", errors="replace")

    def __enter__(self) -> Server:
        # A file, not a pipe: nobody reads while the server runs, and a full pipe would stop it.
        self._log = tempfile.NamedTemporaryFile(prefix="shifo-server-", suffix=".log")
        self._process = subprocess.Popen(
            [
                *(sys.executable, "-m", "uvicorn", self.app, "--host", HOST),
                *("--port", str(self.port), "--no-access-log", "--timeout-graceful-shutdown", "1"),
            ],
            cwd=self.root,
            env={**os.environ, "PYTHONUNBUFFERED": "1", **self.env},
            stdin=subprocess.DEVNULL,
            stdout=self._log,
            stderr=subprocess.STDOUT,
        )
        try:
            self._wait_until_healthy()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def stop(self) -> None:
        if self._process is not None:
            self._process.terminate()
            try:
                self._process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
            self._process = None
        if self._log is not None:
            self._log.close()
            self._log = None

    def _wait_until_healthy(self) -> None:
        assert self._process is not None
        give_up = time.monotonic() + SERVER_START_S
        while time.monotonic() < give_up:
            if self._process.poll() is not None:
                raise RuntimeError(f"the server stopped at start:\n{self.log()}")
            try:
                with urllib.request.urlopen(f"{self.url}/_stcore/health", timeout=2) as answer:
                    if answer.status == 200:
                        return
            except (urllib.error.URLError, OSError):
                pass
            time.sleep(0.1)
        raise RuntimeError(f"no answer from the server in {SERVER_START_S} s:\n{self.log()}")


@dataclass
class Visit:
    """One open page and everything about it that a visitor would not see.

    `foreign` holds each address asked of another host; `failed` each answer of 400 or more.
    """

    page: Page
    console_errors: list[str] = field(default_factory=list)
    page_errors: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("console", self._on_console)
        self.page.on("pageerror", lambda error: self.page_errors.append(str(error)))
        self.page.on("request", lambda request: self._on_address(request.url))
        self.page.on("websocket", lambda socket_: self._on_address(socket_.url))
        self.page.on("response", self._on_response)

    def assert_clean(self) -> None:
        """Fail when the page logged an error, missed a file or asked another host."""
        faults = {
            "asked of other hosts": self.foreign,
            "uncaught errors": self.page_errors,
            "errors in the console": self.console_errors,
            "failed requests": self.failed,
        }
        found = [f"{what}: {items}" for what, items in faults.items() if items]
        assert not found, f"{self.page.url}\n" + "\n".join(found)

    def _on_console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            where = message.location.get("url", "")
            if _is_probe(where):
                return
            self.console_errors.append(f"{message.text} ({where})" if where else message.text)

    def _on_address(self, address: str) -> None:
        parts = urlsplit(address)
        # data: and blob: addresses have no host and stay inside the page.
        if parts.hostname and parts.hostname not in OWN_HOSTS:
            self.foreign.append(address)

    def _on_response(self, response: Response) -> None:
        if response.status >= 400 and not _is_probe(response.url):
            self.failed.append(f"{response.status} {response.url}")


def _is_probe(address: str) -> bool:
    path = urlsplit(address).path
    return path.endswith(_PROBES) and path not in _PROBES


@contextmanager
def chromium() -> Iterator[Browser]:
    """A headless Chromium that draws WebGL without a graphics card."""
    path = find_chromium()
    if path is None:
        raise RuntimeError("no Chromium found: `make test` installs one, or set CHROMIUM=<path>")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(CHROMIUM_ARGS))
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def visit(
    browser: Browser,
    address: str,
    size: str = "desktop",
    theme: Theme = "light",
    locale: str = "en-GB",
) -> Iterator[Visit]:
    """Open an address in a browser window of its own (no cookies, no cache) and wait for it."""
    width, height = SIZES[size]
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme=theme,
        locale=locale,
        reduced_motion="reduce",
        has_touch=size == "phone",
        user_agent=PHONE_AGENT if size == "phone" else None,
        accept_downloads=True,
    )
    try:
        opened = Visit(context.new_page())
        opened.page.goto(address, wait_until="domcontentloaded", timeout=READY_MS)
        wait_ready(opened.page)
        yield opened
    finally:
        context.close()


def wait_ready(page: Page, timeout_ms: float = READY_MS) -> None:
    """Wait until Streamlit is connected, has run its script and shows nothing stale.

    Call it again after each click that makes the page think.
    """
    # What was at rest before the click does not count.
    page.evaluate("window.__restSince = undefined")
    page.wait_for_function(_SETTLED, arg=[SETTLED_MS], timeout=timeout_ms, polling=100)


def wait_map(page: Page, timeout_ms: float = READY_MS, share: float = 0.01) -> Locator:
    """Wait until the first map on the page shows something, and return it.

    deck.gl draws after Streamlit is done, and its canvas tells nobody when: look at the picture
    until `share` of its pixels (0 to 1) are no longer background.
    """
    drawn = page.get_by_test_id("stDeckGlJsonChart").first
    drawn.wait_for(state="visible", timeout=timeout_ms)
    canvas = drawn.locator("canvas").first
    give_up = time.monotonic() + timeout_ms / 1000
    while time.monotonic() < give_up:
        if drawn_share(canvas.screenshot()) > share:
            return drawn
        page.wait_for_timeout(200)
    raise AssertionError(f"the map stayed empty for {timeout_ms / 1000:.0f} s")


def drawn_share(png: bytes) -> float:
    """Share of a picture's pixels (0 to 1) that do not have its commonest colour."""
    image = Image.open(io.BytesIO(png)).convert("RGB")
    counts = image.getcolors(maxcolors=image.width * image.height) or []
    return 1 - max(count for count, _ in counts) / (image.width * image.height)


if __name__ == "__main__":
    found = find_chromium()
    if found is None:
        sys.exit("no Chromium found")
    sys.stdout.write(found + "\n")
