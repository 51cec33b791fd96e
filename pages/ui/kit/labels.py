"""Labels for places of Streamlit that read them in a way of their own."""

from __future__ import annotations

from collections.abc import Mapping


def distinct_labels(labels: Mapping[str, str]) -> dict[str, str]:
    """Labels by id, each unlike the others: Streamlit knows a choice by its words, and people may
    call two things the same."""
    named: dict[str, str] = {}
    for key, label in labels.items():
        others = set(named.values())
        tries = (f"{label} ({number})" for number in range(2, len(others) + 3))
        named[key] = next(text for text in (label, *tries) if text not in others)
    return named


def escape_markdown(text: str) -> str:
    """A text somebody wrote, for places that read Markdown: its signs stay signs."""
    return "".join(f"\\{sign}" if sign in _SIGNS else sign for sign in text)


_SIGNS = frozenset("\\`*_{}[]()<>#+-!|~$:")
