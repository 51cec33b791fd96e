"""The list and each document begin at their top, wherever one was in what showed before."""

from __future__ import annotations

from pathlib import Path

from streamlit.components.v2 import component


def scroll_to_top(shown: str) -> None:
    """Go to the top where the page shows another plan than before."""
    _component(key="library_top", data={"shown": shown}, height=0)


_component = component(
    "paycurve.top",
    html="",
    js=Path(__file__).with_name("scroll_top.js").read_text(encoding="utf-8"),
    isolate_styles=False,
)
