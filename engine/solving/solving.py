"""Figures of a company moved on their steps until what is asked of it is met."""

from __future__ import annotations

import math
from collections.abc import Sequence

from engine.companies import Company, evaluate_company
from engine.evaluation import Memory
from engine.progress import Progress, no_progress, part
from engine.solving.asked import Asked, checked
from engine.solving.movable import moved, phrase
from engine.solving.one_figure import Merit, search
from engine.solving.solution import Miss, MovedFigure, Reached, Solution, yuan
from engine.text import Problem, Refused, Text

MOST_TRIED = 250
"""So many steps of one figure are tried one by one."""
MEMORY = 256 << 20
"""Bytes that are remembered of the companies tried."""


def solve(asked: Asked, progress: Progress = no_progress) -> Solution:
    """The figures that meet what is asked, verified by a full run of the company, or the nearest
    there are and what stands in the way. Raises Refused where what is asked does not fit."""
    checked(asked)
    if len(asked.moves) > 1:
        raise Refused([Problem("solve_one_move", column="move")])
    tried = _Tried(asked)
    (amounts,), (own,) = tried.amounts, tried.own
    found = search(
        *(len(amounts), own, lambda place: tried.merit((place,)), MOST_TRIED),
        part(progress, 0.0, 0.95),
    )
    costs = [tried.cost((place,)) for place in found.tried]
    is_monotone = costs in (sorted(costs), sorted(costs, reverse=True))
    told: list[Text] = []
    if not found.every:
        told.append(phrase("not_every_step", count=len(found.tried), of=f"{len(amounts):,}"))
        if not is_monotone:
            told.append(phrase("not_monotone"))
    return tried.solution((found.best,), told, part(progress, 0.95, 1.0))


class _Tried:
    """Companies whose figures are at some of their steps, each paid once."""

    def __init__(self, asked: Asked) -> None:
        self.asked = asked
        self.amounts = [self._taken(i) for i in range(len(asked.moves))]
        self.own = tuple(
            amounts.index(move.own(asked.company))
            for amounts, move in zip(self.amounts, asked.moves, strict=True)
        )
        self._moving: dict[str, list[str]] = {}
        for move in asked.moves:
            self._moving.setdefault(move.unit, []).append(move.parameter)
        self._memory = Memory(MEMORY)
        self._cost: dict[tuple[int, ...], float] = {}

    def _taken(self, which: int) -> list[float]:
        """The figures that the plan takes."""
        move, company = self.asked.moves[which], self.asked.company
        taken = []
        for amount in move.amounts(company):
            value = move.value(company, amount)
            parameter = company.units[move.unit].plan.parameters[move.parameter]
            if amount == move.own(company) or not parameter.value.problems(value, parameter):
                taken.append(amount)
        return taken

    def company(self, places: Sequence[int]) -> Company:
        """The company with its figures at these places."""
        chosen = [own[place] for own, place in zip(self.amounts, places, strict=True)]
        return moved(self.asked.company, list(zip(self.asked.moves, chosen, strict=True)))

    def cost(self, places: tuple[int, ...]) -> float:
        """Yuan of all months; infinite where a plan does not take the figures, or pays no number
        by them."""
        if places not in self._cost:
            try:
                self._cost[places] = self._paid(places)
            except Refused:
                if places == self.own:
                    raise
                self._cost[places] = math.inf
        return self._cost[places]

    def _paid(self, places: tuple[int, ...]) -> float:
        company = self.company(places)
        return evaluate_company(
            *(company, self.asked.facts, self._memory), amounts=False, moving=self._moving
        ).total

    def merit(self, places: tuple[int, ...]) -> Merit:
        """How good the figures at these places are; the least is the best."""
        cost, budget = self.cost(places), self.asked.budget
        over = (
            max(cost - (math.inf if budget is None else budget), 0.0) if cost < math.inf else cost
        )
        change = self.change(places)
        match self.asked.goal:
            case "least_change":
                return over, change, cost
            case "use_budget":
                return over, -cost, change
            case "lowest_cost":
                return over, cost, change

    def change(self, places: tuple[int, ...]) -> float:
        """How far the figures are from the company's own, as shares of these, added up."""
        found = 0.0
        for amounts, own, place in zip(self.amounts, self.own, places, strict=True):
            base = abs(amounts[own]) or max(abs(amounts[0]), abs(amounts[-1]))
            found += abs(amounts[place] - amounts[own]) / base
        return found

    def solution(
        self, places: tuple[int, ...], told: Sequence[Text], progress: Progress
    ) -> Solution:
        """The answer at these places, run anew and in full."""
        asked, company = self.asked, self.company(places)
        run = evaluate_company(
            company, asked.facts, Memory(MEMORY), amounts=False, progress=progress
        )
        after = Reached(run.total)
        verified = after.cost == self.cost(places)
        misses = []
        if asked.budget is not None and after.cost > asked.budget:
            misses.append(self._over_budget(places, after.cost))
        return Solution(
            *(asked, company, self._figures(places), Reached(self.cost(self.own)), after),
            *(tuple(misses), verified, len(self._cost), tuple(told)),
        )

    def _figures(self, places: tuple[int, ...]) -> tuple[MovedFigure, ...]:
        company = self.asked.company
        return tuple(
            MovedFigure(
                *(move, move.label(company), amounts[own], amounts[place]),
                *(move.said(company, amounts[own]), move.said(company, amounts[place])),
            )
            for move, amounts, own, place in zip(
                self.asked.moves, self.amounts, self.own, places, strict=True
            )
        )

    def _over_budget(self, places: tuple[int, ...], cost: float) -> Miss:
        budget = self.asked.budget
        assert budget is not None
        figures = [phrase("at", label=f.label, figure=f.after_said) for f in self._figures(places)]
        said = {"least": cost, "budget": budget, "more": cost - budget}
        texts = {name: yuan(amount) for name, amount in said.items()}
        sentence = phrase("over_budget", figures=phrase.joined(figures), **texts)
        return Miss("budget", budget, cost, sentence)
