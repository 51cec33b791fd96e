"""The payroll of people: contributions, tax, take-home pay and employer's cost, month by month."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from engine.calendar import calendar_years
from engine.evaluation import Payouts
from engine.payroll.counted_pay import Array, CountedPay, Flags, added
from engine.payroll.insured_places import Insured, law_of, rates_at
from engine.payroll.paid_contributions import contributed, contribution_sums
from engine.payroll.paid_people import PaidPeople, people_of
from engine.payroll.payroll_settings import PayrollSettings
from engine.payroll.some_people import At, of_people
from engine.statutory import (
    PART_TIME,
    Contribution,
    Employment,
    Figure,
    Law,
    Sums,
    income_tax,
    taxes_apart,
    used,
)
from engine.vectors import elementwise


@dataclass(frozen=True, eq=False)
class Payroll:
    """What pay costs and leaves. Arrays are whole fen [months, people] unless a name says yuan.

    `base` is what contributions are paid on before floor and cap: [months, people], or [people]
    where it holds for all months. `declared` are special additional deductions, `so_far` the
    taxable income and the tax withheld of the year before the first month, [people] each,
    `part_time` who is employed so, [months, people] (None: nobody), and `allowances` how many of
    a month's tax allowances are brought, [months, people] (None: one in each month of service).
    """

    settings: PayrollSettings
    pay: CountedPay
    places: tuple[Insured, ...]
    base: Array
    declared: Array
    so_far: tuple[Array, Array]
    part_time: Flags | None = None
    allowances: Array | None = None

    @cached_property
    def law(self) -> Law:
        """The law of all places."""
        return law_of([each.place for each in self.places])

    @cached_property
    def contributions(self) -> Mapping[str, Contribution]:
        """What employer and employee pay into each scheme, in the order of the law."""
        rates = self.settings.rates
        return contributed(self.places, self.pay.first, self.base, rates, self.part_time)

    @cached_property
    def paid_in(self) -> Sums:
        """What both sides pay into all schemes together."""
        rates = self.settings.rates
        return contribution_sums(self.places, self.pay.first, self.base, rates, self.part_time)

    @property
    def employer(self) -> Array:
        """What the employer pays into all schemes."""
        return self.paid_in.employer

    @property
    def employee(self) -> Array:
        """What is kept from people's pay for all schemes."""
        return self.paid_in.employee

    @cached_property
    def deducted(self) -> Array:
        """What is taken off before tax: contributions that the law lets be deducted, and what was
        declared."""
        own = self.paid_in.deductible
        return own + self.declared if self.declared.any() else own

    @cached_property
    def apart(self) -> Array:
        """Pay that is taxed by itself, as the settings ask and the law allows: of each person at
        most one payment in a calendar year where the law has it so."""
        if self.settings.bonus == "together":
            return np.zeros(self.pay.there.shape)
        allowed = taxable_apart(self.law, self.pay.first, self.pay.apart)
        if self.settings.bonus == "cheaper":
            allowed[self._is_cheaper_together] = 0.0
        return allowed

    @cached_property
    def tax(self) -> Array:
        """Income tax withheld."""
        if self.settings.bonus != "cheaper":
            return self.tax_with(self.apart)
        return np.where(self._is_cheaper_together, self._together, self._apart)

    def tax_with(self, apart: Array, people: NDArray[np.intp] | None = None) -> Array:
        """Income tax where so much is taxed by itself and all other pay with its month; of some
        people by their places."""
        at: At = slice(None) if people is None else people
        pay, (earned, withheld) = self.pay, self.so_far
        monthly = of_people(pay.monthly, at)
        rows = np.flatnonzero(pay.apart.any(axis=1))
        rest = {row: pay.apart[row, at] - apart[row] for row in rows}
        if any(with_month.any() for with_month in rest.values()):
            monthly = monthly.copy()
            for row, with_month in rest.items():
                monthly[row] += with_month
        return income_tax(
            *(self.law, pay.first, monthly, of_people(self.deducted, at)),
            *(of_people(pay.there, at), apart),
            so_far=(earned[at], withheld[at]),
            allowances=None if self.allowances is None else of_people(self.allowances, at),
        )

    @cached_property
    def net(self) -> Array:
        """What people take home."""
        net = np.empty(self.pay.there.shape)
        _left.write((net,), self.pay.gross, self.employee, self.tax)
        return net

    @cached_property
    def employer_cost(self) -> Array:
        """Pay, the salary beside the plan, and the employer's contributions."""
        cost = np.empty(self.pay.there.shape)
        added.write((cost,), self.pay.gross, self.employer)
        return cost

    @cached_property
    def figures(self) -> Mapping[str, tuple[Figure, ...]]:
        """Every legal figure that it rests on, by the id of the place."""
        known = [each.place for each in self.places]
        first, months = self.pay.first, self.pay.there.shape[0]
        return {
            each.place.id: used(
                *(each.place, first, months),
                rates_at(each.place, known, self.settings.rates),
                self.employed(each.there),
                self.settings.reliefs,
            )
            for each in self.places
        }

    def employed(self, there: Flags) -> tuple[Employment, ...]:
        """How people are employed who are there, flags [months, people]."""
        if self.part_time is None or not (there & self.part_time).any():
            return ("full_time",)
        both: tuple[Employment, ...] = ("full_time", PART_TIME)
        return both if (there & ~self.part_time).any() else both[1:]

    @cached_property
    def totals(self) -> dict[str, float]:
        """Yuan of all months and people: "gross", "salary", "employer", "employee", "tax", "net",
        "employer_cost"."""
        names = ("employer", "employee", "tax")
        fen = {"gross": self.pay.gross.sum(), "salary": self.pay.salary.sum()}
        fen |= {name: getattr(self, name).sum() for name in names}
        fen["net"] = fen["gross"] - fen["employee"] - fen["tax"]
        fen["employer_cost"] = fen["gross"] + fen["employer"]
        return {name: float(total) / 100.0 for name, total in fen.items()}

    @cached_property
    def cost_by_month(self) -> Array:
        """Yuan that the employer pays in each month, shape (months,)."""
        return np.asarray(self.employer_cost.sum(axis=1) / 100.0)

    @cached_property
    def cost_by_person(self) -> Array:
        """Yuan that each person costs the employer, shape (people,)."""
        return np.asarray(self.employer_cost.sum(axis=0) / 100.0)

    @cached_property
    def net_by_person(self) -> Array:
        """Yuan that each person takes home, shape (people,)."""
        return np.asarray(self.net.sum(axis=0) / 100.0)

    # -- what is cheaper ------------------------------------------------------------------------

    @cached_property
    def _apart(self) -> Array:
        return self.tax_with(taxable_apart(self.law, self.pay.first, self.pay.apart))

    @cached_property
    def _together(self) -> Array:
        return self.tax_with(np.zeros(self.pay.there.shape))

    @cached_property
    def _is_cheaper_together(self) -> Flags:
        """Whether a person's calendar year is taxed less with nothing apart, [months, people]."""
        cheaper = np.zeros(self.pay.there.shape, dtype=np.bool_)
        for rows in calendar_years(self.pay.first, self.pay.there.shape[0]):
            together = self._together[rows].sum(axis=0)
            cheaper[rows] = together < self._apart[rows].sum(axis=0)
        return cheaper


