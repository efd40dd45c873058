"""The figures of the page Cooperation: from a view to frames, drawings and data."""

from __future__ import annotations

from functools import partial

import pandas as pd

from components import cooperation_charts as charts
from components import cooperation_map, facts, language, references, state, words
from components import cooperation_rows as rows_of
from components.charts import Drawing
from components.figure import Figure, Plot, keys
from components.language import _, ngettext, number, pgettext
from components.views import View
from shifo import cooperation
from shifo.vocabulary import COUNTRIES

MOST = 20
"""Partners on a chart at most; the table has all."""


def network(view: View) -> Figure:
    """The map of partners and the lines between them."""
    links = rows_of.chosen_links(view)
    chart, datasets = cooperation_map.drawn(view, links)
    drawing = Drawing(
        chart,
        _network_title(view, links),
        _subtitle(view, _("Lines between partners, wider with more agreements")),
        _cited(view) + ". " + _("Borders imply no opinion."),
        fixed=True,
        datasets=datasets,
    )
    return _agreed(
        view,
        "cooperation-map",
        drawing,
        rows_of.readable_links(links),
        features=partial(cooperation_map.features, view, links),
    )


def partners(view: View) -> Figure:
    """Partners by the number of agreements, parted by outcome."""
    ranks = cooperation.ranking(rows_of.chosen_agreements(view))
    named = facts.names()
    ranks = ranks.assign(name=[named[key] for key in ranks["partner"]])
    by_mark = {
        one: [s for s in cooperation.LIVELIEST if rows_of.mark(s) == one]
        for one in rows_of.MARK_NAMES
    }
    sums = ranks.assign(**{one: ranks[parts].sum(axis=1) for one, parts in by_mark.items()})
    top = _unlike(sums.head(MOST))
    long = top.melt(["name", "agreements"], list(by_mark), var_name="mark", value_name="n")
    long = long[long["n"] > 0]
    drawing = charts.ranked(
        long.sort_values("agreements", ascending=False, kind="stable"),
        _partners_title(ranks),
        _subtitle(view, _("Agreements by partner and outcome, the first {n}").format(n=MOST)),
        _cited(view),
        view.dark,
    )
    columns = {
        _("Partner"): sums["name"],
        _("Agreements"): sums["agreements"],
        **{words.said(rows_of.MARK_NAMES, one): sums[one] for one in by_mark},
        _("Countries"): [
            language.listed([words.country(code) for code in codes]) if codes else "–"
            for codes in sums["countries"]
        ],
    }
    plot = Plot(
        "stacked",
        tuple(top["name"]),
        tuple(
            (words.said(rows_of.MARK_NAMES, one), tuple(float(n) for n in top[one]))
            for one in by_mark
        ),
    )
    return _agreed(view, "cooperation-partners", drawing, pd.DataFrame(columns), plot=plot)


def matrix(view: View) -> Figure:
    """Partners against the five countries."""
    rows = rows_of.chosen_agreements(view)
    wide = cooperation.matrix(rows)[view.countries]
    wide = wide[wide.sum(axis=1) > 0]
    named = facts.names()
    shown = wide.assign(name=[named[key] for key in wide.index]).reset_index()
    top = _unlike(shown.head(MOST))
    cells = top.melt(["partner", "name"], view.countries, var_name="iso3", value_name="n")
    drawing = charts.crossed(
        cells,
        _matrix_title(wide),
        _subtitle(view, _("Agreements by partner and country, the first {n}").format(n=MOST)),
        _cited(view),
        view.dark,
    )
    columns = {_("Partner"): shown["name"]}
    columns |= {words.country(code): shown[code] for code in view.countries}
    return _agreed(view, "cooperation-matrix", drawing, pd.DataFrame(columns))


def timeline(view: View) -> Figure:
    """Events by kind in time."""
    rows = rows_of.chosen_events(view)
    named = facts.names()
    told = rows.assign(
        said=[rows_of.told(row) for row in rows.to_dict("records")],
        place=[_place(row, named) for row in rows.to_dict("records")],
        when=[_when(text) for text in rows["date"]],
    )
    earlier = int((rows["last"].dt.year < view.on.year - charts.SPAN_YEARS).sum())
    drawing = charts.timeline(
        told,
        view.on,
        _timeline_title(rows, view),
        _subtitle(view, _events_subtitle(earlier)),
        _cited_rows(rows),
        view.dark,
    )
    columns = {
        _("Date"): told["when"],
        _("Kind"): [words.said(words.TIMELINE_KINDS, kind) for kind in rows["kind"]],
        _("What"): told["said"],
        _("Where"): told["place"],
        _("Partners"): rows["partners"].str.replace(";", "; "),
        _("Sources"): rows["sources"].map(references.titles),
    }
    return Figure(
        name="cooperation-timeline",
        page="cooperation",
        view=view,
        drawing=drawing,
        shown=pd.DataFrame(columns).iloc[::-1].reset_index(drop=True),
        data=event_data(view),
        sources=keys(rows["sources"]),
        filters=rows_of.sentence(view, rows_of.HAPPENED),
    )


