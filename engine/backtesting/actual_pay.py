"""What people were paid in fact, as payouts beside those of plans."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from engine.analysis import paid_in_fen
from engine.calendar import Every
from engine.evaluation import GROSS, LineResult, Payouts

Array = NDArray[np.float64]


@dataclass(frozen=True)
class ActualPay:
    """What was paid; `unpaid` counts person-months without a paid figure, where the plan's is
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
    figures = paid_in_fen(planned.plan, facts, paid)
    unpaid = np.zeros(facts.present.shape, dtype=np.bool_)
    amounts: dict[str, Array] = {}
    for line in [line for line in (*planned.lines, GROSS) if line in figures]:
        fen, filled = figures[line]
        plan = planned.amounts(line)
        amounts[line] = np.where(filled, fen, plan)
        blank = facts.present & ~filled
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
