"""The health check after an edit of a figure, beside what the page asks before it of the same edit.

`python -m tests.bench.health_checks` prints processor milliseconds of all threads.
"""

from __future__ import annotations

import argparse
import gc
from collections.abc import Callable
from statistics import median
from time import process_time

import engine
from engine.analysis import compare, key_figures
from engine.evaluation.compiled_pass import wait_for_code
from engine.facts import Facts
from engine.plan import Plan

PLAN = "service-seller"
SIZE = 100_000
EDITS = 15
WARMING = 4
MOST_MS = 100.0
"""Processor milliseconds that the health check may take after an edit."""
BASE_BY_GRADE = {"junior": 3000, "intermediate": 3500, "senior": 4000, "principal": 4500}
MOVED: tuple[tuple[str, Callable[[int], object]], ...] = (
    ("monthly_steps", lambda i: [[0.8 + i / 1000, 0.1], [1.0, 0.2]]),
    ("quarterly_steps", lambda i: [[0.8, 0.1], [1.0, 0.15 + i / 1000]]),
    ("base_by_grade", lambda i: BASE_BY_GRADE | {"junior": 3000 + i}),
)
"""Figures that are moved, each to a value that was never asked about before."""


def main(size: int = SIZE) -> None:
    """A row for each figure."""
    plan = engine.load_plan(PLAN)
    facts = engine.simulate(PLAN, seed=1, employees=size, months=12)
    _ = facts.key
    print(
        f"Health check of {PLAN} after an edit, {size:,} people for 12 months, {EDITS} edits: "
        f"processor ms, median at most {MOST_MS:g}"
    )
    print(f"{'':24}{'position':>10}{'health':>10}{'x position':>12}   fastest..slowest")
    for parameter, value in MOVED:
        print(row(plan, facts, parameter, value))


def row(plan: Plan, facts: Facts, parameter: str, value: Callable[[int], object]) -> str:
    """One figure moved step by step, with all that the page knows of the people remembered."""
    memory = engine.Memory()
    positions, checks = [], []
    for edit in range(WARMING + EDITS):
        edited = plan.with_values({parameter: value(edit + 1)})
        gc.collect()
        positions.append(_processor_ms(lambda e=edited: _position(plan, e, facts, memory)))
        checks.append(_processor_ms(lambda e=edited: engine.check(e, facts, plan, memory=memory)))
        if edit < WARMING:
            wait_for_code()
    position, check = median(positions[WARMING:]), median(checks[WARMING:])
    low, high = min(checks[WARMING:]), max(checks[WARMING:])
    figures = f"{position:10.1f}{check:10.1f}{check / position:12.2f}"
    return f"{parameter:24}{figures}   {low:.1f}..{high:.1f}"


def _position(plan: Plan, edited: Plan, facts: Facts, memory: engine.Memory) -> None:
    """What the page asks of an edit before it asks for the health check."""
    moving = edited.changed_from(plan)
    both = (
        engine.evaluate(one, facts, memory, amounts=False, moving=moving) for one in (plan, edited)
    )
    before, after = both
    compare(before, after)
    key_figures(after)
    engine.payout_curve(edited, facts, memory=memory, moving=moving)


def _processor_ms(work: Callable[[], object]) -> float:
    start = process_time()
    work()
    return (process_time() - start) * 1e3


if __name__ == "__main__":
    asked = argparse.ArgumentParser(prog="python -m tests.bench.health_checks", description=__doc__)
    asked.add_argument("--size", type=int, default=SIZE, metavar="PEOPLE")
    main(asked.parse_args().size)
