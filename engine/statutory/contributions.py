"""What employer and employee pay into each scheme of a place, month by month."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from engine.calendar import calendar_month
from engine.statutory.dated import value_at
from engine.statutory.half_up import Array, PortionFigures, portion, portion_figures
from engine.statutory.legal_texts import percent_text
from engine.statutory.places import Bounds, LocalScheme, Place
from engine.text import Problem, Refused
from engine.vectors import elementwise

Flags = NDArray[np.bool_]
Side = Literal["employer", "employee", "deductible"]
Asked = tuple[tuple[float, float, PortionFigures], ...]
"""Floor, cap and share of each scheme."""


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
    chosen = chosen_rates(place, first, base.shape[0], rates or {})
    sides: tuple[Side, ...] = ("employer", "employee")
    return tuple(
        Contribution(name, *_summed(sides, (name,), place, first, base, there, chosen, part_time))
        for name in place.schemes
    )


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
    chosen = chosen_rates(place, first, base.shape[0], rates or {})
    schemes = tuple(place.schemes)
    return _summed(("employer",), schemes, place, first, base, there, chosen, part_time)[0]


def sums_paid(
    place: Place,
    first: int,
    base: Array,
    there: Flags,
    rates: Mapping[str, float] | None = None,
    part_time: Flags | None = None,
) -> Sums:
    """The same for both sides."""
    sides: tuple[Side, ...] = ("employer", "employee", "deductible")
    if all(place.law.schemes[name].deductible for name in place.schemes):
        sides = sides[:2]
    chosen = chosen_rates(place, first, base.shape[0], rates or {})
    schemes = tuple(place.schemes)
    found = _summed(sides, schemes, place, first, base, there, chosen, part_time)
    return Sums(found[0], found[1], found[-1])


def _summed(
    sides: tuple[Side, ...],
    schemes: tuple[str, ...],
    place: Place,
    first: int,
    base: Array,
    there: Flags,
    chosen: Mapping[str, Fraction],
    part_time: Flags | None,
) -> tuple[Array, ...]:
    """For each side, the sum of what it pays into some schemes of a place."""
    found = tuple(np.empty(there.shape) for _ in sides)
    one_row = base.strides[0] == 0
    for rows, full, in_part in _runs(sides, schemes, place, first, base.shape[0], chosen):
        paid = base[rows.start] if one_row else base[rows]
        into = tuple(side[rows] for side in found)
        due = tuple(np.empty((len(sides), *paid.shape))) if one_row else into
        _due.write(due, paid, full)
        if part_time is None:
            _of_months.write(into, there[rows], due)
        else:
            less = tuple(np.empty((len(sides), *paid.shape)))
            _due.write(less, paid, in_part)
            _of_months_in_part.write(into, there[rows], part_time[rows], due, less)
    for name in schemes:
        scheme = place.schemes[name]
        if scheme.by_year:
            insured = _insured(place, name, first, there, part_time)
            one = _by_year(scheme, first, base, insured, chosen.get(name))
            for side, total in zip(sides, found, strict=True):
                if side != "deductible" or place.law.schemes[name].deductible:
                    total += one.employer if side == "employer" else one.employee
    return found


@elementwise
def _due(base: Array, sides: tuple[Asked, ...]) -> tuple[Array, ...]:
    """What each side pays into all schemes on a base, whoever is there."""
    return tuple(_sum(base, asked) for asked in sides)


def _sum(base: Array, asked: Asked) -> Array:
    total = base - base
    for floor, cap, figures in asked:
        total = total + portion(np.minimum(np.maximum(base, floor), cap), figures)
    return total


@elementwise
def _of_months(there: Array, due: tuple[Array, ...]) -> tuple[Array, ...]:
    """The same of who is there."""
    return tuple(side * there for side in due)


@elementwise
def _of_months_in_part(
    there: Array, part_time: Array, due: tuple[Array, ...], less: tuple[Array, ...]
) -> tuple[Array, ...]:
    """The same where who is employed part-time pays into some schemes alone."""
    both = zip(due, less, strict=True)
    return tuple(np.where(part_time, low, full) * there for full, low in both)


def _runs(
    sides: tuple[Side, ...],
    schemes: tuple[str, ...],
    place: Place,
    first: int,
    months: int,
    chosen: Mapping[str, Fraction],
) -> list[tuple[slice, tuple[Asked, ...], tuple[Asked, ...]]]:
    """Months in a row in which the schemes that go by the month ask for the same: rows, and what
    they ask of each side, of all people and of those who are employed part-time."""

    def asked(month: int, part_time: bool) -> tuple[Asked, ...]:
        return tuple(_asked(side, schemes, place, month, chosen, part_time) for side in sides)

    found, start = [], 0
    both = [(asked(first + row, False), asked(first + row, True)) for row in range(months)]
    for (full, less), group in groupby(both):
        stop = start + len(list(group))
        found.append((slice(start, stop), full, less))
        start = stop
    return found


def _asked(
    side: Side,
    schemes: tuple[str, ...],
    place: Place,
    month: int,
    chosen: Mapping[str, Fraction],
    part_time: bool,
) -> Asked:
    """Floor, cap and share of each scheme in which one side pays something in a month."""
    asked = []
    for name in schemes:
        scheme = place.schemes[name]
        if scheme.by_year or not pays_into(place, name, month, part_time):
            continue
        own = terms(scheme, month, chosen.get(name))
        share, fixed = own.employer, 0
        if side != "employer":
            share, fixed = own.employee, own.employee_fixed
        if side == "deductible" and not place.law.schemes[name].deductible:
            continue
        if share or fixed:
            figures = portion_figures(share, own.round_to, fixed)
            asked.append((float(own.bounds.floor), float(own.bounds.cap), figures))
    return tuple(asked)


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
        sides[0, row] = portion(added, portion_figures(asked.employer, asked.round_to))
        sides[1, row] = portion(added, portion_figures(asked.employee, asked.round_to))
        sides[1, row] += asked.employee_fixed * there[row]
    return Contribution(scheme.id, sides[0], sides[1])


def _within(so_far: Array, bounds: Bounds) -> Array:
    return np.minimum(np.maximum(so_far - bounds.free, 0.0), bounds.cap)
