"""The domain without a page: how long the data take to load in a new process."""

from __future__ import annotations

import json
import subprocess
import sys
from statistics import median

from tests.browser.support import ROOT

RUNS = 5

OURS = """
import json, time
a = time.perf_counter()
from shifo import catalogue
b = time.perf_counter()
catalogue.load()
c = time.perf_counter()
print(json.dumps([b - a, c - b]))
"""

FLOOR = """
import json, time
a = time.perf_counter()
import pandas as pd
from pathlib import Path
b = time.perf_counter()
tables = [p for p in sorted(Path("data").glob("*.csv")) if p.stem not in ("places", "roads_nodes", "roads_edges")]
frames = [pd.read_csv(p) for p in tables]
c = time.perf_counter()
print(json.dumps([b - a, c - b]))
"""


def ours() -> tuple[float, float]:
    """Seconds to import the domain and to load the data, checked; medians."""
    return _median(OURS)


def floor() -> tuple[float, float]:
    """Seconds to import pandas and to read the same files unchecked; medians."""
    return _median(FLOOR)


def _median(code: str) -> tuple[float, float]:
    runs = []
    for _ in range(RUNS):
        command = [sys.executable, "-c", code]
        answer = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
        runs.append(json.loads(answer.stdout))
    imports, loads = zip(*runs, strict=True)
    return median(imports), median(loads)
