"""Months along an axis, as short as they may be."""

from __future__ import annotations

from engine.text import Text, in_each_language, month_names, short_month, short_month_names


def month_labels(first: int, months: int) -> tuple[Text, ...]:
    """Jan, Feb … from a month number on, without their year where they are all of one (and in
    Chinese without it but where a year begins)."""
    last = first + months - 1
    is_one_year = first // 12 == last // 12

    def label(number: int) -> Text:
        return in_each_language(lambda language: _label(number, first, language, is_one_year))

    return tuple(map(label, range(first, last + 1)))


def _label(number: int, first: int, language: str, is_one_year: bool) -> str:
    if language == "zh":
        begins_a_year = number % 12 == 0 or number == first
        if begins_a_year and not is_one_year:
            return short_month(number, language)
        return month_names(language)[number % 12]
    if is_one_year:
        return short_month_names(language)[number % 12]
    return short_month(number, language)
