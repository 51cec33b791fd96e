"""One run of a page from its first line to its end, wherever that is.

`st.stop` is not for pages: Streamlit forgets a widget that a run left out at the end of that run,
but not where the run was ended early. A browser begins the widget anew in either case, and next
sends what it then shows, which nobody chose."""

from __future__ import annotations

from collections.abc import Callable
from typing import NoReturn

import streamlit as st

from pages.ui.kit.state import new_here

_FAILED = "page_run/failed"


class _PageEnds(Exception):
    """All that there is to show is shown."""


def end_page() -> NoReturn:
    """Show no more of the page that is run."""
    raise _PageEnds


def run_page(page: Callable[[], None]) -> None:
    """Draw a page; after a run that failed, with widgets that are told what to show."""
    with new_here(st.session_state.get(_FAILED, False)):
        try:
            page()
        except _PageEnds:
            pass
        except Exception:
            st.session_state[_FAILED] = True
            raise
    st.session_state.pop(_FAILED, None)
