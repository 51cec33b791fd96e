"""Sentences of statements in every language, and names that are on their way out."""

from __future__ import annotations

from engine.text import dates
from engine.text.numbers import DASH, Decimals, money_of_fen, number
from engine.text.quantities import (
    further_decimals,
    operand,
    quantities,
    quantity,
    value_text,
)
from engine.text.sentences import SENTENCES, Phrases, Text, in_each_language, untranslated

NOTHING = DASH
both = in_each_language
same = untranslated
bare = operand
more_for = further_decimals
shown = value_text
figure = quantity
figures = quantities


def plain(value: float, decimals: int = 6) -> str:
    return number(value, Decimals(0, decimals))


def with_unit(value: object, unit: str, language: str, more: int = 0) -> str:
    return quantity(value, unit, language, True, more)


def catalogue(language: str) -> dict[str, str]:
    return dict(SENTENCES.entries(language))  # type: ignore[arg-type]


phrase = Phrases("statement")
joined = phrase.joined


fen = money_of_fen


def month(number: int) -> Text:
    """March 2026, 2026年3月."""
    return in_each_language(lambda language: dates.month(number, language))


def month_name(calendar: int) -> Text:
    """The name of a calendar month, 1 for January."""
    return in_each_language(lambda language: dates.month_names(language)[calendar - 1])
