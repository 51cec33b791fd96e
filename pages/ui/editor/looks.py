"""What the editor page looks like beyond the common frame."""

from __future__ import annotations

from pathlib import Path

import streamlit as st


def style() -> None:
    """Bring the page's own style sheet."""
    st.html(Path(__file__).with_name("editor.css"))