def payroll(payouts: Payouts, settings: PayrollSettings, before: Payouts | None = None) -> Payroll:
    """The payroll of payouts with amounts; the salary beside the plan is part of it.

    With the base "last_year", contributions are paid on what people got on average under `before`,
    the plan as documented for the same people; without it, and for people whom it does not know,
    under these payouts. Raises Refused with all that does not fit about settings and facts,
    ValueError where only totals were worked out.
    """
    earlier = None if before is None else people_of(before, settings)
    return payroll_of_people(people_of(payouts, settings), earlier)


def payroll_of_people(people: PaidPeople, before: PaidPeople | None = None) -> Payroll:
    """The payroll of people of one employer, whatever plans they are paid under: one base, and one
    tax on the year so far. The settings but for the places are those of the first payouts."""
    places, base = people.places, people.base(before)
    found = Payroll(
        people.settings[0],
        people.pay,
        places,
        base,
        people.declared,
        people.so_far,
        people.part_time,
        people.allowances,
    )
    _ = found.paid_in
    return found


@elementwise
def _left(gross: Array, employee: Array, tax: Array) -> tuple[Array]:
    return (gross - employee - tax,)


def taxable_apart(law: Law, first: int, apart: Array) -> Array:
    """The payments that the law taxes by themselves: while its rule holds, above 0, and the first
    one of a person in a calendar year where it has it so."""
    allowed = np.zeros(apart.shape)
    for rows in calendar_years(first, apart.shape[0]):
        once = np.zeros(apart.shape[1], dtype=np.bool_)
        for row in range(rows.start, rows.stop):
            if apart[row].max(initial=0.0) > 0.0 and taxes_apart(law, first + row):
                taken = (apart[row] > 0.0) & ~once
                allowed[row] = np.where(taken, apart[row], 0.0)
                if law.bonus_tax.once_a_year:
                    once |= taken
    return allowed
