"""Files to take away: each alone, and the server while ten readers take pictures at once."""

from __future__ import annotations

import threading
import time
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count
from statistics import median

import altair as alt
import pandas as pd
import vl_convert

from tests.browser.support import Server

READERS, ASKED, REPEATS = 10, 20, 3
_days = count()


@dataclass(frozen=True)
class Measured:
    """Seconds: of each file by (figure, kind), of Vega alone, of questions alone and beside ten."""

    files: dict[tuple[str, str], float]
    floor: float
    quiet: list[float]
    busy: list[float]
    pictures: int


def a_day() -> date:
    """A day that was not asked for before, so that nothing is answered from a cache."""
    return date(2026, 1, 1) - timedelta(days=next(_days))


def measure() -> Measured:
    """Everything, in one run."""
    with Server() as server:

        def asked() -> list[float]:
            """What a reader waits for figures that nobody asked for before."""
            times = []
            for _ in range(ASKED):
                address = f"{server.url}/api/v1/capacity.json?by=region&on={a_day()}"
                times.append(_seconds(lambda a=address: urllib.request.urlopen(a).read()))
                time.sleep(0.2)
            return sorted(times)

        quiet = asked()
        stop, done = threading.Event(), [0] * READERS

        def reader(place: int) -> None:
            while not stop.is_set():
                address = f"{server.url}/api/v1/charts/capacity-need.png?on={a_day()}"
                with urllib.request.urlopen(address, timeout=120) as answer:
                    answer.read()
                done[place] += 1

        threads = [threading.Thread(target=reader, args=(i,)) for i in range(READERS)]
        for thread in threads:
            thread.start()
        time.sleep(2)
        busy = asked()
        stop.set()
        for thread in threads:
            thread.join()
    return Measured(files(), floor(), quiet, busy, sum(done))


def files() -> dict[tuple[str, str], float]:
    """Medians of each figure in each kind, of decks and of briefs, after one of each to warm up."""
    from components import brief, decks, exports, gallery, pictures, slides
    from components.views import View

    pictures.warm()
    made: dict[tuple[str, str], Callable[[View], bytes]] = {}
    for name in gallery.FIGURES:
        for kind in exports.formats(name):
            made[name, kind] = lambda view, n=name, k=kind: exports.make(n, view, k)
    for iso3 in ("KAZ", "UZB"):
        made["brief", f"{iso3} pdf"] = lambda view, c=iso3: brief.pdf(c, view)
        made["brief", f"{iso3} pptx"] = lambda view, c=iso3: brief.pptx(c, view)
    for kind, write in (("pptx", slides.pptx), ("pdf", slides.pdf)):
        made["deck of the region", kind] = lambda view, w=write: w(decks.ready("region"), view)
    taken = {}
    for what, make in made.items():
        make(View(a_day()))
        taken[what] = median(_seconds(make, View(a_day())) for _ in range(REPEATS))
    return taken


def floor() -> float:
    """Vega drawing five plain bars as a PNG of the same width."""
    bars = pd.DataFrame({"name": list("abcde"), "value": range(5)})
    chart = alt.Chart(bars).mark_bar().encode(x="value:Q", y="name:N").properties(width=900)
    spec = chart.to_dict()
    vl_convert.vegalite_to_png(spec, scale=2)

    return median(
        _seconds(lambda: vl_convert.vegalite_to_png(spec, scale=2)) for _ in range(REPEATS)
    )


def _seconds(make: Callable[..., object], *given: object) -> float:
    begun = time.perf_counter()
    make(*given)
    return time.perf_counter() - begun


def main() -> None:
    """Print the table."""
    got = measure()
    pngs = [took for (_name, kind), took in got.files.items() if kind == "png"]
    slowest = max(got.files.items(), key=lambda item: item[1])
    single = {what: took for what, took in got.files.items() if not what[0].startswith("deck")}
    worst = max(single.items(), key=lambda item: item[1])
    print("| file | seconds |")
    print("|---|---|")
    for (name, kind), took in sorted(got.files.items(), key=lambda item: -item[1])[:14]:
        print(f"| {name}, {kind} | {took:.2f} |")
    print()
    print(f"PNG, median: {median(pngs):.2f} s, {median(pngs) / got.floor:.1f} times Vega alone")
    print(f"slowest single file: {' '.join(worst[0])}, {worst[1]:.2f} s (aimed at under 3 s)")
    print(f"slowest of all: {' '.join(slowest[0])}, {slowest[1]:.2f} s")
    print(
        f"a question to the server: median {median(got.quiet):.2f} s and at most "
        f"{got.quiet[-1]:.2f} s alone, {median(got.busy):.2f} s and {got.busy[-1]:.2f} s while "
        f"{READERS} others took {got.pictures} pictures"
    )


if __name__ == "__main__":
    main()
