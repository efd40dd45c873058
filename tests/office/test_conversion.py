"""Slides and spreadsheets as LibreOffice opens them, and typefaces as poppler sees them.

Run by `make test-office`, which installs both; `make test` reads the same files with libraries.
"""

from __future__ import annotations

import re
import subprocess
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from components import brief, decks, exports, pictures, slides
from components.views import View
from shifo.catalogue import load

TODAY = View(date.today())


def ran(*command: str) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=170).stdout


def converted(data: bytes, name: str, folder: Path) -> Path:
    """The PDF that LibreOffice makes of a file."""
    source = folder / name
    source.write_bytes(data)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    ran(
        "soffice",
        profile,
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        str(folder),
        str(source),
    )
    return source.with_suffix(".pdf")


def pages(pdf: Path) -> int:
    found = re.search(r"^Pages:\s+(\d+)", ran("pdfinfo", str(pdf)), re.MULTILINE)
    assert found
    return int(found[1])


@pytest.mark.parametrize(
    ("spoken", "dark", "name"),
    [
        ("en", False, "Kazakhstan"),
        ("en", True, "Kazakhstan"),
        ("ru", False, "Казахстан"),
        ("kk", False, "Қазақстан"),
        ("ky", False, "Кыргызстан"),
        ("tg", False, "Қазоқистон"),
        ("tk", False, "Gazagystan"),
        ("uz", False, "Qozogʻiston"),
    ],
)
def test_a_deck_opens_with_all_its_slides(
    tmp_path: Path, spoken: str, dark: bool, name: str
) -> None:
    deck = decks.ready("region")
    now = View(date.today(), dark=dark, language=spoken)
    pdf = converted(slides.pptx(deck, now), "deck.pptx", tmp_path)
    assert pages(pdf) == len(deck)
    text = " ".join(ran("pdftotext", str(pdf), "-").split())
    for slide in deck:
        assert " ".join(decks.said(slide, now).title.split()) in text
    assert name in text


def test_a_brief_opens_as_two_slides(tmp_path: Path) -> None:
    pdf = converted(brief.pptx("UZB", TODAY), "brief.pptx", tmp_path)
    assert pages(pdf) == 2


@pytest.mark.parametrize("full", [False, True])
def test_a_workbook_opens_with_its_rows(tmp_path: Path, full: bool) -> None:
    data = exports.make("capacity-regions", TODAY, "xlsx", full=full)
    pdf = converted(data, "regions.xlsx", tmp_path)
    text = ran("pdftotext", "-layout", str(pdf), "-")
    codes = set(load()["regions"]["iso_3166_2"])
    assert codes == {code for code in codes if code in text}
    assert "Err:" not in text
    assert "#NAME?" not in text


@pytest.mark.parametrize(
    "make",
    [
        lambda: exports.make("map", TODAY, "pdf"),
        lambda: exports.make("map", replace(TODAY, language="kk"), "pdf"),
        lambda: exports.make("capacity-regions", replace(TODAY, language="tg"), "pdf"),
        lambda: brief.pdf("UZB", replace(TODAY, language="uz")),
        lambda: slides.pdf(decks.ready("TKM"), replace(TODAY, language="tk")),
        lambda: exports.make("capacity-need", TODAY, "pdf"),
        lambda: brief.pdf("KAZ", TODAY),
        lambda: slides.pdf(decks.ready("KGZ"), TODAY),
    ],
    ids=["map", "map-kk", "chart-tg", "brief-uz", "deck-tk", "chart", "brief", "deck"],
)
def test_our_typeface_is_embedded_and_no_other(tmp_path: Path, make) -> None:
    pictures.warm()
    path = tmp_path / "file.pdf"
    path.write_bytes(make())
    _head, _rule, *fonts = ran("pdffonts", str(path)).splitlines()
    assert fonts
    for line in fonts:
        assert "Shifo" in line.split()[0]
        assert line.split()[-5] == "yes", line
