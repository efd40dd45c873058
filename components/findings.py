"""The findings: the sentence that stands above each chart, read off the frame it shows."""

from __future__ import annotations

import math

import pandas as pd

from components import language, reach, words
from components.language import _, compact, ngettext, number, percent
from shifo.access import Rule


def by_country(rows: pd.DataFrame, measure: str) -> str:
    known = rows.dropna(subset=["value"])
    if known.empty:
        return _("No working machine is recorded by this day")
    best, worst = known.iloc[0], known.iloc[-1]
    if len(known) == 1:
        return f"{words.measure(measure)}: {best['name']} {best['shown']}"
    if measure == "people_per_machine":
        return _("One machine serves {low} people in {best} and {high} in {worst}").format(
            low=worst["shown"], best=worst["name"], high=best["shown"], worst=best["name"]
        )
    if measure == "mv_per_million":
        return _("{best} has {high} working machines per million people, {worst} {low}").format(
            best=best["name"], high=best["shown"], worst=worst["name"], low=worst["shown"]
        )
    return _("{what}: {best} – {high}, {worst} – {low}").format(
        what=words.measure_in_short(measure),
        best=best["name"],
        high=best["shown"],
        worst=worst["name"],
        low=worst["shown"],
    )


def of_need(rows: pd.DataFrame) -> str:
    short = rows[rows["mv_operational"] < rows["need_case_norm_low"]].sort_values("coverage_pct")
    if len(short) == 1 or len(rows) == 1:
        row = (short if len(short) else rows).iloc[0]
        share = percent(row["mv_operational"] / row["need_case_norm"])
        return _("{name} has {share} of the machines that its cases need").format(
            name=row["name"], share=share
        )
    if short.empty:
        return _("Every country shown has the machines that its cases need")
    worst = short.iloc[0]
    share = percent(worst["mv_operational"] / worst["need_case_norm"])
    return ngettext(
        "{n} of {all} countries has too few machines for its cases; {name} has {share} of those it needs",
        "{n} of {all} countries have too few machines for their cases; {name} has {share} of those it needs",
        len(short),
    ).format(n=number(len(short)), all=number(len(rows)), name=worst["name"], share=share)


def by_region(rows: pd.DataFrame) -> str:
    none = rows[~rows["located"]]
    if none.empty:
        return _("Every region shown has a working machine")
    people = none["population"].sum() / 1e6
    return ngettext(
        "{n} of {all} regions, home to {people} million people, has no machine we could locate at work",
        "{n} of {all} regions, home to {people} million people, have no machine we could locate at work",
        len(none),
    ).format(n=number(len(none)), all=number(len(rows)), people=number(people, 1))


def of_composition(machines: pd.DataFrame) -> str:
    if machines.empty:
        return _("No machine is documented by this day")
    total = machines["machines"].sum()
    cobalt = machines.loc[machines["modality"] == "cobalt60", "machines"].sum()
    return ngettext(
        "{cobalt} of {all} documented machines is a cobalt unit",
        "{cobalt} of {all} documented machines are cobalt units",
        int(cobalt),
    ).format(cobalt=number(cobalt), all=number(total))


def of_history(steps: pd.DataFrame, totals: pd.DataFrame, undated: int = 0) -> str:
    working = undated + int(steps["working"].iloc[-1] if len(steps) else 0)
    if not working and steps.empty and totals.empty:
        return _("Nothing is recorded by this day")
    if not working and steps.empty:
        last = totals.iloc[-1]
        return _("No machine is documented one by one; {n} were counted nationally").format(
            n=number(last["value"])
        )
    now = number(working)
    if totals.empty:
        return ngettext(
            "{now} machine is documented as working; no one counted the whole country",
            "{now} machines are documented as working; no one counted the whole country",
            working,
        ).format(now=now)
    best = totals[totals["preferred"] & (totals["metric"] == "megavoltage_machines")]
    last = (totals if best.empty else best).iloc[-1]
    return ngettext(
        "{now} machine is documented as working; the last national count, of {date}, is {n}",
        "{now} machines are documented as working; the last national count, of {date}, is {n}",
        working,
    ).format(now=now, date=language.date(last["as_of"]), n=number(last["value"]))


