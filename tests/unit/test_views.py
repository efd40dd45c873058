"""A view is a value: its query string gives it back, and what is not allowed is named."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components import state, views
from components.views import BadParameterError, View

CHOICES = {name: list(values) for name, values in views.allowed().items()}
CHOICES[state.SCENARIO] = ["add,40.53,72.8,2", "stop,kgz-ncoh;move,tjk-ronc,40.28,69.62"]
choices = st.dictionaries(st.sampled_from(sorted(CHOICES)), st.just(None), max_size=4).flatmap(
    lambda picked: st.tuples(
        *(
            st.lists(st.sampled_from(CHOICES[name]), min_size=1, max_size=3, unique=True).map(
                lambda values, name=name: (name, tuple(values))
            )
            for name in picked
        )
    )
)
made = st.builds(
    View,
    on=st.dates(state.EARLIEST, date.today()),
    basis=st.sampled_from(state.BASES),
    choices=choices,
)


@given(made)
def test_an_address_gives_its_view_back(view: View) -> None:
    assert views.read(view.query()) == view


@given(made)
def test_what_is_usual_may_be_left_out(view: View) -> None:
    assert views.read(view.query(whole=False)) == view


def test_a_living_address_says_no_day_and_a_whole_one_does() -> None:
    view = View(date.today())
    assert view.query(whole=False) == ""
    assert view.query() == f"lang=en&on={date.today().isoformat()}"


@pytest.mark.parametrize(
    ("query", "name", "hint"),
    [
        ("country=FRA", "country", "KAZ, KGZ, TJK, TKM, UZB"),
        ("on=yesterday", "on", "a day from 2000-01-01 to today"),
        ("on=" + (date.today() + timedelta(1)).isoformat(), "on", "to today"),
        ("basis=hearsay", "basis", "reconciled, documented, directory"),
        ("colour=red", "colour", "the parameters country"),
        ("lang=xx", "lang", "en"),
        ("courses=451", "courses", "450"),
        ("country=" + "x" * 5000, "query", "at most 4000 characters"),
    ],
)
def test_what_is_not_allowed_is_named_with_what_is(query: str, name: str, hint: str) -> None:
    with pytest.raises(BadParameterError) as refused:
        views.read(query)
    assert refused.value.name == name
    assert hint in refused.value.allowed
    assert len(str(refused.value).split("; allowed")[0]) < 120


def test_a_figure_sees_only_what_it_reads() -> None:
    view = views.read("country=UZB&measure=mv_per_million&courses=500")
    assert view.only(["country"]).choices == (("country", ("UZB",)),)
    assert view.norms.courses_per_machine == 500
    assert view.countries == ["UZB"]
    assert View(date.today()).countries == ["KAZ", "KGZ", "TJK", "TKM", "UZB"]
