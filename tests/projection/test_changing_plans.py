"""Plans that give way to others in a month, and base pay that is raised person by person."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from engine import Facts, Plan, evaluate, load_plan
from engine.facts import persona_facts
from engine.plan import catalogue
from engine.projection.changing_plans import (
    FLAG,
    RAISED,
    base_line,
    flagged,
    merged,
    raised_column,
    with_raises,
)
from engine.text import Refused
from tests.small_plan import paid, small_plan

COLUMNS = {"sales": {"kind": "money"}}
FLAT = {"rate": {"value": 100}}
SHEET = """
    employee_id,month,sales
    ann,2026-01,1000
    ann,2026-02,2000
    ann,2026-03,4000
    bob,2026-02,500
    bob,2026-03,700
"""


def amounts(plan: Plan, facts: Facts) -> dict[str, list[list[float]]]:
    payouts = evaluate(plan, facts)
    return {line.id: (payouts.amounts(line.id) / 100).tolist() for line in plan.pay_lines}


def moved(plan: Plan) -> Plan:
    """The plan with every plain figure lower by a tenth."""
    values = {
        name: round(p.json * 0.9, 6)
        for name, p in plan.parameters.items()
        if isinstance(p.json, float | int)
        and not isinstance(p.json, bool)
        # weights add up, and whole numbers of people or months stay whole
        and p.json * 0.9 >= (p.min or 0)
        and p.unit in ("CNY", "CNY/month", "share of base pay")
    }
    return plan.with_values(values) if values else plan


@pytest.mark.parametrize("name", catalogue())
def test_a_change_of_the_catalogue_at_the_start_is_the_later_plan_and_never_is_the_earlier(
    name: str,
) -> None:
    plan = load_plan(name)
    facts = persona_facts(plan)
    assert merged(plan, plan) is plan
    later = moved(plan)
    if later == plan:
        return
    both = merged(plan, later)
    assert amounts(both, flagged(facts, FLAG, 0)) == amounts(later, facts)
    assert amounts(both, flagged(facts, FLAG, facts.months)) == amounts(plan, facts)


def test_a_line_that_counts_as_another_kind_of_pay_from_a_month_on_is_two_lines(
    tmp_path: Path,
) -> None:
    earlier = small_plan({"meals": {"pay": "rate", "counts_as": "wage"}}, FLAT, COLUMNS)
    later = small_plan({"meals": {"pay": "rate", "counts_as": "welfare"}}, FLAT, COLUMNS)
    facts = paid(earlier, SHEET, tmp_path).facts
    both = merged(earlier, later)
    assert {line.id: line.counts_as for line in both.pay_lines} == {
        "meals": "wage",
        "meals_2": "welfare",
    }
    found = amounts(both, flagged(facts, FLAG, 1))
    assert found["meals"] == [[100, 0], [0, 0], [0, 0]]
    assert found["meals_2"] == [[0, 0], [100, 100], [100, 100]]


def test_a_bonus_on_the_base_pay_of_a_quarter_reads_each_month_as_it_was(tmp_path: Path) -> None:
    lines = {
        "base_pay": "base",
        "bonus": {"pay": "quarter_sum(base_pay) * rate", "every": "quarter"},
    }
    earlier = small_plan(lines, {"base": {"value": 1000}, "rate": {"value": 0.1}}, COLUMNS)
    later = earlier.with_values({"base": 1500, "rate": 0.2})
    facts = paid(earlier, SHEET, tmp_path).facts
    both = merged(earlier, later)
    found = amounts(both, flagged(facts, FLAG, 1))
    assert found["base_pay"] == [[1000, 0], [1500, 1500], [1500, 1500]]
    # Ann: 20 % of 1,000 + 1,500 + 1,500. Bob, who comes in February: 20 % of 3,000.
    assert found["bonus"][2] == [800, 600]
    # Two months of the earlier rate would be 400 + 200; a change in April leaves March alone.
    assert amounts(both, flagged(facts, FLAG, 3))["bonus"][2] == [300, 200]


def test_lines_that_only_one_plan_has_are_paid_while_it_is_in_force(tmp_path: Path) -> None:
    earlier = small_plan({"commission": "sales * 0.1", "gift": "50"}, {}, COLUMNS)
    later = small_plan(
        {"commission": {"pay": "quarter_sum(sales) * 0.1", "every": "quarter"}, "meal": "20"},
        {},
        COLUMNS,
    )
    facts = paid(earlier, SHEET, tmp_path).facts
    found = amounts(merged(earlier, later), flagged(facts, FLAG, 2))
    assert found["gift"] == [[50, 0], [50, 50], [0, 0]]
    assert found["meal"] == [[0, 0], [0, 0], [20, 20]]
    # The monthly commission stops; the quarterly one of the same name counts the whole quarter.
    assert found["commission"] == [[100, 0], [200, 50], [0, 0]]
    assert found["commission_2"] == [[0, 0], [0, 0], [700, 120]]


def test_a_column_that_means_something_else_is_refused() -> None:
    earlier = small_plan({"pay": "sales"}, {}, COLUMNS)
    later = small_plan({"pay": "sales"}, {}, {"sales": {"kind": "count"}})
    with pytest.raises(Refused) as caught:
        merged(earlier, later)
    assert [(p.key, p.column) for p in caught.value.problems] == [("change_column", "sales")]


def test_raises_multiply_base_pay_and_all_that_reads_it(tmp_path: Path) -> None:
    plan = small_plan(
        {
            "base_pay": "1000 + 0",
            "bonus": {"pay": "quarter_sum(base_pay) * 0.1", "every": "quarter"},
        },
        {},
        COLUMNS,
    )
    facts = paid(plan, SHEET, tmp_path).facts
    raised = with_raises(plan, base_line(plan))
    index = np.array([[1, 0], [1.05, 1], [1.05, 1.1]])
    found = amounts(raised, facts.with_numbers(RAISED, index))
    assert found["base_pay"] == [[1000, 0], [1050, 1000], [1050, 1100]]
    assert found["bonus"][2] == [310, 210]


def test_base_pay_that_is_a_column_is_raised_there(tmp_path: Path) -> None:
    plan = load_plan("job-bands")
    assert raised_column(plan, base_line(plan)) == "current_pay"
    assert with_raises(plan, base_line(plan)) is plan
    assert raised_column(load_plan("service-seller"), "base_pay") == ""
    assert base_line(load_plan("goal-award")) == ""
    assert base_line(load_plan("service-seller"), "monthly_bonus") == "monthly_bonus"
