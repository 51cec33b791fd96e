"""Scorecards: what a change of one is called, how their weights add up, and how they are told."""

from __future__ import annotations

from typing import Any

import pytest

from engine import Plan, Refused, Scenario, load_plan
from engine.plan import shapes, sum_rules


@pytest.fixture
def plan() -> Plan:
    return load_plan("key-account-specialist")


def changed(plan: Plan, key: str, place: int, figure: float) -> dict[str, Any]:
    value = {name: list(entry) for name, entry in plan.parameters["indicators"].json.items()}
    value[key][place] = figure
    return value


def test_a_change_names_the_indicator_and_the_figure(plan: Plan) -> None:
    scenario = Scenario(plan).set("indicators", changed(plan, "completion", 1, 0.9))
    scenario = scenario.set("indicators", changed(scenario.plan, "new_accounts", 4, 1.5))
    assert scenario.describe("en") == [
        "Indicators of results, Sales plan completed, target: 100\N{NO-BREAK SPACE}% →"
        " 90\N{NO-BREAK SPACE}%",
        "Indicators of results, New key accounts, points for each step below: 2 → 1.5 points",
    ]
    assert scenario.describe("zh") == [
        "工作业绩指标（销售计划完成率目标值）：100% → 90%",
        "工作业绩指标（新增大客户数每低一档扣分）：2 → 1.5 分",
    ]


def test_weights_add_up_and_come_back_in_proportion(plan: Plan) -> None:
    (rule,) = plan.sums
    assert sum_rules.holds(plan, rule)
    heavier = plan.with_values({"indicators": changed(plan, "completion", 0, 90)})
    assert sum_rules.total(heavier, rule) == 140
    again = heavier.with_values(sum_rules.in_proportion(heavier, rule))
    assert sum_rules.holds(again, rule)
    assert again.parameters["indicators"].json["completion"] == [45, 1.0, 0.01, 0, 0.5, 0.6]


def test_an_entry_is_told_in_one_phrase(plan: Plan) -> None:
    scorecard = plan.parameters["indicators"].value
    assert isinstance(scorecard, shapes.Scorecard)
    completion, accounts = (scorecard.entries[key] for key in ("completion", "new_accounts"))
    english = completion.phrase("points", plan.key_unit("completion"), "en")
    assert english.replace("\N{NO-BREAK SPACE}", " ") == (
        "20 points at 100 %, nothing more above, 0.5 less for each full 1 % below, none below 60 %"
    )
    kept = accounts._replace(down=0).phrase("points", plan.key_unit("new_accounts"), "en")
    assert kept == "10 points at 2, 1 more for each full 1 above, nothing less below, none below 0"
    chinese = accounts.phrase("points", plan.key_unit("new_accounts"), "zh")
    assert chinese.startswith("达到 2 得 10 分，每高满 1 加 1 分")


def test_an_indicator_may_not_be_left_out_or_invented(plan: Plan) -> None:
    value = changed(plan, "completion", 0, 20)
    value["visits"] = value.pop("growth")
    with pytest.raises(Refused) as refused:
        plan.with_values({"indicators": value})
    assert [p.key for p in refused.value.problems] == ["parameter_key", "parameter_missing_key"]
