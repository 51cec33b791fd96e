"""Catalogue 21, key-account-seller: a quarterly base quota whose shortfall is carried over."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from tests.oracle.arithmetic import exact
from tests.oracle.payslip import Amounts, Measures, Row, measured, number, pay_slips
from tests.oracle.periods import own_rows, pays, tenure_months

ID = "key-account-seller"

DEFAULTS: dict[str, Any] = {
    "fixed_amount": 4000,
    "base_share": 0.5,
    "commission_rate": 0.04,
    "service_rate": 0.06,
    "implementation_rate": 0.02,
    "miss_deduction": 600,
    "no_carry_above": 300000,
    "fixed_share": 0.8,
    "kpi_share": 0.2,
    "floating_amount": 4500,
    "newcomer_months": 3,
    "service_below_base": True,
}


@dataclass(frozen=True)
class Shortfall:
    """An earlier quarter that missed its base: that base, and what is still missing of it."""

    base: Fraction
    missing: Fraction


@dataclass(frozen=True)
class Quarter:
    """How a quarter ended; carry and open_list are the state the next one starts from."""

    bonus_base: Fraction = Fraction(0)
    floating: bool = False
    missed: bool = False
    carry: Fraction = Fraction(0)
    open_list: tuple[Shortfall, ...] = ()


def pay(rows: Sequence[Row], parameters: Mapping[str, Any]) -> tuple[Amounts, Measures]:
    """Amounts and measures of all rows under the defaults with these parameters replaced."""
    p = exact({**DEFAULTS, **parameters})

    def of_quarter(column: str, row: Row) -> Fraction:
        return sum((number(r, column) for r in own_rows(rows, row, "quarter")), Fraction(0))

    def after(row: Row) -> Quarter:
        """The employee's quarters in turn, up to the one that this row ends."""
        paying = [
            other
            for other in rows
            if other["employee_id"] == row["employee_id"]
            and other["month"] <= row["month"]
            and pays(other, "quarter")
        ]
        quarter = Quarter()
        for last_month in sorted(paying, key=lambda r: r["month"]):
            quarter = settle(last_month, quarter)
        return quarter

    def settle(row: Row, before: Quarter) -> Quarter:
        counted = of_quarter("collected", row) + of_quarter("implementation_collected", row)
        receipts = counted + before.carry
        target = number(row, "target")
        base = p["base_share"] * target

        if tenure_months(row) < p["newcomer_months"]:
            return Quarter(bonus_base=receipts, floating=True, open_list=before.open_list)

        if receipts < base:
            added = Shortfall(base, base - receipts)
            return Quarter(missed=True, open_list=(*before.open_list, added))

        free, released, open_list = fill(before.open_list, receipts - base)
        if receipts < target:
            return Quarter(bonus_base=base + free + released, open_list=open_list)
        if receipts < p["no_carry_above"]:
            return Quarter(
                bonus_base=min(base + free, target) + released,
                floating=True,
                carry=max(Fraction(0), base + free - target),
                open_list=open_list,
            )
        return Quarter(bonus_base=base + free + released, floating=True, open_list=open_list)

    def factor(row: Row) -> Fraction:
        return Fraction(p["fixed_share"] + p["kpi_share"] * number(row, "kpi_factor"))

    def fixed_pay(row: Row) -> Fraction:
        return Fraction(p["fixed_amount"])

    def bonus(row: Row) -> Fraction:
        if not pays(row, "quarter"):
            return Fraction(0)
        return Fraction(p["commission_rate"] * after(row).bonus_base * factor(row))

    def service_commission(row: Row) -> Fraction:
        if not pays(row, "quarter"):
            return Fraction(0)
        if after(row).missed and not p["service_below_base"]:
            return Fraction(0)
        service = p["service_rate"] * of_quarter("service_collected", row)
        implementation = p["implementation_rate"] * of_quarter("implementation_collected", row)
        return Fraction((service + implementation) * factor(row))

    def floating_pay(row: Row) -> Fraction:
        due = pays(row, "quarter") and after(row).floating
        return Fraction(p["floating_amount"]) if due else Fraction(0)

    def base_deduction(row: Row) -> Fraction:
        due = pays(row, "quarter") and after(row).missed
        return Fraction(-p["miss_deduction"]) if due else Fraction(0)

    amounts = pay_slips(
        rows,
        {
            "fixed_pay": fixed_pay,
            "bonus": bonus,
            "service_commission": service_commission,
            "floating_pay": floating_pay,
            "base_deduction": base_deduction,
        },
    )
    measures = measured(
        [row for row in rows if pays(row, "quarter")],
        {
            "bonus_base": lambda row: after(row).bonus_base,
            "carry": lambda row: after(row).carry,
            "open_shortfall": lambda row: sum(
                (entry.missing for entry in after(row).open_list), Fraction(0)
            ),
        },
    )
    return amounts, measures


def fill(
    open_list: Sequence[Shortfall], free: Fraction
) -> tuple[Fraction, Fraction, tuple[Shortfall, ...]]:
    """Spend what is free on the oldest shortfalls first: (still free, bases released, open)."""
    released = Fraction(0)
    still_open = []
    for entry in open_list:
        spent = min(free, entry.missing)
        free -= spent
        if spent == entry.missing:
            released += entry.base
        else:
            still_open.append(Shortfall(entry.base, entry.missing - spent))
    return free, released, tuple(still_open)
