"""Who can reach what: distances, coverage, capacity and distance together, 2SFCA.

Distances are geodesic on WGS 84. A chord on the sphere, which is off by less than half a
percent, only chooses which pairs are looked at; what is returned is always the geodesic.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
from pyproj import Geod
from scipy.spatial import cKDTree

from shifo.capacity import EDITION, new_cases
from shifo.catalogue import Catalogue
from shifo.demand import EARTH_RADIUS_KM, VARIANTS, unit_vectors
from shifo.faults import DataError, Fault
from shifo.inventory import inventory
from shifo.need import Parameters, courses
from shifo.scenario import Scenario
from shifo.vocabulary import COUNTRIES, MEGAVOLTAGE

GEOD = Geod(ellps="WGS84")
RESOURCES = ("radiotherapy", "paediatric", "pet_ct")
MOUNTAINOUS = ("KGZ", "TJK")
SPHERE_ERROR = 0.006
"""A great circle differs from the geodesic by less than this share."""
RINGS_KM = 10.0
"""Courses are given out ring by ring of this width, the nearest first."""
ALL = "all"
QUANTILES = (0.25, 0.5, 0.75, 0.9)


@dataclass(frozen=True)
class Travel:
    """Hours from kilometres: distance x circuity / speed, in plains and in mountains.

    Mountains are Kyrgyzstan and Tajikistan. Circuity is the median of main roads between
    cities 40 to 400 km apart; see docs/en/methods.md.
    """

    circuity: float = 1.4
    circuity_mountains: float = 1.6
    speed_kmh: float = 50.0
    speed_mountains_kmh: float = 35.0

    def __post_init__(self) -> None:
        for field in fields(self):
            value = getattr(self, field.name)
            least, most = (1.0, 3.0) if field.name.startswith("circuity") else (10.0, 120.0)
            if not least <= value <= most:
                raise ValueError(f"{field.name} is {value:g}, not from {least:g} to {most:g}")

    def hours_per_km(self, iso3: pd.Series) -> np.ndarray:
        """Hours that a kilometre as the crow flies takes, by the traveller's country."""
        steep = iso3.isin(MOUNTAINOUS).to_numpy()
        return np.where(
            steep,
            self.circuity_mountains / self.speed_mountains_kmh,
            self.circuity / self.speed_kmh,
        )


@dataclass(frozen=True)
class Rule:
    """What counts as reached: a limit in km or hours, and whether a border may be crossed."""

    limit: float = 100.0
    unit: str = "km"
    cross_border: bool = False
    travel: Travel = Travel()

    def __post_init__(self) -> None:
        most = {"km": 3000.0, "hours": 100.0}.get(self.unit)
        if most is None:
            raise ValueError(f"unit is '{self.unit}', not km or hours")
        if not 0 < self.limit <= most:
            raise ValueError(f"{self.unit} is {self.limit:g}, not above 0 and up to {most:g}")

    def per_km(self, points: pd.DataFrame) -> np.ndarray:
        """The unit's amount for a kilometre at each point."""
        if self.unit == "km":
            return np.ones(len(points))
        return self.travel.hours_per_km(points["iso3"])


def sites(
    catalogue: Catalogue,
    on: date,
    basis: str = "reconciled",
    resource: str = "radiotherapy",
    scenario: Scenario | None = None,
) -> pd.DataFrame:
    """Where a resource is to be had: working megavoltage machines, PET-CT, or children's units.

    Returns
    -------
    Frame [key, name, lat, lon, region, iso3, machines], a row a centre; for children's units
    ``machines`` is 1. Raises ValueError for another resource.
    """
    if resource not in RESOURCES:
        raise ValueError(f"resource is '{resource}', not one of {', '.join(RESOURCES)}")
    columns = ["key", "name", "lat", "lon", "region", "iso3", "machines"]
    centres = catalogue["centres"]
    if resource == "paediatric":
        units = catalogue["paediatric_units"]
        keys = set(units.loc[units["status"] == "operating", "centre"])
        rows = centres[centres["key"].isin(keys)].rename(columns={"name_en": "name"})
        return rows.assign(machines=1)[columns].reset_index(drop=True)
    stock = inventory(catalogue, on, basis)
    if scenario:
        stock = scenario.applied(stock, on)
    kind = MEGAVOLTAGE if resource == "radiotherapy" else "pet_ct"
    rows = stock[(stock["class"] == kind) & (stock["operational"] > 0)]
    rows = rows.rename(columns={"centre": "key", "operational": "machines"})
    return rows[columns].sort_values("key").reset_index(drop=True)


