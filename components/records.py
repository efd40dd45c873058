"""The tables as the Data page shows them: named, searched, filtered, and one record whole."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection
from datetime import date

import pandas as pd
import streamlit as st

from components import facts, language, words
from components.language import _, number
from shifo import evidence

DATED = {
    "machine_status": "date",
    "directory_counts": "as_of",
    "national_totals": "as_of",
    "paediatric_units": "as_of",
}


def label(table: str) -> str:
    """A table's name and size."""
    return f"{words.table(table)} ({number(len(facts.catalogue()[table]))})"


def rows(table: str, on: date) -> pd.DataFrame:
    """A table with the age of its records where they are dated."""
    frame = facts.catalogue()[table]
    if table in DATED:
        ages = evidence.freshness(frame[DATED[table]], on)
        frame = frame.assign(age=[words.said(words.FRESHNESS, age) for age in ages])
    return frame


def countries(table: str) -> pd.Series | None:
    """The country of each row, through its centre, machine or region; None where it has none."""
    tables = facts.catalogue()
    frame = tables[table]
    centre = tables["centres"].set_index("key")["iso3"]
    if "iso3" in frame:
        return frame["iso3"]
    if "centre" in frame:
        return frame["centre"].map(centre)
    if "machine" in frame:
        machine = tables["machines"].set_index("key")["centre"]
        return frame["machine"].map(machine).map(centre)
    if "region" in frame:
        return frame["region"].map(tables["regions"].set_index("iso_3166_2")["iso3"])
    return None


def found(frame: pd.DataFrame, query: str) -> pd.Series:
    """Which rows hold every word of the query somewhere, whatever its case or accents."""
    hit = pd.Series(True, index=frame.index)
    if not query.strip():
        return hit
    lines = frame.astype("str").fillna("").agg(" ".join, axis=1).map(_plain)
    for word in _plain(query).split():
        hit &= lines.str.contains(word, regex=False)
    return hit


def columns(frame: pd.DataFrame) -> dict[str, object]:
    """How columns are named and shown."""
    config: dict[str, object] = {
        name: st.column_config.Column(name.replace("_", " ").capitalize()) for name in frame
    }
    if "url" in frame:
        config["url"] = st.column_config.LinkColumn(_("Address"))
    return config


def show(table: str, row: pd.Series, terms: str) -> None:
    """One record whole: every field that is known, and its sources as links."""
    named = facts.names()
    for name, cell in row.items():
        if name == "sources" or pd.isna(cell):
            continue
        shown = (
            named.get(str(cell), str(cell)) if name in ("centre", "region", "iso3") else str(cell)
        )
        st.markdown(f"{str(name).replace('_', ' ').capitalize()}: **{language.literal(shown)}**")
    st.caption(_("Terms of this record: {terms}").format(terms=words.said(words.TERMS, terms)))
    cited = row.get("sources") if table != "sources" else row["key"]
    for source in facts.sources(cited if isinstance(cited, str) else "").to_dict("records"):
        st.markdown(_source(source))


def _source(source: dict) -> str:
    title = language.literal(source["title"])
    linked = f"[{title}]({source['url']})" if pd.notna(source["url"]) else title
    about = [
        language.literal(source["publisher"]) if pd.notna(source["publisher"]) else "",
        _("published {date}").format(date=language.date(source["published"]))
        if pd.notna(source["published"])
        else "",
        _("read {date}").format(date=language.date(source["accessed"])),
        words.said(words.TERMS, source["terms"]),
    ]
    return f"- {linked} · " + " · ".join(part for part in about if part)


def passing(table: str, frame: pd.DataFrame, query: str, chosen: Collection[str]) -> pd.DataFrame:
    """The rows that the search and the countries let through."""
    kept = frame[found(frame, query)]
    country = countries(table)
    if chosen and country is not None:
        kept = kept[country.loc[kept.index].isin(list(chosen))]
    return kept


def _plain(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def complete(rows: pd.DataFrame) -> pd.DataFrame:
    """Completeness under readable names; where nobody counted there is no share."""
    none = _("no national count found")
    columns = {
        _("Country"): rows["iso3"].map(words.country),
        _("Kind"): rows["measure"].map(words.metric),
        _("Located"): rows["located"],
        _("National count"): [none if pd.isna(n) else number(n) for n in rows["national"]],
        _("Counted"): rows["national_as_of"].map(language.date),
        _("Share"): rows["share"].astype("Float64").clip(upper=1).round(2),
        _("Counted by"): [
            "; ".join(facts.sources(keys)["title"]) if isinstance(keys, str) else "–"
            for keys in rows["national_sources"]
        ],
    }
    return pd.DataFrame(columns)


def readable_ages(counts: pd.DataFrame) -> pd.DataFrame:
    """Records by table and age under readable names."""
    columns = {
        _("Table"): counts["table"],
        _("Age of the record"): counts["age"].map(lambda age: words.said(words.FRESHNESS, age)),
        _("Records"): counts["records"],
    }
    return pd.DataFrame(columns)
