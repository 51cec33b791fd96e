"""The unit that a cell brings of its own, and which of them a column of a plan can take."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from engine.plan import Column
from engine.written import NumberParts, number_parts, seconds_of_label


class CellUnit(Enum):
    """What stands beside the digits of a cell; the value is an example of it."""

    NONE = "1234.5"
    PERCENT = "98%"
    SIGN = "¥300"
    """A currency, which does not say whether one or 10,000 of it is counted."""
    AMOUNT = "300元, 12.5万"
    TIME = "3.5h, 0:04:30"
    THINGS = "85分, 3天, 12单"
    CUT = "1.23E+05"
    """Digits before the point that are not written."""


STATED = frozenset({CellUnit.PERCENT, CellUnit.AMOUNT, CellUnit.TIME})
"""Units that a number keeps, whatever its heading says."""


@dataclass(frozen=True)
class Takes:
    """What a column can take: the `units` of cells, and the `seconds` of its own unit of time, 0
    where it has none. With `has_cents` a third decimal is odd. `own` are units that a number keeps,
    whatever others are multiplied by."""

    units: frozenset[CellUnit]
    own: frozenset[CellUnit]
    seconds: int = 0
    has_cents: bool = False


_ANY = frozenset(CellUnit) - {CellUnit.CUT}
_PLAIN = frozenset({CellUnit.NONE})
_OWN = frozenset({CellUnit.AMOUNT, CellUnit.PERCENT})
EVERYTHING = Takes(_ANY, _OWN)
_OF_KIND = {
    "money": Takes(_PLAIN | {CellUnit.SIGN, CellUnit.AMOUNT}, _OWN, has_cents=True),
    "count": Takes(_PLAIN | {CellUnit.THINGS, CellUnit.AMOUNT}, _OWN),
    "share": Takes(_PLAIN | {CellUnit.PERCENT, CellUnit.THINGS}, _OWN),
    "score": Takes(_PLAIN | {CellUnit.PERCENT, CellUnit.THINGS}, frozenset()),
    "number": Takes(_ANY - {CellUnit.SIGN}, _OWN),
}


def taken_by(column: Column | None) -> Takes:
    """What a column of a plan, or one beyond it, can take."""
    if column is None:
        return EVERYTHING
    seconds = seconds_of_label(column.label.values()) if column.kind == "number" else 0
    if seconds:
        return Takes(_PLAIN | {CellUnit.TIME}, frozenset({CellUnit.TIME}), seconds)
    return _OF_KIND.get(column.kind, EVERYTHING)


def cell_unit(text: str) -> CellUnit:
    """The unit that stands in a cell which is a number."""
    parts = number_parts(text)
    return CellUnit.NONE if parts is None else _unit(parts)


def _unit(parts: NumberParts) -> CellUnit:
    if parts.percent:
        return CellUnit.PERCENT
    if parts.times or parts.is_yuan:
        return CellUnit.AMOUNT
    if parts.currency:
        return CellUnit.SIGN
    if parts.seconds:
        return CellUnit.TIME
    if parts.unit:
        return CellUnit.THINGS
    return CellUnit.CUT if parts.is_cut else CellUnit.NONE