def nearest(
    points: pd.DataFrame,
    at: pd.DataFrame,
    rule: Rule,
    times: pd.DataFrame | None = None,
    rank: int = 1,
) -> pd.DataFrame:
    """The `rank`-th nearest site of every point.

    Returns
    -------
    Frame [site, cost], indexed like `points`: the position in `at` (-1 where there is none)
    and the cost in the rule's unit (infinite where there is none).
    """
    if times is not None:
        return _nearest_in_matrix(points, at, times, rank)
    found = np.full(len(points), -1)
    km = np.full(len(points), np.inf)
    for here, there in _groups(points, at, rule.cross_border):
        if len(there) < rank:
            continue
        # The order of chords may differ from that of geodesics among near ties: look at more.
        several = min(len(there), rank + 2)
        tree = cKDTree(_vectors(at.iloc[there]))
        order = tree.query(_vectors(points.iloc[here]), k=several)[1].reshape(len(here), several)
        candidates = there[order]
        exact = geodesics(
            points.iloc[np.repeat(here, several)], at.iloc[candidates.ravel()]
        ).reshape(candidates.shape)
        chosen = np.argsort(exact, axis=1, kind="stable")[:, rank - 1]
        rows = np.arange(len(here))
        found[here], km[here] = candidates[rows, chosen], exact[rows, chosen]
    return pd.DataFrame({"site": found, "cost": km * rule.per_km(points)}, index=points.index)


def links(
    points: pd.DataFrame, at: pd.DataFrame, rule: Rule, times: pd.DataFrame | None = None
) -> pd.DataFrame:
    """All pairs of a point and a site within the rule's limit: [point, site, cost] by position."""
    if times is not None:
        matrix = times.to_numpy()
        point, site = np.nonzero(matrix <= rule.limit)
        return pd.DataFrame({"point": point, "site": site, "cost": matrix[point, site]})
    per_km = rule.per_km(points)
    parts = []
    for here, there in _groups(points, at, rule.cross_border):
        reach = rule.limit / per_km[here].min() * (1 + SPHERE_ERROR)
        chord = 2 * np.sin(min(reach / EARTH_RADIUS_KM, np.pi) / 2)
        pairs = cKDTree(_vectors(points.iloc[here])).sparse_distance_matrix(
            cKDTree(_vectors(at.iloc[there])), chord, output_type="coo_matrix"
        )
        parts.append(np.column_stack([here[pairs.row], there[pairs.col]]))
    both = np.concatenate(parts) if parts else np.empty((0, 2), int)
    point, site = both[:, 0].astype(int), both[:, 1].astype(int)
    cost = geodesics(points.iloc[point], at.iloc[site]) * per_km[point]
    rows = pd.DataFrame({"point": point, "site": site, "cost": cost})
    rows = rows[rows["cost"] <= rule.limit]
    return rows.sort_values(["point", "cost", "site"]).reset_index(drop=True)


def geodesics(points: pd.DataFrame, at: pd.DataFrame) -> np.ndarray:
    """Kilometres between rows of two frames, pair by pair, on the ellipsoid WGS 84."""
    if len(points) == 0:
        return np.zeros(0)
    metres = GEOD.inv(
        points["lon"].to_numpy(),
        points["lat"].to_numpy(),
        at["lon"].to_numpy(),
        at["lat"].to_numpy(),
    )[2]
    return np.asarray(metres) / 1000


