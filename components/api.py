"""Data by address: what Excel, QGIS and other web pages link to, always as the data stand now.

Every answer is made from the same functions as the pages. A parameter that is not understood
is refused with what is allowed: nothing is passed over in silence.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import date
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

import pandas as pd
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from components import (
    access_figures,
    centres,
    cooperation_figures,
    cooperation_rows,
    datafiles,
    downloads,
    exports,
    facts,
    filters,
    gallery,
    pictures,
    plan_figures,
    project_rows,
    references,
    state,
    views,
)
from components.map_figure import centre_data
from components.views import BadParameterError, View
from shifo import access

ROOT = "/api/v1"
FRESH = 300
"""Seconds for which an answer may be kept without asking again."""
AREAS = ("country", "region")
LOOKS, THEMES = ("picture", "slide", "phone"), ("light", "dark")
CHART_OPTIONS = {"look": LOOKS, "theme": THEMES, "scale": tuple(map(str, pictures.SCALES))}
EVIDENCE = (state.ON, state.BASIS)
MAP_FILTERS = state.FILTERS[:-1]
REACH = access_figures.READS

Answer = Callable[[Request], bytes]


def centres_csv(request: Request) -> bytes:
    """Centres with their machines on a day, as CSV."""
    view = _view(request, (*EVIDENCE, *MAP_FILTERS))
    rows = centre_data(view)
    return _csv(rows[rows["key"].isin(_shown(view))])


def centres_geojson(request: Request) -> bytes:
    """Centres with their machines on a day, as GeoJSON points in WGS 84."""
    view = _view(request, (*EVIDENCE, state.LANG, *MAP_FILTERS))
    return datafiles.geojson(gallery.draw("map", view))


def machines_csv(request: Request) -> bytes:
    """Documented machines, each in its state on a day, as CSV."""
    view = _view(request, (state.ON, state.COUNTRY))
    rows = facts.machines(view.on).drop(columns="day")
    country = rows["centre"].map(facts.catalogue()["centres"].set_index("key")["iso3"])
    rows = rows.assign(iso3=country, on=view.on.isoformat())
    return _csv(rows[country.isin(view.countries)])


def capacity_csv(request: Request) -> bytes:
    """People, cases and machines against the norms, as CSV."""
    return _csv(_capacity(request))


def capacity_json(request: Request) -> bytes:
    """People, cases and machines against the norms, as JSON records."""
    return _capacity(request).to_json(orient="records", force_ascii=False).encode("utf-8")


def coverage_csv(request: Request) -> bytes:
    """People within a distance or time of a resource by region, country and all, as CSV."""
    view = _view(request, (*EVIDENCE, *REACH))
    # As the command has it: `all` are the countries asked for.
    asked = (view.on, view.basis, access_figures.resource(view), view.rule)
    cost = facts.reached(*asked, access_figures.scenario(view))
    rows = access.coverage(facts.demand(view.on.year), cost, view.rule.limit, view.countries)
    return _csv(rows.assign(on=view.on.isoformat(), basis=view.basis))


def projects_csv(request: Request) -> bytes:
    """Projects: what was promised, what became of it and how old the evidence is, as CSV."""
    view = _view(request, (state.ON, *state.PROJECTS))
    found, _words = project_rows.shown(view)
    rows = facts.projects(view.on)
    rows = rows[rows["key"].isin(found["key"])]
    terms = [references.strictest(joined.split(";")) for joined in rows["sources"]]
    return _csv(rows.assign(terms=terms, on=view.on.isoformat()))


def partnerships_csv(request: Request) -> bytes:
    """Agreements with their outcome and the age of the last evidence, as CSV."""
    view = _view(request, (state.ON, *cooperation_rows.AGREED))
    rows = cooperation_figures.agreement_data(view)
    return _csv(rows[rows["id"].isin(cooperation_rows.chosen_agreements(view)["id"])])


def timeline_csv(request: Request) -> bytes:
    """Events, breakdowns and repairs among them, as CSV."""
    view = _view(request, (state.ON, *cooperation_rows.HAPPENED))
    rows = cooperation_figures.event_data(view)
    return _csv(rows[rows["id"].isin(cooperation_rows.chosen_events(view)["id"])])


def congresses_csv(request: Request) -> bytes:
    """Editions of congresses with those who took part, as CSV."""
    view = _view(request, (state.ON, state.COUNTRY))
    return _csv(cooperation_figures.congress_data(view, cooperation_rows.chosen_congresses(view)))


def children_csv(request: Request) -> bytes:
    """Children expected to fall ill, registered, undiagnosed, and units that treat them, as CSV."""
    view = _view(request, (state.ON, state.COUNTRY))
    rows = facts.children_expected(view.on.year)
    told = facts.children_registered()
    last = told[told["year"] <= view.on.year].groupby("iso3").tail(1)
    last = last[["iso3", "year", "age_band", "registered", "undiagnosed", "sources", "notes"]]
    last = last.rename(columns={"year": "registered_year", "age_band": "registered_ages"})
    rows = rows[rows["iso3"].isin(view.countries)].merge(last, on="iso3", how="left")
    units = facts.children_units(view.on.year)
    units = units[["iso3", "units", "beds", "beds_known", "transplants", "cases_per_unit"]]
    rows = rows.merge(units, on="iso3", how="left")
    version = facts.catalogue().version
    return _csv(rows.assign(on=view.on.isoformat(), data_version=version))


def data_zip(request: Request) -> bytes:
    """Every table with its description, terms and citation, in one zip."""
    _view(request, ())
    return downloads.bundle(facts.catalogue())


def chart(request: Request) -> bytes:
    """A chart or map as a picture, with the parameters of its page."""
    name, kind = request.path_params["name"], request.path_params["kind"]
    if name not in gallery.FIGURES or kind not in pictures.KINDS:
        raise LookupError(
            f"there is no chart '{name[:80]}.{kind[:8]}'; there are "
            f"{', '.join(gallery.FIGURES)} as {', '.join(pictures.KINDS)}"
        )
    options = {n: _option(request, n, allowed) for n, allowed in CHART_OPTIONS.items()}
    known = (*state.GLOBAL, *gallery.FIGURES[name].reads)
    view = _view(request, known, options)
    return _drawn(name, view, kind, options["look"], options["theme"], options["scale"])


def openapi(_request: Request) -> JSONResponse:
    """The description of all this for programs."""
    return JSONResponse(describe(), headers={"Cache-Control": f"public, max-age={FRESH}"})


# --- parts -------------------------------------------------------------------------------------

CSV, JSON = "text/csv; charset=utf-8", "application/json"
ANSWERS: dict[str, tuple[Answer, str, tuple[str, ...]]] = {
    "centres.csv": (centres_csv, CSV, (*EVIDENCE, *MAP_FILTERS)),
    "centres.geojson": (
        centres_geojson,
        "application/geo+json",
        (*EVIDENCE, state.LANG, *MAP_FILTERS),
    ),
    "machines.csv": (machines_csv, CSV, (state.ON, state.COUNTRY)),
    "capacity.csv": (capacity_csv, CSV, (*EVIDENCE, state.COUNTRY, "by", *state.PARAMETERS)),
    "capacity.json": (capacity_json, JSON, (*EVIDENCE, state.COUNTRY, "by", *state.PARAMETERS)),
    "coverage.csv": (coverage_csv, CSV, (*EVIDENCE, *REACH)),
    "projects.csv": (projects_csv, CSV, (state.ON, *state.PROJECTS)),
    "partnerships.csv": (partnerships_csv, CSV, (state.ON, *cooperation_rows.AGREED)),
    "timeline.csv": (timeline_csv, CSV, (state.ON, *cooperation_rows.HAPPENED)),
    "congresses.csv": (congresses_csv, CSV, (state.ON, state.COUNTRY)),
    "children.csv": (children_csv, CSV, (state.ON, state.COUNTRY)),
    "data.zip": (data_zip, "application/zip", ()),
}


def routes() -> list[Route]:
    """The routes of the API, for the server."""
    made = [
        Route(f"{ROOT}/{path}", partial(_answer, make, mime), name=path)
        for path, (make, mime, _names) in ANSWERS.items()
    ]
    return [
        *made,
        Route(f"{ROOT}/charts/{{name:str}}.{{kind:str}}", partial(_answer, chart, "")),
        Route(f"{ROOT}/openapi.json", openapi),
        Route(f"{ROOT}/{{rest:path}}", _nothing),
    ]


def _answer(make: Answer, mime: str, request: Request) -> Response:
    """An answer with its headers, 304 where the reader has it already, or what is wrong."""
    tag = f'"{_tag(str(request.url.path), str(request.url.query))}"'
    headers = {
        "ETag": tag,
        "Cache-Control": f"public, max-age={FRESH}",
        "Access-Control-Allow-Origin": "*",
    }
    try:
        if len(request.url.query) > views.LONGEST:
            raise BadParameterError("query", "", f"at most {views.LONGEST} characters")
        held = [one.strip() for one in request.headers.get("if-none-match", "").split(",")]
        if tag in held:
            return Response(status_code=304, headers=headers)
        content = make(request)
    except BadParameterError as error:
        return _problem(
            400, str(error), parameter=error.name, found=error.found[:80], allowed=error.allowed
        )
    except LookupError as error:
        return _problem(404, str(error.args[0]))
    kind = request.path_params.get("kind", "")
    return Response(content, media_type=mime or pictures.MIME[kind], headers=headers)


def _nothing(_request: Request) -> Response:
    known = ", ".join([*ANSWERS, "charts/<name>.png|svg|pdf", "openapi.json"])
    return _problem(404, f"there is no such address; there are {known}")


def _problem(status: int, detail: str, **more: str) -> JSONResponse:
    titles = {400: "A parameter is not understood", 404: "Not found"}
    told = {"type": "about:blank", "title": titles[status], "status": status, "detail": detail}
    return JSONResponse(
        {**told, **more},
        status,
        media_type="application/problem+json",
        headers={"Cache-Control": "no-store", "Access-Control-Allow-Origin": "*"},
    )


def _view(request: Request, known: Collection[str], own: Collection[str] = ()) -> View:
    """The view of a request's parameters; `own` are those the endpoint reads for itself."""
    pairs = [(n, v) for n, v in request.query_params.multi_items() if n not in own]
    try:
        return views.read(pairs, known=known, base=_base(request))
    except BadParameterError as error:
        if error.name not in known:
            names = ", ".join([*known, *own]) or "none"
            raise BadParameterError(error.name, error.found, f"the parameters {names}") from None
        raise


