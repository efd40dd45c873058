"""The Data page, and the files that it gives away."""

from __future__ import annotations

import io
import subprocess
import sys
import zipfile
from datetime import date
from functools import partial
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from components import downloads, facts, language, records, words
from shifo.terms import row_terms
from tests.app import opening

ROOT = Path(__file__).resolve().parents[2]
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
    uncounted = shown[shown["National count"] == "no national count found"]
    assert len(uncounted)
    assert uncounted["Share"].isna().all()


# --- files -------------------------------------------------------------------------------------


@given(st.lists(st.text(max_size=8), min_size=1, max_size=6))
def test_no_text_in_a_csv_can_act_as_a_formula(cells: list[str]) -> None:
    frame = pd.DataFrame({"=evil": cells, "number": range(-1, len(cells) - 1)})
    data = downloads.csv(frame)
    assert data.startswith(b"\xef\xbb\xbf")
    back = pd.read_csv(io.BytesIO(data), dtype={"'=evil": "str"}, keep_default_na=False)
    assert not back["'=evil"].str.startswith(downloads.FORMULA_STARTS).any()
    assert back["number"].tolist() == frame["number"].tolist()


@pytest.fixture(scope="module")
def unzipped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bundle")
    zipfile.ZipFile(io.BytesIO(downloads.bundle(facts.catalogue()))).extractall(folder)
    return folder


def test_the_same_data_give_the_same_zip() -> None:
    assert downloads.bundle(facts.catalogue()) == downloads.bundle(facts.catalogue())


@pytest.mark.parametrize("table", list(words.TABLES))
def test_both_folders_together_are_the_table(unzipped: Path, table: str) -> None:
    parts = [unzipped / f"{table}.csv", unzipped / downloads.APART / f"{table}.csv"]
    read = [pd.read_csv(part, dtype="str") for part in parts if part.exists()]
    original = pd.read_csv(ROOT / f"data/{table}.csv", dtype="str")
    assert sum(map(len, read)) == len(original)
    whole = pd.concat(read)
    assert set(whole.columns) == set(original.columns)
    if "key" in whole:
        assert set(whole["key"]) == set(original["key"])


def test_no_row_in_the_open_rests_on_non_commercial_terms(unzipped: Path) -> None:
    sources = facts.catalogue()["sources"].set_index("key")["terms"]
    for file in unzipped.glob("*.csv"):
        frame = pd.read_csv(file, dtype="str")
        if "sources" in frame:
            cited = frame["sources"].str.split(";").explode()
            assert not (cited.map(sources) == "non_commercial").any(), file
    apart = pd.read_csv(unzipped / downloads.APART / "directory_counts.csv")
    assert len(apart) == len(facts.catalogue()["directory_counts"])


def test_frictionless_accepts_the_unzipped_package(unzipped: Path) -> None:
    command = [sys.executable, "-m", "frictionless", "validate", str(unzipped / "datapackage.json")]
    answer = subprocess.run(command, capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stdout


def test_terms_are_the_strictest_of_the_sources() -> None:
    tables = facts.catalogue()
    order = {"open": 0, "attribution": 1, "non_commercial": 2}
    terms = tables["sources"].set_index("key")["terms"]
    for table in ("centres", "benchmarks"):
        given_terms = row_terms(tables, table)
        for row, cell in tables[table]["sources"].items():
            strictest = max(terms[cell.split(";")], key=order.__getitem__)
            assert given_terms[row] == strictest
