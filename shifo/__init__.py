"""Shifo's domain: tables in, tables out. No Streamlit and no drawing here."""
