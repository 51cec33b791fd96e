"""Rules about what people and their employer can know of a plan."""

from __future__ import annotations

from engine.health.check_register import from_the_plan
from engine.health.examination import Examination
from engine.health.finding import Found, NotApplicable, not_applicable, said
from engine.health.finding_texts import count, every, percent
from engine.health.grades import no_variable


@from_the_plan
def feedback(exam: Examination) -> Found | NotApplicable:
    """How many months pass before anybody learns what their results come to."""
    if not exam.variable:
        return no_variable(exam.plan)
    told = {line: exam.plan.lines[line].every.value for line in exam.variable}
    for line in exam.plan.measures:
        columns = exam.anatomy.columns_in(line.formula.tree)
        if columns & {*exam.anatomy.results, *exam.ratings}:
            told[line.id] = line.every.value
    first = min(told, key=lambda line: told[line])
    sentence = said("feedback", name=exam.plan.lines[first].label, period=every(told[first]))
    return Found(float(told[first]), sentence)


@from_the_plan
def assumptions(exam: Examination) -> Found | NotApplicable:
    """The share of figures that nobody has decided yet."""
    used = [p for p in exam.plan.parameters.values() if p.not_used is None]
    if not used:
        return not_applicable("no_figures")
    open_ = [p for p in used if p.provenance == "assumption"]
    share = len(open_) / len(used)
    values = {"count": count(len(open_)), "of": count(len(used)), "share": percent(share)}
    return Found(share, said("assumptions", **values), None, tuple(p.id for p in open_))
