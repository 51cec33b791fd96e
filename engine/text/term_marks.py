"""Marks around the terms of a text."""

from __future__ import annotations

TERM, END = "\ue000", "\ue001"
"""Around a term in languages that do not show by themselves where a term begins and ends."""
MARKED = ("en",)


def marked(label: str, language: str) -> str:
    """A label marked as a term."""
    return f"{TERM}{label}{END}" if language in MARKED else label


def plain_text(text: str) -> str:
    """A text without the marks around its terms."""
    return text.replace(TERM, "").replace(END, "")
