"""The frame round every page: language, theme, navigation. Nothing is computed here."""

from __future__ import annotations

import streamlit as st

from components import browser, language, state, symbols, theme
from components.language import _

# No title yet: one set here would stand in the tab for a moment at every run of the script.
st.set_page_config(page_icon=symbols.icon(), layout="wide")
theme.frame()
state.check(unknown=True)

page = st.navigation(
    [
        st.Page("pages/explore/map.py", title=_("Map"), url_path="map", default=True),
        st.Page("pages/explore/capacity.py", title=_("Capacity"), url_path="capacity"),
        st.Page("pages/explore/access.py", title=_("Access"), url_path="access"),
        st.Page("pages/explore/children.py", title=_("Children"), url_path="children"),
        st.Page("pages/explore/register.py", title=_("Register"), url_path="register"),
        st.Page("pages/plan/sites.py", title=_("Plan"), url_path="plan"),
        st.Page("pages/plan/projects.py", title=_("Projects"), url_path="projects"),
        st.Page("pages/plan/cooperation.py", title=_("Cooperation"), url_path="cooperation"),
        st.Page("pages/share/country.py", title=_("Countries"), url_path="country"),
        st.Page("pages/share/present.py", title=_("Present"), url_path="present"),
        st.Page("pages/share/data.py", title=_("Data"), url_path="data"),
        st.Page("pages/about/methods.py", title=_("Methods"), url_path="methods"),
        st.Page("pages/about/changes.py", title=_("Changes"), url_path="changes"),
    ],
    position="top",
)
st.logo(symbols.wordmark(), size="large")
with st.container(key="language"):
    state.choose_language()
st.set_page_config(page_title=f"{page.title} · Shifo")
browser.tell(language.current())
page.run()
