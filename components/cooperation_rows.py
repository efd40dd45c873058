"""What the figures of cooperation show in a view: agreements, links, events and places, in words."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

import numpy as np
import pandas as pd

from components import arcs, facts, language, references, state, words
from components.language import N_, _, ngettext, number
from components.views import View
from shifo import cooperation
from shifo.vocabulary import COUNTRIES

AGREED = (state.COUNTRY, state.KIND, state.PARTNER, state.OUTCOME, state.SINCE, state.UNTIL)
"""Choices that the figures of agreements look at."""
HAPPENED = (state.COUNTRY, state.EVENT, state.PARTNER, state.SINCE, state.UNTIL)
"""Choices that the timeline looks at."""

MARKS = {"active": "active", "planned": "planned", "proposed": "planned", "ended": "ended"}
MARK_NAMES = {
    "active": N_("under way"),
    "planned": N_("planned or proposed"),
    "unknown": N_("no outcome found"),
    "ended": N_("ended"),
}
DASHES: dict[str, tuple[int, ...]] = {
    "active": (),
    "planned": (4, 2),
    "unknown": (1, 2),
    "ended": (),
}
"""How the line of each mark is broken, in steps drawn and left out; ended is thin and whole."""
INKS = {
    "active": "works",
    "planned": "planned",
    "unknown": "out_of_service",
    "ended": "unknown",
}
"""The colour of each mark among those of the states of machines."""


def chosen_agreements(view: View) -> pd.DataFrame:
    """The agreements that pass the view's choices."""
    return cooperation.passing(
        facts.agreements(view.on),
        countries=view.many(state.COUNTRY),
        kinds=view.many(state.KIND),
        partners=view.many(state.PARTNER),
        statuses=view.many(state.OUTCOME),
        **_years(view),
    )


def chosen_events(view: View) -> pd.DataFrame:
    """The events that pass the view's choices."""
    return cooperation.happened(
        facts.events(view.on),
        countries=view.many(state.COUNTRY),
        kinds=view.many(state.EVENT),
        partners=view.many(state.PARTNER),
        **_years(view),
    )


def chosen_links(view: View) -> pd.DataFrame:
    """The pairs of partners with an agreement that passes, and how their line is marked."""
    rows = cooperation.links(chosen_agreements(view))
    return rows.assign(mark=[mark(status) for status in rows["status"]])


def chosen_congresses(view: View) -> pd.DataFrame:
    """The congresses held in a country chosen, or with people of one named among them."""
    rows = facts.congresses(view.on)
    chosen = set(view.many(state.COUNTRY))
    if not chosen:
        return rows
    named = rows["countries"].fillna("").str.split(";")
    there = named.map(lambda codes: not chosen.isdisjoint(codes)).astype(bool)
    return rows[rows["country"].isin(chosen) | there]


def mark(status: str) -> str:
    """How the status of an agreement is drawn."""
    return MARKS.get(status, "unknown")


def undated(view: View) -> int:
    """How many agreements a choice of years leaves out because they have no date."""
    if not _years(view):
        return 0
    plain = view.only(name for name in AGREED if name not in (state.SINCE, state.UNTIL))
    return int(chosen_agreements(plain)["begun"].isna().sum())


def _years(view: View) -> dict[str, int]:
    """The years chosen, as the domain wants them."""
    told = {"since": view.one(state.SINCE), "until": view.one(state.UNTIL)}
    return {name: int(year) for name, year in told.items() if year}


def sentence(view: View, names: Collection[str]) -> str:
    """The choices among `names` that are in force, in one line."""
    named = facts.names()
    said = {
        state.COUNTRY: (_("Country"), words.country),
        state.KIND: (_("Kind"), lambda word: words.said(words.PARTNERSHIP_KINDS, word)),
        state.PARTNER: (_("Partner"), lambda key: named.get(key, key)),
        state.OUTCOME: (_("Outcome"), lambda word: words.said(words.PARTNERSHIP_STATUS, word)),
        state.SINCE: (_("From year"), str),
        state.UNTIL: (_("To year"), str),
        state.EVENT: (_("Kind of event"), lambda word: words.said(words.TIMELINE_KINDS, word)),
    }
    parts = [
        f"{said[name][0]}: {language.listed([said[name][1](v) for v in view.many(name)], 'or')}"
        for name in names
        if view.many(name)
    ]
    return "; ".join(parts)


def outcome(row: Mapping[str, Any]) -> str:
    """What is known of an agreement's outcome; where nothing is, how old the last evidence is."""
    if row["status"] != "unknown":
        return words.said(words.PARTNERSHIP_STATUS, str(row["status"]))
    if pd.isna(row["evidence"]):
        return _("no outcome found; the last evidence is undated")
    years = int(row["evidence_years"])
    if years < 1:
        return _("no outcome found; last evidence of {date}, less than a year old").format(
            date=language.date(row["evidence"])
        )
    return ngettext(
        "no outcome found; last evidence of {date}, {n} year old",
        "no outcome found; last evidence of {date}, {n} years old",
        years,
    ).format(date=language.date(row["evidence"]), n=number(years))


