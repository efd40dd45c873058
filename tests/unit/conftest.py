"""The real facts, read once."""

from __future__ import annotations

import pytest

from shifo import catalogue
from shifo.catalogue import Catalogue


@pytest.fixture(scope="session")
def facts() -> Catalogue:
    """The project's own data."""
    return catalogue.load()
