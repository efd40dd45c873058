"""The card of one centre: what stands there, on whose word, and since when."""

from __future__ import annotations

from datetime import date

import pandas as pd
import streamlit as st

from components import facts, institution_card, language, project_rows, state, words
from components.language import _, number
from shifo import cooperation, evidence
from shifo.inventory import listings, observations


def show(key: str, on: date) -> None:
    """Draw the card of the centre `key` as of a day."""
    tables = facts.catalogue()
    centre = tables["centres"].set_index("key").loc[key]
    named = facts.names()
    place = [language.place(centre["city"]), named[centre["region"]], named[centre["iso3"]]]
    st.header(language.literal(language.name(centre)), anchor=False)
    st.caption(" · ".join(dict.fromkeys(part for part in place if part != "–")))
    st.markdown(lines(_about(centre)), unsafe_allow_html=False)
    _machines(key, on)
    _listed(key, on)
    _units(key)
    _projects(key, on)
    events = facts.events(on)
    institution_card.events(events[cooperation.takes_part(events, [key])])
    _partners(key, on)
    if pd.notna(centre["notes"]):
        with st.expander(_("Notes")):
            st.markdown(language.literal(centre["notes"]))
            st.caption(
                _("Confidence in this record: {level}").format(
                    level=words.said(words.CONFIDENCE, centre["confidence"])
                )
            )
    _sources(key, centre, on)
    with st.expander(_("Link to this view"), icon=":material/link:"):
        st.code(state.link(), language=None, wrap_lines=True)


def _about(centre: pd.Series) -> list[tuple[str, str]]:
    rows = [
        (_("State"), words.said(words.CENTRE_STATUS, centre["status"])),
        (_("Kind"), words.said(words.CENTRE_TYPES, _text(centre["type"]))),
        (_("Ownership"), words.said(words.OWNERSHIP, _text(centre["ownership"]))),
        (_("Opened"), language.date(_text(centre["opened"]))),
        (_("Beds"), number(None if pd.isna(centre["beds"]) else centre["beds"])),
        (_("Services"), words.services(centre["services"])),
        (_("Position"), words.said(words.COORD_BASIS, centre["coord_basis"])),
    ]
    return [(label, value) for label, value in rows if value != "–"]


def _machines(key: str, on: date) -> None:
    machines = facts.machines(on)
    machines = machines[machines["centre"] == key]
    st.markdown("**" + _("Machines on record") + "**")
    if machines.empty:
        st.caption(
            _("None is documented one by one at this day. That is not to say there is none.")
        )
        return
    ages = evidence.freshness(machines["status_date"], on)
    history = observations(facts.catalogue(), on)
    for machine, age in zip(machines.to_dict("records"), ages, strict=True):
        what = " ".join(
            str(part) for part in (machine["manufacturer"], machine["model"]) if pd.notna(part)
        )
        kind = words.modality(machine["modality"])
        unknown = pd.isna(machine["count"])
        head = (
            _("{kind}, number not known").format(kind=kind)
            if unknown
            else f"{machine['count']} × {kind}"
        )
        told = [
            f"**{head}**" + (f" {what}" if what else ""),
            _("{state}, {date}").format(
                state=words.machine_status(machine["status"]),
                date=language.date(_text(machine["status_date"]))
                if age != "undated"
                else _("undated"),
            )
            + (f" ({words.said(words.FRESHNESS, age)})" if age in ("ageing", "old") else ""),
        ]
        st.markdown(" — ".join(told))
        past = history[history["machine"] == machine["key"]].iloc[::-1]
        if len(past) > 1 or pd.notna(machine["notes"]):
            with st.expander(_("History and notes of this machine")):
                for seen in past.to_dict("records"):
                    st.markdown(
                        "- "
                        + _("{date}: {state}").format(
                            date=language.date(_text(seen["date"]) or _("undated")),
                            state=words.machine_status(seen["status"]),
                        )
                        + (
                            f". {language.literal(seen['notes'])}"
                            if pd.notna(seen["notes"])
                            else ""
                        )
                        + f" {institution_card.links(seen['sources'])}"
                    )
                if pd.notna(machine["notes"]):
                    st.caption(language.literal(machine["notes"]))


def _listed(key: str, on: date) -> None:
    listed = listings(facts.catalogue(), on)
    listed = listed[(listed["centre"] == key) & (listed["count"] > 0)]
    if listed.empty:
        return
    st.markdown("**" + _("Listed by IAEA DIRAC") + "**")
    for row in listed.to_dict("records"):
        st.markdown(
            _("{what}: {n}, entry of {date}").format(
                n=row["count"],
                what=words.said(words.CLASSES, row["class"]),
                date=language.date(row["as_of"]),
            )
        )
    st.caption(_("The directory does not say whether a machine works."))


def _units(key: str) -> None:
    units = facts.catalogue()["paediatric_units"]
    units = units[units["centre"] == key]
    if units.empty:
        return
    st.markdown("**" + _("Children with cancer") + "**")
    for unit in units.to_dict("records"):
        told = [language.name(unit)]
        if pd.notna(unit["beds"]):
            told.append(_("{n} beds").format(n=unit["beds"]))
        if unit["hsct"] in ("yes", "planned"):
            told.append(
                _("stem-cell transplantation: {answer}").format(
                    answer=words.said(words.HSCT, unit["hsct"])
                )
            )
        if pd.notna(unit["radiotherapy_access"]):
            told.append(_("radiotherapy: {where}").format(where=unit["radiotherapy_access"]))
        if pd.notna(unit["as_of"]):
            told.append(language.date(unit["as_of"]))
        st.markdown(
            language.literal(" · ".join(map(str, told)))
            + f" {institution_card.links(unit['sources'])}"
        )


def _projects(key: str, on: date) -> None:
    rows = project_rows.rows(on)
    rows = rows[rows["centre"] == key]
    if rows.empty:
        return
    st.markdown("**" + _("Promised") + "**")
    for row in rows.to_dict("records"):
        told = (
            words.said(words.PROJECT_STATES, row["state"]),
            # Beside "opened" a bare date would be taken for that of the opening.
            f"{_('Promised for')}: {project_rows.promised(row)}"
            if isinstance(row["due_first"], str)
            else project_rows.promised(row),
            project_rows.slip(row) if row["outcome"] != "no_date" else "",
        )
        address = state.path("projects", state.PROJECT, row["key"])
        st.markdown(
            f"[{language.literal(row['name'])}]({address}): "
            + language.literal("; ".join(part for part in told if part))
            + f" {institution_card.links(row['sources'])}"
        )


def _partners(key: str, on: date) -> None:
    rows = cooperation.passing(facts.agreements(on), partners=[key])
    if len(rows):
        with st.expander(_("Partners ({n})").format(n=number(len(rows)))):
            institution_card.agreements(rows, key)
            there = _("On the map of cooperation")
            st.markdown(f"[{there}]({state.path('cooperation', state.CARD, key)})")


def _sources(key: str, centre: pd.Series, on: date) -> None:
    machines = facts.machines(on)
    machines = machines[machines["centre"] == key]
    listed = listings(facts.catalogue(), on)
    listed = listed[listed["centre"] == key]
    keys = [centre["sources"], *machines["sources"], *machines["status_sources"].dropna()]
    joined = ";".join([*keys, *listed["sources"]])
    institution_card.sources(joined, expanded=True)


def lines(rows: list[tuple[str, str]]) -> str:
    return "  \n".join(f"{label}: **{language.literal(value)}**" for label, value in rows)


def _text(cell: object) -> str | None:
    return None if cell is None or pd.isna(cell) else str(cell)
