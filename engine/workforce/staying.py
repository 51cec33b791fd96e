"""Who is there when: tenure at the start, joiners, leavers, months of unpaid leave.

Every leaver is replaced by a joiner the next month, so that the number of people in service holds
steady and `people` columns of facts are used up exactly.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy import special

from engine.calendar import calendar_month
from engine.workforce.model import Career
from engine.workforce.posts import Posts

Numbers = NDArray[np.float64]
Positions = NDArray[np.intp]


@dataclass(frozen=True)
class Careers:
    """`post[i]` is the post of person i, who works from row `start[i]` to row `last[i]`, except in
    months of unpaid leave; `present[t, i]` is what remains. `tenure[t, i]` counts whole months.
    """

    post: Positions
    start: Positions
    last: Positions
    present: NDArray[np.bool_]
    tenure: Numbers


@dataclass(frozen=True)
class Staying:
    """How long people stay, worked out from the shares that leave."""

    career: Career
    reach: int

    @cached_property
    def leaving(self) -> Numbers:
        """The share leaving at the end of a month by months of tenure, up to `reach`."""
        given = np.array(self.career.leaving)
        return given[np.minimum(np.arange(self.reach), given.size - 1)]

    def tenure(self, weight: float = 1.0) -> Numbers:
        """The shares of people by tenure once joiners and leavers have long balanced, where people
        leave `weight` times as soon as others.
        """
        stay = 1 - np.minimum(self.leaving[: self.career.longest] * weight, 1.0)
        survive = np.concatenate([[1.0], np.cumprod(stay)])
        return np.asarray(survive / survive.sum())

    @cached_property
    def rate(self) -> float:
        """The share of people that leaves in an average month."""
        shares = self.tenure()
        return float(shares @ self.leaving[: shares.size])

    @cached_property
    def rank(self) -> Numbers:
        """The standard normal value of a tenure among all people, by months up to `reach`."""
        shares = self.tenure()
        middle = np.cumsum(shares) - shares / 2
        found = np.asarray(special.ndtri(middle))
        return found[np.minimum(np.arange(self.reach), found.size - 1)]


def leavings(career: Career, staying: Staying, first: int, months: int) -> Numbers:
    """The share of people expected to leave after each month but the last: a quarter at most, so
    that even the smallest workforce has somebody left to leave.
    """
    season = np.array([career.season[calendar_month(first + t) - 1] for t in range(months - 1)])
    return np.minimum(season * staying.rate, 0.25)


def live(
    career: Career,
    staying: Staying,
    expected: Numbers,
    posts: Posts,
    weight: Numbers,
    ability: Numbers,
    rng: np.random.Generator,
) -> Careers:
    """The careers of people of whom the first hold the posts at the start.

    `expected` comes from `leavings`, `weight` is by post, `ability` by person (standard normal).
    """
    people, months = ability.size, expected.size + 1
    post = np.zeros(people, dtype=np.intp)
    post[: posts.count] = np.arange(posts.count)
    start = np.zeros(people, dtype=np.intp)
    last = np.full(people, months - 1, dtype=np.intp)
    before = np.zeros(people, dtype=np.intp)
    before[: posts.count] = _tenure_at_start(staying, weight, rng)
    joined = posts.count
    for row, leavers in enumerate(_whole(people - posts.count, expected)):
        here = np.flatnonzero(last[:joined] == months - 1)
        tenure = before[here] + row - start[here]
        haste = staying.leaving[tenure] * weight[post[here]]
        haste *= career.weaker ** -ability[here]
        wait = rng.standard_exponential(here.size) / np.maximum(haste, 1e-300)
        gone = here[np.sort(np.argsort(wait, kind="stable")[:leavers])]
        last[gone] = row
        start[joined : joined + leavers] = row + 1
        post[joined : joined + leavers] = post[gone]
        joined += leavers
    rows = np.arange(months)[:, None]
    present = (rows >= start) & (rows <= last)
    present &= ~_on_leave(career, rows, start, weight[post] > 0, rng)
    return Careers(post, start, last, present, (before + np.maximum(rows - start, 0)).astype(float))


def posts_for(people: int, expected: Numbers) -> int:
    """How many posts `people` fill when the leavers among them are replaced."""
    return max(1, round(people / (1 + float(expected.sum()))))


def _tenure_at_start(staying: Staying, weight: Numbers, rng: np.random.Generator) -> Positions:
    luck = rng.random(weight.size)
    tenure = np.zeros(weight.size, dtype=np.intp)
    for value in np.unique(weight):
        alike = weight == value
        tenure[alike] = np.searchsorted(np.cumsum(staying.tenure(float(value)))[:-1], luck[alike])
    return tenure


def _whole(total: int, parts: Numbers) -> list[int]:
    """`total` in whole numbers as close to the parts as their running sums can be."""
    if not parts.size:
        return []
    upto = np.cumsum(parts) / max(float(parts.sum()), 1e-300)
    return [int(n) for n in np.diff(np.round(total * upto), prepend=0.0)]


def _on_leave(
    career: Career,
    rows: Positions,
    start: Positions,
    may: NDArray[np.bool_],
    rng: np.random.Generator,
) -> NDArray[np.bool_]:
    """Months of unpaid leave, never the first month of a person's."""
    shape = (rows.size, start.size)
    low, high = career.unpaid_months
    begins = (rng.random(shape) < career.unpaid_leave) & (rows > start) & may
    length = rng.integers(low, high + 1, shape)
    away = begins.copy()
    for later in range(1, min(high, rows.size)):
        away[later:] |= begins[:-later] & (length[:-later] > later)
    return away
