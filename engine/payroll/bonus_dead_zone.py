"""Whose bonus lies where more of it leaves less, and which part of it had better be salary."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.calendar import calendar_years
from engine.payroll.counted_pay import Array
from engine.payroll.people_payroll import Payroll
from engine.statutory import dead_zones, tax_apart, taxes_apart

Places = NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class DeadZone:
    """Bonuses taxed by themselves that leave less than a smaller one would; one entry each.

    `months` are rows of the payroll and `people` its columns. Whole fen: the `bonus`, the `edge`
    below it, up to which more of it leaves more, and what people have `lost` against a bonus of
    just that. `best` is the part of the bonus to tax by itself, the rest of it being paid as salary
    of the same month, and `saved` how much less tax they pay in the calendar year then.
    """

    months: Places
    people: Places
    bonus: Array
    edge: Array
    lost: Array
    best: Array
    saved: Array

    @property
    def count(self) -> int:
        """How many people."""
        return int(np.unique(self.people).size)


def dead_zone_of(payroll: Payroll) -> DeadZone:
    """The bonuses of a payroll that lie in a dead zone, by month and person."""
    found: list[tuple[int, Places, Array, Array, tuple[float, ...]]] = []
    for row in range(payroll.apart.shape[0]):
        month = payroll.pay.first + row
        if not taxes_apart(payroll.law, month):
            continue
        zones = dead_zones(payroll.law, month)
        bonus = payroll.apart[row]
        edge = np.zeros(bonus.shape)
        for start, end in zones:
            edge = np.where((bonus > start) & (bonus < end), start, edge)
        people = np.flatnonzero(edge)
        if people.size:
            edges = tuple(start for start, _ in zones)
            found.append((row, people, bonus[people], edge[people], edges))
    parts = [_split(payroll, *each) for each in found]
    if not parts:
        none, nobody = np.zeros(0), np.zeros(0, np.intp)
        return DeadZone(nobody, nobody, none, none, none, none, none)
    return DeadZone(*map(np.concatenate, zip(*parts, strict=True)))


def _split(
    payroll: Payroll,
    row: int,
    people: Places,
    bonus: Array,
    edge: Array,
    edges: tuple[float, ...],
) -> tuple[Places, Places, Array, Array, Array, Array, Array]:
    """The bonuses of one month, and the best part of each to tax by itself."""
    law, month = payroll.law, payroll.pay.first + row
    lost = edge - tax_apart(law, month, edge) - (bonus - tax_apart(law, month, bonus))
    year = next(
        rows
        for rows in calendar_years(payroll.pay.first, payroll.apart.shape[0])
        if rows.start <= row < rows.stop
    )
    as_paid = payroll.tax[year][:, people].sum(axis=0)
    best, least = bonus.copy(), as_paid.copy()
    for part in (0.0, *edges):
        apart = payroll.apart[:, people].copy()
        apart[row] = np.minimum(part, bonus)
        tax = payroll.tax_with(apart, people)[year].sum(axis=0)
        better = tax < least
        best[better], least[better] = apart[row][better], tax[better]
    return np.full(people.size, row), people, bonus, edge, lost, best, as_paid - least
