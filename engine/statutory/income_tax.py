"""Tax that is withheld from pay: by the year so far or month by month, and apart from both."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from engine.calendar import calendar_month, month_text
from engine.statutory.brackets import Brackets, TableFigures, tax_by
from engine.statutory.dated import value_at
from engine.statutory.half_up import Array
from engine.statutory.laws import Law
from engine.text import Problem, Refused
from engine.vectors import elementwise

Flags = NDArray[np.bool_]


def income_tax(
    law: Law,
    first: int,
    taxed: Array,
    deductions: Array,
    there: Flags,
    apart: Array | None = None,
    so_far: tuple[Array, Array] | None = None,
    allowances: Array | None = None,
) -> Array:
    """What is withheld each month, whole fen [months, people].

    `first` is the month of the first row; `taxed` is pay that is taxed with its month, `deductions`
    the employee's deductible contributions and declared deductions, `apart` pay that is taxed apart
    where the law has it so (all whole fen [months, people]). `there` says who is employed: only
    those months bring the allowance; pay after them is taxed all the same. Where the law takes the
    year so far, it begins in January or with the first row, to which `so_far` brings the taxable
    income and the tax withheld of earlier months of that year (whole fen [people] each). Pay that
    the law does not tax apart (its rule has ended, it is the person's second in the calendar year,
    or it is below 0) is taxed with its month. `allowances` says how many monthly allowances a month
    brings where that is not one in each month of service (cumulative withholding alone).
    """
    alone: dict[int, Array] = {}
    if apart is not None:
        given = taxed
        once = np.zeros(there.shape[1], dtype=np.bool_)
        for row in range(there.shape[0]):
            month = first + row
            if calendar_month(month) == 1:
                once[:] = False
            if not apart[row].any():
                continue
            by_itself = apart[row] > 0.0
            if not taxes_apart(law, month):
                by_itself[:] = False
            elif law.bonus_tax.once_a_year:
                by_itself &= ~once
                once |= by_itself
            with_month = np.where(by_itself, 0.0, apart[row])
            if with_month.any():
                taxed = taxed.copy() if taxed is given else taxed
                taxed[row] += with_month
            if by_itself.any():
                alone[row] = np.empty(by_itself.shape)
                table = value_at(law.bonus_tax.table, month).figures()
                _tax_alone.write((alone[row],), apart[row], by_itself, table)
    if law.method == "cumulative":
        brought = there if allowances is None else allowances
        withheld = _cumulative(law, first, taxed, deductions, brought, so_far)
    else:
        withheld = _annualised(law, first, taxed, deductions, there)
    for row, tax in alone.items():
        withheld[row] += tax
    return withheld


def _cumulative(
    law: Law,
    first: int,
    taxed: Array,
    deductions: Array,
    allowances: Array | Flags,
    known: tuple[Array, Array] | None,
) -> Array:
    """The tax on the year so far, less what was withheld of it before, never below 0."""
    withheld = np.empty(taxed.shape)
    so_far, before = np.zeros((2, taxed.shape[1])) if known is None else np.array(known)
    for rows, allowance, table in _runs(law, first, taxed.shape[0]):
        if calendar_month(first + rows.start) == 1:
            so_far[:] = 0.0
            before[:] = 0.0
        _tax_on_year_so_far.write(
            (withheld[rows], so_far, before),
            *(taxed[rows], deductions[rows], allowances[rows], so_far, before),
            *(allowance, table.figures()),
        )
    return withheld


@elementwise
def _tax_on_year_so_far(
    taxed: Array,
    deductions: Array,
    allowances: Array,
    so_far: Array,
    before: Array,
    allowance: float,
    table: TableFigures,
) -> tuple[Array, Array, Array]:
    """What is withheld in a month; taxable income and tax withheld of the year after it."""
    now = so_far + taxed
    now -= deductions
    now -= allowance * allowances
    due = np.maximum(tax_by(table, now), before)
    return due - before, now, due


@elementwise
def _tax_alone(apart: Array, by_itself: Array, table: TableFigures) -> tuple[Array]:
    return (np.where(by_itself, tax_by(table, apart), 0.0),)


def _annualised(law: Law, first: int, taxed: Array, deductions: Array, there: Flags) -> Array:
    """A twelfth of the tax on twelve such months."""
    withheld = np.empty(taxed.shape)
    for rows, allowance, table in _runs(law, first, taxed.shape[0]):
        _tax_on_twelve_months.write(
            (withheld[rows],),
            *(taxed[rows], deductions[rows], there[rows]),
            *(allowance, table.figures(of=12)),
        )
    return withheld


@elementwise
def _tax_on_twelve_months(
    taxed: Array, deductions: Array, there: Array, allowance: float, table: TableFigures
) -> tuple[Array]:
    year = taxed - deductions
    year *= 12.0
    year -= allowance * there
    return (tax_by(table, np.maximum(year, 0.0)),)


def _runs(law: Law, first: int, months: int) -> Iterator[tuple[slice, float, Brackets]]:
    """Months in a row, of one calendar year, with one allowance and one table."""

    def asked(row: int) -> tuple[int, float, Brackets]:
        month = first + row
        allowance = float(value_at(law.allowance, month).fen)
        return month // 12, allowance, value_at(law.table, month)

    for (_, allowance, table), rows in groupby(range(months), asked):
        each = list(rows)
        yield slice(each[0], each[-1] + 1), allowance, table


def taxes_apart(law: Law, month: int) -> bool:
    """Whether pay can be taxed apart in a month: after the rule has ended it no longer is."""
    return any(entry.holds(month) for entry in law.bonus_tax.in_force)


def tax_apart(law: Law, month: int, bonus: Array) -> Array:
    """Tax on pay that is taxed apart in a month, whole fen in the shape of `bonus`.

    Raises Refused where the law taxes nothing apart in that month.
    """
    if not taxes_apart(law, month):
        raise Refused([Problem("not_taxed_apart", {"law": law.label, "month": month_text(month)})])
    return value_at(law.bonus_tax.table, month).tax(np.maximum(bonus, 0.0))


def dead_zones(law: Law, month: int | None = None) -> tuple[tuple[float, float], ...]:
    """Where more pay that is taxed apart leaves less: (bound, first amount that leaves as much as
    the bound) in fen, by the table of a month (without one: the last known)."""
    table = law.bonus_tax.table
    return (table[-1].value if month is None else value_at(table, month)).dead_zones()


def annual_tax(law: Law, month: int, taxable: Array) -> Array:
    """Tax on a whole year's taxable income by the table of a month, whole fen."""
    return value_at(law.table, month).tax(np.maximum(taxable, 0.0))
