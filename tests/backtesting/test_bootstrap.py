"""Ranges over draws of people: exact sums, whole groups, and what theory says of them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from engine import Refused, evaluate
from engine.backtesting import BackTest, back_test, bootstrap, tied_people
from tests.backtesting.test_plans_on_year import COLUMNS, POLICY, RATE, facts_of, rates
from tests.small_plan import small_plan

TEAMS: dict[str, Any] = {
    **COLUMNS,
    "team": {"kind": "group"},
    "manager_id": {"kind": "person"},
}
TEAM_SHEET = """employee_id,month,sales,grade,team,manager_id
ann,2026-01,1000,senior,red,
bob,2026-01,200,junior,red,ann
cas,2026-01,300,junior,blue,ann
dan,2026-01,400,junior,blue,
eve,2026-01,500,junior,green,
eve,2026-02,500,junior,yellow,
fay,2026-02,100,junior,yellow,
"""


def test_draws_of_two_people_are_what_they_may_be(tmp_path: Path) -> None:
    sheet = "employee_id,month,sales,grade\nann,2026-01,100.10,junior\nbob,2026-01,300,senior\n"
    plans = rates(0.1, 0.3)
    tested = back_test(plans, facts_of(tmp_path, plans[0], sheet), policy=POLICY)
    found = bootstrap(tested, 2000, seed=3)
    # Twice Ann 20.02 (a quarter of draws), one each 40.01 (half), twice Bob 60.
    one = found.total[0]
    assert (one.found, one.low, one.middle, one.high) == (40.01, 20.02, 40.01, 60)
    assert (found.per_head[0].low, found.per_head[0].high) == (10.01, 30)
    # The same people are drawn for both: the difference is twice the first plan's cost.
    assert found.difference[0].low == pytest.approx(2 * 20.02)
    assert found.units == 2 and not found.whole_groups
    assert "only 2" in " ".join(text["en"] for text in found.told)


def test_the_ends_of_ten_draws_are_the_smallest_and_the_ninth(tmp_path: Path) -> None:
    sheet = "employee_id,month,sales,grade\n"
    sheet += "".join(f"p{i},2026-01,{10**i},junior\n" for i in range(1, 6))
    plan = rates(0.1)[0]
    tested = back_test([plan], facts_of(tmp_path, plan, sheet), policy=POLICY)
    found = bootstrap(tested, 10, seed=3).total[0]
    totals = [bootstrap(tested, draws, seed=3).total[0].low for draws in range(1, 11)]
    assert found.low == min(totals) < found.middle < found.high  # lows of fewer only fall


def test_the_spread_of_draws_is_that_of_the_mean(tmp_path: Path) -> None:
    rng = np.random.default_rng(5)
    sales = rng.integers(0, 10_000, 400)
    rows = [f"p{i:03d},2026-01,{amount},junior" for i, amount in enumerate(sales)]
    plan = rates(0.1)[0]
    facts = facts_of(tmp_path, plan, "employee_id,month,sales,grade\n" + "\n".join(rows))
    found = bootstrap(back_test([plan], facts, policy=POLICY), 4000, seed=1).total[0]
    pay = 0.1 * sales
    # By the central limit theorem: the sum of 400 draws has the deviation of one times 20, and the
    # middle 80 % of it lie within 1.2816 deviations. 4000 draws find the ends to a few per cent.
    deviation = 20 * pay.std()
    assert found.middle == pytest.approx(pay.sum(), abs=4 * deviation / np.sqrt(4000))
    assert found.high - found.low == pytest.approx(2 * 1.2816 * deviation, rel=0.06)


def test_a_seed_says_who_is_drawn(tmp_path: Path) -> None:
    plans = rates(0.1, 0.2)
    tested = back_test(plans, facts_of(tmp_path, plans[0]), policy=POLICY)
    assert bootstrap(tested, 50, seed=1) == bootstrap(tested, 50, seed=1)
    assert bootstrap(tested, 50, seed=1).total != bootstrap(tested, 50, seed=2).total
    # Another plan beside it does not change who is drawn.
    alone = back_test(plans[:1], tested.facts, policy=POLICY)
    assert bootstrap(alone, 50, seed=1).total[0] == bootstrap(tested, 50, seed=1).total[0]


@pytest.mark.parametrize(
    ("formula", "units"),
    [
        ("rate * sales", [0, 1, 2, 3, 4, 5]),
        # Eve was green, then yellow with Fay.
        ("rate * total(sales, by=team)", [0, 0, 1, 1, 2, 2]),
        ("split(1000 * rate, sales, by=team)", [0, 0, 1, 1, 2, 2]),
        # Bob and Cas report to Ann.
        ("rate * reports_total(sales, by=manager_id)", [0, 0, 0, 1, 2, 3]),
        ("rate * rank(sales)", [0, 0, 0, 0, 0, 0]),
    ],
)
def test_people_whose_pay_hangs_together_are_one(
    tmp_path: Path, formula: str, units: list[int]
) -> None:
    plan = small_plan({"bonus": formula}, RATE, TEAMS)
    facts = facts_of(tmp_path, plan, TEAM_SHEET)
    assert tied_people([plan], facts).tolist() == units


def test_ties_add_up_over_plans_and_count_in_pay_alone(tmp_path: Path) -> None:
    by_team = small_plan({"bonus": "rate * total(sales, by=team)"}, RATE, TEAMS)
    by_manager = small_plan({"bonus": "reports_total(sales, by=manager_id)"}, {}, TEAMS)
    facts = facts_of(tmp_path, by_team, TEAM_SHEET)
    assert tied_people([by_team, by_manager], facts).tolist() == [0, 0, 0, 0, 1, 1]
    told = small_plan({"place": {"measure": "rank(sales)"}, "bonus": "rate * sales"}, RATE, TEAMS)
    assert tied_people([told], facts).tolist() == [0, 1, 2, 3, 4, 5]


def test_lines_of_a_quarter_tie_people_too(tmp_path: Path) -> None:
    lines = {"bonus": {"pay": "rate * quarter_total(sales, by=team)", "every": "quarter"}}
    plan = small_plan(lines, RATE, TEAMS)
    assert tied_people([plan], facts_of(tmp_path, plan, TEAM_SHEET)).tolist() == [0, 0, 1, 1, 2, 2]


def test_whole_groups_are_drawn_where_a_plan_ties_people(tmp_path: Path) -> None:
    plan = small_plan({"bonus": "rate * total(sales, by=team)"}, RATE, TEAMS)
    tested = back_test([plan], facts_of(tmp_path, plan, TEAM_SHEET), policy=POLICY)
    found = bootstrap(tested, 500, seed=1)
    assert found.whole_groups and found.units == 3
    # Red: 2 × 120; blue: 2 × 70; green and yellow: 50 + 2 × (0.1 × 600). Every draw is three of
    # these groups as a whole.
    red, blue, green = 240, 140, 50 + 2 * 60
    assert found.total[0].found == red + blue + green
    sums = {
        a + b + c
        for a in (red, blue, green)
        for b in (red, blue, green)
        for c in (red, blue, green)
    }
    assert {found.total[0].low, found.total[0].middle, found.total[0].high} <= sums


def test_people_drawn_in_whole_groups_are_paid_as_in_the_year(tmp_path: Path) -> None:
    lines = {"bonus": "rate * total(sales, by=team) + 100 * rank(sales, by=team)"}
    plan = small_plan(lines, RATE, TEAMS)
    facts = facts_of(tmp_path, plan, TEAM_SHEET)
    place = tied_people([plan], facts)
    pay = np.bincount(place, evaluate(plan, facts).pay_by_person)
    header, *rows = TEAM_SHEET.splitlines()
    unit = dict(zip(facts.employees, place.tolist(), strict=True))
    # A draw: the first group twice, the last once, as companies of their own that are paid anew.
    drawn = []
    for copy, group in enumerate((0, 0, 2)):
        for row in rows:
            name, month, sales, grade, team, _ = row.split(",")
            if unit[name] == group:
                drawn.append(f"{name}{copy},{month},{sales},{grade},{team}{copy},")
    again = evaluate(plan, facts_of(tmp_path, plan, "\n".join([header, *drawn])))
    assert again.total == pytest.approx(2 * pay[0] + pay[2], abs=1e-9)


def test_nothing_is_told_where_all_pay_hangs_together(tmp_path: Path) -> None:
    plan = small_plan({"bonus": "100 * rank(sales)"}, {}, TEAMS)
    found = bootstrap(back_test([plan], facts_of(tmp_path, plan, TEAM_SHEET), policy=POLICY), 10)
    assert found.total == () and "everybody else" in found.told[0]["en"]


@pytest.mark.parametrize("draws", [0, 100_001])
def test_so_many_draws_are_refused(tmp_path: Path, draws: int) -> None:
    plans = rates(0.1)
    tested: BackTest = back_test(plans, facts_of(tmp_path, plans[0]), policy=POLICY)
    with pytest.raises(Refused):
        bootstrap(tested, draws)
