"""How each language writes numbers, dates and names, and which language a reader gets."""

from __future__ import annotations

import math
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components import language
from components.language import using


@pytest.mark.parametrize(
    ("spoken", "thousands", "share"),
    [
        ("en", "1,048,000.5", "34%"),
        ("ru", "1\u00a0048\u00a0000,5", "34\u00a0%"),
        ("tk", "1\u00a0048\u00a0000,5", "34\u00a0%"),
        ("uz", "1\u00a0048\u00a0000,5", "34%"),
    ],
)
def test_numbers_are_written_as_the_reader_writes_them(
    spoken: str, thousands: str, share: str
) -> None:
    with using(spoken):
        assert language.number(1_048_000.5, 1) == thousands
        assert language.percent(0.342) == share
        assert language.number(math.nan) == language.percent(None) == "–"


@pytest.mark.parametrize(
    ("spoken", "day", "month"),
    [
        ("en", "26 November 2026", "November 2026"),
        ("ru", "26 ноября 2026\u00a0г.", "ноябрь 2026\u00a0г."),
        ("kk", "2026\u00a0ж. 26 қараша", "2026\u00a0ж. қараша"),
        ("uz", "26-noyabr, 2026", "noyabr, 2026"),
    ],
)
def test_a_date_is_as_precise_as_it_is_known(spoken: str, day: str, month: str) -> None:
    with using(spoken):
        assert language.date(date(2026, 11, 26)) == language.date("2026-11-26") == day
        assert language.date("2026-11") == month
        assert language.date("2026") == "2026"
        assert language.date("2025/2026") == "2025/2026"


PAVLODAR = {
    "name_en": "Pavlodar Regional Oncology Dispensary",
    "name_ru": "Павлодарский областной онкологический диспансер",
    "name_local": "Павлодар облыстық онкологиялық диспансері",
    "iso3": "KAZ",
}


@pytest.mark.parametrize(
    ("spoken", "name"),
    [
        ("en", PAVLODAR["name_en"]),
        ("ru", PAVLODAR["name_ru"]),
        ("kk", PAVLODAR["name_local"]),
        ("tg", f"{PAVLODAR['name_ru']} (ru)"),
        ("uz", f"{PAVLODAR['name_en']} (en)"),
    ],
)
def test_a_name_in_another_language_bears_its_code(spoken: str, name: str) -> None:
    with using(spoken):
        assert language.name(PAVLODAR) == name


def test_a_name_that_says_what_a_thing_is_is_translated_before_a_foreign_one_is_shown() -> None:
    ministry = {
        "name_en": "Ministry of Health of Uzbekistan",
        "name_ru": "Министерство здравоохранения Узбекистана",
        "name_local": math.nan,
    }
    with using("tg"):
        assert language.name(ministry) == "Вазорати тандурустии Ӯзбекистон"


def test_a_brand_needs_no_mark() -> None:
    brand = {"name_en": "Orhun Medical", "name_ru": "Orhun Medical", "name_local": math.nan}
    for spoken in ("en", "ru", "tg", "uz"):
        with using(spoken):
            assert language.name(brand) == "Orhun Medical"


def test_a_row_without_any_name_has_none() -> None:
    with using("uz"):
        assert language.name({"name_en": math.nan, "name_ru": None}) == ""


@pytest.mark.parametrize(
    ("header", "spoken"),
    [
        ("kk-KZ,kk;q=0.9,ru;q=0.8", "kk"),
        ("fr-FR,fr;q=0.9,uz;q=0.5,en;q=0.4", "uz"),
        ("tg;q=0,ru;q=0.1", "ru"),
        ("fr", "en"),
        ("", "en"),
        ("de;q=rubbish,ky", "ky"),
    ],
)
def test_the_browsers_first_language_of_ours_is_taken(header: str, spoken: str) -> None:
    assert language.negotiated(header) == spoken


@given(st.integers(0, 10**6))
def test_halves_are_rounded_up(n: int) -> None:
    with language.using("en"):
        assert language.number(n + 0.5) == f"{n + 1:,}"
        assert language.percent((n + 0.5) / 100) == f"{n + 1:,}%"


def test_charts_write_numbers_and_months_as_pages_do() -> None:
    with using("ru"):
        told = language.chart_locale()
    assert told["number"]["decimal"] == ","
    assert told["number"]["thousands"] == "\u00a0"
    assert told["time"]["months"][10] == "ноябрь"
    assert told["time"]["days"][0] == "воскресенье"


@given(st.floats(-1, 1), st.integers(0, 3))
def test_no_number_is_a_minus_zero(x: float, digits: int) -> None:
    with language.using("en"):
        said = language.number(x, digits)
        assert said == "0" or float(said) != 0
