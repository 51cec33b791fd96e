"""What makes the numbers of a file those of a plan's column: their unit, or how they look."""

from __future__ import annotations

import re
import unicodedata
from fractions import Fraction

from engine.importing.heading_units import Unit
from engine.importing.profile import Profile
from engine.plan import Column

SHARE_HIGH = 2.0
"""Shares up to here are shares; numbers above are taken for percents."""
MOST_MINUTES = 60.0
"""Average times above so many minutes are taken for seconds."""
_BRACKETS = re.compile(r"[(\[【]([^()\[\]【】]{1,12})[)\]】]")
_SECONDS = {
    **dict.fromkeys(("秒", "s", "sec", "secs", "second", "seconds"), 1),
    **dict.fromkeys(("分钟", "分", "min", "mins", "minute", "minutes"), 60),
    **dict.fromkeys(("小时", "时", "h", "hr", "hrs", "hour", "hours"), 3600),
}
_TWO_UNITS = re.compile(r"元\s*[/／或、,，]\s*[百千万亿]*元")
STARS = 5.0
"""Shares that are 1 to 5, and above 2, are taken for stars."""
_IN_LABEL = re.compile(r"[(（](秒|分钟|小时)[)）]")


def factor(
    column: Column, heading: str, unit: Unit | None, of: Profile
) -> tuple[Fraction | None, bool]:
    """What the numbers under a heading are to be multiplied by, None for nothing, and whether that
    is certain: their unit is written there, or the numbers only look so."""
    match column.kind:
        case "money":
            return (None, not _TWO_UNITS.search(heading)) if unit is None else (_of(unit), True)
        case "share":
            return _share(column, unit, of)
        case "score":
            return _score(column, of)
        case "number":
            return _time(column, heading, of)
        case _:
            return None, True


def _of(unit: Unit) -> Fraction | None:
    times = Fraction(unit.times)
    return None if times == 1 else times


def _share(column: Column, unit: Unit | None, of: Profile) -> tuple[Fraction | None, bool]:
    usual = max(SHARE_HIGH, column.range[1] if column.range else 0.0, column.most or 0.0)
    if unit is not None and unit.times < 1:
        return _of(unit), of.high > usual
    if of.high <= usual:
        return None, True
    is_stars = of.low >= 1 and of.high <= STARS and not of.percents
    return (Fraction(1, 5) if is_stars else Fraction(1, 100)), False


def _score(column: Column, of: Profile) -> tuple[Fraction | None, bool]:
    if column.range is None or of.filled == 0 or column.range[0] < 0:
        return None, True
    most = column.range[1]
    if of.high > most:
        return Fraction(most) / 100, False
    if most >= 5 and 0 < of.high <= 1 and not of.whole:
        return Fraction(most), False
    return None, True


def _time(column: Column, heading: str, of: Profile) -> tuple[Fraction | None, bool]:
    """Where the plan states a unit of time, and the cells or the heading another one."""
    said = _IN_LABEL.search(column.label["zh"])
    if said is None:
        return None, not of.seconds
    wanted = _SECONDS[said[1]]
    if of.seconds:
        times, is_sure = Fraction(abs(of.seconds), wanted), of.seconds > 0
        return (None if times == 1 else times), is_sure
    plain = unicodedata.normalize("NFKC", heading).casefold()
    for found in _BRACKETS.findall(plain):
        here = _SECONDS.get(found.strip())
        if here is not None:
            return (None, True) if here == wanted else (Fraction(here, wanted), True)
    if wanted == _SECONDS["分钟"] and of.filled and of.middle > MOST_MINUTES:
        return Fraction(1, 60), False
    return None, True
