"""Changes: the data's version, how to cite it, what changed and what was corrected."""

from __future__ import annotations

import re

import streamlit as st

from components import browser, facts, language, reading, words
from components.language import _


def has_words(text: object) -> bool:
    """Whether there is something to translate: coordinates and codes are the same everywhere."""
    return bool(re.search("[a-z]{3}", str(text)))


tables = facts.catalogue()
released = language.date(tables.released)

st.title(_("Changes"), anchor=False)
with st.container(horizontal=True, key="strip"):
    st.metric(_("Version of the data"), tables.version, width="content")
    st.metric(_("Released"), released, width="content")
    st.metric(_("Fingerprint"), tables.fingerprint, width="content")
st.caption(_("The fingerprint changes with any cell of any table: two copies that share it agree."))

st.header(_("How to cite"))
st.markdown(_("In a sentence or below a chart:"))
st.code(_("Shifo, data version {version}").format(version=tables.version), language=None)
st.markdown(_("In a list of references:"))
st.code(
    _(
        "Shifo contributors ({year}). Shifo: the open atlas of oncology resources in Central Asia. "
        "Data version {version}, released {released}, fingerprint {fingerprint}."
    ).format(
        year=tables.released.year,
        version=tables.version,
        released=released,
        fingerprint=tables.fingerprint,
    ),
    language=None,
    wrap_lines=True,
)
st.caption(_("Cite the sources of the figures you use as well: each has its own terms (see Data)."))

st.header(_("Corrections"))
st.caption(_("What a source says, what is used instead, and why."))
corrections = tables["corrections"].sort_values("date", ascending=False, kind="stable")
told = {
    column: [language.fact(text) if has_words(text) else text for text in corrections[column]]
    for column in ("was", "is", "why", "reported_by")
}
told["date"] = corrections["date"].map(language.date)
told["table"] = corrections["table"].map(words.table)
columns = {
    "date": _("Date"),
    "table": _("Table"),
    "key": _("Record"),
    "was": _("Was"),
    "is": _("Is"),
    "why": _("Why"),
    "reported_by": _("Reported by"),
}
rows = corrections.assign(**told).fillna("–")[list(columns)].rename(columns=columns)
if browser.is_phone():
    # Seven columns have no room there: one beneath the other.
    for row in rows.to_dict("records"):
        st.markdown(
            "  \n".join(f"**{name}:** {language.literal(cell)}" for name, cell in row.items())
        )
else:
    st.table(rows.reset_index(drop=True))
st.markdown(
    _(
        "Found a mistake, or know better? Say which record, what it should say and where that can "
        "be read. The file CONTRIBUTING.md of the project shows how. Please send no data about patients."
    )
)

st.header(_("Change log"))
for heading, body in reading.changelog():
    with st.expander(heading, expanded=True):
        st.markdown(body)
