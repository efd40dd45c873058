"""What may be told of a register: reckoned from what stands, hidden where it would give counts away."""

from __future__ import annotations

import io
import zipfile
from functools import lru_cache

import openpyxl
import pandas as pd
import pytest

from components import exports, language, register_files, register_outcomes, views
from components import register_session as session
from shifo import children, rates, register, register_columns, register_example, register_measures
from shifo.catalogue import Catalogue
from shifo.faults import DataError
from shifo.register_measures import Tables

HEAD = ",".join((*register_columns.COLUMNS, *register_columns.OPTIONAL))
BANDS = ("0", "1_4", "5_9", "10_14")


def published(*rows: str, people: dict | None = None) -> Tables:
    data = "\n".join([HEAD, *rows]).encode()
    return register_measures.publish(register.parse("r.csv", data), people or {})


@lru_cache(maxsize=1)
def held() -> session.Import:
    return session.taken(session.EXAMPLE, session.example(), invented=True)


def test_rates_need_the_people_of_the_year(facts: Catalogue) -> None:
    row = "KAZ,,2020,both,0_14,all,,700,,,,,,,"
    told = published(row, people=children.people(facts)).incidence
    people = children.people(facts)["KAZ", 2020, "0_14"]
    one = told[(told["year"] == 2020) & (told["kind"] == "crude")].iloc[0]
    assert one["value"] == pytest.approx(1e6 * 700 / people)
    # No age bands are published: nothing is standardised.
    assert set(told["kind"]) == {"crude"}
    assert published(row).incidence.empty


def test_standardised_rates_come_from_the_people_of_the_file() -> None:
    cases, people = (6, 34, 22, 18), (40_000, 160_000, 200_000, 150_000)
    rows = [
        f"KAZ,,2020,both,{band},all,,{n},,,,,,,{p}"
        for band, n, p in zip(BANDS, cases, people, strict=True)
    ]
    told = published(*rows).incidence
    one = told[(told["kind"] == "standardised") & (told["year"] == 2020)].iloc[0]
    expected = rates.standardised(
        {"0_4": 40, "5_9": 22, "10_14": 18}, {"0_4": 200_000, "5_9": 200_000, "10_14": 150_000}
    )
    assert (one["value"], one["low"], one["high"]) == pytest.approx(expected)
    assert one["value"] == pytest.approx(143.78, abs=0.005)


def test_a_rate_of_a_hidden_count_is_hidden() -> None:
    rows = [
        f"KAZ,,2020,both,{band},all,,{n},,,,,,,100000"
        for band, n in zip(BANDS, (3, 30, 20, 9), strict=True)
    ]
    made = published(*rows)
    hidden = made.cells[made.cells["cases"].isna()]
    assert "0" in set(hidden["age_band"])
    # Standardised rates hold the hidden count, with weights that would tell it.
    assert not (made.incidence["kind"] == "standardised").any()


def test_survival_of_one_cohort_fully_followed_is_those_alive() -> None:
    made = published("KAZ,,2015,both,0_14,all,,200,70,170,150,130,0,,").survival
    assert made["value"].tolist() == [0.85, 0.75, 0.65]
    assert (made["low"] < made["value"]).all()
    assert made.loc[made["years"] == 5, ["least", "most"]].to_numpy().tolist() == [[0.65, 0.65]]


def test_who_is_lost_widens_what_survival_can_be() -> None:
    made = published("KAZ,,2015,both,0_14,all,,200,50,170,150,130,20,,").survival
    last = made[made["years"] == 5].iloc[0]
    assert last["least"] == 0.65
    assert last["most"] == 0.75
    assert last["least"] < last["value"] < last["most"]


def test_survival_that_tells_of_few_is_hidden() -> None:
    made = published("KAZ,,2015,both,0_14,I,,60,3,58,57,57,0,,").survival
    assert made["value"].isna().all()


