"""Words, numbers and dates in the reader's language.

English is the language of the source and needs no catalogue; every other language is there when
`locales/<language>/LC_MESSAGES/shifo.mo` is. Call these functions while a page is drawn: they
look up the language at the call, so that `from components.language import _` is all that is
needed. Work outside a session (downloads, commands) is wrapped in `using(language)`.
"""

from __future__ import annotations

import gettext
import math
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar
from datetime import date as Date  # noqa: N812 (this module has a date of its own)
from decimal import ROUND_HALF_UP, Context, localcontext
from functools import lru_cache
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st
from babel import Locale, UnknownLocaleError, dates, lists, negotiate_locale, numbers
from streamlit.runtime.scriptrunner import get_script_run_ctx

SOURCE = "en"
HOME = Path(__file__).resolve().parent.parent / "locales"
LOCALES = Path(os.environ.get("SHIFO_LOCALES") or HOME)
"""Where catalogues lie: whoever tries a translation may point to another folder."""
LOCAL = {"KAZ": "kk", "KGZ": "ky", "TJK": "tg", "TKM": "tk", "UZB": "uz"}
"""The language of `name_local` by country."""
CYRILLIC = ("ru", "kk", "ky", "tg")
_forced: ContextVar[str | None] = ContextVar("shifo_language", default=None)


def N_(message: str) -> str:  # noqa: N802 (gettext's own name for it)
    """Marks a message that is translated later, where it is shown."""
    return message


@lru_cache(maxsize=1)
def available() -> tuple[str, ...]:
    """Languages one can choose, English first: those with a compiled catalogue."""
    found = sorted(path.parts[-3] for path in LOCALES.glob("*/LC_MESSAGES/shifo.mo"))
    return (SOURCE, *(code for code in found if code != SOURCE))


def current() -> str:
    """The language of this session: chosen, else of the link, else of the browser, else en."""
    forced = _forced.get()
    if forced is not None:
        return forced
    if get_script_run_ctx(suppress_warning=True) is None:
        return SOURCE
    session = st.session_state
    chosen = session.get("lang") or session.get("_value_lang") or st.query_params.get("lang")
    return chosen if chosen in available() else preferred()


def preferred() -> str:
    """The language that the reader's browser asks for first among ours, else English."""
    return negotiated(st.context.headers.get("Accept-Language") or "")


def negotiated(header: str) -> str:
    """Our language that an Accept-Language header (RFC 9110) ranks highest, else English."""
    ranked: list[tuple[float, str]] = []
    for part in header.split(","):
        tag, _sep, weight = part.partition(";q=")
        try:
            ranked.append((float(weight or 1), tag.strip()))
        except ValueError:
            continue
    # Sorting is stable: of equal weight the first named comes first. A weight of 0 is a refusal.
    wanted = [tag for weight, tag in sorted(ranked, key=lambda pair: -pair[0]) if weight > 0]
    return negotiate_locale(wanted, available(), sep="-") or SOURCE


@contextmanager
def using(language: str) -> Iterator[None]:
    """Makes `language` the current one inside the block, with or without a session."""
    token = _forced.set(language)
    try:
        yield
    finally:
        _forced.reset(token)


@lru_cache(maxsize=32)
def _catalogue(language: str, domain: str = "shifo") -> gettext.NullTranslations:
    return gettext.translation(domain, LOCALES, [language], fallback=True)


def translator(language: str) -> Callable[[str], str]:
    """The gettext function of one language."""
    return _catalogue(language).gettext


def _(message: str) -> str:
    """The message in the current language, or itself where there is no translation."""
    return _catalogue(current()).gettext(message)


def ngettext(singular: str, plural: str, n: int) -> str:
    """The right plural for n in the current language."""
    return _catalogue(current()).ngettext(singular, plural, n)


def pgettext(context: str, message: str) -> str:
    """The message in the current language, told apart by its context."""
    return _catalogue(current()).pgettext(context, message)


