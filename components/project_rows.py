"""The projects as their page, files and slides show them: rows, filters and readable columns."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pandas as pd

from components import facts, filters, language, references, state, words
from components.filters import Filter
from components.language import N_, _, number
from components.views import View
from shifo import vocabulary

YES = "1"


def rows(on: date) -> pd.DataFrame:
    """Every project known by a day with its name, and the sets of words that filters look at."""
    found = facts.projects(on)
    return found.assign(
        name=[language.name(row) for row in found.to_dict("records")],
        countries=[frozenset([word]) for word in found["iso3"]],
        states=[frozenset([word]) for word in found["state"]],
        offers=[_set(joined) for joined in found["services"]],
        givers=[_set(joined) for joined in found["partners"]],
        lateness=[
            frozenset([YES]) if word == "overdue" else frozenset() for word in found["outcome"]
        ],
    )


def every(
    chosen: Callable[[str, Collection[str]], Sequence[str]] = state.many,
) -> tuple[Filter, ...]:
    """The filters of projects, with what is chosen by the reader of this session or as told."""
    named = facts.names()
    found = (
        Filter(state.COUNTRY, N_("Country"), "countries", vocabulary.COUNTRIES, words.country),
        Filter(
            state.STAGE,
            N_("State"),
            "states",
            vocabulary.PROJECT_STATES,
            lambda word: words.said(words.PROJECT_STATES, word),
        ),
        Filter(
            state.SERVICE,
            N_("Service"),
            "offers",
            vocabulary.SERVICES,
            lambda word: words.said(words.SERVICES, word),
        ),
        Filter(state.PARTNER, N_("Partner"), "givers", facts.end_keys(), named.__getitem__),
        Filter(state.OVERDUE, N_("Overdue only"), "lateness", (YES,), lambda _word: _("yes")),
    )
    return tuple(replace(one, chosen=tuple(chosen(one.parameter, one.options))) for one in found)


def shown(view: View) -> tuple[pd.DataFrame, str]:
    """The projects that pass the filters of a view, and these in words."""
    asked = every(lambda name, options: [v for v in view.many(name) if v in options])
    return filters.passing(asked, rows(view.on)), filters.sentence(asked)


def readable(found: pd.DataFrame) -> pd.DataFrame:
    """The table: a row a project, under names that a reader understands."""
    partners = facts.names()
    told = found.to_dict("records")
    columns: dict[str, Any] = {
        _("Project"): found["name"],
        _("Country"): found["iso3"].map(words.country),
        _("State"): found["state"].map(lambda word: words.said(words.PROJECT_STATES, word)),
        _("First promised for"): found["due_first"],
        _("Promised now for"): found["due_last"],
        _("Opened"): [opening(row) for row in told],
        _("Against the first promise"): [slip(row) for row in told],
        _("Years late, at least"): found["slip_low"].astype(float).round(1),
        _("Last evidence"): found["last_date"],
        _("Its age, years"): found["age"].astype(float).round(1),
        _("What it says"): found["last_what"].map(language.fact),
        _("Money"): [money(row) for row in told],
        _("Beds"): found["beds"].astype("Int64"),
        _("To offer"): [words.services(joined) for joined in found["services"]],
        _("Partners"): [
            language.listed([partners[key] for key in joined.split(";")])
            if isinstance(joined, str)
            else "–"
            for joined in found["partners"]
        ],
        _("Sources"): found["sources"].map(references.titles),
    }
    return pd.DataFrame(columns)


def brief(found: pd.DataFrame) -> pd.DataFrame:
    """The list beside the chart."""
    columns = {
        _("Project"): found["name"],
        _("Against the first promise"): [slip(row) for row in found.to_dict("records")],
        _("State"): found["state"].map(lambda word: words.said(words.PROJECT_STATES, word)),
    }
    return pd.DataFrame(columns)


def slip(row: dict[str, Any]) -> str:
    """What became of the first promise, in words."""
    low, high = number(row["slip_low"], 1), number(row["slip_high"], 1)
    if row["outcome"] == "overdue":
        return _("{n} years past it, no opening known").format(n=low)
    if row["outcome"] == "late" and low == high:
        return _("{n} years late").format(n=low)
    if row["outcome"] == "late":
        return _("{low} to {high} years late").format(low=low, high=high)
    if row["outcome"] == "perhaps_late":
        return _("at most {n} years late").format(n=high)
    return words.said(words.OUTCOMES, row["outcome"])


def opening(row: dict[str, Any]) -> str:
    """The day of the opening, or the two that it lies between."""
    first, by = row["opened"], row["opened_by"]
    if not isinstance(first, str):
        return "–"
    if first == by:
        return language.date(first)
    return _("between {first} and {last}").format(
        first=language.date(first), last=language.date(by)
    )


def promised(row: dict[str, Any]) -> str:
    """The date promised now, with the first one where it was moved."""
    first, last = row["due_first"], row["due_last"]
    if not isinstance(first, str):
        return words.said(words.OUTCOMES, "no_date")
    if first == last:
        return language.date(first)
    return _("{last} (first promised for {first})").format(
        last=language.date(last), first=language.date(first)
    )


def money(row: dict[str, Any]) -> str:
    """The sum named last."""
    if pd.isna(row["amount"]):
        return "–"
    return _("{n} million {currency}").format(n=number(row["amount"], 2), currency=row["currency"])


def reported(text: str) -> str:
    """The date of a statement, or the two that an undated report lies between."""
    first, _slash, last = text.partition("/")
    if not last:
        return language.date(first)
    return _("between {first} and {last}").format(
        first=language.date(first), last=language.date(last)
    )


def _set(joined: object) -> frozenset[str]:
    return frozenset(joined.split(";")) if isinstance(joined, str) else frozenset()
