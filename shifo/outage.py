"""What is lost when a centre stops: who loses cover, how much farther they have to go."""

from __future__ import annotations

import numpy as np
import pandas as pd

from shifo.access import Rule, nearest
from shifo.need import Parameters

COLUMNS = ["centre", "name", "iso3", "machines", "people_nearest", "people_losing_cover"]
COLUMNS += ["people_stranded", "mean_added", "courses_lost"]


def outage(
    points: pd.DataFrame,
    at: pd.DataFrame,
    rule: Rule,
    times: pd.DataFrame | None = None,
    parameters: Parameters | None = None,
) -> pd.DataFrame:
    """Each centre of `at` stopped alone, the worst first.

    Returns
    -------
    Frame in the columns of `COLUMNS`. ``people_nearest``: whose nearest centre it is;
    ``people_losing_cover``: within the rule's limit now and not without it;
    ``people_stranded``: who would have no centre at all that the rule lets them go to;
    ``mean_added``: what the others among the nearest would add, in the rule's unit, weighted
    by people (missing where nobody has another); ``courses_lost``: a year, of its machines.
    """
    first = nearest(points, at, rule, times)
    second = nearest(points, at, rule, times, rank=2)["cost"].to_numpy()
    site, cost = first["site"].to_numpy(), first["cost"].to_numpy()
    people = points["people"].to_numpy()
    some = site >= 0

    def by_site(values: np.ndarray) -> np.ndarray:
        return np.bincount(site[some], values[some], minlength=len(at))

    other = np.isfinite(second)
    losing = people * ((cost <= rule.limit) & (second > rule.limit))
    added = np.where(
        other, people * (np.where(other, second, 0.0) - np.where(some, cost, 0.0)), 0.0
    )
    going = by_site(people * other)
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = np.where(going > 0, by_site(added) / going, np.nan)
    courses = (parameters or Parameters()).courses_per_machine
    rows = at.rename(columns={"key": "centre"}).assign(
        people_nearest=by_site(people),
        people_losing_cover=by_site(losing),
        people_stranded=by_site(people * ~other),
        mean_added=mean,
        courses_lost=at["machines"] * courses,
    )
    order = ["people_losing_cover", "people_nearest", "centre"]
    rows = rows.sort_values(order, ascending=[False, False, True])
    return rows[COLUMNS].reset_index(drop=True)
