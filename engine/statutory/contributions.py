"""What employer and employee pay into each scheme of a place, month by month."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from engine.calendar import calendar_month
from engine.statutory.dated import value_at
from engine.statutory.half_up import Array, portion
from engine.statutory.legal_texts import percent_text
from engine.statutory.places import Bounds, LocalScheme, Place
from engine.text import Problem, Refused

Flags = NDArray[np.bool_]
Side = Literal["employer", "employee", "deductible"]
BLOCK = 16_384
"""People worked out at a time, so that what lies between stays in the processor's cache."""


@dataclass(frozen=True)
class Contribution:
    """What is paid into a scheme: whole fen [months, people] of employer and employee."""

    scheme: str
    employer: Array
    employee: Array


@dataclass(frozen=True)
class Sums:
    """What is paid into all schemes: whole fen [months, people] of employer and employee, and what
    of the latter the law lets be deducted from pay before tax."""

    employer: Array
    employee: Array
    deductible: Array


@dataclass(frozen=True)
class Part:
    """What a scheme adds to sums: whether part-time staff is insured, and a share and fixed fen
    for each sum."""

    bounds: Bounds
    round_to: int
    part_time: bool
    sides: tuple[tuple[Fraction, int], ...]


@dataclass(frozen=True)
class Terms:
    """What a scheme asks for in a month: shares of the base between its bounds, rounded."""

    bounds: Bounds
    employer: Fraction
    employee: Fraction
    employee_fixed: int
    round_to: int


def contributions(
    place: Place,
    first: int,
    base: Array,
    there: Flags,
    rates: Mapping[str, float] | None = None,
    part_time: Flags | None = None,
) -> tuple[Contribution, ...]:
    """Contributions of each month to each scheme of a place, in the order of its law.

    `first` is the month of the first row, `base` the pay that contributions are paid on before
    floor and cap, whole fen [months, people]; one row that holds for all months may be broadcast.
    `there` [months, people] says who is employed: nothing is paid for others. `rates` holds the
    shares that an employer chooses by scheme (0.07 of housing_fund), and `part_time` says who of
    these people is employed part-time (without it nobody is). Raises Refused where they are
    none of the place's, or beyond what the law allows there.
    """
    months = base.shape[0]
    chosen = chosen_rates(place, first, months, rates or {})
    found = []
    for name, scheme in place.schemes.items():
        insured = _insured(place, name, first, there, part_time)
        paid = _by_year if scheme.by_year else _by_month
        found.append(paid(scheme, first, base, insured, chosen.get(name)))
    return tuple(found)


def employer_paid(
    place: Place,
    first: int,
    base: Array,
    there: Flags,
    rates: Mapping[str, float] | None = None,
    part_time: Flags | None = None,
) -> Array:
    """What the employer pays into all schemes of a place, whole fen [months, people]: the sum of
    `contributions`, without keeping what is paid into each. Refused as there."""
    return _summed(("employer",), place, first, base, there, rates or {}, part_time)[0]


def sums_paid(
    place: Place,
    first: int,
    base: Array,
    there: Flags,
    rates: Mapping[str, float] | None = None,
    part_time: Flags | None = None,
) -> Sums:
    """The same for both sides."""
    asked: tuple[Side, ...] = ("employer", "employee", "deductible")
    if all(place.law.schemes[name].deductible for name in place.schemes):
        asked = asked[:2]
    found = _summed(asked, place, first, base, there, rates or {}, part_time)
    return Sums(found[0], found[1], found[-1])


