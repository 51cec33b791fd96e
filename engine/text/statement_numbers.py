"""How a statement writes numbers, months and values with their units, in both languages."""

from __future__ import annotations

import math
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Context, Decimal

from engine.calendar import calendar_month
from engine.text.sentences import LANGUAGES, Text, say
from engine.text.spacing import spaced
from engine.text.units import MINUS, is_money, is_share, measured

MONEY = (2, 4)
PLAIN = (0, 6)
"""The fewest and the most decimals; percents have four at most."""
FURTHER = 4
"""So many more where a number would look rounder than it is."""
ROUND = 2
"""A number of so many decimals looks exact."""
NOTHING = "—"
LONG = Context(prec=400)
"""Enough for every number there is."""
NOISE = 1e-12
"""Share of a number by which binary arithmetic may be off."""


def both(write: Callable[[str], str]) -> Text:
    """What `write` says in each language."""
    return {language: write(language) for language in LANGUAGES}


def phrase(key: str, /, **values: object) -> Text:
    """A sentence of the statement in each language; texts among the values go by language."""
    return both(lambda language: spaced(say(language, f"statement.{key}", **values)))


def same(text: str) -> Text:
    """What is written the same way in each language."""
    return dict.fromkeys(LANGUAGES, text)


def joined(texts: list[Text], separator: str = "comma") -> Text:
    """Several texts in a row."""
    return both(lambda lang: say(lang, f"statement.{separator}").join(t[lang] for t in texts))


def bare(value: float, unit: str, language: str, more: int = 0) -> str:
    """A number as it stands in a formula: 3,500.00, 92.5 %, 0.975. `more` adds decimals."""
    if not math.isfinite(value):
        return NOTHING if math.isnan(value) else say(language, "figure.no_limit")
    if is_share(unit):
        text = _written(value * 100, 0, 4 + more)
        return f"{text}\N{THIN SPACE}%" if language == "en" else f"{text}%"
    least, most = MONEY if is_money(unit) else PLAIN
    return _written(value, least, most + more)


def is_exact(value: float, unit: str) -> bool:
    """Whether `bare` writes the number without rounding it."""
    if not math.isfinite(value):
        return True
    most = 6 if is_share(unit) or not is_money(unit) else MONEY[1]
    return abs(value - round(value, most)) <= NOISE * max(1.0, abs(value))


def with_unit(value: float, unit: str, language: str, more: int = 0) -> str:
    """A number as a value of its own: ¥3,500.00, ¥0.50 a point, 10 % of base pay, 1,200 calls."""
    text = bare(value, unit, language, more)
    if not math.isfinite(value):
        return text
    if is_money(unit):
        text = f"{MINUS}¥{text[1:]}" if text.startswith(MINUS) else f"¥{text}"
    return measured(text, unit, language)


def difference(value: float, unit: str, language: str) -> str:
    """How far two values lie apart; shares in percentage points."""
    if not is_share(unit):
        return with_unit(value, unit, language, more_for(value, 0.0, unit))
    text = _written(value * 100, 0, 4 + more_for(value, 0.0, unit))
    return say(language, "statement.difference_share", value=text)


def more_for(value: float, other: float, unit: str) -> int:
    """How many further decimals it takes to see that two values differ."""
    if value == other:
        return 0
    return next(
        (n for n in range(7) if bare(value, unit, "en", n) != bare(other, unit, "en", n)), 6
    )


def fen(amount: int, language: str = "en") -> str:
    """An amount in fen as money: ¥3,500.00."""
    return with_unit(amount / 100, "CNY", language)


def month(number: int) -> Text:
    """March 2026, 2026年3月."""
    name = month_name(calendar_month(number))
    return phrase("month_text", name=name, year=number // 12)


def month_name(calendar: int) -> Text:
    """The name of a calendar month, 1 for January."""
    return both(lambda language: say(language, "statement.month_names").split()[calendar - 1])


def _written(value: float, least: int, most: int) -> str:
    digits = _rounded(value, most)
    if abs(float(digits) - abs(value)) > NOISE * max(1.0, abs(value)):
        # 79.9999996 must not read 80: where rounding leaves a rounder number, show more of it.
        for _ in range(FURTHER):
            if digits != _rounded(value, ROUND):
                break
            most += 1
            digits = _rounded(value, most)
    whole, _, decimals = f"{digits:,}".partition(".")
    decimals = decimals.rstrip("0").ljust(least, "0")
    text = f"{whole}.{decimals}" if decimals else whole
    return f"{MINUS}{text}" if value < 0 and digits else text


def _rounded(value: float, decimals: int) -> Decimal:
    exact = Decimal(repr(abs(float(value))))
    return exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP, LONG)
