"""A register's table in the browser: faults by row and column, protected cells, nothing that leaves."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import expect

from components import register_session as session
from shifo import register_columns
from tests.browser.accessibility import findings
from tests.browser.conftest import OpenPage
from tests.browser.support import wait_ready


def test_a_faulty_table_is_told_and_a_good_one_drawn(open_page: OpenPage, tmp_path: Path) -> None:
    faulty, good = tmp_path / "faulty.csv", tmp_path / "good.csv"
    faulty.write_text(
        ",".join(register_columns.COLUMNS) + "\nKZ,,1900,both,0_14,I,,40,,,,,\n", "utf-8"
    )
    good.write_bytes(session.example())
    visit = open_page("/register")
    page = visit.page
    page.locator("input[type=file]").set_input_files(faulty)
    expect(page.get_by_text("faulty.csv was not taken: 2 faults")).to_be_visible()
    assert findings(page) == []
    page.locator("input[type=file]").set_input_files(good)
    expect(page.get_by_text("Forget this import")).to_be_visible(timeout=60_000)
    expect(page.get_by_role("heading", name="counts are hidden")).to_be_visible()
    # The import is the session's: no part of it is in the address.
    assert page.url.endswith("/register")
    wait_ready(page)
    page.get_by_role("button", name="Share").first.click()
    expect(page.get_by_text("an import has no link")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_test_id("stPopoverBody").get_by_role("button", name="Download").click()
    assert Path(download.value.path()).read_bytes().startswith(b"\x89PNG")
    page.keyboard.press("Escape")
    assert findings(page) == []
    page.get_by_role("button", name="Forget this import").click()
    expect(page.get_by_text("Show an invented example")).to_be_visible()
    visit.assert_clean()
