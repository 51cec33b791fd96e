"""One file read for several plans, as facts that fit them all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from engine.facts import Category, Facts
from engine.plan import Plan
from engine.text import Problem, Refused

Numbers = NDArray[np.float64]


def shared_facts(read: Sequence[tuple[Plan, Facts]]) -> Facts:
    """The facts of one file as each plan reads it, put together: the columns of them all.

    Raises Refused where two plans read a column in different ways, and ValueError for facts of
    other people or months.
    """
    (_, first), *others = read
    if not others:
        return first
    for _, facts in others:
        same = (facts.first, facts.employees) == (first.first, first.employees)
        if not same or not np.array_equal(facts.present, first.present):
            raise ValueError("facts of other people or months")
    numbers: dict[str, Numbers] = {}
    categories: dict[str, Category] = {}
    problems: list[Problem] = []
    for plan, facts in read:
        for name, column in facts.numbers.items():
            if not np.array_equal(numbers.setdefault(name, column), column):
                problems.append(Problem("plans_read_apart", {"plan": plan.title}, column=name))
        for name in (c.id for c in plan.facts.values() if c.kind == "category"):
            known = categories.setdefault(name, facts.categories[name])
            if known.values != facts.categories[name].values:
                problems.append(Problem("plans_read_apart", {"plan": plan.title}, column=name))
    if problems:
        raise Refused(problems)
    for _, facts in read:  # groups, and columns of words beyond the plans'
        categories = {**facts.categories, **categories}
    people = {name: x for _, facts in read for name, x in facts.people.items()}
    known_names = {*numbers, *categories, *people}
    return replace(
        first,
        numbers=numbers,
        categories=categories,
        people=people,
        further={
            name: x
            for _, facts in read
            for name, x in facts.further.items()
            if name not in known_names
        },
    )
