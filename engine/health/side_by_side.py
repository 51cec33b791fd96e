"""The same people many times over, side by side, so that they are paid at once where each time some
of their columns are others."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.facts import Category, Facts
from engine.plan import Plan

Array = NDArray[np.float64]


def side_by_side(
    plan: Plan,
    facts: Facts,
    times: int,
    numbers: Mapping[str, Array],
    codes: Mapping[str, NDArray[Any]],
) -> Facts:
    """Everybody so many times, everybody for the first time before anybody for the second, with the
    columns that the plan reads: `numbers` and `codes` are those that differ, [months, times ×
    people]. Nobody's pay may depend on others."""

    def repeated(array: NDArray[Any]) -> NDArray[Any]:
        return np.tile(array, (1, times))

    found_numbers: dict[str, Array] = {}
    categories: dict[str, Category] = {}
    people: dict[str, NDArray[np.int32]] = {}
    offsets = np.repeat(np.arange(times, dtype=np.int32) * facts.size, facts.size)
    for column in plan.facts:
        if column in numbers:
            found_numbers[column] = numbers[column]
        elif column in facts.numbers:
            found_numbers[column] = repeated(facts.numbers[column])
        elif column in facts.people:
            others = repeated(facts.people[column])
            people[column] = np.where(others < 0, others, others + offsets)
        else:
            held = facts.categories[column]
            own = codes[column] if column in codes else repeated(held.codes)
            categories[column] = Category(held.values, own)
    employees = tuple(f"{i:09d}" for i in range(times * facts.size))
    present = repeated(facts.present)
    return Facts(facts.first, employees, present, found_numbers, categories, people)
