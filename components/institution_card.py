"""The card of an institution, or of two: all agreements, events and sources, as links."""

from __future__ import annotations

from datetime import date
from typing import cast

import pandas as pd
import streamlit as st

from components import cooperation_rows as rows_of
from components import facts, language, references, state, words
from components.language import _, ngettext, number
from shifo import cooperation


def choose() -> list[str]:
    """The search field for institutions, and whose card is open: none, one key or two."""
    keys = sorted(facts.end_keys(), key=lambda key: facts.names()[key].casefold())
    others = facts.catalogue()["institutions"].set_index("key")["also_known_as"].dropna()
    named = facts.names()
    return state.multiselect(
        _("Institution"),
        keys,
        state.CARD,
        # Other names are shown so that they can be searched for.
        format_func=lambda key: (
            f"{named[key]} ({others[key].split(';')[0]})" if key in others.index else named[key]
        ),
        placeholder=_("Find an institution"),
        label_visibility="collapsed",
        max_selections=2,
    )


def show(keys: list[str], on: date) -> None:
    """Draw the card of one institution, or of what is between two, as of a day."""
    ends, named = facts.ends(), facts.names()
    st.header(language.literal(" – ".join(named[key] for key in keys)), anchor=False)
    for key in keys:
        _about(key, ends.loc[key], alone=len(keys) == 1)
    rows = facts.agreements(on)
    happened = facts.events(on)
    for key in keys:
        rows = cooperation.passing(rows, partners=[key])
        happened = happened[cooperation.takes_part(happened, [key])]
    told = ngettext("{n} agreement", "{n} agreements", len(rows)).format(n=number(len(rows)))
    st.markdown(f"**{told}**")
    if rows.empty:
        st.caption(_("None is on record by this day."))
    agreements(rows, keys[0] if len(keys) == 1 else None)
    events(happened)
    cited = [*rows["sources"], *happened["sources"]]
    if len(keys) == 1:
        cited.append(_record(keys[0])["sources"])
    sources(";".join(cited))
    with st.expander(_("Link to this view"), icon=":material/link:"):
        st.code(state.link(), language=None, wrap_lines=True)


def agreements(rows: pd.DataFrame, of: str | None) -> None:
    """Agreements one by one, newest first; those `of` an institution name the other end."""
    named = facts.names()
    rows = rows.sort_values(["since", "id"], ascending=[False, True], na_position="last")
    for row in rows.to_dict("records"):
        others = [row[side] for side in ("from", "to") if row[side] != of]
        parts = [
            f"**{language.literal(' – '.join(named[key] for key in others))}**",
            words.said(words.PARTNERSHIP_KINDS, row["kind"]),
            _span(row),
            f"*{language.literal(rows_of.outcome(row))}*",
        ]
        note = f"  \n{language.literal(row['notes'])}" if isinstance(row["notes"], str) else ""
        st.markdown(f"- {' · '.join(parts)} {links(row['sources'])}{note}")


def events(rows: pd.DataFrame) -> None:
    """Events, newest first, folded."""
    if rows.empty:
        return
    with st.expander(_("Projects and events ({n})").format(n=number(len(rows)))):
        for row in rows.iloc[::-1].to_dict("records"):
            told = language.literal(rows_of.told(row))
            st.markdown(f"- {language.date(row['date'])}: {told} {links(row['sources'])}")


def sources(joined: str, *, expanded: bool = False) -> None:
    """Sources with their titles as links, folded unless told otherwise."""
    rows = references.sources(joined)
    with st.expander(_("Sources ({n})").format(n=number(len(rows))), expanded=expanded):
        for row in rows.to_dict("records"):
            title = language.literal(row["title"])
            linked = f"[{title}]({row['url']})" if pd.notna(row["url"]) else title
            about = [
                str(row["publisher"]) if pd.notna(row["publisher"]) else "",
                language.date(row["published"]) if pd.notna(row["published"]) else "",
            ]
            st.markdown(f"- {linked} · {language.literal(' · '.join(x for x in about if x))}")


def links(keys: str) -> str:
    """The sources of one statement as small numbered links."""
    rows = references.sources(keys)
    linked = rows[rows["url"].notna()]
    return " ".join(f"[[{number(i)}]]({url})" for i, url in enumerate(linked["url"], start=1))


def _about(key: str, end: pd.Series, *, alone: bool) -> None:
    place = [
        language.place(end["city"]) if pd.notna(end["city"]) else _("no place known"),
        words.country(end["iso3"]) if pd.notna(end["iso3"]) else "",
    ]
    line = ", ".join(part for part in place if part)
    if alone:
        st.caption(line)
    else:
        st.caption(_("{name}: {place}").format(name=facts.names()[key], place=line))
    record = _record(key)
    if alone and isinstance(record["notes"], str) and end["table"] == "institutions":
        st.caption(language.literal(record["notes"]))
    if end["table"] == "centres":
        label = _("Machines and services of {name}").format(name=facts.names()[key])
        st.markdown(f"[{language.literal(label)}]({state.path('', state.CENTRE, key)})")


def _record(key: str) -> pd.Series:
    table = facts.ends().at[key, "table"]
    return cast(pd.Series, facts.catalogue()[str(table)].set_index("key").loc[key])


def _span(row: dict) -> str:
    """When an agreement began and ends, as far as known."""
    since = language.date(row["since"]) if isinstance(row["since"], str) else ""
    until = language.date(row["until"]) if isinstance(row["until"], str) else ""
    if since and until and since != until:
        return _("{first} to {last}").format(first=since, last=until)
    if until and not since:
        return _("until {date}").format(date=until)
    return since or _("undated")