def coverage(
    points: pd.DataFrame, cost: pd.Series, limit: float, countries: Sequence[str] = COUNTRIES
) -> pd.DataFrame:
    """Share of people whose nearest site costs at most the limit.

    Returns
    -------
    Frame [area, people, covered, covered_pct, covered_pct_low, covered_pct_high,
    children_0_14, children_covered]: regions, then countries, then `all` of those chosen.
    The low and the high are the least and the most of the three variants of the demand.
    """
    inside = points["iso3"].isin(list(countries))
    points, reached = points[inside], (cost[inside] <= limit).to_numpy()
    columns = [*VARIANTS, "children_0_14"]
    totals = points[["region", "iso3", *columns]].assign(**{ALL: ALL})
    within = points[columns].mul(reached, axis=0).add_suffix("_in")
    rows = pd.concat([totals, within], axis=1)
    sums = [
        rows.groupby(level)[[*columns, *within.columns]].sum() for level in ("region", "iso3", ALL)
    ]
    summed = pd.concat(sums)
    shares = pd.DataFrame(
        {name: 100 * summed[f"{name}_in"] / summed[name] for name in VARIANTS}, index=summed.index
    )
    return pd.DataFrame(
        {
            "area": summed.index,
            "people": summed["people"],
            "covered": summed["people_in"],
            "covered_pct": shares["people"],
            "covered_pct_low": shares.min(axis=1),
            "covered_pct_high": shares.max(axis=1),
            "children_0_14": summed["children_0_14"],
            "children_covered": summed["children_0_14_in"],
        }
    ).reset_index(drop=True)


def curve(points: pd.DataFrame, cost: pd.Series, steps: Sequence[float]) -> pd.DataFrame:
    """Share of each country's people within each step: [iso3, limit, share]."""
    parts = []
    for iso3, rows in points.groupby("iso3"):
        order = np.sort(cost[rows.index].to_numpy())
        weight = rows["people"].to_numpy()[np.argsort(cost[rows.index].to_numpy(), kind="stable")]
        summed = np.concatenate([[0.0], np.cumsum(weight)])
        share = summed[np.searchsorted(order, steps, side="right")] / summed[-1]
        parts.append(pd.DataFrame({"iso3": iso3, "limit": steps, "share": share}))
    return pd.concat(parts, ignore_index=True)


def quantiles(points: pd.DataFrame, cost: pd.Series) -> pd.DataFrame:
    """Cost within which a quarter, a half … of the people of each area live; infinite: nowhere."""
    rows = {}
    for level in ("iso3", "region"):
        for area, part in points.groupby(level):
            order = np.argsort(cost[part.index].to_numpy(), kind="stable")
            summed = np.cumsum(part["people"].to_numpy()[order])
            at = np.searchsorted(summed, np.array(QUANTILES) * summed[-1])
            rows[area] = cost[part.index].to_numpy()[order][np.minimum(at, len(order) - 1)]
    return pd.DataFrame.from_dict(rows, orient="index", columns=[f"q{q:g}" for q in QUANTILES])


def crossing(points: pd.DataFrame, at: pd.DataFrame, rule: Rule) -> pd.DataFrame:
    """People whose nearest site is across a border: [iso3, people, saved], saved per person.

    ``saved`` is the people-weighted mean of what crossing spares, in the rule's unit, of those
    who have a site in their own country as well.
    """
    own = nearest(points, at, _with(rule, False))["cost"]
    any_ = nearest(points, at, _with(rule, True))["cost"]
    nearer = any_ < own - 1e-9
    rows = points.assign(
        moved=points["people"].where(nearer, 0.0),
        both=points["people"].where(nearer & np.isfinite(own), 0.0),
        gain=(points["people"] * (own - any_)).where(nearer & np.isfinite(own), 0.0),
    )
    sums = rows.groupby("iso3")[["moved", "both", "gain"]].sum()
    saved = sums["gain"] / sums["both"].where(sums["both"] > 0)
    return pd.DataFrame({"iso3": sums.index, "people": sums["moved"], "saved": saved}).reset_index(
        drop=True
    )


# --- capacity and distance ---------------------------------------------------------------------


def courses_needed(
    catalogue: Catalogue, points: pd.DataFrame, parameters: Parameters | None = None
) -> np.ndarray:
    """Courses a year that the people of each point need: the country's, by people."""
    parameters = parameters or Parameters()
    cases = new_cases(catalogue, EDITION)
    people = points.groupby("iso3")["people"].sum()
    rate = courses(cases, parameters.utilisation, parameters.retreatment) / people
    return points["people"].to_numpy() * points["iso3"].map(rate).to_numpy(float)


