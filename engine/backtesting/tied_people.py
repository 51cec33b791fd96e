"""Whose pay depends on whom: people who can only be taken together."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from engine.evaluation import compile_plan
from engine.facts import Facts
from engine.plan import Plan

Places = NDArray[np.int64]


def tied_people(plans: Iterable[Plan], facts: Facts) -> Places:
    """A number for each person, the same for those whose pay hangs together under any plan: they
    share a team total, a pool or a rank, or report to one another, in any month. Numbers run from 0
    in the order of employees; everybody has their own where pay is nobody else's affair."""
    columns: set[str] = set()
    for plan in plans:
        for tie in compile_plan(plan).ties([line.id for line in plan.pay_lines]):
            if not tie:
                return np.zeros(facts.size, dtype=np.int64)
            columns |= tie
    labels = np.arange(facts.size)
    links = [_groups(facts, name) for name in sorted(columns)]
    while True:
        before = labels
        for people, group in links:
            lowest = np.full(int(group.max(initial=-1)) + 1, facts.size)
            np.minimum.at(lowest, group, labels[people])
            labels = labels.copy()
            np.minimum.at(labels, people, lowest[group])
        if np.array_equal(labels, before):
            return np.unique(labels, return_inverse=True)[1].astype(np.int64)


def _groups(facts: Facts, column: str) -> tuple[NDArray[np.intp], NDArray[np.int64]]:
    """Pairs of a person and a group they ever were in; those who report to somebody are a group
    with them."""
    month, person = np.nonzero(facts.present)
    if column in facts.categories:
        return _once(person, facts.categories[column].codes[month, person].astype(np.int64))
    leader = facts.people[column][month, person].astype(np.int64)
    led = np.flatnonzero(leader >= 0)
    everyone = np.arange(facts.size)
    return _once(np.concatenate((person[led], everyone)), np.concatenate((leader[led], everyone)))


def _once(
    people: NDArray[np.intp], group: NDArray[np.int64]
) -> tuple[NDArray[np.intp], NDArray[np.int64]]:
    pairs = np.unique(np.stack((people, group)), axis=1)
    return pairs[0].astype(np.intp), pairs[1].astype(np.int64)
