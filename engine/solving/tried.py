"""Companies whose figures are at some of their steps: each is paid once, and held against what is
asked."""

from __future__ import annotations

import math
from collections.abc import Iterable
from concurrent.futures import Executor
from dataclasses import replace

from engine.companies import Company
from engine.evaluation import Memory
from engine.progress import Progress
from engine.solving.asked import YEAR, Asked
from engine.solving.cost_ahead import CostAhead, Paid, Places
from engine.solving.limits_held import Held, held, needed
from engine.solving.movable import moved
from engine.solving.reached import ALL, CHECKS, CLIFFS, LEVERAGE, MINIMUM_WAGE, Reached, Reaching
from engine.text import Problem, Refused

Merit = tuple[float, ...]
"""How good figures are; the least is the best. The first entry is how far they are from what is
allowed, as shares of the limits added up: 0 where all is met."""

MEMORY = 256 << 20
"""Bytes that are remembered of the companies tried."""
OF_HEALTH = frozenset({LEVERAGE, MINIMUM_WAGE, CLIFFS, CHECKS})
"""What takes longer to find than what is paid."""
NEVER: Merit = (math.inf,)
"""Of figures that a plan does not take, or pays no number by."""


class Tried:
    """The companies tried, by the places of their figures among `amounts`; `own` are the places of
    the company's own. With `lazy`, nothing that takes longer is found of a company that breaks
    another limit."""

    def __init__(self, asked: Asked, executor: Executor | None = None, lazy: bool = False) -> None:
        self.asked, self.lazy = asked, lazy
        self.amounts = [self._taken(i) for i in range(len(asked.moves))]
        self.own: Places = tuple(
            amounts.index(move.own(asked.company))
            for amounts, move in zip(self.amounts, asked.moves, strict=True)
        )
        self.memory = Memory(MEMORY)
        self.reaching = Reaching(asked, self.memory)
        self.needs = needed(asked)
        self.ahead = None if asked.cost == YEAR else CostAhead(asked, executor)
        self.found: dict[Places, Reached | None] = {}
        self._complete: set[Places] = set()
        self._anew: dict[Places, Reached] = {}
        own = self.reached(self.own)
        if own is None:
            self.reaching.paid(asked.company)  # says why
        elif asked.limits.leverage is not None and own.leverage is None:
            raise Refused([Problem("solve_no_leverage", column="leverage")])

    def _taken(self, which: int) -> list[float]:
        """The figures that the plan takes by themselves."""
        move, company = self.asked.moves[which], self.asked.company
        parameter = company.units[move.unit].plan.parameters[move.parameter]
        taken = []
        for amount in move.amounts(company):
            value = move.values(company, amount)[move.parameter]
            if amount == move.own(company) or not parameter.value.problems(value, parameter):
                taken.append(amount)
        return taken

    def company(self, places: Places) -> Company:
        """The company with its figures at these places. Raises Refused where its plans do not take
        them."""
        chosen = [own[place] for own, place in zip(self.amounts, places, strict=True)]
        return moved(self.asked.company, list(zip(self.asked.moves, chosen, strict=True)))

    def reached(self, places: Places) -> Reached | None:
        """What the company comes to at these places, as far as it is needed; None where it cannot
        be paid so."""
        if places not in self.found:
            self.found[places] = self._reached(places)
        found = self.found[places]
        if found is None or self.ahead is None:
            return found
        known = replace(found, cost=self.ahead.estimate(places, found.year))
        if self.is_complete(places) or any(each.over for each in held(self.asked, known)):
            return known
        self.complete(places)  # it was taken to cost more when it was looked at
        return self.reached(places)

    def _reached(self, places: Places) -> Reached | None:
        try:
            paid = self.reaching.paid(self.company(places))
            if self.ahead is not None:
                cost = self.ahead.estimate(places, paid.total)
            else:
                cost = self.reaching.cost(paid)
            if self.lazy:
                quick = self.reaching.reached(paid, cost, self.needs - OF_HEALTH)
                if places != self.own and any(each.over for each in held(self.asked, quick)):
                    return quick
            self._complete.add(places)
            return self.reaching.reached(paid, cost, self.needs)
        except Refused:
            return None

    def held(self, places: Places) -> tuple[Held, ...]:
        """Everything that is asked held against what is reached; none where nothing is paid."""
        reached = self.reached(places)
        return () if reached is None else tuple(held(self.asked, reached))

    def complete(self, places: Places) -> None:
        """Finds everything that is needed at these places, whatever limits they break."""
        reached = self.found.get(places)
        if reached is not None and not self.is_complete(places):
            self._complete.add(places)
            paid = self.reaching.paid(self.company(places))
            try:
                self.found[places] = self.reaching.reached(paid, reached.cost, self.needs)
            except Refused:
                self.found[places] = None

    def is_complete(self, places: Places) -> bool:
        """Whether everything that is needed was found at these places."""
        return places in self._complete

    def merit(self, places: Places) -> Merit:
        """How good the figures at these places are."""
        reached = self.reached(places)
        return NEVER if reached is None else self._merit(places, reached)

    def merit_at_best(self, places: Places, off: float) -> Merit:
        """How good they are should their cost, which was estimated, turn out as is best, as far as
        it may be off, a share of it."""
        reached, budget = self.reached(places), self.asked.budget
        if reached is None:
            return NEVER
        cost = reached.cost * (1 - off)
        if self.asked.goal == "use_budget" and budget is not None and cost < budget:
            cost = min(reached.cost * (1 + off), budget)
        return self._merit(places, replace(reached, cost=cost))

    def _merit(self, places: Places, reached: Reached) -> Merit:
        over = sum(each.over for each in held(self.asked, reached))
        change = self.change(places)
        match self.asked.goal:
            case "use_budget":
                return over, -reached.cost, change
            case "lowest_cost":
                return over, reached.cost, change
            case "spread":
                return over, -(reached.spread or 0.0), change
            case "fewest_losers":
                return over, float(reached.losers or 0), change
        return over, change, reached.cost

    def change(self, places: Places) -> float:
        """How far the figures are from the company's own, as shares of these, added up."""
        found = 0.0
        for amounts, own, place in zip(self.amounts, self.own, places, strict=True):
            base = abs(amounts[own]) or max(abs(amounts[0]), abs(amounts[-1]))
            found += abs(amounts[place] - amounts[own]) / base
        return found

    def project(self, places: Iterable[Places], progress: Progress) -> None:
        """Finds the cost ahead at these places by a full projection."""
        if self.ahead is not None:
            self.ahead.project(self._paid(places), progress)

    def sketch(self, places: Iterable[Places], progress: Progress) -> None:
        """Finds it by a few of the trials."""
        if self.ahead is not None:
            self.ahead.sketch(self._paid(places), progress)

    def _paid(self, places: Iterable[Places]) -> dict[Places, Paid]:
        """The companies at these places, of those that can be paid so."""
        found = {}
        for each in places:
            reached = self.reached(each)
            if reached is not None:
                found[each] = Paid(self.company(each), reached.year)
        return found

    def is_sketched(self, places: Places) -> bool:
        """Whether a few of the trials are known at these places."""
        return self.ahead is None or self.ahead.is_sketched(places)

    def is_known(self, places: Places) -> bool:
        """Whether the cost at these places is that of a full run."""
        return self.ahead is None or places in self.ahead.known

    def anew(self, places: Places) -> Reached:
        """All that the company comes to at these places, worked out anew and in full; its cost
        ahead is the one that was projected."""
        if places not in self._anew:
            reaching = Reaching(self.asked, Memory(MEMORY))
            paid = reaching.paid(self.company(places))
            cost = reaching.cost(paid) if self.ahead is None else self.ahead.known[places]
            self._anew[places] = reaching.reached(paid, cost, ALL)
        return self._anew[places]
