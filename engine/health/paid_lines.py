"""Which pay lines move with what people achieve, and which stand still."""

from __future__ import annotations

from engine.evaluation import Memory
from engine.facts import Facts
from engine.health.examination import Examination
from engine.health.policy import load_policy
from engine.plan import Plan
from engine.progress import no_progress


def variable_lines(plan: Plan, facts: Facts, memory: Memory | None = None) -> tuple[str, ...]:
    """The pay lines of a plan that depend on results or ratings of these people, in its order."""
    memory = memory if memory is not None else Memory()
    return Examination(plan, facts, None, load_policy(), memory, no_progress).variable
