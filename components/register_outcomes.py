"""Outcome and quality of an imported register: survival, and how well cases are known."""

from __future__ import annotations

import altair as alt
import pandas as pd

from components import findings, words
from components.charts import BAR, framed, room_right, told_apart, top_legend
from components.children_figures import values
from components.figure import Figure, Plot
from components.inks import Inks
from components.language import _, number, percent
from components.register_figures import (
    AXIS,
    Place,
    ages_of,
    cases,
    group_name,
    groups,
    incidence,
    incidence_0_19,
    made,
    of_place,
    span_of,
)
from components.register_session import Import
from components.views import View
from shifo import children
from shifo.register_columns import ALL_GROUPS, SUBGROUPS


def survival(view: View, held: Import, place: Place) -> Figure | None:
    """Observed survival after 1, 3 and 5 years with its limits, against 60 percent."""
    whole = of_place(held.tables.survival, place)
    rows = whole.dropna(subset=["value"])
    if rows.empty:
        return None
    order = [g for g in (ALL_GROUPS, *SUBGROUPS) if g in set(rows["iccc3_group"])]
    after = {n: _("after {n} y").format(n=number(n)) for n in sorted(set(rows["years"]))}
    rows = rows.assign(
        name=rows["iccc3_group"].map(group_name),
        what=rows["years"].map(after),
        **{name: 100 * rows[name] for name in ("value", "low", "high", "least", "most")},
        said=[
            f"{percent(row['value'])} ({percent(row['low'])}–{percent(row['high'])})"
            for row in rows.to_dict("records")
        ],
    )
    inks = Inks.of(view.dark)
    spans = list(after.values())
    colours = [inks.planned, inks.works, inks.text][: len(after)]
    colour, shape = told_apart("what:N", spans, colours, top_legend(spans, columns=3))
    base = alt.Chart(rows[["name", "what", "said", "value", "low", "high"]]).encode(
        y=alt.Y("name:N", sort=[group_name(g) for g in order], title=None, axis=AXIS),
        yOffset=alt.YOffset("what:N", sort=spans),
        color=colour,
        tooltip=[
            alt.Tooltip("name:N", title=_("Group")),
            alt.Tooltip("what:N", title=_("Years")),
            alt.Tooltip("said:N", title=_("Percent")),
        ],
    )
    axis = alt.Axis(values=[0, 20, 40, 60, 80, 100])
    scale = room_right(100, rows["said"])
    target = (
        alt.Chart(pd.DataFrame({"value": [children.TARGET_SURVIVAL]}))
        .mark_rule(strokeDash=[5, 4], strokeWidth=1.5, color=inks.out_of_service)
        .encode(x="value:Q")
    )
    span = base.mark_rule(strokeWidth=2).encode(x="low:Q", x2="high:Q")
    points = base.mark_point(filled=True, size=80, opacity=1).encode(
        x=alt.X("value:Q", title=None, axis=axis, scale=scale),
        shape=shape,
    )
    labels = base.mark_text(align="left", dx=6).encode(x="high:Q", text="said:N")
    drawing = framed(
        [target, span, points, labels],
        title=findings.of_register_survival(rows),
        subtitle=_("Observed survival, {ages}, diagnosed {years}, with limits of 95%").format(
            ages=ages_of(held), years=span_of(held)
        ),
        sources=_(
            "Life table of Cutler and Ederer, limits of Greenwood on the log-log scale; those lost are "
            "given to the intervals as those who left them. Line: the target of 60% after five years. A "
            "group of whom fewer than five died, were lost or lived in an interval is hidden"
        ),
        height=66 * len(order),
        inks=inks,
    )
    columns = {
        _("Group"): rows["name"],
        _("Years"): rows["years"],
        _("Percent"): rows["value"].round(),
        _("Low"): rows["low"].round(),
        _("High"): rows["high"].round(),
        _("If all who were lost died"): rows["least"].round(),
        _("If all who were lost live"): rows["most"].round(),
    }
    wide = rows.pivot(index="name", columns="what", values="value").reindex(
        [group_name(g) for g in order]
    )
    plot = Plot(
        "bar",
        tuple(wide.index),
        tuple((name, values(wide[name].round())) for name in spans),
        "0",
    )
    return made(view, held, place, "register-survival", drawing, pd.DataFrame(columns), whole, plot)


def quality(view: View, held: Import, place: Place) -> Figure | None:
    """Shares verified, unspecified and lost."""
    whole = of_place(held.tables.quality, place)
    rows = whole.dropna(subset=["value"])
    if rows.empty:
        return None
    rows = rows.assign(
        name=rows["measure"].map(lambda word: words.said(words.REGISTER_MEASURES, word)),
        said=[
            f"{percent(row['value'], 1)} ({percent(row['low'], 1)}–{percent(row['high'], 1)})"
            for row in rows.to_dict("records")
        ],
        **{name: 100 * rows[name] for name in ("value", "low", "high")},
    )
    inks = Inks.of(view.dark)
    base = alt.Chart(rows[["name", "said", "value", "low", "high"]]).encode(
        y=alt.Y("name:N", sort=None, title=None, axis=AXIS),
        tooltip=[
            alt.Tooltip("name:N", title=_("Measure")),
            alt.Tooltip("said:N", title=_("Percent")),
        ],
    )
    axis = alt.Axis(values=[0, 20, 40, 60, 80, 100])
    bars = base.mark_bar(height={"band": 0.5}, color=inks.works).encode(
        x=alt.X("value:Q", title=None, axis=axis, scale=room_right(100, rows["said"]))
    )
    span = base.mark_rule(strokeWidth=2, color=inks.text).encode(x="low:Q", x2="high:Q")
    labels = base.mark_text(align="left", dx=7, color=inks.text).encode(x="high:Q", text="said:N")
    drawing = framed(
        [bars, span, labels],
        title=findings.of_register_quality(rows),
        subtitle=_("Percent of new cases, {ages}, {years}, with limits of 95% (Wilson)").format(
            ages=ages_of(held), years=span_of(held)
        ),
        sources=_(
            "Unspecified: subgroups Ie, IIe, IIIf, VIc, VIIc, VIIIe, IXe, Xe, XIf and XIIb of ICCC-3; Ie, "
            "Xe and XIf hold other specified tumours as well"
        ),
        height=BAR * 1.75 * len(rows),
        inks=inks,
    )
    columns = {
        _("Measure"): rows["name"],
        _("Percent"): rows["value"].round(1),
        _("Low"): rows["low"].round(1),
        _("High"): rows["high"].round(1),
    }
    plot = Plot(
        "bar", tuple(rows["name"]), ((_("Percent"), values(rows["value"].round(1))),), "0.0"
    )
    return made(view, held, place, "register-quality", drawing, pd.DataFrame(columns), whole, plot)


FIGURES = (cases, incidence, groups, incidence_0_19, survival, quality)
"""All figures of an import, as they stand in two columns; None where the file does not tell one."""
