"""Numbers as people read them: counts, money, percents, in English and Chinese.

A number is rounded half away from zero, on the shortest decimal that stands for it; it has
thousands separators, a real minus sign and never an exponent. What is no finite number is a dash.
A figure and the sign of its unit stay on one line: a no-break space stands between them, and none
before % in Chinese.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal
from itertools import pairwise
from typing import Literal, NamedTuple

MINUS = "\N{MINUS SIGN}"
DASH = "\N{EN DASH}"
SPACE = "\N{NO-BREAK SPACE}"
"""Between a figure and the sign of its unit."""

Kind = Literal["money", "share", "number"]
"""How the values along an axis are read."""


class Decimals(NamedTuple):
    """The fewest and the most decimals of a number, and how many more it may have at most where it
    would look rounder than it is: 79.9999996 must not read 80."""

    least: int
    most: int
    further: int = 0


AS_NEEDED = Decimals(0, 6)
FEN = Decimals(2, 2)


def number(value: float, decimals: Decimals | int = AS_NEEDED) -> str:
    """1,234.5, or with exactly the decimals asked for: 1,234.50."""
    return _written(value, decimals, "{}")


def count(value: float) -> str:
    """12,345"""
    return _written(value, 0, "{}")


def as_typed(value: float, decimals: int = 6) -> str:
    """-1234.5, as a file or field takes it: without thousands separators, with a plain hyphen."""
    return number(value, Decimals(0, decimals)).replace(",", "").replace(MINUS, "-")


def money(yuan: float, language: str, decimals: Decimals | int = 0) -> str:
    """¥5,103 (5,103 元 in Chinese)."""
    return _written(yuan, decimals, _STYLES[language].money)


def money_with_fen(yuan: float, language: str) -> str:
    """¥5,103.25 (5,103.25 元 in Chinese), as statements and exports write an amount."""
    return money(yuan, language, FEN)


def money_of_fen(fen: int, language: str) -> str:
    """¥5,103.25 of an amount in whole fen."""
    return money_with_fen(fen / 100, language)


def compact_money(yuan: float, language: str, change: float = 0.0) -> str:
    """¥11.6 M, 7.20 亿元, 1,160 万元; an amount below 100,000 in full (¥5,103).

    Beside an amount that differs by `change`, with so many digits that two of the change are seen:
    ¥7.183 B beside ¥7.203 B; in full where that takes more digits than a short form is worth.
    """
    return _compact_money(yuan, language, change=change)


def percent(share: float, language: str, decimals: Decimals | int = 1) -> str:
    """8.1 % of the share 0.081 (8.1% in Chinese)."""
    return _written(share, decimals, _STYLES[language].percent, shift=2)


def points(difference: float, language: str, decimals: Decimals | int = 1) -> str:
    """+0.2 pt of two shares that differ by 0.002 (+0.2 个百分点 in Chinese)."""
    return signed(_written(difference, decimals, _STYLES[language].points, shift=2))


def percentage_points(difference: float, language: str, decimals: Decimals | int) -> str:
    """0.2 percentage points, as a sentence says how far two shares lie apart."""
    return _written(difference, decimals, _STYLES[language].percentage_points, shift=2)


def multiple(value: float, language: str, decimals: Decimals | int = AS_NEEDED) -> str:
    """2.3×, as a table or card says how many times as much something is (2.3 倍 in Chinese)."""
    return _written(value, decimals, _STYLES[language].multiple)


def signed(text: str) -> str:
    """A difference: the written number with its plus or minus; nothing before a zero."""
    is_zero = not any(digit in text for digit in "123456789")
    return text if is_zero or text.startswith(MINUS) else f"+{text}"


def tick(kind: Kind, value: float, language: str) -> str:
    """A value by its kind, as short as a tick of an axis may be: 80 %, ¥5,000, 12,345, 0.5."""
    if kind == "money":
        return _compact_money(value, language, trimmed=True)
    if kind == "share":
        return percent(value, language, Decimals(0, 1))
    return number(value, Decimals(0, 2))


def tick_texts(kind: Kind, values: Sequence[float], language: str) -> list[str]:
    """The ticks of one axis: amounts of money all in the unit of the largest, to one number of
    decimals (0.5 亿元, 1.0 亿元, 1.5 亿元); a zero as `tick` writes it."""
    largest = max(map(abs, values), default=0.0)
    if kind != "money" or not math.isfinite(largest) or largest < _COMPACT_FROM:
        return [tick(kind, value, language) for value in values]
    unit = _large_unit(largest, language)
    exact = [_exact(value, -unit.power) for value in values]
    decimals = next(
        (
            fewest
            for fewest in range(_MOST_DECIMALS)
            if all(abs(one - _rounded(one, fewest)) <= _noise(one) for one in exact)
        ),
        _MOST_DECIMALS,
    )
    return [
        _written(value, decimals, unit.template, shift=-unit.power)
        if value
        else tick(kind, value, language)
        for value in values
    ]


def money_unit(largest: float, language: str) -> tuple[int, str]:
    """The unit for amounts of which this is the largest, as the power of ten it stands for and how
    it is written: 6 and ¥ M, 4 and 万元; 0 and ¥ below 100,000."""
    if not math.isfinite(largest) or _rounded(_exact(largest), 0) < _COMPACT_FROM:
        return 0, _STYLES[language].money.format("").strip()
    unit = _large_unit(largest, language)
    return unit.power, unit.template.format("").strip()


def span(kind: Kind, low: float, high: float, language: str) -> str:
    """From one value to another, both as ticks."""
    return f"{tick(kind, low, language)} {DASH} {tick(kind, high, language)}"


def is_written_exactly(value: float, decimals: int) -> bool:
    """Whether a number of so many decimals is the number itself, but for what binary arithmetic
    adds to it."""
    exact = _exact(value)
    return abs(exact - _rounded(exact, decimals)) <= _noise(exact)


# -- how each language writes --------------------------------------------------------------------


class _Unit(NamedTuple):
    power: int
    template: str
    decimals: Decimals


@dataclass(frozen=True)
class _Style:
    """What stands around the digits."""

    money: str
    percent: str
    points: str
    percentage_points: str
    multiple: str
    large: tuple[_Unit, ...]


_STYLES = {
    "en": _Style(
        money="¥{}",
        percent=f"{{}}{SPACE}%",
        points=f"{{}}{SPACE}pt",
        percentage_points="{} percentage points",
        multiple="{}×",
        large=(
            _Unit(3, f"¥{{}}{SPACE}K", Decimals(1, 1)),
            _Unit(6, f"¥{{}}{SPACE}M", Decimals(1, 1)),
            _Unit(9, f"¥{{}}{SPACE}B", Decimals(1, 1)),
        ),
    ),
    "zh": _Style(
        money=f"{{}}{SPACE}元",
        percent="{}%",
        points=f"{{}}{SPACE}个百分点",
        percentage_points=f"{{}}{SPACE}个百分点",
        multiple=f"{{}}{SPACE}倍",
        large=(
            _Unit(4, f"{{}}{SPACE}万元", Decimals(0, 1)),
            _Unit(8, f"{{}}{SPACE}亿元", Decimals(2, 2)),
        ),
    ),
}
LARGE_UNITS = {
    re.sub(r"[{}¥元\s]", "", unit.template): unit.power
    for style in _STYLES.values()
    for unit in style.large
}
"""The letters after which an amount counts in thousands, 万 and more, with their powers of ten."""
_COMPACT_FROM = 100_000
_SEEN = 10
"""A change by less than so many yuan is seen in fen only."""
_MOST_DECIMALS = 4
"""A short amount with more decimals than this is longer than the amount itself."""


def _compact_money(yuan: float, language: str, trimmed: bool = False, change: float = 0.0) -> str:
    if not math.isfinite(yuan) or _rounded(_exact(yuan), 0) < _COMPACT_FROM:
        small = change and math.isfinite(change) and abs(change) < _SEEN
        return money(yuan, language, FEN if small else 0)
    unit = _large_unit(yuan, language)
    decimals = unit.decimals
    if change and math.isfinite(change):
        needed = unit.power + 1 - math.floor(math.log10(abs(change)))
        if needed > _MOST_DECIMALS:
            return money(yuan, language, FEN if abs(change) < _SEEN else 0)
        decimals = Decimals(max(decimals.least, needed), max(decimals.most, needed))
    rounded = _rounded(_exact(yuan, -unit.power), decimals.most)
    if trimmed and rounded == rounded.to_integral_value():
        decimals = decimals._replace(least=0)
    return _written(yuan, decimals, unit.template, shift=-unit.power)


def _large_unit(yuan: float, language: str) -> _Unit:
    """The largest unit that the amount reaches once rounded in the unit below."""
    units = _STYLES[language].large
    for unit, next_unit in pairwise(units):
        rounded = _rounded(_exact(yuan, -unit.power), unit.decimals.most)
        if rounded < Decimal(10) ** (next_unit.power - unit.power):
            return unit
    return units[-1]


# -- digits --------------------------------------------------------------------------------------

_LOOKS_EXACT = 2
"""A number of so many decimals is taken for exact."""
_NOISE = Decimal("1e-12")
"""Share of a number by which binary arithmetic may be off."""
_LONG = Context(prec=400)
"""Enough for every number there is."""


def _written(value: float, decimals: Decimals | int, template: str, shift: int = 0) -> str:
    """The number times ten to the power of `shift` in its template, the minus sign before all."""
    if not math.isfinite(value):
        return DASH
    if isinstance(decimals, int):
        decimals = Decimals(decimals, decimals)
    exact = _exact(value, shift)
    rounded = _rounded(exact, decimals.most)
    if decimals.further and abs(exact - rounded) > _noise(exact):
        for most in range(decimals.most + 1, decimals.most + decimals.further + 1):
            if rounded != _rounded(exact, _LOOKS_EXACT):
                break
            rounded = _rounded(exact, most)
    whole, _, fraction = f"{rounded:,f}".partition(".")
    fraction = fraction.rstrip("0").ljust(decimals.least, "0")
    text = template.format(f"{whole}.{fraction}" if fraction else whole)
    return f"{MINUS}{text}" if value < 0 and rounded else text


def _exact(value: float, shift: int = 0) -> Decimal:
    """The size of a number as the shortest decimal that stands for it."""
    return Decimal(repr(abs(float(value)))).scaleb(shift, _LONG)


def _rounded(exact: Decimal, decimals: int) -> Decimal:
    return exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP, _LONG)


def _noise(exact: Decimal) -> Decimal:
    return _NOISE * max(Decimal(1), exact)
