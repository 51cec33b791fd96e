"""Why two companies with other people cost what they cost: plan, people and performance.

People are told apart by cells: the unit, and what people are as far as pay goes by it. A company
costs the months in service in each cell times the average pay there, and the average pay is what a
plan pays for a performance. Each of the three may be that of either company; what each adds is its
Shapley value, so that the three add up to the difference, whatever their order.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from engine.analysis import TENURE, groups_by_month
from engine.companies import (
    Company,
    CompanyPayouts,
    cost_to_employer,
    evaluate_company,
    paid_before,
)
from engine.comparison.matched_units import matched, phrase
from engine.comparison.shapley import apportioned
from engine.evaluation import GROSS, Memory, Payouts
from engine.health import standing_columns
from engine.payroll import PayrollSettings
from engine.progress import Progress, no_progress, part
from engine.scenario import Scenario
from engine.text import Text

Array = NDArray[np.float64]
FACTORS = ("plan", "people", "performance")


@dataclass(frozen=True)
class UnitSplit:
    """What plan, people and performance add to the cost of one unit, in yuan; they add up to the
    difference. Where one company has no such unit, its cost and the `cells` are 0, and all is due
    to people.

    `only_baseline` and `only_variant` are the months in service in cells that the other one does
    not have. Nothing is known of the other one's performance there: it is taken to be the same.
    """

    unit: str
    title: Text
    baseline: float
    variant: float
    plan: float
    people: float
    performance: float
    columns: tuple[str, ...]
    cells: int
    only_baseline: int
    only_variant: int


@dataclass(frozen=True)
class Split:
    """What plan, people and performance add to the difference, in yuan and by unit, and what must
    be said of it."""

    units: tuple[UnitSplit, ...]
    told: tuple[Text, ...]

    @property
    def baseline(self) -> float:
        """Yuan that the baseline costs."""
        return _added([unit.baseline for unit in self.units])

    @property
    def variant(self) -> float:
        """Yuan that the variant costs."""
        return _added([unit.variant for unit in self.units])

    @property
    def difference(self) -> float:
        """Yuan that the variant costs more."""
        return _added([self.variant, -self.baseline])

    @property
    def plan(self) -> float:
        """Yuan more for the variant's plans."""
        return _added([unit.plan for unit in self.units])

    @property
    def people(self) -> float:
        """Yuan more for who is there, and how many."""
        return _added([unit.people for unit in self.units])

    @property
    def performance(self) -> float:
        """Yuan more for what people achieved."""
        return _added([unit.performance for unit in self.units])


def split_difference(
    baseline: CompanyPayouts,
    variant: CompanyPayouts,
    memory: Memory | None = None,
    progress: Progress = no_progress,
    payroll: PayrollSettings | None = None,
) -> Split:
    """What plan, people and performance add to the difference of two companies; with `payroll`, of
    all that the employer pays.

    Raises Refused where a plan does not fit the people of the other company.
    """
    memory = memory if memory is not None else Memory()
    sides = (baseline, variant)
    paid: dict[tuple[int, int], CompanyPayouts] = {}
    costs: dict[tuple[int, int], CompanyPayouts] = {}
    for step, (plan, people) in enumerate([(0, 0), (0, 1), (1, 0), (1, 1)]):
        company = _with_plans(sides[plan].company, sides[people].company, plan, people)
        paid[plan, people] = evaluate_company(
            company, sides[people].facts, memory, progress=part(progress, step / 4, (step + 1) / 4)
        )
        costs[plan, people] = own = paid[plan, people]
        if payroll is not None:
            known = paid_before(sides[people], payroll, memory)
            costs[plan, people] = cost_to_employer(own, payroll, memory, known)
    units = tuple(_units(baseline, variant, paid, costs, memory))
    return Split(units, tuple(_told(units)))


def _with_plans(plans: Company, people: Company, plan: int, side: int) -> Company:
    """The company of the people with the plans of the other one, where that has such a unit."""
    if plan == side:
        return people
    units = matched(plans, people)
    theirs = {other: own for own, other in units.items()}
    changed = {
        name: replace(own, scenario=Scenario(plans.units[theirs[name]].plan))
        if name in theirs
        else own
        for name, own in people.units.items()
    }
    same = set(plans.units) == set(people.units)
    management = plans.management if same else people.management
    return replace(people, units=changed, management=management)


