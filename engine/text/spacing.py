"""The space between Chinese and figures."""

from __future__ import annotations

import re
from functools import lru_cache


def closed_up(text: str) -> str:
    """A Chinese text without the space that a sentence leaves after a figure, where the figure
    ends in a Chinese unit: 共 600 元奖金."""
    return _AFTER_UNIT.sub("", text) if "元" in text else text


@lru_cache(maxsize=4096)
def spaced(text: str) -> str:
    """A text with a space where Chinese meets figures or Latin letters, but none in dates and
    around full-width brackets."""
    if not _IS_CHINESE.search(text):
        return text
    text = _MEETING.sub(" ", text)
    for pattern in _IN_DATES:
        text = pattern.sub("", text)
    return text.replace(" （", "（").replace("） ", "）")


_CHINESE = "\u4e00-\u9fff"
_IS_CHINESE = re.compile(f"[{_CHINESE}（）]")
_MEETING = re.compile(rf"(?<=[{_CHINESE}])(?=[0-9A-Za-z])|(?<=[0-9A-Za-z%])(?=[{_CHINESE}])")
_AFTER_UNIT = re.compile(rf"(?<=\u00a0元) (?=[{_CHINESE}])|(?<=[万亿]元) (?=[{_CHINESE}])")
_IN_DATES = (
    re.compile(r"(?<=\d) (?=月)"),
    re.compile(r"(?<=\d{4}) (?=年\s?\d{1,2}月)"),
    re.compile(r"(?<=\d{4}年) (?=\d{1,2}月)"),
    re.compile(r"(?<=\d月) (?=\d{1,2} ?日)"),
    re.compile(r"(?<=\d月\d) (?=日)|(?<=\d月\d\d) (?=日)"),
    re.compile(rf"(?<=[{_CHINESE}]) (?=(?:\d{{4}}年)?\d{{1,2}}月)"),
)
