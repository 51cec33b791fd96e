"""The way from a finding to the figure that would mend it, on the what-if page."""

from __future__ import annotations

from pathlib import Path
from typing import NoReturn

import streamlit as st
from streamlit.components.v2 import component

from pages.ui.kit import frame

_WANTED, _VISITS = "figure/wanted", "figure/visits"


def go_to_figure(parameter: str) -> NoReturn:
    """Leave for the what-if page, at this figure."""
    st.session_state[_WANTED] = parameter
    st.session_state[_VISITS] = st.session_state.get(_VISITS, 0) + 1
    frame.go("what_if")


def wanted_figure() -> tuple[str, int]:
    """The figure that somebody came for last, "" if nobody did, and which visit that was."""
    return st.session_state.get(_WANTED, ""), st.session_state.get(_VISITS, 0)


def show_wanted_figure() -> None:
    """Bring the wanted figure into sight, if somebody came for one."""
    wanted, visit = wanted_figure()
    if wanted:
        _component(
            key="figure_link",
            data={"figure": wanted, "visit": visit},
            height=0,
        )


_component = component(
    "paycurve.figure_link",
    html="",
    js=Path(__file__).with_name("figure_link.js").read_text(encoding="utf-8"),
    isolate_styles=False,
)
