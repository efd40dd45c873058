"""The page Register: what it says before, with and after an import."""

from __future__ import annotations

from components import register_session as session
from shifo import register_columns
from tests.app.opening import run

PAGE = "pages/explore/register.py"
HEAD = ",".join(register_columns.COLUMNS)


def opened(data: bytes | None = None):
    app = run(PAGE)
    if data is not None:
        # As the page does with a file that is given to it.
        try:
            app.session_state["_register"] = session.taken("r.csv", data)
        except session.DataError as error:
            app.session_state["_register_faults"] = ("r.csv", error.faults)
        app.run()
    assert not app.exception
    return app


def test_it_begins_with_a_template_and_an_example() -> None:
    app = opened()
    assert [header.value for header in app.header][:2] == ["Your table", "Template"]
    assert not app.error


def test_the_invented_example_is_drawn_and_forgotten() -> None:
    app = opened()
    next(b for b in app.button if b.label == "Show an invented example").click().run()
    assert not app.exception
    assert "no child and no country" in app.warning[0].value
    told = [header.value for header in app.header]
    assert any("counts are hidden" in text for text in told)
    assert any("per million children" in text for text in told)
    assert any("alive after 5 years" in text for text in told)
    next(b for b in app.button if b.label == "Forget this import").click().run()
    assert "_register" not in app.session_state
    assert [header.value for header in app.header][:2] == ["Your table", "Template"]


def test_all_faults_are_told_by_row_and_column() -> None:
    app = opened(f"{HEAD}\nKZ,,1900,both,0_14,I,,40,,,,,\nKAZ,,2020,both,0_14,I,,4,9,,,,".encode())
    assert "2 faults" in app.error[0].value
    table = next(frame.value for frame in app.dataframe if "What is wrong" in frame.value)
    assert table["Row"].tolist() == [2, 2]
    assert table["Column"].tolist() == ["country", "year"]
    assert "_register" not in app.session_state


def test_a_table_that_names_people_is_refused_with_why() -> None:
    app = opened(f"{HEAD},surname\nKAZ,,2020,both,0_14,I,,40,,,,,,Somebody".encode())
    table = next(frame.value for frame in app.dataframe if "What is wrong" in frame.value)
    assert "single people" in table["What is wrong"].item()
    assert "Somebody" not in str(table)


def test_a_table_without_people_and_follow_up_says_so() -> None:
    app = opened(f"{HEAD}\nXXX,,2020,both,0_14,I,,40,,,,,\nXXX,,2020,both,0_14,II,,3,,,,,".encode())
    told = " ".join(info.value for info in app.info)
    assert "No rates" in told
    assert "No survival" in told