def of_projection(rows: pd.DataFrame, working: int) -> str:
    last = rows.iloc[-1]
    return _("By {year} the cases will need {n} machines; {working} are at work today").format(
        year=int(last["year"]), n=number(math.ceil(last["need_case_norm"])), working=number(working)
    )


def of_map(shown: pd.DataFrame, what: str) -> str:
    installed, working = shown["installed"].sum(), shown["operational"].sum()
    if not installed:
        return ngettext(
            "{n} centre; it has no {what} on record",
            "{n} centres; none has {what} on record",
            len(shown),
        ).format(n=number(len(shown)), what=what)
    places = int((shown["installed"] > 0).sum())
    return ngettext(
        "{working} of {installed} {what} known at {n} centre are at work",
        "{working} of {installed} {what} known at {n} centres are at work",
        places,
    ).format(working=number(working), installed=number(installed), what=what, n=number(places))


def of_resource(shown: pd.DataFrame, what: str) -> str:
    having = int((shown["state"] == "works").sum())
    coming = int(shown["state"].isin(["planned", "installing"]).sum())
    return _("{what}: {n} on record as working, {m} planned or being built").format(
        what=initial(what), n=number(having), m=number(coming)
    )


def of_matrix(counts: pd.DataFrame) -> str:
    """`counts` has the columns resource, iso3, has and plans."""
    had = counts.groupby("resource", sort=False)[["has", "plans"]].sum()
    none = [words.said(words.RESOURCES, name) for name in had.index[had["has"] == 0]]
    if counts["iso3"].nunique() == 1:
        country = words.country(counts["iso3"].iloc[0])
        return _("{name} has {n} of {all} advanced resources on record").format(
            name=country, n=number(int((had["has"] > 0).sum())), all=number(len(had))
        )
    widest = counts[counts["has"] > 0].groupby("iso3").size().sort_values().tail(1)
    if widest.empty:
        return _("None of the countries shown has an advanced resource on record")
    told = _("{name} has {n} of {all} advanced resources on record").format(
        name=words.country(str(widest.index[0])),
        n=number(int(widest.iloc[0])),
        all=number(len(had)),
    )
    if not none:
        return told
    return _("{told}; no country shown has {list}").format(told=told, list=language.listed(none))


def of_nearest(rows: pd.DataFrame, what: str) -> str:
    """`rows` has the columns here, km and abroad of the regions shown."""
    if rows["km"].isna().all():
        return _("{what}: none is on record in the five countries").format(what=initial(what))
    without = rows[~rows["here"]]
    if without.empty:
        return _("{what}: every region shown has it").format(what=initial(what))
    far = int((without["km"] > 500).sum())
    return ngettext(
        "{what}: {n} of {all} regions has none on record; from {far} the nearest is more than 500 km away",
        "{what}: {n} of {all} regions have none on record; from {far} the nearest is more than 500 km away",
        len(without),
    ).format(what=initial(what), n=number(len(without)), all=number(len(rows)), far=number(far))


def of_projects(rows: pd.DataFrame) -> str:
    """`rows` are shifo.projects' rows that are shown."""
    dated = rows[rows["outcome"] != "no_date"]
    if rows.empty:
        return _("No project matches.").rstrip(".")
    if dated.empty:
        return _("No project shown has been promised for a date")
    overdue = int((dated["outcome"] == "overdue").sum())
    opened = dated["outcome"].isin(["late", "perhaps_late", "in_time"])
    return ngettext(
        "{overdue} of {n} projects with a date is past it, and no opening is known; {opened} opened, {in_time} of them on time",
        "{overdue} of {n} projects with a date are past it, and no opening is known; {opened} opened, {in_time} of them on time",
        overdue,
    ).format(
        overdue=number(overdue),
        n=number(len(dated)),
        opened=number(int(opened.sum())),
        in_time=number(int((dated["outcome"] == "in_time").sum())),
    )


