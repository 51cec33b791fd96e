"""The list and each document begin at their top, wherever one was in what showed before."""

from __future__ import annotations

from pathlib import Path

from streamlit.components.v2 import component


def begin(place: str) -> None:
    """Go to the top where the page shows another place than before."""
    _component(key="library_top", data={"place": place}, height=0)


_component = component(
    "paycurve.top",
    html="",
    js=Path(__file__).with_name("scroll_top.js").read_text(encoding="utf-8"),
    isolate_styles=False,
)
