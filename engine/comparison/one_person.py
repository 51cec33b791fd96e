"""One person under compared companies: each line, month by month."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.companies import with_amounts
from engine.comparison.compared_companies import Compared
from engine.text import Text

Array = NDArray[np.float64]


@dataclass(frozen=True)
class PersonLine:
    """Yuan of one line of a unit by month under each company; None where a company pays no such
    line or the person is not in it."""

    unit: str
    line: str
    title: Text
    label: Text
    by_month: tuple[Array | None, ...]

    def total(self, place: int) -> float | None:
        """Yuan of all months under one company."""
        found = self.by_month[place]
        return None if found is None else _added(found)


@dataclass(frozen=True)
class ComparedPerson:
    """One person's lines under each company; `months` are those of the calendar (YYYY-MM),
    `present` says under each company in which of them the person was there."""

    employee: str
    months: tuple[str, ...]
    present: tuple[NDArray[np.bool_], ...]
    lines: tuple[PersonLine, ...]

    def by_month(self, place: int) -> Array:
        """Yuan of all lines by month under one company."""
        found = [x for line in self.lines if (x := line.by_month[place]) is not None]
        fen = sum((np.rint(100 * x) for x in found), start=np.zeros(len(self.months)))
        return np.asarray(fen / 100)

    def total(self, place: int) -> float:
        """Yuan of all lines and months under one company."""
        return _added(self.by_month(place))

    def difference(self, place: int) -> float:
        """Yuan of all months that a company pays more than the baseline."""
        return (round(100 * self.total(place)) - round(100 * self.total(0))) / 100


def compared_person(compared: Compared, employee: str) -> ComparedPerson:
    """One person under all compared companies. Raises KeyError for somebody whom none has."""
    found: dict[tuple[str, str], list[Array | None]] = {}
    present: list[NDArray[np.bool_]] = []
    for place, payouts in enumerate(compared.each):
        there = np.zeros(payouts.headcount_by_month.size, dtype=np.bool_)
        for row in compared.by_unit:
            name = compared.unit_of(place, row.unit)
            own = None if name is None else payouts.units[name]
            if own is None or employee not in own.facts.position:
                continue
            position = own.facts.position[employee]
            there |= own.facts.present[:, position]
            paid = with_amounts(own, compared.memory)
            for line in own.plan.pay_lines:
                each = found.setdefault((row.unit, line.id), [None] * len(compared.each))
                each[place] = paid.amounts(line.id)[:, position] / 100
        present.append(there)
    if not found:
        raise KeyError(employee)
    lines = tuple(
        PersonLine(row.unit, row.line, row.title, row.label, tuple(found[row.unit, row.line]))
        for row in compared.by_line
        if (row.unit, row.line) in found
    )
    facts = next(iter(compared.baseline.units.values())).facts
    return ComparedPerson(employee, tuple(facts.month_texts()), tuple(present), lines)


def _added(amounts: Array) -> float:
    return float(np.rint(100 * amounts).sum()) / 100
