"""Present: a deck of saved views over the whole window, and as PowerPoint and PDF."""

from __future__ import annotations

from functools import partial

import streamlit as st

from components import decks, gallery, language, presenter, slides, state, theme, views
from components.decks import Slide
from components.language import _, ngettext, number
from components.views import View

PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
NAMES = (*decks.READY, decks.OWN)


def retitled(place: int, key: str) -> None:
    """The title that the reader has typed becomes the slide's."""
    decks.retitle(place, st.session_state[key])


def draw_slide(slide: Slide, place: int, last: int, now: View, *, editable: bool) -> None:
    """One slide of the list: its picture, its title, and what can be done with it."""
    said = decks.said(slide, now)
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        st.html(
            f'<img class="thumb" alt="" loading="lazy" src="{slide.picture(now, dark=now.dark)}">',
            width=150,
        )
        with st.container(width="stretch", gap="small"):
            st.caption(f"{number(place + 1)} · {_(gallery.FIGURES[slide.name].label)}")
            if editable:
                key = f"title-{decks.turn()}-{place}"
                st.text_input(
                    _("Title of slide {n}").format(n=number(place + 1)),
                    value=slide.title,
                    max_chars=decks.TITLE,
                    placeholder=said.title,
                    label_visibility="collapsed",
                    key=key,
                    on_change=retitled,
                    args=(place, key),
                )
            else:
                st.markdown(f"**{language.literal(said.title)}**")
            st.caption(said.subtitle)
        if editable:
            with st.container(horizontal=True, width="content", gap="small"):
                for sign, label, step, stuck in (
                    ("arrow_upward", _("Move up"), -1, place == 0),
                    ("arrow_downward", _("Move down"), 1, place == last),
                ):
                    st.button(
                        "",
                        icon=f":material/{sign}:",
                        help=f"{label}: {number(place + 1)}",
                        disabled=stuck,
                        on_click=decks.move,
                        args=(place, step),
                        key=f"{sign}-{place}",
                    )
                st.button(
                    "",
                    icon=":material/delete:",
                    help=f"{_('Remove')}: {number(place + 1)}",
                    on_click=decks.remove,
                    args=(place,),
                    key=f"remove-{place}",
                )


state.check({state.DECK: NAMES, state.SHOW: ("1",)})
st.title(_("Present"), anchor=False)
for sentence in decks.take():
    st.warning(_("Left out of the slides: {part}").format(part=sentence))

with st.container(horizontal=True, vertical_alignment="bottom"):
    name = state.select(
        _("Slides"), NAMES, state.DECK, default=NAMES[0], format_func=decks.label, width=220
    )
    state.evidence_controls()
name = name or NAMES[0]
deck = decks.keep(name)
now = views.now(theme.is_dark())

with st.container(horizontal=True, vertical_alignment="center", key="deck-actions"):
    with st.spinner(_("Preparing the slides …")):
        presenter.button(deck, now, decks.label(name), opened=state.values(state.SHOW) == ["1"])
    stem = f"shifo-{name}-{now.on.isoformat()}-{now.language}"
    for label, ending, mime, make in (
        ("PowerPoint", "pptx", PPTX, slides.pptx),
        ("PDF", "pdf", "application/pdf", slides.pdf),
    ):
        st.download_button(
            label,
            data=partial(make, deck, now),
            file_name=f"{stem}.{ending}",
            mime=mime,
            on_click="ignore",
            icon=":material/download:",
            disabled=not deck,
            key=f"deck-{ending}",
        )
    if name == decks.OWN:
        st.button(
            _("Undo"), icon=":material/undo:", on_click=decks.undo, disabled=not decks.can_undo()
        )
    else:
        st.button(_("Edit a copy"), icon=":material/edit:", on_click=decks.copy, args=(name,))
    with st.popover(_("Link"), icon=":material/link:"):
        st.caption(_("These slides"))
        st.code(state.link(), language=None, wrap_lines=True)
        st.caption(_("Opens on the first slide"))
        st.code(f"{state.link()}&{state.SHOW}=1", language=None, wrap_lines=True)
st.caption(
    _(
        "While presenting: arrow keys, space or a click turn the slides, Home and End jump, P plays them automatically, D switches between light and dark, Esc ends. Everything comes from this server: no network is needed beyond it."
    )
)
if not deck:
    st.info(
        _("No slide yet. Share → Slides on any chart or map adds it here, or copy a ready deck."),
        icon=":material/slideshow:",
    )
st.header(ngettext("{n} slide", "{n} slides", len(deck)).format(n=number(len(deck))), anchor=False)
for place, slide in enumerate(deck):
    draw_slide(slide, place, len(deck) - 1, now, editable=name == decks.OWN)
