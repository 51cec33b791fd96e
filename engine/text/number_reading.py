"""Numbers as people type them, read as exactly what they say or refused with the reason.

Digits may be full-width, as a Chinese keyboard has them. A comma parts thousands and nothing else.
An amount may be as short as it is shown: 1.2 M, 9,100 万.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from decimal import Decimal

from engine.text.numbers import LARGE_UNITS, MINUS, SPACE, as_typed
from engine.text.problems import Problem, Refused
from engine.text.quantities import is_money, is_share

MOST_DIGITS = 15
"""A number with so many digits is kept to the last one."""
MOST_DECIMALS = {True: 4, False: 6}
"""Decimals of a percent, and of any other number: a field shows no more of them."""
PERCENT_LIKE = 2.0
"""A bare number up to this, in a field of percents, may have been meant as a share."""

_PLAIN = {full: full - 0xFEE0 for full in range(0xFF01, 0xFF5F)} | {0x3000: " "}
_PLAIN |= {ord("￥"): "¥", ord(MINUS): "-", ord(SPACE): " "}
_NUMBER = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)")
_THOUSANDS = re.compile(r"[+-]?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]*)?")


def read_number(text: str, unit: str = "", near: Iterable[float] = ()) -> float:
    """The number that a text says, in a unit: 85, 85 % and ８５％ are 0.85 of a share.

    `near` are figures that stand in the same place: where a bare 0.85 among percents is closer to
    them as a share, it is not known which of both was meant. Raises Refused with the reason.
    """
    typed = text.translate(_PLAIN).strip()
    digits, has_percent = _without_sign(typed, unit, text)
    digits, power = _without_large_unit(digits) if is_money(unit) else (digits, 0)
    if "," in digits:
        if not _THOUSANDS.fullmatch(digits):
            raise _refused("typed_comma" if digits.count(",") == 1 else "typed_number", text)
        digits = digits.replace(",", "")
    if not _NUMBER.fullmatch(digits):
        raise _refused("typed_number", text)
    exact = Decimal(digits).scaleb(power)
    if len(exact.normalize().as_tuple().digits) > MOST_DIGITS or abs(exact) >= 10**MOST_DIGITS:
        raise _refused("typed_long", text, most=MOST_DIGITS)
    decimals = MOST_DECIMALS[is_share(unit)]
    if exact != round(exact, decimals):
        raise _refused("typed_decimals", text, most=decimals)
    if not is_share(unit):
        return float(exact)
    if not has_percent and _may_be_a_share(float(exact), near):
        share = as_typed(float(exact * 100))
        raise _refused("typed_percent_or_share", text, small=as_typed(float(exact)), large=share)
    return float(exact / 100)


def _without_sign(typed: str, unit: str, text: str) -> tuple[str, bool]:
    """The digits without the sign of their unit, and whether that was a percent sign."""
    if typed.endswith("%"):
        if not is_share(unit):
            raise _refused("typed_percent", text)
        return typed[:-1].rstrip(), True
    if is_money(unit):
        sign, rest = ("-", typed[1:]) if typed.startswith("-") else ("", typed)
        return sign + rest.removeprefix("¥").removesuffix("元").strip(), False
    return typed, False


def _without_large_unit(digits: str) -> tuple[str, int]:
    """The digits of an amount, and the power of ten in which it is written: 9,100 and 4 of 万."""
    power = LARGE_UNITS.get(digits[-1:].upper(), 0)
    return (digits[:-1].rstrip(), power) if power else (digits, 0)


def _may_be_a_share(value: float, near: Iterable[float]) -> bool:
    """Whether a bare number among percents is nearer to what stands there as a share."""
    size = abs(value)
    if not 0 < size <= PERCENT_LIKE:
        return False
    others = [abs(math.log10(abs(other) / size)) for other in near if other]
    in_percent = [abs(math.log10(abs(other) / (size / 100))) for other in near if other]
    return min(others, default=0.0) < min(in_percent, default=1.0)


def _refused(key: str, text: str, **values: object) -> Refused:
    return Refused([Problem(key, values, value=text.strip())])
