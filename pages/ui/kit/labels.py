"""Labels for places of Streamlit that read them in a way of their own."""

from __future__ import annotations

import re
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
    """A text somebody wrote, for places that read Markdown: its signs stay signs.

    The only border to Markdown on a page. Signs that mean nothing where they stand are left alone,
    as labels are also read out as they are. What Streamlit and its reader of Markdown look for in
    the finished text, past any backslash (addresses, icons), is broken by a mark nobody sees.
    """
    return _SOUGHT.sub(UNSEEN, _SIGNS.sub(r"\\\g<0>", text))


UNSEEN = "\N{WORD JOINER}"
_SIGNS = re.compile(
    r"[\\`*{}\[\]<>|~$]"
    r"|(?<![^\W_])_|_(?![^\W_])"  # within a word it is no markup
    r"|&(?=#?\w+;)"  # an entity
    r"|(?:^|(?<=^ )|(?<=^  )|(?<=^   ))(?:#(?=#*(?:\s|$))|[+-](?=[-\s]|$)|=(?==*\s*$))"
    r"|(?<=\d)[.)](?=\s|$)",  # headings, rules and lists
    re.MULTILINE,
)
_SOUGHT = re.compile(
    r"(?<=:)(?=//)|(?<=www)(?=\.)|(?<=[\w.+-])(?=@\w)"  # addresses, with a scheme and without
    r"|(?<=:)(?=[\w+/-]+:)",  # :smile:, :material/check:
    re.IGNORECASE,
)
