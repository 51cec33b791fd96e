"""A button that puts a text on the clipboard."""

from __future__ import annotations

from pathlib import Path

from streamlit.components.v2 import component

from pages.ui.kit.translations import t


def copy_button(label: str, text: str, *, key: str, hover: str = "") -> None:
    """The button; it says for a moment that the text was copied."""
    said = {"label": label, "hover": hover or label, "done": t("copy.done")}
    _component(key=key, data={**said, "text": text})


_component = component(
    "paycurve.copy",
    html='<button type="button" class="paycurve-copy"><span aria-live="polite"></span></button>',
    js=Path(__file__).with_name("copy_button.js").read_text(encoding="utf-8"),
    isolate_styles=False,
)