def _summed(
    asked: tuple[Side, ...],
    place: Place,
    first: int,
    base: Array,
    there: Flags,
    rates: Mapping[str, float],
    part_time: Flags | None,
) -> list[Array]:
    """For each side that is asked, the sum of what it pays into all schemes."""
    chosen = chosen_rates(place, first, base.shape[0], rates)
    runs = _sums_by_run(asked, place, first, base, chosen)
    found = [np.empty(there.shape) for _ in asked]
    people = base.shape[1]
    between, paid = np.empty((2, min(BLOCK, people)))
    full, in_part = np.empty((2, len(asked), min(BLOCK, people)))
    for start in range(0, people, BLOCK):
        block = slice(start, min(start + BLOCK, people))
        own = slice(0, block.stop - start)
        for rows, parts in runs:
            full[:] = in_part[:] = 0.0
            for part in parts:
                np.maximum(base[rows.start, block], part.bounds.floor, out=between[own])
                np.minimum(between[own], part.bounds.cap, out=between[own])
                for side, (share, fixed) in enumerate(part.sides):
                    if share or fixed:
                        portion(between[own], share, part.round_to, paid[own])
                        paid[own] += float(fixed)
                        full[side, own] += paid[own]
                        if part_time is not None and part.part_time:
                            in_part[side, own] += paid[own]
            for side, into in enumerate(found):
                due = full[side, own]
                if part_time is not None:
                    due = np.where(part_time[rows, block], in_part[side, own], due)
                np.multiply(due, there[rows, block], out=into[rows, block])
    for name, scheme in place.schemes.items():
        if scheme.by_year:
            insured = _insured(place, name, first, there, part_time)
            one = _by_year(scheme, first, base, insured, chosen.get(name))
            for kind, into in zip(asked, found, strict=True):
                if kind != "deductible" or place.law.schemes[name].deductible:
                    into += one.employer if kind == "employer" else one.employee
    return found


def _sums_by_run(
    asked: tuple[Side, ...],
    place: Place,
    first: int,
    base: Array,
    chosen: Mapping[str, Fraction],
) -> list[tuple[slice, list[Part]]]:
    """Months in a row in which the schemes with bounds of the month ask for the same; one month
    each unless one row of pay holds for all."""

    def of_month(month: int) -> list[Part]:
        parts = []
        for name, scheme in place.schemes.items():
            own = terms(scheme, month, chosen.get(name))
            of_side = {
                "employer": (own.employer, 0),
                "employee": (own.employee, own.employee_fixed),
                "deductible": (Fraction(0), 0),
            }
            if place.law.schemes[name].deductible:
                of_side["deductible"] = of_side["employee"]
            if not scheme.by_year:
                also_part = pays_into(place, name, month, True)
                sides = tuple(of_side[side] for side in asked)
                parts.append(Part(own.bounds, own.round_to, also_part, sides))
        return [part for part in parts if any(share or fixed for share, fixed in part.sides)]

    found: list[tuple[slice, list[Part]]] = []
    for row in range(base.shape[0]):
        own = of_month(first + row)
        if base.strides[0] == 0 and found and found[-1][1] == own:
            found[-1] = slice(found[-1][0].start, row + 1), own
        else:
            found.append((slice(row, row + 1), own))
    return found


def pays_into(place: Place, scheme: str, month: int, part_time: bool) -> bool:
    """Whether a scheme is paid into in a month for people who are employed so."""
    rule = place.law.part_time
    return not part_time or not rule or scheme in value_at(rule, month)


def _insured(place: Place, scheme: str, first: int, there: Flags, part_time: Flags | None) -> Flags:
    """Who is insured in a scheme, [months, people]."""
    if part_time is None:
        return there
    paid = [pays_into(place, scheme, first + row, True) for row in range(there.shape[0])]
    return np.asarray(there & (~part_time | np.array(paid)[:, None]))


