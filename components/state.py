"""The address of a view: the one module that knows the names of its parameters.

Choices are kept in the address under these names, so a link is the view; a value at its
default stays out of it. What an address holds is never trusted: `check` compares it with what
is allowed before any widget is drawn and names what is ignored.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Literal, cast
from urllib.parse import urlencode, urlsplit

import streamlit as st

from components import language, words
from components.language import _

LANG, ON, BASIS = "lang", "on", "basis"
COUNTRY, REGION, RESOURCE, MODALITY = "country", "region", "resource", "modality"
STATUS, OWNERSHIP, SERVICE = "status", "ownership", "service"
MEASURE, CENTRE, QUERY = "measure", "centre", "q"
LAYERS, FOCUS, TABLE = "layers", "focus", "table"
COURSES, UTILISATION, RETREATMENT, PEOPLE = "courses", "utilisation", "retreatment", "people"

FILTERS = (COUNTRY, REGION, RESOURCE, MODALITY, STATUS, OWNERSHIP, SERVICE, QUERY)
PARAMETERS = (COURSES, UTILISATION, RETREATMENT, PEOPLE)
DECK, SLIDE, SHOW = "deck", "slide", "show"
MAP = "with_map"
FOR, WITHIN, BORDER, SCENARIO = "for", "within", "border", "scenario"
MODEL, SITES, AMONG, SCOPE, SOLVE = "model", "sites", "among", "scope", "solve"
FIX, FORBID = "fix", "forbid"
PROJECT, STAGE, PARTNER, OVERDUE = "project", "stage", "partner", "overdue"
PROJECTS = (COUNTRY, STAGE, SERVICE, PARTNER, OVERDUE)
# Cooperation: kinds and outcomes of agreements, years from and to, kinds of events, what the map is
# fitted to, and whose card is open: one institution, or two with what is between them.
KIND, OUTCOME, SINCE, UNTIL = "kind", "outcome", "since", "until"
EVENT, FRAME, CARD = "event", "frame", "card"
TRAVEL = ("speed", "speed_steep", "winding", "winding_steep")
CHOICES = (MEASURE, CENTRE, LAYERS, FOCUS, TABLE, DECK, SLIDE, SHOW, MAP, *PARAMETERS)
CHOICES += (FOR, WITHIN, BORDER, *TRAVEL, MODEL, SITES, AMONG, SCOPE, SOLVE, FIX, FORBID, SCENARIO)
CHOICES += (PROJECT, STAGE, PARTNER, OVERDUE)
CHOICES += (KIND, OUTCOME, SINCE, UNTIL, EVENT, FRAME, CARD)
GLOBAL = (LANG, ON, BASIS)
NAMES = (*GLOBAL, *FILTERS, *CHOICES)
# Streamlit's own parameters, which are none of ours and nobody's mistake.
FOREIGN = ("embed", "embed_options", "_stcore_trace")

Basis = Literal["documented", "directory", "reconciled"]
BASES: tuple[Basis, ...] = ("reconciled", "documented", "directory")
EARLIEST = date(2000, 1, 1)
FRAMES = ("eurasia", "all", "region")
"""What the map of cooperation is fitted to: all that is shown, or a part; the first is usual."""

Allowed = Collection[str] | Callable[[str], bool]


def is_day(text: str) -> bool:
    """Whether the text is an ISO day from EARLIEST to today."""
    try:
        return EARLIEST <= date.fromisoformat(text) <= date.today()
    except ValueError:
        return False


def values(name: str) -> list[str]:
    """The parameter's values in the address as they stand there, unchecked, in their order."""
    return st.query_params.get_all(name)


def check(allowed: Mapping[str, Allowed] | None = None, *, unknown: bool = False) -> list[str]:
    """Tells the reader once which parts of the link are ignored, and returns the sentences.

    `allowed` gives for each parameter the values it may have (or a test). To be called before
    the widgets are drawn: drawing them removes what is invalid from the address. `unknown`
    also names parameters nobody knows. app.py checks the global ones; each page its own.
    """
    told = st.session_state.setdefault("_ignored", set())
    found: list[str] = []
    for name, permitted in {**_global(), **(allowed or {})}.items():
        if values(name) == st.session_state.get(f"_written_{name}"):
            continue
        for value in values(name):
            good = permitted(value) if callable(permitted) else value in permitted
            if not good:
                found.append(_sentence(name, value, permitted))
    if unknown:
        strangers = [n for n in st.query_params if n not in (*NAMES, *FOREIGN)]
        found.extend(_sentence(name, value, None) for name in strangers for value in values(name))
    for sentence in found:
        if sentence not in told:
            told.add(sentence)
            st.toast(sentence, icon=":material/link_off:", duration="infinite")
    return found


def _global() -> dict[str, Allowed]:
    return {LANG: language.available(), ON: is_day, BASIS: BASES}


