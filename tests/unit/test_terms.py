"""The terms of a row are the strictest of its sources'."""

from __future__ import annotations

import pytest

from shifo.catalogue import Catalogue
from shifo.terms import OURS, row_terms
from tests.unit.builders import by_hand, machine

SOURCES = [
    {"key": "o", "title": "Open", "terms": "open"},
    {"key": "a", "title": "Named", "terms": "attribution"},
    {"key": "n", "title": "Not for sale", "terms": "non_commercial"},
]


@pytest.mark.parametrize(
    ("cited", "terms"),
    [
        ("o", "open"),
        ("a", "attribution"),
        ("n", "non_commercial"),
        ("o;a", "attribution"),
        ("n;a;o", "non_commercial"),
        ("o;n", "non_commercial"),
    ],
)
def test_the_strictest_source_decides(cited: str, terms: str) -> None:
    tables = by_hand(sources=SOURCES, machines=[machine("m", sources=cited)])
    assert row_terms(tables, "machines").tolist() == [terms]


def test_what_rests_on_nobody_else_is_ours() -> None:
    tables = by_hand(sources=SOURCES)
    assert row_terms(tables, "sources").tolist() == [OURS] * 3


def test_an_empty_table_has_no_terms() -> None:
    assert row_terms(by_hand(sources=SOURCES), "machines").empty


def test_every_row_of_the_project_has_terms(facts: Catalogue) -> None:
    order = {"open": 0, "attribution": 1, "non_commercial": 2}
    terms = facts["sources"].set_index("key")["terms"]
    for table in facts:
        given = row_terms(facts, table)
        assert given.index.equals(facts[table].index)
        assert given.isin(order).all()
        if "sources" in facts[table]:
            for row, cell in facts[table]["sources"].items():
                assert given[row] == max(terms[cell.split(";")], key=order.__getitem__)
