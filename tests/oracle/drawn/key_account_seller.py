"""People and parameters of key-account-seller."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from hypothesis import strategies as st

from tests.oracle.parameters import Strategy, decimals, monthly_amount, rate, weight
from tests.oracle.people import NEAR, Cells, Draw, cents, steady, written

TENURE = True

IMPLEMENTATION = ("0", "0", "0", "3149.26", "-16.25", "60000")

REPLACED: dict[str, Strategy] = {
    "fixed_amount": monthly_amount,
    "base_share": weight,
    "commission_rate": rate,
    "service_rate": rate,
    "implementation_rate": rate,
    "miss_deduction": decimals(0, 3000),
    "no_carry_above": decimals(0, 600000),
    "fixed_share": weight,
    "kpi_share": weight,
    "floating_amount": monthly_amount,
    "newcomer_months": st.integers(0, 12),
    "service_below_base": st.booleans(),
}


def facts(draw: Draw, p: Any, employees: Sequence[str], rows: int) -> list[Cells]:
    limit, base = p["no_carry_above"], p["base_share"]
    targets = ("200000.00", "107777", "400000", written(max(limit, Fraction(1))))
    once = (base, 1, base / 2, base * 5 / 4, base * 3 / 2, base * 2, 1 + base, Fraction(3, 2))
    thirds = (base / 3, Fraction(1, 3))
    # Mostly nothing, so that a quarter often comes to a single one of these shares of its target.
    shares = (0,) * 7 + once + thirds
    other = (limit, limit, limit - Fraction(1, 100), Fraction(-5000), draw(cents(0, 300000)))
    cells = []
    for target in steady(draw, targets, rows):
        of_target = Fraction(target) * draw(st.sampled_from(shares)) + draw(st.sampled_from(NEAR))
        collected = draw(st.sampled_from((of_target,) * 8 + other))
        # What implementation brings counts as well: the two together come to the share drawn.
        implementation = draw(st.sampled_from(IMPLEMENTATION))
        cells.append(
            {
                "collected": written(collected - Fraction(implementation)),
                "implementation_collected": implementation,
                "service_collected": draw(st.sampled_from(("0", "8694.78", "10000", "-16.25"))),
                "target": target,
                "kpi_factor": draw(st.sampled_from(("0", "1", "0.85", "0.9374"))),
            }
        )
    return cells
