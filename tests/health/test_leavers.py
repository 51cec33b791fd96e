"""Who left before a line fell due, where the file does not begin with the period."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine import Plan, check, load_plan, read_facts
from engine.calendar import Every
from engine.evaluation import Memory
from engine.health.leavers import forfeited, left_early
from engine.progress import no_progress
from tests.small_plan import small_plan

BONUS = {"bonus": {"pay": "0.1 * quarter_sum(sales)", "every": "quarter"}}


@pytest.fixture(scope="module")
def plan() -> Plan:
    return small_plan(BONUS, facts={"sales": {"kind": "money"}})


@pytest.mark.parametrize(
    ("rows", "left", "yuan"),
    [
        # March alone, and March with the quarter that follows: nobody is seen to leave in it
        (["A,2026-03,100", "B,2026-03,100"], [False, False], [0, 0]),
        (["A,2026-03,100", "A,2026-04,70", "B,2026-06,50"], [True, False], [7, 0]),
        (["A,2026-02,100", "B,2026-03,50"], [True, False], [10, 0]),
    ],
)
def test_a_file_may_begin_with_a_paying_month(
    plan: Plan, tmp_path: Path, rows: list[str], left: list[bool], yuan: list[float]
) -> None:
    file = tmp_path / "facts.csv"
    file.write_text("\n".join(["employee_id,month,sales", *rows]), encoding="utf-8")
    facts = read_facts(file, plan)
    assert left_early(facts, Every.QUARTER, Memory()).tolist() == left
    assert forfeited(plan, facts, "bonus", Memory(), no_progress).tolist() == yuan


def test_who_is_settled_in_their_last_month_forfeits_nothing(tmp_path: Path) -> None:
    file = tmp_path / "facts.csv"
    file.write_text("employee_id,month,sales\nA,2026-01,100\nB,2026-03,50", encoding="utf-8")
    settled = small_plan(
        {"bonus": {**BONUS["bonus"], "leavers": "settled"}}, facts={"sales": {"kind": "money"}}
    )
    (finding,) = (
        f
        for f in check(settled, read_facts(file, settled)).findings
        if f.check == "forfeited_on_leaving"
    )
    assert finding.value is None and "is paid it in their last month" in finding.sentence["en"]


def test_what_leavers_lose_names_the_gate_above_which_they_had_earned_it(tmp_path: Path) -> None:
    file = tmp_path / "facts.csv"
    heads = "employee_id,month,grade,sales,quota,csat,complaint_rate,team_score"
    rows = [f"A,2026-0{month},junior,100,100,0.9,0.01,80" for month in (1, 2)]
    rows += [f"B,2026-0{month},junior,100,100,0.9,0.01,80" for month in (1, 2, 3)]
    file.write_text("\n".join([heads, *rows]), encoding="utf-8")
    plan = load_plan("service-seller")
    health = check(plan, read_facts(file, plan))
    (finding,) = (f for f in health.findings if f.check == "forfeited_on_leaving")
    told = [case.sentence["en"] for case in finding.cases]
    assert any(
        "Quarterly bonus, earned from" in text and "80 %" in text.replace("\u00a0", " ")
        for text in told
    )
