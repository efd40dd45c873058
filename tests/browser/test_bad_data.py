"""Broken data: the server refuses to start, with the validator's words and no traceback."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.browser.support import HOST, ROOT, free_port

NEEDED = (
    "app.py",
    "server.py",
    "pages",
    "components",
    "shifo",
    "data",
    "static",
    "docs",
    ".streamlit",
)


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    """A copy of the project with one wrong word in its data."""
    for name in NEEDED:
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, tmp_path / name)
    states = tmp_path / "data" / "machine_status.csv"
    states.write_text(states.read_text("utf-8").replace(",operational,", ",fine,", 1), "utf-8")
    return tmp_path


def test_the_server_refuses_to_open_on_broken_data(broken: Path) -> None:
    command = [sys.executable, "-m", "uvicorn", "server:app", "--host", HOST]
    answer = subprocess.run(
        [*command, "--port", str(free_port())],
        cwd=broken,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    said = answer.stdout + answer.stderr
    assert answer.returncode == 1
    assert "machine_status.csv, row 2, column status: 'fine' is not one of operational" in said
    assert "Traceback" not in said
