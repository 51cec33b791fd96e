"""What a company pays: every unit's payouts, managers after the people they are paid on."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from types import MappingProxyType

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from engine.companies.company import Company, Management, Unit
from engine.companies.company_facts import CompanyFacts
from engine.companies.company_links import fill_problems
from engine.companies.managers import filled, filled_columns, unfit
from engine.evaluation import Memory, Payouts, evaluate
from engine.facts import Facts
from engine.plan import Plan
from engine.progress import Progress, no_progress, part
from engine.text import Problem, Refused

Array = NDArray[np.float64]


@dataclass(frozen=True)
class CompanyPayouts:
    """Payouts by unit; all else is added up from them. Yuan throughout."""

    company: Company
    facts: CompanyFacts
    units: Mapping[str, Payouts]

    @cached_property
    def total(self) -> float:
        """Yuan paid altogether: the sum of the units in whole fen."""
        fen = sum(round(payouts.total * 100) for payouts in self.units.values())
        return fen / 100

    @cached_property
    def cost_by_month(self) -> Array:
        """Yuan paid in each month, shape (months,)."""
        fen = sum(np.rint(p.cost_by_month * 100) for p in self.units.values())
        return np.asarray(fen / 100)

    @property
    def cost_by_unit(self) -> dict[str, float]:
        """Yuan paid in each unit."""
        return {name: payouts.total for name, payouts in self.units.items()}

    @property
    def line_totals(self) -> dict[tuple[str, str], float]:
        """Yuan paid by each line of each unit."""
        return {
            (name, line): total
            for name, payouts in self.units.items()
            for line, total in payouts.line_totals.items()
        }

    @cached_property
    def employees(self) -> tuple[str, ...]:
        """Everybody once, in the order of ids; whoever moved is one person."""
        return tuple(sorted({e for p in self.units.values() for e in p.facts.employees}))

    @cached_property
    def places(self) -> dict[str, NDArray[np.intp]]:
        """Where the people of each unit stand among `employees`."""
        position = {employee: i for i, employee in enumerate(self.employees)}
        return {
            name: np.array([position[e] for e in p.facts.employees], np.intp)
            for name, p in self.units.items()
        }

    @cached_property
    def pay_by_person(self) -> Array:
        """Yuan paid to each of `employees` in all units."""
        fen = np.zeros(len(self.employees))
        for name, payouts in self.units.items():
            fen[self.places[name]] += np.rint(payouts.pay_by_person * 100)
        return fen / 100

    @cached_property
    def months_by_person(self) -> Array:
        """Months in service of each of `employees`."""
        months = np.zeros(len(self.employees))
        for name, payouts in self.units.items():
            months[self.places[name]] += payouts.facts.months_by_person
        return months

    @cached_property
    def monthly_pay_by_person(self) -> Array:
        """Yuan a month in service."""
        return self.pay_by_person / np.maximum(self.months_by_person, 1.0)

    @cached_property
    def headcount_by_month(self) -> NDArray[np.int64]:
        """People in service, shape (months,)."""
        return np.asarray(
            sum(p.facts.present.sum(axis=1) for p in self.units.values()), dtype=np.int64
        )

    def table(
        self,
        measures: bool = False,
        further: Mapping[str, Mapping[str, Array]] = MappingProxyType({}),
    ) -> pa.Table:
        """The long table of all units with a first column `unit`; see `Payouts.table`. `further`
        are lines by unit."""
        parts = []
        for name, payouts in self.units.items():
            rows = payouts.table(measures, further.get(name, {}))
            parts.append(rows.add_column(0, "unit", pa.array([name] * rows.num_rows, pa.string())))
        return pa.concat_tables(parts)


def evaluate_company(
    company: Company,
    facts: CompanyFacts,
    memory: Memory | None = None,
    *,
    amounts: bool = True,
    measures: bool = False,
    moving: Mapping[str, Collection[str]] = MappingProxyType({}),
    progress: Progress = no_progress,
) -> CompanyPayouts:
    """What every unit pays to its people; see `evaluate`. Managers come after their people.

    `moving` names parameters by unit. Raises Refused where an amount is no number, or where what
    people did makes no figure, or one that their managers' plan cannot take.
    """
    broken = [p for m in company.management for p, _ in fill_problems(company, m)]
    if broken:
        raise Refused(broken)
    remembered = memory if memory is not None else Memory()

    def fill(one: Management, own: Facts, below: Mapping[str, Payouts]) -> Facts:
        return _filled(company, one, own, below, facts, remembered)

    def pay(unit: Unit, own: Facts, feeds: frozenset[str]) -> Payouts:
        paid = feeds & {line.id for line in unit.plan.pay_lines}
        return evaluate(
            *(unit.plan, own, remembered),
            amounts=amounts or paid,
            measures=measures or bool(feeds & {line.id for line in unit.plan.measures}),
            moving=moving.get(unit.id, ()),
            progress=shares[unit.id],
        )

    order = in_order(company)
    shares = {
        unit.id: part(progress, i / len(order), (i + 1) / len(order))
        for i, unit in enumerate(order)
    }
    return CompanyPayouts(company, facts, paid_in_order(company, facts.units, fill, pay))


def paid_in_order(
    company: Company,
    facts: Mapping[str, Facts],
    fill: Callable[[Management, Facts, Mapping[str, Payouts]], Facts],
    pay: Callable[[Unit, Facts, frozenset[str]], Payouts],
    wrong: Callable[[Management, Plan, Facts], Iterable[Problem]] = unfit,
) -> dict[str, Payouts]:
    """The payouts of every unit, in the order of the company's units; managers come after the
    people they are paid on.

    `fill` gives the managers' facts with the columns filled from the payouts of those they manage.
    `pay` makes payouts of a unit and its filled facts; they have to hold the amounts and measures
    that are named, which managers are filled from. Raises Refused with what is `wrong` about the
    managers' facts: what was filled that their plan cannot take.
    """
    found: dict[str, Payouts] = {}
    for unit in in_order(company):
        own = facts[unit.id]
        managing = [one for one in company.management if one.unit == unit.id]
        for management in managing:
            below = {name: found[name] for name in management.manages}
            own = fill(management, own, below)
        if problems := [p for one in managing for p in wrong(one, unit.plan, own)]:
            raise Refused(problems)
        found[unit.id] = pay(unit, own, _feeds(company, unit.id))
    return {name: found[name] for name in company.units}


def _filled(
    company: Company,
    management: Management,
    own: Facts,
    below: Mapping[str, Payouts],
    facts: CompanyFacts,
    memory: Memory,
) -> Facts:
    """The managers' facts filled; what comes from facts alone, whatever plans say, is
    remembered."""
    filling = {(m.unit, fill.fact) for m in company.management for fill in m.fills}

    def is_fact(name: str) -> bool:
        return all(
            name in facts.units[unit].numbers and (unit, name) not in filling
            for unit in management.manages
        )

    still = tuple(
        fill
        for fill in management.fills
        if is_fact(fill.of) and (not isinstance(fill.target, str) or is_fact(fill.target))
    )
    others = tuple(fill for fill in management.fills if fill not in still)
    if still:
        given, known = own, replace(management, fills=still)

        def columns() -> list[Array]:
            return filled_columns(known, given, below, facts.managers)

        found = memory.cached(("filled", facts.key, own.key, repr(known)), columns)
        for fill, column in zip(still, found, strict=True):
            own = own.with_numbers(fill.fact, column)
    return filled(replace(management, fills=others), own, below, facts.managers)


def in_order(company: Company) -> list[Unit]:
    """The units, each after those that its people manage."""
    done: list[str] = []
    waiting = list(company.units)
    below = {m.unit: set(m.manages) for m in company.management}
    while waiting:
        ready = next(name for name in waiting if below.get(name, set()) <= set(done))
        done.append(ready)
        waiting.remove(ready)
    return [company.units[name] for name in done]


def _feeds(company: Company, unit: str) -> frozenset[str]:
    """What managers' facts read of a unit's people."""
    fills = [f for m in company.management if unit in m.manages for f in m.fills]
    return frozenset({f.of for f in fills} | {f.target for f in fills if isinstance(f.target, str)})