def given_out(
    need: np.ndarray, supply: np.ndarray, pairs: pd.DataFrame, ring: float = RINGS_KM
) -> np.ndarray:
    """Courses that each point gets: ring by ring, in each ring in proportion.

    Within a ring a point asks all its sites there for an equal part of what it still needs; a
    site that is asked for more than it has left gives everyone the same share. Nobody gets
    more than the need, no site gives more than it has, and each person counts once.
    """
    left, unmet = supply.astype(float).copy(), need.astype(float).copy()
    rings = np.floor(pairs["cost"].to_numpy() / ring).astype(int)
    point, site = pairs["point"].to_numpy(), pairs["site"].to_numpy()
    for number in np.unique(rings):
        here = rings == number
        who, where = point[here], site[here]
        # Twice: what one site could not give may still be had from another of the same ring.
        for _ in range(2):
            open_ = left[where] > 1e-9
            who_, where_ = who[open_], where[open_]
            sites_of = np.bincount(who_, minlength=len(unmet))
            asked = unmet[who_] / sites_of[who_]
            wanted = np.bincount(where_, asked, minlength=len(left))
            with np.errstate(divide="ignore", invalid="ignore"):
                share = np.where(wanted > 0, np.minimum(1.0, left / wanted), 0.0)
            got = asked * share[where_]
            unmet -= np.bincount(who_, got, minlength=len(unmet))
            left -= np.bincount(where_, got, minlength=len(left))
            np.clip(unmet, 0.0, None, out=unmet)
            np.clip(left, 0.0, None, out=left)
    return need - unmet


def met(
    points: pd.DataFrame,
    need: np.ndarray,
    at: pd.DataFrame,
    pairs: pd.DataFrame,
    *,
    courses_per_machine: float,
    cross_border: bool,
    ring: float = RINGS_KM,
) -> pd.DataFrame:
    """Share of need met by capacity alone, by distance alone, and by both.

    Capacity alone: a country's courses against its need, where everyone could go anywhere (all
    countries together where borders may be crossed). Distance alone: need within the limit of
    any site, however full.

    Returns
    -------
    Frame [area, need, capacity_pct, distance_pct, both_pct, unmet]: countries, then `all`.
    """
    supply = at["machines"].to_numpy(float) * courses_per_machine
    got = given_out(need, supply, pairs, ring)
    near = np.zeros(len(points), bool)
    near[pairs["point"].to_numpy()] = True
    rows = pd.DataFrame({"iso3": points["iso3"], "need": need, "near": need * near, "both": got})
    sums = rows.groupby("iso3")[["need", "near", "both"]].sum()
    given = pd.Series(supply).groupby(at["iso3"].to_numpy()).sum()
    by_country = np.minimum(given.reindex(sums.index).fillna(0.0), sums["need"])
    total = sums.sum().rename(ALL).to_frame().T
    enough = min(float(supply.sum()), float(sums["need"].sum()))
    sums = pd.concat(
        [
            sums.assign(capacity=by_country),
            total.assign(capacity=enough if cross_border else by_country.sum()),
        ]
    )
    return pd.DataFrame(
        {
            "area": sums.index,
            "need": sums["need"],
            "capacity_pct": 100 * sums["capacity"] / sums["need"],
            "distance_pct": 100 * sums["near"] / sums["need"],
            "both_pct": 100 * sums["both"] / sums["need"],
            "unmet": sums["need"] - sums["both"],
        }
    ).reset_index(drop=True)


def floating_catchment(
    people: np.ndarray,
    supply: np.ndarray,
    pairs: pd.DataFrame,
    weights: Mapping[float, float] | None = None,
) -> np.ndarray:
    """Supply per person by the two-step floating catchment area method (2SFCA).

    Step one: each site's supply over the people that reach it; step two: the sum of these over
    the sites that a person reaches. With `weights` (limit: weight, for instance {30: 1, 60:
    0.68, 90: 0.22}) both steps weigh by band, the enhanced 2SFCA of Luo and Qi (2009). The sum
    of result x people is the supply of all sites that anyone reaches.

    Parameters
    ----------
    people, supply
        One figure a point and a site.
    pairs
        As `links` gives them, within the (largest) limit.
    """
    point, site = pairs["point"].to_numpy(), pairs["site"].to_numpy()
    weight = np.ones(len(pairs))
    if weights is not None:
        limits = np.array(sorted(weights))
        band = np.searchsorted(limits, pairs["cost"].to_numpy(), side="left")
        weight = np.append([weights[limit] for limit in limits], 0.0)[band]
    reached = np.bincount(site, people[point] * weight, minlength=len(supply))
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.where(reached > 0, supply / reached, 0.0)
    return np.bincount(point, ratio[site] * weight, minlength=len(people))


