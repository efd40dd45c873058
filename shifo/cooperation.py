"""Cooperation: who agreed what with whom, what is known of its outcome, and what happened when.

An agreement is a row of the table `partnerships`: what two ends undertook in one kind of
cooperation, however many papers it took. An end is a key of `centres` or of `institutions`. What
became of an agreement is its status as last reported; where no source tells, the status is
`unknown` and the age of the newest source is all that can be said.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date

import pandas as pd

from shifo.catalogue import Catalogue
from shifo.dates import first_day, last_day, last_days
from shifo.evidence import age_years
from shifo.inventory import observations
from shifo.vocabulary import COUNTRIES

LIVELIEST = ("active", "planned", "proposed", "unknown", "ended")
"""Statuses in the order in which one stands for several agreements of one pair."""

END_COLUMNS = ["key", "name_en", "name_ru", "name_local", "iso3", "city", "lat", "lon", "table"]


def ends(catalogue: Catalogue) -> pd.DataFrame:
    """Everyone who can be an end of an agreement, indexed by key.

    Returns
    -------
    Frame [name_en, name_ru, name_local, iso3, city, lat, lon, table]: ``iso3`` is the country of
    the seat (missing for international bodies), ``lat`` and ``lon`` are degrees (WGS 84), missing
    where no seat is known; ``table`` is `centres` or `institutions`.
    """
    centres = catalogue["centres"].assign(table="centres")
    others = catalogue["institutions"].rename(columns={"country": "iso3"})
    others = others.assign(table="institutions")
    rows = pd.concat([centres[END_COLUMNS], others[END_COLUMNS]], ignore_index=True)
    return rows.set_index("key")


def agreements(catalogue: Catalogue, on: date) -> pd.DataFrame:
    """The agreements known to have begun by a day, as they stand on it.

    One without a start counts from the release of the data. An `active` one whose end has passed
    counts as `ended`, and one that ended after the day as `active` on it; every other status is
    the last reported. An empty status is `unknown`.

    Returns
    -------
    The table `partnerships` (index reset) with ``id``; ``pair``, both keys in alphabetical order
    joined by ``~``; ``from_iso3`` and ``to_iso3``; ``countries``, those of the five that an end is
    in (frozenset); ``begun``, the year (Int64, missing when undated); ``placed``, whether both
    ends have a place; ``evidence``, the date of the newest source, else the start (text, missing
    where neither is dated), and ``evidence_years``, its age on the day.
    """
    rows = catalogue["partnerships"]
    released = catalogue.released
    begun = last_days(rows["since"], undated=released, latest=released)
    rows = rows[begun <= pd.Timestamp(on)].reset_index(drop=True)
    known = ends(catalogue)
    country, lat = known["iso3"], known["lat"]
    rows["from_iso3"], rows["to_iso3"] = rows["from"].map(country), rows["to"].map(country)
    both = list(zip(rows["from"], rows["to"], strict=True))
    newest = _newest(catalogue, rows["sources"], on).fillna(rows["since"])
    numbered = rows.groupby(["from", "to", "kind"]).cumcount() + 1
    return rows.assign(
        id=rows["from"] + "~" + rows["to"] + "~" + rows["kind"] + "~" + numbered.astype(str),
        pair=["~".join(sorted(two)) for two in both],
        countries=_five(rows),
        begun=pd.to_numeric(rows["since"].str[:4]).astype("Int64"),
        placed=rows["from"].map(lat).notna() & rows["to"].map(lat).notna(),
        status=_standing(rows, on),
        evidence=newest,
        evidence_years=age_years(newest, on),
    )


def passing(
    rows: pd.DataFrame,
    *,
    countries: Collection[str] = (),
    kinds: Collection[str] = (),
    partners: Collection[str] = (),
    statuses: Collection[str] = (),
    since: int | None = None,
    until: int | None = None,
) -> pd.DataFrame:
    """Agreements that pass every choice; an empty choice lets all through.

    `countries` and `partners` want one end to be among those chosen; `since` and `until` are
    years in which an agreement began. One without a date fits no year.
    """
    kept = pd.Series(True, index=rows.index)
    if countries:
        wanted = set(countries)
        kept &= rows["countries"].map(lambda one: not wanted.isdisjoint(one)).astype(bool)
    if kinds:
        kept &= rows["kind"].isin(list(kinds))
    if partners:
        kept &= rows["from"].isin(list(partners)) | rows["to"].isin(list(partners))
    if statuses:
        kept &= rows["status"].isin(list(statuses))
    if since is not None:
        kept &= rows["begun"].ge(since).fillna(False).astype(bool)
    if until is not None:
        kept &= rows["begun"].le(until).fillna(False).astype(bool)
    return rows[kept]


def links(rows: pd.DataFrame) -> pd.DataFrame:
    """Agreements by pair of ends: what the map draws as one line and the list as one row.

    Returns
    -------
    Frame [pair, a, b, agreements, kinds, status, begun, placed], most agreements first: ``a`` and
    ``b`` are keys, ``kinds`` a sorted tuple, ``status`` the liveliest (see `LIVELIEST`), ``begun``
    the first year known.
    """
    columns = ["pair", "a", "b", "agreements", "kinds", "status", "begun", "placed"]
    if rows.empty:
        return pd.DataFrame(columns=columns).astype({"placed": "bool", "agreements": "int64"})
    ranked = rows.assign(rank=rows["status"].map(LIVELIEST.index))
    grouped = ranked.groupby("pair")
    found = pd.DataFrame(
        {
            "agreements": grouped.size(),
            "kinds": grouped["kind"].apply(_sorted),
            "status": grouped["rank"].min().map(dict(enumerate(LIVELIEST))),
            "begun": grouped["begun"].min(),
            "placed": grouped["placed"].all(),
        }
    ).reset_index()
    found[["a", "b"]] = found["pair"].str.split("~", expand=True)
    return found.sort_values(["agreements", "pair"], ascending=[False, True])[columns].reset_index(
        drop=True
    )


def partners(rows: pd.DataFrame) -> pd.DataFrame:
    """Who is a partner of which of the five countries in each agreement.

    A partner of a country is the end outside it. Between two ends of one country it is the first
    party; where neither end is in the five, the first party is a partner of none.

    Returns
    -------
    Frame [id, status, iso3, partner], one row or two an agreement; ``iso3`` is missing for none.
    """
    found = []
    for row in rows.to_dict("records"):
        one, other = row["from_iso3"], row["to_iso3"]
        told = {"id": row["id"], "status": row["status"]}
        if one == other or not row["countries"]:
            here = one if one in COUNTRIES else None
            found.append({**told, "iso3": here, "partner": row["from"]})
            continue
        if other in COUNTRIES:
            found.append({**told, "iso3": other, "partner": row["from"]})
        if one in COUNTRIES:
            found.append({**told, "iso3": one, "partner": row["to"]})
    return pd.DataFrame(found, columns=["id", "status", "iso3", "partner"])


def ranking(rows: pd.DataFrame) -> pd.DataFrame:
    """Partners by the number of agreements they have part in.

    Returns
    -------
    Frame [partner, agreements, countries, *statuses of `LIVELIEST`], most first, then by key;
    ``countries`` is a tuple in the usual order.
    """
    told = partners(rows)
    if told.empty:
        return pd.DataFrame(columns=["partner", "agreements", "countries", *LIVELIEST])
    once = told.drop_duplicates(["partner", "id"])
    by_status = once.pivot_table(index="partner", columns="status", values="id", aggfunc="count")
    by_status = by_status.reindex(columns=list(LIVELIEST)).fillna(0).astype(int)
    with_whom = told.groupby("partner")["iso3"].apply(_codes)
    found = by_status.assign(agreements=by_status.sum(axis=1), countries=with_whom)
    found = found.reset_index().rename_axis(columns=None)
    found = found.sort_values(["agreements", "active", "partner"], ascending=[False, False, True])
    columns = ["partner", "agreements", "countries", *LIVELIEST]
    return found[columns].reset_index(drop=True)


def matrix(rows: pd.DataFrame) -> pd.DataFrame:
    """Agreements by partner (index, in the order of `ranking`) and country (all five columns)."""
    told = partners(rows).dropna(subset=["iso3"])
    order = [key for key in ranking(rows)["partner"] if key in set(told["partner"])]
    counts = told.drop_duplicates(["partner", "iso3", "id"]).groupby(["partner", "iso3"]).size()
    wide = counts.unstack("iso3") if len(counts) else pd.DataFrame()
    wide = wide.reindex(index=order, columns=list(COUNTRIES)).fillna(0).astype(int)
    return wide.rename_axis(index="partner", columns=None)


def events(catalogue: Catalogue, on: date) -> pd.DataFrame:
    """What happened by a day: the table `timeline`, and machines that failed or came back.

    A machine fails when it is first observed out of service, and is repaired when it is seen at
    work after that. What the timeline tells of the same centre, kind and date is not told twice.

    Returns
    -------
    Frame [id, date, first, last, iso3, kind, what, centre, machine, partners, institutions,
    sources], oldest first: ``first`` and ``last`` are the days that the date can mean (timestamps),
    ``what`` is missing for machines, ``institutions`` the keys that ``partners`` could be read as.
    """
    told = catalogue["timeline"].assign(machine=None)
    told["institutions"] = _institutions(catalogue, told["partners"])
    told["id"] = [f"t{row}" for row in told.index]
    seen = _failures(catalogue, on)
    known = set(zip(told["centre"], told["kind"], told["date"], strict=True))
    again = [key in known for key in zip(seen["centre"], seen["kind"], seen["date"], strict=True)]
    seen = seen[[not one for one in again]]
    rows = pd.concat([told, seen], ignore_index=True) if len(seen) else told
    rows = rows.assign(
        first=pd.to_datetime(rows["date"].map(first_day)).astype("datetime64[s]"),
        last=pd.to_datetime(rows["date"].map(last_day)).astype("datetime64[s]"),
    )
    rows = rows[rows["first"] <= pd.Timestamp(on)]
    columns = ["id", "date", "first", "last", "iso3", "kind", "what", "centre", "machine"]
    columns += ["partners", "institutions", "sources"]
    return rows.sort_values(["first", "last"], kind="stable")[columns].reset_index(drop=True)


def happened(
    rows: pd.DataFrame,
    *,
    countries: Collection[str] = (),
    kinds: Collection[str] = (),
    partners: Collection[str] = (),
    since: int | None = None,
    until: int | None = None,
) -> pd.DataFrame:
    """Events that pass every choice; an empty choice lets all through.

    Events of the five countries together, or of a wider region, pass every choice of countries.
    A partner takes part as the centre concerned or as one of the institutions named. Years are
    those that the date can mean.
    """
    kept = pd.Series(True, index=rows.index)
    if countries:
        kept &= rows["iso3"].isin(list(countries)) | ~rows["iso3"].isin(list(COUNTRIES))
    if kinds:
        kept &= rows["kind"].isin(list(kinds))
    if partners:
        kept &= takes_part(rows, partners)
    if since is not None:
        kept &= rows["last"].dt.year >= since
    if until is not None:
        kept &= rows["first"].dt.year <= until
    return rows[kept]


def takes_part(rows: pd.DataFrame, keys: Collection[str]) -> pd.Series:
    """Which events have one of these centres or institutions in them."""
    wanted = set(keys)
    named = rows["institutions"].map(lambda found: not wanted.isdisjoint(found)).astype(bool)
    return rows["centre"].isin(wanted) | named


def congresses(catalogue: Catalogue, on: date) -> pd.DataFrame:
    """Congresses held by a day, series by series; an undated one counts from the release.

    Returns
    -------
    The table `congresses` with ``first`` and ``last`` (timestamps, missing when undated).
    """
    rows = catalogue["congresses"]
    counted = last_days(rows["date"], undated=catalogue.released, latest=catalogue.released)
    rows = rows[counted <= pd.Timestamp(on)]
    dated = rows["date"].dropna()
    rows = rows.assign(
        first=pd.to_datetime(dated.map(first_day)).astype("datetime64[s]"),
        last=pd.to_datetime(dated.map(last_day)).astype("datetime64[s]"),
    )
    return rows.sort_values(["series", "edition", "first"], kind="stable").reset_index(drop=True)


def _five(rows: pd.DataFrame) -> pd.Series:
    """Those of the five countries that the ends of each agreement are in, as frozensets."""
    both = zip(rows["from_iso3"], rows["to_iso3"], strict=True)
    found = [frozenset(two) & frozenset(COUNTRIES) for two in both]
    return pd.Series(found, index=rows.index, dtype="object")


def _sorted(words: pd.Series) -> tuple[str, ...]:
    """The different words of a group, in alphabetical order."""
    return tuple(sorted(set(words)))


def _codes(cells: pd.Series) -> tuple[str, ...]:
    """The five countries' codes that stand in a group, in the usual order."""
    held = set(cells)
    return tuple(code for code in COUNTRIES if code in held)


