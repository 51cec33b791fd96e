"""Catalogue 11, online-shop-team: pay by post and the small prizes of an online shop's service."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from tests.oracle.arithmetic import exact, rank, split
from tests.oracle.payslip import Amounts, Measures, Row, number, pay_slips
from tests.oracle.periods import full_years, pays, same_period, streaks, tenure_months

ID = "online-shop-team"

DEFAULTS: dict[str, Any] = {
    "base_by_post": {"presale": 3000, "aftersale": 3000, "supervisor": 4500, "assistant": 3600},
    "learner_rate": 200,
    "learner_months": 3,
    "housing_amount": 300,
    "seniority_rate": 100,
    "service_prize": 100,
    "csat_goal": 1.0,
    "orders_prize": 100,
    "progress_prize": 100,
    "streak_prize": 300,
    "refund_limit": 0.05,
    "streak_months": 3,
    "birthday_amount": 100,
    "office_prize": 300,
}


def pay(rows: Sequence[Row], parameters: Mapping[str, Any]) -> tuple[Amounts, Measures]:
    """Amounts of all rows under the defaults with these parameters replaced; no measures."""
    p = exact({**DEFAULTS, **parameters})
    nothing = Fraction(0)

    def of_month(row: Row) -> list[Row]:
        return [other for other in rows if other["month"] == row["month"]]

    def progress(row: Row) -> Fraction | None:
        """Orders above those of the employee's previous row; None where there is none."""
        earlier = [
            other
            for other in rows
            if other["employee_id"] == row["employee_id"] and other["month"] < row["month"]
        ]
        if not earlier:
            return None
        last = max(earlier, key=lambda other: other["month"])
        return number(row, "orders") - number(last, "orders")

    def few_refunds(row: Row) -> bool:
        return number(row, "refund_rate") < p["refund_limit"]

    employees = {row["employee_id"] for row in rows}
    complete = {who: streaks(rows, who, few_refunds, p["streak_months"]) for who in employees}

    def room_score(row: Row, room: str) -> Fraction:
        """The mean score over all rows of a room in the row's quarter."""
        scores = [
            number(other, "office_score")
            for other in rows
            if other["room"] == room and same_period(other, row, "quarter")
        ]
        return sum(scores, nothing) / len(scores)

    def base_pay(row: Row) -> Fraction:
        return Fraction(p["base_by_post"][row["post"]])

    def learner_pay(row: Row) -> Fraction:
        learns = number(row, "experienced") == 0 and tenure_months(row) < p["learner_months"]
        return Fraction(p["learner_rate"]) if learns else nothing

    def housing_allowance(row: Row) -> Fraction:
        return Fraction(p["housing_amount"])

    def seniority_pay(row: Row) -> Fraction:
        return Fraction(p["seniority_rate"] * full_years(row))

    def service_award(row: Row) -> Fraction:
        return Fraction(p["service_prize"]) if number(row, "csat") >= p["csat_goal"] else nothing

    def orders_award(row: Row) -> Fraction:
        orders = number(row, "orders")
        first = rank(orders, [number(other, "orders") for other in of_month(row)]) == 1
        return Fraction(p["orders_prize"]) if first and orders > 0 else nothing

    def progress_award(row: Row) -> Fraction:
        own = progress(row)
        if own is None or own <= 0:
            return nothing
        ranked = [x for other in of_month(row) if (x := progress(other)) is not None]
        return Fraction(p["progress_prize"]) if rank(own, ranked) == 1 else nothing

    def streak_award(row: Row) -> Fraction:
        won = row["month"] in complete[row["employee_id"]]
        return Fraction(p["streak_prize"]) if won else nothing

    def birthday_gift(row: Row) -> Fraction:
        month = int(row["month"].split("-")[1])
        return Fraction(p["birthday_amount"]) if number(row, "birth_month") == month else nothing

    def office_award(row: Row) -> Fraction:
        if not pays(row, "quarter"):
            return nothing
        there = of_month(row)
        scores = {room: room_score(row, room) for room in {other["room"] for other in there}}
        own = scores[row["room"]]
        if own <= 0 or rank(own, list(scores.values())) > 1:
            return nothing
        equal = {r["employee_id"]: Fraction(1) for r in there if r["room"] == row["room"]}
        return split(Fraction(p["office_prize"]), equal)[row["employee_id"]]

    amounts = pay_slips(
        rows,
        {
            "base_pay": base_pay,
            "learner_pay": learner_pay,
            "housing_allowance": housing_allowance,
            "seniority_pay": seniority_pay,
            "service_award": service_award,
            "orders_award": orders_award,
            "progress_award": progress_award,
            "streak_award": streak_award,
            "birthday_gift": birthday_gift,
            "office_award": office_award,
        },
    )
    return amounts, {}
