"""What can be had for what: the figures of which none costs less and is better at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from typing import Literal

from engine.progress import Progress, no_progress, part
from engine.solving.answered import answer
from engine.solving.asked import Asked, Goal, checked
from engine.solving.cost_ahead import Places
from engine.solving.movable import phrase
from engine.solving.several_figures import search_several
from engine.solving.solution import Solution
from engine.solving.tried import OF_HEALTH, Merit, Tried

Against = Literal["spread", "losers"]
AGAINST: tuple[Against, ...] = ("spread", "losers")
"""What cost is held against: how far the best paid are from the average, or how many lose."""

POINTS, POINTS_AHEAD = 12, 7
"""At most so many points; ahead each takes a full projection."""
MOST_LOOKED_AT = 200
"""So many steps of one figure are looked at."""
LEVELS = 5
"""For so many levels of cost the best is looked for where several figures move."""


@dataclass(frozen=True)
class Front:
    """The answers of which none costs less than another and is better in `against` at once, the
    cheapest first: the further on, the better and the dearer. All limits of `asked` hold but for
    its budget; `asked` of each point has none."""

    asked: Asked
    against: Against
    points: tuple[Solution, ...]

    def value(self, point: Solution) -> float:
        """What cost is held against at a point: the pay of the best paid tenth over the average, or
        the share of people who lose."""
        reached = point.after
        value = reached.spread if self.against == "spread" else reached.losers_share
        return value or 0.0


def front(
    asked: Asked,
    against: Against = "spread",
    progress: Progress = no_progress,
    executor: Executor | None = None,
) -> Front:
    """The front of what was tried: of one figure, steps from the lowest to the highest; of several,
    what is best for some levels of cost. Every point is verified by a full run. Empty where the
    limits hold nowhere. Raises Refused where what is asked does not fit."""
    goal: Goal = "spread" if against == "spread" else "fewest_losers"
    free = replace(asked, budget=None, goal=goal)
    checked(free)
    tried = Tried(free, executor, lazy=len(asked.moves) > 1)
    return Front(asked, against, tuple(_points(tried, progress)))


def _points(tried: Tried, progress: Progress) -> list[Solution]:
    """The answers on the front."""
    tried.project([tried.own], part(progress, 0.0, 0.1))
    if len(tried.amounts) == 1:
        _look_all_over(tried, part(progress, 0.1, 0.5))
    else:
        _look_by_level(tried, part(progress, 0.1, 0.5))
    most = POINTS if tried.ahead is None else POINTS_AHEAD
    chosen = _thinned(tried, list(_best(tried, tried.found)), most)
    tried.project(chosen, part(progress, 0.5, 0.9))
    chosen = list(_best(tried, chosen))
    told = (phrase("front_told", count=len(tried.found)),)
    points = [
        answer(
            tried, places, told, part(progress, 0.9 + 0.1 * i / most, 0.9 + 0.1 * (i + 1) / most)
        )
        for i, places in enumerate(chosen)
    ]
    progress(1.0)
    return points


def _look_all_over(tried: Tried, progress: Progress) -> None:
    """Looks at steps of the one figure from the lowest to the highest, and at its own."""
    last = len(tried.amounts[0]) - 1
    count = min(last, MOST_LOOKED_AT)
    places = {round(i * last / max(count, 1)) for i in range(count + 1)} | {tried.own[0]}
    for i, place in enumerate(sorted(places)):
        tried.reached((place,))
        progress(i / len(places))


def _look_by_level(tried: Tried, progress: Progress) -> None:
    """Looks for the lowest cost, for what is best whatever it costs, and for what is best at levels
    of cost between."""
    counts = [len(amounts) for amounts in tried.amounts]
    is_slow = bool(tried.needs & OF_HEALTH)
    shares = [(i / (LEVELS + 2), (i + 1) / (LEVELS + 2)) for i in range(LEVELS + 2)]
    begun: list[Places] = []

    def look(merit_at: float | None, share: tuple[float, float]) -> Places:
        def merit(places: Places) -> Merit:
            return _merit(tried, places, merit_at)

        step = part(progress, *share)
        found = search_several(counts, tried.own, merit, begun, is_slow, step)
        begun.append(found)
        return found

    cheapest, best = (tried.reached(look(at, shares[i])) for i, at in enumerate((0.0, None)))
    if cheapest is None or best is None:
        return
    for i in range(1, LEVELS + 1):
        look(cheapest.cost + (best.cost - cheapest.cost) * i / (LEVELS + 1), shares[i + 1])


def _merit(tried: Tried, places: Places, most: float | None) -> Merit:
    """How good places are where the cost is to be `most` at most: 0 asks for the lowest cost, None
    for any."""
    merit, reached = tried.merit(places), tried.reached(places)
    if reached is None or most is None:
        return merit
    if most == 0.0:
        return merit[0], reached.cost
    return merit[0] + max(reached.cost - most, 0.0) / most, *merit[1:]


def _best(tried: Tried, places: Iterable[Places]) -> Iterator[Places]:
    """Those of which none is cheaper and as good, the cheapest first; only where all limits
    hold."""
    allowed = [each for each in places if tried.merit(each)[0] == 0]

    def cost_and_merit(each: Places) -> tuple[float, float, float]:
        reached, merit = tried.reached(each), tried.merit(each)
        return (reached.cost if reached is not None else 0.0), merit[1], merit[2]

    best = float("inf")
    for each in sorted(allowed, key=cost_and_merit):
        _, value, _ = cost_and_merit(each)
        if value < best:
            best = value
            yield each


def _thinned(tried: Tried, places: list[Places], most: int) -> list[Places]:
    """At most so many of them, as evenly apart in cost as they are, the first and the last among
    them."""
    if len(places) <= most:
        return places
    costs = [found.cost if (found := tried.reached(each)) else 0.0 for each in places]
    kept = {0, len(places) - 1}
    for i in range(1, most - 1):
        wanted = costs[0] + (costs[-1] - costs[0]) * i / (most - 1)
        kept.add(min(range(len(places)), key=lambda at: abs(costs[at] - wanted)))
    return [places[i] for i in sorted(kept)]
