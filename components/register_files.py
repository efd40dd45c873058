"""Files of the register import: templates, what may be told as one bundle, and how it is to be read."""

from __future__ import annotations

import io
import zipfile
from datetime import date

import pandas as pd
import xlsxwriter

from components import datafiles, downloads, language, words
from components.language import _, number
from components.register_session import Import
from shifo import disclosure
from shifo.register_columns import (
    AGE_BANDS,
    ALL_GROUPS,
    COLUMNS,
    NEEDED,
    OPTIONAL,
    SEXES,
    SUBGROUPS,
)

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HEADER = (*COLUMNS, *OPTIONAL)


def template_csv() -> bytes:
    """The header alone: its words are the same in every language."""
    return (",".join(HEADER) + "\r\n").encode("utf-8-sig")


def template_xlsx() -> bytes:
    """A workbook to fill in: the sheet of data, how to fill it, and the codes, in words."""
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        data = book.add_worksheet("data")
        bold = book.add_format({"bold": True, "bottom": 1})
        # Text, so that 1_4 stays 1_4 and a band is not taken for a day.
        text = book.add_format({"num_format": "@"})
        for place, name in enumerate(HEADER):
            data.write_string(0, place, name, bold)
            data.write_comment(0, place, words.said(words.REGISTER_COLUMNS, name))
            data.set_column(place, place, max(len(name) + 2, 10), text if place < 7 else None)
        data.freeze_panes(1, 0)
        for column, codes in (
            ("sex", SEXES),
            ("age_band", AGE_BANDS),
            ("iccc3_group", (*SUBGROUPS, ALL_GROUPS)),
        ):
            place = HEADER.index(column)
            rule = {"validate": "list", "source": list(codes)}
            data.data_validation(1, place, 5000, place, rule)
        datafiles.sheet(book, _("How to fill it in"), pd.DataFrame({_("Rule"): rules()}))
        datafiles.sheet(book, _("Columns"), columns())
        datafiles.sheet(book, _("Codes"), codes_())
    return buffer.getvalue()


def rules() -> list[str]:
    """How a table is to be filled in."""
    return [
        _("Only counts: no name, no day, no number of a person. Such a column stops the import."),
        _(
            "Fill in the sheet “data”. Its first row stays as it is: the same words in every language."
        ),
        _("One row for each place, year, sex, age band, group and subgroup that you count."),
        _("Write 0 where there was no case; leave a cell empty only where it is not known."),
        _(
            "Totals may be left out: they are reckoned where all their parts stand. Where you give them "
            "they must be the sums of their parts."
        ),
        _(
            "Survivors and deaths are of the children of the row. Leave a year of follow-up empty where "
            "not all of them can have reached it."
        ),
        _(
            "Rates are standardised only where the people of every age band are known: give them in "
            "“population”. For whole countries of the five, 0–14 and 15–19 are known to us."
        ),
        _("Counts of 1 to 4 need not be hidden by you: they are hidden in all that is shown."),
    ]


def columns() -> pd.DataFrame:
    """What each column holds."""
    return pd.DataFrame(
        {
            _("Column"): HEADER,
            _("What it holds"): [words.said(words.REGISTER_COLUMNS, name) for name in HEADER],
            _("Needed"): [_("yes") if name in NEEDED else _("no") for name in HEADER],
        }
    )


def codes_() -> pd.DataFrame:
    """The codes that columns may hold, with their meaning."""
    ages = [(band, band.replace("_", "–")) for band in AGE_BANDS]
    groups = [(code, words.said(words.ICCC3, code)) for code in (*SUBGROUPS, ALL_GROUPS)]
    letters = [
        (" ".join(letters), words.said(words.ICCC3, group))
        for group, letters in SUBGROUPS.items()
        if letters
    ]
    rows = [
        *(("sex", sex, _(word)) for sex, word in words.SEXES.items()),
        *(("age_band", code, _("{ages} years").format(ages=said)) for code, said in ages),
        *(("iccc3_group", code, said) for code, said in groups),
        *(("iccc3_subgroup", code, said) for code, said in letters),
    ]
    return pd.DataFrame(rows, columns=[_("Column"), _("Code"), _("Meaning")])


def bundle(held: Import) -> bytes:
    """All that may be told of an import in one zip: protected counts, rates, survival, quality."""
    tables = held.tables
    files = {
        "cases_protected.csv": downloads.csv(tables.cells),
        "incidence.csv": downloads.csv(tables.incidence),
        "survival.csv": downloads.csv(tables.survival),
        "quality.csv": downloads.csv(tables.quality),
        "README.md": readme(held).encode("utf-8"),
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def readme(held: Import) -> str:
    """What the bundle holds, how it was reckoned, and what one should know."""
    small = disclosure.SMALL
    parts = [
        "# " + _("Figures of the register {name}").format(name=held.name),
        _("Invented, to try the import: no child and no country stands behind it.")
        if held.invented
        else "",
        _("Made on {date} with Shifo from a file that stayed in the session of its reader.").format(
            date=language.date(date.today())
        ),
        "## " + _("Protection"),
        _(
            "Counts of 1 to {n} are told as <{small}. Cells with • are hidden with them, so that no count "
            "of 1 to {n} follows from sums over years, sexes, ages, groups or areas. Rates, survival and "
            "shares that would give one away are empty. Do not publish the file itself beside these tables."
        ).format(n=number(small - 1), small=number(small)),
        "## " + _("Method"),
        _(
            "Incidence: cases per million person-years; crude with exact Poisson limits, standardised to "
            "WHO's world population of 2000–2025 with the gamma limits of Fay and Feuer. Survival: life "
            "table of Cutler and Ederer, limits of Greenwood on the log-log scale, in whole percents; "
            "least and most are as if all who were lost had died, or live. Shares: Wilson's limits. All "
            "limits are of 95%. Year 0 stands for all years together."
        ),
        "## " + _("Terms"),
        _("The figures are their register's: ask it before you publish them."),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"
