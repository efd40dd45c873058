"""Children: the worked figures of the methods, and nothing filled in where nothing is published."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from shifo import access, children, demand
from shifo.catalogue import Catalogue
from shifo.inventory import treating_units


def test_expected_cases_are_those_of_the_worked_example(facts: Catalogue) -> None:
    rows = children.expected(facts, 2024).set_index("iso3")["expected_0_14"]
    told = {"UZB": 1590.2, "KAZ": 850.4, "KGZ": 328.5, "TJK": 540.0, "TKM": 332.0}
    assert rows.round(1).to_dict() == told


def test_the_range_holds_the_central_figure(facts: Catalogue) -> None:
    rows = children.expected(facts, 2026)
    assert (rows["expected_low"] < rows["expected_0_14"]).all()
    assert (rows["expected_0_14"] < rows["expected_high"]).all()


def test_adolescents_are_of_one_revision(facts: Catalogue) -> None:
    rows = children.expected(facts, 2024).set_index("iso3")
    share = rows["adolescents_15_19"] / rows["children_0_14"]
    # Five years of age beside fifteen: near a third, less where families grow.
    assert share.between(0.2, 0.4).all()


def test_regions_sum_to_their_country(facts: Catalogue) -> None:
    nations = children.expected(facts, 2026).set_index("iso3")["expected_0_14"]
    sums = children.regional(facts, 2026).groupby("iso3")["expected_0_14"].sum()
    assert sums.to_dict() == pytest.approx(nations.loc[sums.index].to_dict())


def test_registered_stands_beside_the_same_ages(facts: Catalogue) -> None:
    rows = children.registered(facts).set_index(["iso3", "year", "age_band"])
    kaz = rows.loc[("KAZ", 2017, "children")]
    assert kaz["registered"] == 610
    assert kaz["undiagnosed"] == pytest.approx(1 - 610 / kaz["expected"])
    wider = rows.loc[("KAZ", 2020, "0_18")]
    young = children.expected(facts, 2020).set_index("iso3").loc["KAZ"]
    assert wider["expected"] == pytest.approx(
        young["expected_0_14"] + 0.8 * young["expected_15_19"]
    )
    assert "15_19" not in rows.index.get_level_values("age_band")


def test_units_know_what_is_not_known(facts: Catalogue) -> None:
    rows = children.units(facts, 2026).set_index("iso3")
    assert rows.loc["TKM", "units"] == 0
    assert pd.isna(rows.loc["TKM", "cases_per_unit"])
    assert pd.isna(rows.loc["KAZ", "beds"])
    assert rows.loc["KAZ", "beds_known"] == 0
    assert rows.loc["UZB", "cases_per_unit"] == pytest.approx(
        rows.loc["UZB", "expected_0_14"] / rows.loc["UZB", "units"]
    )


def test_the_path_to_the_target_is_points_a_year(facts: Catalogue) -> None:
    table = (
        facts["childhood"]
        .head(1)
        .assign(iso3="TJK", metric="survival", value=45.0, year="2025", age_band="children")
    )
    (row,) = children.survival(facts.replace(childhood=table)).to_dict("records")
    assert row["needed_a_year"] == pytest.approx((60 - 45) / 5)
    real = children.survival(facts).set_index("iso3")
    assert real.loc["KAZ", "needed_a_year"] == 0
    assert pd.isna(real.loc["UZB", "needed_a_year"])


def test_thirteen_countries_with_blanks_where_nothing_is_published(facts: Catalogue) -> None:
    rows = children.comparison(facts).set_index("iso3")
    assert len(rows) == 13
    for iso3 in ("MDA", "TJK", "TKM"):
        assert rows.loc[iso3, ["registered", "incidence", "survival"]].isna().all()
        assert rows.loc[iso3, "sources"] == ""
    assert rows.loc["KAZ", "registered"] == 600
    known = set(facts["sources"]["key"])
    for cell in rows["sources"]:
        assert set(cell.split(";")) - {""} <= known


def test_a_hospice_is_no_unit_that_treats(facts: Catalogue) -> None:
    told = set(treating_units(facts)["centre"])
    assert "uzb-taskin-hospice" not in told
    assert {"uzb-paed-onco-tashkent", "kgz-ncmcw", "tjk-ronc"} <= told


def test_radiotherapy_is_near_in_the_same_city_of_the_own_country() -> None:
    # A tenth of a degree of latitude is 11.1 km.
    units = sites(("a", 43.0, 76.0, "KAZ"), ("b", 45.0, 76.0, "KAZ"), ("c", 41.0, 69.0, "UZB"))
    machines = sites(("x", 43.1, 76.0, "KAZ"), ("y", 45.3, 76.0, "KAZ"), ("z", 41.1, 69.0, "KAZ"))
    assert children.with_radiotherapy_near(units, machines)["key"].tolist() == ["a"]
    assert children.with_radiotherapy_near(units, machines.iloc[:0]).empty


def sites(*rows: tuple[str, float, float, str]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["key", "lat", "lon", "iso3"])


def test_reach_grows_with_the_limit_and_is_less_with_radiotherapy(facts: Catalogue) -> None:
    on = date(2026, 1, 1)
    at = (
        access.sites(facts, on, "reconciled", "paediatric"),
        access.sites(facts, on, "reconciled"),
    )
    rules = [access.Rule(100), access.Rule(400)]
    rows = children.reach(demand.demand(facts, on), *at, rules)
    wide = rows.pivot(index="iso3", columns="limit", values="unit_pct")
    assert wide.loc["TKM"].isna().all()
    known = wide.dropna()
    assert (known[100] <= known[400]).all()
    told = rows.dropna()
    assert (told["near_pct"] <= told["unit_pct"]).all()
    # Osh has a unit and no machine.
    osh = told[(told["iso3"] == "KGZ") & (told["limit"] == 100)].iloc[0]
    assert osh["near_pct"] < osh["unit_pct"]


def test_what_is_not_published_is_missing_and_not_nothing(facts: Catalogue) -> None:
    rows = children.known(facts).set_index(["iso3", "metric"])
    assert len(rows) == 20
    assert rows.loc[("KAZ", "early_stage_share"), "value"] == 37.5
    assert pd.isna(rows.loc[("TJK", "treatment_abandonment"), "value"])


def test_survival_after_one_year_below_the_target_tells_the_least_that_is_missing(
    facts: Catalogue,
) -> None:
    rows = children.survival(facts).set_index("iso3")
    assert rows.loc["UZB", "needed_at_least"] == pytest.approx((60 - 34) / 5)
    assert rows.drop("UZB")["needed_at_least"].isna().all()


def test_people_by_age_add_up(facts: Catalogue) -> None:
    people = children.people(facts)
    assert people["UZB", 2024, "0_14"] == 11_309_784
    for iso3, year, band in people:
        if band == "0_19":
            parts = people[iso3, year, "0_14"] + people[iso3, year, "15_19"]
            assert people[iso3, year, band] == parts