def test_a_year_not_yet_followed_does_not_count_for_later_survival() -> None:
    rows = (
        "KAZ,,2015,both,0_14,all,,200,70,170,150,130,0,,",
        "KAZ,,2022,both,0_14,all,,100,10,90,,,0,,",
    )
    made = published(*rows).survival.set_index("years")["value"]
    assert made[1] == round(260 / 300, 2)
    assert made[5] == round(260 / 300 * 150 / 170 * 130 / 150, 2)


def test_totals_reckoned_in_two_ways_must_agree() -> None:
    rows = [f"KAZ,,2020,both,{band},V,,10,,,,,,," for band in BANDS]
    rows += [f"KAZ,,2020,{sex},0_14,V,,30,,,,,,," for sex in ("female", "male")]
    with pytest.raises(DataError, match="disagree"):
        published(*rows)


def test_a_part_that_does_not_stand_is_not_taken_for_none() -> None:
    made = published(*(f"KAZ,,2020,both,{band},I,,20,,,,,,," for band in BANDS[:3]))
    assert not (made.cells["age_band"] == "0_14").any()


def test_the_example_is_no_country_and_passes_its_own_checks() -> None:
    table = register_example.table()
    assert set(table["country"]) == {"XXX"}
    assert register_example.table().equals(table)
    assert held().tables.quality["value"].notna().all()
    assert (held().tables.cells["shown"] == "<5").any()


def test_a_workbook_says_the_same_as_a_csv() -> None:
    table = register_example.table()
    buffer = io.BytesIO()
    with pd.ExcelWriter(buffer, engine="openpyxl") as book:
        pd.DataFrame({"note": ["x"]}).to_excel(book, sheet_name="notes", index=False)
        table.to_excel(book, sheet_name="Data", index=False)
    read = register.parse("r.xlsx", buffer.getvalue())
    pd.testing.assert_frame_equal(read, register.parse("r.csv", session.example()))


@pytest.mark.parametrize("data", [b"", b"not a zip", b"PK\x03\x04broken"])
def test_a_broken_workbook_is_told_in_words(data: bytes) -> None:
    with pytest.raises(DataError, match="cannot be read as an Excel workbook"):
        register.parse("r.xlsx", data)


def test_a_cell_with_a_day_stops_the_import_and_is_not_repeated() -> None:
    with pytest.raises(DataError) as told:
        register.parse("r.csv", f"{HEAD}\nKAZ,12.03.2015,2020,both,0_14,I,,40,,,,,,,".encode())
    assert "row 2, column area" in str(told.value)
    assert "12.03.2015" not in str(told.value)


def test_people_told_twice_and_differently_are_named() -> None:
    rows = ("KAZ,,2020,both,0_14,I,,40,,,,,,,1000", "KAZ,,2020,both,0_14,II,,40,,,,,,,1001")
    with pytest.raises(DataError, match="row 3, column population: 1001 is not 1000"):
        published(*rows)


def test_the_filled_template_can_be_read_back() -> None:
    book = openpyxl.load_workbook(io.BytesIO(register_files.template_xlsx()))
    sheet = book["data"]
    assert [cell.value for cell in sheet[1]] == [
        *register_columns.COLUMNS,
        *register_columns.OPTIONAL,
    ]
    sheet.append(["KAZ", "", 2020, "both", "0_14", "I", "", 40])
    buffer = io.BytesIO()
    book.save(buffer)
    assert register.parse("r.xlsx", buffer.getvalue())["new_cases"].tolist() == [40]
    with pytest.raises(DataError, match="no row below its header"):
        register.parse("r.csv", register_files.template_csv())


def test_every_column_and_code_is_explained() -> None:
    assert register_files.columns().iloc[:, 0].tolist() == [
        *register_columns.COLUMNS,
        *register_columns.OPTIONAL,
    ]
    told = set(register_files.codes_().iloc[:, 1])
    assert {
        *register_columns.SEXES,
        *register_columns.AGE_BANDS,
        *register_columns.SUBGROUPS,
        "all",
    } <= told


