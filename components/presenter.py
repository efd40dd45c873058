"""The button that shows a deck over the whole window, and what the browser needs for it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from streamlit.components.v2 import component

from components import decks, language, theme
from components.decks import Slide
from components.language import _
from components.theme import hexadecimal
from components.views import View

SECONDS = 20
"""How long a slide stands when they turn by themselves."""

_JS = (Path(__file__).resolve().parent / "presenter.js").read_text("utf-8")
_CSS = """
button { font: inherit; font-weight: 600; min-height: 2.5rem; padding: .25rem .9rem; border: 0;
  border-radius: .5rem; cursor: pointer; background: var(--st-primary-color);
  color: var(--st-background-color); }
button:focus-visible { outline: 3px solid var(--st-text-color); outline-offset: 2px; }
button:disabled { opacity: .4; cursor: default; }
"""


def button(slides: Sequence[Slide], now: View, name: str, *, opened: bool = False) -> None:
    """Draw the button; `opened` shows the deck at once, for a link that does so."""
    component("shifo_presenter", html='<button type="button"></button>', css=_CSS, js=_JS)(
        data=told(slides, now, name) | {"open": opened},
        key="presenter",
        width="content",
        height="content",
    )


def told(slides: Sequence[Slide], now: View, name: str) -> dict[str, Any]:
    """The deck as the browser shows it: words, addresses of its pictures, colours."""
    return {
        "lang": now.language,
        "dark": now.dark,
        "seconds": SECONDS,
        "slides": [
            {
                "title": said.title,
                "subtitle": said.subtitle,
                "foot": said.foot,
                "light": slide.picture(now, dark=False),
                "dark": slide.picture(now, dark=True),
            }
            for slide, said in ((slide, decks.said(slide, now)) for slide in slides)
        ],
        "palettes": {
            shade: {
                "ground": hexadecimal(colours.panel),
                "ink": hexadecimal(colours.text),
                "quiet": hexadecimal(colours.quiet_text),
            }
            for shade, colours in (("light", theme.LIGHT), ("dark", theme.DARK))
        },
        "words": {
            "start": _("Present"),
            "deck": _("Slides: {name}").format(name=name),
            "controls": _("Slides"),
            "previous": _("Previous"),
            "next": _("Next"),
            "play": _("Turn by themselves, every {n} seconds").format(n=language.number(SECONDS)),
            "pause": _("Pause"),
            "shade": _("Light or dark"),
            "close": _("Close"),
            "loading": _("The picture is being drawn …"),
            "failed": _("The picture could not be drawn. The slides go on."),
        },
    }
