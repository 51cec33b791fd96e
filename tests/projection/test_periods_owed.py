"""What is owed of quarterly and annual lines, and what leavers forfeit, worked by hand."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from engine import Facts, Payouts, evaluate
from engine.projection.changing_plans import FLAG, flagged, merged
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


def test_whoever_went_over_to_another_unit_forfeits_nothing(tmp_path: Path) -> None:
    payouts, _ = owed(tmp_path)
    assert payouts.facts.employees == ("ann", "bob", "cal", "dee")
    # Of those who are gone before April, Bob went over and Dee left: only her award of 1,200.
    found = owed_and_forfeited(payouts, np.array([False, True, False, False]))
    assert {k: v / 100 for k, v in found.forfeited.items()} == {"bonus": 0, "award": 1200}
    assert found.forfeiters == {"bonus": 0, "award": 1}
    # It makes no difference to what is owed to those who are there.
    assert (found.owed["bonus"] / 100).tolist() == [60, 180, 0, 400]


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


def changing(tmp_path: Path, later: dict[str, object], row: int) -> tuple[Payouts, Owed]:
    """Twelve months of two people who sell 1,000 each, and a plan that gives way in a row."""
    plan = small_plan(LINES, {}, COLUMNS)
    both = merged(plan, small_plan(later, {}, COLUMNS))
    facts = Facts(2026 * 12, ("ann", "bob"), np.ones((12, 2), bool), {"sales": SALES}, {})
    payouts = evaluate(both, flagged(facts, FLAG, row), amounts=periodic(both))
    return payouts, owed_and_forfeited(payouts, flags={FLAG: row})


SALES = np.full((12, 2), 1000.0)
BONUS_DOUBLED = {**LINES, "bonus": {"pay": "quarter_sum(sales) * 0.2", "every": "quarter"}}


def test_a_change_of_plan_counts_from_its_month_on(tmp_path: Path) -> None:
    """Each quarter pays 300 to each of two; from August on it is twice as much, so that the third
    quarter pays 1,200 in September. July, under the old plan, owes a third of 600; August two
    thirds of 1,200, of which 200 more than its own part are July's, told when the plan changed."""
    _, found = changing(tmp_path, BONUS_DOUBLED, 7)
    assert (found.owed["bonus"] / 100).tolist() == [
        *(200, 400, 0, 200, 400, 0),
        *(200, 800, 0, 400, 800, 0),
    ]
    # The award of 1,200 each is not changed, and owed evenly.
    assert (found.owed["award"] / 100).tolist() == [*range(200, 2400, 200), 0]


def test_a_line_that_ends_is_owed_until_the_change_and_one_that_begins_from_it_on(
    tmp_path: Path,
) -> None:
    """The award gives way in July to a premium of 600 for the year: half of 2,400 was owed by then
    and is let go; half of 1,200 comes up with the month of July itself."""
    later: dict[str, object] = {k: v for k, v in LINES.items() if k != "award"}
    later["premium"] = {"pay": "600", "every": "year"}
    payouts, found = changing(tmp_path, later, 6)
    assert (found.owed["award"] / 100).tolist() == [*range(200, 1400, 200), *[0] * 6]
    assert (found.owed["premium"] / 100).tolist() == [*[0] * 6, 700, 800, 900, 1000, 1100, 0]
    assert payouts.lines["award"].by_month.sum() == 0


@pytest.mark.parametrize("row", [0, 1, 2, 3, 7, 11, 12])
def test_what_is_earned_over_the_months_is_what_is_paid_whenever_the_plan_changes(
    tmp_path: Path, row: int
) -> None:
    payouts, found = changing(tmp_path, BONUS_DOUBLED, row)
    for name in ("bonus", "award"):
        paid_out = payouts.lines[name].by_month
        earned = np.diff(found.owed[name], prepend=0.0) + paid_out
        assert found.owed[name][-1] == 0 and earned.sum() == paid_out.sum() > 0
    # nothing is owed differently before the change, and nothing afterwards than had it always held
    never, always = (changing(tmp_path, BONUS_DOUBLED, at)[1].owed["bonus"] for at in (12, 0))
    assert found.owed["bonus"].tolist() == [*never[:row], *always[row:]]
