"""The figures that do not agree with what was paid, looked through: whose, which line, what became
of them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from engine.analysis.reconciliation import Reconciliation

STATES = ("open", "accepted", "all")


def find_cases(
    found: Reconciliation,
    search: str = "",
    *,
    line: str = "",
    month: str = "",
    group: tuple[str, str] | None = None,
    state: str = "open",
) -> NDArray[np.intp]:
    """Places in `found.cases`, the largest difference first, of employees whose id contains
    `search`; `group` is a category column and its value in the month.

    Raises ValueError for an unknown state.
    """
    if state not in STATES:
        raise ValueError(f"no state {state!r}; there are {', '.join(STATES)}")
    cases, facts = found.cases, found.facts
    wanted = np.ones(len(cases), dtype=np.bool_)
    if state != "all":
        is_accepted = found.accepted_by[cases.line, cases.month, cases.person] >= 0
        wanted &= is_accepted == (state == "accepted")
    if search:
        sought = search.casefold()
        is_sought = np.array([sought in name.casefold() for name in facts.employees], dtype=bool)
        wanted &= is_sought[cases.person]
    if line:
        of_line = np.array([figures.line == line for figures in found.figures])
        wanted &= of_line[cases.line]
    if month:
        of_month = np.array([text == month for text in facts.month_texts()])
        wanted &= of_month[cases.month]
    if group is not None:
        column, value = group
        category = facts.categories[column]
        codes = category.codes[cases.month, cases.person]
        wanted &= codes == category.values.index(value)
    return np.flatnonzero(wanted)
