"""Children: cases expected and registered, units, reach, survival, and the thirteen countries."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from components import facts, figures, language, reach, state, views, words
from components.language import _, number
from shifo import children
from shifo.vocabulary import COUNTRIES

METRICS = {
    "survival": _("survival"),
    "survival_cured": _("cured"),
    "one_year_survival": _("survival after one year"),
}

state.check({state.COUNTRY: COUNTRIES})
st.title(_("Children"), anchor=False)


def titles(keys: object) -> str:
    """The titles of some sources."""
    return "; ".join(facts.sources(keys)["title"]) if isinstance(keys, str) and keys else "–"


def draw_units(now: views.View) -> None:
    """Units known to operate against the cases they should treat."""
    rows = facts.children_units(now.on.year)
    rows = rows[rows["iso3"].isin(now.countries)]
    st.header(_("Units that treat children"), anchor=False)
    columns = {
        _("Country"): rows["iso3"].map(words.country),
        _("Units known to operate"): rows["units"],
        _("With transplants"): rows["transplants"],
        _("Beds known"): [
            _("{n} in {known} of {all} units").format(n=number(b), known=number(k), all=number(u))
            if k
            else _("none known")
            for b, k, u in zip(rows["beds"], rows["beds_known"], rows["units"], strict=True)
        ],
        _("Expected cases a unit"): rows["cases_per_unit"].round(),
        _("Units that the cases keep skilled, at most"): rows["units_at_most"].round(1),
    }
    st.dataframe(
        pd.DataFrame(columns), hide_index=True, key="units", placeholder="–", alt=_("Units")
    )
    st.caption(
        _(
            "A unit needs 30 to 50 new children a year to stay skilled. Far more expected cases than "
            "that for each unit known means that units are full, that cases are not found, or that we "
            "do not know of a unit."
        )
    )


def draw_reach(now: views.View) -> None:
    """Children within some distances of a unit."""
    st.header(_("Children within reach of a unit"), anchor=False)
    parts = {}
    units = facts.children_units(now.on.year).set_index("iso3")["units"].reindex(now.countries)
    for within in ("100km", "200km", "400km", "2h", "4h", "8h"):
        rule = reach.rule({state.WITHIN: within})
        rows = facts.coverage(now.on, now.basis, "paediatric", rule).set_index("area")
        share = 100 * rows["children_covered"] / rows["children_0_14"]
        parts[reach.said(rule)] = share.reindex(now.countries).round().where(units > 0).to_numpy()
    shown = pd.DataFrame(parts)
    shown.insert(0, _("Country"), [words.country(code) for code in now.countries])
    st.dataframe(
        shown,
        hide_index=True,
        key="reach",
        placeholder="–",
        alt=_("Children within reach, percent"),
    )
    st.caption(
        _(
            "Percent of children under 15 with a unit known to operate in their own country. Children "
            "stand where people do: no region publishes ages finely enough. A dash: no unit is known to "
            "operate. Access shows the map."
        )
    )


def draw_survival() -> None:
    """Survival as reported, beside the target."""
    rows = facts.children_survival()
    st.header(_("Survival as reported, against 60% by 2030"), anchor=False)
    columns = {
        _("Country"): rows["iso3"].map(words.country),
        _("What is reported"): rows["metric"].map(METRICS),
        _("Percent"): rows["value"],
        _("Year"): rows["year"].astype("Int64"),
        _("Points a year to the target"): [
            _("reached") if x == 0 else number(x, 1) if pd.notna(x) else "–"
            for x in rows["needed_a_year"]
        ],
        _("Sources"): rows["sources"].map(titles),
        _("Notes"): rows["notes"],
    }
    st.dataframe(
        pd.DataFrame(columns), hide_index=True, key="survival", placeholder="–", alt=_("Survival")
    )
    st.caption(
        _(
            "Most sources do not say after how many years. Nothing is published for Tajikistan and Turkmenistan."
        )
    )


def draw_thirteen() -> None:
    """The countries of the Eurasian register side by side."""
    rows = facts.children_comparison()
    st.header(_("Thirteen countries of the planned register"), anchor=False)
    columns = {
        _("Country"): rows["iso3"].map(words.country),
        _("Registered cases"): rows["registered"],
        _("Year of cases"): rows["registered_year"],
        _("Incidence per million"): rows["incidence"],
        _("Year of incidence"): rows["incidence_year"],
        _("Survival, %"): rows["survival"],
        _("Year of survival"): rows["survival_year"],
        _("Sources"): rows["sources"].map(titles),
    }
    st.dataframe(
        pd.DataFrame(columns),
        hide_index=True,
        height="content",
        key="thirteen",
        placeholder="–",
        alt=_("Thirteen countries"),
    )
    blank = rows[rows[["registered", "incidence", "survival"]].isna().all(axis=1)]
    st.caption(
        _(
            "A dash: nothing comparable is published that we could find; none of the three for {countries}."
        ).format(countries=language.listed([words.country(code) for code in blank["iso3"]]))
    )


@st.fragment
def view() -> None:
    """Everything that a choice changes."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        state.evidence_controls()
        state.pills(_("Country"), COUNTRIES, state.COUNTRY, format_func=words.country)
    now = views.now()
    left, right = st.columns(2, gap="large")
    with left:
        figures.show("children-expected")
        draw_units(now)
        draw_survival()
    with right:
        figures.show("children-registered")
        draw_reach(now)
        draw_thirteen()
    st.caption(
        _("Expected: children under 15 × {n} per million a year (IICC-3).").format(
            n=number(children.Reference().central, 1)
        )
    )


view()
