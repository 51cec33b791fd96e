"""Numbers, money and months as people read them, in English and Chinese.

Both languages group digits by thousands with commas, so only the units, the words around a number
and the months differ. Rounding is half away from zero, minus is a real minus sign, and what is no
number (nothing to divide by) is a dash."""

from __future__ import annotations

import functools
import math
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise
from typing import Literal

from babel.dates import (
    format_datetime,
    format_interval,
    format_skeleton,
    get_month_names,
    get_timezone,
)

MINUS = "\N{MINUS SIGN}"
SPACE = "\N{NO-BREAK SPACE}"
DASH = "\N{EN DASH}"
THIN = "\N{THIN SPACE}"

_UNITS = {  # size, name, decimals
    "en": ((1e3, "K", 1), (1e6, "M", 1), (1e9, "B", 1)),
    "zh": ((1e4, "万", 1), (1e8, "亿", 2)),
}

Kind = Literal["money", "share", "number"]
"""How the values along an axis are read."""


def count(value: float) -> str:
    """12,345"""
    return _written(value, 0)


def number(value: float, decimals: int) -> str:
    """1,234.50, with exactly the decimals asked for."""
    return _written(value, decimals)


def money(yuan: float, fen: bool = False) -> str:
    """¥5,103, or ¥5,103.25 where the fen are asked for (statements and exports)."""
    return _written(yuan, 2 if fen else 0, before="¥")


def compact_money(yuan: float, lang: str) -> str:
    """¥11.6 M in English, 1,160 万 in Chinese; below 100,000 in full (¥5,103)."""
    if not _reaches(1e5, abs(yuan), 0):
        return money(yuan)
    unit, name, decimals = _unit(abs(yuan), lang)
    if lang == "zh":
        return f"{_without_trailing_zeros(_written(yuan / unit, decimals))}{SPACE}{name}"
    return _written(yuan / unit, decimals, before="¥", after=f"{SPACE}{name}")


def percent(share: float, lang: str, decimals: int = 1) -> str:
    """8.1 % of the share 0.081 (8.1% in Chinese)."""
    return _written(share * 100, decimals, after="%" if lang == "zh" else f"{SPACE}%")


def points(difference: float, lang: str) -> str:
    """+0.2 pt for two shares that differ by 0.002 (+0.2 个百分点 in Chinese)."""
    name = "个百分点" if lang == "zh" else "pt"
    return signed(_written(difference * 100, 1, after=f"{SPACE}{name}"))


def signed(text: str) -> str:
    """A difference: the formatted number with its plus or minus; nothing before a zero."""
    nothing = not any(digit in text for digit in "123456789")
    return text if nothing or text.startswith(MINUS) else f"+{text}"


def read_as(kind: Kind, value: float, lang: str) -> str:
    """A value by its kind, as short as a tick of an axis may be: 80 %, ¥5,000, 12,345, 0.5."""
    if kind == "money":
        return compact_money(value, lang).replace(f".0{SPACE}", SPACE)
    if kind == "share":
        return percent(value, lang, 0 if _is_whole(value * 100) else 1)
    return _without_trailing_zeros(_written(value, 2))


def span(kind: Kind, low: float, high: float, lang: str) -> str:
    """From one value to another, both read by their kind."""
    return f"{read_as(kind, low, lang)} {DASH} {read_as(kind, high, lang)}"


def month(when: str, lang: str) -> str:
    """Jan 2026 (2026年1月) of the month 2026-01."""
    text: str = format_skeleton("yMMM", _first_day(when), locale=lang)
    return text


def months(first: str, last: str, lang: str) -> str:
    """Jan to Dec 2026, with a dash between the months (2026年1月至12月), of a period."""
    if first == last:
        return month(first, lang)
    text: str = format_interval(_first_day(first), _first_day(last), skeleton="yMMM", locale=lang)
    dash = DASH if first[:4] == last[:4] else f" {DASH} "
    return text.replace(f"{THIN}{DASH}{THIN}", dash)


def moment(when: datetime, lang: str, zone: str | None) -> str:
    """22 Nov 2026, 14:02 (2026年11月22日 14:02), on the clock of a time zone; of this machine where
    the zone is unknown."""
    try:
        local = when.astimezone(get_timezone(zone) if zone else None)
    except LookupError:
        local = when.astimezone()
    pattern = "y年M月d日 HH:mm" if lang == "zh" else "d MMM y, HH:mm"
    return str(format_datetime(local, pattern, tzinfo=local.tzinfo, locale=lang))


@functools.cache
def month_names(lang: str) -> tuple[str, ...]:
    """Jan … Dec (1月 … 12月)."""
    names = get_month_names("abbreviated", locale=lang)
    return tuple(names[position] for position in range(1, 13))


def _written(value: float, decimals: int, before: str = "", after: str = "") -> str:
    if not math.isfinite(value):
        return DASH
    digits = _rounded(abs(value), decimals)
    minus = MINUS if value < 0 and digits else ""
    return f"{minus}{before}{digits:,}{after}"


def _rounded(size: float, decimals: int) -> Decimal:
    return Decimal(repr(float(size))).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def _unit(size: float, lang: str) -> tuple[float, str, int]:
    """The largest unit that the size reaches once rounded in the unit below."""
    units = _UNITS[lang]
    for below, above in pairwise(units):
        if not _reaches(above[0] / below[0], size / below[0], below[2]):
            return below
    return units[-1]


def _reaches(unit: float, size: float, decimals: int) -> bool:
    return math.isfinite(size) and _rounded(size, decimals) >= unit


def _is_whole(value: float) -> bool:
    return abs(value - round(value)) < 1e-9


def _without_trailing_zeros(digits: str) -> str:
    return digits.rstrip("0").rstrip(".") if "." in digits else digits


def _first_day(when: str) -> date:
    return date.fromisoformat(f"{when}-01")
