"""An imported register: it lives in the reader's session and nowhere else."""

from __future__ import annotations

import logging
from dataclasses import dataclass

import streamlit as st

from components import facts, words
from components.language import _
from shifo import register, register_example, register_measures
from shifo.faults import N_, DataError, Fault
from shifo.register_measures import Tables
from shifo.register_tables import PLACE

_HELD, _WRONG, _TURN = "_register", "_register_faults", "_register_turn"
EXAMPLE = "shifo-register-example.csv"


@dataclass(frozen=True)
class Import:
    """What is kept of a file: its name, how many rows it had, and what may be told of it."""

    name: str
    rows: int
    tables: Tables
    invented: bool = False

    @property
    def places(self) -> list[tuple[str, str]]:
        """Countries and their areas, countries first."""
        found = self.tables.cells[PLACE].drop_duplicates()
        return sorted(
            ((str(c), str(a)) for c, a in found.itertuples(index=False)),
            key=lambda place: (place[1] != "", place),
        )


def taken(name: str, data: bytes, *, invented: bool = False) -> Import:
    """The import of a file's bytes, of which nothing else is kept. Raises DataError."""
    # Neither pictures nor slides can hold the signs that steer a screen.
    name = "".join(sign for sign in name if sign.isprintable())
    table = register.parse(name, data)
    tables = register_measures.publish(table, facts.people_by_age(), name)
    return Import(name, len(table), tables, invented)


def take(name: str, data: bytes, *, invented: bool = False) -> None:
    """Holds the import of a file, or what is wrong with it; the file itself is let go."""
    st.session_state[_TURN] = turn() + 1
    for key in (_HELD, _WRONG):
        st.session_state.pop(key, None)
    try:
        st.session_state[_HELD] = taken(name, data, invented=invented)
    except DataError as error:
        st.session_state[_WRONG] = (name, error.faults)
    except Exception:
        # Whatever else a file may do, its reader is told in words and nothing of it is kept.
        logging.getLogger(__name__).exception("a register's table could not be read")
        st.session_state[_WRONG] = (name, [Fault(name, 0, "", N_("could not be read"))])


def take_example() -> None:
    """Holds the invented register. For on_click."""
    take(EXAMPLE, example(), invented=True)


def example() -> bytes:
    """The invented register as CSV."""
    return register_example.table().to_csv(index=False, lineterminator="\n").encode("utf-8")


def forget() -> None:
    """Lets the import go. For on_click."""
    st.session_state[_TURN] = turn() + 1
    for key in (_HELD, _WRONG):
        st.session_state.pop(key, None)


def held() -> Import | None:
    """The import of this session, if there is one."""
    found = st.session_state.get(_HELD)
    return found if isinstance(found, Import) else None


def wrong() -> tuple[str, list[Fault]] | None:
    """The file that was refused last, and what is wrong with it."""
    return st.session_state.get(_WRONG)


def turn() -> int:
    """Grows with each file, so that the widget lets the file go."""
    return int(st.session_state.get(_TURN, 0))


def place_name(place: tuple[str, str], invented: bool) -> str:
    """A country, or an area in it, in words."""
    country = _("invented country") if invented else words.country(place[0])
    return f"{country}: {place[1]}" if place[1] else country


def said(fault: Fault) -> str:
    """What is wrong, in the reader's language."""
    told = _(fault.wrong)
    return told.format(**fault.values) if fault.values else told
