"""The back-test of whatever pays people: a plan, or a company."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, overload

from engine.analysis import Accepted
from engine.backtesting.checked_year import CheckedYear, backtest_plan
from engine.backtesting.company_year import NOBODY_ACCEPTED, CompanyYear, backtest_company
from engine.companies import Company, CompanyFacts
from engine.evaluation import Memory
from engine.facts import Facts
from engine.plan import Plan
from engine.progress import Progress, no_progress
from engine.scenario import People, Scenario
from engine.text import Problem, Refused


@overload
def backtest(
    plan: Plan | Scenario,
    facts: Facts,
    paid: str | Mapping[str, str] | None = None,
    accepted: Sequence[Accepted] = (),
    others: Sequence[Plan | Scenario] = (),
    *,
    people: People | None = None,
    memory: Memory | None = None,
    progress: Progress = no_progress,
) -> CheckedYear: ...


@overload
def backtest(
    plan: Company,
    facts: CompanyFacts,
    paid: str | Mapping[str, Mapping[str, str]] | None = None,
    accepted: Mapping[str, Sequence[Accepted]] = NOBODY_ACCEPTED,
    *,
    memory: Memory | None = None,
    progress: Progress = no_progress,
) -> CompanyYear: ...


def backtest(
    plan: Plan | Scenario | Company,
    facts: Facts | CompanyFacts,
    paid: Any = None,
    accepted: Any = (),
    others: Sequence[Plan | Scenario] = (),
    *,
    people: People | None = None,
    memory: Memory | None = None,
    progress: Progress = no_progress,
) -> CheckedYear | CompanyYear:
    """A plan or a company reconciled with what was paid, then on that year.

    Of a plan see `backtest_plan`, of a company, with its facts and all else by unit,
    `backtest_company`; `others` and `people` go with a plan alone. Raises Refused for what is wrong
    or in doubt in any unit.
    """
    if isinstance(plan, Company) and isinstance(facts, CompanyFacts):
        given = {"others": others, "people": people}
        if alone := [name for name, value in given.items() if value]:
            raise Refused(Problem("option_of_plan", value=name) for name in alone)
        by_unit: Mapping[str, Sequence[Accepted]] = accepted or NOBODY_ACCEPTED
        return backtest_company(plan, facts, paid, by_unit, memory=memory, progress=progress)
    if isinstance(plan, Company) or isinstance(facts, CompanyFacts):
        raise TypeError("A company goes with the facts of a company, a plan with those of its own.")
    return backtest_plan(
        *(plan, facts, paid, accepted, others), people=people, memory=memory, progress=progress
    )
