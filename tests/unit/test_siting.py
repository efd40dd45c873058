"""Exact answers equal full enumeration; more sites and more distance never make it worse."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pandas as pd
import pytest

from shifo import access, siting
from shifo.access import Rule
from shifo.siting import Request, TooLargeError

INSTANCES = 200
NONE = pd.DataFrame(columns=["key", "name", "lat", "lon", "region", "iso3", "machines"])


def instance(seed: int) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame, int, float]:
    """Points, standing sites, options, k and a limit."""
    rng = np.random.default_rng(seed)

    def rows(n: int, start: str) -> pd.DataFrame:
        return pd.DataFrame(
            {
                "key": [f"{start}{i:02}" for i in range(n)],
                "name": [f"{start}{i}" for i in range(n)],
                "lat": rng.uniform(38, 50, n),
                "lon": rng.uniform(55, 80, n),
                "region": rng.choice(["a", "b", "c"], n),
                "iso3": "UZB",
                "people": rng.integers(1, 500, n).astype(float),
                "machines": rng.integers(1, 3, n),
                "place": "x",
            }
        )

    n, m = int(rng.integers(5, 25)), int(rng.integers(3, 9))
    k = int(rng.integers(1, min(m, 4) + 1))
    return (
        rows(n, "p"),
        rows(int(rng.integers(0, 3)), "s"),
        rows(m, "o"),
        k,
        float(rng.uniform(100, 900)),
    )


def matrix(points: pd.DataFrame, at: pd.DataFrame) -> np.ndarray:
    return np.array(
        [
            [access.GEOD.inv(p.lon, p.lat, s.lon, s.lat)[2] / 1000 for s in at.itertuples()]
            for p in points.itertuples()
        ]
    ).reshape(len(points), len(at))


@pytest.mark.parametrize("model", ["mclp", "pmedian", "pcentre"])
def test_the_answer_is_the_best_of_all(model: str) -> None:
    for seed in range(INSTANCES):
        points, at, options, k, limit = instance(seed)
        new, old = matrix(points, options), matrix(points, at)
        standing = old.min(axis=1) if len(at) else np.full(len(points), np.inf)
        people = points["people"].to_numpy()
        # Without any site a point pays its farthest option; with k >= 1 nobody is without.
        values = []
        for chosen in combinations(range(len(options)), k):
            cost = np.minimum(new[:, list(chosen)].min(axis=1), standing)
            values.append(
                {
                    "mclp": people[cost <= limit].sum(),
                    "pmedian": (people * cost).sum() / people.sum(),
                    "pcentre": cost.max(),
                }[model]
            )
        best = max(values) if model == "mclp" else min(values)
        found = siting.site(points, at, options, Request(k, Rule(limit), model))
        assert found.objective == pytest.approx(best, rel=1e-6), seed
        assert found.optimal, seed
        assert found.sites["machines"].sum() == k
        worse = found.greedy <= best + 1e-6 if model == "mclp" else found.greedy >= best - 1e-6
        assert worse, seed


def test_machines_go_where_most_courses_are_met() -> None:
    for seed in range(60):
        points, at, options, k, limit = instance(seed)
        options, k = options.head(4), min(k, 3)
        need, courses = points["people"].to_numpy(), 300.0
        found = siting.site(
            points,
            at,
            options,
            Request(k, Rule(limit), "capacitated", courses_per_machine=courses),
            need,
        )
        best = 0.0
        near = np.hstack([matrix(points, at), matrix(points, options)]) <= limit
        for chosen in combinations_with_repetition(len(options), k):
            supply = np.concatenate(
                [
                    at["machines"].to_numpy(float) * courses,
                    np.bincount(chosen, minlength=len(options)) * courses,
                ]
            )
            best = max(best, most_flow(need, supply, near))
        assert found.objective == pytest.approx(best, abs=1e-3), seed
        assert found.greedy <= best + 1e-6


def combinations_with_repetition(n: int, k: int) -> list[list[int]]:
    return [[c - i for i, c in enumerate(chosen)] for chosen in combinations(range(n + k - 1), k)]


def most_flow(need: np.ndarray, supply: np.ndarray, near: np.ndarray) -> float:
    """The most courses that can be given, by a linear program of its own."""
    from scipy.optimize import linprog

    pairs = np.argwhere(near)
    if not len(pairs):
        return 0.0
    rows = np.zeros((len(need) + len(supply), len(pairs)))
    rows[pairs[:, 0], range(len(pairs))] = 1
    rows[len(need) + pairs[:, 1], range(len(pairs))] = 1
    return -linprog(-np.ones(len(pairs)), rows, np.concatenate([need, supply])).fun


@pytest.mark.parametrize("model", ["mclp", "pmedian"])
def test_more_sites_and_more_distance_never_make_it_worse(model: str) -> None:
    sign = 1 if model == "mclp" else -1
    for seed in range(30):
        points, at, options, _k, limit = instance(seed)
        by_k = [
            sign * siting.site(points, at, options, Request(k, Rule(limit), model)).objective
            for k in (1, 2, 3)
        ]
        assert by_k == sorted(by_k)
        by_limit = [
            siting.site(points, at, options, Request(2, Rule(far), "mclp")).objective
            for far in (50, 200, 800)
        ]
        assert by_limit == sorted(by_limit)


@pytest.mark.parametrize("model", siting.MODELS)
def test_a_fixed_site_is_in_the_answer_and_a_forbidden_one_is_not(model: str) -> None:
    for seed in range(25):
        points, at, options, _k, limit = instance(seed)
        fixed, forbidden = options["key"].iloc[0], options["key"].iloc[1]
        request = Request(
            2, Rule(limit), model, fixed=frozenset([fixed]), forbidden=frozenset([forbidden])
        )
        found = siting.site(points, at, options, request, points["people"].to_numpy())
        assert fixed in set(found.sites["key"])
        assert forbidden not in set(found.sites["key"])


def test_what_is_covered_is_counted_by_the_limit() -> None:
    points, at, options, k, limit = instance(3)
    for model in ("mclp", "pmedian", "pcentre"):
        found = siting.site(points, at, options, Request(k, Rule(limit), model))
        both = pd.concat([at, found.sites])
        cost = matrix(points, both).min(axis=1)
        assert found.covered_after == pytest.approx(points["people"][cost <= limit].sum())
        assert found.covered_before <= found.covered_after


@pytest.mark.parametrize(
    ("request_", "said"),
    [
        (Request(0, Rule(100)), "k is 0"),
        (Request(99, Rule(100)), "k is 99"),
        (Request(9, Rule(100)), "9 sites are asked for, and there are"),
        (Request(1, Rule(100), fixed=frozenset(["nobody"])), "'nobody' is to be in the answer"),
        (Request(1, Rule(100), fixed=frozenset(["o00", "o01"])), "2 sites are fixed"),
        (Request(1, Rule(100), "guess"), "model is 'guess'"),
    ],
)
def test_what_cannot_be_answered_is_said_before_solving(request_: Request, said: str) -> None:
    points, at, options, _k, _limit = instance(7)
    with pytest.raises(TooLargeError, match=said):
        siting.site(points, at, options.head(8), request_)


def test_too_many_candidates_are_refused() -> None:
    points, at, options, _k, _limit = instance(7)
    many = pd.concat([options] * 400, ignore_index=True)
    many["key"] = [f"x{i}" for i in range(len(many))]
    with pytest.raises(TooLargeError, match="too many"):
        siting.site(points, at, many, Request(2, Rule(100)))


def test_when_time_is_up_the_gap_is_told() -> None:
    rng = np.random.default_rng(1)
    points, at, options = (
        pd.DataFrame(
            {
                "key": [f"{start}{i}" for i in range(n)],
                "name": "x",
                "lat": rng.uniform(38, 50, n),
                "lon": rng.uniform(55, 80, n),
                "region": rng.choice(list("abcdefgh"), n),
                "iso3": "UZB",
                "people": rng.integers(1, 500, n).astype(float),
                "machines": 1,
                "place": "x",
            }
        )
        for n, start in ((3000, "p"), (0, "s"), (150, "o"))
    )
    found = siting.site(points, at, options, Request(20, Rule(100), "pmedian", seconds=0.01))
    assert not found.optimal
    assert found.gap > 0
    assert found.bound <= found.objective
    assert len(found.sites) == 20
