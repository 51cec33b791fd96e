"""One trial paid: who is there, what every unit pays them, and what that costs. Where several
questions meet the same trial, what they have in common is worked out once."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from engine.companies import (
    Company,
    CompanyFacts,
    CompanyPayouts,
    Management,
    Unit,
    company_with_employer_cost,
    filled,
    managers_of,
    moved,
    needs_amounts,
    paid_in_order,
    unfit,
)
from engine.evaluation import Memory, Payouts, evaluate
from engine.facts import Facts
from engine.plan import Plan
from engine.projection.changing_plans import flagged
from engine.projection.periods_owed import periodic
from engine.projection.preparing import Prepared
from engine.projection.salary_review import raised
from engine.projection.trial_numbers import own_entropy
from engine.text import Problem

Array = NDArray[np.float64]
T = TypeVar("T")


@dataclass(frozen=True)
class InCommon:
    """What several questions have in common in one trial. `moving` names, by unit, parameters that
    have other values in some of them."""

    moving: Mapping[str, Collection[str]] = field(default_factory=dict)
    memory: Memory = field(default_factory=Memory)
    found: dict[Hashable, Any] = field(default_factory=dict)

    def once(self, key: Hashable, work: Callable[[], T]) -> T:
        """What the work brings; whatever has the same key is the same."""
        if key not in self.found:
            self.found[key] = work()
        known: T = self.found[key]
        return known


def facts_of_trial(
    known: Prepared,
    number: int,
    point: Array,
    fixed: Mapping[str, float] = MappingProxyType({}),
    in_common: InCommon | None = None,
) -> dict[str, Facts]:
    """The facts of all units in a trial, before managers' columns are filled and pay is raised."""
    common = known.mixing.of_units(point, fixed)
    entropy = {name: own_entropy(known.question.seed, name, number) for name in known.units}

    def draw() -> dict[str, Facts]:
        found = {}
        for name, outlook in known.units.items():
            facts = outlook.future.draw(common[name], entropy[name])
            for flag, row in outlook.flags.items():
                facts = flagged(facts, flag, row)
            found[name] = facts
        return moved(known.company, found)

    if in_common is None:
        return draw()
    units = tuple(
        (name, each.future.key, tuple(each.flags.items()), common[name].tobytes(), entropy[name])
        for name, each in known.units.items()
    )
    return in_common.once(("facts", units, known.company.moves, known.company.seed), draw)


def paid(
    known: Prepared, drawn: Mapping[str, Facts], in_common: InCommon | None = None
) -> dict[str, Payouts]:
    """What every unit pays, by unit; managers after the people they are paid on. Raises Refused
    where what people did makes no figure that their managers' plan takes."""
    company, shared = known.company, in_common if in_common is not None else InCommon()
    people = tuple((name, facts.key) for name, facts in drawn.items()) if company.management else ()
    managers = shared.once(
        ("managers", company.management, people), lambda: managers_of(company, drawn)
    )
    payroll = known.question.payroll
    amounts = payroll is not None and needs_amounts(company, payroll)

    def fill(management: Management, facts: Facts, below: Mapping[str, Payouts]) -> Facts:
        def work() -> Facts:
            return filled(management, facts, below, managers)

        read = {fill.of for fill in management.fills}
        read |= {fill.target for fill in management.fills if isinstance(fill.target, str)}
        if any(name not in one.facts.numbers for name in read for one in below.values()):
            return work()
        of = tuple((name, one.facts.key) for name, one in below.items())
        return shared.once(("filled", repr(management), facts.key, people, of), work)

    def pay(unit: Unit, facts: Facts, feeds: frozenset[str]) -> Payouts:
        review = known.units[unit.id].review
        lines = [*periodic(unit.plan), *sorted(n for n in feeds if n in unit.plan.lines)]
        measures = bool(feeds & {line.id for line in unit.plan.measures})

        def work() -> Payouts:
            people = facts if review is None else raised(review, unit.plan, facts)
            return evaluate(
                *(unit.plan, people, shared.memory),
                amounts=amounts or lines,
                measures=measures,
                moving=shared.moving.get(unit.id, ()),
            )

        of_plan = known.units[unit.id].key, amounts or tuple(lines), measures
        return shared.once(("paid", unit.id, facts.key, *of_plan), work)

    def wrong(management: Management, plan: Plan, facts: Facts) -> list[Problem]:
        of_plan = known.units[management.unit].key
        key = "unfit", repr(management), facts.key, of_plan
        return shared.once(key, lambda: list(unfit(management, plan, facts)))

    return paid_in_order(company, drawn, fill, pay, wrong)


def employer_costs(
    known: Prepared,
    payouts: Mapping[str, Payouts],
    drawn: Mapping[str, Facts],
    in_common: InCommon | None = None,
) -> Mapping[str, Payouts]:
    """What every unit costs, by unit: what it pays, with a payroll all that the employer pays.
    `drawn` are the facts that the payouts are of, as `paid` takes them."""
    settings = known.question.payroll
    if settings is None:
        return payouts
    before = None
    if settings.base == "last_year":
        documented = _documented(known)
        before = _of_company(documented.company, paid(documented, drawn, in_common))
    return company_with_employer_cost(_of_company(known.company, payouts), settings, before).units


def _of_company(company: Company, payouts: Mapping[str, Payouts]) -> CompanyPayouts:
    facts = {name: own.facts for name, own in payouts.items()}
    return CompanyPayouts(company, CompanyFacts(facts, {}), payouts)


def _documented(known: Prepared) -> Prepared:
    """The same people under the plans as documented, without changes and raises to come."""
    company = known.question.company.documented
    units = {
        name: replace(each, plan=company.units[name].plan, flags={}, review=None)
        for name, each in known.units.items()
    }
    return replace(known, company=company, units=units)
