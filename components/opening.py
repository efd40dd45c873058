"""What stands in the window until the app's own scripts are there.

On a slow line that is most of a minute, and Streamlit's page is blank and English until then.
"""

from __future__ import annotations

import re
from html import escape
from urllib.parse import parse_qs

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from components import language, state
from components.language import _

_ROOT = '<div id="root"></div>'
_STYLE = """<style>
.opening { font: 1.1rem "Source Sans", system-ui, sans-serif; display: grid; min-height: 90vh;
  place-content: center; text-align: center; gap: .4rem; color: #23282c; }
.opening b { color: #0b6e69; font-size: 1.6rem; }
html:has(.opening) { background: #fdfcfa; color-scheme: light dark; }
@media (prefers-color-scheme: dark) {
  html:has(.opening) { background: #14181b; }
  .opening { color: #e4e6e4; }
  .opening b { color: #4fc1b4; }
}
</style>"""


def spoken(scope: Scope) -> str:
    """The language asked for by the address, else by the browser, else English."""
    query = parse_qs(scope.get("query_string", b"").decode("latin-1"))
    linked = next(iter(query.get(state.LANG, [])), "")
    if linked in language.available():
        return linked
    return language.negotiated(Headers(scope=scope).get("accept-language", ""))


def page(html: str, spoken: str) -> str:
    """Streamlit's page with its language, its name, and words while it loads."""
    with language.using(spoken):
        waiting = escape(_("The atlas is loading …"))
        about = escape(_("The open atlas of oncology resources in Central Asia"))
        without = escape(_("Shifo needs JavaScript. The data are at {address}."))
    address = '<a href="/api/v1/data.zip">/api/v1/data.zip</a>'
    opening = (
        f'<div class="opening" role="status"><b>Shifo</b><span>{about}</span>'
        f"<span>{waiting}</span></div>"
    )
    without = f"<noscript>{without.format(address=address)}</noscript>"
    html = re.sub(r"<noscript>.*?</noscript>", lambda _found: without, html, flags=re.DOTALL)
    html = html.replace('<html lang="en">', f'<html lang="{spoken}">', 1)
    html = html.replace("<title>Streamlit</title>", f"<title>Shifo</title>{_STYLE}", 1)
    return html.replace(_ROOT, f'<div id="root">{opening}</div>', 1)


class Opening:
    """Puts these words into each HTML answer to a reader of pages."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Holds an HTML answer until it is whole, and passes everything else on."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        start: Message | None = None
        parts: list[bytes] = []

        async def sending(message: Message) -> None:
            nonlocal start
            if message["type"] == "http.response.start":
                kind = Headers(raw=message["headers"]).get("content-type", "")
                if message["status"] == 200 and kind.startswith("text/html"):
                    start = message
                    return
            elif start is not None and message["type"] == "http.response.body":
                parts.append(message.get("body", b""))
                if message.get("more_body", False):
                    return
                body = b"".join(parts).decode("utf-8")
                if _ROOT in body:
                    body = page(body, spoken(scope))
                whole = body.encode("utf-8")
                headers = MutableHeaders(scope=start)
                headers["content-length"] = str(len(whole))
                headers.add_vary_header("Accept-Language")
                # The file's tag speaks of the file, not of what is made of it.
                for name in ("etag", "last-modified", "accept-ranges"):
                    del headers[name]
                await send(start)
                message = {"type": "http.response.body", "body": whole, "more_body": False}
            await send(message)

        # What is compressed cannot be read here; the server compresses after this.
        plain = [(name, value) for name, value in scope["headers"] if name != b"accept-encoding"]
        await self.app({**scope, "headers": plain}, receive, sending)
