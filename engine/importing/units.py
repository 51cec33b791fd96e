"""In which unit numbers are written, and what makes them those of a plan's column."""

from __future__ import annotations

import re
import unicodedata
from fractions import Fraction

from engine.importing.profile import Profile
from engine.plan import Column

SHARE_HIGH = 2.0
"""Shares up to here are shares; numbers above are taken for percents."""
HUNDRED = 100.0
_BRACKETS = re.compile(r"[(（\[【]([^)）\]】]*)[)）\]】]|[/／]([^/／]{1,4})\Z")
_MONEY = {
    "万元": 10_000,
    "万": 10_000,
    "w": 10_000,
    "万rmb": 10_000,
    "千元": 1_000,
    "千": 1_000,
    "k": 1_000,
    "thousand": 1_000,
    "thousands": 1_000,
    "百万": 1_000_000,
    "百万元": 1_000_000,
    "million": 1_000_000,
    "millions": 1_000_000,
    "mn": 1_000_000,
    "亿": 100_000_000,
    "亿元": 100_000_000,
}
_SECONDS = {
    **dict.fromkeys(("秒", "s", "sec", "secs", "second", "seconds"), 1),
    **dict.fromkeys(("分钟", "分", "min", "mins", "minute", "minutes"), 60),
    **dict.fromkeys(("小时", "时", "h", "hr", "hrs", "hour", "hours"), 3600),
}
_PERCENT = ("%", "百分比", "percent", "pct")
_TIME_WORD = re.compile(r"秒|分钟|小时|seconds?|minutes?|hours?", re.IGNORECASE)


def unit_in(heading: str) -> str:
    """The unit that stands in brackets, or behind a stroke, in a heading; "" for none known."""
    plain = unicodedata.normalize("NFKC", heading).casefold()
    for found in _BRACKETS.finditer(plain):
        unit = re.sub(r"\A(单位|unit)[::]?|\s", "", (found[1] or found[2] or "").strip())
        if unit in _MONEY or unit in _SECONDS or unit in _PERCENT:
            return unit
    return ""


def factor(column: Column, heading: str, of: Profile) -> tuple[Fraction | None, bool]:
    """What the numbers under a heading are to be multiplied by, None for nothing, and whether that
    is certain: their unit is written there, or the numbers only look so."""
    unit = unit_in(heading)
    match column.kind:
        case "money":
            return (Fraction(_MONEY[unit]), True) if unit in _MONEY else (None, True)
        case "share":
            return _share(column, unit, of)
        case "score":
            return _score(column, of)
        case "number" | "count":
            return _time(column, unit, of)
        case _:
            return None, True


def _share(column: Column, unit: str, of: Profile) -> tuple[Fraction | None, bool]:
    if of.percents > 0:
        return None, True
    usual = max(SHARE_HIGH, column.range[1] if column.range else 0.0, column.most or 0.0)
    if unit in _PERCENT:
        return Fraction(1, 100), of.high > usual
    return (Fraction(1, 100), False) if of.high > usual else (None, True)


def _score(column: Column, of: Profile) -> tuple[Fraction | None, bool]:
    if column.range is None or of.filled == 0 or column.range[0] < 0:
        return None, True
    most = column.range[1]
    if of.high > most:
        return Fraction(most) / 100, False
    if most >= 5 and 0 < of.high <= 1 and not of.whole:
        return Fraction(most), False
    return None, True


def _time(column: Column, unit: str, of: Profile) -> tuple[Fraction | None, bool]:
    """Where the plan states a unit of time, and the heading another one."""
    said = _TIME_WORD.search(" ".join((column.label["zh"], column.label["en"])))
    if said is None:
        return None, True
    wanted = _SECONDS[said[0].casefold()]
    if unit in _SECONDS:
        here = _SECONDS[unit]
        return (None, True) if here == wanted else (Fraction(here, wanted), True)
    if wanted > 1 and of.filled and of.middle > 60:
        return Fraction(1, 60), False
    return None, True
