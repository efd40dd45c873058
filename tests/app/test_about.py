"""Methods and Changes: what they must show, and where their words come from."""

from __future__ import annotations

import re
from dataclasses import fields

from components import facts, language, method_tables, reading, references
from shifo.need import Parameters
from tests.app import opening

METHODS, CHANGES = "pages/about/methods.py", "pages/about/changes.py"


def test_the_contents_lead_to_every_part_of_the_methods() -> None:
    app = opening.run(METHODS)
    links = re.findall(r"\[([^]]+)\]\(#([^)]+)\)", app.markdown[0].value)
    assert links == [(header.value, header.proto.anchor) for header in app.header]
    assert len({anchor for _, anchor in links}) == len(links)


def test_every_parameter_is_in_the_table_with_its_default_and_in_the_text() -> None:
    assert list(method_tables.PARAMETERS) == [field.name for field in fields(Parameters)]
    app = opening.run(METHODS)
    shown = app.table[0].value
    assert len(shown) == len(method_tables.PARAMETERS)
    assert shown.map(bool).all(axis=None)
    text = "\n".join(body for _, body in reading.sections("methods.md"))
    for label in method_tables.PARAMETERS.values():
        for symbol in re.findall(r"\((\w)\)$", label):
            assert re.search(rf"`[^`]*\b{symbol}\b[^`]*`", text), label
    for end in ("**low**", "**high**"):
        assert end in text


def test_every_source_of_a_parameter_is_a_link() -> None:
    app = opening.run(METHODS)
    shown = "\n".join(block.value for block in app.markdown)
    for url in references.sources(reading.parameter_sources())["url"].dropna():
        assert f"]({url})" in shown


def test_citations_become_links_under_their_keys() -> None:
    url = references.sources("radmaps")["url"].item()
    assert reading.cited("So [@radmaps].") == f"So ([radmaps]({url}))."
    assert reading.cited("[@zhu2024; @radmaps]").count("](") == 2
    shown = "\n".join(block.value for block in opening.run(METHODS).markdown)
    assert "[@" not in shown


def test_assumptions_are_ranked() -> None:
    ranks = opening.run(METHODS).table[1].value.iloc[:, 0]
    assert ranks.tolist() == list(range(1, len(ranks) + 1))


def test_a_language_without_its_own_text_reads_the_english_one() -> None:
    with language.using("en"):
        english = reading.path("methods.md")
    with language.using("xx"):
        assert reading.path("methods.md") == english


def test_changes_show_version_citation_and_every_correction() -> None:
    tables = facts.catalogue()
    app = opening.run(CHANGES)
    assert [metric.value for metric in app.metric][::2] == [tables.version, tables.fingerprint]
    short, long = (block.value for block in app.code)
    assert tables.version in short
    assert tables.version in long
    assert tables.fingerprint in long
    shown = app.table[0].value
    assert len(shown) == len(tables["corrections"])
    assert set(shown.iloc[:, 5]) == set(tables["corrections"]["why"])


def test_the_change_log_names_the_version_of_the_project() -> None:
    versions = [heading for heading, _ in reading.changelog()]
    labels = [expander.label for expander in opening.run(CHANGES).expander]
    assert labels == versions
    assert versions
