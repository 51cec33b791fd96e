"""How the careers of known people go on in the months ahead, and who joins them.

Each purpose has random numbers of its own, dealt out to people in the order of their columns. So
people keep their luck where others join, leave, or stay away.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.calendar import calendar_month
from engine.workforce.model import Career
from engine.workforce.outlook import Temporary
from engine.workforce.posts import Posts
from engine.workforce.staying import Careers, Staying, filled, followed

Numbers = NDArray[np.float64]
Positions = NDArray[np.intp]

MOST_LEAVING = 0.95
"""The largest share of people that leaves at the end of one month."""
LEAVING, JOINING, AWAY = range(3)
"""What random numbers are for."""


def stream(entropy: Sequence[int], *purpose: int) -> np.random.Generator:
    """Random numbers of their own for one purpose."""
    sequence = np.random.SeedSequence(list(entropy), spawn_key=purpose)
    return np.random.Generator(np.random.SFC64(sequence))


def by_month(entropy: Sequence[int], purpose: Sequence[int], months: int, people: int) -> Numbers:
    """Everybody's luck in each month, from 0 to 1, `[months, people]`."""
    return np.ascontiguousarray(stream(entropy, *purpose).random((people, months)).T)


@dataclass(frozen=True)
class Moves:
    """How many people are there by month, how many of them leave after it, and how many join
    then; the latter two have no entry for the last month."""

    there: tuple[int, ...]
    leaving: tuple[int, ...]
    joining: tuple[int, ...]


def moves(
    career: Career,
    rate: float,
    first: int,
    there: Sequence[int],
    leaving: Sequence[float],
    chance: float,
) -> Moves:
    """What it takes for so many people to be there in the months from `first` on.

    `rate` is the share that leaves in an average month, `leaving` multiplies it by month. Whole
    people leave as close to the shares as their running sums can be; `chance`, from 0 to 1, says
    in which months the part of a person leaves that the shares leave over.
    """
    season = np.array([career.season[calendar_month(first + t) - 1] for t in range(len(there))])
    share = np.minimum(season * rate * np.asarray(leaving, np.float64), MOST_LEAVING)
    upto = np.floor(np.cumsum(share * np.asarray(there, np.float64)) + chance)
    usual = np.diff(upto, prepend=0.0).astype(int).tolist()
    gone = [max(u, now - then) for u, now, then in zip(usual, there, there[1:], strict=False)]
    gone = [min(g, now) for g, now in zip(gone, there, strict=False)]
    come = [then - now + g for g, now, then in zip(gone, there, there[1:], strict=False)]
    return Moves(tuple(there), tuple(gone), tuple(come))


@dataclass(frozen=True)
class Known:
    """The people of the first month: their posts, and their months of tenure in it."""

    post: Positions
    tenure: Positions


def go_on(
    career: Career,
    staying: Staying,
    known: Known,
    changes: Moves,
    posts: Posts,
    limit: int,
    weight: Numbers,
    weakness: Numbers,
    temporary: Sequence[Temporary],
    entropy: Sequence[int],
) -> Careers:
    """The careers of the known people, then of those who join, then of temporary ones.

    People take the first `limit` posts; the last of all posts are those of temporary people, in
    their order. `weight` by post and `weakness` by person multiply the share that leaves.
    """
    months, here = len(changes.there), known.post.size
    steady = here + sum(changes.joining)
    people = steady + sum(t.people for t in temporary)
    post = np.zeros(people, np.intp)
    start = np.zeros(people, np.intp)
    last = np.full(people, months - 1, np.intp)
    before = np.zeros(people, np.intp)
    post[:here], before[:here] = known.post, known.tenure
    free = np.zeros(posts.count, np.bool_)
    free[:limit] = True
    free[known.post] = False
    joined = here
    waits = stream(entropy, LEAVING).standard_exponential((steady, months))
    waits = np.ascontiguousarray(waits.T)
    rng = stream(entropy, JOINING)
    for row, (leavers, joiners) in enumerate(zip(changes.leaving, changes.joining, strict=True)):
        serving = np.flatnonzero(last[:joined] == months - 1)
        haste = staying.leaving[before[serving] + row - start[serving]]
        haste = haste * weight[post[serving]] * weakness[serving]
        wait = waits[row, serving] / np.maximum(haste, 1e-300)
        gone = _soonest(wait, posts.kept[post[serving]], joiners, leavers)
        last[serving[gone]] = row
        free[post[serving[gone]]] = True
        start[joined : joined + joiners] = row + 1
        post[joined : joined + joiners] = filled(free, joiners, posts, rng)
        joined += joiners
    place = posts.count - (people - steady)
    for some in temporary:
        own = slice(steady, steady + some.people)
        post[own] = np.arange(place, place + some.people)
        start[own], last[own] = some.start, some.last
        steady, place = own.stop, place + some.people
    rows = np.arange(months)[:, None]
    present = (rows >= start) & (rows <= last)
    _go_away(present, career, start, weight[post] > 0, entropy)
    return Careers(post, start, last, present, (before + np.maximum(rows - start, 0)).astype(float))


def _soonest(wait: Numbers, kept: NDArray[np.bool_], joiners: int, leavers: int) -> Positions:
    """Who leaves, the soonest first, but nobody from a kept post that no joiner would fill."""
    if not leavers:
        return np.zeros(0, np.intp)
    near = np.arange(wait.size)
    if 4 * leavers < wait.size:
        near = np.argpartition(wait, 2 * leavers)[: 2 * leavers]
    order = near[np.lexsort((near, wait[near]))]
    if near.size < wait.size and _late(kept[order], joiners).sum() > leavers:
        order = np.argsort(wait, kind="stable")
    return followed(order, kept[order], joiners)[:leavers]


def _late(kept: NDArray[np.bool_], joiners: int) -> NDArray[np.bool_]:
    return kept & (np.cumsum(kept) > joiners)


def _go_away(
    present: NDArray[np.bool_],
    career: Career,
    start: Positions,
    may: NDArray[np.bool_],
    entropy: Sequence[int],
) -> None:
    """Takes out months of unpaid leave, never the first month of a person's."""
    if not career.unpaid_leave:
        return
    low, high = career.unpaid_months
    luck = by_month(entropy, (AWAY,), *present.shape)
    rows, people = np.nonzero((luck < career.unpaid_leave) & may)
    later = rows > start[people]
    rows, people = rows[later], people[later]
    length = low + np.floor(luck[rows, people] / career.unpaid_leave * (high + 1 - low)).astype(int)
    for month in range(high):
        there = (length > month) & (rows + month < present.shape[0])
        present[rows[there] + month, people[there]] = False
