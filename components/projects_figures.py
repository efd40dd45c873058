"""The figure of the page Projects: what was promised for when, against what was delivered."""

from __future__ import annotations

from datetime import date
from typing import Any

import altair as alt
import pandas as pd

from components import facts, findings, project_rows
from components.charts import NARROW, framed, top_legend
from components.figure import Figure, Plot, keys
from components.inks import Inks
from components.language import N_, _, number
from components.language import date as dated
from components.theme import hexadecimal, palette
from components.views import View
from shifo.dates import first_day, last_day
from shifo.projects import OUTCOMES, statements

ROW = 36
"""Height of a project with its name, in pixels."""

KINDS = {
    "announced": N_("first announced"),
    "promised": N_("promised to open"),
    "opened": N_("opened"),
    "open_end": N_("no opening known"),
}
SHAPES = {
    "announced": "stroke",
    "promised": "diamond",
    "opened": "circle",
    "open_end": "triangle-right",
}


def slips(view: View) -> Figure:
    """Every project that was promised for a date: the promises, and the opening or none."""
    rows, sentence = project_rows.shown(view)
    rows = ordered(rows)
    timed = rows[rows["outcome"] != "no_date"]
    left_out = len(rows) - len(timed)
    note = _("{n} more name no date: see the table").format(n=number(left_out))
    drawing = framed(
        _layers(timed, view.on, view.dark) if len(timed) else [_nothing()],
        title=findings.of_projects(rows),
        subtitle=" · ".join(
            part
            for part in (
                _("Promised against delivered"),
                dated(view.on),
                note if left_out else "",
            )
            if part
        ),
        sources=_("Sources: see the table; every statement has its own"),
        height=max(60, ROW * len(timed)),
        inks=Inks.of(view.dark),
    )
    late = tuple(None if pd.isna(x) else round(float(x), 1) for x in timed["slip_low"])
    return Figure(
        name="projects-slips",
        page="projects",
        view=view,
        drawing=drawing,
        shown=project_rows.readable(rows),
        data=facts.projects(view.on),
        sources=keys(rows["sources"]),
        filters=sentence,
        parameters=_("Years from the last day of the first promise"),
        plot=Plot("bar", tuple(timed["name"]), ((_("Years late, at least"), late),), "0.0"),
    )


def ordered(rows: pd.DataFrame) -> pd.DataFrame:
    """Those past their date first, the longest on top; those without a date last."""
    rank = rows["outcome"].map(OUTCOMES.index)
    return rows.assign(rank=rank, most=rows["slip_low"].fillna(-1)).sort_values(
        ["rank", "most", "name"], ascending=[True, False, True], kind="stable"
    )


def _layers(rows: pd.DataFrame, on: date, dark: bool) -> list[alt.Chart]:
    """Names stand above their lines, not beside them: they are long, and a phone is narrow."""
    inks, ground = Inks.of(dark), hexadecimal(palette(dark).panel)
    spans, points = _spans(rows, on), _points(rows, on)
    y = alt.Y("name:N", sort=list(rows["name"]), axis=None)
    tooltip = [
        alt.Tooltip("name:N", title=_("Project")),
        alt.Tooltip("said:N", title=_("When")),
        alt.Tooltip("slip:N", title=_("Against the first promise")),
    ]
    axis = alt.Axis(format="%Y", grid=True, tickCount=6)
    x = alt.X("start:T", title=None, axis=axis)
    base = alt.Chart(spans).encode(x=x, x2="end:T", y=y, tooltip=tooltip)
    strokes = {
        "announced": inks.quiet_text,
        "promised": inks.text,
        "opened": inks.works,
        "open_end": inks.out_of_service,
    }
    fills = {**strokes, "promised": ground}
    labels = [_(KINDS[kind]) for kind in KINDS]
    legend = top_legend(labels, limit=200, offset=14)

    def by_kind(values: dict[str, str]) -> dict[str, Any]:
        scale = alt.Scale(domain=labels, range=[values[kind] for kind in KINDS])
        return {"title": None, "scale": scale, "legend": legend}

    return [
        base.transform_filter("datum.kind == 'waiting'").mark_rule(
            strokeDash=[2, 3], strokeWidth=1.2, color=inks.quiet_text
        ),
        base.transform_filter("datum.kind == 'late'").mark_rule(strokeWidth=4, color=inks.planned),
        base.transform_filter("datum.kind == 'overdue'").mark_rule(
            strokeWidth=4, color=inks.out_of_service
        ),
        alt.Chart(points)
        .mark_point(size=85, strokeWidth=2, opacity=1)
        .encode(
            x=alt.X("day:T"),
            y=y,
            stroke=alt.Stroke("kind:N", **by_kind(strokes)),
            fill=alt.Fill("kind:N", **by_kind(fills)),
            shape=alt.Shape("kind:N", **by_kind(SHAPES)),
            tooltip=tooltip,
        ),
        alt.Chart(rows[["name"]])
        .mark_text(
            align="left",
            baseline="bottom",
            dy=-7,
            color=inks.text,
            fontSize=alt.expr(f"{NARROW} ? 11 : 12.5"),
            limit=alt.expr("width"),
        )
        .encode(x=alt.value(0), y=y, text="name:N"),
    ]


def _spans(rows: pd.DataFrame, on: date) -> pd.DataFrame:
    """From the announcement to the promise, and from it to the opening or the open end."""
    spans = []
    for row in rows.to_dict("records"):
        due, start = last_day(row["due_first"]), first_day(row["announced"])
        told = {"name": row["name"], "slip": project_rows.slip(row)}
        spans.append({**told, "kind": "waiting", "start": start, "end": last_day(row["due_last"])})
        if row["outcome"] == "overdue":
            spans.append({**told, "kind": "overdue", "start": due, "end": _until(on)})
        elif isinstance(row["opened_by"], str) and date.fromisoformat(row["opened_by"]) > due:
            end = date.fromisoformat(row["opened_by"])
            spans.append({**told, "kind": "late", "start": due, "end": end})
    made = pd.DataFrame(spans)
    said = [f"{dated(a)} – {dated(b)}" for a, b in zip(made["start"], made["end"], strict=True)]
    return made.assign(
        start=pd.to_datetime(made["start"]), end=pd.to_datetime(made["end"]), said=said
    )


def _points(rows: pd.DataFrame, on: date) -> pd.DataFrame:
    said = statements(facts.catalogue(), on)
    dues = said.dropna(subset=["due"]).groupby("project")["due"].agg(list)
    points = []
    for row in rows.to_dict("records"):
        told = {"name": row["name"], "slip": project_rows.slip(row)}

        def put(kind: str, day: date, words: str, told: dict = told) -> None:
            points.append({**told, "kind": _(KINDS[kind]), "day": day, "said": words})

        put("announced", first_day(row["announced"]), project_rows.reported(row["announced"]))
        for due in dict.fromkeys(dues[row["key"]]):
            put("promised", last_day(due), dated(due))
        if isinstance(row["opened_by"], str):
            put("opened", date.fromisoformat(row["opened_by"]), project_rows.opening(row))
        elif row["outcome"] == "overdue":
            put("open_end", _until(on), dated(_until(on)))
    made = pd.DataFrame(points)
    return made.assign(day=pd.to_datetime(made["day"]))


def _until(on: date) -> date:
    return min(on, facts.catalogue().released)


def _nothing() -> alt.Chart:
    told = pd.DataFrame({"told": [_("No project matches.")]})
    return alt.Chart(told).mark_text(fontSize=13).encode(text="told:N")