# --- routing matrix ----------------------------------------------------------------------------


def read_times(path: Path, points: pd.DataFrame, at: pd.DataFrame) -> pd.DataFrame:
    """Hours from points to sites of a file [lat, lon, centre, hours], in the order of both.

    The points are those that `python -m shifo demand` prints. A pair that the file leaves out
    is out of reach. Raises DataError with every fault by row and column.
    """
    name = str(path)
    try:
        rows = pd.read_csv(path, dtype="str", keep_default_na=False, encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError, pd.errors.ParserError, pd.errors.EmptyDataError) as error:
        raise DataError([Fault(name, 0, "", f"cannot be read as CSV: {error}")]) from None
    wanted = ("lat", "lon", "centre", "hours")
    faults = [Fault(name, 1, c, "the column is missing") for c in wanted if c not in rows]
    if faults:
        raise DataError(faults)
    place = {key: i for i, key in enumerate(at["key"])}
    spot = {
        (round(lat, 4), round(lon, 4)): i
        for i, (lat, lon) in enumerate(zip(points["lat"], points["lon"], strict=True))
    }
    matrix = np.full((len(points), len(at)), np.inf)
    for line, row in enumerate(rows[list(wanted)].to_dict("records"), start=2):
        numbers = {c: pd.to_numeric(row[c], errors="coerce") for c in ("lat", "lon", "hours")}
        bad = [c for c, value in numbers.items() if not np.isfinite(value)]
        faults += [Fault(name, line, c, f"'{row[c]}' is not a number") for c in bad]
        if row["centre"] not in place:
            faults.append(
                Fault(name, line, "centre", f"'{row['centre']}' is not a centre with a machine")
            )
        if bad or row["centre"] not in place:
            continue
        here = spot.get((round(numbers["lat"], 4), round(numbers["lon"], 4)))
        if here is None:
            faults.append(Fault(name, line, "lat", "no point of the demand is there"))
        elif numbers["hours"] < 0:
            faults.append(Fault(name, line, "hours", f"'{row['hours']}' is below zero"))
        elif np.isfinite(matrix[here, place[row["centre"]]]):
            faults.append(Fault(name, line, "", "the pair stands here twice"))
        else:
            matrix[here, place[row["centre"]]] = numbers["hours"]
    if faults:
        raise DataError(faults)
    return pd.DataFrame(matrix, index=points.index, columns=at["key"])


# --- parts -------------------------------------------------------------------------------------


def _with(rule: Rule, cross_border: bool) -> Rule:
    return Rule(rule.limit, rule.unit, cross_border, rule.travel)


def _vectors(rows: pd.DataFrame) -> np.ndarray:
    return unit_vectors(rows["lat"].to_numpy(), rows["lon"].to_numpy())


def _groups(
    points: pd.DataFrame, at: pd.DataFrame, cross_border: bool
) -> list[tuple[np.ndarray, np.ndarray]]:
    """Positions of points and of the sites that they may go to."""
    if cross_border:
        pairs = [(np.arange(len(points)), np.arange(len(at)))]
    else:
        mine, theirs = points["iso3"].to_numpy(), at["iso3"].to_numpy()
        pairs = [
            (np.flatnonzero(mine == iso3), np.flatnonzero(theirs == iso3))
            for iso3 in pd.unique(mine)
        ]
    return [(here, there) for here, there in pairs if len(here) and len(there)]


def _nearest_in_matrix(
    points: pd.DataFrame, at: pd.DataFrame, times: pd.DataFrame, rank: int
) -> pd.DataFrame:
    matrix = times.to_numpy()
    if len(at) < rank:
        return pd.DataFrame({"site": -1, "cost": np.inf}, index=points.index)
    order = np.argsort(matrix, axis=1, kind="stable")[:, rank - 1]
    cost = matrix[np.arange(len(points)), order]
    return pd.DataFrame(
        {"site": np.where(np.isfinite(cost), order, -1), "cost": cost}, index=points.index
    )
