"""The addresses of the data, asked as a client asks them."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import date

import geopandas
import pandas as pd
import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from components import api, gallery, pictures
from shifo.__main__ import main
from shifo.capacity import capacity
from shifo.catalogue import Catalogue

ROOT = "/api/v1"


@pytest.fixture(scope="module")
def client() -> TestClient:
    return TestClient(Starlette(routes=api.routes()))


def csv(answer) -> pd.DataFrame:
    return pd.read_csv(io.BytesIO(answer.content), encoding="utf-8-sig")


@pytest.mark.parametrize("path", api.ANSWERS)
def test_every_address_answers_with_its_kind(client: TestClient, path: str) -> None:
    answer = client.get(f"{ROOT}/{path}")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == api.ANSWERS[path][1]
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "max-age=" in answer.headers["cache-control"]
    assert len(answer.content) > 1000


@pytest.mark.parametrize("path", [*api.ANSWERS, "charts/capacity-need.svg"])
def test_who_has_it_already_is_not_sent_it_again(client: TestClient, path: str) -> None:
    first = client.get(f"{ROOT}/{path}")
    tag = first.headers["etag"]
    again = client.get(f"{ROOT}/{path}", headers={"If-None-Match": f'"other", {tag}'})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == tag
    other = client.get(f"{ROOT}/{path}", headers={"If-None-Match": '"other"'})
    assert other.status_code == 200


def test_the_tag_changes_with_the_question(client: TestClient) -> None:
    tags = {
        client.get(f"{ROOT}/capacity.csv?{query}").headers["etag"]
        for query in ("", "by=region", "basis=directory")
    }
    assert len(tags) == 3


def test_capacity_is_the_domains(client: TestClient, facts: Catalogue) -> None:
    on = date(2025, 8, 1)
    answer = client.get(f"{ROOT}/capacity.csv?by=region&on={on}&basis=documented&country=KGZ")
    rows = csv(answer)
    same = capacity(facts, on, "documented", by="region", countries=["KGZ"])
    assert rows["area"].tolist() == same["area"].tolist()
    assert rows["mv_operational"].tolist() == same["mv_operational"].tolist()
    assert set(rows["basis"]) == {"documented"}
    assert set(rows["on"]) == {"2025-08-01"}
    spoken = client.get(f"{ROOT}/capacity.json?by=region&on={on}&basis=documented&country=KGZ")
    assert [row["area"] for row in spoken.json()] == same["area"].tolist()


def test_a_parameter_of_the_norms_counts(client: TestClient) -> None:
    usual, other = (
        csv(client.get(f"{ROOT}/capacity.csv?country=UZB{more}"))["need_case_norm"].item()
        for more in ("", "&courses=500")
    )
    assert other == pytest.approx(usual * 450 / 500)


def test_geopandas_reads_the_address(client: TestClient, tmp_path) -> None:
    answer = client.get(f"{ROOT}/centres.geojson?country=TJK&country=KGZ")
    rows = geopandas.read_file(io.BytesIO(answer.content))
    assert set(rows["iso3"]) == {"TJK", "KGZ"}
    assert rows.crs.to_epsg() == 4326
    listed = csv(client.get(f"{ROOT}/centres.csv?country=TJK&country=KGZ"))
    assert sorted(rows["key"]) == sorted(listed["key"])


def test_coverage_is_the_commands(client: TestClient, capsys: pytest.CaptureFixture[str]) -> None:
    rows = csv(client.get(f"{ROOT}/coverage.csv?country=KGZ&within=200km&border=any"))
    asked = ["coverage", "--country", "KGZ", "--km", "200", "--cross-border", "--format", "csv"]
    assert main(asked) == 0
    told = pd.read_csv(io.StringIO(capsys.readouterr().out))
    assert rows["area"].tolist() == told["area"].tolist()
    assert rows["covered"].tolist() == pytest.approx(told["covered"].tolist(), abs=1e-3)
    assert rows["covered_pct_low"].tolist() == pytest.approx(
        told["covered_pct_low"].tolist(), abs=1e-3
    )


def test_machines_carry_their_day_and_country(client: TestClient) -> None:
    rows = csv(client.get(f"{ROOT}/machines.csv?country=KGZ&on=2025-08-15"))
    assert set(rows["iso3"]) == {"KGZ"}
    assert set(rows["on"]) == {"2025-08-15"}
    assert {"status", "status_date", "sources"} <= set(rows.columns)


def test_the_zip_is_the_bundle(client: TestClient) -> None:
    answer = client.get(f"{ROOT}/data.zip")
    names = zipfile.ZipFile(io.BytesIO(answer.content)).namelist()
    assert any(name.endswith("centres.csv") for name in names)
    assert any(name.endswith("datapackage.json") for name in names)


@pytest.mark.parametrize("kind", pictures.KINDS)
def test_a_chart_is_a_picture(client: TestClient, kind: str) -> None:
    answer = client.get(f"{ROOT}/charts/capacity-need.{kind}?country=UZB&theme=dark")
    assert answer.status_code == 200
    assert answer.headers["content-type"].split(";")[0] == pictures.MIME[kind]
    assert answer.content[:5] in (b"<svg ", b"\x89PNG\r", b"%PDF-")


@pytest.mark.parametrize(
    ("path", "parameter", "allowed"),
    [
        ("capacity.csv?by=village", "by", "country, region"),
        ("capacity.csv?country=FRA", "country", "KAZ, KGZ, TJK, TKM, UZB"),
        ("capacity.csv?colour=red", "colour", "on, basis, country"),
        ("capacity.csv?on=2199-01-01", "on", "a day from"),
        ("data.zip?on=2025-01-01", "on", "the parameters none"),
        ("charts/capacity-need.svg?measure=mv_per_million", "measure", "country"),
        ("charts/capacity-need.png?scale=9", "scale", "1, 2, 4"),
        ("charts/capacity-need.png?look=slide", "look", "picture"),
        ("capacity.csv?country=" + "A" * 5000, "query", "at most 4000"),
    ],
)
def test_a_parameter_that_is_not_understood_is_refused_with_what_is(
    client: TestClient, path: str, parameter: str, allowed: str
) -> None:
    answer = client.get(f"{ROOT}/{path}")
    told = answer.json()
    assert answer.status_code == told["status"] == 400
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["cache-control"] == "no-store"
    assert told["parameter"] == parameter
    assert allowed in told["allowed"]
    assert len(answer.content) < 2000


@pytest.mark.parametrize("path", ["", "nothing.csv", "charts/none.svg", "charts/map.gif"])
def test_what_is_not_there_is_told_with_what_is(client: TestClient, path: str) -> None:
    answer = client.get(f"{ROOT}/{path}")
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"
    assert "capacity" in answer.json()["detail"]


def test_no_path_of_a_reader_reaches_the_disk(client: TestClient) -> None:
    for path in ("charts/..%2F..%2Fdata%2Fsources.svg", "..%2F..%2Frequirements.txt"):
        assert client.get(f"{ROOT}/{path}").status_code == 404


def test_the_description_names_every_address_and_its_parameters(client: TestClient) -> None:
    told = client.get(f"{ROOT}/openapi.json").json()
    assert told["openapi"].startswith("3.1")
    charts = {f"{ROOT}/charts/{name}.{kind}" for name in gallery.FIGURES for kind in pictures.KINDS}
    assert set(told["paths"]) == charts | {f"{ROOT}/{path}" for path in api.ANSWERS}
    tried = set()
    for path, item in told["paths"].items():
        asked = {
            one["name"]: one["schema"].get("enum", one["schema"].get("items", {}).get("enum"))
            for one in item["get"]["parameters"]
        }
        for name, options in asked.items():
            # Each option once, on the first address that has it.
            if options and name not in tried and name != "look" and not path.endswith(".pdf"):
                tried.add(name)
                answer = client.get(path, params={name: options[-1]})
                assert answer.status_code == 200, (path, name, options[-1])
    assert len(json.dumps(told)) < 500_000


def test_children_are_those_of_the_page(client: TestClient) -> None:
    rows = csv(client.get(f"{ROOT}/children.csv?on=2024-12-31")).set_index("iso3")
    assert rows["expected_0_14"].round(1).to_dict() == {
        "KAZ": 850.4,
        "KGZ": 328.5,
        "TJK": 540.0,
        "TKM": 332.0,
        "UZB": 1590.2,
    }
    # The newest count at or before the day, and none where none is published.
    assert rows.loc["KAZ", ["registered", "registered_year"]].tolist() == [638, 2024]
    assert rows.loc["KAZ", "undiagnosed"] == pytest.approx(1 - 638 / 850.4, abs=1e-3)
    assert rows.loc[["TJK", "TKM"], "registered"].isna().all()
    few = csv(client.get(f"{ROOT}/children.csv?country=KGZ"))
    assert few["iso3"].tolist() == ["KGZ"]
    assert client.get(f"{ROOT}/children.csv?basis=documented").status_code == 400
