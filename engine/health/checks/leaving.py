"""Rules about what people lose who leave before their pay falls due."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from engine.calendar import Every
from engine.health.check_register import with_people
from engine.health.examination import Examination
from engine.health.finding import Case, Found, NotApplicable, not_applicable, said
from engine.health.finding_texts import count, held_figure, held_name, percent, yuan
from engine.health.leavers import forfeited, left_early
from engine.text import Text


@with_people
def forfeited_on_leaving(exam: Examination) -> Found | NotApplicable:
    """Periodic pay that leavers had earned, as a share of all that was paid and earned of it."""
    lines = [
        line
        for line in exam.plan.pay_lines
        if line.every is not Every.MONTH
        and not line.settled_early
        and line.id not in exam.anatomy.coupled
    ]
    if not lines:
        settled = any(line.settled_early for line in exam.plan.pay_lines)
        return not_applicable("settled_early" if settled else "no_periodic_line")
    left = np.zeros(exam.facts.size, dtype=np.bool_)
    for every in {line.every for line in lines}:
        left |= left_early(exam.facts, every, exam.memory)
    if not left.any():
        return Found(0.0, said("forfeited_none"))
    lost = {
        line.id: np.maximum(
            forfeited(exam.plan, exam.facts, line.id, exam.memory, exam.progress), 0.0
        )
        for line in lines
    }
    by_person = sum(lost.values(), start=np.zeros(exam.facts.size))
    losing = by_person > 0
    total = float(by_person.sum())
    paid = sum(max(exam.by_line[line.id], 0.0) for line in lines)
    cases = [
        Case(
            float(amounts.sum()) / max(total + paid, 0.01),
            _case(exam, line, amounts),
            exam.anatomy.stepping([line]),
        )
        for line, amounts in lost.items()
        if amounts.any()
    ]
    cases.sort(key=lambda case: -case.value)
    sentence = said(
        "forfeited",
        left=count(int(left.sum())),
        earning=count(int(losing.sum())),
        amount=yuan(total),
        share=percent(total / max(total + paid, 0.01)),
    )
    figures = tuple(dict.fromkeys(p for case in cases for p in case.parameters))
    share = total / max(total + paid, 0.01)
    return Found(share, sentence, exam.people(losing, int(left.sum())), figures, tuple(cases))


def _case(exam: Examination, line: str, amounts: NDArray[np.float64]) -> Text:
    """What leavers lose of one line, and above which gate they had earned it."""
    gates = [
        point
        for point in exam.anatomy.breakpoints.values()
        if point.pays == ">" and line in exam.anatomy.paid_through(point.x.line)
    ]
    values: dict[str, object] = {
        "name": exam.plan.lines[line].label,
        "people": count(int((amounts > 0).sum())),
        "amount": yuan(float(amounts.sum())),
    }
    if not gates:
        return said("forfeited_case", **values)
    gate = gates[0]
    values |= {
        "measure": held_name(exam.plan, gate),
        "at": held_figure(exam.plan, gate, gate.at[0]),
    }
    return said("forfeited_case_gate", **values)
