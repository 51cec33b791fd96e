"""The key figures of a payout, worked by hand: cost, pay a head, spread and cost of sales."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from engine.analysis import key_figures
from tests.analysis.companies import MONEY, compared, of_pay
from tests.small_plan import paid, small_plan

LEAVERS = (
    "employee_id,month,before,after\n"
    "ann,2026-01,1000,1000\n"
    "ann,2026-02,1000,1000\n"
    "ann,2026-03,4000,4000\n"
    "bob,2026-01,900,900\n"  # left after January
    "cho,2026-01,300,300\n"
    "cho,2026-03,500,500"  # without a row in February
)


def test_cost_is_a_calendar_month_and_pay_a_head_and_month_in_service(tmp_path: Path) -> None:
    found = key_figures(compared(tmp_path, LEAVERS).variant)
    # Ann 6000, Bob 900, Cho 800: 7700 over three calendar months, and over 3 + 1 + 2 rows.
    assert (found.total, found.a_month) == (7700, 7700 / 3)
    assert found.average == 7700 / 6
    # A month: Ann 2000, Bob 900, Cho 400.
    assert found.median == 900


def test_the_middle_80_percent_lie_between_low_and_high(tmp_path: Path) -> None:
    found = key_figures(of_pay(tmp_path, *range(11_000, 0, -1000)))
    # Eleven people, 1000 to 11000: a tenth of the ten steps between them is one step.
    assert (found.low, found.median, found.high) == (2000, 6000, 10_000)


def test_between_two_people_low_and_high_are_interpolated(tmp_path: Path) -> None:
    found = key_figures(of_pay(tmp_path, 100, 200, 300, 1100))
    # Three steps: 0.1 × 3 = 0.3 of the first, 1.5 is halfway, 2.7 is 0.7 of the last.
    assert found.low == pytest.approx(100 + 0.3 * 100)
    assert found.median == pytest.approx(200 + 0.5 * 100)
    assert found.high == pytest.approx(300 + 0.7 * 800)


def test_one_person_is_low_middle_and_high(tmp_path: Path) -> None:
    found = key_figures(of_pay(tmp_path, 5000))
    assert (found.low, found.median, found.high) == (5000, 5000, 5000)
    assert (found.total, found.a_month, found.average) == (5000, 5000, 5000)


def sold(tmp_path: Path, columns: dict[str, Any]) -> tuple[float, str, float | None]:
    """What is known of sales where Ann and Bob are paid 300 + 200 in all."""
    figures = {"pay": (300, 200), "collected": (4000, 1000), "sales": (6000, 4000)}
    names = ["pay", *columns]
    rows = [
        ",".join([who, "2026-01", *(str(figures[name][place]) for name in names)])
        for place, who in enumerate(("ann", "bob"))
    ]
    sheet = "\n".join([",".join(["employee_id", "month", *names]), *rows])
    plan = small_plan({"salary": "pay"}, {}, {"pay": MONEY, **columns})
    found = key_figures(paid(plan, sheet, tmp_path))
    return found.sold, found.sold_column, found.cost_of_sales


def test_cost_of_sales_is_pay_over_sales(tmp_path: Path) -> None:
    assert sold(tmp_path, {"collected": MONEY, "sales": MONEY}) == (10_000, "sales", 0.05)


def test_without_sales_what_was_collected_counts(tmp_path: Path) -> None:
    assert sold(tmp_path, {"collected": MONEY}) == (5000, "collected", 0.1)


def test_sales_that_are_no_amount_do_not_count(tmp_path: Path) -> None:
    columns = {"sales": {"kind": "count"}, "collected": MONEY}
    assert sold(tmp_path, columns) == (5000, "collected", 0.1)


def test_without_amounts_sold_there_is_no_cost_of_sales(tmp_path: Path) -> None:
    assert sold(tmp_path, {"sales": {"kind": "count"}}) == (0, "", None)


def test_where_more_came_back_than_was_sold_there_is_no_cost_of_sales(tmp_path: Path) -> None:
    plan = small_plan({"salary": "100"}, {}, {"sales": MONEY})
    for sheet_sales, share in ((1, 100.0), (0, None), (-5, None)):
        sheet = f"employee_id,month,sales\nann,2026-01,{sheet_sales}"
        assert key_figures(paid(plan, sheet, tmp_path)).cost_of_sales == share
