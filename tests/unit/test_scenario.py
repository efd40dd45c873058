"""A scenario is a small value: its text gives it back, and it changes only what it says."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shifo import access, scenario
from shifo.capacity import capacity
from shifo.catalogue import Catalogue
from shifo.faults import DataError
from shifo.inventory import inventory
from shifo.scenario import Change, Scenario

ON = date(2026, 11, 22)
KEYS = ["kgz-ncoh", "tjk-ronc"]
days = st.none() | st.dates(date(2000, 1, 1), date(2050, 1, 1))
spots = st.sampled_from([(40.53, 72.8), (41.3, 69.25), (43.25, 76.9)])
changes = st.one_of(
    st.builds(
        lambda spot, n, day: Change("add", "", *spot, n, day), spots, st.integers(1, 9), days
    ),
    st.builds(
        lambda key, n: Change("stop", key, machines=n),
        st.sampled_from(KEYS),
        st.none() | st.integers(1, 5),
    ),
    st.builds(lambda key, spot: Change("move", key, *spot), st.sampled_from(KEYS), spots),
)


@given(st.lists(changes, max_size=5))
def test_its_text_gives_it_back(made: list[Change]) -> None:
    told = Scenario(tuple(made))
    assert scenario.read(str(told), KEYS) == told


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("build,1,2,3", "change 1 is 'build,1,2,3'"),
        ("add,40.5,72.8", "change 1 is"),
        ("add,55,37,1", "55, 37 lies outside"),
        ("add,40.5,72.8,0", "machines is 0"),
        ("add,40.5,72.8,x", "machines is 'x', not a number"),
        ("stop,nobody", "centre is 'nobody'"),
        ("stop,kgz-ncoh;add,40.5,72.8,1,soon", "change 2: day is 'soon'"),
        (";".join(["stop,kgz-ncoh"] * 99), "at most 40"),
    ],
)
def test_what_is_wrong_is_named(text: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        scenario.read(text, KEYS)


def test_a_file_is_read_and_its_faults_are_named(tmp_path: Path) -> None:
    path = tmp_path / "plan.csv"
    head = "action,centre,lat,lon,machines,day\n"
    path.write_text(head + "add,,40.53,72.8,2,\nstop,kgz-ncoh,,,1,2025-01-01\n")
    told = scenario.load(path, KEYS)
    assert str(told) == "add,40.53,72.8,2;stop,kgz-ncoh,1,2025-01-01"
    path.write_text(head + "add,,1,1,2,\nshut,kgz-ncoh,,,,\n")
    with pytest.raises(DataError) as error:
        scenario.load(path, KEYS)
    assert "row 2, column lat: 1, 1 lies outside" in str(error.value)
    assert "action is 'shut'" in str(error.value)
    path.write_text("action,lat\n")
    with pytest.raises(DataError, match="column is missing"):
        scenario.load(path, KEYS)


def test_machines_are_added_stopped_and_moved(facts: Catalogue) -> None:
    text = "add,40.53,72.8,2;stop,kgz-ncoh,1;move,tjk-ronc,40.28,69.62"
    told = scenario.read(text, set(facts["centres"]["key"]))
    now, then = access.sites(facts, ON), access.sites(facts, ON, scenario=told)
    before, after = now.set_index("key"), then.set_index("key")
    assert len(then) == len(now) + 1
    assert after.loc["new-1", ["region", "iso3", "machines"]].tolist() == ["KG-GO", "KGZ", 2]
    assert after.loc["kgz-ncoh", "machines"] == before.loc["kgz-ncoh", "machines"] - 1
    assert after.loc["tjk-ronc", "region"] == "TJ-SU"
    same = before.index.difference(["kgz-ncoh", "tjk-ronc"])
    assert after.loc[same].equals(before.loc[same])


def test_a_region_without_any_centre_may_get_one(facts: Catalogue) -> None:
    bare = set(facts["regions"]["iso_3166_2"]) - set(facts["centres"]["region"])
    assert "KG-J" in bare
    told = Scenario((Change("add", "", 41.35, 72.22, 1),))
    new = access.sites(facts, ON, scenario=told).set_index("key").loc["new-1"]
    assert (new["region"], new["iso3"]) == ("KG-J", "KGZ")


def test_a_change_counts_from_its_day(facts: Catalogue) -> None:
    told = Scenario((Change("add", "", 40.53, 72.8, 2, date(2027, 1, 1)),))
    stock = inventory(facts, ON)
    assert len(told.applied(stock, ON)) == len(stock)
    assert len(told.applied(stock, date(2027, 1, 1))) == len(stock) + 1


def test_capacity_takes_a_scenario(facts: Catalogue) -> None:
    told = scenario.read("add,40.53,72.8,2;stop,tjk-ronc", set(facts["centres"]["key"]))
    now = capacity(facts, ON).set_index("area")
    then = capacity(facts, ON, scenario=told).set_index("area")
    change = (then["mv_operational"] - now["mv_operational"]).to_dict()
    assert change == {"KAZ": 0, "KGZ": 2, "TJK": -1, "TKM": 0, "UZB": 0}
    region = capacity(facts, ON, by="region", scenario=told).set_index("area")
    assert region.loc["KG-GO", "mv_operational"] == 2
