"""Steps that people climb as they stay, grades for the most part: who stands on which one when.

Whoever joins does so on some step, most on the lowest one. From there each step takes its minimum
of months, and longer for those with less luck; a few are put one step down again.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy import special

from engine.workforce.model import Climbing
from engine.workforce.staying import Careers, Staying

Numbers = NDArray[np.float64]
Positions = NDArray[np.intp]

NEVER = 1 << 20
"""A month of tenure that nobody reaches."""
_LUCK = special.ndtri((np.arange(1000) + 0.5) / 1000)
"""A thousand people's luck, spread as that of everybody is."""


class Ladder:
    """When people come to each step: in their month of joining, or once what their luck and their
    tenure past the minimum add up to crosses the step's border.

    The borders are set so that people whose tenure is spread as `tenure` says stand on the steps in
    the given shares; `shares` are those that they do stand in, which may differ where the minimum
    is long.
    """

    def __init__(
        self, climbing: Climbing, shares: Sequence[float], staying: Staying, tenure: Numbers
    ) -> None:
        self._climbing = climbing
        self._rank = staying.rank[: tenure.size]
        self._borders: list[float] = []
        beyond = np.append(np.cumsum(tenure[::-1])[::-1], 0.0)
        at, reached = np.zeros(_LUCK.size, np.intp), [1.0]
        for share in 1 - np.cumsum(shares)[:-1]:
            low, high = -10.0, 10.0
            for _ in range(40):
                border = (low + high) / 2
                above = beyond[np.minimum(self._next(border, at, _LUCK), tenure.size)].mean()
                low, high = (border, high) if above > share else (low, border)
            self._borders.append((low + high) / 2)
            at = self._next(self._borders[-1], at, _LUCK)
            reached.append(float(beyond[np.minimum(at, tenure.size)].mean()))
        self.shares = tuple(a - b for a, b in pairwise([*reached, 0.0]))

    def months(self, luck: Numbers) -> Positions:
        """The month of tenure in which each person comes to each step, `[steps, people]`, without
        demotions. `luck` is standard normal.
        """
        found = [np.zeros(luck.size, np.intp)]
        for border in self._borders:
            found.append(self._next(border, found[-1], luck))
        return np.stack(found)

    def months_ahead(
        self, luck: Numbers, reached: Positions, now: Positions, least: int
    ) -> Positions:
        """The same where each step takes `least` months from now on: of the months `reached` so
        far, those up to everybody's tenure `now` stay, and nobody comes to another step before the
        month after.
        """
        found = [reached[0]]
        for month, border in zip(reached[1:], self._borders, strict=True):
            later = np.maximum(self._next(border, found[-1], luck, least), now + 1)
            found.append(np.where(month <= now, month, later))
        return np.stack(found)

    def _next(
        self, border: float, before: Positions, luck: Numbers, least: int | None = None
    ) -> Positions:
        """The months in which people come to the step above, where `before` they came to one."""
        with_tenure = self._climbing.with_tenure
        least = self._climbing.months_in_step if least is None else least
        wanted = (border - np.sqrt(1 - with_tenure**2) * luck) / with_tenure
        crossed = np.searchsorted(self._rank, wanted)
        joined_there = (crossed == 0) & (before == 0)
        waited = np.maximum(before, np.where(crossed < self._rank.size, crossed, NEVER)) + least
        return np.where(joined_there, 0, waited)


def climbed(
    climbing: Climbing,
    months: Positions,
    careers: Careers,
    weight: Numbers,
    luck: Numbers | None,
    speed: float = 1.0,
) -> Positions:
    """Everybody's step by month, `[months, people]`, where `months` come from a Ladder.

    `weight` says how much sooner than others a person is put down, `luck` from 0 to 1 when, None
    where nobody is. Whoever is climbs anew from the lower step, and waits there as long as before,
    at another `speed` so many times less long, at 0 for good.
    """
    least = max(1, climbing.months_in_step)
    tenure = careers.tenure.astype(np.intp)
    chance = np.minimum(climbing.demoted / 12 * weight, 1.0)
    struck = np.zeros(tenure.shape, np.bool_) if luck is None else luck < chance
    months = months.copy()
    found = np.empty_like(tenure)
    for row, now in enumerate(tenure):
        step = (months[1:] <= now).sum(axis=0)
        for person in np.flatnonzero(struck[row] & (step > 0)) if row else ():
            own, held, at = months[:, person], step[person], now[person]
            if at - own[held] >= least:
                wait = max(least, own[held] - own[held - 1])
                again = at + (math.ceil(wait / speed) if speed else NEVER)
                own[held:] += again - own[held]
                own[held - 1] = at
                step[person] -= 1
        found[row] = step
    return found
