"""What is owed of quarterly and annual lines, and what leavers forfeit, worked by hand."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from engine import Payouts, evaluate
from engine.projection.periods_owed import Owed, last_rows, owed_and_forfeited, periodic
from tests.small_plan import paid, small_plan

COLUMNS = {"sales": {"kind": "money"}}
LINES = {
    "commission": "sales * 0.01",
    "bonus": {"pay": "quarter_sum(sales) * 0.1", "every": "quarter"},
    "award": {"pay": "1200 if year_sum(sales) >= 3000 else 0", "every": "year"},
}
SHEET = """
    employee_id,month,sales
    ann,2026-01,300
    ann,2026-02,600
    ann,2026-03,900
    ann,2026-04,1000
    bob,2026-01,100
    bob,2026-02,1000
    cal,2026-02,400
    cal,2026-03,800
    cal,2026-04,3000
    dee,2026-03,5000
"""
"""Bob leaves after February, Dee after March, which pays her quarterly bonus; Cal comes late."""


def owed(tmp_path: Path, lines: dict[str, object] = LINES) -> tuple[Payouts, Owed]:
    payouts = paid(small_plan(lines, {}, COLUMNS), SHEET, tmp_path)
    payouts = evaluate(payouts.plan, payouts.facts, amounts=periodic(payouts.plan))
    return payouts, owed_and_forfeited(payouts)


def test_months_of_a_period_earn_the_same_part_of_what_is_paid(tmp_path: Path) -> None:
    _, found = owed(tmp_path)
    # In March Ann is paid 180 for three months, Cal 120 for two, Dee 500 for one. At the end of
    # January a third of Ann's stands open, of February two thirds and half of Cal's.
    # In April, the last month, as if the quarter ended: Ann 100, Cal 300.
    assert (found.owed["bonus"] / 100).tolist() == [60, 180, 0, 400]


def test_what_the_last_months_owe_is_as_if_the_period_ended_with_them(tmp_path: Path) -> None:
    _, found = owed(tmp_path)
    # Cal sold 4,200 so far and would have the award of 1,200, Ann 2,800 and none. Cal served three
    # months: a third of it is owed after the first of them.
    assert (found.owed["award"] / 100).tolist() == [0, 400, 800, 1200]


def test_leavers_forfeit_what_they_would_have_been_paid(tmp_path: Path) -> None:
    _, found = owed(tmp_path)
    # Bob leaves a month before the quarter ends with 1,100 sold, below the gate of the award. Dee
    # was paid her bonus in March; of the award, whose gate she passed, she gets nothing.
    assert {k: v / 100 for k, v in found.forfeited.items()} == {"bonus": 110, "award": 1200}
    assert found.forfeiters == {"bonus": 1, "award": 1}


def test_a_rank_among_everybody_counts_who_is_there_when_it_is_paid(tmp_path: Path) -> None:
    lines = {
        "prize": {"pay": "100 if rank(quarter_sum(sales)) == 1 else 0", "every": "quarter"},
    }
    payouts, found = owed(tmp_path, lines)
    assert payouts.line_by_person("prize").tolist() == [0, 0, 0, 100]  # Dee's 5,000
    # Bob's 1,100 would not have been the most in March.
    assert found.forfeited == {"prize": 0.0} and found.forfeiters == {"prize": 0}


def test_a_deduction_that_is_escaped_is_nothing_forfeited(tmp_path: Path) -> None:
    lines = {"settlement": {"pay": "quarter_sum(sales) - 1000", "every": "quarter"}}
    _, found = owed(tmp_path, lines)
    assert (found.forfeited["settlement"], found.forfeiters["settlement"]) == (100 * 100, 1)
    lines = {"settlement": {"pay": "quarter_sum(sales) - 2000", "every": "quarter"}}
    _, found = owed(tmp_path, lines)  # Bob's 1,100 would have been a deduction of 900
    assert (found.forfeited["settlement"], found.forfeiters["settlement"]) == (0, 0)


def test_earned_owed_and_paid_come_out_even(tmp_path: Path) -> None:
    payouts, found = owed(tmp_path)
    for name in ("bonus", "award"):
        paid_out = payouts.lines[name].by_month
        earned = np.diff(found.owed[name], prepend=0.0) + paid_out
        assert (earned >= 0).all()
        assert earned.sum() == paid_out.sum() + found.owed[name][-1]


def test_the_last_month_of_each_person() -> None:
    present = np.array([[True, False, False], [True, True, False], [False, True, False]])
    assert last_rows(present).tolist() == [1, 2, -1]
