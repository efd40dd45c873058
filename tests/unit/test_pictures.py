"""Pictures: all words inside, all letters there, one typeface, the sizes that were asked for."""

from __future__ import annotations

import io
import re
import time
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from threading import Event, Thread
from typing import Any
from xml.etree import ElementTree

import altair as alt
import pandas as pd
import pytest
import vl_convert
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from pypdf import PdfReader
from streamlit.elements import vega_charts

from components import charts, gallery, pictures, typeface, views
from components.charts import Drawing
from components.figure import Figure
from components.views import View

SVG = "{http://www.w3.org/2000/svg}"
VIEWS = {
    "all": "",
    "one": "country=UZB&focus=UZB",
    "measure": "measure=people_per_machine",
}
# A sentence in each of the seven languages, with the letters that only it has.
TITLES = {
    "en": "Where the next machine should stand",
    "ru": "Где должен стоять следующий ускоритель: ёж, объём, щит, эхо",
    "kk": "Келесі аппарат қайда тұруы керек: ә ғ қ ң ө ұ ү һ і Ә Ғ Қ Ң Ө Ұ Ү Һ І",
    "ky": "Кийинки аппарат кайда турушу керек: ң ө ү Ң Ө Ү",
    "tg": "Дастгоҳи навбатӣ дар куҷо бояд бошад: ғ ӣ қ ӯ ҳ ҷ Ғ Ӣ Қ Ӯ Ҳ Ҷ",
    "tk": "Indiki enjam nirede durmaly: ä ç ž ň ö ş ü ý Ä Ç Ž Ň Ö Ş Ü Ý",
    "uz": "Keyingi apparat qayerda turishi kerak: oʻ gʻ Oʻ Gʻ ʼ",
}


@lru_cache(maxsize=64)
def figure(name: str, query: str = "", dark: bool = False) -> Figure:
    view = views.read([pair.split("=") for pair in query.split("&") if pair])
    return gallery.draw(name, View(**{**view.__dict__, "dark": dark}))


@lru_cache(maxsize=64)
def drawn(name: str, query: str = "") -> str:
    return pictures.svg(figure(name, query))


def worded(name: str, text: str) -> Figure:
    """A figure with other words, as another language has them."""
    made = figure(name)
    told = Drawing(
        made.drawing.chart,
        text,
        text,
        f"{text}. " * 3,
        fixed=made.drawing.fixed,
        datasets=made.drawing.datasets,
    )
    return Figure(**{**made.__dict__, "drawing": told, "filters": text})


def placed_texts(svg: str) -> list[tuple[float, float, float, float]]:
    """The boxes (left, right, top, bottom) of all texts, on the canvas."""
    boxes = []

    def walk(element: ElementTree.Element, x: float, y: float, scale: float, size: float) -> None:
        for move, factor in re.findall(
            r"translate\(([^)]*)\)|scale\(([\d.]+)\)", element.get("transform", "")
        ):
            if move:
                dx, dy = ([float(n) for n in re.split(r"[ ,]+", move.strip())] + [0.0])[:2]
                x, y = x + dx * scale, y + dy * scale
            if factor:
                scale *= float(factor)
        if "rotate" in element.get("transform", ""):
            return
        size = float(str(element.get("font-size", size)).removesuffix("px"))
        if element.tag == f"{SVG}text":
            bold = element.get("font-weight", "") in ("600", "bold")
            anchor = element.get("text-anchor", "start")
            base = y + float(element.get("y", 0)) * scale
            for line in element.findall(f"{SVG}tspan") or [element]:
                base += float(line.get("dy", 0)) * scale
                wide = typeface.width("".join(line.itertext()), size, bold=bold) * scale
                left = x + float(element.get("x", 0)) * scale
                left -= {"start": 0.0, "middle": wide / 2, "end": wide}[anchor]
                boxes.append(
                    (left, left + wide, base - 0.75 * size * scale, base + 0.25 * size * scale)
                )
            return
        for child in element:
            walk(child, x, y, scale, size)

    walk(ElementTree.fromstring(svg), 0, 0, 1, 16)
    return boxes


