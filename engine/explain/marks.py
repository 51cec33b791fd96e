"""Marks around terms, and the space between Chinese and figures: the typography of texts."""

from __future__ import annotations

import re

TERM, END = "\ue000", "\ue001"
"""Around a term in languages that do not show by themselves where a term begins and ends."""
MARKED = ("en",)


def marked(label: str, language: str) -> str:
    """A label marked as a term."""
    return f"{TERM}{label}{END}" if language in MARKED else label


def plain_text(text: str) -> str:
    """A text without the marks around its terms."""
    return text.replace(TERM, "").replace(END, "")


def unbroken(text: str) -> str:
    """A text in which a figure and its % stay on one line."""
    return text.replace("\N{THIN SPACE}", "\N{NARROW NO-BREAK SPACE}")


def spaced(text: str) -> str:
    """A text with a space where Chinese meets figures or Latin letters, but none in dates and
    around full-width brackets."""
    text = _MEETING.sub(" ", text)
    for pattern in _IN_DATES:
        text = pattern.sub("", text)
    return text.replace(" （", "（").replace("） ", "）")


_CHINESE = "\u4e00-\u9fff"
_MEETING = re.compile(rf"(?<=[{_CHINESE}])(?=[0-9A-Za-z])|(?<=[0-9A-Za-z%])(?=[{_CHINESE}])")
_IN_DATES = (
    re.compile(r"(?<=\d) (?=月)"),
    re.compile(r"(?<=\d{4}) (?=年\s?\d{1,2}月)"),
    re.compile(r"(?<=\d{4}年) (?=\d{1,2}月)"),
    re.compile(rf"(?<=[{_CHINESE}]) (?=(?:\d{{4}}年)?\d{{1,2}}月)"),
)
