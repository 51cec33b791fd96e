"""What is wrong about some rows of facts, told of the first of them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from engine.facts.arrays import Facts
from engine.text import Problem, as_typed


def problem_of_rows(
    facts: Facts,
    rows: NDArray[np.bool_],
    column: str,
    key: str,
    value: str | NDArray[np.float64],
    **said: object,
) -> Problem:
    """A problem of the first of some rows, flags [months, people] of which one is set, with how
    many there are: the first by its line where they stand in a file, else by month and employee.
    `value` is what stands in its cell, or numbers [months, people] of which it is one."""
    origin, line, sheet = facts.origin, None, ""
    if origin is not None:
        month, person = origin.first(rows)
        line, sheet = origin.line(month, person), origin.sheet(month, person)
    else:
        month, person = map(int, np.argwhere(rows)[0])
    whose = {"employee": facts.employees[person], "month": facts.month_texts()[month]}
    values = {"count": int(rows.sum()), **whose, **said}
    cell = value if isinstance(value, str) else as_typed(float(value[month, person]))
    return Problem(key, values, facts.source, line, column, cell, sheet=sheet)