def _standing(rows: pd.DataFrame, on: date) -> pd.Series:
    """The status of each agreement on a day: see `agreements`."""
    status = rows["status"].fillna("unknown")
    until = rows["until"].dropna()
    over = (until.map(last_day) < on).reindex(rows.index, fill_value=False)
    ahead = (until.map(first_day) > on).reindex(rows.index, fill_value=False)
    status = status.mask((status == "active") & over, "ended")
    return status.mask((status == "ended") & ahead, "active")


def _newest(catalogue: Catalogue, cells: pd.Series, on: date) -> pd.Series:
    """The publication date of the newest source of each cell of keys, out by a day."""
    published = catalogue["sources"].set_index("key")["published"]
    each = cells.str.split(";").explode().map(published).dropna()
    each = each[each.map(first_day) <= on]
    dated = pd.DataFrame({"text": each, "day": each.map(last_day)})
    newest = dated.sort_values("day", kind="stable").groupby(level=0)["text"].last()
    return newest.reindex(cells.index)


def _failures(catalogue: Catalogue, on: date) -> pd.DataFrame:
    """Machines first seen out of service, and seen at work after that, as events."""
    centre_of = catalogue["machines"].set_index("key")["centre"].to_dict()
    country = catalogue["centres"].set_index("key")["iso3"].to_dict()
    kinds = {"out_of_service": "breakdown", "operational": "repair"}
    found, before = [], dict.fromkeys(centre_of, "")
    for row in observations(catalogue, on).dropna(subset=["date"]).to_dict("records"):
        machine, status = str(row["machine"]), str(row["status"])
        failed = status == "out_of_service" != before[machine]
        returned = status == "operational" and before[machine] == "out_of_service"
        if failed or returned:
            centre = centre_of[machine]
            told = {"id": f"m-{machine}-{row['date']}", "kind": kinds[status], "machine": machine}
            told |= {"date": row["date"], "centre": centre, "iso3": country[centre]}
            found.append({**told, "institutions": (), "sources": row["sources"]})
        before[machine] = status
    columns = ["id", "date", "iso3", "kind", "centre", "machine", "institutions", "sources"]
    return pd.DataFrame(found, columns=columns)


def _institutions(catalogue: Catalogue, cells: pd.Series) -> list[tuple[str, ...]]:
    """The keys of the institutions and centres that cells of names name, as far as they can be read."""
    known = named_as(catalogue)
    return [
        tuple(dict.fromkeys(known[name] for name in cell.split(";") if name in known))
        if isinstance(cell, str)
        else ()
        for cell in cells
    ]


def named_as(catalogue: Catalogue) -> Mapping[str, str]:
    """Names and other names of institutions and centres, with the key that each means."""
    known = {row["name_en"]: row["key"] for row in catalogue["centres"].to_dict("records")}
    for row in catalogue["institutions"].to_dict("records"):
        others = row["also_known_as"]
        names = [row["name_en"], *(others.split(";") if isinstance(others, str) else [])]
        known |= dict.fromkeys(names, row["key"])
    return known
