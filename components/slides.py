"""A deck as a file: PowerPoint with charts one can edit, and PDF."""

from __future__ import annotations

import io
import json
import os
from collections.abc import Sequence
from pathlib import Path

import typst
from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_LEGEND_POSITION
from pptx.enum.text import PP_ALIGN
from pptx.slide import Slide as PptxSlide
from pptx.util import Emu, Inches, Pt

from components import citation, decks, language, pictures, references, theme, typeface
from components.decks import Slide
from components.figure import Figure, Plot
from components.inks import Inks
from components.language import _
from components.theme import hexadecimal
from components.views import View

LAYOUTS = Path(__file__).resolve().parent / "layouts"
FACE = "Arial"
"""The slides' typeface: PowerPoint carries none, and this one with all letters is everywhere."""

WIDE, TALL = Inches(13.333), Inches(7.5)
SIDE, TOP, FOOT = Inches(0.55), Inches(0.4), Inches(0.45)
_KINDS = {
    "bar": XL_CHART_TYPE.BAR_CLUSTERED,
    "stacked": XL_CHART_TYPE.BAR_STACKED,
    "line": XL_CHART_TYPE.LINE_MARKERS,
}


# --- PowerPoint ------------------------------------------------------------------------------


def pptx(slides: Sequence[Slide], now: View) -> bytes:
    """The deck as PPTX: native charts and tables, maps as pictures, sources in the notes."""
    with language.using(now.language):
        deck = blank(now, _("Shifo: oncology resources of Central Asia"))
        for number, slide in enumerate(slides, start=1):
            figure = slide.figure(now)
            said = decks.words_of(slide, figure)
            page = begun(deck, said.title, said.subtitle, now.dark)
            place(page, figure, (SIDE, Inches(1.65), WIDE - 2 * SIDE, Inches(5.2)))
            below(page, f"{said.foot}   {number}/{len(slides)}", now.dark)
            noted(page, figure)
        return saved(deck)


def alone(figure: Figure) -> bytes:
    """One figure at hand as a PPTX of one slide."""
    with language.using(figure.view.language):
        deck = blank(figure.view, figure.drawing.title)
        dark = figure.view.dark
        page = begun(deck, figure.drawing.title, figure.drawing.subtitle, dark)
        place(page, figure, (SIDE, Inches(1.65), WIDE - 2 * SIDE, Inches(5.2)))
        below(page, f"{figure.drawing.sources} · {citation.short(figure)}", dark)
        noted(page, figure)
        return saved(deck)


def blank(now: View, title: str):
    """A presentation without slides, sixteen to nine."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = WIDE, TALL
    deck.core_properties.title = title
    deck.core_properties.author = citation.AUTHOR
    deck.core_properties.language = now.language
    return deck


def begun(deck, title: str, subtitle: str, dark: bool) -> PptxSlide:
    """A new slide with its title, which screen readers find as such, and its subtitle."""
    page: PptxSlide = deck.slides.add_slide(deck.slide_layouts[5])
    colours = theme.palette(dark)
    page.background.fill.solid()
    page.background.fill.fore_color.rgb = RGBColor(*colours.panel)
    head = page.shapes.title
    head.left, head.top, head.width, head.height = SIDE, TOP, WIDE - 2 * SIDE, Inches(0.8)
    written(head.text_frame, title, 28 if len(title) < 75 else 22, colours.text, bold=True)
    box = page.shapes.add_textbox(SIDE, Inches(1.2), WIDE - 2 * SIDE, Inches(0.4))
    written(box.text_frame, subtitle, 15, colours.quiet_text)
    return page


def place(page: PptxSlide, figure: Figure, room: tuple[int, int, int, int]) -> None:
    """The figure in a rectangle (left, top, width, height): a native chart, or a picture."""
    if figure.plot:
        _native(page, figure, figure.plot, room)
        return
    left, top, width, height = room
    picture = page.shapes.add_picture(io.BytesIO(pictures.slide_png(figure)), left, top, width)
    if picture.height > height:
        picture.width = Emu(round(picture.width * height / picture.height))
        picture.height = Emu(height)
        picture.left = Emu(left + (width - picture.width) // 2)
    _alt(picture, figure)


def table(
    page: PptxSlide,
    head: Sequence[str],
    rows: Sequence[Sequence[str]],
    room: tuple[int, int, int, int],
    *,
    dark: bool,
    size: float = 11,
) -> None:
    """A native table; the first column is twice as wide as the others."""
    colours = theme.palette(dark)
    left, top, width, height = room
    shape = page.shapes.add_table(len(rows) + 1, len(head), left, top, width, height)
    grid = shape.table
    part = width // (len(head) + 1)
    for place_, column in enumerate(grid.columns):
        column.width = Emu(part * (2 if place_ == 0 else 1))
    for line, cells in enumerate([head, *rows]):
        for place_, words in enumerate(cells):
            cell = grid.cell(line, place_)
            cell.margin_top = cell.margin_bottom = Pt(1.5)
            cell.fill.solid()
            cell.fill.fore_color.rgb = RGBColor(*(colours.land if line else colours.region_border))
            written(cell.text_frame, words, size, colours.text, bold=line == 0)


def lines(
    page: PptxSlide,
    head: str,
    told: Sequence[str],
    room: tuple[int, int, int, int],
    dark: bool,
) -> None:
    """Sentences under a heading."""
    box = page.shapes.add_textbox(*room)
    written(box.text_frame, "\n".join([head, *told]), 13, theme.palette(dark).text)
    for run in box.text_frame.paragraphs[0].runs:
        run.font.bold = True


def below(page: PptxSlide, words: str, dark: bool) -> None:
    """The small print of a slide."""
    box = page.shapes.add_textbox(SIDE, TALL - FOOT - Inches(0.1), WIDE - 2 * SIDE, FOOT)
    written(box.text_frame, words, 10, theme.palette(dark).quiet_text)


def noted(page: PptxSlide, figure: Figure) -> None:
    """The notes: what is shown, on which evidence, and every source with its address."""
    rows = references.sources(";".join(figure.sources)).to_dict("records")
    cited = [
        " · ".join(
            str(row[field])
            for field in ("title", "publisher", "published", "url")
            if isinstance(row[field], str) and row[field]
        )
        for row in rows
    ]
    parts = [
        figure.drawing.title,
        figure.drawing.subtitle,
        figure.filters,
        figure.parameters,
        figure.link,
        citation.text(figure),
        _("Sources"),
        *cited,
    ]
    page.notes_slide.notes_text_frame.text = "\n".join(_plain(part) for part in parts if part)


def written(
    frame, words: str, size: float, ink: tuple[int, int, int], *, bold: bool = False
) -> None:
    """Text in a frame, left-aligned, in the slides' typeface."""
    frame.text = _plain(words)
    frame.word_wrap = True
    for paragraph in frame.paragraphs:
        paragraph.alignment = PP_ALIGN.LEFT
        for run in paragraph.runs:
            run.font.name, run.font.size, run.font.bold = FACE, Pt(size), bold
            run.font.color.rgb = RGBColor(*ink)


