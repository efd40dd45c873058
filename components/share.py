"""The Share menu: everything that one figure can be taken away as."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import streamlit as st

from components import citation, decks, exports, gallery, slides, views
from components.exports import FORMATS
from components.figure import Figure
from components.language import _, ngettext, number
from components.views import View

OWN_FILES = ("png", "png4", "svg", "pdf", "csv", "xlsx")
"""What a figure of an import can be taken away as."""


def menu(name: str, view: View | None = None) -> None:
    """Draw the menu of a figure in a view, else in the reader's; worked out once it is opened."""
    popover = st.popover(
        _("Share"), icon=":material/ios_share:", key=f"share-{name}", on_change="rerun"
    )
    if not popover.open:
        return
    # What leaves the page is for paper and other pages: always light.
    view = replace(view or views.now(), dark=False)
    figure = gallery.draw(name, view)
    with popover:
        files, cite, link, slides = st.tabs([_("Download"), _("Cite"), _("Link"), _("Slides")])
        with files:
            _files(name, figure)
        with cite:
            _cite(figure)
        with link:
            _links(figure)
        with slides:
            _slides(name, figure)


def own(figure: Figure) -> None:
    """The menu of a figure of an import: files only, made in this session; it has no address."""
    popover = st.popover(
        _("Share"), icon=":material/ios_share:", key=f"share-{figure.name}", on_change="rerun"
    )
    if not popover.open:
        return
    with popover:
        kind = st.selectbox(
            _("File"),
            [*OWN_FILES, "pptx"],
            format_func=lambda key: _(FORMATS[key].label) if key in FORMATS else _("Slide, PPTX"),
            key=f"share-kind-{figure.name}",
        )
        made = (
            partial(slides.alone, figure)
            if kind == "pptx"
            else partial(exports.of, figure, kind, full=FORMATS[kind].data)
        )
        ending = "pptx" if kind == "pptx" else FORMATS[kind].ending
        st.download_button(
            _("Download"),
            data=made,
            file_name=f"{figure.file_name}.{ending}",
            on_click="ignore",
            icon=":material/download:",
            key=f"share-{kind}-{figure.name}",
        )
        st.caption(
            _("Made in your session: an import has no link, and nothing of it is kept elsewhere.")
        )


def _files(name: str, figure: Figure) -> None:
    offered = [key for key in exports.formats(name) if key not in ("bib", "ris", "html")]
    kind = st.selectbox(
        _("File"),
        offered,
        format_func=lambda key: _(FORMATS[key].label),
        key=f"share-kind-{name}",
    )
    full = False
    if FORMATS[kind].data:
        full = st.radio(
            _("Which data"),
            [False, True],
            format_func=lambda whole: _("Everything") if whole else _("As displayed"),
            horizontal=True,
            key=f"share-full-{name}",
            help=_(
                "Everything: all countries and columns, under the names of the data dictionary."
            ),
        )
    _download(_("Download"), name, figure, kind, full=bool(full))
    st.caption(_("Every file names its evidence, day, sources, terms and this link."))


def _cite(figure: Figure) -> None:
    st.caption(_("In words"))
    st.code(citation.text(figure), language=None, wrap_lines=True)
    with st.container(horizontal=True):
        _download("BibTeX", figure.name, figure, "bib")
        _download("RIS", figure.name, figure, "ris")
    st.caption(_("Cite the sources of the figures you use as well."))


def _links(figure: Figure) -> None:
    st.caption(_("This view"))
    st.code(figure.link, language=None, wrap_lines=True)
    st.caption(_("On another page, following the data"))
    st.code(exports.embed(figure), language="html", wrap_lines=True)
    st.caption(_("On another page, frozen to this version of the data"))
    _download(_("Frozen copy"), figure.name, figure, "html")


def _slides(name: str, figure: Figure) -> None:
    held = decks.own()
    st.button(
        _("Add to my slides"),
        icon=":material/add_to_queue:",
        on_click=decks.add,
        args=(decks.Slide.of(figure),),
        key=f"share-add-{name}",
    )
    st.caption(
        ngettext(
            "Your deck has {n} slide. Page Present shows it.",
            "Your deck has {n} slides. Page Present shows it.",
            len(held),
        ).format(n=number(len(held)))
    )


def _download(label: str, name: str, figure: Figure, kind: str, *, full: bool = False) -> None:
    st.download_button(
        label,
        data=partial(exports.make, name, figure.view, kind, full=full),
        file_name=exports.file_name(figure, kind, full=full),
        mime=FORMATS[kind].mime,
        on_click="ignore",
        icon=":material/download:",
        key=f"share-{kind}-{full}-{name}",
    )
