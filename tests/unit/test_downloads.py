"""The files that readers take away: what stands in them, and under which terms."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from components import downloads
from shifo.catalogue import DATA, Catalogue
from shifo.schemas import SCHEMAS

TABLES = list(SCHEMAS)
STARTS = ("=", "+", "-", "@", "\t", "\r")
cells = st.one_of(
    st.text(max_size=8), st.builds(str.__add__, st.sampled_from(STARTS), st.text(max_size=5))
)


def read(path: Path) -> pd.DataFrame:
    return pd.read_csv(path, dtype="str", keep_default_na=False)


@given(st.lists(cells, min_size=1, max_size=6))
def test_no_text_in_a_csv_can_act_as_a_formula(texts: list[str]) -> None:
    frame = pd.DataFrame({"=evil": texts, "number": range(-1, len(texts) - 1)})
    data = downloads.csv(frame)
    assert data.startswith(b"\xef\xbb\xbf")
    back = pd.read_csv(io.BytesIO(data), dtype={"'=evil": "str"}, keep_default_na=False)
    assert not back["'=evil"].str.startswith(STARTS).any()
    assert back["number"].tolist() == frame["number"].tolist()


@given(st.lists(st.none() | st.floats(allow_nan=False, allow_infinity=False), min_size=1))
def test_numbers_come_back_as_they_were(numbers: list[float | None]) -> None:
    frame = pd.DataFrame({"row": range(len(numbers)), "x": pd.array(numbers, dtype="Float64")})
    back = pd.read_csv(io.BytesIO(downloads.csv(frame)), dtype="str", keep_default_na=False)
    assert [float(x) if x else None for x in back["x"]] == numbers


def test_numbers_are_written_plainly() -> None:
    frame = pd.DataFrame(
        {"x": [17.0, -3.5, None], "flag": [True, False, True], "t": ["-a", "b", ""]}
    )
    assert downloads.csv(frame).decode("utf-8-sig") == "x,flag,t\r\n17,1,'-a\r\n-3.5,0,b\r\n,1,\r\n"


def test_a_frame_is_not_changed_by_being_written() -> None:
    frame = pd.DataFrame({"=head": ["=1+1"], "share": [0.5], "flag": [True]})
    before = frame.copy(deep=True)
    downloads.csv(frame)
    pd.testing.assert_frame_equal(frame, before)


def test_columns_of_one_name_are_both_made_harmless() -> None:
    data = downloads.csv(pd.DataFrame([["=1", "=2"]], columns=["same", "same"]))
    assert data.decode("utf-8-sig") == "same,same\r\n'=1,'=2\r\n"


@pytest.fixture(scope="module")
def unzipped(facts: Catalogue, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bundle")
    zipfile.ZipFile(io.BytesIO(downloads.bundle(facts))).extractall(folder)
    return folder


def test_the_same_data_give_the_same_zip(facts: Catalogue) -> None:
    assert downloads.bundle(facts) == downloads.bundle(facts)


@pytest.mark.parametrize("table", TABLES)
def test_both_folders_together_are_the_table_cell_for_cell(unzipped: Path, table: str) -> None:
    parts = [unzipped / f"{table}.csv", unzipped / downloads.APART / f"{table}.csv"]
    whole = pd.concat([read(part) for part in parts if part.exists()])
    original = read(DATA / f"{table}.csv")
    numbers = [
        name
        for name, column in SCHEMAS[table].columns.items()
        if (column.metadata or {}).get("kind") in ("number", "integer")
    ]
    for frame in (whole, original):
        # 42.8540 and 42.854 are one number; every other cell is compared letter by letter.
        frame[numbers] = frame[numbers].apply(pd.to_numeric)
    order = list(original)
    pd.testing.assert_frame_equal(
        whole[order].sort_values(order, ignore_index=True),
        original.sort_values(order, ignore_index=True),
        check_exact=True,
    )


def test_whole_numbers_have_no_decimals(unzipped: Path) -> None:
    for file in unzipped.rglob("*.csv"):
        frame = read(file)
        if "value" in frame:
            assert not frame["value"].str.endswith(".0").any(), file


def test_no_row_in_the_open_rests_on_non_commercial_terms(unzipped: Path, facts: Catalogue) -> None:
    terms = facts["sources"].set_index("key")["terms"]
    for file in unzipped.glob("*.csv"):
        frame = read(file)
        if "sources" in frame:
            cited = frame["sources"].str.split(";").explode()
            assert not (cited.map(terms) == "non_commercial").any(), file
    assert len(read(unzipped / downloads.APART / "directory_counts.csv")) == len(
        facts["directory_counts"]
    )


def test_the_zip_says_what_it_is(unzipped: Path, facts: Catalogue) -> None:
    readme = (unzipped / "README.txt").read_text(encoding="utf-8")
    for said in (facts.version, facts.released.isoformat(), "How to cite", downloads.APART):
        assert said in readme
    for name in ("LICENSE-DATA.md", "CITATION.cff", f"{downloads.APART}/NOTICE.txt"):
        assert (unzipped / name).stat().st_size, name


def test_links_are_kept_only_to_tables_that_stand_whole(unzipped: Path) -> None:
    package = json.loads((unzipped / "datapackage.json").read_text(encoding="utf-8"))
    names = [resource["name"] for resource in package["resources"]]
    targets = {
        link["reference"]["resource"]
        for resource in package["resources"]
        for link in resource["schema"].get("foreignKeys", [])
    }
    assert {"countries", "regions"} <= targets
    assert targets <= set(names)
    assert not targets & {name.removesuffix("-non-commercial") for name in names if "-non-" in name}


def test_frictionless_accepts_the_unzipped_package(unzipped: Path) -> None:
    command = [sys.executable, "-m", "frictionless", "validate", str(unzipped / "datapackage.json")]
    answer = subprocess.run(command, capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stdout
