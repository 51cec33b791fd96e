"""The document that every address answers with: Streamlit's own, under our name, and with the
outline of a page that stands there until the app draws."""

from __future__ import annotations

import hashlib
import re
from base64 import b64encode
from functools import cache
from html import escape
from pathlib import Path

import streamlit as st

_HERE = Path(__file__).parent
_INLINE_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)
_TITLE = "<title>Streamlit</title>"
_ICON = 'href="./favicon.png"'
_HEAD_END, _ROOT = "</head>", '<div id="root">'


@cache
def document() -> bytes:
    """The document as UTF-8. Addresses in it are relative: it is right under any base path.

    Raises ValueError where Streamlit's document does not have the places it is changed in.
    """
    text = _streamlit_document()
    icon = b64encode((_HERE.parent / "kit/icon.svg").read_bytes()).decode()
    style = (_HERE / "outline.css").read_text("utf-8")
    style = f'<style class="outline-style">{style}</style>'
    for place, instead in (
        (_TITLE, f"<title>{escape('Paycurve')}</title>"),
        (_ICON, f'href="data:image/svg+xml;base64,{icon}"'),
        (_HEAD_END, style + _HEAD_END),
        (_ROOT, (_HERE / "outline.html").read_text("utf-8") + _ROOT),
    ):
        if text.count(place) != 1:
            raise ValueError(f"Streamlit's index.html has {text.count(place)} of {place}, not one")
        text = text.replace(place, instead)
    return text.encode()


@cache
def script_hashes() -> tuple[str, ...]:
    """The scripts that stand in the document itself, as a security policy names them."""
    return tuple(
        f"'sha256-{b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"
        for script in _INLINE_SCRIPT.findall(_streamlit_document())
    )


@cache
def _streamlit_document() -> str:
    return (Path(st.__file__).parent / "static/index.html").read_text("utf-8")
