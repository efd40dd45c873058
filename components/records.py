"""The tables as the Data page shows them: named, searched, filtered, and one record whole."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection
from datetime import date

import numpy as np
import pandas as pd
import streamlit as st

from components import facts, language, references, words
from components.language import N_, _, ngettext, number, pgettext
from shifo import evidence

DATED = {
    "machine_status": "date",
    "directory_counts": "as_of",
    "national_totals": "as_of",
    "paediatric_units": "as_of",
    "project_statements": "date",
}
FIELDS = {
    "key": N_("Key"),
    "iso3": N_("Country"),
    "iso2": N_("Two-letter code"),
    "iso_3166_2": N_("Region code"),
    "name_en": N_("Name in English"),
    "name_ru": N_("Name in Russian"),
    "name_local": N_("Name in the country's language"),
    "income_group": N_("Income group"),
    "type": N_("Type"),
    "kind": N_("Kind"),
    "region": N_("Region"),
    "city": N_("City"),
    "country": N_("Country"),
    "also_known_as": N_("Other names"),
    "series": N_("Series"),
    "participants": N_("Participants"),
    "countries": N_("Countries"),
    "countries_number": N_("Number of countries"),
    "lat": N_("Latitude"),
    "lon": N_("Longitude"),
    "coord_basis": N_("How it is placed"),
    "coord_source": N_("Source of the coordinates"),
    "ownership": N_("Ownership"),
    "status": N_("State"),
    "opened": N_("Opened"),
    "beds": N_("Beds"),
    "services": N_("Services"),
    "sources": N_("Sources"),
    "confidence": N_("Confidence"),
    "notes": N_("Notes"),
    "centre": N_("Centre"),
    "centre_name": N_("Seat"),
    "machine": N_("Machine"),
    "modality": N_("Kind of machine"),
    "manufacturer": N_("Manufacturer"),
    "model": N_("Model"),
    "count": N_("Number"),
    "commissioned": N_("Commissioned"),
    "date": N_("Date"),
    "project": N_("Project"),
    "machines": N_("Machines"),
    "stage": N_("Stage"),
    "due": N_("Promised for"),
    "amount": N_("Money, millions"),
    "currency": N_("Currency"),
    "class": N_("Class"),
    "as_of": N_("As of"),
    "listed_as": N_("Listed as"),
    "metric": N_("Measure"),
    "value": N_("Value"),
    "text": N_("In words"),
    "unit": N_("Unit"),
    "preferred": N_("Preferred"),
    "hsct": N_("Stem-cell transplantation"),
    "annual_new_cases": N_("New cases a year"),
    "specialists": N_("Specialists"),
    "radiotherapy_access": N_("Access to radiotherapy"),
    "population": N_("People"),
    "population_year": N_("Year of the population"),
    "population_0_14": N_("Children under 15"),
    "approximate_boundary": N_("Approximate boundary"),
    "table": N_("Table"),
    "was": N_("Was"),
    "is": N_("Is"),
    "why": N_("Why"),
    "reported_by": N_("Reported by"),
    "year": N_("Year"),
    "age_band": N_("Age group"),
    "variant": N_("Variant"),
    "revision": N_("Revision"),
    "site": N_("Cancer site"),
    "sex": N_("Sex"),
    "edition": N_("Edition"),
    "label": N_("Name"),
    "applies_to": N_("Applies to"),
    "from": N_("From"),
    "to": N_("To"),
    "since": N_("Since"),
    "until": N_("Until"),
    "what": N_("What"),
    "partners": N_("Partners"),
    "paper": N_("Paper"),
    "title": N_("Title"),
    "publisher": N_("Publisher"),
    "published": N_("Published"),
    "accessed": N_("Read"),
    "url": N_("Address"),
    "language": N_("Language"),
    "terms": N_("Terms"),
    "age": N_("Age of the record"),
}
VOCABULARIES = {
    "modality": words.MODALITIES,
    "class": words.CLASSES,
    "ownership": words.OWNERSHIP,
    "confidence": words.CONFIDENCE,
    "coord_basis": words.COORD_BASIS,
    "terms": words.TERMS,
    "hsct": words.HSCT,
    "table": words.TABLES,
    "type": words.CENTRE_TYPES,
    "kind": words.TIMELINE_KINDS,
    "stage": words.PROJECT_STATES,
}
YEARS = ("year", "population_year")
DATES = ("date", "as_of", "opened", "commissioned", "published", "accessed", "since", "until")
COUNTED = {
    "megavoltage_machines": words.CLASSES["megavoltage"],
    "linacs": N_("linacs"),
    "brachytherapy_units": words.CLASSES["brachytherapy"],
    "pet_ct": words.CLASSES["pet_ct"],
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
    if "project" in frame:
        return frame["project"].map(tables["projects"].set_index("key")["iso3"])
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
    """How columns are named and shown: years without, other numbers with thousands apart."""
    config: dict[str, object] = {}
    for name, cells in frame.items():
        title = words.said(FIELDS, str(name))
        if name == "url":
            config[name] = st.column_config.LinkColumn(title, width="medium")
        elif name in ("lat", "lon"):
            config[name] = st.column_config.NumberColumn(title, format="%.4f")
        elif pd.api.types.is_bool_dtype(cells) or name in YEARS:
            config[name] = st.column_config.Column(title)
        elif pd.api.types.is_numeric_dtype(cells):
            config[name] = st.column_config.NumberColumn(title, format="localized")
        elif name in ("notes", "title", "why", "what"):
            config[name] = st.column_config.Column(title, width="large")
        else:
            config[name] = st.column_config.Column(title)
    return config


def show(table: str, row: pd.Series, terms: str) -> None:
    """One record whole: every field that is known; beside them its sources as links."""
    fields, cited = st.columns([3, 2], gap="large")
    with fields:
        lines = [
            f"{words.said(FIELDS, str(name))}: **{language.literal(said(table, str(name), cell))}**"
            for name, cell in row.items()
            if name != "sources" and not pd.isna(cell)
        ]
        st.markdown("  \n".join(lines))
    with cited:
        keys = row.get("sources") if table != "sources" else row["key"]
        links = references.sources(keys if isinstance(keys, str) else "").to_dict("records")
        if links:
            st.markdown("\n".join([f"**{_('Sources')}**\n", *map(_source, links)]))
        st.caption(_("Terms of this record: {terms}").format(terms=words.said(words.TERMS, terms)))


def said(table: str, name: str, cell: object) -> str:
    """A cell in the reader's words: names for codes, numbers and dates in their way."""
    text = str(cell)
    if name in ("centre", "region", "iso3"):
        return facts.names().get(text, text)
    if isinstance(cell, (bool, np.bool_)):
        return words.said(words.HSCT, "yes" if cell else "no")
    if name == "status":
        known = words.MACHINE_STATUS if table == "machine_status" else words.CENTRE_STATUS
        return words.said(known, text)
    if name in VOCABULARIES:
        return words.said(VOCABULARIES[name], text)
    if name == "services":
        return words.services(text)
    if name == "metric":
        return words.metric(text)
    if name in DATES:
        return language.date(text)
    if isinstance(cell, (int, float, np.number)) and name not in YEARS:
        return number(float(cell), 6)
    return text