def initial(text: str) -> str:
    """The text with a capital first letter, which PET-CT has already."""
    return text[:1].upper() + text[1:]


def of_coverage(rows: pd.DataFrame, rule: Rule, what: str) -> str:
    people = (rows["people"] * rows["covered_pct"] / 100).sum()
    return _("{n} of {all} people have {what} within {limit}").format(
        n=compact(people), all=compact(rows["people"].sum()), what=what, limit=reach.said(rule)
    )


def of_regions_reached(rows: pd.DataFrame, rule: Rule, what: str) -> str:
    few = int((rows["covered_pct"] < 50).sum())
    return _(
        "In {n} of {all} regions fewer than half of the people have {what} within {limit}"
    ).format(n=number(few), all=number(len(rows)), what=what, limit=reach.said(rule))


def of_curve(rows: pd.DataFrame, rule: Rule, what: str) -> str:
    nearest = rows.iloc[(rows["limit"] - rule.limit).abs().to_numpy().argsort(kind="stable")]
    here = nearest.drop_duplicates("iso3").sort_values("share")
    if len(here) == 1:
        one = here.iloc[0]
        return _("{share} of the people of {name} have {what} within {limit}").format(
            share=percent(one["share"]), name=one["name"], what=what, limit=reach.said(rule)
        )
    low, high = here.iloc[0], here.iloc[-1]
    return _(
        "{high} of the people of {best} have {what} within {limit}, {low} of those of {worst}"
    ).format(
        what=what,
        limit=reach.said(rule),
        high=percent(high["share"]),
        best=high["name"],
        low=percent(low["share"]),
        worst=low["name"],
    )


def of_met(rows: pd.DataFrame) -> str:
    whole = rows.iloc[-1]
    return _(
        "{both} of the need is met: {capacity} by capacity alone, {distance} by distance"
    ).format(
        both=percent(whole["both_pct"] / 100),
        capacity=percent(whole["capacity_pct"] / 100),
        distance=percent(whole["distance_pct"] / 100),
    )


def of_unmet(rows: pd.DataFrame) -> str:
    worst = rows.sort_values("unmet").iloc[-1]
    told = _("{n} of {all} courses needed a year cannot be given within reach").format(
        n=number(round(rows["unmet"].sum(), -2)), all=number(round(rows["need"].sum(), -2))
    )
    if len(rows) == 1:
        return told
    most = _("most in {name}").format(name=words.country(worst["area"]))
    return f"{told}; {most}"


def of_outage(rows: pd.DataFrame) -> str:
    if rows.empty:
        return _("No centre is at work")
    worst = rows.iloc[0]
    return _("If {name} stopped, {n} people would have none within reach").format(
        name=worst["label"], n=compact(worst["people_losing_cover"])
    )


def of_plan(before: float, after: float, n: int) -> str:
    return ngettext(
        "{n} new site would reach {more} more people",
        "{n} new sites would reach {more} more people",
        n,
    ).format(n=number(n), more=compact(max(after - before, 0)))


def of_children(rows: pd.DataFrame) -> str:
    return _("{n} children under 15 are expected to fall ill with cancer each year").format(
        n=number(round(rows["expected_0_14"].sum(), -1))
    )


def of_registered(rows: pd.DataFrame) -> str:
    if rows.empty:
        return _("No yearly count of registered cases is published")
    last = rows.groupby("iso3").tail(1).sort_values("found")
    low = last.iloc[0]
    return _("{name} registers {share} of the children expected to fall ill ({year})").format(
        name=low["name"], share=low["shown"], year=int(low["year"])
    )


def of_children_regions(rows: pd.DataFrame) -> str:
    most = rows.iloc[0]
    return _("{name} has the most: {n} children are expected to fall ill each year").format(
        name=most["name"], n=number(most["expected_0_14"], 0)
    )


