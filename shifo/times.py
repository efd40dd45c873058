"""A routing matrix of one's own in place of distance by formula."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from shifo.faults import DataError, Fault


def read(path: Path, points: pd.DataFrame, at: pd.DataFrame) -> pd.DataFrame:
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
