"""Rules about grades that a plan itself decides."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from engine.evaluation import evaluate
from engine.health.anatomy import figures_of
from engine.health.breakpoints import only_paying
from engine.health.check_register import with_people
from engine.health.examination import Examination
from engine.health.finding import Found, NotApplicable, not_applicable, said
from engine.health.finding_texts import count, percent
from engine.health.grades import decided_grades

WITHIN = 12
"""Months after a promotion in which a demotion undoes it."""


@with_people
def promoted_and_demoted(exam: Examination) -> Found | NotApplicable:
    """The share of those promoted who are demoted again within a year."""
    decided = decided_grades(exam.plan)
    if not decided:
        return not_applicable("no_decided_grade")
    without_pay = only_paying(exam.plan, ())
    measured = evaluate(without_pay, exam.facts, exam.memory, measures=True, progress=exam.progress)
    promoted = np.zeros(exam.facts.size, dtype=np.bool_)
    undone = np.zeros(exam.facts.size, dtype=np.bool_)
    for name in decided:
        risen, fallen = _risen_and_fallen(measured.measures[name].array, exam.facts.present)
        promoted |= risen
        undone |= fallen
    share = float(undone.sum()) / max(int(promoted.sum()), 1)
    sentence = said(
        "promoted_and_demoted" if promoted.any() else "promoted_none",
        promoted=count(int(promoted.sum())),
        undone=count(int(undone.sum())),
        share=percent(share),
    )
    affected = exam.people(undone, int(promoted.sum()))
    below = [n for x in decided for n in exam.plan.lines[x].formula.reads if n in exam.plan.lines]
    return Found(share, sentence, affected, figures_of(exam.plan, [*decided, *below]))


def _risen_and_fallen(
    grades: NDArray[np.generic], present: NDArray[np.bool_]
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Who rose in grade, and who fell within a year of having risen; gaps in service count as the
    grade before them."""
    people = present.shape[1]
    held = np.full(people, -1)
    rose_at = np.full(people, -WITHIN - 1)
    risen = np.zeros(people, dtype=np.bool_)
    fallen = np.zeros(people, dtype=np.bool_)
    for month in range(present.shape[0]):
        here = present[month]
        now = np.where(here, grades[month].astype(np.int64), held)
        known = here & (held >= 0)
        up, down = known & (now > held), known & (now < held)
        risen |= up
        fallen |= down & (month - rose_at <= WITHIN)
        rose_at[up] = month
        held = now
    return risen, fallen
