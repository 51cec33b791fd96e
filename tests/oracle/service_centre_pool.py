"""Catalogue 5, service-centre-pool: post pay of a call centre and a pool on the calls handled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from tests.oracle.arithmetic import exact, split, step
from tests.oracle.payslip import Amounts, Measures, Row, measured, number, pay_slips

ID = "service-centre-pool"

DEFAULTS: dict[str, Any] = {
    "post_pay_amount": {
        "director": 9000,
        "operations_supervisor": 6500,
        "quality_supervisor": 6000,
        "administrator": 4500,
        "trainer": 5000,
        "agent": 2800,
        "complaint_handler": 3000,
        "quality_inspector": 3200,
        "floor_lead": 3600,
        "shift_lead": 4000,
    },
    "post_allowance_amount": {
        "director": 1500,
        "operations_supervisor": 800,
        "quality_supervisor": 700,
        "administrator": 300,
        "trainer": 400,
        "agent": 0,
        "complaint_handler": 0,
        "quality_inspector": 0,
        "floor_lead": 0,
        "shift_lead": 0,
    },
    "review_standard_management": 1500,
    "review_standard_production": 800,
    "calls_per_hour": 30,
    "inspections_per_hour": 10,
    "complaints_per_hour": 6,
    "pool_rates": [[2000, 0.2], [5000, 0.3], [10000, 0.5]],
    "pool_cap_calls": 10000,
    "shortfall_rate": 0.2,
    "pool_per_group": False,
    "shortfall_cap": 0.2,
    "pay_days": 21.75,
    "day_hours": 8,
    "overtime_multiplier": 1.5,
    "night_rate": 30,
}

PRODUCTION = ("agent", "complaint_handler", "quality_inspector", "floor_lead", "shift_lead")


def pay(rows: Sequence[Row], parameters: Mapping[str, Any]) -> tuple[Amounts, Measures]:
    """Amounts and measures of all rows under the defaults with these parameters replaced."""
    p = exact({**DEFAULTS, **parameters})

    def produces(row: Row) -> bool:
        return row["post"] in PRODUCTION

    def everyone(row: Row) -> list[Row]:
        """All rows of the month."""
        return [other for other in rows if other["month"] == row["month"]]

    def skill_group(row: Row) -> list[Row]:
        """The rows of the month in the same skill group."""
        return [other for other in everyone(row) if other["skill_group"] == row["skill_group"]]

    def pooled(row: Row) -> list[Row]:
        """The rows that have one pool together."""
        return skill_group(row) if p["pool_per_group"] else everyone(row)

    def of_agents(column: str, row: Row) -> Fraction:
        agents = [other for other in pooled(row) if other["post"] == "agent"]
        return sum((number(agent, column) for agent in agents), Fraction(0))

    def baseline_calls(row: Row) -> Fraction:
        return Fraction(p["calls_per_hour"] * of_agents("hours", row))

    def counted_calls(row: Row) -> Fraction:
        return of_agents("calls", row)

    def pool(row: Row) -> Fraction:
        excess = counted_calls(row) - baseline_calls(row)
        if excess >= 0:
            return Fraction(min(excess, p["pool_cap_calls"]) * step(excess, p["pool_rates"]))
        if any(number(other, "shortfall_excused") == 1 for other in pooled(row)):
            return Fraction(0)
        return Fraction(excess * p["shortfall_rate"])

    def own(row: Row) -> Fraction:
        work = number(row, "calls") if row["post"] == "agent" else number(row, "hours")
        return max(Fraction(0), work * number(row, "review_score") / 100)

    def share_in_group(row: Row) -> Fraction:
        producers = [other for other in skill_group(row) if produces(other)]
        together = sum((own(other) for other in producers), Fraction(0))
        return own(row) / together if together else Fraction(1, len(producers))

    def pay_of_group(row: Row) -> Fraction:
        producers = [other for other in skill_group(row) if produces(other)]
        return sum((post_pay(other) for other in producers), Fraction(0))

    def bonus_weight(row: Row) -> Fraction:
        return own(row) if p["pool_per_group"] else pay_of_group(row) * share_in_group(row)

    def shortfall(row: Row) -> Fraction:
        if row["post"] != "agent":
            return Fraction(0)
        return max(Fraction(0), p["calls_per_hour"] * number(row, "hours") - number(row, "calls"))

    def post_pay(row: Row) -> Fraction:
        return Fraction(p["post_pay_amount"][row["post"]])

    def post_allowance(row: Row) -> Fraction:
        return Fraction(p["post_allowance_amount"][row["post"]])

    def review_pay(row: Row) -> Fraction:
        kind = "production" if produces(row) else "management"
        return Fraction(p[f"review_standard_{kind}"] * number(row, "review_score") / 100)

    def pool_share(row: Row) -> Fraction:
        if not produces(row):
            return Fraction(0)
        weight = bonus_weight if pool(row) >= 0 else shortfall
        weights = {r["employee_id"]: weight(r) for r in pooled(row) if produces(r)}
        share = split(pool(row), weights)[row["employee_id"]]
        if pool(row) >= 0:
            return share
        return max(share, -p["shortfall_cap"] * max(Fraction(0), post_pay(row) + review_pay(row)))

    def overtime_pay(row: Row) -> Fraction:
        if not produces(row):
            return Fraction(0)
        hourly = post_pay(row) / p["pay_days"] / p["day_hours"]
        return Fraction(number(row, "overtime_hours") * hourly * p["overtime_multiplier"])

    def night_allowance(row: Row) -> Fraction:
        if not produces(row):
            return Fraction(0)
        return Fraction(number(row, "night_shifts") * p["night_rate"])

    amounts = pay_slips(
        rows,
        {
            "post_pay": post_pay,
            "post_allowance": post_allowance,
            "review_pay": review_pay,
            "pool_share": pool_share,
            "overtime_pay": overtime_pay,
            "night_allowance": night_allowance,
        },
    )
    measures = measured(
        rows, {"baseline_calls": baseline_calls, "counted_calls": counted_calls, "pool": pool}
    )
    return amounts, measures
