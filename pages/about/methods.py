"""Methods: how every figure is made, from what, and how far it can be trusted."""

from __future__ import annotations

import streamlit as st

from components import method_tables, reading
from components.language import _

COLUMN = 860
"""Pixels: a line of text that the eye can follow."""

st.title(_("Methods"), anchor=False)
st.caption(_("Formulae, rules of evidence, parameters with their sources, assumptions and limits."))

with st.container(width=COLUMN):
    for heading, body in reading.sections("methods.md"):
        st.header(heading)
        st.markdown(body)

st.header(_("Parameters"))
st.caption(_("The Capacity page lets each be moved within the range that sources cite."))
st.table(method_tables.parameters())
with st.expander(_("All benchmark values")):
    st.dataframe(method_tables.benchmarks(), hide_index=True, alt=_("All benchmark values"))

st.header(_("Assumptions, the weightiest first"))
st.table(method_tables.assumptions())

st.header(_("Credits of the map"))
st.markdown(
    _(
        "Made with Natural Earth. Regions of Kazakhstan: UNHCR/OCHA COD-AB 2023 (CC BY-IGO), "
        "© OpenStreetMap contributors. Places: GeoNames (CC BY 4.0). Roads: © OpenStreetMap "
        "contributors (ODbL), via scgraph_data."
    )
)
