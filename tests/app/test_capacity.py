"""The states of the Capacity page, and the charts that it shows."""

from __future__ import annotations

import re
from datetime import date
from functools import partial

import altair as alt
import pytest
from streamlit.testing.v1 import AppTest

from components import capacity_charts as charts
from components import capacity_tables as tables
from components import facts, gallery, language, views, words
from components.charts import Evidence
from shifo.need import Parameters
from shifo.vocabulary import COUNTRIES
from tests.app import opening

ON = date(2026, 11, 22)
TOLD = Evidence("directory", ON, "Sources: one; two")


run = partial(opening.run, "pages/explore/capacity.py")


def headlines(app: AppTest) -> list[str]:
    return [chart.proto.alt for chart in app.get("vega_lite_chart")]


def test_six_charts_each_with_its_finding_basis_and_date() -> None:
    app = run(on="2026-11-22")
    assert len(headlines(app)) == len(app.dataframe) == 6
    assert all("22 November 2026" in headline for headline in headlines(app))
    assert [header.value for header in app.header] == [
        headline.split(". ")[0] for headline in headlines(app)
    ]


def test_the_basis_is_named_in_the_titles() -> None:
    assert "as listed by IAEA DIRAC" in headlines(run(basis="directory"))[0]
    assert "documented machines only" in headlines(run(basis="documented"))[0]


def test_uzbekistan_has_half_of_what_its_cases_need() -> None:
    app = run(basis="directory", country="UZB")
    assert headlines(app)[0].startswith("Uzbekistan has 51% of the machines that its cases need")
    table = app.dataframe[0].value
    assert table["Needed, case norm"].tolist() == [39.44]
    assert table["Missing, case norm"].tolist() == [19.44]


def test_parameters_of_the_link_move_the_need() -> None:
    table = run(country="UZB", courses="500", utilisation="60").dataframe[0].value
    assert table["Needed, case norm"].tolist() == [round(35_498 * 0.6 / 500, 2)]


def test_a_parameter_outside_its_cited_range_is_ignored() -> None:
    table = run(country="UZB", courses="9999").dataframe[0].value
    assert table["Needed, case norm"].tolist() == [39.44]


def test_before_the_first_record_the_page_says_so() -> None:
    app = run(on="2001-01-01")
    assert any("Nothing is recorded" in info.value for info in app.info)


@pytest.mark.parametrize("measure", list(words.MEASURES))
@pytest.mark.parametrize("by", ["country", "region"])
def test_a_chart_shows_each_area_once(measure: str, by: str) -> None:
    rows = tables.measured(facts.capacity(ON, "directory", by), measure)
    draw = charts.by_country if by == "country" else charts.by_region
    with language.using("en"):
        drawing = draw(rows, measure, tables.norm(measure, Parameters()), TOLD, False)
    data = max(drawing.chart.to_dict()["datasets"].values(), key=len)
    assert len(data) == (5 if by == "country" else 54)
    assert "as listed by IAEA DIRAC" in drawing.subtitle
    assert drawing.sources == "Sources: one; two"


def test_no_machine_is_not_drawn_as_zero() -> None:
    rows = tables.measured(facts.capacity(ON, "documented", "country"), "people_per_machine")
    turkmenistan = rows.set_index("area").loc["TKM"]
    assert turkmenistan.isna()["value"]
    assert turkmenistan["shown"] == "none located"


def test_the_norms_agree_with_one_another() -> None:
    usual = Parameters()
    assert tables.norm("mv_per_million", usual) == 4
    assert tables.norm("cases_per_machine", usual) == 900
    assert round(tables.norm("mv_per_10000_cases", usual), 1) == 11.1


def test_charts_are_valid_vega_lite() -> None:
    steps, totals = facts.over_time(ON)
    totals = totals.assign(dated=totals["as_of"])
    drawings = [
        charts.need_and_capacity(
            tables.measured(facts.capacity(ON, "reconciled"), "mv_per_million"), TOLD, True
        ),
        charts.composition(tables.composition(ON, ["KAZ", "KGZ"]), TOLD, True),
        charts.history(
            steps[steps["iso3"] == "KGZ"], totals[totals["iso3"] == "KGZ"], 0, TOLD, True
        ),
        charts.projection(facts.projected_need().query("iso3 == 'UZB'"), 20, TOLD, True),
    ]
    for drawing in drawings:
        assert isinstance(alt.Chart.from_dict(drawing.chart.to_dict()), alt.LayerChart)
        assert drawing.title


@pytest.mark.parametrize("iso3", COUNTRIES)
def test_the_timeline_and_the_kinds_tell_of_the_same_machines(iso3: str) -> None:
    view = views.read([("country", iso3), ("on", "2026-11-22")])
    kinds = tables.composition(ON, [iso3])
    working = int(kinds.loc[kinds["status"] == "operational", "machines"].sum())
    figure = gallery.draw("capacity-history", view)
    steps, _totals = facts.over_time(ON)
    last = steps.loc[steps["iso3"] == iso3, "working"].tail(1).sum()
    if working:
        assert figure.drawing.title.startswith(f"{working} machine")
    # Those without a date are in no step, and are told of.
    assert working >= last
    assert ("without a date" in figure.drawing.sources) == (working > last)


def test_a_chart_cites_the_edition_of_cases_that_it_draws() -> None:
    view = views.read([("on", "2026-11-22")])
    told = {
        name: gallery.draw(name, view).drawing.sources
        for name in ("capacity-need", "capacity-to-come", "capacity-composition")
    }
    editions = {name: re.findall(r"GLOBOCAN (\d{4})", line) for name, line in told.items()}
    assert editions == {
        "capacity-need": ["2022"],
        "capacity-to-come": ["2024"],
        "capacity-composition": [],
    }
