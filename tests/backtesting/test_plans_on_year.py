"""Plans on one year of a few people, worked by hand."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from engine import Facts, Plan, Refused, Scenario, load_policy, read_facts
from engine.analysis import month_spans
from engine.backtesting import back_test
from engine.scenario import FromFile, Personas
from tests.small_plan import small_plan

COLUMNS: dict[str, dict[str, Any]] = {
    "sales": {"kind": "money"},
    "grade": {"kind": "category", "values": ["junior", "senior"]},
}
RATE = {"rate": {"value": 0.1, "min": 0, "max": 1, "step": 0.01, "unit": "share"}}
POLICY = load_policy().with_values({"smallest_group": 2})
SHEET = """employee_id,month,sales,grade,paid
ann,2026-01,1000,senior,100
ann,2026-02,2000,senior,210.50
bob,2026-01,500,junior,50
cas,2026-02,300,junior,
dan,2026-01,0,junior,20
dan,2026-02,100,junior,10
"""


def facts_of(folder: Path, plan: Plan, sheet: str = SHEET) -> Facts:
    file = folder / "facts.csv"
    file.write_text(sheet, encoding="utf-8")
    return read_facts(file, plan)


def rates(*values: float) -> list[Plan]:
    plan = small_plan({"bonus": "rate * sales"}, RATE, COLUMNS)
    return [plan.with_values({"rate": value}) for value in values]


def test_the_cost_of_each_plan_is_told_by_month_line_and_head(tmp_path: Path) -> None:
    plans = rates(0.1, 0.2)
    found = back_test(plans, facts_of(tmp_path, plans[0]), policy=POLICY)
    # Sales: 1500 in January, 2400 in February; 6 person-months.
    assert [one.payouts.total for one in found.each] == [390, 780]
    assert found.each[1].payouts.cost_by_month.tolist() == [300, 480]
    assert found.by_line() == {"bonus": (390, 780)}
    assert [one.per_head for one in found.each] == [65, 130]
    assert found.comparisons[0].bands["gain_much"] == 4
    assert found.population["en"] == "4 people, 6 person-months, January 2026 to February 2026"


def test_what_was_paid_is_the_baseline_and_the_plan_fills_its_gaps(tmp_path: Path) -> None:
    plans = rates(0.1)
    found = back_test(plans, facts_of(tmp_path, plans[0]), {"gross_pay": "paid"}, policy=POLICY)
    # Paid: 310.50 to Ann, 50 to Bob, 30 to Dan; Cas has no figure, the plan pays 30.
    assert found.baseline.was_paid and found.unpaid == 1
    assert found.baseline.payouts.pay_by_person.tolist() == [310.5, 50, 30, 30]
    assert found.baseline.payouts.cost_by_month.tolist() == [170, 250.5]
    # The plan: 300, 50, 30, 10.
    assert found.comparisons[0].change_by_person.tolist() == [-10.5, 0, 0, -20]
    assert found.by_line() == {"bonus": (None, 390), "gross_pay": (420.5, None)}
    assert "1 of 6 person-months" in found.told[1]["en"]


def test_a_paid_line_stands_beside_the_lines_of_the_plan(tmp_path: Path) -> None:
    plan = small_plan({"base": "10", "bonus": "rate * sales"}, RATE, COLUMNS)
    facts = facts_of(tmp_path, plan)
    found = back_test([plan], facts, {"bonus": "paid"}, policy=POLICY)
    assert found.by_line() == {"base": (60, 60), "bonus": (420.5, 390)}
    single = POLICY.with_values({"smallest_group": 1})
    both = back_test([plan], facts, {"bonus": "paid", "gross_pay": "paid"}, policy=single)
    # Paid altogether as much as by the line alone: nothing is left, but for Cas, whom the plan
    # pays 10 beside the line.
    assert both.by_line()["gross_pay"] == (10, None)


def test_what_was_paid_must_be_there(tmp_path: Path) -> None:
    plans = rates(0.1)
    with pytest.raises(Refused) as refused:
        back_test(plans, facts_of(tmp_path, plans[0]), {"nothing": "paid", "gross_pay": "wages"})
    assert [problem.key for problem in refused.value.problems] == ["paid_of_line", "paid_no_column"]


def test_small_groups_are_told_together(tmp_path: Path) -> None:
    plans = rates(0.1, 0.2)
    facts = facts_of(tmp_path, plans[0])
    # Ann is the only senior, and the three juniors must not be told apart from her either.
    assert back_test(plans, facts, policy=POLICY).by_group("grade") == ()
    groups = back_test(plans, facts, policy=POLICY.with_values({"smallest_group": 1}))
    (junior, senior) = groups.by_group("grade")
    assert (junior.group, junior.people, junior.months, junior.cost) == ("junior", 3, 4, (90, 180))
    assert (senior.group, senior.people, senior.gain) == ("senior", 1, (1,))


def test_a_group_joins_the_small_one_that_could_be_told_from_the_total(tmp_path: Path) -> None:
    columns = {**COLUMNS, "team": {"kind": "group"}}
    plan = small_plan({"bonus": "rate * sales"}, RATE, columns)
    teams = ["a"] * 4 + ["b"] * 3 + ["c"] * 2 + ["d"]
    rows = [f"p{i:02d},2026-01,100,junior,{team}" for i, team in enumerate(teams)]
    facts = facts_of(tmp_path, plan, "employee_id,month,sales,grade,team\n" + "\n".join(rows))
    found = back_test([plan], facts, policy=POLICY).by_group("team")
    # D is one person; with the smallest of the others, C, they are three.
    assert [(g.group, g.people, g.cost) for g in found] == [
        ("a", 4, (40.0,)),
        ("b", 3, (30.0,)),
        ("", 3, (30.0,)),
    ]


@pytest.mark.parametrize(
    ("heads", "spans"),
    [
        ([3, 3, 3], [(0, 1), (1, 2), (2, 3)]),
        ([1, 3, 3], [(0, 2), (2, 3)]),  # the first goes with the second
        ([3, 3, 1], [(0, 1), (1, 3)]),  # the last with the one before it
        ([3, 0, 2], [(0, 1), (1, 2), (2, 3)]),  # nobody is nobody's secret
        ([1, 1, 1], [(0, 1), (1, 2), (2, 3)]),  # one person in all
    ],
)
def test_months_of_too_few_people_stand_together(
    heads: list[int], spans: list[tuple[int, int]]
) -> None:
    here = np.array([[person < count for person in range(max(heads))] for count in heads])
    assert [(span.start, span.stop) for span in month_spans(here, 2)] == spans


def test_lines_that_too_few_are_paid_stand_together(tmp_path: Path) -> None:
    lines = {
        "all": "sales",
        "some": "100 if sales >= 300 else 0",
        "one": "7 if sales >= 2000 else 0",
        "nobody": "1 if sales > 9999 else 0",
    }
    plan = small_plan(lines, {}, COLUMNS)
    found = back_test([plan], facts_of(tmp_path, plan), policy=POLICY).by_line()
    # Ann alone has the 7; with her, Ann (twice), Bob and Cas have the 100.
    assert found == {"all": (3900,), "nobody": (0,), "": (407,)}
    strict = load_policy().with_values({"smallest_group": 5})
    few = back_test([plan], facts_of(tmp_path, plan), policy=strict)
    assert few.by_line().keys() == lines.keys()
    assert few.told[1]["en"].startswith("There are 4 people in all, fewer than 5:")


def test_people_stand_in_bands_by_what_they_got(tmp_path: Path) -> None:
    plans = rates(0.1, 0.2)
    facts = facts_of(tmp_path, plans[0])
    low, high = back_test(plans, facts, policy=POLICY).pay_bands
    # A month in service: Dan 5, Cas 30, Bob 50, Ann 150. Dan and Cas: 40 in 3 months.
    assert (low.people, high.people) == (2, 2)
    assert low.per_head == pytest.approx((40 / 3, 80 / 3))
    assert high.per_head == pytest.approx((350 / 3, 700 / 3))
    assert (low.gain, low.lose) == ((2,), (0,))
    few = POLICY.with_values({"smallest_group": 3})
    assert back_test(plans, facts, policy=few).pay_bands == ()


def test_a_scenario_made_for_these_people_is_tuned_on_the_year(tmp_path: Path) -> None:
    plan = rates(0.1)[0]
    facts = facts_of(tmp_path, plan)
    mine, other = FromFile("a.csv", "1" * 64, "csv"), FromFile("b.csv", "2" * 64, "csv")
    scenario = Scenario(plan).set("rate", 0.2)

    def said(scenario: Scenario) -> str:
        found = back_test([plan, scenario], facts, people=mine, policy=POLICY)
        return " ".join(text["en"] for text in found.told)

    assert "is tuned on the year" in said(replace(scenario, people=mine))
    assert "is tuned on the year" in said(replace(scenario, people=FromFile("a.csv", "", "csv")))
    perhaps = "If they were chosen with this year in sight"
    assert perhaps in said(scenario)
    assert perhaps in said(replace(scenario, people=other))  # it may hold the same year
    assert "tuned" not in said(replace(scenario, people=Personas()))
    assert "tuned" not in said(Scenario(plan, people=mine))
    assert "not a forecast" in said(scenario)


def test_the_payout_curve_stands_on_real_people(tmp_path: Path) -> None:
    plan = small_plan({"bonus": "rate * sales"}, RATE, COLUMNS)
    found = back_test([plan], facts_of(tmp_path, plan), policy=POLICY)
    assert found.curve(0) is None  # the plan names no driver
    assert found.health(0).people == 4


def test_facts_of_the_year_are_never_changed(tmp_path: Path) -> None:
    plans = rates(0.1)
    facts = facts_of(tmp_path, plans[0])
    before = facts.key, facts.further["paid"].copy()
    back_test(plans, facts, {"gross_pay": "paid"}, policy=POLICY)
    assert facts.key == before[0]
    assert np.array_equal(facts.further["paid"], before[1], equal_nan=True)


def test_many_people_are_written_with_separators(tmp_path: Path) -> None:
    plan = rates(0.1)[0]
    rows = "".join(f"p{i},2026-0{m},{i},junior\n" for i in range(1200) for m in (1, 2))
    facts = facts_of(tmp_path, plan, "employee_id,month,sales,grade\n" + rows)
    told = back_test([plan], facts, policy=POLICY).population
    assert told["en"].startswith("1,200 people, 2,400 person-months")
    assert told["zh"].startswith("1,200 人、2,400 个人月")
