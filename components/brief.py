"""The brief of one country: what it has, what it needs and how sure we are, on one page.

The page Countries, the A4 sheet and the two slides are drawn from the same value.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import pandas as pd
from pptx.util import Inches

from components import (
    capacity_tables,
    centres,
    citation,
    facts,
    figure,
    filters,
    findings,
    gallery,
    language,
    pictures,
    project_rows,
    reach,
    references,
    slides,
    state,
    strip,
    words,
)
from components.figure import Figure
from components.language import _, ngettext, number, percent
from components.views import View
from shifo import cooperation, evidence
from shifo.projects import ENDED
from shifo.vocabulary import MEGAVOLTAGE

MOST_PARTNERS = 3
SHORT, SHORTER = 110, 64
"""Letters of a cell on the sheet and on a slide at most."""


@dataclass(frozen=True)
class Section:
    """A part of the brief: a table under a title, and a sentence on it."""

    title: str
    rows: pd.DataFrame
    note: str = ""


@dataclass(frozen=True)
class Brief:
    """Everything on one country in one view."""

    iso3: str
    view: View
    title: str
    subtitle: str
    strip: tuple[strip.Figure, ...]
    map: Figure
    need: Figure
    sections: tuple[Section, ...]
    sources: tuple[str, ...]

    @property
    def link(self) -> str:
        """The address of the page that shows it."""
        return f"{self.view.link('country')}&{state.FOCUS}={self.iso3}"

    @property
    def file_name(self) -> str:
        """The name of its files, without the ending."""
        basis = "" if self.view.basis == state.BASES[0] else f"-{self.view.basis}"
        on, spoken = self.view.on.isoformat(), self.view.language
        return f"shifo-brief-{self.iso3}{basis}-{on}-{spoken}"


def of(iso3: str, view: View) -> Brief:
    """The brief of a country, with the day, basis, language and theme of a view."""
    alone = replace(view, choices=((state.COUNTRY, (iso3,)),))
    with language.using(view.language):
        nation = facts.capacity(view.on, view.basis)
        nation = nation[nation["iso3"] == iso3]
        map_, need = gallery.draw("map", alone), gallery.draw("capacity-need", alone)
        quality = facts.completeness(view.on, view.basis)
        counted = figure.keys(quality.loc[quality["iso3"] == iso3, "national_sources"])
        return Brief(
            iso3=iso3,
            view=alone,
            title=words.country(iso3),
            subtitle=f"{words.basis_sentence(view.basis)} · {language.date(view.on)}",
            strip=tuple(strip.figures(nation, view.basis, alone.norms)),
            map=map_,
            need=need,
            sections=tuple(part(iso3, alone) for part in PARTS),
            sources=tuple(dict.fromkeys((*map_.sources, *need.sources, *counted))),
        )


# --- parts -------------------------------------------------------------------------------------


def _centres(iso3: str, view: View) -> Section:
    rows = centres.rows(view.on, view.basis, None)
    rows = rows[(rows["iso3"] == iso3) & ~rows["state"].isin(["planned", "installing"])]
    rows = rows.sort_values(["operational", "installed"], ascending=False, na_position="last")
    named = facts.names()
    columns = {
        _("Centre"): rows["key"].map(named),
        _("City"): rows["city"].map(language.place, na_action=None),
        _("At work"): [
            "–"
            if pd.isna(row["installed"])
            else _("{n} of {all}").format(
                n=number(row["operational"]), all=number(row["installed"])
            )
            for row in rows.to_dict("records")
        ],
        _("State"): rows["state"].map(lambda word: words.said(filters.MARK_STATES, word)),
        _("Record of"): [
            "–" if pd.isna(row["installed"]) else _dated(row["as_of"])
            for row in rows.to_dict("records")
        ],
    }
    return Section(
        _("Centres and their megavoltage machines"),
        pd.DataFrame(columns),
        _("At work of those installed. “–”: no machine on record, which is not to say none."),
    )


def _projects(iso3: str, view: View) -> Section:
    """What is neither open nor stopped, with the newest evidence first."""
    rows = project_rows.rows(view.on)
    every = rows[rows["iso3"] == iso3]
    rows = every[~every["state"].isin(ENDED)].sort_values("age")
    told = rows.to_dict("records")
    columns = {
        _("Project"): rows["name"],
        _("Promised for"): [project_rows.promised(row) for row in told],
        _("State"): [
            _("{state}, past its date").format(state=_state(row))
            if row["outcome"] == "overdue"
            else _state(row)
            for row in told
        ],
        _("Last news"): [
            f"{project_rows.reported(row['last_date'])}: {language.fact(row['last_what'])}"
            for row in told
        ],
    }
    return Section(
        _("Planned and under construction"),
        pd.DataFrame(columns),
        findings.of_projects(every) if len(every) else _("None is on record."),
    )


def _state(row: dict) -> str:
    return words.said(words.PROJECT_STATES, row["state"])


def _quality(iso3: str, view: View) -> Section:
    rows = facts.completeness(view.on, view.basis)
    rows = rows[(rows["iso3"] == iso3) & rows["measure"].isin(["megavoltage_machines"])]
    located = [
        _(
            "{located} megavoltage machines are located; the national count of {date} gives {all}."
        ).format(
            located=number(row["located"]),
            all=number(row["national"]),
            date=_dated(row["national_as_of"]),
        )
        for row in rows.to_dict("records")
        if pd.notna(row["national"])
    ] or [_("No national count of megavoltage machines was found.")]
    stock = facts.stock(view.on, view.basis)
    stock = stock[(stock["iso3"] == iso3) & (stock["class"] == MEGAVOLTAGE)]
    ages = evidence.freshness(stock["as_of"], view.on)
    old = [
        _("{share} of the records behind these counts are more than {n} years old.").format(
            share=percent((ages == "old").mean()), n=evidence.OLD_YEARS
        )
    ]
    machines = facts.machines(view.on)
    country = facts.catalogue()["centres"].set_index("key")["iso3"]
    mine = machines[(machines["class"] == MEGAVOLTAGE) & (machines["centre"].map(country) == iso3)]
    states = capacity_tables.composition(view.on, [iso3])
    unknown = int(states.loc[states["status"] == "unknown", "machines"].sum())
    one_by_one = _("{n} machines are documented one by one; the state of {m} is unknown.").format(
        n=number(int(mine["machines"].sum())), m=number(unknown)
    )
    told = [*located, *(old if len(stock) else []), one_by_one]
    return Section(_("Quality of the data"), pd.DataFrame({_("Finding"): told}))


def _access(iso3: str, view: View) -> Section:
    rows = []
    for within in ("100km", "200km", "2h"):
        rule = reach.rule({state.WITHIN: within})
        row = facts.coverage(view.on, view.basis, "radiotherapy", rule).set_index("area").loc[iso3]
        rows.append((reach.said(rule), reach.covered(row)))
    lost = facts.outages(view.on, view.basis, "radiotherapy", reach.rule({}))
    lost = lost[lost["iso3"] == iso3].head(1)
    told = [
        _("If {name} stopped, {n} people would have none within {limit}.").format(
            name=facts.names().get(row["centre"], row["name"]),
            n=language.compact(row["people_losing_cover"]),
            limit=reach.said(reach.rule({})),
        )
        for row in lost.to_dict("records")
    ]
    shares = "; ".join(f"{limit}: {share}" for limit, share in rows)
    lines = [
        _("People with a working machine in their own country within {shares}.").format(
            shares=shares
        ),
        *told,
    ]
    return Section(_("Reach"), pd.DataFrame({_("Finding"): lines}))


def _cooperation(iso3: str, view: View) -> Section:
    rows = cooperation.passing(facts.agreements(view.on), countries=[iso3])
    told = cooperation.partners(rows)
    ranks = cooperation.ranking(rows)
    mine = told[told["iso3"] == iso3].drop_duplicates(["partner", "id"])
    counts = mine.groupby("partner").size()
    order = [key for key in ranks["partner"] if key in counts.index]
    order.sort(key=lambda key: -int(counts[key]))
    named = facts.names()
    lines = [
        ngettext(
            "{n} agreement is on record; no outcome was found for {open}.",
            "{n} agreements are on record; no outcome was found for {open}.",
            len(rows),
        ).format(n=number(len(rows)), open=number(int((rows["status"] == "unknown").sum())))
    ]
    if order:
        most = [f"{named[key]} ({number(int(counts[key]))})" for key in order[:MOST_PARTNERS]]
        lines.append(_("Most with {partners}.").format(partners=language.listed(most)))
    return Section(_("Cooperation"), pd.DataFrame({_("Finding"): lines}))


def _children(iso3: str, view: View) -> Section:
    row = facts.children_expected(view.on.year).set_index("iso3").loc[iso3]
    last = facts.children_registered()
    last = last[(last["iso3"] == iso3) & (last["year"] <= view.on.year)].tail(1)
    told = [
        _("{n} children under 15 are expected to fall ill a year ({low}–{high}).").format(
            n=number(row["expected_0_14"], 0),
            low=number(row["expected_low"], 0),
            high=number(row["expected_high"], 0),
        )
    ]
    told += [
        _("{n} were registered in {year}, {share} of those expected in the same ages.").format(
            n=number(one["registered"]),
            year=int(one["year"]),
            share=percent(one["registered"] / one["expected"]),
        )
        for one in last.to_dict("records")
        if pd.notna(one["expected"])
    ] or [_("No count registered in one year is published.")]
    units = facts.children_units(view.on.year).set_index("iso3").loc[iso3]
    within = facts.children_reach(view.on, view.basis, ("200km",)).set_index("iso3").loc[iso3]
    told.append(
        ngettext(
            "{n} unit is known to operate; {share} of the children live within 200 km.",
            "{n} units are known to operate; {share} of the children live within 200 km.",
            int(units["units"]),
        ).format(n=number(units["units"]), share=percent(within["unit_pct"] / 100))
        if units["units"]
        else _("No unit for children with cancer is known to operate.")
    )
    return Section(_("Children with cancer"), pd.DataFrame({_("Finding"): told}))


PARTS: tuple[Callable[[str, View], Section], ...] = (
    _centres,
    _projects,
    _quality,
    _access,
    _cooperation,
    _children,
)
"""The sections in their order; a page that comes later adds its own."""


def _dated(day: object) -> str:
    return language.date(str(day)) if isinstance(day, str) else _("undated")


# --- files -------------------------------------------------------------------------------------


def pdf(iso3: str, view: View) -> bytes:
    """The brief as one A4 page; always light, for paper."""
    brief = of(iso3, replace(view, dark=False))
    with language.using(view.language):
        told = {
            "title": brief.title,
            "subtitle": brief.subtitle,
            "lang": view.language,
            "strip": [
                {"label": one.label, "value": one.value, "note": one.note} for one in brief.strip
            ],
            "pictures": [
                {
                    "title": one.drawing.title,
                    "picture": pictures.drawing(one, width, height),
                    "alt": f"{one.drawing.title}. {one.drawing.subtitle}",
                }
                for one, width, height in ((brief.map, 860, 600), (brief.need, 400, 170))
            ],
            "sections": [_printed(section) for section in brief.sections],
            "sources": {"title": _("Sources"), "text": _cited(brief)},
            "more": _("and {n} more: see the link"),
            "link": brief.link,
            "code": pictures.code(brief.link),
            "foot": _sentence(brief),
        }
    return slides.typeset("brief", {"brief": told})


def pptx(iso3: str, view: View) -> bytes:
    """The brief as two slides: what there is, and what is needed."""
    brief = of(iso3, view)
    wide, tall = slides.WIDE - 2 * slides.SIDE, Inches(5.0)
    top, dark = Inches(1.75), view.dark
    centres_, projects, quality, *later = brief.sections
    with language.using(view.language):
        deck = slides.blank(view, f"Shifo: {brief.title}")
        title = f"{brief.title}: {brief.map.drawing.title}"
        first = slides.begun(deck, title, brief.subtitle, dark)
        half = wide * 42 // 100
        slides.table(
            first,
            (_("Measure"), _("Value"), ""),
            [(one.label, one.value, one.note) for one in brief.strip],
            (slides.SIDE, top, half, tall - Inches(2)),
            dark=dark,
            size=12,
        )
        slides.place(
            first,
            brief.map,
            (slides.SIDE + half + Inches(0.3), top, wide - half - Inches(0.3), tall),
        )
        slides.below(first, _sentence(brief), dark)
        slides.noted(first, brief.map)

        second = slides.begun(deck, brief.need.drawing.title, brief.need.drawing.subtitle, dark)
        slides.place(second, brief.need, (slides.SIDE, top, half, Inches(2.4)))
        slides.lines(
            second,
            quality.title,
            [str(line) for part in (quality, *later) for line in part.rows.iloc[:, 0]],
            (slides.SIDE, top + Inches(2.5), half, Inches(2.4)),
            dark,
        )
        right = (slides.SIDE + half + Inches(0.3), top, wide - half - Inches(0.3), tall)
        coming = projects.rows.iloc[:3, [0, 2]].astype(str)
        listed = centres_.rows.iloc[: 11 - len(coming), [0, 2, 3]].astype(str)
        slides.table(
            second,
            tuple(listed.columns),
            [
                *((_short(name), *more) for name, *more in listed.to_numpy().tolist()),
                *((_short(name), "", status) for name, status in coming.to_numpy().tolist()),
            ],
            right,
            dark=dark,
            size=11,
        )
        left_out = len(centres_.rows) - len(listed) + len(projects.rows) - len(coming)
        rest = " " + _("{n} more are on the page.").format(n=number(left_out)) if left_out else ""
        slides.below(second, _sentence(brief) + rest, dark)
        slides.noted(second, brief.need)
        return slides.saved(deck)


def _printed(section: Section) -> dict:
    rows = section.rows.astype(str)
    # A sentence has the whole line, and may take a second one.
    most = 2 * SHORT if len(rows.columns) == 1 else SHORT
    return {
        "title": section.title,
        "note": section.note,
        "head": list(rows.columns),
        "rows": rows.map(lambda cell: _short(cell, most)).to_numpy().tolist(),
    }


def _short(text: str, most: int = SHORTER) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def _cited(brief: Brief) -> str:
    rows = references.sources(";".join(brief.sources)).to_dict("records")
    return "; ".join(
        str(row["title"])
        + (f" ({language.date(row['published'])})" if isinstance(row["published"], str) else "")
        for row in rows
    )


def _sentence(brief: Brief) -> str:
    return f"{citation.short(brief.map)} · CC BY 4.0 · {_('Borders imply no opinion.')}"