def _units(
    baseline: CompanyPayouts,
    variant: CompanyPayouts,
    paid: dict[tuple[int, int], CompanyPayouts],
    costs: dict[tuple[int, int], CompanyPayouts],
    memory: Memory,
) -> Iterator[UnitSplit]:
    units = matched(baseline.company, variant.company)
    for own, unit in baseline.company.units.items():
        if own not in units:
            cost = costs[0, 0].units[own].total
            months = baseline.units[own].facts.person_months
            yield UnitSplit(own, unit.title, cost, 0.0, 0.0, -cost, 0.0, (), 0, months, 0)
            continue
        names = (own, units[own])
        columns = _columns([paid[i, i].units[names[i]] for i in (0, 1)], memory)
        four = {(i, j): costs[i, j].units[names[j]] for i, j in costs}
        yield _split(own, unit.title, four, columns)
    for name, unit in variant.company.units.items():
        if name not in units.values():
            cost = costs[1, 1].units[name].total
            months = variant.units[name].facts.person_months
            yield UnitSplit(name, unit.title, 0.0, cost, 0.0, cost, 0.0, (), 0, 0, months)


def _split(
    unit: str, title: Text, paid: dict[tuple[int, int], Payouts], columns: tuple[str, ...]
) -> UnitSplit:
    cells, count = _cells((paid[0, 0], paid[1, 1]), columns)
    months = [np.bincount(own, minlength=count).astype(np.float64) for own in cells]
    fen = {
        (i, j): np.bincount(
            cells[j], own.amounts(GROSS)[own.facts.present], minlength=count
        ).astype(np.float64)
        for (i, j), own in paid.items()
    }

    def value(plan: int, people: int, performance: int) -> float:
        """Fen that a plan pays to the people of one company for the performance of one."""
        if people == performance:
            return math.fsum(fen[plan, people])
        here, there = months[performance], months[people]
        known = here > 0
        cost = np.where(known, fen[plan, performance], fen[plan, people])
        of = np.where(known, here, there)
        return math.fsum(np.divide(cost * there, of, out=np.zeros(count), where=of > 0))

    added = apportioned(_shapley(value), round(value(1, 1, 1) - value(0, 0, 0)))
    plan, people, performance = (one / 100 for one in added)
    only = [int(months[j][months[1 - j] == 0].sum()) for j in (0, 1)]
    return UnitSplit(
        unit=unit,
        title=title,
        baseline=value(0, 0, 0) / 100,
        variant=value(1, 1, 1) / 100,
        plan=plan,
        people=people,
        performance=performance,
        columns=columns,
        cells=count,
        only_baseline=only[0],
        only_variant=only[1],
    )


def _columns(sides: Sequence[Payouts], memory: Memory) -> tuple[str, ...]:
    """What people are, as far as the pay of either plan goes by it."""
    found: dict[str, None] = {}
    for own in sides:
        found |= dict.fromkeys(standing_columns(own.plan, own.facts, memory))
    known = [{*own.facts.categories, TENURE} for own in sides]
    return tuple(name for name in found if all(name in names for names in known))


def _cells(sides: Sequence[Payouts], columns: Sequence[str]) -> tuple[list[NDArray[np.intp]], int]:
    """The cell of each person's month in service on both sides, and how many cells there are."""
    codes = [np.zeros(own.facts.person_months, np.int64) for own in sides]
    for column in columns:
        read = [groups_by_month(own.facts, column) for own in sides]
        numbers = {
            v: i for i, v in enumerate(dict.fromkeys(v for values, _ in read for v in values))
        }
        for side, (values, places) in enumerate(read):
            of = np.array([numbers[value] for value in values], np.int64)
            codes[side] = codes[side] * len(numbers) + of[places[sides[side].facts.present]]
    _, cells = np.unique(np.concatenate(codes), return_inverse=True)
    first = codes[0].size
    count = int(cells.max(initial=-1)) + 1
    return [cells[:first].astype(np.intp), cells[first:].astype(np.intp)], count


def _shapley(value: Callable[[int, int, int], float]) -> list[Fraction]:
    """What each of three factors adds on average over the orders in which they come in."""
    weights = (Fraction(1, 3), Fraction(1, 6), Fraction(1, 3))
    found = []
    for factor in range(3):
        total = Fraction(0)
        others = [i for i in range(3) if i != factor]
        for first in (0, 1):
            for second in (0, 1):
                sides = [0, 0, 0]
                sides[others[0]], sides[others[1]] = first, second
                before = Fraction(value(*sides))
                sides[factor] = 1
                total += weights[first + second] * (Fraction(value(*sides)) - before)
        found.append(total)
    return found


def _told(units: Sequence[UnitSplit]) -> Iterator[Text]:
    """That units or cells of one side only are there, where they are."""
    for unit in units:
        for key, months in (("baseline", unit.only_baseline), ("variant", unit.only_variant)):
            if months and not unit.cells:
                yield phrase(f"unit_only_{key}", unit=unit.title)
            elif months:
                yield phrase(f"cells_only_{key}", unit=unit.title, count=months)


def _added(amounts: Sequence[float]) -> float:
    return sum(round(amount * 100) for amount in amounts) / 100
