"""What a column of a table holds, judged by its cells and not by its heading."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from engine.importing.flags import NO, YES
from engine.importing.written_dates import Day, Form, read_day
from engine.importing.written_numbers import MEASURED, NumberForm, measure_of, read_numbers

SAMPLE = 2_000
"""So many different texts tell what a column holds."""
MOST = 0.9
"""A column is of a kind if so much of what is filled is."""
_NAME = re.compile(r"[\u4e00-\u9fff·]{2,5}\d{0,4}\Z|[A-Z][\w'’.-]+( [A-Z][\w'’.-]*){1,3}\Z")
_CODE = re.compile(r"(?=.*[0-9])[A-Za-z]{0,6}[-_]?[0-9]+(?:[-_][0-9A-Za-z]+)*\Z")


@dataclass(frozen=True)
class Profile:
    """A column by its cells: counts of rows, and shares of the different texts that are filled.

    `seconds` is what one is where cells say a unit of time, 0 where none does, below 0 where
    only some do.
    `low`, `middle` and `high` are the extremes of its numbers and their median; `percents` is the
    share written with a percent sign.
    """

    rows: int
    filled: int
    distinct: int
    numbers: float
    days: float
    whole_days: float
    flags: float
    names: float
    codes: float
    percents: float
    seconds: int
    low: float
    middle: float
    high: float
    whole: bool
    samples: tuple[str, ...]

    @property
    def is_unique(self) -> bool:
        """Whether no text stands in two rows."""
        return self.filled > 1 and self.distinct == self.filled

    @property
    def is_number(self) -> bool:
        """Whether nearly all cells are numbers."""
        return self.numbers >= MOST

    @property
    def is_day(self) -> bool:
        """Whether nearly all cells are days or months."""
        return self.days >= MOST

    @property
    def is_text(self) -> bool:
        """Whether most cells are neither numbers nor days."""
        return self.filled > 0 and self.numbers < 0.5 and self.days < 0.5

    @property
    def may_be_id(self) -> bool:
        """Whether the cells may tell people apart: codes, whole numbers of one kind, or names."""
        return self.filled > 0 and self.codes >= MOST and self.low >= 0

    @property
    def is_names(self) -> bool:
        """Whether most cells look like names of people."""
        return self.names >= MOST and self.distinct > 1


def profile(column: pa.StringArray, is_period: bool = False) -> Profile:
    """What a column holds; `is_period` takes workbook numbers of days as days."""
    filled = column.filter(pc.not_equal(column, ""))
    distinct = filled.unique()
    texts = [str(text) for text in distinct.slice(0, SAMPLE).to_pylist()]
    numbers = read_numbers(texts)
    if numbers.unclear:
        numbers = read_numbers(texts, decimal_comma=False)
    days = [day for text in texts if (day := read_day(text, is_period)) is not None]
    values = [float(text) for text in numbers.read.values()]
    return Profile(
        rows=len(column),
        filled=len(filled),
        distinct=len(distinct),
        numbers=_share(len(numbers.read), texts),
        days=_share(len(days), texts),
        whole_days=_share(sum(_is_whole_day(day) for day in days), texts),
        flags=_share(sum(text.casefold() in YES | NO for text in texts), texts),
        names=_share(sum(bool(_NAME.match(text)) for text in texts), texts),
        codes=_share(sum(bool(_CODE.match(text)) for text in texts), texts),
        percents=_share(
            sum(form is NumberForm.PERCENT for form in numbers.form_of.values()), texts
        ),
        seconds=_seconds(numbers.form_of, len(numbers.read)),
        low=min(values, default=0.0),
        middle=float(np.median(values)) if values else 0.0,
        high=max(values, default=0.0),
        whole=all(value.is_integer() for value in values),
        samples=tuple(texts[:5]),
    )


def _seconds(forms: Mapping[str, NumberForm], count: int) -> int:
    """What one is where cells say a unit of time: all of them the same, as numbers are read."""
    said = [measure_of(text) for text, form in forms.items() if form in MEASURED]
    times = [one for one in said if isinstance(one, int)]
    return 0 if not times else times[0] if len(times) == count else -times[0]


def _share(count: int, texts: Sequence[str]) -> float:
    return count / len(texts) if texts else 0.0


def _is_whole_day(day: Day) -> bool:
    return day.day > 0 or day.form is Form.EITHER_FIRST