def _sentence(name: str, value: str, permitted: Allowed | None) -> str:
    shown = f"{name}={value[:60]}".replace("`", "'")
    start = _("Ignored in the link: {part}").format(part=f"`{shown}`")
    if permitted is None:
        return start
    if callable(permitted):
        if name != ON:
            return start
        hint = f"{EARLIEST.isoformat()} … {date.today().isoformat()}"
    else:
        known = sorted(permitted) if not isinstance(permitted, (tuple, list)) else list(permitted)
        hint = ", ".join(known[:8]) + (", …" if len(known) > 8 else "")
    allowed = _("allowed: {values}").format(values=hint)
    return f"{start} ({allowed})"


def one(name: str, allowed: Collection[str], default: str | None = None) -> str | None:
    """A parameter with one value: the widget's if drawn before, else the link's if allowed."""
    chosen = st.session_state.get(name)
    if chosen is None:
        chosen = next(iter(values(name)), None)
    return chosen if chosen in allowed else default


def many(name: str, allowed: Collection[str]) -> list[str]:
    """A parameter with several values: the widget's if drawn before, else the link's allowed."""
    chosen = st.session_state.get(name)
    return [v for v in (values(name) if chosen is None else chosen) if v in allowed]


def day() -> date:
    """The day the view is of: today unless the link or the reader says another."""
    chosen = st.session_state.get(ON)
    if isinstance(chosen, date):
        return chosen
    text = next(iter(values(ON)), "")
    return date.fromisoformat(text) if is_day(text) else date.today()


def basis() -> Basis:
    """The basis of the counts in this view."""
    return cast(Basis, one(BASIS, BASES, BASES[0]))


def take(
    name: str, allowed: Collection[str], default: Any = None, *, several: bool = False
) -> None:
    """Gives the widget with this key its value before it is drawn: the reader's, the link's or
    the default. `keep` is its counterpart after the widget.

    Streamlit's own binding writes the words on the widget into the address, so a link would
    only work in the language it was made in; these two write the values.
    """
    written, mine = f"_written_{name}", f"_value_{name}"
    if several:
        linked: Any = [v for v in values(name) if v in allowed] or None
    else:
        linked = next((v for v in values(name)[:1] if v in allowed), None)
    if linked is not None and values(name) != st.session_state.get(written):
        st.session_state[name] = linked
    elif name not in st.session_state:
        st.session_state[name] = st.session_state.get(mine, default)
    now = st.session_state[name]
    if several:
        st.session_state[name] = [v for v in now or [] if v in allowed]
    elif now is not None and now not in allowed:
        st.session_state[name] = default


def keep(name: str, value: Any, default: Any = None) -> Any:
    """Writes what the widget gave to the address, leaves a default out, and returns it."""
    st.session_state[f"_value_{name}"] = value
    texts = [str(v) for v in value] if isinstance(value, list) else [str(value)]
    if value in (default, None, "", []):
        texts = []
        if name in st.query_params:
            del st.query_params[name]
    elif values(name) != texts:
        st.query_params[name] = texts
    st.session_state[f"_written_{name}"] = texts
    return value


def select(
    label: str, options: Sequence[str], name: str, *, default: str | None = None, **looks: Any
) -> str | None:
    """A selectbox whose value is kept in the address as `name`; None when nothing is chosen.

    `looks` goes to st.selectbox (format_func, placeholder, help, width, label_visibility …).
    """
    take(name, options, default)
    # The session holds the value already; an index of its own would only draw a warning.
    index = None if default is None else 0
    return cast(
        "str | None",
        keep(name, st.selectbox(label, options, index=index, key=name, **looks), default),
    )


def multiselect(label: str, options: Sequence[str], name: str, **looks: Any) -> list[str]:
    """A multiselect whose values are kept in the address as `name`, none chosen by default."""
    take(name, options, [], several=True)
    return cast("list[str]", keep(name, st.multiselect(label, options, key=name, **looks), []))


def segments(label: str, options: Sequence[str], name: str, *, default: str, **looks: Any) -> str:
    """A segmented control with one value always chosen, kept in the address as `name`."""
    take(name, options, default)
    chosen = st.segmented_control(label, options, key=name, required=True, **looks)
    return cast(str, keep(name, chosen or default, default))


def choose_language() -> str:
    """The language selector; drawn only when there is a choice."""
    options, usual = language.available(), language.preferred()
    if len(options) > 1:
        select(
            _("Language"),
            options,
            LANG,
            default=usual,
            format_func=language.own_name,
            label_visibility="collapsed",
        )
    return language.current()


def evidence_controls() -> tuple[Basis, date]:
    """Draws the two choices every figure depends on, basis and day, in the current container.

    Put it in a horizontal container beside a page's own controls: one compact row a page.
    """
    chosen = segments(
        _("Evidence"),
        BASES,
        BASIS,
        default=BASES[0],
        format_func=lambda b: words.said(words.BASIS, b),
        help=_(
            "Reconciled: the larger of what is documented and what the directory lists at each "
            "centre, less machines known not to work. Documented: our own records of machines. "
            "Directory: what IAEA DIRAC lists; it does not say whether a machine works."
        ),
    )
    return cast(Basis, chosen), day_control()


