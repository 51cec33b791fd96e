"""One person's month from pay to what is taken home, and what it costs the employer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from engine.calendar import calendar_years
from engine.payroll.bonus_dead_zone import dead_zone_of
from engine.payroll.counted_pay import Array
from engine.payroll.people_payroll import Payroll
from engine.payroll.year_so_far import year_missing
from engine.statutory import PART_TIME, Figure, Place, pays_into


@dataclass(frozen=True)
class Slip:
    """An amount, or one by scheme, of the month and of the calendar year to date, whole fen."""

    month: int
    to_date: int


@dataclass(frozen=True)
class FineBonus:
    """A bonus of the month of which more leaves less, whole fen: see `DeadZone`."""

    bonus: int
    edge: int
    lost: int
    best: int
    saved: int


@dataclass(frozen=True)
class PaySlip:
    """What one person's month comes to.

    `pay` is that of the plan, `salary` what they have beside it (None where the plan has none).
    `employee` and `employer` hold what both sides pay into each scheme, where anything is paid in
    the calendar year. `base` is what contributions are paid on before floor and cap. `place` is
    where the person is insured in the month, and `figures` the legal figures that hold in it.
    `year_missing`: the year began before these months, and what was earned in it is not known.
    """

    pay: Slip
    salary: Slip | None
    employee: Mapping[str, Slip]
    tax: Slip
    net: Slip
    employer: Mapping[str, Slip]
    cost: Slip
    base: int
    place: Place
    figures: tuple[Figure, ...]
    fine: FineBonus | None
    year_missing: bool


def pay_slip(payroll: Payroll, person: int, row: int) -> PaySlip:
    """The slip of a person, by place among the people of the payroll, in a month, by its row.

    Raises ValueError where the person is not there in the month.
    """
    if not payroll.pay.there[row, person]:
        raise ValueError("nobody is paid in a month without them")
    year = next(
        rows
        for rows in calendar_years(payroll.pay.first, payroll.pay.there.shape[0])
        if rows.start <= row < rows.stop
    )

    def slip(fen: Array) -> Slip:
        to_date = fen[year.start : row + 1, person].sum()
        return Slip(int(fen[row, person]), int(to_date))

    def schemes(side: str) -> dict[str, Slip]:
        paid = {s: slip(getattr(each, side)) for s, each in payroll.contributions.items()}
        return {scheme: own for scheme, own in paid.items() if own.month or own.to_date}

    part_time = payroll.part_time is not None and bool(payroll.part_time[row, person])

    def holds(figure: Figure) -> bool:
        """Whether the person's own month rests on a figure of the place."""
        scheme = figure.id.partition(".")[0]
        if scheme == PART_TIME:
            return part_time
        return scheme not in place.schemes or pays_into(
            place, scheme, payroll.pay.first + row, part_time
        )

    place = next(each.place for each in payroll.places if each.there[row, person])
    pay = payroll.pay
    base = payroll.base[person] if payroll.base.ndim == 1 else payroll.base[row, person]
    return PaySlip(
        pay=slip(pay.gross - pay.salary),
        salary=slip(pay.salary) if pay.salary[:, person].any() else None,
        employee=schemes("employee"),
        tax=slip(payroll.tax),
        net=slip(payroll.net),
        employer=schemes("employer"),
        cost=slip(payroll.employer_cost),
        base=int(base),
        place=place,
        figures=tuple(
            f for f in payroll.figures[place.id] if pay.first + row in f.months and holds(f)
        ),
        fine=_fine(payroll, person, row),
        year_missing=year.start == 0 and year_missing(payroll.law, pay.first, payroll.settings),
    )


def _fine(payroll: Payroll, person: int, row: int) -> FineBonus | None:
    zone = dead_zone_of(payroll)
    found = np.flatnonzero((zone.people == person) & (zone.months == row))
    if not found.size:
        return None
    names = ("bonus", "edge", "lost", "best", "saved")
    return FineBonus(*(int(getattr(zone, name)[found[0]]) for name in names))
