"""Work that may take longer than a second: begun once, watched with a bar, given up at will."""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as NotYet
from typing import Any

import streamlit as st

from components.language import _

PATIENCE = 0.9
"""Seconds that are waited without a word."""
_pool = ThreadPoolExecutor(max_workers=2, thread_name_prefix="shifo-job")


def result(name: str, key: Hashable, work: Callable[[], Any], seconds: float) -> Any:
    """What the work gives for this key, or None while it runs or when it was given up.

    While it runs a bar and a button to give up are drawn, and the page is drawn again when it
    is done. Errors of the work are raised here. `seconds` is what it takes at most.
    """
    held = st.session_state.get(f"_job_{name}")
    if held is None or held[0] != key:
        held = (key, _pool.submit(work), time.monotonic())
        st.session_state[f"_job_{name}"] = held
    future: Future = held[1]
    if future.cancelled():
        st.info(_("Given up. Change a choice or press the button to begin again."))
        return None
    try:
        return future.result(timeout=PATIENCE)
    except NotYet:
        _watched(name, future, held[2], seconds)
        return None


def forget(name: str) -> None:
    """Begins anew when asked for again; for on_click."""
    st.session_state.pop(f"_job_{name}", None)


def _watched(name: str, future: Future, began: float, seconds: float) -> None:
    @st.fragment(run_every=0.4)
    def bar() -> None:
        if future.done():
            st.rerun()
        passed = time.monotonic() - began
        st.progress(min(passed / seconds, 1.0), text=_("Solving …"))
        st.button(_("Cancel"), on_click=_give_up, args=(name,), key=f"cancel-{name}")

    bar()


def _give_up(name: str) -> None:
    key, future, began = st.session_state[f"_job_{name}"]
    future.cancel()
    # A running solver ends by its own time limit; its answer is not waited for.
    given_up: Future = Future()
    given_up.cancel()
    st.session_state[f"_job_{name}"] = (key, given_up, began)
