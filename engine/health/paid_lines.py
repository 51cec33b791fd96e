"""Which pay lines move with what people achieve, and which columns say what people are."""

from __future__ import annotations

from engine.analysis import TENURE as TENURE_BANDS
from engine.evaluation import Memory
from engine.facts import Facts
from engine.health.examination import Examination
from engine.health.policy import load_policy
from engine.health.results import standing_categories
from engine.plan import TENURE, Plan
from engine.progress import no_progress


def variable_lines(plan: Plan, facts: Facts, memory: Memory | None = None) -> tuple[str, ...]:
    """The pay lines of a plan that depend on results or ratings of these people, in its order."""
    return _examined(plan, facts, memory).variable


def standing_columns(plan: Plan, facts: Facts, memory: Memory | None = None) -> tuple[str, ...]:
    """What people are, as far as a plan's pay goes by it: categories that are no ratings of their
    work, and the bands of tenure where pay depends on that."""
    exam = _examined(plan, facts, memory)
    found = standing_categories(exam.anatomy, facts, exam.ratings)
    return (*found, TENURE_BANDS) if TENURE in exam.anatomy.read else tuple(found)


def _examined(plan: Plan, facts: Facts, memory: Memory | None) -> Examination:
    memory = memory if memory is not None else Memory()
    return Examination(plan, facts, None, load_policy(), memory, no_progress)
