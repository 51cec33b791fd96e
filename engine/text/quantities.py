"""Figures of plans with their units: 0.1 share is 10 %, 3000 CNY/month is ¥3,000 a month."""

from __future__ import annotations

import math
from collections.abc import Sequence

from engine.text.numbers import (
    Decimals,
    is_written_exactly,
    money,
    number,
    percent,
    percentage_points,
)
from engine.text.sentences import SENTENCES, say

OWN = "own unit"
"""The unit of a table whose figures have the units of the columns that its keys name."""

_NUMBER = Decimals(0, 6, further=4)
_PERCENT = Decimals(0, 4, further=4)
_MONEY = Decimals(0, 6, further=4)
_MONEY_WITH_FEN = Decimals(2, 4, further=4)
_WITHOUT_UNIT = ("", "CNY", "share", "weight", "factor", OWN)
"""Units that a figure shows by its sign, or not at all."""


def is_share(unit: str) -> bool:
    """Whether figures of this unit are shown in percent."""
    return unit.startswith("share")


def is_money(unit: str) -> bool:
    """Whether figures of this unit are amounts of money."""
    return unit.startswith("CNY")


def unit_name(unit: str, language: str) -> str:
    """A unit in words: "CNY/month" → "yuan a month"; one without a name stays as written."""
    return say(language, key) if (key := f"unit.{unit}") in SENTENCES else unit


def quantity(value: object, unit: str, language: str, fen: bool = False, further: int = 0) -> str:
    """A value with its unit in words: ¥3,000 a month, 10 % of base pay, 60 points; yes, no limit.

    `fen` writes money as statements do (¥3,000.00 a month); `further` adds decimals.
    """
    text = value_text(value, unit, language, fen, further)
    return _with_unit(text, value, unit, language) if _is_number(value) else text


def quantities(values: Sequence[object], unit: str, language: str) -> list[str]:
    """Quantities that are read in a row and say their unit once: 3,000, 3,200 元/月."""
    whole = [quantity(value, unit, language) for value in values]
    if not all(map(_is_number, values)):
        return whole
    bare = [_without_word(value, unit, language) for value in values]
    pairs = list(zip(whole, bare, strict=True))
    if all(text.startswith(digits) for text, digits in pairs):
        return [*bare[:-1], whole[-1]]
    if all(text.endswith(digits) for text, digits in pairs):
        return [whole[0], *bare[1:]]
    return whole


def value_text(value: object, unit: str, language: str, fen: bool = False, further: int = 0) -> str:
    """A value with the sign of its unit alone: ¥3,000, 10 %, 60; yes, no limit."""
    if value is None or value in (math.inf, -math.inf):
        return say(language, "figure.no_limit")
    if isinstance(value, bool):
        return say(language, "figure.yes" if value else "figure.no")
    if not isinstance(value, int | float):
        return str(value)
    if is_money(unit):
        return money(value, language, _money_decimals(value, fen, further))
    return operand(value, unit, language, further)


def operand(value: float, unit: str, language: str, further: int = 0) -> str:
    """A number as it stands in a formula with numbers: 3,500.00, 92.5 %, 0.975."""
    if math.isinf(value):
        return say(language, "figure.no_limit")
    if is_share(unit):
        return percent(value, language, _more(_PERCENT, further))
    return number(value, _more(_MONEY_WITH_FEN if is_money(unit) else _NUMBER, further))


def is_exact(value: float, unit: str) -> bool:
    """Whether `operand` writes the number without rounding it."""
    most = _MONEY_WITH_FEN.most if is_money(unit) else _NUMBER.most
    return not math.isfinite(value) or is_written_exactly(value, most)


def difference(value: float, unit: str, language: str) -> str:
    """How far two values lie apart, with fen; shares in percentage points."""
    further = further_decimals(value, 0.0, unit)
    if is_share(unit):
        return percentage_points(value, language, _more(_PERCENT, further))
    return quantity(value, unit, language, True, further)


def further_decimals(value: float, other: float, unit: str) -> int:
    """How many more decimals it takes to see that two values differ."""
    if value == other:
        return 0
    return next(
        (n for n in range(7) if operand(value, unit, "en", n) != operand(other, unit, "en", n)), 6
    )


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _without_word(value: object, unit: str, language: str) -> str:
    """A value without its unit as far as that is a word, as 元 is."""
    if language == "zh" and is_money(unit) and isinstance(value, int | float):
        return number(value, _money_decimals(value, False, 0))
    return value_text(value, unit, language)


def _with_unit(text: str, value: object, unit: str, language: str) -> str:
    if unit in _WITHOUT_UNIT:
        return text
    if (key := f"quantity.{unit}") in SENTENCES:
        return say(language, key, count=value, value=text)
    if is_money(unit):
        return text + unit.removeprefix("CNY")
    return say(language, "quantity.other", value=text, unit=unit)


def _money_decimals(value: float, fen: bool, further: int) -> Decimals:
    """Money has fen or none: ¥3,000, ¥0.50."""
    if fen:
        return _more(_MONEY_WITH_FEN, further)
    return _more(_MONEY if float(value).is_integer() else _MONEY._replace(least=2), further)


def _more(decimals: Decimals, further: int) -> Decimals:
    return decimals._replace(most=decimals.most + further)
