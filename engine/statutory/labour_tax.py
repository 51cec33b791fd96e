"""Tax on what people are paid who are not employed: payments for labour, and by platforms."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from engine.calendar import calendar_month
from engine.statutory.dated import Dated, value_at
from engine.statutory.half_up import Array
from engine.statutory.laws import Law

Flags = NDArray[np.bool_]
T = TypeVar("T")


def labour_tax(law: Law, month: int, payments: Array) -> Array:
    """What is withheld from payments for labour, each taxed by itself; whole fen.

    `payments` are whole fen, all of one item in a month together. Raises LookupError where the
    law's file has no such tax.
    """
    rule = _known(law, law.labour_tax, month)
    kept = 1 - rule.expense
    small = payments <= rule.small
    parts = kept.denominator
    taxable = np.where(
        small,
        np.maximum(payments - rule.small_expense, 0.0) * parts,
        np.maximum(payments, 0.0) * kept.numerator,
    )
    return rule.table.tax(taxable, parts)


def platform_tax(law: Law, first: int, income: Array, there: Flags) -> Array:
    """What is withheld each month from people who work through a platform, whole fen.

    `first` is the month of the first row of `income` and `there` [months, people]: the tax on the
    calendar year so far less what was withheld before. Raises LookupError where the law's file has
    no such tax.
    """
    withheld = np.zeros(there.shape)
    so_far, before = np.zeros(there.shape[1]), np.zeros(there.shape[1])
    for row in range(there.shape[0]):
        month = first + row
        rule = _known(law, law.platform_tax, month)
        kept = 1 - rule.expense
        if calendar_month(month) == 1:
            so_far[:] = 0.0
            before[:] = 0.0
        so_far += income[row] * kept.numerator
        so_far -= float(rule.allowance * kept.denominator) * there[row]
        due = value_at(law.table, month).tax(np.maximum(so_far, 0.0), kept.denominator)
        np.maximum(due, before, out=due)
        withheld[row] = due - before
        before = due
    return withheld


def _known(law: Law, rules: Sequence[Dated[T]], month: int) -> T:
    if not rules:
        raise LookupError(law.id)
    return value_at(rules, month)
