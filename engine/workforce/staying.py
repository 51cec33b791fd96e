"""Who is there when: tenure at the start, joiners, leavers, months of unpaid leave.

The number of people in service follows the model's headcount: leavers are replaced in the next
month as far as it asks for, and `people` columns of facts are used up exactly.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy import special

from engine.calendar import calendar_month
from engine.workforce.model import Career, Growth
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

    def mixed(self, weight: Numbers) -> Numbers:
        """The shares by tenure of people who leave by `weight` each."""
        values, counts = np.unique(weight, return_counts=True)
        found = zip(values.tolist(), counts.tolist(), strict=True)
        return np.asarray(sum(n * self.tenure(value) for value, n in found) / weight.size)

    def start(self, weight: float = 1.0) -> Numbers:
        """The shares by tenure of those who are there in the first month."""
        given = self.career.starting
        return np.array(given) if given else self.tenure(weight)

    @cached_property
    def rate(self) -> float:
        """The share of people that leaves in an average month."""
        shares = self.start()
        return float(shares @ self.leaving[: shares.size])

    @cached_property
    def rank(self) -> Numbers:
        """The standard normal value of a tenure among all people, by months up to `reach`."""
        shares = self.start()
        middle = np.cumsum(shares) - shares / 2
        found = np.asarray(special.ndtri(middle))
        return found[np.minimum(np.arange(self.reach), found.size - 1)]


@dataclass(frozen=True)
class Staffing:
    """How many people are there, leave and join, as shares of the posts.

    `filled[t]` is the share of posts with somebody in month t, 1 in the largest month, and
    `joining[t]` the share for which somebody joins in month t + 1.
    """

    filled: Numbers
    joining: Numbers

    def people(self, headcount: float) -> int:
        """How many people it takes, joiners counted, for so many to be there in the first month."""
        posts = headcount / float(self.filled[0])
        return max(1, round(posts * float(self.filled[0] + self.joining.sum())))

    def posts(self, people: int) -> int:
        """How many posts `people` fill, joiners and leavers counted."""
        posts = max(1, round(people / float(self.filled[0] + self.joining.sum())))
        while max(self._joiners(people, posts), default=0) > posts:
            posts += 1
        return posts

    def start(self, people: int) -> int:
        """How many of `people` are there in the first month."""
        return self._start(self.posts(people))

    def moves(self, people: int) -> list[tuple[int, int]]:
        """How many people leave after each month but the last, and how many join after it, so that
        `people` are there in some month.
        """
        posts = self.posts(people)
        now, moves = self._start(posts), []
        for joiners, share in zip(self._joiners(people, posts), self.filled[1:], strict=True):
            wanted = max(1, round(posts * float(share)))
            after = max(joiners, min(wanted, now + joiners, posts))
            moves.append((now + joiners - after, joiners))
            now = after
        return moves

    def _start(self, posts: int) -> int:
        return max(1, round(posts * float(self.filled[0])))

    def _joiners(self, people: int, posts: int) -> list[int]:
        return _whole(people - self._start(posts), self.joining)


def expected_growth(career: Career, months: int) -> Numbers:
    """The headcount by month as a part of that of the month before the first, without season, as
    expected."""
    return np.asarray(np.exp(career.growth.monthly * np.arange(1, months + 1)))


def drawn_growth(career: Career, months: int, rng: np.random.Generator) -> Numbers:
    """The same with what nobody knows of it; nothing is drawn where all is known."""
    growth = career.growth
    found = expected_growth(career, months)
    if growth == Growth(growth.monthly):
        return found
    steps = growth.unsure * rng.standard_normal() + growth.months * rng.standard_normal(months)
    return np.asarray(found * np.exp(np.cumsum(steps)))


def first_month(career: Career, headcount: float, first: int, growth: Numbers) -> float:
    """How many people are there in the month `first` where so many were in the month before."""
    now, before = (career.headcount[calendar_month(month) - 1] for month in (first, first - 1))
    return headcount * float(growth[0]) * now / before


def staffing(
    career: Career, staying: Staying, first: int, months: int, growth: Numbers | None = None
) -> Staffing:
    """What the months from `first` on have, growing as expected or as `growth` says.

    More leave than usual only where the headcount falls faster; a quarter at most, so that even the
    smallest workforce has somebody left to leave.
    """
    calendar = [calendar_month(first + t) - 1 for t in range(months)]
    filled = np.array(career.headcount)[calendar]
    filled = filled * (expected_growth(career, months) if growth is None else growth)
    filled = filled / filled.max()
    usual = np.minimum(np.array(career.season)[calendar[:-1]] * staying.rate, 0.25)
    staying_on = np.minimum(filled[:-1] * (1 - usual), filled[1:])
    return Staffing(filled, filled[1:] - staying_on)


def live(
    career: Career,
    staying: Staying,
    staffed: Staffing,
    posts: Posts,
    weight: Numbers,
    weakness: Numbers,
    rng: np.random.Generator,
    even: bool = False,
) -> Careers:
    """The careers of people of whom the first hold posts at the start, their tenure dealt out
    evenly where `even`.

    `staffed` comes from `staffing`, `weight` by post and `weakness` by person multiply the share
    that leaves. Posts that are kept are filled first and stand empty for a month at most.
    """
    people, months = weakness.size, staffed.filled.size
    here = staffed.start(people)
    post = np.zeros(people, dtype=np.intp)
    free = np.ones(posts.count, np.bool_)
    post[:here] = filled(free, here, posts, rng)
    start = np.zeros(people, dtype=np.intp)
    last = np.full(people, months - 1, dtype=np.intp)
    before = np.zeros(people, dtype=np.intp)
    before[:here] = tenure_at_start(*(staying, weight[post[:here]], rng.random(here), even))
    joined = here
    for row, (leavers, joiners) in enumerate(staffed.moves(people)):
        serving = np.flatnonzero(last[:joined] == months - 1)
        tenure = before[serving] + row - start[serving]
        haste = staying.leaving[tenure] * weight[post[serving]] * weakness[serving]
        wait = rng.standard_exponential(serving.size) / np.maximum(haste, 1e-300)
        soonest = serving[np.argsort(wait, kind="stable")]
        gone = followed(soonest, posts.kept[post[soonest]], joiners)[:leavers]
        last[gone] = row
        free[post[gone]] = True
        start[joined : joined + joiners] = row + 1
        post[joined : joined + joiners] = filled(free, joiners, posts, rng)
        joined += joiners
    rows = np.arange(months)[:, None]
    present = (rows >= start) & (rows <= last)
    present &= ~_on_leave(career, rows, start, weight[post] > 0, rng)
    return Careers(post, start, last, present, (before + np.maximum(rows - start, 0)).astype(float))


def filled(
    free: NDArray[np.bool_], people: int, posts: Posts, rng: np.random.Generator
) -> Positions:
    """The posts that so many people take of the free ones, in order: the kept ones before the
    others, which are taken as chance has it. They are free no more.
    """
    empty = np.flatnonzero(free)
    if people < empty.size:
        luck = rng.random(empty.size) - posts.kept[empty]
        empty = np.sort(empty[np.argsort(luck, kind="stable")[:people]])
    free[empty] = False
    return empty


def followed(soonest: Positions, kept: NDArray[np.bool_], joiners: int) -> Positions:
    """Who leaves, the soonest first, but nobody from a kept post that no joiner would fill."""
    late = kept & (np.cumsum(kept) > joiners)
    return np.concatenate([soonest[~late], soonest[late]])


def tenure_at_start(staying: Staying, weight: Numbers, luck: Numbers, even: bool) -> Positions:
    """The months that people of the first month have been there, by their luck from 0 to 1, dealt
    out evenly where `even`."""
    if even:
        luck = (np.argsort(np.argsort(luck, kind="stable")) + 0.5) / luck.size
    tenure = np.zeros(weight.size, dtype=np.intp)
    for value in np.unique(weight):
        alike = weight == value
        tenure[alike] = np.searchsorted(np.cumsum(staying.start(float(value)))[:-1], luck[alike])
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


def with_leavers(career: Career, yearly: float) -> Career:
    """The career of people of whom so many leave in a year for each one who is there, whatever
    their tenure, in all months alike; those of the first month stay as they are."""
    starting = tuple(Staying(career, career.longest + 1).start().tolist())
    return replace(career, leaving=(yearly / 12,), season=(1.0,) * 12, starting=starting)


def leavers_a_year(career: Career) -> float:
    """How many people leave in a year for each one who is there, as the model says."""
    staying = Staying(career, career.longest + 1)
    return staying.rate * sum(career.season)
