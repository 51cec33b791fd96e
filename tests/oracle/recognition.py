"""Catalogue 10, recognition: red flowers that live some months and add up to prizes, and flags."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from tests.oracle.arithmetic import exact, floor, rank
from tests.oracle.payslip import Amounts, Measures, Row, measured, number, pay_slips
from tests.oracle.periods import months_between, own_rows, pays

ID = "recognition"

DEFAULTS: dict[str, Any] = {
    "leader_flowers": 2,
    "manager_flowers": 30,
    "flower_life": 3,
    "flower_prize": 100,
    "flowers_per_prize": 5,
    "annual_prizes": [[1, 1000], [2, 600], [3, 300]],
    "flag_budget": 30,
    "flag_value": 10,
}


@dataclass(frozen=True)
class Bunch:
    """Flowers of one month, as far as they are not spent."""

    received: Row
    left: Fraction


def pay(rows: Sequence[Row], parameters: Mapping[str, Any]) -> tuple[Amounts, Measures]:
    """Amounts and measures of all rows under the defaults with these parameters replaced."""
    p = exact({**DEFAULTS, **parameters})

    def of_month(row: Row) -> list[Row]:
        return [other for other in rows if other["month"] == row["month"]]

    def flowers_valid(row: Row) -> Fraction:
        leaders = sum(1 for other in of_month(row) if number(other, "is_leader") == 1)
        budget = p["leader_flowers"] * leaders + p["manager_flowers"]
        return scaled("flowers_received", row, of_month(row), budget)

    def settled(row: Row) -> tuple[int, list[Bunch]]:
        """The prizes of the row's month and the flowers left after it."""
        own = [other for other in rows if other["employee_id"] == row["employee_id"]]
        own.sort(key=lambda other: other["month"])
        prizes, bunches = 0, list[Bunch]()
        for month in own:
            if month["month"] > row["month"]:
                break
            bunches = [b for b in bunches if months_between(b.received, month) < p["flower_life"]]
            bunches.append(Bunch(month, flowers_valid(month)))
            balance = sum((bunch.left for bunch in bunches), Fraction(0))
            prizes = max(0, floor(balance / p["flowers_per_prize"]))
            bunches = without(bunches, prizes * p["flowers_per_prize"])
        return prizes, bunches

    def flower_award(row: Row) -> Fraction:
        prizes, _ = settled(row)
        return Fraction(p["flower_prize"] * prizes)

    def wallet(row: Row) -> Fraction:
        _, bunches = settled(row)
        return sum((bunch.left for bunch in bunches), Fraction(0))

    def flowers_of_year(row: Row) -> Fraction:
        return sum((flowers_valid(r) for r in own_rows(rows, row, "year")), Fraction(0))

    def annual_award(row: Row) -> Fraction:
        if not pays(row, "year") or flowers_of_year(row) <= 0:
            return Fraction(0)
        place = rank(flowers_of_year(row), [flowers_of_year(other) for other in of_month(row)])
        won = (prize for last_rank, prize in p["annual_prizes"] if place <= last_rank)
        return Fraction(next(won, 0))

    def flag_award(row: Row) -> Fraction:
        department = [o for o in of_month(row) if o["department"] == row["department"]]
        flags = scaled("flags_received", row, department, p["flag_budget"])
        return Fraction(p["flag_value"] * flags)

    amounts = pay_slips(
        rows,
        {"flower_award": flower_award, "annual_award": annual_award, "flag_award": flag_award},
    )
    return amounts, measured(rows, {"flowers_valid": flowers_valid, "wallet": wallet})


def scaled(column: str, row: Row, group: Sequence[Row], budget: Fraction) -> Fraction:
    """What somebody received, cut in proportion where the group received more than the budget."""
    received = sum((number(other, column) for other in group), Fraction(0))
    share = budget / received if received > budget else Fraction(1)
    return number(row, column) * share


def without(bunches: Sequence[Bunch], spent: Fraction) -> list[Bunch]:
    """What is left of the bunches, the oldest of which are spent first."""
    left = []
    for bunch in bunches:
        taken = min(bunch.left, spent) if spent > 0 else Fraction(0)
        spent -= taken
        left.append(Bunch(bunch.received, bunch.left - taken))
    return left
