"""The figures that do not agree with what was paid, one by one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import overload

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from engine.analysis.accepted_differences import Accepted
from engine.analysis.paid_figures import PaidFigures
from engine.calendar import month_text
from engine.evaluation import yuan_texts
from engine.facts import Facts
from engine.sheets import EMPLOYEE, MONTH


@dataclass(frozen=True)
class Case:
    """One figure that does not agree. Amounts are fen; `reason` is why it is accepted, or ""."""

    employee: str
    month: str
    line: str
    paid: int
    plan: int
    difference: int
    reason: str = ""


class Cases(Sequence[Case]):
    """The figures that do not agree: by size, then employee, month and line."""

    def __init__(
        self,
        facts: Facts,
        figures: Sequence[PaidFigures],
        accepted: Sequence[Accepted],
        accepted_by: NDArray[np.int32],
    ) -> None:
        self._facts, self._figures, self._by = facts, figures, accepted_by
        self._reasons = np.array([*(a.reason for a in accepted), ""], dtype=object)
        differences = np.stack([f.difference for f in figures])
        line, month, person = np.nonzero(differences)
        size = np.abs(differences[line, month, person])
        order = np.lexsort((line, month, person, -size))
        self.line, self.month, self.person = line[order], month[order], person[order]

    def __len__(self) -> int:
        return int(self.line.size)

    @overload
    def __getitem__(self, place: int) -> Case: ...
    @overload
    def __getitem__(self, place: slice) -> list[Case]: ...
    def __getitem__(self, place: int | slice) -> Case | list[Case]:
        if isinstance(place, slice):
            return [self._case(i) for i in range(*place.indices(len(self)))]
        return self._case(range(len(self))[place])

    def __iter__(self) -> Iterator[Case]:
        return map(self._case, range(len(self)))

    def table(self) -> pa.Table:
        """employee_id, month, line, paid, plan, difference, accepted; amounts with two decimals."""
        at = (self.line, self.month, self.person)
        employees = np.array(self._facts.employees, dtype=object)
        months = np.array(self._facts.month_texts(), dtype=object)
        lines = np.array([f.line for f in self._figures], dtype=object)
        paid = np.stack([f.paid for f in self._figures])[at]
        plan = np.stack([f.plan for f in self._figures])[at]
        return pa.table(
            {
                EMPLOYEE: pa.array(employees[self.person], pa.string()),
                MONTH: pa.array(months[self.month], pa.string()),
                "line": pa.array(lines[self.line], pa.string()),
                "paid": yuan_texts(paid),
                "plan": yuan_texts(plan),
                "difference": yuan_texts(paid - plan),
                "accepted": pa.array(self._reasons[self._by[at]], pa.string()),
            }
        )

    def _case(self, place: int) -> Case:
        line, month, person = self.line[place], self.month[place], self.person[place]
        figures = self._figures[line]
        paid, plan = int(figures.paid[month, person]), int(figures.plan[month, person])
        return Case(
            self._facts.employees[person],
            month_text(self._facts.first + int(month)),
            figures.line,
            paid,
            plan,
            paid - plan,
            str(self._reasons[self._by[line, month, person]]),
        )
