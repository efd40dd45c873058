"""What stands where on a day, on small catalogues whose answer is known."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shifo.catalogue import Catalogue
from shifo.inventory import COLUMNS, inventory, listings, machine_states
from shifo.vocabulary import BASES, MACHINE_STATUS
from tests.unit.builders import by_hand, centre, listed, machine, seen

TODAY = date(2026, 11, 22)


def counts(catalogue: Catalogue, on: date = TODAY, basis: str = "documented") -> tuple[int, int]:
    """Machines installed and working in all."""
    rows = inventory(catalogue, on, basis)
    return int(rows["installed"].sum()), int(rows["operational"].sum())


def test_the_last_observation_at_or_before_the_day_counts() -> None:
    history = by_hand(
        centres=[centre()],
        machines=[machine("m")],
        machine_status=[
            seen("m", "2021-07", "operational"),
            seen("m", "2025-07-30", "out_of_service"),
        ],
    )
    assert counts(history, date(2021, 7, 30)) == (0, 0)
    assert counts(history, date(2021, 7, 31)) == (1, 1)
    assert counts(history, date(2025, 7, 29)) == (1, 1)
    assert counts(history, date(2025, 7, 30)) == (1, 0)


def test_a_year_counts_from_its_end_but_not_after_the_release() -> None:
    history = by_hand(
        centres=[centre()],
        machines=[machine("m"), machine("n")],
        machine_status=[seen("m", "2025", "operational"), seen("n", "2026", "operational")],
    )
    assert counts(history, date(2025, 12, 30)) == (0, 0)
    assert counts(history, date(2025, 12, 31)) == (1, 1)
    assert counts(history, TODAY - timedelta(1)) == (1, 1)
    assert counts(history, TODAY) == (2, 2)


def test_an_undated_observation_gives_way_to_a_dated_one() -> None:
    history = by_hand(
        centres=[centre()],
        machines=[machine("m")],
        machine_status=[seen("m", None, "out_of_service"), seen("m", "2020", "operational")],
    )
    assert counts(history) == (1, 1)


def test_without_an_observation_a_machine_is_unknown_and_never_works() -> None:
    history = by_hand(centres=[centre()], machines=[machine("m", commissioned="2015-04")])
    state = machine_states(history, TODAY).iloc[0]
    assert (state["status"], counts(history)) == ("unknown", (0, 0))
    assert machine_states(history, date(2015, 4, 29)).empty


def test_an_unknown_count_is_at_least_one() -> None:
    history = by_hand(
        centres=[centre()],
        machines=[machine("m", count=None), machine("n", count=3)],
        machine_status=[seen("m", "2020", "operational"), seen("n", "2020", "operational")],
    )
    assert counts(history) == (4, 4)


def test_planned_machines_are_not_in_the_inventory() -> None:
    history = by_hand(
        centres=[centre()],
        machines=[machine("m")],
        machine_status=[seen("m", "2020", "planned")],
    )
    assert inventory(history, TODAY, "documented").empty


def test_the_newest_listing_counts_once_however_often_a_site_is_listed() -> None:
    twice = by_hand(centres=[centre()], directory_counts=[listed(4, "2019"), listed(3, "2018")])
    assert counts(twice, basis="directory") == (4, 4)
    assert counts(twice, date(2019, 6, 1), "directory") == (3, 3)
    assert len(listings(twice, TODAY)) == 1


def test_reconciled_is_the_larger_of_the_two() -> None:
    more_documented = by_hand(
        centres=[centre()],
        machines=[machine("m", count=3)],
        machine_status=[seen("m", "2025", "operational")],
        directory_counts=[listed(1, "2025")],
    )
    assert counts(more_documented, basis="reconciled") == (3, 3)
    more_listed = more_documented.replace(
        directory_counts=by_hand(directory_counts=[listed(5, "2025")])["directory_counts"]
    )
    assert counts(more_listed, basis="reconciled") == (5, 5)


def test_reconciled_takes_off_what_is_documented_not_to_work() -> None:
    states = {"out_of_service": (3, 2), "installing": (3, 2), "decommissioned": (2, 2)}
    for status, expected in states.items():
        history = by_hand(
            centres=[centre()],
            machines=[machine("m")],
            machine_status=[seen("m", "2025", status)],
            directory_counts=[listed(3, "2022")],
        )
        assert counts(history, basis="reconciled") == expected, status


def test_a_machine_gone_before_the_listing_is_not_taken_off_it() -> None:
    history = by_hand(
        centres=[centre()],
        machines=[machine("m")],
        machine_status=[seen("m", "2019", "decommissioned")],
        directory_counts=[listed(3, "2022")],
    )
    assert counts(history, basis="reconciled") == (3, 3)


def test_gamma_knife_proton_and_orthovoltage_are_not_megavoltage() -> None:
    modalities = ("linac", "cobalt60", "tomotherapy", "cyberknife")
    others = ("gamma_knife", "proton", "orthovoltage", "brachytherapy", "pet_ct")
    history = by_hand(
        centres=[centre()],
        machines=[machine(name, modality=name) for name in modalities + others],
        machine_status=[seen(name, "2025", "operational") for name in modalities + others],
    )
    rows = inventory(history, TODAY, "documented").set_index("class")["operational"]
    assert rows["megavoltage"] == len(modalities)
    assert rows.drop("megavoltage").to_dict() == {
        "brachytherapy": 1,
        "gamma_knife": 1,
        "kilovoltage": 1,
        "pet_ct": 1,
        "proton": 1,
    }


def test_an_unknown_basis_is_refused() -> None:
    with pytest.raises(ValueError, match="basis is 'both', not one of documented"):
        inventory(by_hand(), TODAY, "both")


@pytest.mark.parametrize("basis", BASES)
def test_before_the_first_record_there_is_nothing(facts: Catalogue, basis: str) -> None:
    rows = inventory(facts, date(1900, 1, 1), basis)
    assert rows.empty
    assert list(rows.columns) == COLUMNS


days = st.dates(date(2010, 1, 1), TODAY)
statuses = st.sampled_from(MACHINE_STATUS)
histories = st.lists(
    st.tuples(st.integers(0, 3), days, statuses), max_size=8, unique_by=lambda o: o[:2]
)
listing = st.lists(st.tuples(st.integers(0, 4), days), max_size=3, unique_by=lambda row: row[1])


def drawn(observed: list, directory: list, count: int = 1) -> Catalogue:
    return by_hand(
        centres=[centre()],
        machines=[machine(f"m{index}", count=count) for index in range(4)],
        machine_status=[
            seen(f"m{index}", day.isoformat(), status) for index, day, status in observed
        ],
        directory_counts=[listed(number, day.isoformat()) for number, day in directory],
    )


@settings(max_examples=25)
@given(histories, listing, days)
def test_no_later_observation_is_used(observed: list, directory: list, on: date) -> None:
    past = [row for row in observed if row[1] <= on]
    past_listings = [row for row in directory if row[1] <= on]
    for basis in BASES:
        with_future = counts(drawn(observed, directory), on, basis)
        assert with_future == counts(drawn(past, past_listings), on, basis)


@settings(max_examples=25)
@given(histories, listing)
def test_no_machine_counts_twice(observed: list, directory: list) -> None:
    history = drawn(observed, directory)
    by_basis = {basis: counts(history, basis=basis) for basis in BASES}
    for index in (0, 1):
        one, other = by_basis["documented"][index], by_basis["directory"][index]
        assert by_basis["reconciled"][index] <= max(one, other)
    assert all(working <= installed for installed, working in by_basis.values())


def test_only_machines_closed_after_a_listing_are_taken_off_it() -> None:
    """One was gone when two were listed, another was closed later: one is left."""
    observed = [
        (0, date(2010, 1, 1), "operational"),
        (0, date(2010, 2, 1), "decommissioned"),
        (1, date(2012, 1, 1), "decommissioned"),
    ]
    assert counts(drawn(observed, [(2, date(2011, 1, 1))]), basis="reconciled") == (1, 1)


@settings(max_examples=25)
@given(histories, listing, st.integers(0, 3), st.sampled_from(["out_of_service", "decommissioned"]))
def test_a_closed_machine_never_adds_capacity(
    observed: list, directory: list, index: int, status: str
) -> None:
    past = [row for row in observed if row[1] < TODAY]
    stopped = [*past, (index, TODAY, status)]
    for basis in BASES:
        before = counts(drawn(past, directory), basis=basis)[1]
        assert counts(drawn(stopped, directory), basis=basis)[1] <= before


@settings(max_examples=25)
@given(histories, listing)
def test_one_more_working_machine_never_lowers_the_count(observed: list, directory: list) -> None:
    known = {index for index, _, _ in observed}
    fresh = next(index for index in range(5) if index not in known)
    if fresh == 4:
        return
    for basis in BASES:
        before = counts(drawn(observed, directory), basis=basis)
        after = counts(drawn([*observed, (fresh, TODAY, "operational")], directory), basis=basis)
        assert after >= before