def day_control() -> date:
    """Draws the choice of the day alone, where a page rests on dated statements only."""
    _take_one(ON, lambda text: date.fromisoformat(text) if is_day(text) else None, date.today())
    on = st.date_input(
        _("As of"),
        min_value=EARLIEST,
        max_value="today",
        key=ON,
        # As the languages of the region write it; in English as the address does.
        format="YYYY-MM-DD" if language.current() == language.SOURCE else "DD.MM.YYYY",
        width=135,
        help=_("The state on this day: the last observation at or before it."),
    )
    day_chosen = on if isinstance(on, date) else date.today()
    _keep_one(ON, day_chosen, "" if day_chosen == date.today() else day_chosen.isoformat())
    return day_chosen


def choose(name: str, value: Any) -> None:
    """Sets a choice. Only before its widget is drawn: in a callback or above it."""
    st.session_state[name] = value


def reset(names: Iterable[str] = FILTERS) -> None:
    """Clears the filters of a view; for on_click (bound parameters change no other way)."""
    for name in names:
        kept = st.session_state.get(name)
        if kept is not None:
            empty: Any = "" if name == QUERY else None
            st.session_state[name] = [] if isinstance(kept, list) else empty


def active(names: Iterable[str] = FILTERS) -> list[str]:
    """The names of the filters that are set now, in their usual order."""
    return [name for name in names if st.session_state.get(name) not in (None, [], "", ())]


def link() -> str:
    """The address of the current view, with the language said and unknown parameters left out."""
    parts = [(n, v) for n in NAMES if n not in (LANG, *GLOBAL[1:]) for v in chosen(n)]
    head: list[tuple[str, str]] = [(LANG, language.current())]
    if basis() != BASES[0]:
        head.append((BASIS, basis()))
    if day() != date.today():
        head.append((ON, day().isoformat()))
    path = urlsplit(st.context.url or "").path
    return f"{base()}{path}?{urlencode([*head, *parts])}"


def base() -> str:
    """Where Shifo is reached: as whoever runs it has said, else as this session came."""
    scheme, host, *_rest = urlsplit(st.context.url or "")
    return said_address() or f"{scheme}://{host}"


def path(page: str, name: str, value: str) -> str:
    """The address within this server of a page with one choice, in the current language."""
    return f"/{page}?{urlencode([(LANG, language.current()), (name, value)])}"


def said_address() -> str:
    """The address of this installation as whoever runs it has set it, or nothing."""
    return os.environ.get("SHIFO_ADDRESS", "").rstrip("/")


def chosen(name: str) -> list[str]:
    """What is chosen under a name: in the widget if drawn before, else in the link."""
    held = st.session_state.get(name)
    if held is None:
        return [] if name in st.session_state else values(name)
    if isinstance(held, float):
        return [f"{held:g}"]
    return [str(v) for v in held] if isinstance(held, list) else [str(held)] if held else []


def pills(
    label: str, options: Sequence[str], name: str, *, default: Sequence[str] = (), **looks: Any
) -> list[str]:
    """Pills of which several may be chosen, kept in the address as `name`."""
    usual = list(default)
    take(name, options, usual, several=True)
    chosen = st.pills(label, options, selection_mode="multi", key=name, wrap=True, **looks)
    ordered = [option for option in options if option in chosen]
    return cast("list[str]", keep(name, ordered, usual))


def slider(
    label: str, name: str, least: float, most: float, *, default: float, step: float, **looks: Any
) -> float:
    """A slider whose value is kept in the address as `name`; a default stays out of it."""
    allowed = {f"{least + i * step:g}" for i in range(round((most - least) / step) + 1)}
    _take_one(name, lambda text: float(text) if text in allowed else None, float(default))
    bounds = (float(least), float(most))
    chosen = st.slider(label, *bounds, step=float(step), key=name, **looks)
    return _keep_one(name, chosen, "" if chosen == default else f"{chosen:g}")


def switch(label: str, name: str, **looks: Any) -> bool:
    """A switch that is off by default, kept in the address as `name=1`."""
    _take_one(name, lambda text: text == "1" or None, False)
    on = st.toggle(label, key=name, **looks)
    return bool(_keep_one(name, on, "1" if on else ""))


def text(label: str, name: str, **looks: Any) -> str:
    """A line of text that is kept in the address as `name`."""
    _take_one(name, str, "")
    entered = st.text_input(label, key=name, **looks) or ""
    return _keep_one(name, entered, entered)


def _take_one(name: str, read: Callable[[str], Any], default: Any) -> None:
    """`take` for a widget without a list of options: `read` gives None for what is not allowed."""
    linked = values(name)[:1]
    value = (
        read(linked[0]) if linked and linked != st.session_state.get(f"_written_{name}") else None
    )
    if value is not None:
        st.session_state[name] = value
    elif name not in st.session_state:
        st.session_state[name] = st.session_state.get(f"_value_{name}", default)


def _keep_one(name: str, value: Any, written: str) -> Any:
    """`keep` for such a widget: `written` stands in the address, or nothing when it is empty."""
    st.session_state[f"_value_{name}"] = value
    st.session_state[f"_written_{name}"] = [written] if written else []
    if written and values(name) != [written]:
        st.query_params[name] = written
    elif not written and name in st.query_params:
        del st.query_params[name]
    return value
