"""Serves the floor as `server.py` serves Shifo."""

from pathlib import Path

import streamlit as st

app = st.App(Path(__file__).parent / "app.py")
