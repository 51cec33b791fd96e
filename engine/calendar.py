"""Months as whole numbers, and the paying months of quarters, half-years and years.

A month is `year * 12 + month - 1`, so calendar arithmetic is plain arithmetic.
"""

from __future__ import annotations

import re
from datetime import date
from enum import Enum
from itertools import pairwise

_MONTH = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])\Z")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")


EARLIEST, LATEST = 1950 * 12, 2099 * 12 + 11
"""The first and the last month in which anybody is paid; others are mistyped."""


class Every(Enum):
    """How often a line falls due; the value is the length of the period in months."""

    MONTH = 1
    QUARTER = 3
    HALF = 6
    YEAR = 12

    __hash__ = object.__hash__  # of what stands in so many keys; that of Enum is Python's own

    @property
    def key(self) -> str:
        """The name plan files use: month, quarter, half, year."""
        return self.name.lower()

    def contains(self, finer: Every) -> bool:
        """Whether every paying month of this period is one of `finer` too."""
        return self.value % finer.value == 0


def month_number(text: str) -> int:
    """The month written as YYYY-MM. Raises ValueError for anything else."""
    match = _MONTH.match(text)
    if not match:
        raise ValueError(text)
    return int(match[1]) * 12 + int(match[2]) - 1


def paying_month(text: str) -> int:
    """The same, for a month in which people may be paid."""
    number = month_number(text)
    if not EARLIEST <= number <= LATEST:
        raise ValueError(text)
    return number


def month_text(number: int) -> str:
    """YYYY-MM for a month number."""
    return f"{number // 12:04d}-{number % 12 + 1:02d}"


def month_of_date(text: str) -> int:
    """The month of a date written as YYYY-MM-DD. Raises ValueError for anything else."""
    if not _DATE.match(text):
        raise ValueError(text)
    day = date.fromisoformat(text)
    return day.year * 12 + day.month - 1


def calendar_month(number: int) -> int:
    """1 for January … 12 for December."""
    return number % 12 + 1


def paying_rows(first: int, months: int, every: Every) -> slice:
    """The rows of a calendar of `months` months from `first` in which a line falls due.

    A period's line is paid in its last calendar month, so the rows are evenly spaced and a
    slice of a month-major array is a view of them.
    """
    start = (every.value - 1 - first) % every.value
    return slice(start, months, every.value)


def period_start(first: int, row: int, every: Every) -> int:
    """The first row, not before row 0, of the period that `row` lies in."""
    return max(0, row - (first + row) % every.value)


def calendar_years(first: int, months: int) -> list[slice]:
    """The rows of each calendar year among months from `first`."""
    starts = [0, *(row for row in range(1, months) if calendar_month(first + row) == 1), months]
    return [slice(a, b) for a, b in pairwise(starts)]
