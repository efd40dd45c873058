"""A page opened without a browser."""

from __future__ import annotations

from pathlib import Path

from streamlit.testing.v1 import AppTest

ROOT = Path(__file__).resolve().parents[2]


def run(page: str, **link: str | list[str]) -> AppTest:
    """A page's file at an address, run once without a fault."""
    app = AppTest.from_file(str(ROOT / page), default_timeout=60)
    for name, value in link.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception
    return app
