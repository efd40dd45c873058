"""Decks: slides that are views, and the ready decks.

A slide is a figure with the query string of its view, and a title where the reader gave one.
Written down it is a relative address, `capacity-need?country=UZB#My title`, so a deck is a list
of addresses and fits into one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote, unquote, urlsplit

import streamlit as st

from components import gallery, views, words
from components.figure import Figure
from components.language import N_, _
from components.views import BadParameterError, View
from shifo.vocabulary import COUNTRIES

LONGEST = 40
"""Slides of a deck at most."""
TITLE = 160
"""Letters of a slide's title at most."""


@dataclass(frozen=True)
class Slide:
    """A figure's name, the query string of its view, and its title (the finding if empty)."""

    name: str
    query: str = ""
    title: str = ""

    def __str__(self) -> str:
        head = f"{self.name}?{self.query}" if self.query else self.name
        return f"{head}#{quote(self.title)}" if self.title else head

    @classmethod
    def read(cls, text: str) -> Slide:
        """The slide of an address. Raises BadParameterError when it is none."""
        parts = urlsplit(text[: views.LONGEST])
        if parts.path not in gallery.FIGURES:
            raise BadParameterError("slide", parts.path, ", ".join(gallery.FIGURES))
        views.read(parts.query)
        return cls(parts.path, parts.query, unquote(parts.fragment)[:TITLE])

    def view(self, now: View) -> View:
        """The slide's view: where it says no day, basis or language, those of now."""
        said = views.read(self.query, base=now.base)
        names = {pair.partition("=")[0] for pair in self.query.split("&")}
        return View(
            on=said.on if "on" in names else now.on,
            basis=said.basis if "basis" in names else now.basis,
            choices=said.choices,
            language=said.language if "lang" in names else now.language,
            dark=now.dark,
            base=now.base,
        )

    def figure(self, now: View) -> Figure:
        """The slide's figure."""
        return gallery.draw(self.name, self.view(now))


READY: dict[str, tuple[str, tuple[str, ...]]] = {
    "region": (
        N_("The region"),
        (
            "map",
            "capacity-need",
            "capacity-countries?measure=mv_per_million",
            "map?measure=people_per_machine&layers=centres",
            "capacity-countries?measure=mv_per_10000_cases",
            "capacity-composition",
            "data-ages",
        ),
    ),
    **{
        iso3: (
            "",
            (
                f"map?country={iso3}",
                f"map?country={iso3}&measure=people_per_machine&layers=centres",
                f"capacity-need?country={iso3}",
                f"capacity-composition?country={iso3}",
                f"capacity-history?focus={iso3}",
                f"capacity-to-come?focus={iso3}",
            ),
        )
        for iso3 in COUNTRIES
    },
}
"""Ready decks by name; pages that come later add theirs here."""


def ready(name: str) -> list[Slide]:
    """The slides of a ready deck."""
    return [Slide.read(text) for text in READY[name][1]]


def label(name: str) -> str:
    """What a ready deck is called."""
    return _(READY[name][0]) if READY[name][0] else words.country(name)


def read(texts: Iterable[str]) -> tuple[list[Slide], list[str]]:
    """The slides of an address, and what is wrong with those that are none."""
    slides, wrong = [], []
    for text in list(texts)[:LONGEST]:
        try:
            slides.append(Slide.read(text))
        except BadParameterError as error:
            wrong.append(str(error))
    return slides, wrong


def own() -> list[Slide]:
    """The reader's own deck in this session."""
    held: list[Slide] = st.session_state.setdefault("_deck", [])
    return held


def add(slide: Slide) -> None:
    """Puts a slide at the end of the reader's deck; for on_click."""
    if len(own()) < LONGEST:
        own().append(slide)
        st.toast(_("Added to your slides. Page Present shows them."), icon=":material/slideshow:")
    else:
        st.toast(_("A deck holds {n} slides at most.").format(n=LONGEST), icon=":material/block:")
