"""What is paid into schemes for people of one or several places."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar

import numpy as np

from engine.payroll.counted_pay import Array, Flags
from engine.payroll.insured_places import Insured, law_of, rates_at
from engine.payroll.some_people import At, add_to_people, of_people
from engine.statutory import Contribution, Sums, contributions, employer_paid, sums_paid
from engine.text import Problem, Refused

T = TypeVar("T")


def contributed(
    places: tuple[Insured, ...],
    first: int,
    base: Array,
    rates: Mapping[str, float],
    part_time: Flags | None = None,
) -> dict[str, Contribution]:
    """What is paid into each scheme at some places, in the order of the law. `base` is whole fen
    [people], or [months, people], `part_time` who is employed so, as in `Payroll`. Raises Refused
    for rates that do not hold there."""

    def paid(each: Insured, at: At, base: Array, part_time: Flags | None) -> list[Contribution]:
        own = rates_at(each.place, [other.place for other in places], rates)
        return list(
            contributions(each.place, first, base, of_people(each.there, at), own, part_time)
        )

    found: dict[str, Contribution] = {}
    parts = _by_place(places, base, part_time, paid)
    if len(parts) == 1:
        return {one.scheme: one for one in parts[0][1]}
    shape = places[0].there.shape
    for at, own in parts:
        for one in own:
            if one.scheme not in found:
                found[one.scheme] = Contribution(one.scheme, np.zeros(shape), np.zeros(shape))
            add_to_people(found[one.scheme].employer, at, one.employer)
            add_to_people(found[one.scheme].employee, at, one.employee)
    schemes = law_of([each.place for each in places]).schemes
    return {scheme: found[scheme] for scheme in schemes if scheme in found}


def employer_contributed(
    places: tuple[Insured, ...],
    first: int,
    base: Array,
    rates: Mapping[str, float],
    part_time: Flags | None = None,
) -> Array:
    """What the employer pays into all schemes, whole fen [months, people]; all else as in
    `contributed`."""

    def paid(each: Insured, at: At, base: Array, part_time: Flags | None) -> Array:
        own = rates_at(each.place, [other.place for other in places], rates)
        return employer_paid(each.place, first, base, of_people(each.there, at), own, part_time)

    parts = _by_place(places, base, part_time, paid)
    if len(parts) == 1:
        return parts[0][1]
    found = np.zeros(places[0].there.shape)
    for at, own in parts:
        add_to_people(found, at, own)
    return found


def contribution_sums(
    places: tuple[Insured, ...],
    first: int,
    base: Array,
    rates: Mapping[str, float],
    part_time: Flags | None = None,
) -> Sums:
    """What both sides pay into all schemes; all else as in `contributed`."""

    def paid(each: Insured, at: At, base: Array, part_time: Flags | None) -> Sums:
        own = rates_at(each.place, [other.place for other in places], rates)
        return sums_paid(each.place, first, base, of_people(each.there, at), own, part_time)

    parts = _by_place(places, base, part_time, paid)
    if len(parts) == 1:
        return parts[0][1]
    shape = places[0].there.shape
    employer, employee = np.zeros(shape), np.zeros(shape)
    for at, own in parts:
        add_to_people(employer, at, own.employer)
        add_to_people(employee, at, own.employee)
    if all(own.deductible is own.employee for _, own in parts):
        return Sums(employer, employee, employee)
    deductible = np.zeros(shape)
    for at, own in parts:
        add_to_people(deductible, at, own.deductible)
    return Sums(employer, employee, deductible)


def _by_place(
    places: tuple[Insured, ...],
    base: Array,
    part_time: Flags | None,
    work: Callable[[Insured, At, Array, Flags | None], T],
) -> list[tuple[At, T]]:
    """What is worked out for each place, with where its people are; `work` gets their base
    [months, people] and who of them is employed part-time. Raises Refused with all that is refused
    at any place."""
    found: list[tuple[At, T]] = []
    problems: list[Problem] = []
    for each in places:
        at: At = slice(None) if len(places) == 1 else np.flatnonzero(each.there.any(axis=0))
        months = each.there.shape[0]
        own = of_people(base, at)
        try:
            of_place = work(
                each,
                at,
                np.broadcast_to(own, (months, own.shape[-1])),
                None if part_time is None else of_people(part_time, at),
            )
            found.append((at, of_place))
        except Refused as refused:
            problems += refused.problems
    if problems:
        raise Refused(problems)
    return found
