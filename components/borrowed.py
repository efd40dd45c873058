"""Words that Streamlit writes itself, in the reader's language.

Streamlit has no translations: labels of its buttons, calendars and tables are English whatever
the page's language. The script of components.browser puts these in their place. What is not
here stays English; docs/languages.md lists it.
"""

from __future__ import annotations

from components import language
from components.language import N_, _

WORDS = (
    N_("Skip to main content"),
    N_("Logo"),
    N_("App pages"),
    N_("Navigate to home page"),
    N_("Open"),
    N_("Close"),
    N_("Clear all"),
    N_("Clear value"),
    N_("Clear date"),
    N_("Clear selection"),
    N_("Select all"),
    N_("Choose an option"),
    N_("No results"),
    N_("Choose date"),
    N_("Selected Date"),
    N_("Previous month"),
    N_("Next month"),
    N_("year"),
    N_("month"),
    N_("day"),
    N_("progress"),
    N_("Fullscreen"),
    N_("Close fullscreen"),
    N_("Show/hide columns"),
    N_("Download as CSV"),
    N_("Show data"),
    N_("Search"),
    N_("Sort ascending"),
    N_("Sort descending"),
    N_("Autosize"),
    N_("Pin column"),
    N_("Unpin column"),
    N_("Link to heading"),
    N_("Copy to clipboard"),
    N_("Upload"),
    N_("file upload"),
    N_("Increment"),
    N_("Decrement"),
    N_("Running..."),
    N_("Stop"),
    N_("Connecting"),
)
# TRANSLATORS: {label} is the label of a control; the button opens an explanation of it.
HELP = N_("Help for {label}")


def words() -> dict[str, str]:
    """Streamlit's word to ours; nothing in English."""
    if language.current() == language.SOURCE:
        return {}
    return {word: _(word) for word in (*WORDS, HELP)}
