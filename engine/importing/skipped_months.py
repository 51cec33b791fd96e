"""People who are there before and after a month in which they have no row."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from engine.facts import Facts
from engine.text import Problem

MOST_NAMED = 5


def people_who_skip(facts: Facts, file: str) -> Iterator[Problem]:
    """What is told of people who skip a month in which others have a row."""
    present = facts.present
    began = np.maximum.accumulate(present, axis=0)
    goes_on = np.maximum.accumulate(present[::-1], axis=0)[::-1]
    lacking = began & goes_on & ~present
    lacking[np.flatnonzero(~present.any(axis=1))] = False
    people = np.flatnonzero(lacking.any(axis=0))
    if people.size:
        named = [
            f"{facts.employees[p]} {_month(facts, int(np.flatnonzero(lacking[:, p])[0]))}"
            for p in people[:MOST_NAMED]
        ]
        yield Problem("people_skip", {"count": int(people.size), "names": tuple(named)}, file)


def _month(facts: Facts, month: int) -> str:
    number = facts.first + month
    return f"{number // 12:04d}-{number % 12 + 1:02d}"
