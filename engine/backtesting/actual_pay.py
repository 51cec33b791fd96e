"""What people were paid in fact, as payouts beside those of plans."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from engine.calendar import Every
from engine.evaluation import GROSS, LineResult, Payouts
from engine.formula import exact
from engine.text import Problem, Refused

Array = NDArray[np.float64]


@dataclass(frozen=True)
class ActualPay:
    """What was paid; `unpaid` counts people-months without a paid figure, where the plan's is
    taken."""

    payouts: Payouts
    unpaid: int


def actual_pay(planned: Payouts, paid: Mapping[str, str]) -> ActualPay:
    """What was paid by lines, or altogether (`gross_pay`), by columns of `facts.further`.

    Lines without a column are taken from the plan. Where the whole is known, what the known lines
    leave of it is the line `gross_pay`. `planned` must have its amounts. Raises Refused for a line
    or column that is not there.
    """
    facts = planned.facts
    problems = [
        Problem("paid_line", {"plan": planned.plan.title}, column=line)
        for line in paid
        if line != GROSS and line not in planned.lines
    ]
    problems += [
        Problem("paid_column", {"known": tuple(facts.further)}, column=column)
        for column in paid.values()
        if column not in facts.further
    ]
    if problems:
        raise Refused(problems)
    unpaid = np.zeros(facts.present.shape, dtype=np.bool_)
    amounts: dict[str, Array] = {}
    for line in [line for line in (*planned.lines, GROSS) if line in paid]:
        figures = facts.further[paid[line]]
        blank = np.isnan(figures) & facts.present
        fen = np.zeros(figures.shape)
        exact.to_fen(np.where(np.isnan(figures), 0.0, figures), fen)
        plan = planned.amounts(line)
        amounts[line] = np.where(blank, plan, np.where(facts.present, fen, 0.0))
        unpaid |= blank if line == GROSS else blank & (plan != 0)
    if GROSS in amounts:
        amounts[GROSS] = amounts[GROSS] - sum(
            (fen for line, fen in amounts.items() if line != GROSS),
            start=np.zeros(facts.present.shape),
        )
    else:
        amounts = {x: amounts[x] if x in amounts else planned.amounts(x) for x in planned.lines}
    lines = {
        line: LineResult(Every.MONTH, fen.sum(axis=1), fen.sum(axis=0), fen)
        for line, fen in amounts.items()
    }
    return ActualPay(replace(planned, lines=lines, measures={}), int(unpaid.sum()))