def test_the_bundle_holds_only_what_may_be_told() -> None:
    with zipfile.ZipFile(io.BytesIO(register_files.bundle(held()))) as archive:
        assert set(archive.namelist()) == {
            *("cases_protected.csv", "incidence.csv", "survival.csv", "quality.csv", "README.md")
        }
        cells = pd.read_csv(archive.open("cases_protected.csv"), dtype="str")
        readme = archive.read("README.md").decode("utf-8")
    assert not cells["shown"].isin(["1", "2", "3", "4"]).any()
    assert cells.loc[cells["shown"].isin(["<5", "•"]), "cases"].isna().all()
    assert "Invented" in readme


@pytest.mark.parametrize("draw", register_outcomes.FIGURES)
@pytest.mark.parametrize("kind", ["svg", "csv", "xlsx"])
def test_a_figure_of_an_import_leaves_under_its_owners_name(draw, kind: str) -> None:
    figure = draw(views.read(""), held(), held().places[0])
    made = exports.of(figure, kind, full=True)
    if kind == "svg":
        text = made.decode("utf-8")
        assert "invented: no child stands behind it" in text.replace("</text>", "")
        assert "CC BY" not in text
    elif kind == "csv":
        with zipfile.ZipFile(io.BytesIO(made)) as archive:
            assert "CC BY" not in archive.read("README.md").decode("utf-8")
    else:
        book = openpyxl.load_workbook(io.BytesIO(made))
        cells = {str(c) for row in book["Data"].values for c in row}
        assert figure.name != "register-cases" or not cells & {"1", "2", "3", "4"} - {"0"}


def test_incidence_is_drawn_under_15_and_under_20() -> None:
    place = held().places[0]
    young, all_ = (
        draw(views.read(""), held(), place)
        for draw in (register_outcomes.incidence, register_outcomes.incidence_0_19)
    )
    assert set(young.shown["Ages"]) == {"0–14"}
    assert set(all_.shown["Ages"]) == {"0–19"}
    assert "0–19" in all_.drawing.subtitle
    # The reference is of children under 15: it stands beside these alone.
    assert "140.6" in young.drawing.sources
    assert "140.6" not in all_.drawing.sources
    # Whoever is under 15 is under 20.
    crude = [one.shown[one.shown["Rate"] == "crude"] for one in (young, all_)]
    assert (crude[1]["New cases"].to_numpy() > crude[0]["New cases"].to_numpy()).all()


def test_a_file_without_those_of_15_to_19_has_one_figure_of_incidence() -> None:
    rows = [f"KAZ,,2020,both,{band},all,,{n},,,,,,," for band, n in (("0_14", 700),)]
    data = "\n".join([HEAD, *rows]).encode()
    one = session.taken("r.csv", data)
    assert register_outcomes.incidence(views.read(""), one, one.places[0]) is not None
    assert register_outcomes.incidence_0_19(views.read(""), one, one.places[0]) is None


def test_a_fault_is_a_message_that_can_be_translated() -> None:
    with pytest.raises(DataError) as told:
        register.parse("r.csv", f"{HEAD}\nKZ,,2020,both,0_14,I,,40,,,,,,,".encode())
    (fault,) = told.value.faults
    assert fault.wrong == "'{found}' is not a code of three letters (ISO 3166-1)"
    with language.using("en"):
        assert session.said(fault) == "'KZ' is not a code of three letters (ISO 3166-1)"
    assert str(fault).endswith(session.said(fault))


def test_survival_from_which_a_hidden_year_would_follow_is_hidden() -> None:
    """Followed are 2015 and 2016 of three years: 14 of them in all would tell of the 4 of 2016."""
    rows = (
        "KAZ,,2015,both,0_14,II,,10,,6,,,0,,",
        "KAZ,,2016,both,0_14,II,,4,,0,,,0,,",
        "KAZ,,2017,both,0_14,II,,5,,,,,,,",
    )
    assert published(*rows).survival["value"].isna().all()


