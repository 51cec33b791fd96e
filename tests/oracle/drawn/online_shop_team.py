"""People and parameters of online-shop-team."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from hypothesis import strategies as st

from tests.oracle.parameters import Strategy, decimals, monthly_amount, table
from tests.oracle.people import Cells, Draw, beside, steady, written

TENURE = True

POSTS = ("presale", "aftersale", "supervisor", "assistant")

REPLACED: dict[str, Strategy] = {
    "base_by_post": table(POSTS, monthly_amount),
    "learner_rate": decimals(0, 1000),
    "learner_months": st.integers(0, 14),
    "housing_amount": decimals(0, 1000),
    "seniority_rate": decimals(0, 300),
    "service_prize": decimals(0, 300),
    "csat_goal": decimals(0, 1, places=3),
    "orders_prize": decimals(0, 300),
    "progress_prize": decimals(0, 300),
    "streak_prize": decimals(0, 600),
    "refund_limit": decimals(0, 0.2, places=3),
    "streak_months": st.integers(1, 5),
    "birthday_amount": decimals(0, 300),
    "office_prize": st.one_of(decimals(0, 0.1), decimals(0, 1000)),
}


def facts(draw: Draw, p: Any, employees: Sequence[str], rows: int) -> list[Cells]:
    unit = Fraction(1, 10000)
    csat = [written(x, 4) for x in beside((p["csat_goal"], 1), unit)]
    refunds = [written(x, 4) for x in beside((p["refund_limit"],), unit)]
    often_low = [written(p["refund_limit"] - unit, 4)] * 4 + refunds
    # Few different orders and scores, so that people and rooms tie.
    orders = draw(st.sampled_from((("0", "10", "20"), ("5", "5", "6", "12.5"), ("-3", "0", "1"))))
    scores = draw(st.sampled_from((("90",), ("90", "90", "60"), ("0", "0", "-1"), ("80", "80.1"))))
    birth_month = str(draw(st.integers(1, 12)))
    cells = []
    for post, room, experienced in zip(
        steady(draw, POSTS, rows),
        steady(draw, ("A", "A", "a", "01", "客服部"), rows),
        steady(draw, ("0", "0", "1"), rows),
        strict=True,
    ):
        cells.append(
            {
                "post": post,
                "experienced": experienced,
                "csat": draw(st.sampled_from(csat)),
                "orders": draw(st.sampled_from(orders)),
                "refund_rate": draw(st.sampled_from(often_low)),
                "birth_month": birth_month,
                "room": room,
                "office_score": draw(st.sampled_from(scores)),
            }
        )
    return cells
