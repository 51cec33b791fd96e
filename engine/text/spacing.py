"""The space between Chinese and figures."""

from __future__ import annotations

import re


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