def _base(request: Request) -> str:
    return state.said_address() or f"{request.url.scheme}://{request.url.netloc}"


def _option(request: Request, name: str, allowed: Collection[str]) -> str:
    """An option of the endpoint's own; the first is the usual one."""
    value = request.query_params.get(name, next(iter(allowed)))
    if value not in allowed:
        raise BadParameterError(name, value, ", ".join(allowed))
    return value


@lru_cache(maxsize=64)
def _drawn(name: str, view: View, kind: str, look: str, shade: str, scale: str) -> bytes:
    view = replace(view, dark=shade == "dark")
    if look != "picture":
        if kind != "svg":
            raise BadParameterError("look", look, "picture (the others are an SVG)")
        return exports.alone(name, view, "phone" if look == "phone" else "slide")
    if kind == "png":
        kind = {"1": "png1", "2": "png", "4": "png4"}[scale]
    return exports.make(name, view, kind)


def _shown(view: View) -> set[str]:
    asked = filters.every(lambda name, options: [v for v in view.many(name) if v in options])
    rows = centres.rows(view.on, view.basis, view.one(state.RESOURCE) or None)
    return set(filters.passing(asked, rows)["key"])


def _capacity(request: Request) -> pd.DataFrame:
    by = _option(request, "by", AREAS)
    view = _view(request, (*EVIDENCE, state.COUNTRY, *state.PARAMETERS), ("by",))
    rows = facts.capacity(view.on, view.basis, by, view.norms)
    rows = rows[rows["iso3"].isin(view.countries)]
    version = facts.catalogue().version
    return rows.assign(on=view.on.isoformat(), basis=view.basis, data_version=version)