def test_survival_that_tells_how_few_were_lost_is_hidden() -> None:
    lost = "KAZ,,2020,both,0_14,II,,20,,10,,,3,,"
    died = "KAZ,,2020,both,0_14,II,,20,,10,,,8,,"
    for row in (lost, died):
        assert published(row).survival["value"].isna().all()


def test_those_alive_in_cohorts_not_followed_on_are_protected() -> None:
    rows = (
        "KAZ,,2020,both,0_14,all,,20,,11,6,,0,,",
        "KAZ,,2021,both,0_14,all,,8,,2,,,0,,",
    )
    assert published(*rows).survival["value"].isna().all()


def test_a_share_of_years_that_are_not_shown_is_hidden() -> None:
    """40 + 3 cases of two years have it told; a third year hides the 3."""
    rows = (
        "KAZ,,2018,both,0_14,all,,40,,,,,,35,",
        "KAZ,,2019,both,0_14,all,,3,,,,,,2,",
        "KAZ,,2020,both,0_14,all,,30,,,,,,,",
    )
    made = published(*rows).quality
    assert made.loc[made["measure"] == "verified", "value"].isna().all()
    whole = published(*rows[:1], *rows[2:]).quality
    assert whole.loc[whole["measure"] == "verified", "value"].tolist() == [0.875]


def test_a_cohort_of_which_losses_are_unknown_does_not_count() -> None:
    assert published("KAZ,,2015,both,0_14,all,,100,,80,70,60,,,").survival.empty
    # Those who neither died nor live were lost.
    told = published("KAZ,,2015,both,0_14,all,,100,20,80,70,60,,,").survival
    assert told["value"].notna().tolist() == [True] * 3
    assert told["value"].iloc[-1] > 0.6


def test_people_of_the_file_go_before_those_that_are_published(facts: Catalogue) -> None:
    cases, people = (20, 60, 50, 40), (40_000, 160_000, 200_000, 150_000)
    rows = [
        f"KAZ,,2020,both,{band},all,,{n},,,,,,,{p}"
        for band, n, p in zip(BANDS, cases, people, strict=True)
    ]
    told = published(*rows, people=children.people(facts)).incidence
    one = told[(told["kind"] == "crude") & (told["year"] == 2020)].iloc[0]
    assert one["value"] == pytest.approx(1e6 * 170 / 550_000)


def test_a_table_of_which_nothing_can_be_shown_is_told_so() -> None:
    with pytest.raises(DataError, match="has nothing that can be shown"):
        published("KAZ,,2020,both,0_14,I,a,40,,,,,,,")


def test_an_unforeseen_fault_is_told_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    state: dict = {}
    monkeypatch.setattr(session.st, "session_state", state)
    monkeypatch.setattr(register, "parse", lambda *_: 1 / 0)
    session.take("r.csv", b"x")
    (fault,) = session.wrong()[1]
    assert fault.wrong == "could not be read"
    assert session.held() is None


def test_nothing_is_hidden_of_one_year_in_which_nothing_is_small() -> None:
    rows = [
        f"KAZ,,2020,{sex},{band},I,,100,,,,,,,"
        for sex in ("female", "male")
        for band in ("0", "1_4", "5_9", "10_14")
    ]
    assert published(*rows).cells["cases"].notna().all()
    sexes = [f"KAZ,,2020,{s},0_14,all,,{n},,,,,,," for s, n in (("female", 40), ("male", 50))]
    assert published(*sexes).cells["cases"].notna().all()


def test_losses_of_years_without_survivors_do_not_follow_from_both_shares() -> None:
    rows = (
        "KAZ,,2019,both,0_14,all,,18,,13,,,5,,",
        "KAZ,,2020,both,0_14,all,,18,,,,,4,,",
    )
    made = published(*rows)
    lost = made.quality[made.quality["measure"] == "lost"]
    assert lost["value"].isna().all()
    assert made.survival[["least", "most"]].isna().all(axis=None)