@lru_cache(maxsize=16)
def locale(language: str | None = None) -> Locale:
    """Babel's locale of a language (the current one by default); English if Babel lacks it.

    English is the British one: 23 November 2026, not November 23, 2026.
    """
    language = language or current()
    try:
        return Locale.parse("en_GB" if language == SOURCE else language)
    except (UnknownLocaleError, ValueError):
        return Locale.parse("en_GB")


def _here() -> Locale:
    return locale(current())


def own_name(language: str) -> str:
    """What a language calls itself, with a capital: 'Русский'."""
    name = locale(language).languages.get(language, language)
    return name[:1].upper() + name[1:]


def _absent(x: Any) -> bool:
    return x is None or (isinstance(x, float) and math.isnan(x)) or str(x) in ("", "<NA>", "nan")


def _half_up() -> AbstractContextManager[Context]:
    """Babel rounds halves to the even neighbour, readers round them up: 12.5% is 13%."""
    return localcontext(rounding=ROUND_HALF_UP)


def number(x: float | None, digits: int = 0, *, fixed: bool = False) -> str:
    """1234.5 -> '1,234.5' in the reader's way, at most `digits` decimals; '–' when unknown.

    With `fixed` there are always as many decimals, so that figures of a column line up.
    """
    if _absent(x):
        return "–"
    pattern = "#,##0" + ("." + ("0" if fixed else "#") * digits if digits else "")
    value = float(x)  # type: ignore[arg-type]
    # A shortfall too small for the digits shown is none, not "-0".
    return _decimal(value if abs(value) >= 0.5 / 10**digits else 0.0, pattern, current())


# A map has thousands of them, and Babel takes its time over each.
@lru_cache(maxsize=20_000)
def _decimal(x: float, pattern: str, language: str) -> str:
    with _half_up():
        return str(numbers.format_decimal(x, format=pattern, locale=locale(language)))


def compact(x: float | None, digits: int = 1) -> str:
    """1234567 -> '1.2M' in the reader's way; '–' when unknown."""
    if _absent(x):
        return "–"
    return _compact(float(x) + 0.0, digits, current())  # type: ignore[arg-type]


@lru_cache(maxsize=20_000)
def _compact(x: float, digits: int, language: str) -> str:
    return str(numbers.format_compact_decimal(x, locale=locale(language), fraction_digits=digits))


def percent(share: float | None, digits: int = 0) -> str:
    """0.421 -> '42%' in the reader's way; the argument is a share, not a percentage."""
    if _absent(share):
        return "–"
    wanted = numbers.parse_pattern(_here().percent_formats[None])
    wanted.frac_prec = (0, digits)
    with _half_up():
        return str(wanted.apply(float(share), _here()))  # type: ignore[arg-type]


def date(value: str | Date | None) -> str:
    """A date as precise as it is known: '2025', 'September 2025', '15 September 2025'.

    Takes a date or an ISO string of one to three parts; what is neither comes back unchanged.
    """
    if _absent(value):
        return "–"
    if isinstance(value, Date):
        return _spaced(dates.format_date(value, format="long", locale=_here()))
    parts = str(value)[:10].split("-")
    try:
        day = Date(*(int(part) for part in (*parts, "1", "1")[:3]))
    except ValueError:
        return str(value)
    if len(parts) == 1:
        return parts[0]
    if len(parts) == 2:
        return _spaced(dates.format_skeleton("yMMMM", day, locale=_here()))
    return _spaced(dates.format_date(day, format="long", locale=_here()))


def _spaced(text: str) -> str:
    """CLDR's narrow spaces as wide ones: in our typeface the narrow one cannot be seen."""
    return text.replace("\u202f", "\u00a0")


def chart_locale() -> dict[str, Any]:
    """How charts write numbers and dates in the current language, from CLDR, as d3 wants it."""
    here = _here()
    symbols = here.number_symbols
    symbols = symbols.get("latn", symbols)
    months, days = here.months["stand-alone"], here.days["stand-alone"]
    sunday_first = (6, 0, 1, 2, 3, 4, 5)
    return {
        "number": {
            "decimal": symbols["decimal"],
            "thousands": symbols["group"],
            "grouping": [3],
            "currency": ["", ""],
            "percent": symbols["percentSign"],
            "minus": "\u2212",
        },
        "time": {
            "dateTime": "%d.%m.%Y %H:%M",
            "date": "%d.%m.%Y",
            "time": "%H:%M",
            "periods": ["", ""],
            "months": [months["wide"][i] for i in range(1, 13)],
            "shortMonths": [months["abbreviated"][i] for i in range(1, 13)],
            "days": [days["wide"][i] for i in sunday_first],
            "shortDays": [days["abbreviated"][i] for i in sunday_first],
        },
    }


