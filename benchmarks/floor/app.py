"""The floor: the smallest Streamlit app with one map, one chart and one filter."""

from __future__ import annotations

from pathlib import Path

import altair as alt
import pandas as pd
import pydeck as pdk
import streamlit as st

st.set_page_config(layout="wide")
centres = pd.read_csv(Path(__file__).parents[2] / "data" / "centres.csv")
chosen = st.pills("Country", sorted(centres["iso3"].unique()), selection_mode="multi")
shown = centres[centres["iso3"].isin(chosen)] if chosen else centres
points = pdk.Layer(
    "ScatterplotLayer",
    id="centres",
    data=shown[["key", "lon", "lat"]].to_dict("records"),
    get_position="[lon, lat]",
    get_radius=60_000,
    get_fill_color=[11, 110, 105],
)
st.pydeck_chart(
    pdk.Deck(
        [points],
        map_provider=None,
        initial_view_state=pdk.ViewState(latitude=46, longitude=67, zoom=3.75),
    )
)
counts = shown.groupby("iso3", as_index=False).size()
st.altair_chart(alt.Chart(counts).mark_bar().encode(x="size:Q", y="iso3:N"))
