"""What a plan pays its own personas: the small company at which a designer looks while writing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.analysis.payout_curve import PayoutCurve, payout_curve
from engine.calendar import calendar_month
from engine.evaluation import GROSS, Memory, evaluate
from engine.facts import persona_facts
from engine.plan import Plan

Array = NDArray[np.float64]
YEAR = 0
"""The period that stands for all months together."""


@dataclass(frozen=True)
class TypicalPay:
    """What the personas are paid: fen by pay line and `gross_pay`, {persona: amount of each
    calendar month}, nan where they have no row. `curve` is the payout curve of a typical one."""

    plan: Plan
    fen: Mapping[str, Mapping[str, Array]]
    curve: PayoutCurve | None

    def paid(self, line: str, persona: str, month: int = YEAR) -> float:
        """Yuan paid by a line in a calendar month (1 to 12), or in the year; nan where the persona
        is not there or the line is none of this plan's."""
        amounts = self.fen.get(line, {}).get(persona)
        if amounts is None:
            return float("nan")
        if month != YEAR:
            return float(amounts[month - 1]) / 100.0
        return float(np.nansum(amounts)) / 100.0

    def change(self, since: TypicalPay, line: str, persona: str, month: int = YEAR) -> float:
        """Yuan more than under another plan; a line that one of them lacks pays nothing there, and
        a persona that one of them lacks has no change."""
        if persona not in since.fen[GROSS] or persona not in self.fen[GROSS]:
            return 0.0
        new, old = self.paid(line, persona, month), since.paid(line, persona, month)
        return float(np.nan_to_num(new)) - float(np.nan_to_num(old))

    @property
    def total(self) -> float:
        """Yuan paid to all of them in the year."""
        return sum(self.paid(GROSS, persona) for persona in self.fen[GROSS])


def typical_pay(plan: Plan, memory: Memory | None = None) -> TypicalPay:
    """What a plan pays its personas. Raises Refused for a plan without personas, and where an
    amount is no number."""
    facts = persona_facts(plan)
    paid = evaluate(plan, facts, memory)
    months = [calendar_month(facts.first + row) - 1 for row in range(facts.months)]
    fen: dict[str, dict[str, Array]] = {}
    for line in (*(line.id for line in plan.pay_lines), GROSS):
        amounts = np.where(facts.present, paid.amounts(line), np.nan)
        fen[line] = {}
        for persona in plan.personas:
            year = np.full(12, np.nan)
            year[months] = amounts[:, facts.position[persona]]
            fen[line][persona] = year
    return TypicalPay(plan, fen, payout_curve(plan, facts, memory=memory))
