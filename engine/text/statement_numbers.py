"""Sentences of statements in every language, and names that are on their way out."""

from __future__ import annotations

from collections.abc import Sequence

from engine.text import dates
from engine.text.numbers import DASH, Decimals, money_with_fen, number
from engine.text.quantities import (
    further_decimals,
    operand,
    quantities,
    quantity,
    value_text,
)
from engine.text.sentences import SENTENCES, Text, in_each_language, say, untranslated
from engine.text.spacing import spaced

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


def phrase(key: str, /, **values: object) -> Text:
    """A sentence of the statement in each language; texts among the values go by language."""
    return in_each_language(lambda language: spaced(say(language, f"statement.{key}", **values)))


def joined(texts: Sequence[Text], separator: str = "comma") -> Text:
    """Several texts in a row."""
    return in_each_language(
        lambda lang: say(lang, f"statement.{separator}").join(t[lang] for t in texts)
    )


def fen(amount: int, language: str = "en") -> str:
    """An amount in fen as money: ¥3,500.00."""
    return money_with_fen(amount / 100, language)


def month(number: int) -> Text:
    """March 2026, 2026年3月."""
    return in_each_language(lambda language: dates.month(number, language))


def month_name(calendar: int) -> Text:
    """The name of a calendar month, 1 for January."""
    return in_each_language(lambda language: dates.month_names(language)[calendar - 1])
