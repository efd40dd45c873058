"""The Data page: tables, search, countries, records and how complete they are."""

from __future__ import annotations

from datetime import date
from functools import partial

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from components import facts, language, records, words
from shifo.terms import row_terms
from tests.app import opening

ON = date(2026, 11, 22)

run = partial(opening.run, "pages/share/data.py")


def count(app: AppTest) -> str:
    return app.caption[0].value


@pytest.mark.parametrize("table", list(words.TABLES))
def test_every_table_can_be_seen(table: str) -> None:
    rows = len(facts.catalogue()[table])
    with language.using("en"):
        assert count(run(table=table)) == f"{language.number(rows)} of {language.number(rows)} rows"


def test_search_country_and_table_come_from_the_address() -> None:
    app = run(table="machines", q="COBALT terabalt", country=["KGZ", "TJK"])
    shown = app.dataframe[0].value
    assert sorted(shown["key"]) == ["kgz-ncoh-terabalt", "tjk-sughd-terabalt"]


def test_nothing_found_offers_to_clear_the_search() -> None:
    app = run(q="no such words")
    assert "No row matches" in app.info[0].value
    app.button[0].click().run()
    assert not app.info
    assert count(app) == "92 of 92 rows"


def test_an_unknown_table_is_named_and_ignored() -> None:
    app = run(table="passwords")
    assert any("table=passwords" in toast.value for toast in app.toast)
    assert count(app) == "92 of 92 rows"


def test_search_minds_neither_case_nor_accents() -> None:
    frame = pd.DataFrame({"name": ["Türkmenabat", "Нур-Султан", None]})
    assert records.found(frame, "turkmenabat").tolist() == [True, False, False]
    assert records.found(frame, "СУЛТАН нур").tolist() == [False, True, False]


def test_completeness_does_not_make_up_a_count() -> None:
    with language.using("en"):
        shown = records.complete(facts.completeness(ON, "reconciled"))
    uncounted = shown[shown["Counted by"] == "no national count found"]
    assert len(uncounted)
    assert uncounted["Share"].isna().all()


def test_the_list_of_sources_keeps_its_own_terms_in_a_download() -> None:
    sources = facts.catalogue()["sources"]
    taken = records.with_terms(sources, row_terms(facts.catalogue(), "sources"))
    assert taken["terms"].tolist() == sources["terms"].tolist()
    machines = facts.catalogue()["machines"]
    terms = row_terms(facts.catalogue(), "machines")
    assert records.with_terms(machines[5:9], terms)["terms"].tolist() == terms[5:9].tolist()


def test_every_column_has_a_name_and_every_cell_can_be_said() -> None:
    with language.using("en"):
        for table in words.TABLES:
            frame = records.rows(table, ON)
            assert set(frame) <= set(records.FIELDS), table
            for name, cell in frame.iloc[0].dropna().items():
                assert records.said(table, str(name), cell), (table, name)


def test_a_record_speaks_the_reader_s_words() -> None:
    with language.using("en"):
        assert records.said("machine_status", "status", "out_of_service") == "out of service"
        assert records.said("machine_status", "date", "2025-09") == "September 2025"
        assert records.said("population", "population", 20_000_000) == "20,000,000"
        assert records.said("population", "year", 2026) == "2026"
