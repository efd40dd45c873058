"""The card of one project: every statement in its order, with its sources."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from components import card, facts, institution_card, language, project_rows, state, words
from components.language import _, number
from components.views import View
from shifo.projects import statements


def show(row: dict, now: View) -> None:
    """Draw the card of a project's row in a view."""
    st.header(language.literal(row["name"]), anchor=False)
    place = [language.place(row["city"]), words.country(row["iso3"])]
    st.caption(" · ".join(str(part) for part in place if pd.notna(part)))
    st.markdown(card.lines(_about(row)), unsafe_allow_html=False)
    if isinstance(row["centre"], str):
        st.link_button(
            _("The centre on the map"),
            f"{now.only(()).link('')}&{state.CENTRE}={row['centre']}",
            icon=":material/map:",
            type="tertiary",
        )
    st.markdown("**" + _("What was said, in its order") + "**")
    said = statements(facts.catalogue(), now.on)
    for one in said[said["project"] == row["key"]].to_dict("records"):
        st.markdown(_statement(one))


def _about(row: dict) -> list[tuple[str, str]]:
    partners = facts.names()
    named = [partners[key] for key in str(row["partners"] or "").split(";") if key in partners]
    told = [
        (_("State"), words.said(words.PROJECT_STATES, row["state"])),
        (_("Promised for"), project_rows.promised(row)),
        (_("Opened"), project_rows.opening(row)),
        (_("Against the first promise"), project_rows.slip(row)),
        (
            _("Last evidence"),
            _("{date}, {n} years ago").format(
                date=project_rows.reported(row["last_date"]), n=number(row["age"], 1)
            ),
        ),
        (_("Money"), project_rows.money(row)),
        (_("Beds"), number(None if pd.isna(row["beds"]) else row["beds"])),
        (_("To offer"), words.services(row["services"])),
        (_("Partners"), language.listed(named) if named else "–"),
    ]
    return [(label, value) for label, value in told if value != "–"]


def _statement(one: dict) -> str:
    head = f"- **{project_rows.reported(one['date'])}**: {language.literal(language.fact(one['what']))}"
    more = [
        words.said(words.PROJECT_STATES, one["stage"]),
        _("promised for {date}").format(date=language.date(one["due"]))
        if isinstance(one["due"], str)
        else "",
        project_rows.money(one) if pd.notna(one["amount"]) else "",
        _("{n} beds").format(n=number(one["beds"])) if pd.notna(one["beds"]) else "",
        _("confidence {level}").format(level=words.said(words.CONFIDENCE, one["confidence"])),
    ]
    told = f"{head} ({language.literal('; '.join(part for part in more if part))})"
    notes = f" {language.literal(one['notes'])}" if isinstance(one["notes"], str) else ""
    return f"{told}.{notes} {institution_card.links(one['sources'])}"
