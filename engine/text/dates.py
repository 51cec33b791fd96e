"""Months, periods and moments as people read them, in English and Chinese.

A month is its number (`engine.calendar`) or its text YYYY-MM.
"""

from __future__ import annotations

from datetime import date, datetime
from functools import cache
from typing import Literal

from babel.dates import (
    format_date,
    format_datetime,
    format_interval,
    format_skeleton,
    get_month_names,
    get_timezone,
)

from engine.calendar import month_text
from engine.text.numbers import DASH
from engine.text.sentences import Text, in_each_language

_LOCALES = {"en": "en_GB", "zh": "zh"}
_THIN = "\N{THIN SPACE}"


def month(when: int | str, language: str) -> str:
    """March 2026, 2026年3月"""
    return _month("yMMMM", when, language)


def named_month(number: int) -> Text:
    """March 2026 in every language."""
    return in_each_language(lambda language: month(number, language))


def month_name(calendar_month: int) -> Text:
    """March in every language, of 3."""
    return in_each_language(lambda language: month_names(language)[calendar_month - 1])


def short_month(when: int | str, language: str) -> str:
    """Mar 2026, 2026年3月"""
    return _month("yMMM", when, language)


def day(when: str, language: str) -> str:
    """1 January 2026 of 2026-01-01, 2026年1月1日"""
    return str(format_date(date.fromisoformat(when), "long", locale=_LOCALES[language]))


def months(first: int | str, last: int | str, language: str) -> str:
    """A period, from its first month to its last: Jan–Dec 2026, 2026年1月至12月."""
    start, end = _first_day(first), _first_day(last)
    if start == end:
        return short_month(first, language)
    text: str = format_interval(start, end, skeleton="yMMM", locale=language)
    dash = DASH if start.year == end.year else f" {DASH} "
    return text.replace(f"{_THIN}{DASH}{_THIN}", dash)


@cache
def month_names(language: str) -> tuple[str, ...]:
    """January … December, 1月 … 12月"""
    return _names("wide" if language == "en" else "abbreviated", language)


@cache
def short_month_names(language: str) -> tuple[str, ...]:
    """Jan … Dec, 1月 … 12月"""
    return _names("abbreviated", language)


def moment(when: datetime, language: str, zone: str | None) -> str:
    """22 Nov 2026, 14:02 (2026年11月22日 14:02), on the clock of a time zone; of this machine where
    the zone is unknown."""
    try:
        local = when.astimezone(get_timezone(zone) if zone else None)
    except LookupError:
        local = when.astimezone()
    pattern = "y年M月d日 HH:mm" if language == "zh" else "d MMM y, HH:mm"
    return str(format_datetime(local, pattern, tzinfo=local.tzinfo, locale=language))


def _month(skeleton: str, when: int | str, language: str) -> str:
    return str(format_skeleton(skeleton, _first_day(when), locale=language))


def _names(width: Literal["wide", "abbreviated"], language: str) -> tuple[str, ...]:
    names = get_month_names(width, locale=language)
    return tuple(names[number] for number in range(1, 13))


def _first_day(when: int | str) -> date:
    text = when if isinstance(when, str) else month_text(when)
    return date.fromisoformat(f"{text}-01")
