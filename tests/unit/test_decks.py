"""Decks and briefs: slides are addresses, files are read back by the programs they are for."""

from __future__ import annotations

import io
from datetime import date
from functools import lru_cache

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pptx import Presentation
from pptx.util import Emu
from pypdf import PdfReader

from components import brief, decks, gallery, slides, views
from components.decks import Slide
from components.views import BadParameterError, View
from shifo.vocabulary import COUNTRIES

TODAY = View(date.today())
titles = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=40).map(str.strip)


@given(st.sampled_from(sorted(gallery.FIGURES)), st.sampled_from(COUNTRIES), titles)
def test_a_slide_is_an_address(name: str, country: str, title: str) -> None:
    slide = Slide(name, f"country={country}", title)
    assert Slide.read(str(slide)) == slide


@pytest.mark.parametrize("text", ["nothing", "map?country=FRA", "map?colour=red", "", "//host/map"])
def test_what_is_no_slide_is_refused(text: str) -> None:
    with pytest.raises(BadParameterError):
        Slide.read(text)


def test_a_link_with_a_wrong_slide_keeps_the_others() -> None:
    read, wrong = decks.read(["map", "map?country=FRA", "capacity-need"])
    assert [slide.name for slide in read] == ["map", "capacity-need"]
    assert len(wrong) == 1
    assert "FRA" in wrong[0]


def test_a_deck_is_bounded() -> None:
    read, _wrong = decks.read(["data-ages"] * 100)
    assert len(read) == decks.LONGEST


def test_a_slide_takes_from_now_what_it_does_not_say() -> None:
    now = View(date(2025, 8, 1), "documented", dark=True)
    free = Slide("map", "country=UZB").view(now)
    assert (free.on, free.basis, free.dark) == (now.on, "documented", True)
    fixed = Slide("map", "on=2024-01-01&basis=directory").view(now)
    assert (fixed.on, fixed.basis) == (date(2024, 1, 1), "directory")


def test_a_slide_of_a_view_keeps_its_basis_and_not_its_day() -> None:
    figure = gallery.draw("capacity-need", views.read("country=UZB"))
    assert Slide.of(figure).query == "basis=reconciled&country=UZB"


@pytest.mark.parametrize("name", decks.READY)
def test_the_ready_decks_can_be_read(name: str) -> None:
    slides_ = decks.ready(name)
    assert len(slides_) >= 6
    assert decks.label(name)
    for slide in slides_:
        said = decks.said(slide, TODAY)
        assert said.title
        assert said.subtitle
        assert "Sources" in said.foot


@lru_cache(maxsize=4)
def shown(dark: bool = False) -> tuple[list[Slide], bytes, bytes]:
    deck = [
        Slide("map", "country=KGZ"),
        Slide("capacity-need", title="Ҷаҳон = 1"),
        Slide("capacity-composition"),
        Slide("capacity-history", "focus=UZB"),
    ]
    now = View(date.today(), dark=dark)
    return deck, slides.pptx(deck, now), slides.pdf(deck, now)


@pytest.mark.parametrize("dark", [False, True])
def test_powerpoint_has_native_charts_titles_notes_and_alternatives(dark: bool) -> None:
    deck, data, _pdf = shown(dark)
    pages = list(Presentation(io.BytesIO(data)).slides)
    assert len(pages) == len(deck)
    now = View(date.today(), dark=dark)
    for slide, page in zip(deck, pages, strict=True):
        figure = slide.figure(now)
        assert page.shapes.title.text_frame.text == decks.words_of(slide, figure).title
        notes = page.notes_slide.notes_text_frame.text
        assert figure.link in notes
        assert "http" in notes.split("Sources", 1)[1]
        drawn = [s for s in page.shapes if s.has_chart or s.shape_type == 13]
        assert len(drawn) == 1
        assert figure.drawing.title in drawn[0]._element._nvXxPr.cNvPr.get("descr")
        for shape in page.shapes:
            assert shape.left >= 0
            assert shape.left + shape.width <= slides.WIDE + Emu(10)
            assert shape.top + shape.height <= slides.TALL + Emu(10)
    assert pages[1].shapes.title.text_frame.text == "Ҷаҳон = 1"


def test_a_native_chart_has_the_figures_numbers() -> None:
    deck, data, _pdf = shown()
    page = list(Presentation(io.BytesIO(data)).slides)[1]
    chart = next(shape.chart for shape in page.shapes if shape.has_chart)
    figure = deck[1].figure(TODAY)
    assert figure.plot is not None
    assert list(chart.plots[0].categories) == list(figure.plot.categories)
    for series, (name, values) in zip(chart.plots[0].series, figure.plot.series, strict=True):
        assert series.name == name
        assert list(series.values) == pytest.approx(list(values))


def test_the_pdf_has_a_page_a_slide_with_its_words() -> None:
    deck, _pptx, data = shown()
    reader = PdfReader(io.BytesIO(data))
    assert len(reader.pages) == len(deck)
    for number, (slide, page) in enumerate(zip(deck, reader.pages, strict=True), start=1):
        text = " ".join(page.extract_text().split())
        assert decks.said(slide, TODAY).title in text
        assert f"{number} / {len(deck)}" in text
        wide, tall = page.mediabox[2:]
        assert float(wide) / float(tall) == pytest.approx(16 / 9, abs=0.01)
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]


@pytest.mark.parametrize("iso3", COUNTRIES)
def test_a_brief_is_one_page_whatever_the_country(iso3: str) -> None:
    reader = PdfReader(io.BytesIO(brief.pdf(iso3, TODAY)))
    assert len(reader.pages) == 1
    page = reader.pages[0]
    assert [round(float(x)) for x in page.mediabox[2:]] == [595, 842]
    text = " ".join(page.extract_text().split())
    told = brief.of(iso3, TODAY)
    assert told.title in text
    for one in told.strip:
        assert one.value in text
    for section in told.sections:
        assert section.title in text
    for line in told.sections[2].rows.iloc[:, 0]:
        assert line in text
    assert f"focus={iso3}" in text.replace(" ", "")


@pytest.mark.parametrize("iso3", ["KAZ", "UZB"])
def test_a_brief_has_two_slides_within_their_edges(iso3: str) -> None:
    pages = list(Presentation(io.BytesIO(brief.pptx(iso3, TODAY))).slides)
    assert len(pages) == 2
    tables = [shape for page in pages for shape in page.shapes if shape.has_table]
    assert len(tables) == 2
    assert any(shape.has_chart for shape in pages[1].shapes)
    for page in pages:
        assert "Shifo" in page.notes_slide.notes_text_frame.text
        for shape in page.shapes:
            assert shape.top + shape.height <= slides.TALL
    values = [row.cells[1].text for row in tables[0].table.rows][1:]
    assert values == [one.value for one in brief.of(iso3, TODAY).strip]


def test_a_brief_of_another_day_says_so() -> None:
    told = brief.of("KGZ", View(date(2025, 8, 15), "documented"))
    working = next(one for one in told.strip if "at work" in one.label)
    assert working.value == "1 of 3"
    assert "15 August 2025" in told.subtitle
    assert told.file_name == "shifo-brief-KGZ-documented-2025-08-15-en"


def test_text_that_xml_cannot_hold_does_not_break_a_slide() -> None:
    data = slides.pptx([Slide("data-ages", title="a\x00b\x0bc")], TODAY)
    page = next(iter(Presentation(io.BytesIO(data)).slides))
    assert page.shapes.title.text_frame.text == "abc"
