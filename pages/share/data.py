"""Data: every table with its sources, how complete and how old it is, and all of it to take away."""

from __future__ import annotations

from functools import partial

import streamlit as st

from components import api, downloads, facts, figures, records, state, words
from components.language import _, number, pgettext
from shifo.terms import row_terms
from shifo.vocabulary import COUNTRIES

TABLES = tuple(words.TABLES)

state.check({state.TABLE: TABLES, state.COUNTRY: COUNTRIES})
st.title(_("Data"), anchor=False)
with st.container(horizontal=True, vertical_alignment="bottom"):
    table = state.select(
        _("Table"), TABLES, state.TABLE, default=TABLES[0], format_func=records.label, width=260
    )
    query = state.text(_("Search"), state.QUERY, placeholder=_("In all columns"), width=220)
    countries = (
        state.pills(_("Country"), COUNTRIES, state.COUNTRY, format_func=words.country)
        if records.countries(table) is not None
        else []
    )
    basis, on = state.evidence_controls()

whole = records.rows(table, on)
kept = records.passing(table, whole, query, countries)
terms = row_terms(facts.catalogue(), table)

st.caption(_("{n} of {all} rows").format(n=number(len(kept)), all=number(len(whole))))
if kept.empty:
    st.info(_("No row matches."), icon=":material/search_off:")
    st.button(
        _("Clear search and filters"),
        icon=":material/filter_list_off:",
        on_click=state.reset,
        args=((state.QUERY, state.COUNTRY),),
    )
else:
    chosen = st.dataframe(
        kept,
        hide_index=True,
        height=420,
        placeholder="",
        column_config=records.columns(kept),
        on_select="rerun",
        selection_mode="single-row",
        key=f"rows-{table}",
        alt=records.label(table),
    )
    if chosen["selection"]["rows"]:
        row = kept.iloc[chosen["selection"]["rows"][0]]
        with st.container(border=True):
            records.show(table, row, terms[row.name])
    else:
        st.caption(_("Select a row to see the record whole, with its sources."))

with st.container(horizontal=True):
    for label, frame, suffix in (
        (_("These rows, CSV"), kept, "-selection"),
        (_("Whole table, CSV"), whole, ""),
    ):
        st.download_button(
            label,
            data=partial(downloads.csv, records.with_terms(frame, terms)),
            file_name=f"shifo-{table}{suffix}.csv",
            mime="text/csv",
            on_click="ignore",
            icon=":material/download:",
            disabled=frame.empty,
            help=records.terms_sentence(terms.loc[frame.index]),
        )
    st.download_button(
        _("Everything, zip"),
        data=partial(downloads.bundle, facts.catalogue()),
        file_name=f"shifo-data-{facts.catalogue().version}.zip",
        mime="application/zip",
        on_click="ignore",
        icon=":material/folder_zip:",
        help=_(
            "Rows under non-commercial terms are in a folder of their own, all others (CC BY 4.0) "
            "beside it."
        ),
    )
st.caption(
    _("Terms of this table: {terms}").format(terms=records.terms_sentence(terms))
    + " "
    + _("The zip keeps rows under non-commercial terms in a folder of their own.")
)

st.header(_("Completeness"), anchor=False)
st.caption(
    _("Machines located ({basis}) of those that the best national count gives.").format(
        basis=words.basis_sentence(basis)
    )
    + " "
    + _(
        "Linacs are counted from documented machines on every basis, as a directory does not tell "
        "them apart. More than 100% means that the national count is older or counts less."
    )
)
complete = facts.completeness(on, basis)
share = pgettext("proportion", "Share")
st.dataframe(
    records.complete(complete),
    hide_index=True,
    height="content",
    placeholder="",
    alt=_("Completeness by country and kind of machine"),
    column_config={share: st.column_config.ProgressColumn(share, max_value=1, format="percent")},
)

st.header(_("For Excel, QGIS and other pages"), anchor=False)
st.caption(
    _(
        "These addresses answer with the data as they stand now. Add a day, a basis of evidence or countries as to the address of a page; anything not understood is refused, with a note of what is allowed."
    )
)
root = f"{state.base()}{api.ROOT}"
st.code(
    "\n".join([*(f"{root}/{path}" for path in api.ANSWERS), f"{root}/openapi.json"]),
    language=None,
    wrap_lines=True,
)


@st.fragment
def ages() -> None:
    """How old the records are."""
    figures.show("data-ages")


ages()
