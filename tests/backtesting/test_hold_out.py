"""A figure tuned on some months and judged on the others, worked by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine import Facts, Plan, Refused, evaluate
from engine.backtesting import actual_pay, hold_out
from tests.backtesting.test_plans_on_year import COLUMNS, RATE, facts_of
from tests.small_plan import small_plan

SALES = [100, 100, 100, 200, 200, 200, 100, 100, 100, 400, 400, 400]


def year(folder: Path, plan: Plan, sales: list[int] | None = None) -> Facts:
    """One person; January on."""
    rows = [f"ann,2026-{i:02d},{amount},junior" for i, amount in enumerate(sales or SALES, start=1)]
    return facts_of(folder, plan, "employee_id,month,sales,grade\n" + "\n".join(rows))


def test_a_rate_is_tuned_on_the_months_so_far(tmp_path: Path) -> None:
    plan = small_plan({"bonus": "rate * sales"}, RATE, COLUMNS)
    found = hold_out(plan, year(tmp_path, plan), "rate", 20, "a_month")
    # Goal ¥20 a month. January to March: 100 a month, 20 %; April to June then cost 40, 100 % too
    # much. To June: 150 a month, 13 % (19.50, 2.5 % too little; 14 % would be 5 % too much); the
    # next quarter costs 13. To September: 133.33 a month, 15 % sharp; the last quarter costs 60.
    assert [fold.value for fold in found.folds] == [0.2, 0.13, 0.15]
    assert [fold.error_tuned for fold in found.folds] == pytest.approx([0, -0.025, 0], abs=1e-12)
    assert [fold.error_judged for fold in found.folds] == pytest.approx([1, -0.35, 2])
    assert [(f.tuned_on, f.judged_on) for f in found.folds] == [
        (range(3), range(3, 6)),
        (range(6), range(6, 9)),
        (range(9), range(9, 12)),
    ]
    assert found.usual_error == pytest.approx((1 + 0.35 + 2) / 3)
    assert found.worst_error == pytest.approx(2)
    # The whole year: 200 a month, 10 % sharp. That is what a back-test alone would show.
    assert found.whole_year.value == 0.1
    assert found.whole_year.error_judged == pytest.approx(0, abs=1e-12)
    assert "by 200.0\u00a0% at worst" in found.told[0]["en"]


def test_cost_may_be_held_against_heads_sales_or_a_baseline(tmp_path: Path) -> None:
    plan = small_plan({"bonus": "rate * sales"}, RATE, COLUMNS)
    facts = year(tmp_path, plan)
    # A share of sales is the same every month.
    of_sales = hold_out(plan, facts, "rate", 0.07, "of_sales")
    assert {fold.value for fold in of_sales.folds} == {0.07}
    assert of_sales.usual_error == pytest.approx(0, abs=1e-12)
    a_head = hold_out(plan, facts, "rate", 20, "a_head")
    assert [fold.value for fold in a_head.folds] == [0.2, 0.13, 0.15]
    # As much as a plan that pays 30 a month: 30 %, then to June 20 %.
    flat = evaluate(small_plan({"bonus": "30"}, {}, COLUMNS), facts)
    against = hold_out(plan, facts, "rate", 1, baseline=flat)
    assert [fold.value for fold in against.folds][:2] == [0.3, 0.2]
    # Without a baseline, against the plan as it stands.
    assert {fold.value for fold in hold_out(plan, facts, "rate", 1).folds} == {0.1}


def test_a_table_is_tuned_as_a_whole(tmp_path: Path) -> None:
    tiers = {
        "tiers_": {
            "tiers": [[0, 0.1], [150, 0.2]],
            "unit": "share",
            "of": {"en": "sales", "zh": "销售额"},
        }
    }
    plan = small_plan({"bonus": "tiers(tiers_, sales)"}, tiers, COLUMNS)
    found = hold_out(plan, year(tmp_path, plan), "tiers_", 1.2)
    assert {fold.said["en"] for fold in found.folds} == {"× 1.2"}
    assert found.folds[0].value == [[0, 0.12], [150, 0.24]]
    assert found.usual_error == pytest.approx(0, abs=1e-9)


@pytest.mark.parametrize("own", [0.1, 0.3])
def test_of_two_values_as_far_from_the_goal_the_nearer_to_the_own_is_taken(
    tmp_path: Path, own: float
) -> None:
    plan = small_plan({"bonus": "rate * sales"}, RATE, COLUMNS).with_values({"rate": own})
    # 10 % of 80 is half of 16, 30 % half as much again.
    facts = year(tmp_path, plan, [80] * 12)
    found = hold_out(plan, facts, "rate", 16, "a_month", values=[0.1, 0.3])
    assert {fold.value for fold in found.folds} == {own}


@pytest.mark.parametrize(("goal", "told"), [(20.08, False), (20.2, True)])
def test_the_last_value_is_told_where_the_goal_lies_half_a_per_cent_beyond(
    tmp_path: Path, goal: float, told: bool
) -> None:
    plan = small_plan({"bonus": "rate * sales"}, RATE, COLUMNS)
    facts = year(tmp_path, plan, [100] * 12)
    found = hold_out(plan, facts, "rate", goal, "a_month", values=[0.1, 0.2])
    assert {(fold.value, fold.at_the_end) for fold in found.folds} == {(0.2, told)}


def test_quarters_begin_in_their_own_months(tmp_path: Path) -> None:
    lines = {"bonus": {"pay": "rate * quarter_sum(sales)", "every": "quarter"}}
    plan = small_plan(lines, RATE, COLUMNS)
    rows = [f"ann,2026-{month:02d},100,junior" for month in range(2, 13)]
    facts = facts_of(tmp_path, plan, "employee_id,month,sales,grade\n" + "\n".join(rows))
    found = hold_out(plan, facts, "rate", 10, "a_month")
    # February and March are part of a quarter; from April on there are three whole ones.
    assert [(fold.tuned_on, fold.judged_on) for fold in found.folds] == [
        (range(2, 5), range(5, 8)),
        (range(2, 8), range(8, 11)),
    ]


def test_many_steps_are_looked_at_closely_where_it_matters(tmp_path: Path) -> None:
    fine = {"rate": {**RATE["rate"], "step": 0.0001}}
    plan = small_plan({"bonus": "rate * sales"}, fine, COLUMNS)
    found = hold_out(plan, year(tmp_path, plan), "rate", 0.3141, "of_sales")
    assert {fold.value for fold in found.folds} == {0.3141}


def test_quarters_are_never_cut(tmp_path: Path) -> None:
    lines = {"bonus": {"pay": "rate * quarter_sum(sales)", "every": "quarter"}}
    plan = small_plan(lines, RATE, COLUMNS)
    facts = year(tmp_path, plan, SALES[:11])
    found = hold_out(plan, facts, "rate", 0.1, "of_sales")
    # November has no whole quarter: three quarters, judged one by one.
    assert [(f.tuned_on, f.judged_on) for f in found.folds] == [
        (range(3), range(3, 6)),
        (range(6), range(6, 9)),
    ]
    assert {fold.value for fold in found.folds} == {0.1}
    yearly = small_plan(
        {"bonus": {"pay": "rate * year_sum(sales)", "every": "year"}}, RATE, COLUMNS
    )
    with pytest.raises(Refused, match="too rarely"):
        hold_out(yearly, year(tmp_path, yearly), "rate", 0.1, "of_sales")


def test_a_goal_beyond_all_values_is_told(tmp_path: Path) -> None:
    plan = small_plan({"bonus": "rate * sales"}, RATE, COLUMNS)
    found = hold_out(plan, year(tmp_path, plan), "rate", 1000, "a_month")
    assert found.whole_year.value == 1 and found.whole_year.at_the_end
    assert "beyond the values" in found.told[-1]["en"]


def test_what_cannot_be_tuned_is_refused(tmp_path: Path) -> None:
    parameters = {"rate": {"value": 0.1, "unit": "share"}, "on": {"value": True}}
    plan = small_plan({"bonus": "rate * sales if on else 0"}, parameters, COLUMNS)
    facts = year(tmp_path, plan)
    for name, key in (
        ("rates", "unknown_parameter"),
        ("rate", "tune_no_steps"),
        ("on", "tune_no_amount"),
    ):
        with pytest.raises(Refused) as refused:
            hold_out(plan, facts, name, 20, "a_month")
        assert refused.value.problems[0].key == key
    given = hold_out(plan, facts, "rate", 20, "a_month", values=[0.15, 0.2, 0.25])
    assert given.folds[0].value == 0.2
    idle = year(tmp_path, plan, [0, 0, 0, *SALES[3:]])
    with pytest.raises(Refused, match="nothing that the cost"):
        hold_out(plan, idle, "rate", 0.1, "of_sales", values=[0.1])


def test_lines_that_are_paid_too_rarely_are_left_out_and_told(tmp_path: Path) -> None:
    lines = {
        "bonus": "rate * sales",
        "premium": {"pay": "rate * year_sum(sales)", "every": "year"},
    }
    plan = small_plan(lines, RATE, COLUMNS)
    facts = year(tmp_path, plan)
    found = hold_out(plan, facts, "rate", 0.1, "of_sales")
    # The premium of December is no part of what is tuned or judged.
    assert {fold.value for fold in (*found.folds, found.whole_year)} == {0.1}
    assert found.usual_error == pytest.approx(0, abs=1e-12)
    assert "Left out of cost" in found.told[-1]["en"]
    paid = facts_of(
        tmp_path,
        plan,
        "employee_id,month,sales,grade,paid\n"
        + "\n".join(f"ann,2026-{i:02d},{x},junior,{x}" for i, x in enumerate(SALES, start=1)),
    )
    gross = actual_pay(evaluate(plan, paid), {"gross_pay": "paid"}).payouts
    with pytest.raises(Refused, match="holds lines"):
        hold_out(plan, paid, "rate", 1, baseline=gross)
    by_line = actual_pay(evaluate(plan, paid), {"bonus": "paid"}).payouts
    assert hold_out(plan, paid, "rate", 0.3, baseline=by_line).folds[0].value == 0.3
