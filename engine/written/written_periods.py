"""Periods that are no plain months: 01/26, P03, FY26-M01, Q1 2026, 第12周, and what they may be."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum

from engine.calendar import month_number, month_text


class PeriodKind(Enum):
    """What a text counts."""

    PAIR = "pair"
    """Two numbers of two digits, one of them the month."""
    PERIOD = "period"
    QUARTER = "quarter"
    WEEK = "week"


READINGS = {
    PeriodKind.PAIR: ("month first", "year first"),
    PeriodKind.PERIOD: ("calendar",),
    PeriodKind.QUARTER: ("last month", "first month"),
    PeriodKind.WEEK: ("thursday", "monday", "sunday"),
}
"""How periods of a kind may be read: numbers of months from January on (else from the month that is
named, YYYY-MM, on), the last or first month of a quarter, the month of a day of the week."""
MOST = {PeriodKind.PERIOD: 12, PeriodKind.QUARTER: 4, PeriodKind.WEEK: 53}
WEEKDAYS = {"monday": 1, "thursday": 4, "sunday": 7}

_YEAR = r"(?:FY\s*)?(?P<{0}>[0-9]{{4}}|(?<=FY)[0-9]{{2}})(?:年度?)?"
_BETWEEN = r"[\s_/.-]*"
_HANZI = "一二三四"
_NUMBER = rf"0?(?P<number>[0-9]{{1,2}}|[{_HANZI}])"
_COUNTED = {
    PeriodKind.PERIOD: (rf"(?:P|M|Period|Month){_BETWEEN}{_NUMBER}", rf"第\s*{_NUMBER}\s*期"),
    PeriodKind.QUARTER: (rf"(?:Q|Quarter){_BETWEEN}{_NUMBER}", rf"第?\s*{_NUMBER}\s*季度?"),
    PeriodKind.WEEK: (rf"(?:W|Wk|Week|CW|KW){_BETWEEN}{_NUMBER}", rf"第\s*{_NUMBER}\s*周"),
}
_PATTERNS = tuple(
    (
        kind,
        re.compile(
            rf"(?:{_YEAR.format('before')}{_BETWEEN})?{counted}"
            rf"(?:{_BETWEEN}{_YEAR.format('after')})?\Z",
            re.IGNORECASE,
        ),
    )
    for kind, forms in _COUNTED.items()
    for counted in forms
)
_PAIR = re.compile(r"(?P<one>[0-9]{2})\s*[-/.]\s*(?P<two>[0-9]{2})\Z")


@dataclass(frozen=True)
class Period:
    """A period as it is written: its number in the year, and the year, 0 where it is not said. Of a
    pair both are as they stand, `year` the first."""

    kind: PeriodKind
    number: int
    year: int = 0


def read_period(text: str) -> Period | None:
    """The period that a text says, or None."""
    plain = unicodedata.normalize("NFKC", text).strip()
    if pair := _PAIR.match(plain):
        one, two = int(pair["one"]), int(pair["two"])
        is_month = min(one, two) in range(1, 13)
        return Period(PeriodKind.PAIR, two, one) if is_month else None
    for kind, pattern in _PATTERNS:
        if found := pattern.match(plain):
            said = found["number"]
            number = _HANZI.index(said) + 1 if said in _HANZI else int(said)
            year = found["before"] or found["after"] or "0"
            whole = int(year) + (2000 if len(year) == 2 else 0)
            return Period(kind, number, whole) if 1 <= number <= MOST[kind] else None
    return None


def months_of_periods(
    periods: Mapping[str, Period], reading: str, year: int | None
) -> dict[str, str]:
    """The month (YYYY-MM) of each text as it is to be read, "" where the year is not known or there
    is no such month."""
    counted = [_count(period, year) for period in periods.values()]
    first = min((count for count in counted if count is not None), default=0)
    return {text: _month(period, reading, year, first) for text, period in periods.items()}


def _month(period: Period, reading: str, year: int | None, first: int) -> str:
    if period.kind is PeriodKind.PAIR:
        one, two = period.year, period.number
        month, short = (one, two) if reading == "month first" else (two, one)
        return f"{2000 + short:04d}-{month:02d}" if 1 <= month <= 12 else ""
    of, count = period.year or year, _count(period, year)
    if of is None or count is None:
        return ""
    match period.kind:
        case PeriodKind.QUARTER:
            return f"{of:04d}-{period.number * 3 - (2 if reading == 'first month' else 0):02d}"
        case PeriodKind.WEEK:
            try:
                day = date.fromisocalendar(of, period.number, WEEKDAYS.get(reading, 4))
            except ValueError:
                return ""
            return f"{day.year:04d}-{day.month:02d}"
        case _ if reading == "calendar":
            return f"{of:04d}-{period.number:02d}"
        case _:
            return month_text(month_number(reading) + count - first)


def _count(period: Period, year: int | None) -> int | None:
    """Periods of a year counted through all years."""
    of = period.year or year
    if of is None or period.kind is PeriodKind.PAIR:
        return None
    return of * MOST[period.kind] + period.number


def lack_year(periods: Mapping[str, Period]) -> bool:
    """Whether some of them do not say their year."""
    return any(not of.year and of.kind is not PeriodKind.PAIR for of in periods.values())


def is_reading(kind: PeriodKind, reading: str) -> bool:
    """Whether periods of a kind can be read so."""
    if reading in READINGS[kind]:
        return True
    try:
        month_number(reading)
    except ValueError:
        return False
    return kind is PeriodKind.PERIOD


def periods_of(texts: Sequence[str]) -> dict[str, Period]:
    """The texts that say a period of the kind that most of them do."""
    found = {text: period for text in texts if (period := read_period(text)) is not None}
    kinds = [period.kind for period in found.values()]
    usual = max(kinds, key=kinds.count, default=None)
    return {text: period for text, period in found.items() if period.kind is usual}