def _csv(rows: pd.DataFrame) -> bytes:
    return downloads.csv(rows)


def _tag(path: str, query: str) -> str:
    """Changes with the data, the code, the address and, as `on` is today by default, the day."""
    told = "\n".join(
        (facts.catalogue().fingerprint, _code(), date.today().isoformat(), path, query)
    )
    return hashlib.sha256(told.encode()).hexdigest()[:24]


@lru_cache(maxsize=1)
def _code() -> str:
    digest = hashlib.sha256()
    here = Path(__file__).resolve().parent
    for file in sorted([*here.glob("*.py"), *(here.parent / "shifo").glob("*.py")]):
        digest.update(file.read_bytes())
    return digest.hexdigest()


def describe() -> dict[str, Any]:
    """The API in OpenAPI 3.1, from the same lists that answer it."""
    paths: dict[str, Any] = {}
    for path, (make, mime, names) in ANSWERS.items():
        paths[f"{ROOT}/{path}"] = _operation(path, make.__doc__ or "", mime, names)
    for name, entry in gallery.FIGURES.items():
        for kind in pictures.KINDS:
            names = (*state.GLOBAL, *entry.reads, *CHART_OPTIONS)
            path = f"charts/{name}.{kind}"
            paths[f"{ROOT}/{path}"] = _operation(path, entry.label, pictures.MIME[kind], names)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Shifo",
            "version": facts.catalogue().version,
            "description": "Oncology resources of Central Asia. Rows carry their terms.",
            "license": {"name": "CC BY 4.0", "identifier": "CC-BY-4.0"},
        },
        "paths": paths,
    }


