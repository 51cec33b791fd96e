"""Every check of the health check fails on the plan made for it and passes on its mended twin."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import engine
from engine.health import RULES
from engine.health.finding import MOST_NAMED
from engine.payroll import PayrollSettings
from tests.health.situations import (
    FAILING,
    GATED,
    LED,
    LINEAR,
    PASSING,
    People,
    Situation,
    attaining,
    plan,
    stepped,
)
from tests.small_plan import small_plan

POLICY = engine.load_policy()
ONLY_WATCHED = {"uncapped", "forfeited_on_leaving", "months_without_quota"}
"""Checks that the standard policy never fails."""


def answer(check: str, situation: Situation) -> engine.Finding:
    people = None if situation.people is None else situation.people(situation.plan)
    return engine.check(situation.plan, people, situation.baseline)[check]


def test_every_check_has_both_situations_and_a_rule() -> None:
    assert FAILING.keys() == PASSING.keys() == POLICY.thresholds.keys() == RULES.keys()


@pytest.mark.parametrize("check", FAILING)
def test_a_check_fails_where_it_should(check: str) -> None:
    found = answer(check, FAILING[check])
    assert found.outcome == ("watch" if check in ONLY_WATCHED else "fail"), found.sentence["en"]
    assert found.value is not None and found.limit is not None
    assert all(text and "{" not in text for text in found.sentence.values())
    assert set(found.parameters) <= FAILING[check].plan.parameters.keys()


@pytest.mark.parametrize("check", PASSING)
def test_a_check_passes_where_it_should(check: str) -> None:
    found = answer(check, PASSING[check])
    assert found.outcome == "pass", found.sentence["en"]
    assert all(text and "{" not in text for text in found.sentence.values())


@pytest.mark.parametrize("check", FAILING)
def test_without_people_the_checks_about_people_say_so(check: str) -> None:
    found = answer(check, replace(FAILING[check], people=None))
    assert (found.outcome == "not_applicable") == RULES[check].people
    if RULES[check].people:
        assert found.sentence == {
            "en": "It needs people; choose or read some.",
            "zh": "需要人员数据，请先选择或导入。",
        }


# -- what findings tell ---------------------------------------------------------------------


def test_a_cliff_is_told_in_yuan_and_leads_to_its_figure() -> None:
    found = engine.check(GATED)["cliffs"]
    assert found.parameters == ("gate",)
    assert "at 90\u00a0%: pay jumps by ¥1,000 a month (from ¥4,000)" in found.sentence["en"]
    # The range has 160 points of attainment and pay moves by 1,000 in all: 1,000 / (1,000 / 160).
    assert found.value == pytest.approx(160, rel=1e-3)


def test_a_cliff_names_whose_pay_it_is() -> None:
    """Base pay by grade, and a bonus of a quarter of it: steps as steep for all, told of those for
    whom they are most, as long as that is so."""
    found = engine.check(engine.load_plan("service-seller"))["cliffs"]
    assert "at 80\u00a0% (Principal): pay jumps by ¥2,025 a month" in found.sentence["en"]
    assert "（资深）在 80% 处每月多得 2,025\u00a0元" in found.sentence["zh"]
    more = {"junior": 3150, "intermediate": 3675, "senior": 4200, "principal": 4725}
    raised = engine.load_plan("service-seller").with_values({"base_by_grade": more})
    assert "(Principal): pay jumps by ¥2,126" in engine.check(raised)["cliffs"].sentence["en"]
    assert "(" not in engine.check(GATED)["cliffs"].sentence["en"].split("pay jumps")[0]


def test_a_threshold_names_the_lines_that_begin_there() -> None:
    """Below 80 % there is no step, but the pay for every piece goes on."""
    lines = {"piece": "10 * calls", "bonus": "1000 * step(ladder, attainment)"}
    ladder = {"ladder": {"steps": [[0.8, 0.5]], "of_unit": "share", "unit": "share"}}
    below = plan(lines, ladder)
    sentence = engine.check(below, attaining(0.5)(below))["below_threshold"].sentence["en"]
    assert sentence.endswith(
        "of all cases; only from there on is this paid: Label."
    )  # and not "Label, Label."


def test_each_breakpoint_of_steps_is_a_case_of_its_own() -> None:
    found = engine.check(stepped([0.8, 0.5], [1.0, 0.75], [1.2, 1.0]))["cliffs"]
    sentences = [case.sentence["en"] for case in found.cases]
    assert [text.split("\u00a0%")[0].split(" at ")[1] for text in sentences] == ["80", "100", "120"]
    assert all(case.parameters == ("ladder",) for case in found.cases)


def test_a_dead_zone_ends_where_pay_begins_and_names_who_stands_in_it() -> None:
    people = attaining(0.5, 1.0)(GATED)
    found = engine.check(GATED, people)["dead_zone"]
    assert found.value == pytest.approx(0.9 / 1.6, abs=1 / 64)
    assert found.affected is not None and found.affected.count == 20
    assert found.parameters == ("gate",)


def test_an_inversion_tells_the_largest_fall() -> None:
    found = answer("inversions", FAILING["inversions"])
    # 0.1 of sales just below the quota of 10,000, half of that on it; pay at 160 % is 800.
    assert "lowers pay by" in found.sentence["en"]
    assert found.value == pytest.approx(0.5, abs=0.55)


def test_lower_is_better_is_no_inversion() -> None:
    falling = plan({"base": "4000", "bonus": "max(0, 500 - 100 * complaints)"})
    assert engine.check(falling)["inversions"].outcome == "pass"
    turning = plan(
        {"base": "4000", "bonus": "max(0, 500 - 100 * complaints) if complaints < 4 else 400"}
    )
    people = People(numbers={"complaints": np.resize([0, 1, 2, 3, 4, 5, 6, 7], 40)})
    assert engine.check(turning, people(turning))["inversions"].outcome == "fail"


def test_timing_is_worked_out_by_paying_the_moved_results() -> None:
    people = attaining(0.8)(GATED)
    found = engine.check(GATED, people)["timing_gain"]
    # A fifth of 80 % moved on lifts one month to 96 %, over the gate of 90 %: 1,000 of 48,000.
    assert found.value == pytest.approx(1000 / 48_000)
    assert found.affected is not None and found.affected.count == 40
    assert found.parameters == ("gate",)
    gentle = POLICY.with_values({"timing_gain.moved": 0.05})
    assert engine.check(GATED, people, policy=gentle)["timing_gain"].value == 0


def test_caps_tell_people_and_money() -> None:
    situation = FAILING["caps"]
    found = answer("caps", situation)
    assert found.value == 0.5
    # Twenty people with 10 points above the cap of 100 %: 1,200 yuan each in a year.
    assert "¥24,000 in all" in found.sentence["en"]
    assert found.parameters == ("top",)


def test_graduated_rates_written_with_min_are_no_cap() -> None:
    tiers = plan(
        {"bonus": "0.1 * min(sales, bar) + 0.2 * max(0, sales - bar)"}, {"bar": {"value": 5000}}
    )
    assert engine.check(tiers, attaining(1.0)(tiers))["caps"].outcome == "not_applicable"


def test_deductions_and_minimum_wage_name_the_people() -> None:
    found = answer("deductions", FAILING["deductions"])
    assert found.affected is not None and found.affected.count == 20
    assert found.affected.employees[:2] == ("e0001", "e0003")
    many = plan({"base": "1000", "bonus": "0 * sales"})
    named = engine.check(many, People(80)(many))["minimum_wage"].affected
    assert named is not None and (named.count, len(named.employees)) == (80, MOST_NAMED)


def test_the_minimum_wage_is_that_of_the_place_and_month() -> None:
    paid = plan({"base": "2600", "bonus": "0 * sales"})
    people = People()(paid)
    assert engine.check(paid, people)["minimum_wage"].outcome == "pass"
    shanghai = POLICY.with_values({"city": "shanghai"})
    assert engine.check(paid, people, policy=shanghai)["minimum_wage"].outcome == "fail"
    # Guangzhou pays 2,500 until August 2026 and 2,680 from September on: four of twelve months.
    guangzhou = engine.check(paid, people, policy=POLICY.with_values({"city": "guangzhou"}))
    assert "payslips: 160" in guangzhou["minimum_wage"].sentence["en"]


def test_overtime_and_gifts_are_not_held_against_the_minimum_wage() -> None:
    lines = {
        "base": {"pay": "2300"},
        "shifts": {"pay": "500", "counts_as": "premium"},
        "bonus": {"pay": "0 * sales"},
    }
    found = engine.check(plan(lines), People()(plan(lines)))["minimum_wage"]
    assert found.outcome == "fail" and "the lowest pay is ¥2,300" in found.sentence["en"]
    assert "Not counted: Label." in found.sentence["en"]
    lines["shifts"]["counts_as"] = "wage"
    assert engine.check(plan(lines), People()(plan(lines)))["minimum_wage"].outcome == "pass"


@pytest.mark.parametrize(("base", "outcome"), [("3799", "pass"), ("3798", "fail")])
def test_where_the_law_has_it_so_contributions_are_taken_off_first(base: str, outcome: str) -> None:
    """In Shanghai 792.33 and 266 of the fund: 2,740.67 are left of 3,799, and 2,740 are due."""
    paid = plan({"base": base, "bonus": "0 * sales"})
    policy = POLICY.with_values({"city": "shanghai"})
    found = engine.check(paid, People()(paid), policy=policy)["minimum_wage"]
    assert found.outcome == outcome
    assert "own contributions are taken off" in found.sentence["en"]


@pytest.mark.parametrize(
    ("share", "base", "outcome"),
    [
        (0.07, "3799", "pass"),
        (0.07, "3798", "fail"),
        (0.05, "3719", "pass"),
        (0.05, "3718", "fail"),
    ],
)
def test_the_place_and_rates_of_payroll_go_before_the_city_of_the_policy(
    share: float, base: str, outcome: str
) -> None:
    """With 5 % to the housing fund 792.33 and 186 are taken off: 2,740.67 are left of 3,719."""
    paid = plan({"base": base, "bonus": "0 * sales"})
    settings = PayrollSettings("shanghai", rates={"housing_fund": share})
    found = engine.check(paid, People()(paid), payroll=settings)["minimum_wage"]
    assert found.outcome == outcome and "(Shanghai)" in found.sentence["en"]


def test_months_not_fully_worked_do_not_count_as_below_the_minimum_wage(tmp_path: Path) -> None:
    facts = {"days": {"kind": "number"}, "required": {"kind": "number", "above": 0}}
    prorated = small_plan({"base": "3000 * min(1, ratio(days, required))"}, {}, facts)
    csv = "employee_id,month,days,required\na,2026-01,10,20\na,2026-02,20,20\n"
    (tmp_path / "facts.csv").write_text(csv, encoding="utf-8")
    people = engine.read_facts(tmp_path / "facts.csv", prorated)
    assert engine.check(prorated, people)["minimum_wage"].outcome == "pass"


def test_small_groups_are_not_told_apart() -> None:
    situation = FAILING["equal_groups"]
    assert situation.people is not None
    few = replace(situation.people(situation.plan))  # 20 people a region
    policy = POLICY.with_values({"smallest_group": 21})
    assert engine.check(situation.plan, few, policy=policy)["equal_groups"].outcome == (
        "not_applicable"
    )
    leading = FAILING["manager_inversion"]
    assert leading.people is not None
    people = leading.people(leading.plan)
    found = engine.check(LED, people, policy=policy)["manager_inversion"]
    assert "fewer than 21 managers" in found.sentence["en"]


def test_a_threshold_for_some_is_none_for_others() -> None:
    """A figure looked up by category is held against those who have one."""
    gated = plan(
        {"base": "4000", "bonus": "100 if region in goal and sales >= goal[region] else 0"},
        {"goal": {"table": {"north": 10_000}, "by": "region", "unit": "CNY"}},
    )
    people = People(40, {"sales": np.resize([12_000, 0], 40)}, region=np.resize([0, 1], 40))
    assert engine.check(gated, people(gated))["below_threshold"].value == 0


def test_what_takes_pay_away_is_no_threshold() -> None:
    gated = plan({"base": "4000", "bonus": "500 - (100 if calls >= 3 else 0)"})
    found = engine.check(gated, People(numbers={"calls": 0})(gated))["below_threshold"]
    assert found.outcome == "not_applicable"


def test_pay_that_follows_no_single_measure_is_held_against_all() -> None:
    scored = plan({"base": "4000", "bonus": "10 * score + 100 * calls"}, curve=False)
    people = People(
        40, {"score": np.resize([60, 80, 90], 40), "calls": np.resize([5, 9, 2, 7], 40)}
    )
    found = engine.check(scored, people(scored))["correlation"]
    assert found.outcome == "pass" and found.value == pytest.approx(1)


def test_people_who_never_change_anything_are_counted_once() -> None:
    """The same people, the same findings, whatever was asked before with the same memory."""
    memory = engine.Memory()
    people = attaining(0.5, 1.0, 1.2)(LINEAR)
    first = engine.check(LINEAR, people, memory=memory).as_json()
    engine.check(GATED, people, memory=memory)
    assert engine.check(LINEAR, people, memory=memory).as_json() == first


def test_a_baseline_the_facts_do_not_fit_is_refused() -> None:
    other = plan({"bonus": "0.1 * sales"})
    people = engine.persona_facts(engine.load_plan("goal-award"))
    with pytest.raises(engine.Refused, match="sales"):
        engine.check(engine.load_plan("goal-award"), people, baseline=other)
