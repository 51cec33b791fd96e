"""The difference of two companies with other people, split by hand into plan, people and
performance."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from engine import Refused, Scenario, read_facts
from engine.companies import CompanyFacts, CompanyPayouts, company_of, evaluate_company
from engine.comparison import split_difference
from engine.plan import Plan
from tests.small_plan import small_plan

COLUMNS: dict[str, dict[str, Any]] = {
    "sales": {"kind": "money"},
    "grade": {"kind": "category", "values": ["junior", "senior"]},
}
FIGURES: dict[str, Any] = {
    "rate": {"value": 0.1, "min": 0, "max": 1, "step": 0.01, "unit": "share"},
    "base": {"table": {"junior": 100, "senior": 200}, "by": "grade", "unit": "CNY/month"},
}


def plan_of(rate: float) -> Plan:
    plan = small_plan({"pay": "base[grade]", "bonus": "rate * sales"}, FIGURES, COLUMNS)
    return plan.with_values({"rate": rate})


def paid(folder: Path, plan: Plan, *rows: str) -> CompanyPayouts:
    file = folder / "facts.csv"
    file.write_text("\n".join(["employee_id,month,sales,grade", *rows]), encoding="utf-8")
    facts = CompanyFacts({plan.id: read_facts(file, plan)}, {})
    return evaluate_company(company_of(Scenario(plan)), facts)


def test_the_three_add_up_to_the_difference(tmp_path: Path) -> None:
    before = paid(
        tmp_path,
        plan_of(0.1),
        "a,2026-01,1000,junior",
        "b,2026-01,3000,junior",
        "c,2026-01,500,senior",
    )
    after = paid(
        tmp_path,
        plan_of(0.2),
        "a,2026-01,4000,junior",
        "d,2026-01,1000,senior",
        "e,2026-01,1000,senior",
    )
    found = split_difference(before, after)
    # Average pay (junior, senior) under the old plan for the old performance: 300 and 250, for the
    # new one 500 and 300; under the new plan 500 and 300, and 900 and 400. Two juniors and one
    # senior before, one and two after. V by plan, people, performance (0 old, 1 new):
    # 000: 850, 001: 1300, 010: 800, 011: 1100, 100: 1300, 101: 2200, 110: 1100, 111: 1700.
    assert (found.baseline, found.variant) == (850, 1700)
    # Plan: ⅓(1300−850) + ⅙(1100−800) + ⅙(2200−1300) + ⅓(1700−1100) = 150 + 50 + 150 + 200.
    # People: ⅓(800−850) + ⅙(1100−1300) + ⅙(1100−1300) + ⅓(1700−2200) = −250.
    # Performance: ⅓(1300−850) + ⅙(1100−800) + ⅙(2200−1300) + ⅓(1700−1100) = 550.
    assert (found.plan, found.people, found.performance) == (550, -250, 550)
    assert found.told == ()
    (unit,) = found.units
    assert (unit.columns, unit.cells) == (("grade",), 2)


def test_fen_that_cannot_be_shared_out_still_add_up(tmp_path: Path) -> None:
    before = paid(
        tmp_path,
        plan_of(0.1),
        "a,2026-01,10.1,junior",
        "b,2026-01,33.3,junior",
        "c,2026-01,1,junior",
    )
    after = paid(tmp_path, plan_of(0.13), "a,2026-01,77.7,junior", "b,2026-01,5,senior")
    found = split_difference(before, after)
    fen = [round(100 * x) for x in (found.plan, found.people, found.performance)]
    assert sum(fen) == round(100 * found.difference) == round(100 * (after.total - before.total))


def test_people_whom_only_one_side_has_are_told(tmp_path: Path) -> None:
    before = paid(tmp_path, plan_of(0.1), "a,2026-01,1000,junior")
    after = paid(tmp_path, plan_of(0.2), "a,2026-01,1000,junior", "b,2026-01,500,senior")
    found = split_difference(before, after)
    # Ann's rate adds 100. The senior gets 250 under the old plan and 300 under the new one; nothing
    # is known of how a senior did before, so there is nothing for performance.
    assert found.performance == 0
    assert (found.plan, found.people) == (125, 275)
    assert [text["en"] for text in found.told] == [
        "Label: 1 month in service is in groups that only the variant has; their performance is"
        " taken to be the same on the other side."
    ]


def test_with_the_same_people_all_is_due_to_the_plan(tmp_path: Path) -> None:
    rows = ("a,2026-01,1000,junior", "b,2026-02,2500,senior")
    found = split_difference(
        paid(tmp_path, plan_of(0.1), *rows), paid(tmp_path, plan_of(0.3), *rows)
    )
    assert (found.plan, found.people, found.performance) == (700, 0, 0)


def test_a_plan_that_reads_what_is_not_known_of_the_others_is_refused(tmp_path: Path) -> None:
    other = small_plan({"pay": "hours"}, {}, {"hours": {"kind": "number"}})
    file = tmp_path / "hours.csv"
    file.write_text("employee_id,month,hours\na,2026-01,5", encoding="utf-8")
    facts = CompanyFacts({other.id: read_facts(file, other)}, {})
    after = evaluate_company(company_of(Scenario(other)), facts)
    with pytest.raises(Refused, match="hours"):
        split_difference(paid(tmp_path, plan_of(0.1), "a,2026-01,1,junior"), after)