def with_terms(frame: pd.DataFrame, terms: pd.Series) -> pd.DataFrame:
    """The rows to take away, each with its terms; the list of sources has terms of its own."""
    return frame if "terms" in frame else frame.assign(terms=terms.loc[frame.index])


def terms_sentence(terms: pd.Series) -> str:
    """Under which terms rows may be used, in a sentence."""
    apart = int((terms == "non_commercial").sum())
    if not apart:
        return _("CC BY 4.0; name the sources as well.")
    return ngettext(
        "CC BY 4.0, but {n} row rests on sources that ask not to be used commercially.",
        "CC BY 4.0, but {n} rows rest on sources that ask not to be used commercially.",
        apart,
    ).format(n=number(apart))


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
    columns = {
        _("Country"): rows["iso3"].map(words.country),
        _("Kind"): rows["measure"].map(lambda measure: words.said(COUNTED, measure)),
        _("Located"): [
            number(located)
            if pd.isna(national)
            else _("{located} of {all}").format(located=number(located), all=number(national))
            for located, national in zip(rows["located"], rows["national"], strict=True)
        ],
        # Halves up, as in all percentages.
        pgettext("proportion", "Share"): (100 * rows["share"].astype("Float64") + 0.5) // 1 / 100,
        _("Counted"): rows["national_as_of"].map(language.date),
        _("Counted by"): [
            references.titles(keys) if isinstance(keys, str) else _("no national count found")
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