def listed(items: Sequence[str], style: str = "standard") -> str:
    """'Almaty, Osh and Tashkent' in the reader's way."""
    return lists.format_list(list(items), style=style, locale=_here())  # type: ignore[arg-type]


def name(row: Mapping[str, Any]) -> str:
    """A row's name in the current language, else the nearest it has, with a mark of which it is.

    After the name that the data have in this language comes our translation of the English one.
    Readers of the Cyrillic languages are better served by a Russian name than by an English
    one; `name_local` is only right for the country's own language.
    """
    language = current()
    order = [(f"name_{language}", language)]
    if language == LOCAL.get(str(row.get("iso3"))):
        order.append(("name_local", language))
    order.append(("translated", language))
    if language in CYRILLIC:
        order.append(("name_ru", "ru"))
    # What is written the same in two languages is a brand, and needs no mark.
    english = row.get("name_en")
    brand = english if english in (row.get("name_ru"), row.get("name_local")) else None
    named = {**row, "translated": _translated(english, language)}
    for column, spoken in (*order, ("name_en", SOURCE), ("name", language)):
        value = named.get(column)
        if not _absent(value) and value == brand:
            return str(value)
        if not _absent(value):
            return fact(str(value)) if spoken == SOURCE else marked(str(value), spoken)
    return ""


def fact(text: str) -> str:
    """English text of the data in the current language, else the nearest, marked.

    Translations of facts lie apart from those of messages, in the domain `facts`; where there is
    none, readers of the Cyrillic languages get the Russian one.
    """
    language = current()
    nearest = (language, "ru") if language in CYRILLIC else (language,)
    for spoken in nearest:
        if told := _translated(text, spoken):
            return marked(told, spoken)
    return marked(text)


def change(line: str) -> str:
    """A line of the change log in the current language, else in English."""
    return _translated(line, current(), "changes") or line


def _translated(text: object, language: str, domain: str = "facts") -> str | None:
    """English text as a catalogue of its own has it, if it does."""
    if _absent(text):
        return None
    told = _catalogue(language, domain).gettext(str(text))
    return None if told == text else told


def marked(text: str, spoken: str = SOURCE) -> str:
    """Text that is in another language than the reader's, with the code of its language."""
    return text if spoken == current() else f"{text} ({spoken})"


@lru_cache(maxsize=1)
def _place_names() -> Mapping[str, Mapping[str, str]]:
    table = pd.read_csv(HOME / "places.csv", dtype="str", keep_default_na=False, encoding="utf-8")
    return table.set_index("name_en").to_dict("index")


def place(name_en: object, name_ru: object = None) -> str:
    """A town's name in the current language (`locales/places.csv`), else the nearest, marked."""
    language = current()
    if _absent(name_en):
        return "–"
    known = _place_names().get(str(name_en), {}).get(language, "")
    return name({"name_ru": name_ru, f"name_{language}": known, "name_en": name_en})


@lru_cache(maxsize=1)
def _region_names() -> Mapping[str, Mapping[str, str]]:
    table = pd.read_csv(HOME / "regions.csv", dtype="str", keep_default_na=False, encoding="utf-8")
    return table.set_index("iso_3166_2").add_prefix("name_").to_dict("index")


def region(row: Mapping[str, Any]) -> str:
    """A region's name in the current language (`locales/regions.csv`, or the data's own)."""
    return name({**_region_names().get(str(row["iso_3166_2"]), {}), **row})


def literal(text: object) -> str:
    """Text of the data as Markdown that shows it letter by letter."""
    return "".join(f"\\{c}" if c in r"\`*_{}[]()#+!|~$<>:" else c for c in str(text))