def _operation(path: str, told: str, mime: str, names: Collection[str]) -> dict[str, Any]:
    return {
        "get": {
            "summary": told.splitlines()[0],
            "operationId": path.replace("/", "-").replace(".", "-"),
            "parameters": [_parameter(name) for name in names],
            "responses": {
                "200": {"description": "OK", "content": {mime.split(";", maxsplit=1)[0]: {}}},
                "304": {"description": "The reader has it already (If-None-Match)"},
                "400": {
                    "description": "A parameter is not understood",
                    "content": {"application/problem+json": {}},
                },
            },
        }
    }


def _parameter(name: str) -> dict[str, Any]:
    own = {"by": AREAS, **CHART_OPTIONS, state.BASIS: state.BASES}
    if name == state.ON:
        schema: dict[str, Any] = {"type": "string", "format": "date"}
    elif name in own:
        schema = {"type": "string", "enum": list(own[name])}
    elif name in (state.LANG, state.SCENARIO):
        schema = {"type": "string"}
    elif name in (state.FIX, state.FORBID):
        schema = {"type": "array", "items": {"type": "string"}}
    else:
        choices = {"type": "string", "enum": list(views.allowed()[name])}
        single = name in (
            *state.PARAMETERS,
            *access_figures.READS[1:],
            *plan_figures.PLANS,
            state.MEASURE,
            state.FOCUS,
            state.RESOURCE,
            state.OVERDUE,
            *(state.SINCE, state.UNTIL, state.FRAME),
        )
        schema = choices if single else {"type": "array", "items": choices}
    return {"name": name, "in": "query", "required": False, "explode": True, "schema": schema}
