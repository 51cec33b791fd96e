"""People with all that they are paid: under one plan, or under several of one employer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from engine.calendar import calendar_month
from engine.evaluation import Payouts
from engine.facts import problem_of_rows
from engine.payroll.allowance_reliefs import allowance_months, allows, first_months, reliefs
from engine.payroll.counted_pay import (
    Array,
    CountedPay,
    Flags,
    counted,
    insured_by_month,
    insured_by_person,
)
from engine.payroll.declared_deductions import declared
from engine.payroll.insured_places import Insured, insured, law_of
from engine.payroll.payroll_settings import DECLARED, PAYROLL, RELIEFS, PayrollSettings
from engine.payroll.some_people import add_to_people
from engine.payroll.year_so_far import year_so_far
from engine.statutory import Law, Place, Relief
from engine.text import Problem, Refused


@dataclass(frozen=True, eq=False)
class PaidPeople:
    """Everybody once, in the order of ids, whatever payouts they have a part in; all payouts are of
    the same months. `settings` are those of each payouts: their places may differ."""

    payouts: tuple[Payouts, ...]
    settings: tuple[PayrollSettings, ...]

    @cached_property
    def employees(self) -> tuple[str, ...]:
        """The ids of all."""
        if len(self.payouts) == 1:
            return self.payouts[0].facts.employees
        return self._places_of_all[0]

    @cached_property
    def position(self) -> dict[str, int]:
        """Where each stands among `employees`."""
        return {employee: i for i, employee in enumerate(self.employees)}

    @cached_property
    def at(self) -> tuple[NDArray[np.intp] | slice, ...]:
        """Where the people of each payouts stand among `employees`."""
        if len(self.payouts) == 1:
            return (slice(None),)
        return self._places_of_all[1]

    @cached_property
    def _places_of_all(self) -> tuple[tuple[str, ...], tuple[NDArray[np.intp], ...]]:
        return _places_of_all(tuple(paid.facts.employees for paid in self.payouts))

    @cached_property
    def first_there(self) -> tuple[Flags, ...]:
        """Who is there by the rows of each payouts, [months, its people]; whoever is there by those
        of several in one month counts with the first of them."""
        if len(self.payouts) == 1:
            return (self.payouts[0].facts.present,)
        taken = np.zeros((self.payouts[0].facts.months, len(self.employees)), dtype=np.bool_)
        found = []
        for paid, at in zip(self.payouts, self.at, strict=True):
            found.append(paid.facts.present & ~taken[:, at])
            taken[:, at] |= paid.facts.present
        return tuple(found)

    @cached_property
    def there(self) -> Flags:
        """Who is there in which months, [months, people]."""
        if len(self.payouts) == 1:
            return self.payouts[0].facts.present
        there = np.zeros((self.payouts[0].facts.months, len(self.employees)), dtype=np.bool_)
        for own, at in zip(self.first_there, self.at, strict=True):
            there[:, at] |= own
        return there

    def together(self, of: Callable[[Payouts], Array]) -> Array:
        """What all payouts come to, [people] or [months, people], by what one of them does."""
        if len(self.payouts) == 1:
            return of(self.payouts[0])
        parts = [of(paid) for paid in self.payouts]
        total = np.zeros((*parts[0].shape[:-1], len(self.employees)))
        for part, at in zip(parts, self.at, strict=True):
            add_to_people(total, at, part)
        return total

    @cached_property
    def places(self) -> tuple[Insured, ...]:
        """The places where they are insured, each with who is, once a month. Raises Refused with
        all that does not fit about settings and facts."""
        found: dict[str, tuple[Place, Flags]] = {}
        problems: list[Problem] = []
        for paid, settings, at, own in zip(
            self.payouts, self.settings, self.at, self.first_there, strict=True
        ):
            try:
                for each in insured(paid.facts, settings, paid.plan.currency):
                    if len(self.payouts) == 1:
                        found[each.place.id] = each.place, each.there
                        continue
                    blank = np.zeros(self.there.shape, dtype=np.bool_)
                    _, there = found.setdefault(each.place.id, (each.place, blank))
                    there[:, at] |= each.there & own
            except Refused as refused:
                problems += [one for one in refused.problems if one not in problems]
            for read in (declared, year_so_far, reliefs):
                try:
                    read(paid.facts, settings)
                except Refused as refused:
                    problems += [one for one in refused.problems if one not in problems]
        problems += self._none_to_declare([place.law for place, _ in found.values()])
        if problems:
            raise Refused(problems)
        return tuple(Insured(place, there) for place, there in found.values())

    def _none_to_declare(self, laws: Sequence[Law]) -> list[Problem]:
        """Deductions are asked for that the law does not know."""
        bare = next((law for law in laws if not law.declared_deductions), None)
        asked = {name for own in self.settings for name in DECLARED if getattr(own, name)}
        if bare is None:
            return []
        return [
            Problem("payroll_none_to_declare", {"law": bare.label}, column=f"{PAYROLL}.{name}")
            for name in DECLARED
            if name in asked
        ]

    @cached_property
    def law(self) -> Law:
        """The law of all their places."""
        return law_of([each.place for each in self.places])

    @cached_property
    def declared(self) -> Array:
        """Special additional deductions, whole fen [months, people]; once a month."""
        if not any(getattr(own, name) for own in self.settings for name in DECLARED):
            return np.broadcast_to(0.0, self.there.shape)
        found = np.zeros(self.there.shape)
        for paid, settings, at, own in zip(
            self.payouts, self.settings, self.at, self.first_there, strict=True
        ):
            add_to_people(found, at, declared(paid.facts, settings) * own)
        return found

    @cached_property
    def part_time(self) -> Flags | None:
        """Who is employed part-time in which months, [months, people]; None where nobody is."""
        if not any(paid.plan.part_time for paid in self.payouts):
            return None
        found = np.zeros(self.there.shape, dtype=np.bool_)
        for paid, at, own in zip(self.payouts, self.at, self.first_there, strict=True):
            if paid.plan.part_time:
                found[:, at] |= own
        return found

    @cached_property
    def so_far(self) -> tuple[Array, Array]:
        """Taxable income and tax withheld of the year before the first month, fen [people]."""
        taxed, withheld = np.zeros(len(self.employees)), np.zeros(len(self.employees))
        for paid, settings, at, own in zip(
            self.payouts, self.settings, self.at, self.first_there, strict=True
        ):
            earned, paid_before = year_so_far(paid.facts, settings)
            taxed[at] += earned * own[0]
            withheld[at] += paid_before * own[0]
        return taxed, withheld

    @cached_property
    def allowances(self) -> Array | None:
        """How many of a month's tax allowances each month brings, [months, people]; None where no
        relief of withholding is asked for. Raises Refused with all that cannot be."""
        if not any(own.reliefs for own in self.settings):
            return None
        first, asked = self.payouts[0].facts.first, self.settings[0].reliefs
        begins, problems = first_months(self.there, first), []
        found: dict[Relief, Flags] = {relief: np.zeros_like(begins) for relief in asked}
        for paid, settings, at in zip(self.payouts, self.settings, self.at, strict=True):
            for relief, own in reliefs(paid.facts, settings).items():
                found[relief][:, at] |= own & begins[:, at]
        for relief, given in found.items():
            for key, wrong in self._impossible(relief, given).items():
                if wrong.any():
                    problems.append(self._problem(wrong, relief, key))
        if problems:
            raise Refused(problems)
        return allowance_months(self.there, first, found)

    def _impossible(self, relief: Relief, given: Flags) -> dict[str, Flags]:
        """Whose relief cannot be, flags [months, people] of `given`, by what is wrong about it."""
        first = self.payouts[0].facts.first
        months = np.arange(first, first + given.shape[0])
        known = np.array([allows(self.law, relief, month) for month in months])
        found = {"payroll_relief_unknown": given & ~known[:, None]}
        later = given & (months % 12 != 0)[:, None]
        began = np.zeros_like(given)
        if calendar_month(first) != 1:
            began[0] = given[0]
            later[0] = False
        if not self.settings[0].taxed_before_column:
            found["payroll_relief_year"] = began
        if relief == "whole_year":
            found["payroll_relief_joined"] = later
        else:
            found["payroll_relief_before"] = began & ((self.so_far[0] != 0) | (self.so_far[1] != 0))
        return found

    def _problem(self, rows: Flags, relief: Relief, key: str) -> Problem:
        """A problem of some people's relief, told of the first who has a row of theirs."""
        column = getattr(self.settings[0], RELIEFS[relief])
        paid, own = next(
            (paid, rows[:, at] & there)
            for paid, at, there in zip(self.payouts, self.at, self.first_there, strict=True)
            if (rows[:, at] & there).any()
        )
        return problem_of_rows(paid.facts, own, column, key, "1", law=self.law.label)

    @cached_property
    def pay(self) -> CountedPay:
        """What their pay counts for. Raises ValueError where only totals were worked out."""
        parts = [counted(paid, self.law) for paid in self.payouts]
        if len(parts) == 1:
            return parts[0]

        def total(name: str) -> Array:
            found = np.zeros(self.there.shape)
            for part, at in zip(parts, self.at, strict=True):
                add_to_people(found, at, getattr(part, name))
            return found

        names = ("gross", "salary", "insured", "monthly", "apart")
        return CountedPay(parts[0].first, self.there, **{name: total(name) for name in names})

    def base(self, before: PaidPeople | None) -> Array:
        """What contributions are paid on before floor and cap, whole fen: [months, people] where it
        is each month's own pay, else [people]. `before` is the same under the plans as documented.
        """
        asked = self.settings[0].base
        if asked == "month" or self.law.insurance_base == "month":
            return self.together(lambda paid: insured_by_month(paid, self.law))
        own = self._average(self.law)
        if asked != "last_year" or before is None:
            return own
        earlier = before._average(self.law)
        if before.employees == self.employees:
            return np.where(before.there.any(axis=0), earlier, own)
        for place, employee in enumerate(self.employees):
            if employee in before.position:
                own[place] = earlier[before.position[employee]]
        return own

    def _average(self, law: Law) -> Array:
        """Whole fen of the average month of service, half up; 0 for who was never there. The
        quotient of two whole numbers rounds to a whole double only where it is whole, so the floor
        is exact."""
        insured_pay = self.together(lambda paid: insured_by_person(paid, law))
        months = np.maximum(self.there.sum(axis=0), 1.0)
        return np.asarray(np.floor((insured_pay * 2.0 + months) / (months * 2.0)))


@lru_cache(maxsize=8)
def _places_of_all(
    groups: tuple[tuple[str, ...], ...],
) -> tuple[tuple[str, ...], tuple[NDArray[np.intp], ...]]:
    """Everybody of some groups once, in the order of ids, and where those of each group stand. The
    last few are kept: variants of a company are about the same people."""
    everybody = tuple(sorted(set().union(*groups)))
    position = {employee: i for i, employee in enumerate(everybody)}
    places = tuple(np.array([position[e] for e in group], np.intp) for group in groups)
    for each in places:
        each.setflags(write=False)
    return everybody, places


def people_of(
    payouts: Payouts | Sequence[Payouts], settings: PayrollSettings | Sequence[PayrollSettings]
) -> PaidPeople:
    """The people of payouts, or of several with the settings of each."""
    if isinstance(payouts, Payouts):
        payouts = (payouts,)
    if isinstance(settings, PayrollSettings):
        settings = (settings,) * len(payouts)
    return PaidPeople(tuple(payouts), tuple(settings))
