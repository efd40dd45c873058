"""The server: the app with security headers, cached geometry and data checked before it opens.

`python -m uvicorn server:app` or `streamlit run server.py`; both read .streamlit/config.toml.
"""

from __future__ import annotations

import logging
import os
import re
import sys
from base64 import b64encode
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import streamlit as st
from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shifo.vocabulary import BASES

HERE = Path(__file__).resolve().parent
YEAR = 365 * 24 * 3600


def check_data() -> None:
    """Loads the data; where it is faulty names the faults, a line each, and ends with status 1.

    A dashboard that opens on broken data shows wrong figures or none: better not to open. What
    the front page shows first is worked out as well, so that the first reader need not wait.
    """
    # Caches are filled before Streamlit runs, which it would remark on once for each of them.
    logging.getLogger("streamlit.runtime.caching.cache_data_api").setLevel(logging.ERROR)
    from components import centres, facts, pictures
    from shifo.faults import DataError

    try:
        facts.catalogue()
    except DataError as error:
        for fault in error.faults:
            sys.stderr.write(f"{fault}\n")
        raise SystemExit(1) from None
    today, basis = date.today(), BASES[-1]
    for area in ("country", "region"):
        facts.capacity(today, basis, area)
    centres.rows(today, basis, None)
    pictures.warm()


def inline_hashes(page: str) -> list[str]:
    """The CSP sources of the scripts written into an HTML page itself."""
    scripts = re.findall(r"<script>(.*?)</script>", page, flags=re.DOTALL)
    return [f"'sha256-{b64encode(sha256(s.encode()).digest()).decode()}'" for s in scripts]


def content_policy(ancestors: str = "'self'") -> str:
    """The Content-Security-Policy under which the map, charts and components still work.

    `blob:` scripts are what components v2 are loaded from, and WebAssembly is the map's and the
    tables'. `ancestors` says who may show Shifo in a frame.
    """
    index = Path(st.__file__).parent / "static" / "index.html"
    hashes = " ".join(inline_hashes(index.read_text("utf-8")))
    return "; ".join(
        (
            "default-src 'self'",
            f"script-src 'self' 'wasm-unsafe-eval' blob: {hashes}",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            "connect-src 'self' ws: wss: data:",
            "worker-src 'self' blob:",
            "object-src 'none'",
            "base-uri 'self'",
            "form-action 'self'",
            f"frame-ancestors {ancestors}",
        )
    )


class Headings:
    """Adds the security headers to every answer and lets browsers keep the static geometry.

    A file asked for with `?v=<hash>` never changes under that address and is kept for a year;
    without it the browser asks again and gets 304 while the ETag holds.
    """

    def __init__(self, app: ASGIApp, policy: str) -> None:
        self.app = app
        self.fixed = {
            "Content-Security-Policy": policy,
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": "strict-origin-when-cross-origin",
            "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes everything on, and the head of HTTP answers changed."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        static = "/app/static/" in scope["path"]
        versioned = "v" in parse_qs(scope.get("query_string", b"").decode("latin-1"))
        wanted = Headers(scope=scope).get("if-none-match", "")
        unchanged = False

        async def sending(message: Message) -> None:
            nonlocal unchanged
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self.fixed.items():
                    headers[name] = value
                if static and message["status"] == 200:
                    headers["Cache-Control"] = (
                        f"public, max-age={YEAR}, immutable" if versioned else "public, no-cache"
                    )
                    tag = headers.get("etag")
                    if tag and tag in (t.strip().removeprefix("W/") for t in wanted.split(",")):
                        unchanged = True
                        message["status"] = 304
                        del headers["content-length"]
            elif unchanged and message["type"] == "http.response.body":
                message = {"type": "http.response.body", "body": b"", "more_body": False}
                if getattr(sending, "ended", False):
                    return
                sending.ended = True  # type: ignore[attr-defined]
            await send(message)

        await self.app(scope, receive, sending)


@asynccontextmanager
async def lifespan(_app: st.App) -> AsyncIterator[dict[str, Any]]:
    """Keeps Streamlit's old multipage mode off.

    A folder named pages/ switches it on until some session reaches st.navigation, and a link to
    a page on a fresh server would run that page alone. The attribute is private to Streamlit;
    a test opens such a link first.
    """
    from streamlit.runtime.pages_manager import PagesManager

    PagesManager.uses_pages_directory = False
    yield {}


check_data()
# Its routes are made from the data, which is checked by now.
from components import api, opening  # noqa: E402

app = st.App(
    HERE / "app.py",
    lifespan=lifespan,
    routes=api.routes(),
    middleware=[
        # Streamlit sends its own scripts as they are: five megabytes, forty seconds at 1 Mbit/s.
        Middleware(GZipMiddleware, compresslevel=6),
        Middleware(opening.Opening),
        Middleware(
            Headings,
            policy=content_policy(os.environ.get("SHIFO_FRAME_ANCESTORS", "'self'")),
        ),
    ],
)
