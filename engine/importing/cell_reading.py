"""The cells of one column as a plan reads them, and a record of how each was understood."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from engine.importing.categories import named_values
from engine.importing.flags import NO, YES
from engine.importing.headings import place_of
from engine.importing.recipe import Dates
from engine.importing.written_dates import Days, month_within, read_days
from engine.importing.written_numbers import (
    YUAN,
    NumberForm,
    Numbers,
    plain_decimal,
    read_numbers,
    unusual_numbers,
)
from engine.plan import Column

FRACTION_DECIMALS = 6
"""Decimal places of numbers that were divided and do not come out even."""
MOST_PLACES = 60
LARGE = (NumberForm.TEN_THOUSANDS, NumberForm.LARGE_UNIT)


@dataclass(frozen=True)
class Reading:
    """How the cells under one heading were understood.

    `forms` counts cells by the way they are written (an example of each), `blank` those in which
    nothing stands or which say so, `unread` are rows whose cells are none of these.
    """

    table: str
    heading: str
    meaning: str
    forms: Mapping[str, int]
    blank: int
    unread: NDArray[np.intp]


@dataclass(frozen=True)
class Read:
    """Cells as plain text, and how they were understood. `unclear` are texts among the unread that
    are one number or another by what stands before the decimals."""

    cells: pa.StringArray
    reading: Reading
    unclear: tuple[str, ...] = ()


def read_number_column(
    table: str,
    heading: str,
    meaning: str,
    column: pa.StringArray,
    times: Fraction,
    mark: str = "",
) -> Read:
    """A column of numbers as plain decimals, multiplied unless they bring a unit of their own, as
    9.98% and 12.5万 do; what is none stays as it is. `mark` is the sign before decimals, where the
    cells do not show it."""
    unusual = unusual_numbers(column)
    comma = mark == "," if mark else None
    found = read_numbers(unusual, comma, others=len(column.unique()) - len(unusual))
    changed = dict(found.read) | dict.fromkeys(found.empty, "")
    cells = replaced(column, changed)
    if times != 1:
        cells = _multiplied(column, times, found, changed)
    forms = _forms(column, found)
    read = _read(table, heading, meaning, column, cells, forms, found.unread)
    return replace(read, unclear=found.unclear)


def read_month_column(
    table: str, heading: str, column: pa.StringArray, how: Dates
) -> tuple[Read, pa.StringArray, Days]:
    """A column of days or months as YYYY-MM; the days themselves, for what is the last of a month;
    and what is lacking to read all of it."""
    if place_of(how.column):  # texts that say more than the month
        column = replaced(column, {text: _month_of(text) for text in _texts(column)})
    days = read_days(_texts(column), how.year, how.day_first, serial=True)
    months = {text: day.text[:7] for text, day in days.read.items() if day.number is not None}
    whole = {text: day.text for text, day in days.read.items() if day.number is not None}
    forms: dict[str, int] = {}
    for value, count in _counts(column).items():
        if value in days.read:
            form = days.read[value].form.value
            forms[form] = forms.get(form, 0) + count
    lacking = set() if days.lacks_year or days.lacks_order else set(days.read) - set(months)
    unread = (*days.unread, *lacking)
    read = _read(table, heading, "month", column, replaced(column, months), forms, unread)
    return read, replaced(column, whole), days


def read_date_column(table: str, heading: str, meaning: str, column: pa.StringArray) -> Read:
    """A column of dates as YYYY-MM-DD; a month without a day is its first."""
    days = read_days(_texts(column), serial=True)
    known = {text: day for text, day in days.read.items() if day.number is not None}
    texts = {text: day.text if day.day else f"{day.text}-01" for text, day in known.items()}
    forms: dict[str, int] = {}
    for value, count in _counts(column).items():
        if value in known:
            form = known[value].form.value
            forms[form] = forms.get(form, 0) + count
    unread = (*days.unread, *(text for text in days.read if text not in known))
    return _read(table, heading, meaning, column, replaced(column, texts), forms, unread)


def read_flag_column(table: str, heading: str, meaning: str, column: pa.StringArray) -> Read:
    """A column of yes and no as 1 and 0."""
    texts = _texts(column)
    said = {t: "1" for t in texts if t.casefold() in YES} | {
        t: "0" for t in texts if t.casefold() in NO
    }
    unread = tuple(text for text in texts if text not in said)
    counts = _counts(column)
    forms = {text: counts[text] for text in said}
    return _read(table, heading, meaning, column, replaced(column, said), forms, unread)


def read_text_column(
    table: str, heading: str, meaning: str, column: pa.StringArray, values: Mapping[str, str] | None
) -> Read:
    """A column of texts; those of a category by the plan's values, where it has some."""
    if values is None:
        return _read(table, heading, meaning, column, column, {}, ())
    texts = _texts(column)
    unread = tuple(text for text in texts if text not in values)
    counts = _counts(column)
    forms = {f"{text} → {values[text]}": counts[text] for text in texts if text in values}
    return _read(table, heading, meaning, column, replaced(column, values), forms, unread)


