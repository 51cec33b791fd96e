"""The months of a sheet's rows: read, held together, and one row for each person in each."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from engine.calendar import EARLIEST, LATEST, month_number, month_text
from engine.facts.complaints import Complaints
from engine.facts.sheet_cells import coded, is_blank
from engine.sheets import EMPLOYEE, MONTH
from engine.text import MOST_PROBLEMS

LONGEST = 600
"""Calendar months between the first and the last row; more is a mistyped year."""
FAR, YEARS = 96, 36
"""So many months without a row part months that belong together from mistyped ones, or from some
that may be."""

Rows = NDArray[np.intp]


def calendar_of(rows: Complaints) -> tuple[int, int, Rows]:
    """The first month number, how many months there are, and the place of each row's month among
    them; -1 for what is no month, which is complained of. Raises Refused where none is."""
    column = coded(rows.sheet, MONTH)
    codes, values = column.codes, column.values
    rows.blank(MONTH, column)
    numbers = np.full(len(values), -1, dtype=np.int64)
    wrong = []
    for i, value in enumerate(values):
        try:
            numbers[i] = month_number(value)
        except ValueError:
            wrong += [i] if value else []
    rows.complain_of(MONTH, codes, wrong, "not_a_month")
    beyond = (numbers >= 0) & ((numbers < EARLIEST) | (numbers > LATEST))
    rows.complain(np.flatnonzero(beyond[codes]), MONTH, "year_implausible")
    numbers[beyond] = -1
    if not (numbers >= 0).any():
        rows.refuse()
    _mistyped(rows, numbers[codes])
    good = numbers[numbers >= 0]
    first, last = int(good.min()), int(good.max())
    if last - first >= LONGEST:
        rows.refuse()
    return first, last - first + 1, np.maximum(numbers[codes] - first, -1).astype(np.intp)


def _mistyped(rows: Complaints, month: NDArray[np.int64]) -> None:
    """Months far away from those in most rows, or years away, which is told; all of them, where
    none is in most rows."""
    months, counts = np.unique(month[month >= 0], return_counts=True)
    gaps = np.diff(months, prepend=months[0])
    apart = FAR if gaps.max() >= FAR else YEARS
    part = np.cumsum(gaps >= apart)
    sizes = np.bincount(part, weights=counts)
    usual = part == sizes.argmax()
    if (sizes == sizes.max()).sum() > 1:
        usual[:] = False
    elif months[-1] - months[0] >= LONGEST and usual.all():
        apart, usual = FAR, months != months[0]
    if usual.all():
        return
    kept = months[usual] if usual.any() else months
    said = {"first": month_text(int(kept[0])), "last": month_text(int(kept[-1]))}
    cells = np.isin(month, months[~usual])
    if apart == FAR:
        rows.complain(np.flatnonzero(cells), MONTH, "calendar_too_long", **said)
    elif usual.any():
        rows.warn(cells, MONTH, "years_apart", **said)


def once_a_month(rows: Complaints, person: Rows, month: Rows, months: int) -> None:
    """Complains of rows of one person and month, but the first of them."""
    named = (month >= 0) & ~is_blank(rows.sheet.columns[EMPLOYEE])
    cell = np.where(named, person * months + month, -1 - np.arange(month.size))
    order = np.argsort(cell, kind="stable")
    twice = order[1:][cell[order[1:]] == cell[order[:-1]]]
    if twice.size == 0:
        return
    in_order = cell[order]
    rows.further += max(0, twice.size - MOST_PROBLEMS)
    for row in np.sort(twice)[:MOST_PROBLEMS]:
        before = int(order[np.searchsorted(in_order, cell[row])])
        part = rows.sheet.part(before)
        first = f"{rows.sheet.line(before)}" + (f" ({part})" if part else "")
        rows.found.append((int(row), rows.problem(int(row), MONTH, "row_twice", first=first)))
