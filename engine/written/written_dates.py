"""Dates and months as files write them: each form by name, and what a whole column of them says."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from engine.calendar import EARLIEST, LATEST

SERIAL_DAYS = range(18_264, 73_051)
"""What workbooks keep for the days from 1950 to 2099."""
FIRST_SERIAL = date(1899, 12, 30)
CENTURY = 70
"""Years of two digits from here on are those of the last century."""

_TIME = r"(?:[ T]+[0-9]{1,2}:[0-9]{2}.*)?"
_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NAME = (
    r"(?P<name>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_HANZI = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二")
_YEAR = r"(?P<year>[0-9]{4})"
_SHORT = r"(?P<year>[0-9]{4}|'?[0-9]{2})"
_DAY = r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?"
_POINT_ONE = re.compile(r"[0-9]{4}\.1")
_SIGN = r"\s*[-/.]\s*"


class Form(Enum):
    """How a date or month is written; the value is an example of it."""

    DAY = "2026-03-01"
    MONTH = "2026-03"
    CHINESE_DAY = "2026年3月1日"
    CHINESE_MONTH = "2026年3月"
    DIGITS_DAY = "20260301"
    DIGITS_MONTH = "202603"
    NAMED_DAY = "1 Mar 2026"
    NAMED_MONTH = "Mar-26"
    DAY_FIRST = "31/03/2026"
    MONTH_FIRST = "03/31/2026"
    EITHER_FIRST = "03/04/2026"
    MONTH_YEAR = "03/2026"
    SERIAL = "46082"
    ONLY_MONTH = "3月"
    NO_YEAR = "3月1日"


_PATTERNS: tuple[tuple[Form, re.Pattern[str]], ...] = tuple(
    (form, re.compile(pattern + r"\Z", re.IGNORECASE))
    for form, pattern in (
        (Form.DAY, rf"{_YEAR}(?P<sign>{_SIGN})(?P<month>[0-9]{{1,2}})(?P=sign){_DAY}{_TIME}"),
        (Form.MONTH, rf"{_YEAR}{_SIGN}(?P<month>[0-9]{{1,2}})"),
        (
            Form.CHINESE_DAY,
            rf"{_YEAR}\s*年\s*(?P<month>[0-9]{{1,2}})\s*月\s*{_DAY}\s*[日号]?{_TIME}",
        ),
        (Form.CHINESE_MONTH, rf"{_YEAR}\s*年\s*(?P<month>[0-9]{{1,2}})\s*月?份?"),
        (Form.CHINESE_MONTH, r"(?P<year>[0-9]{2})\s*年\s*(?P<month>[0-9]{1,2})\s*月份?"),
        (Form.CHINESE_MONTH, rf"{_YEAR}\s*年?\s*第\s*(?P<month>[0-9]{{1,2}})\s*期"),
        (Form.CHINESE_MONTH, rf"{_YEAR}\s*[-/.]\s*(?P<month>[0-9]{{1,2}})\s*月份?"),
        (Form.DIGITS_DAY, r"(?P<year>(?:19|20)[0-9]{2})(?P<month>[0-9]{2})(?P<day>[0-9]{2})"),
        (Form.DIGITS_MONTH, r"(?P<year>(?:19|20)[0-9]{2})(?P<month>[0-9]{2})"),
        (Form.NAMED_DAY, rf"{_DAY}[-/. ]+{_NAME}[-/., ]+{_SHORT}{_TIME}"),
        (Form.NAMED_DAY, rf"{_NAME}[-/. ]+{_DAY},[ ]*{_YEAR}{_TIME}"),
        (Form.NAMED_MONTH, rf"{_NAME}[-/., ]*{_SHORT}"),
        (Form.NAMED_MONTH, rf"{_YEAR}[-/., ]*{_NAME}"),
        (
            Form.EITHER_FIRST,
            rf"(?P<one>[0-9]{{1,2}})(?P<sign>{_SIGN})(?P<two>[0-9]{{1,2}})(?P=sign){_SHORT}{_TIME}",
        ),
        (Form.MONTH_YEAR, rf"(?P<month>[0-9]{{1,2}}){_SIGN}{_YEAR}"),
        (Form.NO_YEAR, rf"(?P<month>[0-9]{{1,2}})\s*月\s*{_DAY}\s*[日号]"),
        (Form.ONLY_MONTH, r"(?P<month>[0-9]{1,2})\s*月份?"),
        (Form.ONLY_MONTH, rf"(?P<hanzi>{'|'.join(sorted(_HANZI, key=len, reverse=True))})月份?"),
        (Form.ONLY_MONTH, _NAME),
    )
)


@dataclass(frozen=True)
class Day:
    """A day or month as it was read: `day` is 0 where only the month is said, `year` where not even
    that. Where it is not known which comes first, `one` and `two` are what stands in the cell.
    """

    form: Form
    year: int = 0
    month: int = 0
    day: int = 0
    one: int = 0
    two: int = 0

    def dated(self, day_first: bool) -> Day:
        """The same where it is known which comes first."""
        if self.form is not Form.EITHER_FIRST:
            return self
        form = Form.DAY_FIRST if day_first else Form.MONTH_FIRST
        day, month = (self.one, self.two) if day_first else (self.two, self.one)
        return Day(form, self.year, month, day)

    @property
    def number(self) -> int | None:
        """The number of the month, where the year is known and the day exists."""
        try:
            date(self.year, self.month, self.day or 1)
        except ValueError:
            return None
        number = self.year * 12 + self.month - 1
        return number if EARLIEST <= number <= LATEST else None

    @property
    def text(self) -> str:
        """YYYY-MM-DD, or YYYY-MM where no day is said."""
        month = f"{self.year:04d}-{self.month:02d}"
        return f"{month}-{self.day:02d}" if self.day else month


def read_day(text: str, serial: bool = False) -> Day | None:
    """The day or month that a cell says, or None; `serial` takes workbook numbers of days too."""
    plain = unicodedata.normalize("NFKC", text).strip()
    if within := _month_of_days(plain):
        return within
    for form, pattern in _PATTERNS:
        if found := pattern.match(plain):
            day = _day(form, found.groupdict())
            if day is not None:
                return day
    if serial and re.fullmatch(r"[0-9]{5}(\.[0-9]+)?", plain) and int(plain[:5]) in SERIAL_DAYS:
        day_of = FIRST_SERIAL + timedelta(days=int(plain[:5]))
        return Day(Form.SERIAL, day_of.year, day_of.month, day_of.day)
    return None


def _month_of_days(plain: str) -> Day | None:
    """The month of a stretch of days that lies in one: 2026-03-01 to 2026-03-31, 2026.3.1-3.31."""
    found = _STRETCH.fullmatch(plain)
    if not found:
        return None
    first = read_day(found["first"])
    last = found["last"]
    if first is not None and last.count(found["sign"]) == 1:
        last = f"{first.year}{found['sign']}{last}"
    end = read_day(last)
    if first is None or end is None or not (first.day and end.day):
        return None
    is_one = (first.year, first.month) == (end.year, end.month) and first.day <= end.day
    return Day(Form.MONTH, first.year, first.month) if is_one else None


_STRETCH = re.compile(
    r"(?P<first>[0-9]{4}(?P<sign>[-/.])[0-9]{1,2}(?P=sign)[0-9]{1,2})\s*(?:至|到|to|[-–—~])\s*"
    r"(?P<last>(?:[0-9]{4}(?P=sign))?[0-9]{1,2}(?P=sign)[0-9]{1,2})",
    re.IGNORECASE,
)


def month_within(text: str) -> Day | None:
    """The one month that is named within a longer text, as a title or the name of a sheet."""
    plain = unicodedata.normalize("NFKC", text)
    found = {
        (day.year, day.month): day
        for word in re.findall(_WITHIN, plain, re.IGNORECASE)
        if (day := read_day(re.sub(r"\s", "", word))) is not None and day.month
    }
    return next(iter(found.values())) if len(found) == 1 else None


_WITHIN = (
    r"(?:(?:19|20)[0-9]{2}\s*(?:[-/.年]\s*)[0-9]{1,2}(?:\s*[-/.月]\s*[0-9]{1,2})?\s*[日号月]?"
    r"|(?<![0-9])(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?![0-9])|(?<![0-9])[0-9]{1,2}\s*月)"
)


def year_within(text: str) -> int | None:
    """The one year that is named within a longer text."""
    found = set(re.findall(r"(?<![0-9])(?:19[5-9]|20[0-9])[0-9](?![0-9])", text))
    return int(found.pop()) if len(found) == 1 else None


@dataclass(frozen=True)
class Days:
    """What the different texts of a column say as days or months.

    `read` holds those that are one, with the year and the order put in; `unread` are others,
    blanks apart. `lacks_year` and `lacks_order` say what must be known before all are read, and
    `lacks_zero` that 2026.1 may be the October of a number that lost its last 0.
    """

    read: Mapping[str, Day]
    unread: tuple[str, ...]
    forms: Mapping[Form, int]
    lacks_year: bool
    lacks_order: bool
    lacks_zero: bool = False


def read_days(
    values: Iterable[str],
    year: int | None = None,
    day_first: bool | None = None,
    serial: bool = False,
    october: bool | None = None,
) -> Days:
    """Reads the different texts of a column; the order of day and month is told by the whole.

    `october` says what 2026.1 is where no cell is 2026.10: without it these are not read.
    """
    said = {text: read_day(text, serial) for text in values if text}
    points = {text for text in said if _POINT_ONE.fullmatch(text)}
    if any(f"{text}0" in said for text in points):
        october = False
    if october:
        said |= {text: Day(Form.MONTH, int(text[:4]), 10) for text in points}
    lacks_zero = bool(points) and october is None
    either = [day for day in said.values() if day is not None and day.form is Form.EITHER_FIRST]
    first = day_first if day_first is not None else _day_first(either)
    read, unread = {}, []
    for text, day in said.items():
        if day is None or (lacks_zero and text in points):
            unread.append(text)
            continue
        whole = day if first is None else day.dated(first)
        if not whole.year and year is not None:
            whole = Day(whole.form, year, whole.month, whole.day)
        if whole.number is None and whole.year and whole.month:
            unread.append(text)
            continue
        read[text] = whole
    return Days(
        read,
        tuple(unread),
        Counter(day.form for day in read.values()),
        any(not day.year for day in read.values()),
        any(day.form is Form.EITHER_FIRST for day in read.values()),
        lacks_zero,
    )


def _day_first(either: list[Day]) -> bool | None:
    """Whether days stand before months, where some cell of a column can be only one of both."""
    one = any(day.one > 12 for day in either)
    two = any(day.two > 12 for day in either)
    return one if one != two else None


def _day(form: Form, said: Mapping[str, str]) -> Day | None:
    year = _year(said.get("year") or "")
    if form is Form.EITHER_FIRST:
        one, two = int(said["one"]), int(said["two"])
        fits = 1 <= one <= 31 and 1 <= two <= 31 and min(one, two) <= 12
        return Day(form, year, one=one, two=two) if fits else None
    if name := said.get("name"):
        month = _NAMES.index(name[:3].lower()) + 1
    elif hanzi := said.get("hanzi"):
        month = _HANZI.index(hanzi) + 1
    else:
        month = int(said["month"])
    day = int(said.get("day") or 0)
    return Day(form, year, month, day) if 1 <= month <= 12 and day <= 31 else None


def _year(text: str) -> int:
    digits = text.removeprefix("'")
    if len(digits) != 2:
        return int(digits or 0)
    return int(digits) + (1900 if int(digits) >= CENTURY else 2000)
