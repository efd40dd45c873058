"""Countries: one country on a page, as an A4 sheet and as two slides."""

from __future__ import annotations

from functools import partial

import streamlit as st

from components import (
    brief,
    browser,
    figures,
    language,
    references,
    state,
    strip,
    theme,
    views,
    words,
)
from components.language import _
from shifo.vocabulary import COUNTRIES

PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"

state.check({state.FOCUS: COUNTRIES})
with st.container(horizontal=True, vertical_alignment="bottom"):
    iso3 = state.select(
        _("Country"),
        COUNTRIES,
        state.FOCUS,
        default=COUNTRIES[0],
        format_func=words.country,
        width=220,
    )
    state.evidence_controls()
told = brief.of(iso3 or COUNTRIES[0], views.now(theme.is_dark()))

st.title(told.title, anchor=False)
strip.show(list(told.strip))
with st.container(horizontal=True, key="brief-actions"):
    for label, ending, mime, make in (
        (_("One page, PDF"), "pdf", "application/pdf", brief.pdf),
        (_("Two slides, PowerPoint"), "pptx", PPTX, brief.pptx),
    ):
        st.download_button(
            label,
            data=partial(make, told.iso3, told.view),
            file_name=f"{told.file_name}.{ending}",
            mime=mime,
            on_click="ignore",
            icon=":material/download:",
            key=f"brief-{ending}",
        )
    st.link_button(
        _("On the map"), f"/?{told.view.query(whole=False)}", icon=":material/map:", type="tertiary"
    )

left, right = st.columns(2, gap="large")
with left:
    figures.picture("map", told.view)
with right:
    figures.show("capacity-need", told.view)
    quality = told.sections[2]
    st.header(quality.title, anchor=False)
    st.markdown("\n".join(f"- {language.literal(line)}" for line in quality.rows.iloc[:, 0]))
for place, section in enumerate(told.sections):
    if section is quality:
        continue
    st.header(section.title, anchor=False)
    if len(section.rows.columns) == 1:
        st.markdown("\n".join(f"- {language.literal(line)}" for line in section.rows.iloc[:, 0]))
    elif len(section.rows):
        # Long names would push all else off a phone.
        names = {section.rows.columns[0]: st.column_config.Column(width=170)}
        st.dataframe(
            section.rows,
            hide_index=True,
            key=f"section-{place}",
            alt=section.title,
            column_config=names if browser.is_phone() else None,
        )
    if section.note:
        st.caption(section.note)
with st.expander(_("Sources ({n})").format(n=language.number(len(told.sources)))):
    for row in references.sources(";".join(told.sources)).to_dict("records"):
        title = language.literal(row["title"])
        linked = f"[{title}]({row['url']})" if isinstance(row["url"], str) else title
        st.markdown(f"- {linked}")
