"""Legal figures in words, in every language."""

from __future__ import annotations

from fractions import Fraction

from engine.text import (
    Decimals,
    Phrases,
    Text,
    in_each_language,
    money,
    number,
    percent,
    untranslated,
)

said = Phrases("statutory")
_PERCENT, _AMOUNT = Decimals(0, 4), Decimals(0, 2)


def percent_text(share: Fraction | float) -> Text:
    """9.8 % of 0.098, with all its decimals."""
    return in_each_language(lambda language: percent(float(share), language, _PERCENT))


def amount_text(fen: float, currency: str) -> Text:
    """¥7,546 of 754600 fen, US$184,500 of as many cents."""
    amount = fen / 100
    if currency == "CNY":
        return in_each_language(lambda language: money(amount, language, _AMOUNT))
    return said("amount", currency=currency, amount=untranslated(number(amount, _AMOUNT)))
