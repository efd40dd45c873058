"""Who can reach what: distances, coverage, capacity and distance together, 2SFCA.

Distances are geodesic on WGS 84. A chord on the sphere, which is off by less than half a
percent, only chooses which pairs are looked at; what is returned is always the geodesic.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date

import numpy as np
import pandas as pd
from pyproj import Geod
from scipy.spatial import cKDTree

from shifo.catalogue import Catalogue
from shifo.demand import EARTH_RADIUS_KM, VARIANTS, unit_vectors
from shifo.inventory import inventory, treating_units
from shifo.scenario import Scenario
from shifo.vocabulary import COUNTRIES, MEGAVOLTAGE

GEOD = Geod(ellps="WGS84")
RESOURCES = ("radiotherapy", "paediatric", "pet_ct")
MOUNTAINOUS = ("KGZ", "TJK")
SPHERE_ERROR = 0.006
"""A great circle differs from the geodesic by less than this share."""
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
        keys = set(treating_units(catalogue)["centre"])
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
