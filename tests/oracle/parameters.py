"""Hypothesis strategies for parameter overrides of each plan, in the catalogue's JSON shapes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from hypothesis import strategies as st

from tests.oracle.service_centre_pool import DEFAULTS as SERVICE_CENTRE_POOL

Overrides = dict[str, Any]
Strategy = st.SearchStrategy[Any]


def parameters(plan_id: str) -> st.SearchStrategy[Overrides]:
    """Some of the plan's parameters replaced by valid random values, the others left out."""
    return st.fixed_dictionaries({}, optional=REPLACED[plan_id])


def decimals(low: float, high: float, places: int = 2) -> Strategy:
    """JSON numbers with at most so many decimals."""
    unit = 10**places
    units = st.integers(round(low * unit), round(high * unit))
    return units.map(lambda n: n // unit if n % unit == 0 else n / unit)


def table(keys: Iterable[str], values: Strategy) -> Strategy:
    return st.fixed_dictionaries({key: values for key in keys})


def steps(breakpoints: Strategy, values: Strategy) -> Strategy:
    ascending = st.lists(breakpoints, min_size=1, max_size=4, unique=True).map(sorted)
    return ascending.flatmap(
        lambda starts: st.tuples(*(st.tuples(st.just(start), values) for start in starts))
    ).map(lambda pairs: [list(pair) for pair in pairs])


weight = decimals(0, 1)
rate = decimals(0, 0.2, places=3)
attainment_steps = steps(decimals(0, 2), weight)
deduction_steps = steps(st.integers(0, 80), decimals(0, 2))
monthly_amount = decimals(0, 10000)

REPLACED: dict[str, dict[str, Strategy]] = {
    "service-seller": {
        "base_by_grade": table(("junior", "intermediate", "senior", "principal"), monthly_amount),
        "weight_sales": weight,
        "weight_csat": weight,
        "weight_complaints": weight,
        "weight_team": weight,
        "csat_target": decimals(0.01, 1),
        "complaint_target": decimals(0.001, 0.1, places=3),
        "factor_cap": decimals(0, 3),
        "monthly_steps": attainment_steps,
        "quarterly_steps": attainment_steps,
        "annual_steps": attainment_steps,
    },
    "points-pay": {
        "base_amount": monthly_amount,
        "points_conversation": decimals(0, 5, places=1),
        "points_vip": decimals(0, 5, places=1),
        "points_call": decimals(0, 5, places=1),
        "points_ticket": decimals(0, 5, places=1),
        "points_wrong_ticket": decimals(0, 20, places=1),
        "points_case": decimals(0, 200, places=0),
        "attendance_points": decimals(0, 1000, places=0),
        "late_limit": st.integers(0, 5),
        "grade_points": table(("junior", "intermediate", "senior"), decimals(0, 500, places=1)),
        "point_value": decimals(0, 2),
        "deduction_coefficients": table(("basic", "vip"), deduction_steps),
    },
    "department-pool": {
        "budget": st.one_of(decimals(0, 1), decimals(0, 500000)),
        "rating_weight": table(
            ("excellent", "good", "qualified", "unqualified"),
            st.one_of(st.just(0), decimals(0, 2)),
        ),
        "tenure_weight": decimals(0, 0.5),
        "tenure_years_cap": st.integers(0, 20),
    },
    "service-centre-pool": {
        "post_pay_amount": table(SERVICE_CENTRE_POOL["post_pay_amount"], monthly_amount),
        "post_allowance_amount": table(SERVICE_CENTRE_POOL["post_pay_amount"], decimals(0, 2000)),
        "review_standard_management": decimals(0, 3000),
        "review_standard_production": decimals(0, 3000),
        "calls_per_hour": decimals(1, 60, places=1),
        "inspections_per_hour": decimals(1, 20, places=1),
        "complaints_per_hour": decimals(1, 20, places=1),
        "pool_rates": steps(st.integers(0, 15000), weight),
        "pool_cap_calls": decimals(0, 20000, places=0),
        "shortfall_rate": weight,
        "pay_days": decimals(1, 31),
        "day_hours": decimals(1, 12, places=1),
        "overtime_multiplier": decimals(0, 3),
        "night_rate": decimals(0, 100),
    },
    "key-account-operations": {
        "guarantee_by_role": table(
            ("director", "director_assistant", "regional_manager", "key_account_manager"),
            monthly_amount,
        ),
        "performance_by_role": table(
            ("director", "director_assistant", "regional_manager", "key_account_manager"),
            monthly_amount,
        ),
        "monthly_standard": table(
            ("director", "director_assistant", "regional_manager", "key_account_manager"),
            decimals(1, 300000),
        ),
        # No higher: at 10 million one cent is less than the catalogue's relative 1e-9.
        "annual_target": decimals(1, 5000000, places=0),
        "annual_salary": decimals(0, 500000),
        "director_award": decimals(0, 100000),
        "excess_rate": rate,
        "recover_overpaid": st.booleans(),
        "commission_rate": rate,
        "accelerated_rate": rate,
        "commission_rate_account_manager": rate,
        "award_threshold": table(("director_assistant", "regional_manager"), decimals(1, 2000000)),
        "award_amount": table(("director_assistant", "regional_manager"), decimals(0, 100000)),
        "override_department": rate,
        "override_reports": rate,
    },
    "key-account-seller": {
        "fixed_amount": monthly_amount,
        "base_share": weight,
        "commission_rate": rate,
        "service_rate": rate,
        "miss_deduction": decimals(0, 3000),
        "no_carry_above": decimals(0, 600000),
        "fixed_share": weight,
        "kpi_share": weight,
        "floating_amount": monthly_amount,
        "newcomer_months": st.integers(0, 12),
    },
}
