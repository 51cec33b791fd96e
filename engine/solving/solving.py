"""Figures of a company moved on their steps until what is asked of it is met."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from concurrent.futures import Executor
from itertools import pairwise, product

from engine.progress import Progress, no_progress, part
from engine.solving.answered import answer
from engine.solving.asked import Asked, checked
from engine.solving.cost_ahead import Places
from engine.solving.movable import phrase
from engine.solving.one_figure import Searched, search
from engine.solving.several_figures import search_several
from engine.solving.solution import Solution
from engine.solving.tried import OF_HEALTH, Tried
from engine.text import Text, in_each_language, percent

MOST_TRIED = 250
"""So many steps of one figure are tried one by one."""
MOST_COMBINED = 400
"""So many combinations of several figures are all tried."""
MOST_AHEAD, LOOKED_AT_AHEAD, PARTED_AHEAD = 9, 9, 9
"""The same of one figure, how many are looked at first and how places are parted, where each is
projected and several take little longer than one."""
CLOSE = 0.001
"""A budget of which no larger share is left is as good as met."""
MOST_CHECKED = 60
"""The same where health checks are asked for each."""
ROUNDS = 6
"""So often a projection may correct where the answer is looked for,"""
LOOKS = 6
"""and a few of its trials before each of them."""
MOST_LOOKED_AT, MOST_BESIDE = 8, 3
"""So many places of several figures that may be better are looked at by a few trials at a time, and
projected in full with the best ones."""


def solve(
    asked: Asked, progress: Progress = no_progress, executor: Executor | None = None
) -> Solution:
    """The figures that meet what is asked, verified by a full run of the company, and of the
    projection with all its trials where its cost is asked for; or the nearest there are, and what
    stands in the way. Trials are projected by the executor, if any. Raises Refused where what is
    asked does not fit."""
    checked(asked)
    tried = Tried(asked, executor, lazy=len(asked.moves) > 1)
    if tried.ahead is None:
        best, told = _searched(tried, part(progress, 0.0, 0.9))
    else:
        best, told = _searched_ahead(tried, part(progress, 0.0, 0.9))
    return answer(tried, best, told, part(progress, 0.9, 1.0))


def _searched(tried: Tried, progress: Progress) -> tuple[Places, list[Text]]:
    """The best places, and what should be known of how they were found."""
    counts = [len(amounts) for amounts in tried.amounts]
    is_slow = bool(tried.needs & OF_HEALTH)
    most = MOST_CHECKED if is_slow else MOST_TRIED
    if len(counts) == 1:
        found = _search_one(tried, most, progress)
        return (found.best,), list(_told_of_one(tried, found))
    if math.prod(counts) <= (MOST_CHECKED if is_slow else MOST_COMBINED):
        return _best_of_all(tried, counts, progress), []
    begun = []
    for i in range(len(counts)):
        own = tried.own

        def alone(at: int, i: int = i, own: Places = own) -> tuple[float, ...]:
            return tried.merit((*own[:i], at, *own[i + 1 :]))

        steps = part(progress, 0.3 * i / len(counts), 0.3 * (i + 1) / len(counts))
        best = search(counts[i], own[i], alone, 1, steps).best
        begun.append((*own[:i], best, *own[i + 1 :]))
    steps = part(progress, 0.3, 1.0)
    found_places = search_several(counts, tried.own, tried.merit, begun, is_slow, steps)
    return found_places, [phrase("several_told", count=len(tried.found))]


def _best_of_all(tried: Tried, counts: list[int], progress: Progress) -> Places:
    """The best of all combinations."""
    every = list(product(*map(range, counts)))
    for i, places in enumerate(every):
        tried.merit(places)
        progress(i / len(every))
    return min(every, key=tried.merit)


def _search_one(tried: Tried, most: int, progress: Progress) -> Searched:
    """The best step of the one figure; ahead, each that is tried is projected by a few trials."""
    count, own = len(tried.amounts[0]), tried.own[0]
    if tried.ahead is None:
        return search(count, own, lambda at: tried.merit((at,)), most, progress)

    done = 0.0

    def report(share: float) -> None:
        nonlocal done
        done = share
        progress(share)

    def ready(places: list[int]) -> None:
        tried.sketch([(place,) for place in places], lambda _: progress(done))

    def merit(at: int) -> tuple[float, ...]:
        return tried.merit((at,))

    steps = LOOKED_AT_AHEAD, PARTED_AHEAD
    return search(count, own, merit, MOST_AHEAD, report, *steps, ready)


def _told_of_one(tried: Tried, found: Searched) -> Iterator[Text]:
    if found.every:
        return
    of = f"{len(tried.amounts[0]):,}"
    yield phrase("not_every_step", count=len(found.tried), of=of)
    reached = (tried.reached((place,)) for place in found.tried)
    costs = [each.cost for each in reached if each is not None]
    signs = {after > before for before, after in pairwise(costs) if after != before}
    if len(signs) > 1:
        yield phrase("not_monotone")


def _searched_ahead(tried: Tried, progress: Progress) -> tuple[Places, list[Text]]:
    """The same by the cost ahead, projected in full where the search leads to, and looked for again
    with what is known from there, until that leads nowhere else or the budget is as good as met. Of
    several figures, a few trials tell first whether it would lead elsewhere."""
    share = 1 / (ROUNDS + 1)
    tried.project([tried.own], part(progress, 0.0, share))
    if tried.asked.goal == "least_change" and tried.merit(tried.own)[0] == 0:
        return tried.own, []
    if len(tried.own) > 1:
        _look_far(tried, progress)
    for i in range(1, ROUNDS + 1):
        step = part(progress, i * share, (i + 1) * share)
        best, told = _settled(tried, part(step, 0.0, 0.6))
        others = [p for p in _beside(tried, best) if not tried.is_known(p)]
        if not tried.is_known(best) or others:
            tried.project([*others, best], part(step, 0.6, 1.0))
            best = min(_known(tried), key=tried.merit)
            if not _is_close(tried, best):
                continue
        return best, [*told, *_told_of_estimates(tried)]
    return min(_known(tried), key=tried.merit), [*told, phrase("not_settled")]


def _known(tried: Tried) -> Iterable[Places]:
    """The places that were projected in full."""
    return tried.ahead.known if tried.ahead is not None else ()


def _beside(tried: Tried, best: Places) -> list[Places]:
    """What is projected together with the best places: of one figure the steps beside, of several
    what may turn out to be better."""
    if len(best) > 1:
        return _hopeful(tried, best, CLOSE, MOST_BESIDE, is_sketched=True)
    if tried.is_known(best):
        return []
    (place,) = best
    return [(at,) for at in (place - 1, place + 1) if 0 <= at < len(tried.amounts[0])]


def _hopeful(
    tried: Tried, best: Places, off: float, most: int, *, is_sketched: bool
) -> list[Places]:
    """Places whose cost was estimated, by a few of the trials or without, and that may turn out to
    be better than the best ones, where it is off by such a share: the likeliest, so many."""
    goal = tried.merit(best)
    found = [
        places
        for places in tried.found
        if not tried.is_known(places)
        and tried.is_sketched(places) == is_sketched
        and tried.merit_at_best(places, off) < goal
    ]
    return sorted(found, key=tried.merit)[:most]


def _told_of_estimates(tried: Tried) -> Iterator[Text]:
    """By how much what was estimated of several figures was off where it was looked at."""
    if len(tried.own) > 1 and tried.ahead is not None:
        off = tried.ahead.off
        share = in_each_language(lambda language: percent(off, language, 2))
        yield phrase("estimated", off=share)


def _look_far(tried: Tried, progress: Progress) -> None:
    """Has a few of the trials tell what each figure does that is far from where it is."""
    places = []
    for i, (own, amounts) in enumerate(zip(tried.own, tried.amounts, strict=True)):
        last = len(amounts) - 1
        far = last if own < last / 2 else 0
        places.append((*tried.own[:i], far, *tried.own[i + 1 :]))
    tried.sketch(places, lambda _: progress(0.0))
    if tried.ahead is not None:
        tried.ahead.off = 0.0


def _settled(tried: Tried, progress: Progress) -> tuple[Places, list[Text]]:
    """The best places as far as a few of the trials tell: looked for again with what they tell of
    the last ones, and of several figures of those that may be better, until they are known of
    these."""
    for i in range(LOOKS):
        step = part(progress, i / LOOKS, (i + 1) / LOOKS)
        best, told = _searched(tried, part(step, 0.0, 0.8))
        more: list[Places] = []
        if tried.ahead is not None and len(best) > 1:
            off = max(tried.ahead.off, CLOSE)
            more = _hopeful(tried, best, off, MOST_LOOKED_AT, is_sketched=False)
        if tried.is_sketched(best) and not more:
            break
        tried.sketch([*more, best], part(step, 0.8, 1.0))
    return best, told


def _is_close(tried: Tried, places: Places) -> bool:
    """Whether all is met at these places, and nothing is to be had of the budget any more."""
    budget, reached, goal = tried.asked.budget, tried.reached(places), tried.asked.goal
    is_about_budget = goal == "use_budget" or (goal == "least_change" and len(places) == 1)
    if budget is None or reached is None or not is_about_budget:
        return False
    return tried.merit(places)[0] == 0 and budget - reached.cost <= CLOSE * budget
