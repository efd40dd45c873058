"""A view as a value: the day, the basis and the choices that a figure is drawn from.

The session, an address of the API, a slide and a command each make one; everything that is
drawn, written or cited is made from it, so the same view gives the same figure everywhere.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from urllib.parse import parse_qsl, urlencode

from components import facts, filters, language, parameters, reach, state, words
from shifo.access import Rule
from shifo.need import Parameters
from shifo.vocabulary import (
    COUNTRIES,
    MODALITIES,
    OWNERSHIP,
    PARTNERSHIP_KINDS,
    PROJECT_STATES,
    RESOURCES,
    SERVICES,
    TIMELINE_KINDS,
)

LONGEST = 4000
"""Characters of a query that are read at most."""

ADDRESS = "http://127.0.0.1:8501"
"""Where `make run` answers: the address of links made outside a session."""

MAP_LAYERS = ("centres", "children", "projects", "roads")


class BadParameterError(ValueError):
    """A parameter that a link may not have, with what is allowed in its place."""

    def __init__(self, name: str, found: str, allowed: str) -> None:
        self.name, self.found, self.allowed = name, found, allowed
        super().__init__(f"{name} is '{found[:80]}'; allowed: {allowed}")


@lru_cache(maxsize=1)
def allowed() -> dict[str, Collection[str]]:
    """The values that each choice may have, by the name of its parameter."""
    tables = facts.catalogue()
    return {
        state.COUNTRY: COUNTRIES,
        state.FOCUS: COUNTRIES,
        state.MEASURE: tuple(words.MEASURES),
        state.REGION: tuple(tables["regions"]["iso_3166_2"]),
        state.RESOURCE: RESOURCES,
        state.MODALITY: MODALITIES,
        state.STATUS: tuple(filters.MARK_STATES),
        state.OWNERSHIP: OWNERSHIP,
        state.SERVICE: SERVICES,
        state.LAYERS: MAP_LAYERS,
        state.STAGE: PROJECT_STATES,
        state.OVERDUE: ("1",),
        **{name: parameters.steps(name) for name in state.PARAMETERS},
        **reach.allowed(),
        state.KIND: PARTNERSHIP_KINDS,
        state.OUTCOME: tuple(words.PARTNERSHIP_STATUS),
        state.EVENT: TIMELINE_KINDS,
        state.FRAME: state.FRAMES,
        **dict.fromkeys((state.SINCE, state.UNTIL), facts.years()),
        **dict.fromkeys((state.PARTNER, state.CARD), facts.end_keys()),
        **dict.fromkeys((state.FIX, state.FORBID), facts.candidate_keys()),
        state.SCENARIO: reach.Scenarios(frozenset(tables["centres"]["key"])),
    }


@dataclass(frozen=True)
class View:
    """What is looked at: `choices` are (name, values) pairs under the names of the address."""

    on: date
    basis: state.Basis = state.BASES[0]
    choices: tuple[tuple[str, tuple[str, ...]], ...] = ()
    language: str = language.SOURCE
    dark: bool = False
    base: str = ADDRESS

    def many(self, name: str) -> list[str]:
        """The values chosen under a name."""
        return list(dict(self.choices).get(name, ()))

    def one(self, name: str, default: str = "") -> str:
        """The value chosen under a name, else the default."""
        return next(iter(self.many(name)), default)

    @property
    def countries(self) -> list[str]:
        """The countries in view, in their usual order: those chosen, else all."""
        chosen = self.many(state.COUNTRY)
        return [code for code in COUNTRIES if code in chosen] or list(COUNTRIES)

    @property
    def norms(self) -> Parameters:
        """What the norms take as given in this view."""
        return parameters.of({n: float(self.one(n)) for n in state.PARAMETERS if self.one(n)})

    @property
    def rule(self) -> Rule:
        """What counts as reached in this view."""
        return reach.rule({name: self.one(name) for name in (*reach.CHOICES, *state.TRAVEL)})

    def only(self, names: Iterable[str]) -> View:
        """The view without the choices that a figure does not look at."""
        kept = set(names)
        return replace(self, choices=tuple(c for c in self.choices if c[0] in kept))

    def query(self, *, whole: bool = True) -> str:
        """The view as a query string; `whole` says the day and the language even if usual."""
        pairs: list[tuple[str, str]] = []
        if whole or self.language != language.SOURCE:
            pairs.append((state.LANG, self.language))
        if whole or self.on != date.today():
            pairs.append((state.ON, self.on.isoformat()))
        if self.basis != state.BASES[0]:
            pairs.append((state.BASIS, self.basis))
        pairs += [(name, value) for name, values in self.choices for value in values]
        return urlencode(pairs)

    def link(self, page: str) -> str:
        """The address that shows this view on a page of Shifo."""
        return f"{self.base}/{page}?{self.query()}"


def read(
    query: str | Iterable[tuple[str, str]],
    *,
    known: Collection[str] | None = None,
    base: str = ADDRESS,
) -> View:
    """The view of a query string or of its (name, value) pairs.

    Raises BadParameterError for a name that is not `known` (any known to Shifo by default) and
    for a value that is not allowed: nothing is guessed and nothing passed over.
    """
    if isinstance(query, str):
        if len(query) > LONGEST:
            raise BadParameterError("query", query, f"at most {LONGEST} characters")
        query = parse_qsl(query, keep_blank_values=True)
    names = (*allowed(), *state.GLOBAL) if known is None else known
    view = View(date.today(), base=base)
    choices: dict[str, list[str]] = {}
    for name, value in query:
        if name not in names:
            raise BadParameterError(name, value, "the parameters " + ", ".join(names))
        if name == state.ON:
            _expect(state.is_day(value), name, value, f"a day from {state.EARLIEST} to today")
            view = replace(view, on=date.fromisoformat(value))
        elif name == state.BASIS:
            _expect(value in state.BASES, name, value, ", ".join(state.BASES))
            view = replace(view, basis=next(b for b in state.BASES if b == value))
        elif name == state.LANG:
            _expect(value in language.available(), name, value, ", ".join(language.available()))
            view = replace(view, language=value)
        else:
            permitted = allowed()[name]
            _expect(value in permitted, name, value, reach.hint(permitted))
            if value not in choices.setdefault(name, []):
                choices[name].append(value)
    return replace(view, choices=tuple((name, tuple(vs)) for name, vs in choices.items()))


def now(dark: bool = False) -> View:
    """The view that the reader of this session has before them."""
    usual = {
        name: [f"{value:g}"] for name, value in (parameters.DEFAULTS | reach.TRAVEL).items()
    } | {name: [value] for name, value in reach.USUAL.items()}
    made = [(name, state.chosen(name)) for name in allowed()]
    pairs = [
        (name, value)
        for name, values in made
        if values != usual.get(name)
        for value in values
        if value in allowed()[name]
    ]
    view = read(pairs, base=state.base())
    return replace(
        view, on=state.day(), basis=state.basis(), language=language.current(), dark=dark
    )


def _expect(good: bool, name: str, found: str, permitted: str) -> None:
    if not good:
        raise BadParameterError(name, found, permitted)