def of_units(rows: pd.DataFrame) -> str:
    known = rows.dropna(subset=["cases_per_unit"])
    if known.empty:
        return _("No unit for children with cancer is known to operate")
    most = known.iloc[0]
    return ngettext(
        "In {name} {n} children a year are expected for the one unit known to operate",
        "In {name} {n} children a year are expected for each of the {units} units known to operate",
        int(most["units"]),
    ).format(name=most["name"], n=number(most["cases_per_unit"], 0), units=number(most["units"]))


def of_units_map(states: pd.Series, transplants: pd.Series) -> str:
    working = (states == "children").to_numpy()
    able = int(((transplants == "yes").to_numpy() & working).sum())
    n = int(working.sum())
    return ngettext(
        "{n} unit that treats children with cancer is known to operate; {able} can transplant",
        "{n} units that treat children with cancer are known to operate; {able} can transplant",
        n,
    ).format(n=number(n), able=number(able))


def of_children_reach(rows: pd.DataFrame, limit: str) -> str:
    here = rows[rows["column"] == limit]
    known = here.dropna(subset=["unit_pct"]).sort_values("unit_pct")
    if known.empty:
        return _("No unit for children with cancer is known to operate")
    least = known.iloc[0]
    return _("{share} of the children of {name} live within {limit} of a unit").format(
        share=percent(least["unit_pct"] / 100), name=least["name"], limit=limit
    )


def of_survival(rows: pd.DataFrame) -> str:
    known = rows.dropna(subset=["value"])
    if known.empty:
        return _("No survival of children with cancer is published")
    low = known.iloc[-1]
    if low["value"] >= 60:
        return _("Survival as reported is above the target of 60% wherever it is published")
    return _("{name}: {share} {what}, below the target of 60%").format(
        name=low["name"], share=percent(low["value"] / 100), what=low["what"]
    )


def of_known(rows: pd.DataFrame) -> str:
    empty = rows.groupby("column", sort=False)["value"].apply(lambda cells: cells.isna().all())
    if not empty.any():
        return _("Each of these measures of care is published by at least one country")
    return _("No figure is published by any of the countries shown: {measures}").format(
        measures=language.listed([str(name) for name in empty.index[empty]])
    )


def of_thirteen(rows: pd.DataFrame) -> str:
    none = rows[rows[["registered", "incidence", "survival"]].isna().all(axis=1)]
    return ngettext(
        "{n} of {all} countries publishes none of cases, incidence and survival",
        "{n} of {all} countries publish none of cases, incidence and survival",
        len(none),
    ).format(n=number(len(none)), all=number(len(rows)))


def of_register_cases(hidden: int, cells: int) -> str:
    if not hidden:
        return _("No count is small enough to be hidden")
    return ngettext(
        "{n} of {all} counts is hidden so that no child can be told",
        "{n} of {all} counts are hidden so that no child can be told",
        hidden,
    ).format(n=number(hidden), all=number(cells))


def of_register_incidence(rows: pd.DataFrame) -> str:
    last = rows.iloc[-1]
    return _("{n} new cases per million children in {year}").format(
        n=number(last["value"], 0), year=int(last["year"])
    )


def of_register_groups(rows: pd.DataFrame) -> str:
    most = rows.iloc[0]
    return _("Most frequent: {group}, {n} per million a year").format(
        group=most["name"], n=number(most["value"], 1)
    )


def of_register_survival(rows: pd.DataFrame) -> str:
    best = rows.sort_values("years")
    whole = best[best["iccc3_group"] == "all"]
    last = (whole if len(whole) else best).iloc[-1]
    return _("{share} are alive after {n} years ({group})").format(
        share=percent(last["value"] / 100), n=number(last["years"]), group=last["name"]
    )


def of_register_quality(rows: pd.DataFrame) -> str:
    first = rows.iloc[0]
    return _("{share} of cases: {what}").format(
        share=percent(first["value"] / 100), what=first["name"]
    )
