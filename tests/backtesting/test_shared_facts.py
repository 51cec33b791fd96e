"""One file for several plans, years shifted step by step, and shifts asked for in words."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine import Refused, evaluate, read_facts
from engine.backtesting import (
    AskedShift,
    asked_share,
    asked_shift,
    attainment_course,
    back_test,
    shared_facts,
)
from tests.backtesting.test_plans_on_year import COLUMNS, POLICY, RATE, facts_of
from tests.small_plan import small_plan

CSAT = {"en": "Satisfaction", "zh": "满意度"}
SHEET = """employee_id,month,sales,grade,orders,team,paid
ann,2026-01,100,junior,3,a,5
bob,2026-01,50,senior,2,b,
"""


def test_a_file_is_read_for_all_plans_together(tmp_path: Path) -> None:
    by_sales = small_plan({"bonus": "rate * sales"}, RATE, COLUMNS)
    by_orders = small_plan(
        {"bonus": "10 * orders"}, {}, {"orders": {"kind": "count"}, "team": {"kind": "group"}}
    )
    file = tmp_path / "facts.csv"
    file.write_text(SHEET, encoding="utf-8")
    plans = [by_sales, by_orders]
    facts = shared_facts([(plan, read_facts(file, plan)) for plan in plans])
    assert [evaluate(plan, facts).total for plan in plans] == [15, 50]
    assert set(facts.further) == {"paid"} and set(facts.numbers) == {"sales", "orders"}
    assert [one.payouts.total for one in back_test(plans, facts, policy=POLICY).each] == [15, 50]


def test_attainment_moves_what_drives_each_plan(tmp_path: Path) -> None:
    by_sales = small_plan({"bonus": "rate * sales"}, RATE, COLUMNS)
    others = {"orders": {"kind": "count"}, "csat": {"kind": "share", "label": CSAT}}
    by_orders = small_plan({"bonus": "10 * orders * csat"}, {}, others)
    file = tmp_path / "facts.csv"
    file.write_text(
        "employee_id,month,sales,grade,orders,csat\n"
        "ann,2026-01,100,junior,3,0.5\nbob,2026-01,50,senior,2,1\n",
        encoding="utf-8",
    )
    plans = [by_sales, by_orders]
    facts = shared_facts([(plan, read_facts(file, plan)) for plan in plans])
    tested = back_test(plans, facts, policy=POLICY)
    (more,) = attainment_course(tested, (0.2,))
    # 3 and 2 orders become 4 and 2, six in all; satisfaction stays as it was, and that is told.
    assert more.totals == (18, 40)
    stay = [one.values["labels"]["en"] for one in more.year.changes if "stay" in one.key]
    assert stay == ["Satisfaction"]


def test_a_column_that_plans_read_apart_is_refused(tmp_path: Path) -> None:
    one = small_plan({"bonus": "rate * sales"}, RATE, COLUMNS)
    grades = {**COLUMNS, "grade": {"kind": "category", "values": ["senior", "junior"]}}
    other = small_plan({"bonus": "rate * sales"}, RATE, grades)
    file = tmp_path / "facts.csv"
    file.write_text(SHEET, encoding="utf-8")
    with pytest.raises(Refused) as refused:
        shared_facts([(plan, read_facts(file, plan)) for plan in (one, other)])
    assert refused.value.problems[0].column == "grade"


def test_cost_follows_attainment_step_by_step(tmp_path: Path) -> None:
    flat = small_plan({"bonus": "rate * sales"}, RATE, COLUMNS)
    tiers = {"tiers_": {"tiers": [[0, 0.1], [1000, 0.2]], "unit": "share"}}
    steep = small_plan({"bonus": "tiers(tiers_, sales)"}, tiers, COLUMNS)
    tested = back_test([flat, steep], facts_of(tmp_path, flat), policy=POLICY)
    found = attainment_course(tested, (-0.2, 0, 0.2))
    # Sales of 3900, of which Ann has 1000 and 2000: what is above 1000 in a month pays twice.
    assert [cost.totals for cost in found] == [
        (312, 312 + 60),
        (390, 390 + 100),
        (468, 468 + 20 + 140),
    ]
    assert found[1].year.facts is tested.facts and found[0].year.changes


@pytest.mark.parametrize(
    ("items", "means"),
    [
        (["attainment=+10%"], AskedShift((0.1,))),
        (["attainment=-20%, -2.5%,0%", "attainment=+10%"], AskedShift((-0.2, -0.025, 0, 0.1))),
        (
            ["grade.senior=40%", "grade.junior=60%"],
            AskedShift((), {"grade": {"senior": 0.4, "junior": 0.6}}),
        ),
        ([], AskedShift()),
    ],
)
def test_a_shift_is_read(items: list[str], means: AskedShift) -> None:
    assert asked_shift(items) == means


@pytest.mark.parametrize(
    "item", ["attainment", "attainment=10", "sales=10%", "grade.a=1%,2%", "attainment=ten%", "=5%"]
)
def test_what_is_no_shift_is_refused(item: str) -> None:
    with pytest.raises(Refused) as refused:
        asked_shift([item])
    assert refused.value.problems[0].value == item


def test_a_share_has_its_sign_of_per_cent() -> None:
    assert asked_share("5 %") == 0.05
    with pytest.raises(Refused):
        asked_share("0.05")
