"""Register: an aggregated table of a children's cancer register, checked and told safely."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from components import figures, register_files, register_outcomes, state, theme, views
from components import register_session as session
from components.language import _, ngettext, number

state.check({})
st.title(_("A register of children with cancer"), anchor=False)
st.markdown(
    _(
        "Bring an aggregated table of counts and see its incidence, survival and quality, with small numbers hidden. It stays in your session: nothing of it is stored, and it is gone when you close the page. Tables that seem to describe individual children are refused."
    )
)


def bring() -> None:
    """The templates, the file and the example."""
    left, right = st.columns(2, gap="large")
    with left:
        st.header(_("Your table"), anchor=False)
        given = st.file_uploader(
            _("CSV or Excel (XLSX), up to 5 MB"),
            type=["csv", "xlsx"],
            key=f"register-file-{session.turn()}",
        )
        if given is not None:
            with st.spinner(_("Checking the table and protecting small numbers …")):
                session.take(given.name, given.getvalue())
            st.rerun()
        st.button(
            _("Show an invented example"),
            icon=":material/science:",
            on_click=session.take_example,
        )
    with right:
        st.header(_("Template"), anchor=False)
        st.caption(
            _("The words of the header are the same in all languages; the workbook explains them.")
        )
        with st.container(horizontal=True):
            offer(_("Template, Excel"), "register-template.xlsx", register_files.template_xlsx)
            offer(_("Template, CSV"), "register-template.csv", register_files.template_csv)
            offer(_("Invented example, CSV"), session.EXAMPLE, session.example)
        with st.expander(_("How to fill it in"), icon=":material/help:"):
            st.markdown("\n".join(f"- {rule}" for rule in register_files.rules()))
            st.dataframe(register_files.columns(), hide_index=True, alt=_("Columns"))


def offer(label: str, name: str, make) -> None:
    """A file to take away."""
    data = make()
    st.download_button(label, data, name, on_click="ignore", icon=":material/download:")


def tell_faults() -> None:
    """Every fault by row and column, none of the file kept."""
    found = session.wrong()
    if not found:
        return
    name, faults = found
    st.error(
        ngettext(
            "{name} was not taken: {n} fault. Nothing of it was kept.",
            "{name} was not taken: {n} faults. Nothing of it was kept.",
            len(faults),
        ).format(name=name, n=number(len(faults))),
        icon=":material/error:",
    )
    rows = {
        _("Row"): pd.array([fault.row or None for fault in faults], dtype="Int64"),
        _("Column"): [fault.column or "–" for fault in faults],
        _("What is wrong"): [session.said(fault) for fault in faults],
    }
    st.dataframe(pd.DataFrame(rows), hide_index=True, placeholder="–", alt=_("What is wrong"))


def tell(held: session.Import) -> None:
    """What may be told of the import."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        place = st.selectbox(
            _("Place"),
            held.places,
            format_func=lambda one: session.place_name(one, held.invented),
            key=f"register-place-{session.turn()}",
            width=320,
        )
        st.download_button(
            _("Download all figures"),
            data=lambda: register_files.bundle(held),
            file_name="register-figures.zip",
            on_click="ignore",
            icon=":material/folder_zip:",
        )
        st.button(_("Forget this import"), icon=":material/delete:", on_click=session.forget)
    st.caption(
        ngettext("{name}: {n} row", "{name}: {n} rows", held.rows).format(
            name=held.name, n=number(held.rows)
        )
    )
    if held.invented:
        st.warning(
            _("Invented, to try the import: no child and no country stands behind it."),
            icon=":material/science:",
        )
    if held.tables.dropped:
        st.info(
            _("There are too many areas to protect one against another: only totals are shown.")
        )
    view = views.now(theme.is_dark())
    drawn = [draw(view, held, place) for draw in register_outcomes.FIGURES]
    told = {figure.name: figure for figure in drawn if figure}
    left, right = st.columns(2, gap="large")
    for i, figure in enumerate(told.values()):
        with right if i % 2 else left:
            figures.show_own(figure)
    if "register-incidence" not in told:
        st.info(
            _(
                "No rates: the people of these ages and years are neither in the file nor known to us."
            )
        )
    if "register-survival" not in told:
        st.info(_("No survival: the file does not tell it, or numbers are too small to show it."))


held = session.held()
if held:
    tell(held)
else:
    bring()
    tell_faults()