def readable(rows: pd.DataFrame) -> pd.DataFrame:
    """Agreements under readable names, newest first."""
    named = facts.names()
    rows = rows.sort_values(["since", "id"], ascending=[False, True], na_position="last")
    columns = {
        _("First party"): rows["from"].map(named),
        _("Second party"): rows["to"].map(named),
        _("Kind"): [words.said(words.PARTNERSHIP_KINDS, kind) for kind in rows["kind"]],
        _("Begun"): [_dated(text) for text in rows["since"]],
        _("Ends"): [language.date(text) for text in rows["until"].fillna("")],
        _("Outcome"): [outcome(row) for row in rows.to_dict("records")],
        _("Notes"): rows["notes"],
        _("Sources"): rows["sources"].map(references.titles),
    }
    return pd.DataFrame(columns).reset_index(drop=True)


def readable_links(rows: pd.DataFrame) -> pd.DataFrame:
    """Pairs of partners under readable names, in the order given."""
    named, country = facts.names(), facts.ends()["iso3"]
    # Whoever is from elsewhere comes first.
    turned = rows["a"].map(country).isin(COUNTRIES) & ~rows["b"].map(country).isin(COUNTRIES)
    columns = {
        _("Partner"): rows["a"].mask(turned, rows["b"]).map(named),
        _("With"): rows["b"].mask(turned, rows["a"]).map(named),
        _("Agreements"): rows["agreements"],
        _("Outcome"): [words.said(MARK_NAMES, one) for one in rows["mark"]],
        _("On the map"): [_("yes") if one else _("no place known") for one in rows["placed"]],
    }
    return pd.DataFrame(columns).reset_index(drop=True)


def link_columns() -> dict[str, int]:
    """Pixels of the columns of `readable_links` beside a map."""
    return {_("Partner"): 150, _("With"): 150, _("Agreements"): 70}


def told(event: Mapping[str, Any]) -> str:
    """What happened, in words; of a machine, which one failed or came back."""
    if isinstance(event["what"], str):
        return language.fact(event["what"])
    machines = facts.catalogue()["machines"].set_index("key")
    machine = machines.loc[event["machine"]]
    parts = [words.modality(machine["modality"])]
    parts += [str(machine[c]) for c in ("manufacturer", "model") if pd.notna(machine[c])]
    message = (
        _("Out of service: {machine}")
        if event["kind"] == "breakdown"
        else _("At work again: {machine}")
    )
    return message.format(machine=" ".join(parts))


def _dated(text: object) -> str:
    return language.date(text) if isinstance(text, str) else _("undated")


def placed_ends(links: pd.DataFrame) -> pd.DataFrame:
    """The ends of the links that are drawn, by key, each at a place of its own in its city.

    Frame [name, iso3, city, lat, lon, at_lat, at_lon, agreements]: ``at_lat`` and ``at_lon`` are
    the city's, ``lat`` and ``lon`` where the end is drawn.
    """
    drawn = links[links["placed"]]
    both = pd.concat(
        [
            drawn[["a", "agreements"]].set_axis(["key", "n"], axis=1),
            drawn[["b", "agreements"]].set_axis(["key", "n"], axis=1),
        ]
    )
    counts = both.groupby("key")["n"].sum()
    rows = facts.ends().loc[counts.index]
    rows = rows.assign(agreements=counts, at_lat=rows["lat"], at_lon=rows["lon"])
    named = facts.names()
    rows = rows.assign(name=[named[key] for key in rows.index])
    columns = ["name", "iso3", "city", "lat", "lon", "at_lat", "at_lon", "agreements"]
    return arcs.apart(rows, "agreements")[columns] if len(rows) else rows[columns]


def cities(ends: pd.DataFrame) -> pd.DataFrame:
    """The cities of some placed ends, most agreements first: [city, lat, lon, ends, agreements]."""
    grouped = ends.groupby(["at_lat", "at_lon"])
    rows = grouped.agg(
        city=("city", "first"), ends=("city", "size"), agreements=("agreements", "sum")
    ).reset_index()
    rows = rows.rename(columns={"at_lat": "lat", "at_lon": "lon"})
    rows = rows.sort_values(["agreements", "city"], ascending=[False, True])
    return rows[rows["city"].notna()].reset_index(drop=True)


def city_label(row: Mapping[str, Any]) -> str:
    """A city's name for the map, with the number of its partners where they are several."""
    name = language.place(row["city"])
    return f"{name} ({number(row['ends'])})" if row["ends"] > 1 else name


def way(ends: pd.DataFrame, a: str, b: str, apart: float = 1.0) -> np.ndarray:
    """The great circle between two placed ends, its points some degrees apart."""
    start, end = ((ends.at[key, "lon"], ends.at[key, "lat"]) for key in (a, b))
    return arcs.great_circle(start, end, arcs.steps(start, end, apart))