def chosen_rates(
    place: Place, first: int, months: int, rates: Mapping[str, float]
) -> dict[str, Fraction]:
    """The shares that an employer chose, exact. Raises Refused as `contributions` does."""
    problems, chosen = [], {}
    open_to_choice = {name for name, scheme in place.schemes.items() if scheme.chosen}
    for name, given in rates.items():
        if name not in open_to_choice:
            labels = tuple(sorted(open_to_choice))
            problems.append(
                Problem(
                    "rate_unknown",
                    {"name": name, "place": place.label, "known": labels},
                    column=name,
                )
            )
            continue
        allowed = [value_at(place.schemes[name].rates, first + m) for m in range(months)]
        if wrong := next((each for each in allowed if not each.allows(given)), None):
            problems.append(
                Problem(
                    "rate_bounds",
                    {
                        "given": percent_text(Fraction(repr(float(given)))),
                        "scheme": place.law.schemes[name].label,
                        "place": place.label,
                        "low": percent_text(wrong.lowest),
                        "high": percent_text(wrong.highest),
                    },
                    column=name,
                )
            )
            continue
        chosen[name] = Fraction(repr(float(given)))
    if problems:
        raise Refused(problems)
    return chosen


def terms(scheme: LocalScheme, month: int, chosen: Fraction | None) -> Terms:
    """What a scheme asks for in a month, with the share that the employer chose, if any."""
    rates = value_at(scheme.rates, month)
    employer, employee = rates.employer, rates.employee
    if chosen is not None:
        employer, employee = chosen, (chosen if scheme.chosen == "both" else employee)
    round_to = scheme.round_to.value if scheme.round_to else 1
    return Terms(value_at(scheme.bounds, month), employer, employee, rates.employee_fixed, round_to)


def _by_month(
    scheme: LocalScheme, first: int, base: Array, there: Flags, chosen: Fraction | None
) -> Contribution:
    """Contributions on each month's base between floor and cap."""
    sides = np.zeros((2, *there.shape))
    for rows, asked in _runs(scheme, first, base.shape[0], chosen):
        one_row = base.strides[0] == 0
        for row in range(rows.start, rows.start + 1 if one_row else rows.stop):
            into = rows if one_row else row
            for start in range(0, base.shape[1], BLOCK):
                people = slice(start, start + BLOCK)
                between = np.maximum(base[row, people], asked.bounds.floor)
                paid = np.empty(between.shape)
                np.minimum(between, asked.bounds.cap, out=between)
                for side, (share, fixed) in enumerate(
                    ((asked.employer, 0), (asked.employee, asked.employee_fixed))
                ):
                    if share or fixed:
                        portion(between, share, asked.round_to, paid)
                        paid += float(fixed)
                        np.multiply(paid, there[into, people], out=sides[side, into, people])
    return Contribution(scheme.id, sides[0], sides[1])


def _by_year(
    scheme: LocalScheme, first: int, base: Array, there: Flags, chosen: Fraction | None
) -> Contribution:
    """Contributions on what each month adds to the calendar year's pay between its bounds."""
    sides = np.zeros((2, *there.shape))
    so_far = np.zeros(there.shape[1])
    for row in range(base.shape[0]):
        asked = terms(scheme, first + row, chosen)
        if calendar_month(first + row) == 1:
            so_far[:] = 0.0
        before = _within(so_far, asked.bounds)
        so_far += base[row] * there[row]
        added = _within(so_far, asked.bounds) - before
        sides[0, row] = portion(added, asked.employer, asked.round_to)
        sides[1, row] = portion(added, asked.employee, asked.round_to)
        sides[1, row] += asked.employee_fixed * there[row]
    return Contribution(scheme.id, sides[0], sides[1])


def _within(so_far: Array, bounds: Bounds) -> Array:
    return np.minimum(np.maximum(so_far - bounds.free, 0.0), bounds.cap)


def _runs(
    scheme: LocalScheme, first: int, months: int, chosen: Fraction | None
) -> Iterator[tuple[slice, Terms]]:
    """Months in a row for which a scheme asks for the same."""
    start = 0
    for asked, group in groupby(terms(scheme, first + m, chosen) for m in range(months)):
        length = sum(1 for _ in group)
        yield slice(start, start + length), asked
        start += length