def size(svg: str) -> tuple[float, float]:
    root = ElementTree.fromstring(svg)
    return float(root.get("width", 0)), float(root.get("height", 0))


@pytest.mark.parametrize("query", VIEWS.values(), ids=VIEWS)
@pytest.mark.parametrize("name", gallery.FIGURES)
def test_every_word_of_a_picture_is_inside_it(name: str, query: str) -> None:
    reads = (*gallery.FIGURES[name].reads, "lang")
    query = "&".join(pair for pair in query.split("&") if pair.partition("=")[0] in reads)
    svg = drawn(name, query)
    wide, tall = size(svg)
    boxes = placed_texts(svg)
    assert len(boxes) > 8
    for left, right, top, bottom in boxes:
        assert left >= -1
        assert right <= wide + 1
        assert top >= -1
        assert bottom <= tall + 1


def test_the_measure_of_texts_finds_one_that_is_cut_off() -> None:
    head = '<svg xmlns="http://www.w3.org/2000/svg" width="100" height="50">'
    text = (
        '<g transform="translate(60 10) scale(2)"><text x="0" y="9" font-size="12">much</text></g>'
    )
    (box,) = placed_texts(f"{head}{text}</svg>")
    assert box[0] == 60
    assert box[1] > 100


@pytest.mark.parametrize("name", gallery.FIGURES)
def test_a_picture_says_what_it_is_and_whence(name: str) -> None:
    made, svg = figure(name), drawn(name)
    words = " ".join("".join(e.itertext()) for e in ElementTree.fromstring(svg).iter(f"{SVG}text"))
    for part in (made.drawing.title, made.drawing.subtitle, made.drawing.sources):
        for word in part.split():
            assert word in words
    assert "CC BY 4.0" in words
    assert made.link.split("?")[0] in words
    assert "@font-face" in svg
    assert f"<title>{made.link.replace('&', '&amp;')}</title>" in svg


def test_a_long_name_is_cut_in_its_middle_so_that_names_stay_apart() -> None:
    made = figure("access-outage", "lang=uz")
    texts = ElementTree.fromstring(drawn("access-outage", "lang=uz")).iter(f"{SVG}text")
    said = " | ".join(" ".join("".join(e.itertext()).split()) for e in texts)
    # The chart has the first ten or so; the table has them all.
    long = [str(name) for name in made.shown.iloc[:8, 0] if len(str(name)) > 80]
    assert len(long) > 2
    for name in long:
        assert name.split()[0] in said
        assert name[-20:] in said


def encodings(spec: object) -> Iterator[dict]:
    """Every encoding of a chart and of its layers."""
    for part in spec.values() if isinstance(spec, dict) else spec if isinstance(spec, list) else ():
        yield from encodings(part)
    if isinstance(spec, dict) and isinstance(spec.get("encoding"), dict):
        yield spec["encoding"]


@pytest.mark.parametrize("name", gallery.FIGURES)
def test_where_marks_have_shapes_the_legend_of_their_colours_has_them(name: str) -> None:
    for one in encodings(figure(name).drawing.chart.to_dict()):
        if one.get("shape", {}).get("legend", "") is None:
            assert one["color"].get("legend", "") is None


@pytest.mark.parametrize("name", gallery.FIGURES)
def test_a_picture_has_the_width_that_was_asked_for(name: str) -> None:
    widths = {
        scale: Image.open(io.BytesIO(pictures.png(figure(name), scale))).width for scale in (1, 2)
    }
    assert widths == {1: pictures.WIDTH, 2: 2 * pictures.WIDTH}


def test_a_picture_for_print_is_four_times_as_wide() -> None:
    image = Image.open(io.BytesIO(pictures.png(figure("capacity-need"), 4)))
    assert image.width == 4 * pictures.WIDTH


