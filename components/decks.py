"""Decks: slides that are views, and the ready decks.

A slide is a figure with the query string of its view, and a title where the reader gave one.
Written down it is a relative address, `capacity-need?country=UZB#My title`, so a deck is a list
of addresses and fits into one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import quote, unquote, urlsplit

import streamlit as st

from components import citation, gallery, language, pictures, state, views, words
from components.figure import Figure
from components.language import N_, _
from components.views import BadParameterError, View
from shifo.vocabulary import COUNTRIES

LONGEST = 40
"""Slides of a deck at most."""
TITLE = 160
"""Letters of a slide's title at most."""
OWN = "own"
"""The name of the reader's own deck beside the ready ones."""


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

    def picture(self, now: View, *, dark: bool) -> str:
        """The address of the slide's picture on this server."""
        return gallery.address(self.name, replace(self.view(now), dark=dark))

    @classmethod
    def of(cls, figure: Figure) -> Slide:
        """The slide that shows a figure as it is now; its day moves on unless it was chosen."""
        query = figure.view.query(whole=False)
        if f"{state.BASIS}=" not in query:
            query = "&".join(part for part in (f"{state.BASIS}={figure.view.basis}", query) if part)
        return cls(figure.name, query)


class Said(NamedTuple):
    """What is written on a slide round its picture."""

    title: str
    subtitle: str
    foot: str


def words_of(slide: Slide, figure: Figure) -> Said:
    """A slide's words: its own title or what its figure finds; below it sources and version."""
    drawing = figure.drawing
    foot = f"{drawing.sources} · {citation.short(figure)}"
    return Said(slide.title or drawing.title, pictures.told(figure), foot)


@lru_cache(maxsize=256)
def said(slide: Slide, now: View) -> Said:
    """`words_of` a slide without its figure at hand."""
    with language.using(now.language):
        return words_of(slide, slide.figure(now))


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
    "next": (
        N_("Where next"),
        (
            "access-map",
            "access-coverage",
            "access-curve",
            "access-met?within=200km",
            "access-unmet?within=200km",
            "access-outage",
            "plan-map?solve=1&sites=5",
            "plan-coverage?solve=1&sites=5",
        ),
    ),
    "projects": (
        N_("Projects"),
        (
            "projects-slips?overdue=1",
            "projects-slips?stage=under_construction&stage=equipped",
            "projects-slips?stage=open",
            "resources-matrix",
            "map?resource=cyclotron",
            "resources-nearest?resource=pet_ct&country=KGZ&country=TJK&country=TKM",
        ),
    ),
    "children": (
        N_("Children"),
        (
            "children-expected",
            "children-regions",
            "children-registered",
            "children-map",
            "children-units",
            "children-reach",
            "access-map?for=paediatric&within=200km",
            "access-curve?for=paediatric",
            "access-outage?for=paediatric&within=200km",
            "children-survival",
            "children-known",
            "children-thirteen",
        ),
    ),
    "cooperation": (
        N_("Cooperation"),
        (
            "cooperation-map",
            "cooperation-map?frame=eurasia&outcome=unknown",
            "cooperation-partners",
            "cooperation-matrix",
            "cooperation-timeline",
            "cooperation-congresses",
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
    """What a deck is called."""
    if name == OWN:
        return _("My slides")
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


# --- the reader's own deck -----------------------------------------------------------------------


def own() -> list[Slide]:
    """The reader's own deck in this session."""
    return list(st.session_state.get("_deck", []))


def turn() -> int:
    """Grows with each change, so that widgets of slides that moved are drawn anew."""
    return int(st.session_state.get("_deck_turn", 0))


def hold(slides: Sequence[Slide]) -> None:
    """Makes these the reader's own deck; what it was before can be had back by `undo`."""
    st.session_state["_deck_before"] = own()
    st.session_state["_deck"] = list(slides)[:LONGEST]
    st.session_state["_deck_turn"] = turn() + 1


def undo() -> None:
    """Takes the last change back; once more brings it again. For on_click."""
    hold(st.session_state.get("_deck_before", []))


def can_undo() -> bool:
    """Whether there is a change to take back."""
    return "_deck_before" in st.session_state


def copy(name: str) -> None:
    """Makes a ready deck the reader's own, to change it. For on_click."""
    hold(ready(name))
    state.choose(state.DECK, OWN)


def move(place: int, by: int) -> None:
    """Moves a slide up or down. For on_click."""
    slides = own()
    slides.insert(place + by, slides.pop(place))
    hold(slides)


def remove(place: int) -> None:
    """Takes a slide out. For on_click."""
    hold([slide for i, slide in enumerate(own()) if i != place])


def retitle(place: int, title: str) -> None:
    """Gives a slide a title of its own, or none."""
    hold(
        [replace(s, title=title.strip()[:TITLE]) if i == place else s for i, s in enumerate(own())]
    )


def add(slide: Slide) -> None:
    """Puts a slide at the end of the reader's deck. For on_click."""
    if len(own()) < LONGEST:
        hold([*own(), slide])
        state.choose(state.DECK, OWN)
        st.toast(_("Added to your slides. Page Present shows them."), icon=":material/slideshow:")
    else:
        st.toast(_("A deck holds {n} slides at most.").format(n=LONGEST), icon=":material/block:")


def take() -> list[str]:
    """Takes the own deck from the link, if it brings one; returns what is wrong with it."""
    linked = state.values(state.SLIDE)
    # What `keep` wrote is not a link: the reader may have changed the deck since.
    if not linked or linked == st.session_state.get("_deck_written"):
        return []
    slides, wrong = read(linked)
    hold(slides)
    st.session_state.pop("_deck_before", None)
    state.choose(state.DECK, OWN)
    return wrong


def keep(name: str) -> list[Slide]:
    """Writes the chosen deck to the address and returns its slides."""
    slides = own() if name == OWN else ready(name)
    written = [str(slide) for slide in slides] if name == OWN else []
    if not written:
        st.query_params.pop(state.SLIDE, None)
    elif state.values(state.SLIDE) != written:
        st.query_params[state.SLIDE] = written
    st.session_state["_deck_written"] = written
    return slides
