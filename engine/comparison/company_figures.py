"""What a company's pay comes to: cost by month, a head and a yuan of sales, mix, spread of pay, and
how closely pay follows results."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from engine.analysis import (
    bands_of,
    driver_by_person,
    gini,
    payout_curve,
    rank_correlation,
    sold_column,
    top_share,
)
from engine.companies import CompanyPayouts
from engine.evaluation import Memory, Payouts, percentiles
from engine.health import result_columns, variable_lines

Array = NDArray[np.float64]

DECILES = tuple(place / 10 for place in range(1, 10))


@dataclass(frozen=True)
class CompanyFigures:
    """The figures of one company, in yuan; each is found when it is first asked for.

    `cost` are the payouts with all that the employer pays, where costs are to be that; else what
    people are paid is what they cost. What is said of a head and month is of people in service;
    spread is of each person's pay a month in service, over all units. Figures are None where there
    is nothing to divide by. What groups are paid is told of no fewer people than `fewest`.
    """

    payouts: CompanyPayouts
    memory: Memory = field(default_factory=Memory)
    fewest: int = 1
    cost: CompanyPayouts | None = None

    @property
    def _costs(self) -> CompanyPayouts:
        return self.payouts if self.cost is None else self.cost

    @property
    def total(self) -> float:
        """Yuan of all months."""
        return self._costs.total

    @property
    def by_month(self) -> Array:
        """Yuan of each month, shape (months,)."""
        return self._costs.cost_by_month

    @cached_property
    def person_months(self) -> int:
        """Months in service of everybody together."""
        return int(self.payouts.headcount_by_month.sum())

    @property
    def per_head(self) -> float | None:
        """Yuan a head and month."""
        return self.total / self.person_months if self.person_months else None

    @property
    def per_head_by_month(self) -> Array:
        """Yuan a head in each month, shape (months,); NaN where nobody is there."""
        people = self.payouts.headcount_by_month
        return np.where(people > 0, self.by_month / np.maximum(people, 1), np.nan)

    # -- sales ------------------------------------------------------------------------------

    @cached_property
    def selling(self) -> tuple[str, ...]:
        """The units that know of sales."""
        return tuple(name for name, own in self.payouts.units.items() if sold_column(own.plan))

    @cached_property
    def sold(self) -> float:
        """Yuan sold; what managers are told of their people's sales is not counted again."""
        filled = {(m.unit, fill.fact) for m in self.payouts.company.management for fill in m.fills}
        fen = 0.0
        for name in self.selling:
            own = self.payouts.units[name]
            column = sold_column(own.plan)
            if (name, column) not in filled:
                fen += float(np.rint(own.facts.numbers[column] * 100).sum())
        return fen / 100

    @property
    def selling_cost(self) -> float:
        """Yuan that the units cost which know of sales."""
        return _added(self._costs.units[name].total for name in self.selling)

    @property
    def per_yuan_sold(self) -> float | None:
        """Yuan that the units cost which know of sales, for each yuan they sold."""
        return self.selling_cost / self.sold if self.sold > 0 else None

    # -- mix --------------------------------------------------------------------------------

    @cached_property
    def variable(self) -> dict[str, tuple[str, ...]]:
        """By unit: the lines that depend on results or ratings."""
        return {
            name: variable_lines(own.plan, own.facts, self.memory)
            for name, own in self.payouts.units.items()
        }

    @cached_property
    def variable_cost(self) -> float:
        """Yuan paid by lines that depend on results or ratings."""
        lines = self.payouts.line_totals
        return _added(lines[unit, line] for unit in self.variable for line in self.variable[unit])

    @property
    def fixed_cost(self) -> float:
        """Yuan paid by all the other lines of the plans."""
        return _added((self.payouts.total, -self.variable_cost))

    @property
    def variable_share(self) -> float | None:
        """The variable part of all that is paid by the plans."""
        return self.variable_cost / self.payouts.total if self.payouts.total > 0 else None

    @cached_property
    def mix(self) -> dict[tuple[str, str], float]:
        """The share of each line of each unit in the cost; empty where there is none."""
        if self.total <= 0:
            return {}
        return {line: amount / self.total for line, amount in self._costs.line_totals.items()}

    @cached_property
    def beside(self) -> float | None:
        """Yuan of salaries that people have beside the plans and that are part of no cost; None
        where no plan knows of any, and where they are part of the cost."""
        if self.cost is not None:
            return None
        found = [own for own in self.payouts.units.values() if own.plan.salary is not None]
        return _added(_salaries(own) for own in found) if found else None

    # -- spread -----------------------------------------------------------------------------

    @cached_property
    def _pay(self) -> Array:
        return self.payouts.monthly_pay_by_person

    @property
    def median(self) -> float | None:
        """Yuan a month of the person in the middle."""
        return None if self.deciles is None else self.deciles[4]

    @cached_property
    def deciles(self) -> tuple[float, ...] | None:
        """Yuan a month below which one, two … nine tenths of people are paid."""
        return tuple(percentiles(self._pay, DECILES)) if self._pay.size else None

    @cached_property
    def gini(self) -> float | None:
        """The Gini coefficient of pay a month."""
        return gini(self._pay)

    @cached_property
    def top_tenth(self) -> float | None:
        """What the best paid tenth gets of all pay a month."""
        return top_share(self._pay)

    # -- variable pay by person -------------------------------------------------------------

    @cached_property
    def variable_by_person(self) -> Array:
        """Yuan of variable pay of each of the company's employees, over all months and units."""
        fen = np.zeros(len(self.payouts.employees))
        for name, own in self.payouts.units.items():
            fen[self.payouts.places[name]] += np.rint(_of_lines(own, self.variable[name]) * 100)
        return fen / 100

    @property
    def without_variable(self) -> float | None:
        """The share of people who are paid no variable pay at all."""
        paid = self.variable_by_person
        return float((paid == 0).mean()) if paid.size else None

    @cached_property
    def pay_for_results(self) -> dict[str, float | None]:
        """By unit: the rank correlation (Spearman) of variable pay a month with where people stand
        on the axis of the plan's payout curve, turned round where less of it is paid better. None
        where a plan has no curve over a result, people are too few, or nothing differs."""
        return {
            name: _pay_for_results(own, self.variable[name], self.memory)
            for name, own in self.payouts.units.items()
        }

    def by_results(self, unit: str) -> tuple[ResultTenth, ...]:
        """The people of a unit in the order of where they stand on the axis of the plan's payout
        curve, in ten parts of equal size; in fewer where these would be too small, and none where
        two would be or the plan has no curve."""
        own = self.payouts.units[unit]
        curve, facts = own.plan.curve, own.facts
        if curve is None or not facts.size:
            return ()
        stands = driver_by_person(curve, facts)
        paid = _of_lines(own, self.variable[unit])
        parts = bands_of(np.argsort(stands, kind="stable"), self.fewest)
        return tuple(
            ResultTenth(
                people=places.size,
                stands=float(stands[places].mean()),
                pay=_a_month(own.pay_by_person, facts.months_by_person, places),
                variable=_a_month(paid, facts.months_by_person, places),
            )
            for places in parts
        )


