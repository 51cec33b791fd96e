"""What a column of a table holds, judged by its cells and not by its heading."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from engine.importing.cell_units import STATED, CellUnit, cell_unit
from engine.written import BARE, NO, YES, Day, Form, measure_of, read_day, read_numbers, read_period

SAMPLE = 2_000
"""So many different texts tell what a column holds."""
MOST = 0.9
"""A column is of a kind if so much of what is filled is."""
EVENTS = 20
"""A column that is different in each of more rows than these names events, not people."""
FRACTIONS = 15
"""So many different decimals, all below .60, are hardly those of decimal hours."""
_DECIMALS = re.compile(r"[0-9]+\.([0-9]{1,2})\Z")
_NAME = re.compile(r"[\u4e00-\u9fff·]{2,5}\d{0,4}\Z|[A-Z][\w'’.-]+( [A-Z][\w'’.-]*){1,3}\Z")
_CODE = re.compile(
    r"'?(?:(?=.*[0-9])[A-Za-z]{0,6}[-_]?[0-9]+(?:[-_][0-9A-Za-z]+)*|[0-9]+\.0+|[0-9]{1,3}(?:,[0-9]{3})+"
    r"|(?=.*[0-9])[0-9A-Za-z]{15}(?:[0-9A-Za-z]{3})?"
    r"|(?=.*[0-9])[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12})\Z"
)


@dataclass(frozen=True)
class Spread:
    """The extremes of some numbers, and their median."""

    low: float
    middle: float
    high: float


@dataclass(frozen=True)
class Profile:
    """A column by its cells: counts of rows, and shares of the different texts that are filled.

    `seconds` is what one is where cells say a unit of time, the most usual one, 0 where none does.
    `low`, `middle` and `high` are the extremes of its numbers and their median, `bare` those of the
    numbers that bring no unit of their own, None where all do. `percents` is the share written with
    a percent sign; where all have a sign of currency and none says more, they are `all_signed`.
    """

    rows: int
    filled: int
    distinct: int
    numbers: float
    days: float
    whole_days: float
    periods: float
    flags: float
    names: float
    codes: float
    percents: float
    seconds: int
    low: float
    middle: float
    high: float
    bare: Spread | None
    all_signed: bool
    whole: bool
    may_be_clock: bool
    samples: tuple[str, ...]

    @property
    def is_unique(self) -> bool:
        """Whether no text stands in two rows."""
        return self.filled > 1 and self.distinct == self.filled

    @property
    def may_be_events(self) -> bool:
        """Whether no text stands in two of many rows, as those of events."""
        return self.is_unique and self.rows > EVENTS

    @property
    def is_number(self) -> bool:
        """Whether nearly all cells are numbers."""
        return self.numbers >= MOST

    @property
    def is_day(self) -> bool:
        """Whether nearly all cells are days or months."""
        return self.days >= MOST

    @property
    def is_period(self) -> bool:
        """Whether nearly all cells are weeks, quarters or numbered periods."""
        return self.periods >= MOST

    @property
    def is_text(self) -> bool:
        """Whether most cells are neither numbers nor days."""
        return self.filled > 0 and self.numbers < 0.5 and self.days < 0.5

    @property
    def is_yes_or_no(self) -> bool:
        """Whether nearly all cells are words for yes or no, both of them."""
        return self.flags >= MOST and self.distinct > 1 and not self.is_number

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
    numbers = read_numbers(texts, one_measure=False)
    if numbers.unclear:
        numbers = read_numbers(texts, decimal_comma=False, one_measure=False)
    days = [day for text in texts if (day := read_day(text, is_period)) is not None]
    values = [float(text) for text in numbers.read.values()]
    units = {
        text: CellUnit.NONE if form in BARE else cell_unit(text)
        for text, form in numbers.form_of.items()
    }
    bare = [float(said) for text, said in numbers.read.items() if units[text] not in STATED]
    spread = _spread(values)
    return Profile(
        rows=len(column),
        filled=len(filled),
        distinct=len(distinct),
        numbers=_share(len(numbers.read), texts),
        days=_share(len(days), texts),
        whole_days=_share(sum(_is_whole_day(day) for day in days), texts),
        periods=_share(sum(read_period(text) is not None for text in texts), texts),
        flags=_share(sum(text.casefold() in YES | NO for text in texts), texts),
        names=_share(sum(bool(_NAME.match(text)) for text in texts), texts),
        codes=_share(sum(map(is_code, texts)), texts),
        percents=_share(sum(unit is CellUnit.PERCENT for unit in units.values()), texts),
        seconds=_seconds([text for text, unit in units.items() if unit is CellUnit.TIME]),
        low=spread.low,
        middle=spread.middle,
        high=spread.high,
        bare=_spread(bare) if bare or not values else None,
        all_signed=bool(units) and set(units.values()) == {CellUnit.SIGN},
        whole=all(value.is_integer() for value in values),
        may_be_clock=_may_be_clock(texts),
        samples=tuple(texts[:5]),
    )


def _spread(values: Sequence[float]) -> Spread:
    if not values:
        return Spread(0.0, 0.0, 0.0)
    return Spread(min(values), float(np.median(values)), max(values))


def _seconds(texts: Sequence[str]) -> int:
    """What one is in the most usual unit of time of some cells, 0 for none."""
    usual = Counter(measure_of(text) for text in texts).most_common(1)
    return next((one for one, _ in usual if isinstance(one, int)), 0)


def is_code(text: str) -> bool:
    """Whether a text looks like an id."""
    return bool(_CODE.match(text))


def _may_be_clock(texts: Sequence[str]) -> bool:
    """Whether the decimals of many different numbers are all below .60, as minutes behind hours."""
    decimals = {found[1] for text in texts if (found := _DECIMALS.match(text))}
    return len(decimals) >= FRACTIONS and max(decimals) < "60"


def _share(count: int, texts: Sequence[str]) -> float:
    return count / len(texts) if texts else 0.0


def _is_whole_day(day: Day) -> bool:
    return day.day > 0 or day.form is Form.EITHER_FIRST