def saved(deck) -> bytes:
    """The presentation's bytes."""
    buffer = io.BytesIO()
    deck.save(buffer)
    return buffer.getvalue()


def _native(page: PptxSlide, figure: Figure, plot: Plot, room: tuple[int, int, int, int]) -> None:
    colours, inks = theme.palette(figure.view.dark), Inks.of(figure.view.dark)
    data = CategoryChartData(number_format=plot.form)
    data.categories = [_plain(name) for name in plot.categories] or ["–"]
    for name, values in plot.series:
        data.add_series(_plain(name), values)
    shape = page.shapes.add_chart(_KINDS[plot.kind], *room, data)
    chart = shape.chart
    many = len(plot.categories) > 25
    chart.font.size, chart.font.name = Pt(8 if many else 14), FACE
    chart.font.color.rgb = RGBColor(*colours.text)
    chart.has_legend = len(plot.series) > 1
    if chart.has_legend:
        chart.legend.position = XL_LEGEND_POSITION.TOP
        chart.legend.include_in_layout = False
    chart.has_title = False
    if plot.kind != "line":
        # As on the page: the first stands on top.
        chart.category_axis.reverse_order = True
        chart.plots[0].gap_width = 45
        chart.value_axis.has_major_gridlines = False
        chart.value_axis.visible = False
        labels = chart.plots[0]
        labels.has_data_labels = True
        labels.data_labels.number_format = plot.form
        labels.data_labels.number_format_is_linked = False
        labels.data_labels.font.size = Pt(8 if many else 12)
        if plot.kind == "bar":
            labels.data_labels.position = XL_LABEL_POSITION.OUTSIDE_END
            chart.plots[0].overlap = -5
        else:
            chart.plots[0].overlap = 100
    else:
        chart.value_axis.major_gridlines.format.line.color.rgb = RGBColor(*colours.region_border)
    paints = [inks.works, inks.text, inks.planned, inks.out_of_service, *inks.countries.values()]
    for series, paint in zip(chart.series, paints, strict=False):
        colour = RGBColor.from_string(paint[1:])
        if plot.kind == "line":
            series.format.line.color.rgb = colour
            series.smooth = False
            series.marker.format.fill.solid()
            series.marker.format.fill.fore_color.rgb = colour
        else:
            series.format.fill.solid()
            series.format.fill.fore_color.rgb = colour
    _alt(shape, figure)


def _alt(shape, figure: Figure) -> None:
    words = f"{figure.drawing.title}. {figure.drawing.subtitle}"
    shape._element._nvXxPr.cNvPr.set("descr", _plain(words))


def _plain(words: object) -> str:
    """Text that XML can hold."""
    return "".join(letter for letter in str(words) if letter >= " " or letter in "\n\t")


# --- PDF -------------------------------------------------------------------------------------


def pdf(slides: Sequence[Slide], now: View) -> bytes:
    """The deck as PDF, a slide a page, tagged and with its typeface embedded."""
    colours = theme.palette(now.dark)
    with language.using(now.language):
        pages = []
        for slide in slides:
            figure = slide.figure(now)
            pages.append(
                {
                    **decks.words_of(slide, figure)._asdict(),
                    "alt": f"{figure.drawing.title}. {figure.drawing.subtitle}",
                    "picture": pictures.drawing(figure, *pictures.SLIDE),
                }
            )
        told = {
            "title": _("Shifo: oncology resources of Central Asia"),
            "lang": now.language,
            "ink": hexadecimal(colours.text),
            "quiet": hexadecimal(colours.quiet_text),
            "ground": hexadecimal(colours.panel),
            "slides": pages,
        }
    return typeset("deck", {"deck": told})


def typeset(layout: str, told: dict[str, dict]) -> bytes:
    """A PDF from a layout and what it is to say; nothing is read but the layout and the typeface."""
    return bytes(
        typst.compile(
            (LAYOUTS / f"{layout}.typ").read_bytes(),
            font_paths=[os.fspath(typeface.folder())],
            ignore_system_fonts=True,
            sys_inputs={
                name: json.dumps(value, ensure_ascii=False) for name, value in told.items()
            },
            pdf_standards=["ua-1"],
        )
    )
