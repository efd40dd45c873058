"""The Data page in a browser: it opens clean, a link is the view, files arrive."""

from __future__ import annotations

import csv
import io
import zipfile
from pathlib import Path

import pytest

from tests.browser.conftest import OpenPage


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_it_opens_clean(open_page: OpenPage, size: str) -> None:
    visit = open_page("/data?table=national_totals&country=KAZ", size)
    page = visit.page
    assert page.get_by_test_id("stException").count() == 0
    assert page.get_by_role("heading", name="Completeness").is_visible()
    visit.assert_clean()


def test_the_rows_found_can_be_taken_away(open_page: OpenPage) -> None:
    visit = open_page("/data?table=machines&q=terabalt")
    with visit.page.expect_download() as waiting:
        visit.page.get_by_role("button", name="These rows, CSV").click()
    assert waiting.value.suggested_filename == "shifo-machines-selection.csv"
    text = Path(waiting.value.path()).read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert rows
    assert all("terabalt" in " ".join(row.values()).lower() for row in rows)
    assert all(row["terms"] for row in rows)
    visit.assert_clean()


def test_everything_can_be_taken_away(open_page: OpenPage) -> None:
    visit = open_page("/data")
    with visit.page.expect_download() as waiting:
        visit.page.get_by_role("button", name="Everything, zip").click()
    with zipfile.ZipFile(waiting.value.path()) as archive:
        assert archive.testzip() is None
        assert {"README.txt", "datapackage.json", "centres.csv"} <= set(archive.namelist())
    visit.assert_clean()
