"""Pay in company, where it depends on others: what one person's results are worth while all the
others stay as they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from engine.evaluation import Memory, evaluate
from engine.facts import Category, Facts
from engine.health.breakpoints import only_paying
from engine.plan import Plan
from engine.progress import Progress


def swings_in_company(
    plan: Plan,
    company: Facts,
    lines: Sequence[str],
    moves: Mapping[str, Sequence[float]],
    memory: Memory,
    progress: Progress,
) -> dict[str, float]:
    """By how many yuan a month some lines move for one of a company, as each column of theirs goes
    through some values (codes of categories)."""
    paying, place = only_paying(plan, lines), int(np.argmax(company.months_by_person))
    months = max(int(company.present[:, place].sum()), 1)

    def paid(moved: Facts) -> float:
        payouts = evaluate(paying, moved, memory, amounts=False, progress=progress)
        return sum(float(payouts.line_by_person(x)[place]) for x in lines) / months

    found = {}
    for column, values in moves.items():
        pay = [paid(_moved(company, place, column, value)) for value in values]
        found[column] = max(pay) - min(pay)
    return found


def _moved(company: Facts, place: int, column: str, value: float) -> Facts:
    """The company with one of them at a value in all their months."""
    here = company.present[:, place]
    if column in company.numbers:
        numbers = company.numbers[column].copy()
        numbers[here, place] = value
        return company.with_numbers(column, numbers)
    found = company.categories[column]
    codes = found.codes.copy()
    codes[here, place] = int(value)
    moved = Category(found.values, codes)
    return replace(company, categories={**company.categories, column: moved})