@pytest.mark.parametrize("name", gallery.FIGURES)
def test_a_pdf_has_one_page_and_only_our_typeface_embedded(name: str) -> None:
    (page,) = PdfReader(io.BytesIO(pictures.pdf(figure(name)))).pages
    fonts = [font.get_object() for font in page["/Resources"]["/Font"].get_object().values()]
    assert fonts
    for font in fonts:
        assert "Shifo" in font["/BaseFont"]
        descriptor = font["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
        assert {"/FontFile2", "/FontFile3"} & set(descriptor)


@pytest.mark.parametrize("spoken", TITLES)
def test_each_language_has_its_letters_and_its_room(spoken: str) -> None:
    text = TITLES[spoken]
    assert typeface.lacking(text) == set()
    for name in ("capacity-need", "map"):
        svg = pictures.svg(worded(name, text))
        wide, tall = size(svg)
        assert all(box[0] >= 0 and box[1] <= wide and box[3] <= tall for box in placed_texts(svg))
    (page,) = PdfReader(io.BytesIO(pictures.pdf(worded("capacity-need", text)))).pages
    read = page.extract_text().replace("\n", " ")
    assert all(word in read for word in text.split())


def test_a_letter_that_the_typeface_lacks_is_found() -> None:
    assert typeface.lacking("Shifo 癌") == {"癌"}


@given(st.text(alphabet="aбәўИW -", min_size=1, max_size=200), st.integers(60, 500))
def test_lines_keep_all_words_in_the_room_they_have(text: str, room: int) -> None:
    lines = typeface.lines(text, room, 12)
    # A word wider than the room is broken; nothing is lost.
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    for line in lines:
        assert typeface.width(line, 12) <= room or len(line) == 1


def test_wide_letters_are_wider() -> None:
    assert typeface.width("WWW", 12) > typeface.width("iii", 12)
    assert typeface.width("WWW", 24) == pytest.approx(2 * typeface.width("WWW", 12))
    assert typeface.width("machines", 12, bold=True) > typeface.width("machines", 12)


def test_a_dark_picture_is_dark() -> None:
    light, dark = (pictures.png(figure("capacity-need", "", shade), 1) for shade in (False, True))
    corner = [Image.open(io.BytesIO(png)).convert("L").getpixel((2, 2)) for png in (light, dark)]
    assert corner[0] > 240
    assert corner[1] < 60


def test_a_slide_is_the_chart_alone_with_larger_letters() -> None:
    alone = pictures.alone_svg(figure("map"), "slide")
    words = "".join(e.text or "" for e in ElementTree.fromstring(alone).iter(f"{SVG}text"))
    assert figure("map").drawing.title not in words
    assert 'font-size="21' in alone or "21px" in alone


def test_a_picture_of_an_empty_day_says_so() -> None:
    svg = pictures.svg(gallery.draw("capacity-composition", View(date(2001, 1, 1))))
    assert len(placed_texts(svg)) > 3


def test_a_picture_keeps_its_data_while_a_page_sends_a_chart() -> None:
    """Streamlit diverts the data of all charts that any thread describes meanwhile."""

    def texts() -> list[str]:
        return re.findall(r"<text[^>]*>[^<]*</text>", pictures.alone_svg(figure("map"), "slide"))

    whole, begun = texts(), Event()

    class Slow(alt.Chart):
        def to_dict(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
            begun.set()
            time.sleep(1)
            return super().to_dict(*args, **kwargs)

    slow = Slow(pd.DataFrame({"x": [1]})).mark_point().encode(x="x:Q")
    page = Thread(target=vega_charts._convert_altair_to_vega_lite_spec, args=(slow,))
    page.start()
    assert begun.wait(5)
    assert texts() == whole
    page.join()


@pytest.mark.parametrize("most", [float("nan"), float("inf"), 0.0])
def test_a_scale_without_a_known_end_is_still_one(most: float) -> None:
    chart = (
        alt.Chart(pd.DataFrame({"x": [0.0], "y": ["none"]}))
        .mark_bar()
        .encode(x=alt.X("x:Q", scale=charts.room_right(most, ["nothing on record"])), y="y:N")
    )
    assert "none" in vl_convert.vegalite_to_svg(chart.to_dict())


@pytest.mark.parametrize("name", gallery.FIGURES)
def test_a_country_of_which_little_is_known_has_every_picture(name: str) -> None:
    query = "country=TKM" if "country" in gallery.FIGURES[name].reads else ""
    wide, tall = size(drawn(name, query))
    assert 0 < tall < 20 * wide
