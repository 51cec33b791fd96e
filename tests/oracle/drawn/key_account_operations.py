"""People and parameters of key-account-operations."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from hypothesis import strategies as st

from tests.oracle.parameters import Strategy, decimals, monthly_amount, rate, table
from tests.oracle.people import Cells, Draw, beside, cents, steady, written

REPLACED: dict[str, Strategy] = {
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
    "prorate_by_role": st.booleans(),
    "commission_rate": rate,
    "accelerated_rate": rate,
    "commission_rate_account_manager": rate,
    "award_threshold": table(("director_assistant", "regional_manager"), decimals(1, 2000000)),
    "award_amount": table(("director_assistant", "regional_manager"), decimals(0, 100000)),
    "override_department": rate,
    "override_reports": rate,
}


def facts(draw: Draw, p: Any, employees: Sequence[str], rows: int) -> list[Cells]:
    roles = (
        "director",
        "director_assistant",
        "regional_manager",
        "key_account_manager",
        "key_account_manager",
    )
    thresholds = (p["annual_target"], *p["award_threshold"].values())
    sold = [
        *beside(p["monthly_standard"].values()),
        *beside(thresholds),
        *(threshold / 12 for threshold in thresholds),
        *[Fraction(0)] * 8,
        Fraction(-18915),
        -p["annual_target"],
        draw(cents(0, 100000)),
        draw(cents(0, 100000)),
    ]
    return [
        {"role": role, "manager_id": manager, "sales": written(draw(st.sampled_from(sold)))}
        for role, manager in zip(
            steady(draw, roles, rows),
            steady(draw, ("", "not in the file", *employees), rows),
            strict=True,
        )
    ]
