"""People and parameters of key-account-incentive."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from hypothesis import strategies as st

from tests.oracle.parameters import (
    Strategy,
    attainment_steps,
    decimals,
    monthly_amount,
    rate,
    table,
    weight,
)
from tests.oracle.people import NEAR, Cells, Draw, beside, cents, steady, written

BENEFITS = ("insurance", "meal", "none")

REPLACED: dict[str, Strategy] = {
    "base_amount": monthly_amount,
    "commission_rate": rate,
    "commission_threshold": decimals(0, 150000),
    "weight_scale": weight,
    "weight_frequency": weight,
    "weight_growth": weight,
    "scale_standard": st.integers(10, 5000).map(lambda n: n * 100),
    "frequency_standard": st.integers(1, 30),
    "factor_cap": decimals(0, 3),
    "bonus_standard": decimals(0, 10000),
    "index_gate": weight,
    "award_months": attainment_steps,
    "benefit_amount": table(BENEFITS, decimals(0, 1000)),
}


def facts(draw: Draw, p: Any, employees: Sequence[str], rows: int) -> list[Cells]:
    """Sales at the threshold of commission and at attainments that count. Key-account sales mostly
    at the same share of their standard, of a year before and of the orders wanted, so that the
    index is that share where the weights add up to 1, and its gate is met exactly. What is beside
    it is so by enough for float64 to tell a mean of the index from the gate.
    """
    quotas = ("150000.00", "120000", "33333.50", "0", "-100")
    attained = sorted({start for start, _ in p["award_months"]} | {Fraction(0), Fraction(1)})
    shares = sorted({p["index_gate"], p["factor_cap"], Fraction(0), Fraction(1), Fraction(2, 5)})
    other = draw(cents(-20000, 400000))
    cells = []
    for quota, share, benefit in zip(
        steady(draw, quotas, rows),
        steady(draw, [written(share, 4) for share in shares], rows),
        steady(draw, BENEFITS, rows),
        strict=True,
    ):
        on_target = max(Fraction(quota), Fraction(0)) * draw(st.sampled_from(attained))
        threshold = draw(st.sampled_from(beside((p["commission_threshold"],))))
        sales = draw(st.sampled_from((on_target, on_target, on_target, threshold, other)))
        account = Fraction(share) * p["scale_standard"] + draw(st.sampled_from((0, 0, -20, 20)))
        orders = Fraction(share) * p["frequency_standard"]
        last_year = (
            p["scale_standard"],
            p["scale_standard"],
            Fraction(0),
            -5,
            account / 2,
            account,
        )
        cells.append(
            {
                "sales": written(sales + draw(st.sampled_from(NEAR))),
                "quota": quota,
                "key_account_sales": written(draw(st.sampled_from((account, account, other)))),
                "key_account_orders": written(orders, draw(st.sampled_from((0, 4)))),
                "key_account_sales_last_year": written(draw(st.sampled_from(last_year))),
                "benefit_choice": benefit,
            }
        )
    return cells
