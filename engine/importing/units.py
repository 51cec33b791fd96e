"""What makes the numbers of a file those of a plan's column: their unit, or how they look."""

from __future__ import annotations

import re
from fractions import Fraction

from engine.importing.profile import Profile
from engine.plan import Column
from engine.written import Unit, heading_seconds, seconds_of_label

SHARE_HIGH = 2.0
"""Shares up to here are shares; numbers above are taken for percents."""
FAR = 20.0
"""A number so many times the middle of the others may be in another unit than they."""
MINUTE, MOST_MINUTES = 60, 60.0
"""Average times above so many minutes are taken for seconds."""
_TWO_UNITS = re.compile(r"元\s*[/／或、,，]\s*[百千万亿]*元")
STARS = 5.0
"""Shares that are 1 to 5, and above 2, are taken for stars."""


def factor(
    column: Column, heading: str, unit: Unit | None, of: Profile
) -> tuple[Fraction | None, bool]:
    """What the numbers under a heading that bring no unit of their own are to be multiplied by,
    None for nothing, and whether that is certain: their unit is written there, or the numbers only
    look so."""
    match column.kind:
        case "money":
            if unit is None:
                return None, not _TWO_UNITS.search(heading)
            times = _of(unit)
            return times, times is None or not of.all_signed
        case "count":
            times = None if unit is None or unit.times < 1 else _of(unit)
            return times, times is None or unit is None or not unit.is_of_money
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
    if of.bare is None:
        return None, True
    if unit is not None and unit.times < 1:
        return _of(unit), usual < of.bare.high < FAR * max(of.bare.middle, usual / FAR)
    if of.bare.middle <= usual:
        return None, True
    is_stars = of.bare.low >= 1 and of.bare.high <= STARS and not of.percents
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
    """Where the plan states a unit of time, and the heading, cells or numbers another one."""
    wanted = seconds_of_label(column.label.values())
    if not wanted:
        return None, not of.seconds and not heading_seconds(heading)
    if of.bare is None:
        return None, True
    if here := heading_seconds(heading):
        return (None if here == wanted else Fraction(here, wanted)), True
    if of.seconds:
        return (None if of.seconds == wanted else Fraction(of.seconds, wanted)), False
    if wanted == MINUTE and of.bare.middle > MOST_MINUTES:
        return Fraction(1, 60), False
    return None, True
