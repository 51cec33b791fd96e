"""People and parameters of department-pool."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from hypothesis import strategies as st

from tests.oracle.parameters import Strategy, decimals, table
from tests.oracle.people import Cells, Draw, steady

TENURE = True

REPLACED: dict[str, Strategy] = {
    "budget": st.one_of(decimals(0, 1), decimals(0, 500000)),
    "rating_weight": table(
        ("excellent", "good", "qualified", "unqualified"),
        st.one_of(st.just(0), decimals(0, 2)),
    ),
    "tenure_weight": decimals(0, 0.5),
    "tenure_years_cap": st.integers(0, 20),
}


def facts(draw: Draw, p: Any, employees: Sequence[str], rows: int) -> list[Cells]:
    pays = ("5000.00", "6638.36", "0", "5000.005", "4999.994999", "-12.345")
    ratings = ("unqualified", "excellent", "good", "qualified")
    return [
        {"annual_rating": rating, "monthly_pay": amount}
        for rating, amount in zip(
            steady(draw, ratings, rows), steady(draw, pays, rows), strict=True
        )
    ]
