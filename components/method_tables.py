"""The tables of the Methods page: parameters with their sources, and ranked assumptions."""

from __future__ import annotations

import pandas as pd

from components import facts, reading, references
from components.language import N_, _, number
from shifo.need import BENCHMARKS, BOUNDS, CITED_RANGE, Parameters

PARAMETERS = {
    "people_per_machine": N_("People per machine (P)"),
    "utilisation": N_("Radiotherapy utilisation rate (u)"),
    "utilisation_low": N_("Utilisation rate, low end"),
    "utilisation_high": N_("Utilisation rate, high end"),
    "retreatment": N_("Re-treatment per first course (r)"),
    "retreatment_high": N_("Re-treatment, high end"),
    "courses_per_machine": N_("Courses a machine gives a year (c)"),
}


def parameters() -> pd.DataFrame:
    """Every parameter of the norms: default, range that sources cite, sources."""
    usual, benchmarks = Parameters(), facts.catalogue()["benchmarks"].set_index("key")
    rows = []
    for name, label in PARAMETERS.items():
        cited = benchmarks.loc[list(BENCHMARKS[name])]
        least, most = CITED_RANGE.get(name, (None, None))
        rows.append(
            {
                _("Parameter"): _(label),
                _("Default"): number(getattr(usual, name), 3),
                _("Range cited"): "–"
                if least is None
                else f"{number(least, 2)} – {number(most, 2)}",
                _("Accepted"): " – ".join(number(bound, 2) for bound in BOUNDS[name]),
                _("Rests on"): "; ".join(cited["label"]),
                _("Sources"): _titles(";".join(cited["sources"])),
            }
        )
    return pd.DataFrame(rows)


def benchmarks() -> pd.DataFrame:
    """All benchmark values with their sources."""
    rows = facts.catalogue()["benchmarks"]
    columns = {
        _("What"): rows["label"],
        _("Value"): rows["value"],
        _("Unit"): rows["unit"],
        _("Applies to"): rows["applies_to"],
        _("Sources"): rows["sources"].map(_titles),
        _("Notes"): rows["notes"],
    }
    return pd.DataFrame(columns)


def assumptions() -> pd.DataFrame:
    """The assumptions, the weightiest first."""
    columns = {
        "rank": _("Rank"),
        "assumption": _("Assumption"),
        "why": _("Why"),
        "limitation": _("Limitation"),
        "effect": _("How much it moves"),
        "how_to_improve": _("How to improve it"),
    }
    return reading.table("assumptions.csv").rename(columns=columns)


def _titles(keys: str) -> str:
    rows = references.sources(keys)
    years = rows["published"].fillna("").str[:4]
    return "; ".join(
        f"{title} ({year})" if year else title
        for title, year in zip(rows["title"], years, strict=True)
    )
