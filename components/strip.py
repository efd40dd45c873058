"""The strip of figures above the map: what the countries shown have, and what they would need."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
import streamlit as st

from components import words
from components.language import _, compact, number, percent
from shifo.need import Parameters


@dataclass(frozen=True)
class Figure:
    """One number with its name, what stands below it and what explains it."""

    label: str
    value: str
    note: str
    explained: str


def figures(rows: pd.DataFrame, basis: str, parameters: Parameters) -> list[Figure]:
    """The figures of some countries taken together, from shifo.capacity's rows."""
    people, cases = rows["population"].sum(), rows["new_cases"].sum()
    working, installed = int(rows["mv_operational"].sum()), int(rows["mv_installed"].sum())
    national = rows["mv_national_total"]
    counted = int(national.sum()) if national.notna().all() else None
    # A surplus in one country does not make up for what is not found in another.
    located = int(rows["mv_located"].clip(upper=national.astype("Float64")).sum())
    norm = (
        1e4 * parameters.utilisation * (1 + parameters.retreatment) / parameters.courses_per_machine
    )
    evidence = words.basis_sentence(basis)
    return [
        Figure(
            _("People"),
            compact(people),
            str(int(rows["population_year"].max())),
            _(
                "World Bank to 2024, after that the UN's medium variant (World Population Prospects 2024)."
            ),
        ),
        Figure(
            _("New cancer cases a year"),
            number(cases),
            "GLOBOCAN 2022",
            _(
                "IARC's estimate for 2022, all cancers without non-melanoma skin cancer, whatever the day chosen."
            ),
        ),
        Figure(
            _("Megavoltage machines at work"),
            _("{working} of {installed}").format(
                working=number(working), installed=number(installed)
            ),
            evidence,
            _(
                "Linacs and cobalt-60 units that work, of those installed. A directory does not say whether a machine works: what is only listed there counts as working."
            ),
        ),
        Figure(
            _("Machines per 10,000 new cases"),
            number(1e4 * working / cases, 1, fixed=True),
            _("norm {value}").format(value=number(norm, 1)),
            _(
                "The case norm: half of the new cases need external beam, and a machine gives 450 courses a year. See Methods."
            ),
        ),
        Figure(
            _("People per machine"),
            number(round(people / working, -3)) if working else "–",
            _("norm {value}").format(value=number(parameters.people_per_machine)),
            _("The population norm of the IAEA: one megavoltage machine for 250,000 people."),
        ),
        Figure(
            _("Located"),
            _("{n} of {all}").format(n=number(located), all=number(counted)),
            percent(located / counted) if counted else _("no national count"),
            _(
                "Machines placed on the map, of those that the best national count at this day gives. Where more are located than were counted, the count stands for all."
            ),
        ),
    ]


def show(shown: list[Figure]) -> None:
    """Draw the figures in one row that wraps on a narrow screen."""
    with st.container(horizontal=True, key="strip"):
        for figure in shown:
            st.metric(
                figure.label,
                figure.value,
                figure.note,
                delta_color="off",
                delta_arrow="off",
                help=figure.explained,
                width="content",
            )
