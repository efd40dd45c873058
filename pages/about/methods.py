"""Methods: how every figure is made, from what, and how far it can be trusted."""

from __future__ import annotations

import streamlit as st

from components import method_tables, reading
from components.language import _

COLUMN = 860
"""Pixels: a line of text that the eye can follow."""

chapters = reading.sections("methods.md")
closing = [_("Parameters"), _("Assumptions, the weightiest first"), _("Credits of the map")]
# Anchors are numbered: headings differ in every language, and links to them should not.
anchors = [f"part-{i}" for i in range(1, len(chapters) + len(closing) + 1)]
headings = [heading for heading, _body in chapters] + closing

st.title(_("Methods"), anchor=False)
st.caption(_("Formulae, rules of evidence, parameters with their sources, assumptions and limits."))

with st.container(width=COLUMN):
    st.markdown(reading.contents(headings, anchors))
    for (heading, body), anchor in zip(chapters, anchors, strict=False):
        st.header(heading, anchor=anchor)
        st.markdown(reading.cited(body))

st.header(closing[0], anchor=anchors[-3])
st.caption(_("The Capacity page lets each be moved within the range that sources cite."))
st.table(method_tables.parameters())
with st.expander(_("Sources of the parameters")):
    st.markdown(reading.references(reading.parameter_sources()))
with st.expander(_("All benchmark values")):
    st.dataframe(method_tables.benchmarks(), hide_index=True, alt=_("All benchmark values"))

st.header(closing[1], anchor=anchors[-2])
st.table(method_tables.assumptions())

st.header(closing[2], anchor=anchors[-1])
st.markdown(
    _(
        "Made with Natural Earth. Regions of Kazakhstan: UNHCR/OCHA COD-AB 2023 (CC BY-IGO), "
        "© OpenStreetMap contributors. Places: GeoNames (CC BY 4.0). Roads: © OpenStreetMap "
        "contributors (ODbL), via scgraph_data."
    )
)
st.caption(_("Borders imply no opinion on the status of any territory."))
