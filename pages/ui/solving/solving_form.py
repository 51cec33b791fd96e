"""What is asked for in the form: figures to move, a budget, what has to hold, what is wanted."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field, replace

from engine.companies import Company, CompanyFacts
from engine.projection import Question, assumptions_of, first_ahead, question_of
from engine.solving import YEAR, Asked, Goal, Limits, Movable, movable, movables, nearby
from engine.text import Problem, Refused
from pages.ui.kit import t
from pages.ui.session import (
    company_content_key,
    company_costs,
    company_payouts,
    health_policy,
    model_of,
    people_facts,
)

Kind = tuple[bool, bool]
AHEAD = "p90"
"""The cost that is proposed where the months ahead are shown."""
LOSERS, LEVERAGE = 0.1, 2.0
"""What the limits begin with once they are asked for."""


@dataclass(frozen=True)
class SolvingForm:
    """The form of one plan or company. `budgets` are yuan of all months, by what they are for (see
    `kind_of`): None for no limit of the cost; where nothing is said, it is that of the company."""

    moves: tuple[Movable, ...] = ()
    budgets: tuple[tuple[Kind, float | None], ...] = ()
    cost: str = YEAR
    goal: Goal = "least_change"
    limits: Limits = field(default_factory=Limits)

    def with_move(self, move: Movable) -> SolvingForm:
        """A further figure, or the same one with other bounds in its place."""
        place = [(own.unit, own.parameter, own.paths) for own in self.moves]
        at = (move.unit, move.parameter, move.paths)
        if at not in place:
            return replace(self, moves=(*self.moves, move))
        moves = [move if there == at else own for there, own in zip(place, self.moves, strict=True)]
        return replace(self, moves=tuple(moves))

    def without_move(self, place: int) -> SolvingForm:
        """One figure less."""
        return replace(self, moves=(*self.moves[:place], *self.moves[place + 1 :]))

    def with_budget(self, company: Company, yuan: float | None) -> SolvingForm:
        """Another budget, or no limit of cost. Raises Refused for one of nothing."""
        if yuan is not None and yuan <= 0:
            raise Refused([Problem("budget_nothing", value=f"{yuan:,.0f}")])
        known = {**dict(self.budgets), self.kind_of(company): yuan}
        return replace(self, budgets=tuple(known.items()))

    def kind_of(self, company: Company) -> Kind:
        """What a budget is for: pay or all that the employer pays, and the months of the company or
        those ahead. One is no budget for the other."""
        return company.payroll is not None, self.cost != YEAR

    def limited(self, **limits: float | bool | None) -> SolvingForm:
        """Other limits."""
        return replace(self, limits=replace(self.limits, **limits))  # type: ignore[arg-type]

    def budget_of(self, company: Company) -> float | None:
        """The budget as it is asked for: the form's own, else that of the company."""
        kind, known = self.kind_of(company), dict(self.budgets)
        if kind in known:
            return known[kind]
        if self.cost == YEAR:
            return company.budget_for(company.payroll)
        return question_about(company).budget

    def asked(self, company: Company, facts: CompanyFacts) -> Asked:
        """What is asked of a company and its people."""
        return Asked(
            company,
            facts,
            self.moves,
            budget=self.budget_of(company),
            goal=self.goal,
            limits=self.limits,
            cost=self.cost,
            question=None if self.cost == YEAR else question_about(company),
            payroll=company.payroll,
            policy=health_policy.policy(),
        )

    def key(self, company: Company) -> Hashable:
        """All that the answer depends on."""
        ahead = "" if self.cost == YEAR else question_about(company).key
        asked = replace(self, budgets=((self.kind_of(company), self.budget_of(company)),))
        paid = (company.payroll, tuple(unit.place for unit in company.units.values()))
        policy = repr(health_policy.changed())
        baseline = [repr(unit.scenario.baseline) for unit in company.units.values()]
        return (company_content_key(company), tuple(baseline), paid, ahead, asked, policy)

    def front_key(self, company: Company) -> Hashable:
        """The same for trade-offs, which depend on neither budget nor goal."""
        return replace(self, goal="least_change").with_budget(company, None).key(company)


def question_about(company: Company) -> Question:
    """What the session asks of the months ahead of its company. Raises Refused where that makes no
    sense."""
    find = people_facts.path_of
    first = company.projection.first
    if first is None:
        first = first_ahead(company, find, model_of)
    assumed = assumptions_of(company)
    return question_of(
        *(company, assumed),
        first=first,
        find=find,
        models=model_of,
        payroll=company.payroll,
    )


def cost_label(cost: str, of_employer: bool) -> str:
    """What a measure of cost is called: of pay, or of all that the employer pays."""
    return t(f"solving.{'employer_' if of_employer else ''}cost_{cost}")


def cost_now(company: Company) -> float:
    """Yuan that the company costs as it is, in all its months."""
    settings = company.payroll
    if settings is None:
        return company_payouts(company).total
    paid, documented = (company_payouts(one, amounts=True) for one in (company, company.documented))
    return company_costs(paid, settings, documented).total


def figures_of(company: Company) -> dict[str, Movable]:
    """All figures that may be moved, by a name of their own: each by itself within bounds that are
    not far, then those of a parameter together."""
    found: dict[str, Movable] = {}
    for name, unit in company.units.items():
        for parameter in unit.plan.parameters:
            single = movables(company, name, parameter)
            for one in single:
                found[_named(one)] = nearby(company, one)
            if len(single) > 1:
                try:
                    together = movable(company, name, parameter)
                except Refused:
                    continue
                found[_named(together)] = together
    return found


def bounded(company: Company, move: Movable, **bounds: float) -> Movable:
    """The same figure within other bounds or on other steps. Raises Refused where these do not
    fit."""
    given = {"low": move.low, "high": move.high, "step": move.step} | bounds
    path = None if move.moves_together else move.paths[0]
    try:
        return movable(company, move.unit, move.parameter, path, **given)
    except Refused as refused:  # it is said beside the figure which one it is
        raise Refused(replace(problem, column="") for problem in refused.problems) from None


def _named(move: Movable) -> str:
    at = ["*"] if move.moves_together else [str(part) for part in move.paths[0]]
    return ".".join((move.unit, move.parameter, *at))