def congresses(view: View) -> Figure:
    """Editions of congresses with those who took part."""
    rows = rows_of.chosen_congresses(view)
    dated = rows[rows["first"].notna()].sort_values("first")
    missing = len(rows) - len(dated)
    drawing = charts.congresses(
        dated.assign(
            said=dated["name_en"].map(language.fact),
            middle=dated["first"] + (dated["last"] - dated["first"]) / 2,
            when=[_when(text) for text in dated["date"]],
            shown=[number(n) if pd.notna(n) else _("not known") for n in dated["participants"]],
            label=[_edition_label(row) for row in dated.to_dict("records")],
        ),
        _congress_title(rows),
        _subtitle(view, _congress_subtitle(missing)),
        _cited_rows(rows),
        view.dark,
    )
    columns = {
        _("Series"): [words.said(words.CONGRESS_SERIES, one) for one in rows["series"]],
        pgettext("of a congress", "Edition"): rows["edition"],
        _("Congress"): rows["name_en"].map(language.fact),
        _("Date"): [_when(text) for text in rows["date"]],
        _("City"): rows["city"].map(language.place, na_action=None),
        _("Country"): [words.country(code) for code in rows["country"]],
        _("Participants"): rows["participants"],
        _("Number of countries"): rows["countries_number"],
        _("Countries"): [
            language.listed([words.country(code) for code in cell.split(";")])
            if isinstance(cell, str)
            else None
            for cell in rows["countries"]
        ],
        _("Notes"): rows["notes"],
        _("Sources"): rows["sources"].map(references.titles),
    }
    return Figure(
        name="cooperation-congresses",
        page="cooperation",
        view=view,
        drawing=drawing,
        shown=pd.DataFrame(columns),
        data=congress_data(view, facts.congresses(view.on)),
        sources=keys(rows["sources"]),
        filters=rows_of.sentence(view, (state.COUNTRY,)),
    )


def agreement_data(view: View) -> pd.DataFrame:
    """Every agreement as it stands on the view's day, under the names of the data dictionary."""
    rows = facts.agreements(view.on)
    return rows.assign(
        countries=[
            ";".join(code for code in COUNTRIES if code in one) for one in rows["countries"]
        ],
        evidence_years=rows["evidence_years"].round(1),
        terms=_terms(rows),
        on=view.on.isoformat(),
    ).drop(columns=["pair"])


def event_data(view: View) -> pd.DataFrame:
    """Every event by the view's day, under the names of the data dictionary."""
    rows = facts.events(view.on)
    rows = rows.assign(
        institutions=[";".join(found) for found in rows["institutions"]],
        terms=_terms(rows),
        on=view.on.isoformat(),
    )
    return rows.drop(columns=["first", "last"])


def congress_data(view: View, rows: pd.DataFrame) -> pd.DataFrame:
    """Congresses under the names of the data dictionary."""
    rows = rows.assign(terms=_terms(rows), on=view.on.isoformat())
    return rows.drop(columns=["first", "last"])


def _terms(rows: pd.DataFrame) -> list[str]:
    """The strictest terms of the sources of each row."""
    return [references.strictest(cell.split(";")) for cell in rows["sources"]]


# --- words -------------------------------------------------------------------------------------


def _network_title(view: View, links: pd.DataFrame) -> str:
    rows = rows_of.chosen_agreements(view)
    if rows.empty:
        return _("No agreement matches")
    open_ = int((rows["status"] == "unknown").sum())
    if len(links) == 1:
        return ngettext(
            "{n} agreement between two partners; for {open} no outcome was found",
            "{n} agreements between two partners; for {open} no outcome was found",
            len(rows),
        ).format(n=number(len(rows)), open=number(open_))
    return ngettext(
        "{n} agreement between {pairs} pairs of partners; for {open} no outcome was found",
        "{n} agreements between {pairs} pairs of partners; for {open} no outcome was found",
        len(rows),
    ).format(n=number(len(rows)), pairs=number(len(links)), open=number(open_))


def _partners_title(ranks: pd.DataFrame) -> str:
    if ranks.empty:
        return _("No agreement matches")
    first = ranks.iloc[0]
    return _("{partner} has the most agreements: {n}").format(
        partner=first["name"], n=number(first["agreements"])
    )