@dataclass(frozen=True)
class ResultTenth:
    """People who follow one another in the order of their results: where they stand on average, and
    yuan a head and month of all pay and of variable pay."""

    people: int
    stands: float
    pay: float
    variable: float


def _a_month(pay: Array, months: Array, places: NDArray[np.intp]) -> float:
    fen = float(np.rint(100 * pay[places]).sum())
    return fen / 100 / max(float(months[places].sum()), 1.0)


def _pay_for_results(payouts: Payouts, variable: tuple[str, ...], memory: Memory) -> float | None:
    plan, facts = payouts.plan, payouts.facts
    curve = plan.curve
    if curve is None or not variable or curve.move not in result_columns(plan):
        return None
    pay = _of_lines(payouts, variable) / np.maximum(facts.months_by_person, 1.0)
    found = rank_correlation(pay, driver_by_person(curve, facts))
    if found is None or curve.against is not None or curve.rising_from is not None:
        return found
    drawn = payout_curve(plan, facts, memory=memory)
    is_falling = drawn is not None and drawn.pay[-1] < drawn.pay[0]
    return -found if is_falling else found


def _of_lines(payouts: Payouts, lines: tuple[str, ...]) -> Array:
    """Yuan that some lines pay each person."""
    fen = np.zeros(payouts.facts.size)
    for line in lines:
        fen += payouts.lines[line].by_person
    return fen / 100


def _salaries(payouts: Payouts) -> float:
    salary, facts = payouts.plan.salary, payouts.facts
    if isinstance(salary, str):
        return _added((float(np.rint(facts.numbers[salary] * 100).sum()) / 100,))
    return (salary or 0.0) * facts.person_months


def _added(amounts: Iterable[float]) -> float:
    """Yuan added up in whole fen."""
    return sum(round(amount * 100) for amount in amounts) / 100