def read_value(column: Column, typed: str) -> str | None:
    """A value that somebody typed for a column of the plan as its cells have it; None for none."""
    match column.kind:
        case "group" | "person":
            return typed
        case "category":
            return named_values([typed], column).get(typed)
        case "flag":
            read = read_flag_column("", "", column.id, pa.array([typed]))
        case _:
            read = read_number_column("", "", column.id, pa.array([typed]), Fraction(1))
    return None if read.reading.unread.size else str(read.cells[0])


def _month_of(text: str) -> str:
    """The one month that a title or the name of a sheet speaks of, or the text as it is."""
    if read_days([text]).read:
        return text
    found = month_within(text)
    if found is None:
        return text
    return found.text[:7] if found.year else f"{found.month}月"


# -- pieces ------------------------------------------------------------------------------------


def _read(
    table: str,
    heading: str,
    meaning: str,
    column: pa.StringArray,
    cells: pa.StringArray,
    forms: Mapping[str, int],
    unread: tuple[str, ...],
) -> Read:
    blank = int(pc.sum(pc.equal(cells, "")).as_py() or 0)
    rows = np.zeros(0, dtype=np.intp)
    if unread:
        rows = np.flatnonzero(
            pc.is_in(column, pa.array(unread, pa.string())).to_numpy(zero_copy_only=False)
        )
    return Read(cells, Reading(table, heading, meaning, forms, blank, rows))


def _texts(column: pa.StringArray) -> list[str]:
    return [str(text) for text in column.unique().to_pylist() if text]


def _counts(column: pa.StringArray) -> dict[str, int]:
    return {str(item["values"]): int(item["counts"]) for item in column.value_counts().to_pylist()}


def replaced(column: pa.StringArray, changed: Mapping[str, str]) -> pa.StringArray:
    """A column in which some texts are others."""
    if not changed:
        return column
    coded = column.dictionary_encode()
    values = [changed.get(text, text) for text in coded.dictionary.to_pylist()]
    return pa.array(values, pa.string()).take(coded.indices)


def _multiplied(
    column: pa.StringArray, times: Fraction, found: Numbers, changed: Mapping[str, str]
) -> pa.StringArray:
    """Every number of a column that brings no unit of its own multiplied, exactly."""
    coded = column.dictionary_encode()
    own_unit = (NumberForm.PERCENT,) if times < 1 else LARGE
    as_it_is = set(found.unread) | {
        text
        for text, form in found.form_of.items()
        if form in own_unit or (form is NumberForm.UNIT and text.strip().endswith(YUAN))
    }

    def multiplied(text: str) -> str:
        plain = changed.get(text, text)
        return plain if text in as_it_is or not plain else _times(plain, times)

    values = [multiplied(text) for text in coded.dictionary.to_pylist()]
    return pa.array(values, pa.string()).take(coded.indices)


def _times(text: str, times: Fraction) -> str:
    """A decimal multiplied; rounded to so many places where no decimal is exact."""
    exact = Fraction(text) * times
    places = next((k for k in range(MOST_PLACES) if 10**k % exact.denominator == 0), None)
    if places is None:
        exact, places = Fraction(round(exact * 10**FRACTION_DECIMALS)), FRACTION_DECIMALS
    else:
        exact *= 10**places
    digits = tuple(map(int, str(abs(exact.numerator))))
    return plain_decimal(Decimal((int(exact < 0), digits, -places)))


def _forms(column: pa.StringArray, found: Numbers) -> dict[str, int]:
    """Cells by how their numbers are written; the usual ones are what is left."""
    if not found.read:
        filled = int(pc.sum(pc.not_equal(column, "")).as_py() or 0)
        return {"1234.5": filled} if filled else {}
    counts: dict[str, int] = {}
    of = _counts(column)
    unusual = 0
    for text in found.read:
        form = found.form_of[text].value
        counts[form] = counts.get(form, 0) + of[text]
        unusual += of[text]
    gone = sum(of[text] for text in (*found.empty, *found.unread)) + of.get("", 0)
    rest = len(column) - unusual - gone
    return ({"1234.5": rest} if rest else {}) | counts
