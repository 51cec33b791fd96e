"""The cells of one column as a plan reads them, and a record of how each was understood."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from engine.importing.categories import named_values
from engine.importing.cell_units import EVERYTHING, CellUnit, Takes, cell_unit, taken_by
from engine.importing.recipe import Dates
from engine.plan import Column
from engine.tables import place_of
from engine.written import (
    BARE,
    NO,
    YES,
    Days,
    Numbers,
    lone_thousands,
    month_within,
    number_seconds,
    plain_decimal,
    read_days,
    read_numbers,
    unusual_numbers,
)

FRACTION_DECIMALS = 6
"""Decimal places of numbers that were divided and do not come out even."""
MOST_PLACES = 60


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
    are one number or another by what stands before the decimals, `offers` are others of them with
    the numbers that each may be."""

    cells: pa.StringArray
    reading: Reading
    unclear: tuple[str, ...] = ()
    offers: Mapping[str, Sequence[str]] = field(default_factory=dict)


def read_number_column(
    table: str,
    heading: str,
    meaning: str,
    column: pa.StringArray,
    times: Fraction,
    mark: str = "",
    takes: Takes = EVERYTHING,
) -> Read:
    """A column of numbers as plain decimals, multiplied unless they bring a unit of their own, as
    9.98% and 12.5万 do; what is none, or is of a unit that the column does not take, stays as it
    is. `mark` is the sign before decimals, where the cells do not show it."""
    unusual = unusual_numbers(column)
    comma = mark == "," if mark else None
    others = len(column.unique()) - len(unusual)
    found = read_numbers(unusual, comma, others, one_measure=not takes.seconds)
    units = {t: cell_unit(t) for t, form in found.form_of.items() if form not in BARE}
    refused = {text for text, unit in units.items() if unit not in takes.units}
    cut = {text for text, unit in units.items() if unit is CellUnit.CUT}
    offers = {text: [multiplied(found.read[text], times)] for text in cut}
    signed = {text for text, unit in units.items() if unit is CellUnit.SIGN}
    if times != 1 and others + len(found.read) > len(signed | refused):
        offers |= {t: [found.read[t], multiplied(found.read[t], times)] for t in signed - refused}
        refused |= signed
    if takes.has_cents and not mark:
        for text in set(lone_thousands(column)) - set(found.form_of) - set(found.unread):
            offers[text] = [multiplied(one, times) for one in (text.replace(".", ""), text)]
            refused.add(text)
    read = {text: number for text, number in found.read.items() if text not in refused}
    changed: dict[str, str] = {}
    for text, number in read.items():
        unit = units.get(text, CellUnit.NONE)
        changed[text] = number
        if unit is CellUnit.TIME and takes.seconds:
            changed[text] = multiplied(number, Fraction(number_seconds(text), takes.seconds))
        elif times != 1 and unit not in takes.own:
            changed[text] = multiplied(number, times)
    changed |= dict.fromkeys(found.empty, "")
    unread = (*found.unread, *refused)
    if times == 1:
        cells = replaced(column, changed)
    else:
        cells = _multiplied(column, times, changed, frozenset(unread))
    forms = _forms(column, found, refused)
    whole = _read(table, heading, meaning, column, cells, forms, unread)
    return replace(whole, unclear=found.unclear, offers=offers)


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
            cells, takes = pa.array([typed]), taken_by(column)
            read = read_number_column("", "", column.id, cells, Fraction(1), takes=takes)
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
    column: pa.StringArray, times: Fraction, changed: Mapping[str, str], unread: Set[str]
) -> pa.StringArray:
    """Every other number of a column multiplied, exactly."""
    coded = column.dictionary_encode()
    known = {**changed, **{text: text for text in unread}, "": ""}
    texts = coded.dictionary.to_pylist()
    values = [known[text] if text in known else multiplied(text, times) for text in texts]
    return pa.array(values, pa.string()).take(coded.indices)


def multiplied(text: str, times: Fraction) -> str:
    """A plain decimal multiplied; rounded to so many places where no decimal is exact."""
    exact = Fraction(text) * times
    places = next((k for k in range(MOST_PLACES) if 10**k % exact.denominator == 0), None)
    if places is None:
        exact, places = Fraction(round(exact * 10**FRACTION_DECIMALS)), FRACTION_DECIMALS
    else:
        exact *= 10**places
    digits = tuple(map(int, str(abs(exact.numerator))))
    return plain_decimal(Decimal((int(exact < 0), digits, -places)))


def _forms(column: pa.StringArray, found: Numbers, refused: Set[str]) -> dict[str, int]:
    """Cells by how their numbers are written; the usual ones are what is left."""
    looked_at = [*found.form_of, *found.empty, *found.unread]
    special = column.filter(pc.is_in(column, pa.array(looked_at, pa.string())))
    filled = int(pc.sum(pc.not_equal(column, "")).as_py() or 0)
    counts = {"1234.5": filled - len(special)} if filled > len(special) else {}
    of = _counts(special)
    for text, form in found.form_of.items():
        if text not in refused:
            counts[form.value] = counts.get(form.value, 0) + of[text]
    return counts
