"""Whether what is timed is right: each contender's lines beside the exact oracle's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from engine.facts import Facts
from tests.bench.rivals import LINES, Figures
from tests.oracle import service_seller

# A month's attainment this near to a breakpoint may fall on either side of it in float32.
NEAR_A_STEP = 1e-6


@dataclass(frozen=True)
class Agreement:
    """How many cells were compared, and how many of them differ and why."""

    cells: int
    a_fen_or_two: int
    on_a_breakpoint: int
    unexplained: int

    @property
    def exact(self) -> bool:
        """Whether every cell is right to the fen."""
        return not (self.a_fen_or_two or self.on_a_breakpoint or self.unexplained)

    def __str__(self) -> str:
        if self.exact:
            return f"all {self.cells} amounts exact"
        return (
            f"of {self.cells} amounts {self.a_fen_or_two} are one or two fen off, "
            f"{self.on_a_breakpoint} missed a breakpoint that was met, "
            f"{self.unexplained} differ otherwise"
        )


def exact_fen(facts: Facts, figures: Figures) -> dict[str, np.ndarray]:
    """Fen of every pay line and gross pay, `[month, employee]`, 0 where there is no row."""
    fen = {line: np.zeros(facts.present.shape) for line in LINES}
    months = facts.month_texts()
    parameters = figures.as_parameters()
    for position in range(facts.size):
        rows = _rows(facts, position, months)
        amounts, _ = service_seller.pay(rows, parameters)
        for (_, month, line), yuan in amounts.items():
            fen[line][months.index(month), position] = float(yuan * 100)
    return fen


def compare(
    yuan: Mapping[str, np.ndarray], fen: Mapping[str, np.ndarray], facts: Facts, figures: Figures
) -> Agreement:
    """Lines in yuan against exact fen."""
    near = _near_a_step(facts, figures)
    cells = a_fen_or_two = on_a_breakpoint = unexplained = 0
    for line in LINES:
        apart = np.abs(np.rint(yuan[line] * 100) - fen[line])
        far = apart > 2
        cells += apart.size
        a_fen_or_two += int(np.count_nonzero((apart > 0) & ~far))
        on_a_breakpoint += int(np.count_nonzero(far & near))
        unexplained += int(np.count_nonzero(far & ~near))
    return Agreement(cells, a_fen_or_two, on_a_breakpoint, unexplained)


def _rows(facts: Facts, position: int, months: list[str]) -> list[dict[str, str]]:
    grade = facts.categories["grade"]
    return [
        {
            "employee_id": facts.employees[position],
            "month": months[row],
            "grade": grade.values[grade.codes[row, position]],
            **{name: repr(float(x[row, position])) for name, x in facts.numbers.items()},
        }
        for row in np.flatnonzero(facts.present[:, position])
    ]


def _near_a_step(facts: Facts, figures: Figures) -> np.ndarray:
    """Where the attainment of the month, its quarter or its year lies on a breakpoint."""
    near = np.zeros(facts.present.shape, dtype=bool)
    for every, steps in (
        (1, figures.monthly_steps),
        (3, figures.quarterly_steps),
        (12, figures.annual_steps),
    ):
        sales, quota = (
            facts.numbers[name].reshape(-1, every, facts.size).sum(axis=1)
            for name in ("sales", "quota")
        )
        due = near[every - 1 :: every]
        for start, _ in steps:
            due |= np.abs(sales - start * quota) <= NEAR_A_STEP * quota
    return near & facts.present