def _matrix_title(wide: pd.DataFrame) -> str:
    everywhere = int((wide[list(wide.columns)] > 0).all(axis=1).sum()) if len(wide) else 0
    if wide.empty:
        return _("No agreement matches")
    if len(wide.columns) == 1:
        return ngettext("{n} partner", "{n} partners", len(wide)).format(n=number(len(wide)))
    return ngettext(
        "{n} of {all} partners works with each of the countries",
        "{n} of {all} partners work with each of the countries",
        everywhere,
    ).format(n=number(everywhere), all=number(len(wide)))


def _timeline_title(rows: pd.DataFrame, view: View) -> str:
    if rows.empty:
        return _("No event matches")
    years = view.on.year - 4
    counted = ngettext("{n} event", "{n} events", len(rows)).format(n=number(len(rows)))
    late = int((rows["first"].dt.year >= years).sum())
    if not late:
        return _("{events}, none of them since {year}").format(events=counted, year=years)
    return _("{events}, {late} of them since {year}").format(
        events=counted, late=number(late), year=years
    )


def _events_subtitle(earlier: int) -> str:
    what = _("Events by kind; a band where only the month or the year is known")
    if not earlier:
        return what
    before = ngettext(
        "{n} earlier event is to the left and in the table",
        "{n} earlier events are to the left and in the table",
        earlier,
    ).format(n=number(earlier))
    return f"{what} · {before}"


def _congress_title(rows: pd.DataFrame) -> str:
    known = rows.dropna(subset=["participants"])
    if rows.empty:
        return _("No congress matches")
    if known.empty:
        return ngettext(
            "{n} congress; how many took part is not known",
            "{n} congresses; how many took part is not known",
            len(rows),
        ).format(n=number(len(rows)))
    most = known.loc[known["participants"].astype(int).idxmax()]
    return ngettext(
        "{n} congress; {people} people came to {city} in {date}",
        "{n} congresses; most people, {people}, came to {city} in {date}",
        len(rows),
    ).format(
        n=number(len(rows)),
        people=number(most["participants"]),
        city=language.place(most["city"]),
        date=language.date(str(most["date"])[:7]),
    )


def _congress_subtitle(missing: int) -> str:
    what = _(
        "Editions by series; the circle grows with the people, a ring where they are not known"
    )
    if not missing:
        return what
    undated = ngettext(
        "{n} without a date is in the table only",
        "{n} without a date are in the table only",
        missing,
    ).format(n=number(missing))
    return f"{what} · {undated}"


def _edition_label(row: dict) -> str:
    """What stands above an edition: its number and who came."""
    parts = [_("no. {n}").format(n=row["edition"])] if pd.notna(row["edition"]) else []
    parts += [number(row["participants"])] if pd.notna(row["participants"]) else []
    return " · ".join(parts)


def _when(text: object) -> str:
    """A date or a period, as precise as it is known."""
    if not isinstance(text, str):
        return _("undated")
    first, _slash, last = text.partition("/")
    if not last:
        return language.date(first)
    return _("{first} to {last}").format(first=language.date(first), last=language.date(last))


def _place(row: dict, named: dict) -> str:
    if isinstance(row["centre"], str):
        return named[row["centre"]]
    if row["iso3"] in COUNTRIES:
        return words.country(row["iso3"])
    return _("several countries")


def _subtitle(view: View, what: str) -> str:
    left_out = rows_of.undated(view)
    parts = [what, language.date(view.on)]
    if left_out:
        parts.append(
            ngettext(
                "{n} undated agreement is left out",
                "{n} undated agreements are left out",
                left_out,
            ).format(n=number(left_out))
        )
    return " · ".join(parts)


def _cited(view: View) -> str:
    return _cited_rows(rows_of.chosen_agreements(view))


def _cited_rows(rows: pd.DataFrame) -> str:
    n = len(keys(rows["sources"]))
    return ngettext(
        "Sources: {n}, named in the table", "Sources: {n}, named row by row in the table", n
    ).format(n=number(n))


def _unlike(rows: pd.DataFrame) -> pd.DataFrame:
    """Names that differ: a chart would take two partners of one name for one."""
    again = rows["name"].duplicated(keep=False)
    told = zip(rows["name"], rows["partner"], again, strict=True)
    return rows.assign(name=[f"{name} · {key}" if twice else name for name, key, twice in told])


def _agreed(view: View, name: str, drawing: Drawing, shown: pd.DataFrame, **more: object) -> Figure:
    rows = rows_of.chosen_agreements(view)
    return Figure(
        name=name,
        page="cooperation",
        view=view,
        drawing=drawing,
        shown=shown,
        data=agreement_data(view),
        sources=keys(rows["sources"]),
        filters=rows_of.sentence(view, rows_of.AGREED),
        **more,  # type: ignore[arg-type]
    )
