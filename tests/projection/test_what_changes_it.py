"""What moves the cost: assumptions one at a time, plans that take over, people of a file."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from engine.companies import (
    Company,
    Fill,
    Management,
    company_facts,
    evaluate_company,
    load_company,
)
from engine.facts import Facts, facts_table
from engine.projection import (
    Assumptions,
    Question,
    bridge,
    change_against,
    changes_to,
    check,
    expected,
    first_ahead,
    has_bridge,
    people_at_start,
    question_of,
    run,
    spread_rows,
    target_cost,
    told,
    tornado,
)
from engine.projection.target_cost import _median_by_month
from engine.reports import csv_bytes
from engine.scenario import FromFile
from engine.text import Refused
from engine.workforce import simulate


@pytest.fixture(scope="module")
def company() -> Company:
    whole = load_company("sales-company")
    units = {"sellers": replace(whole.units["sellers"], headcount=150)}
    return replace(whole, units=units, management=(), moves=(), budget=None)


def asked(company: Company, **values: object) -> Question:
    return question_of(company, Assumptions.from_json(values))


def test_longer_months_in_a_grade_hold_back_base_pay_of_this_unit(company: Company) -> None:
    def base_pay(months: int | None) -> np.ndarray:
        question = asked(company, units={"sellers": {"promotion_months": months}})
        return run(question, range(2)).by_line["sellers", "base_pay"]

    usual = run(question_of(company), range(2)).by_line["sellers", "base_pay"]
    assert np.array_equal(base_pay(None), usual)
    assert np.array_equal(base_pay(6), usual)  # as the model has it
    longer = base_pay(18)
    assert np.array_equal(longer[:, 0], usual[:, 0])
    assert (longer[:, 3:12] < usual[:, 3:12]).all()


def test_a_plan_that_takes_over_leaves_the_months_before_alone(company: Company) -> None:
    later = company.set(
        "sellers",
        "base_by_grade",
        {"junior": 9000, "intermediate": 9500, "senior": 10000, "principal": 10500},
    )
    plain = run(question_of(company), range(2))
    changed = run(asked(company, plan_changes=changes_to(company, later, "2026-05")), range(2))
    base = ("sellers", "base_pay")
    assert np.array_equal(changed.by_line[base][:, :4], plain.by_line[base][:, :4])
    # 3,000 → 9,000 for juniors, 4,500 → 10,500 for principals: 6,000 more a person there.
    more = changed.by_line[base][:, 4:] - plain.by_line[base][:, 4:]
    assert np.array_equal(more, 6000 * plain.headcount["sellers"][:, 4:])
    # The same plan again changes nothing at all; in the first month it is the later plan.
    same = run(asked(company, plan_changes=changes_to(company, company, "2026-05")), range(2))
    assert np.array_equal(same.cost, plain.cost)
    at_once = run(asked(company, plan_changes=changes_to(company, later, "2026-01")), range(2))
    assert np.array_equal(at_once.cost, run(question_of(later), range(2)).cost)


def test_a_review_raises_base_pay_by_its_budget_from_its_month_on(company: Company) -> None:
    plain = run(question_of(company), range(2))
    raised = run(asked(company, review_month="2026-06", review_budget=0.1), range(2))
    base = ("sellers", "base_pay")
    before, after = plain.by_line[base], raised.by_line[base]
    assert np.array_equal(before[:, :5], after[:, :5])
    assert after[:, 5] / before[:, 5] == pytest.approx(1.1, abs=5e-5)
    # Joiners after the review come without a raise.
    assert (after[:, 11] / before[:, 11] < 1.1).all()


def test_planned_people_are_there(company: Company) -> None:
    plan = {"units": {"sellers": {"headcount_plan": {"2026-04": 180, "2026-08": 90}}}}
    trials = run(question_of(company, Assumptions.from_json(plan)), range(2))
    away = 8  # at most, on unpaid leave
    for month, wanted in ((3, 180), (6, 180), (7, 90), (11, 90)):
        there = trials.headcount["sellers"][:, month]
        assert ((there <= wanted) & (there > wanted - away)).all()


def test_the_tornado_moves_one_thing_at_a_time_on_the_same_trials(company: Company) -> None:
    question = asked(company, review_month="2026-02", level_uncertainty=0.2)
    rows = {row.path: row for row in tornado(question, range(2))}
    assert list(rows) == [row.path for row in sorted(rows.values(), key=lambda r: -r.width)]
    review = rows["review_budget"]
    assert (review.low_value, review.high_value) == (0.04, 0.06)
    assert review.low_change.value < 0 < review.high_change.value
    up = replace(question, assumptions=question.assumptions.with_value("review_budget", 0.06))
    change = change_against(run(up, range(2)), run(question, range(2)))
    assert review.high_change.value == change.value
    swing = rows["swing.sales"]
    assert swing.low_change.value < 0 < swing.high_change.value
    assert "volume_growth" not in rows  # nothing of the sellers' plan grows with volume


def test_what_makes_it_surer_is_told_on_the_same_trials(company: Company) -> None:
    question = asked(company, level_uncertainty=0.2)
    level, swings = sorted(spread_rows(question, range(4)), key=lambda row: row.path)
    assert (level.path, level.low_value, level.high_value) == ("level_uncertainty", 0, 0.4)
    assert level.low < level.now < level.high
    assert (swings.path, swings.now) == ("swings", level.now)
    assert level.now == float(run(question, range(4)).total.std(ddof=1))


def test_cost_on_target_has_everybody_exactly_there(company: Company) -> None:
    found = target_cost(question_of(company), range(2))
    trials = run(question_of(company), range(2))
    assert found.expected.value == pytest.approx(trials.total.mean(), abs=0.01)
    assert found.difference.value == pytest.approx(
        found.expected.value - found.on_target.value, abs=0.01
    )
    # On quota everybody reaches the upper step of every bonus, 30 % of the year's base pay.
    assert found.on_target.value > found.expected.value
    assert found.by_unit["sellers"][0] == pytest.approx(found.on_target.value, abs=0.01)


def test_on_target_is_the_middle_of_those_who_are_there() -> None:
    present = np.array([[True, True, True, False], [True] * 4, [False] * 4])
    facts = Facts(2026 * 12, ("a", "b", "c", "d"), present, {}, {})
    numbers = np.array([[5.0, 1, 9, 0], [4, 3, 1, 2], [0, 0, 0, 0]])
    # of an even number the lower one of the two in the middle
    assert _median_by_month(facts, numbers).tolist() == [[5, 5, 5, 0], [2] * 4, [0] * 4]


def test_people_of_a_file_go_on_as_the_model_fitted_to_them(
    company: Company, tmp_path: Path
) -> None:
    facts = simulate("service-seller", 3, 260, 12, "2025-01")
    (tmp_path / "people.csv").write_bytes(csv_bytes(facts_table(facts)))
    unit = company.units["sellers"]
    own = replace(unit.scenario, people=FromFile("people.csv", "", "csv"))
    units = {"sellers": replace(unit, scenario=own, headcount=None)}
    whole = replace(company, units=units, folder=tmp_path, first=2025 * 12)
    assert first_ahead(whole) == 2026 * 12
    question = question_of(whole, first=first_ahead(whole))
    assert check(question) == []
    assert [problem.key for problem in told(question)] == ["projection_fitted"]
    there = int(facts.present[-1].sum())
    assert there <= people_at_start(question)["sellers"] <= there + 5  # those away are counted
    trials = run(question, range(2))
    assert (trials.total > 0).all()


def test_managers_of_a_file_are_paid_on_teams_like_those_of_the_file(
    company: Company, tmp_path: Path
) -> None:
    """Twelve leaders with two sellers each, who always sell twice their quota; the leaders' file
    has neither sales nor quota. So each leader gets a fifth of 3,000 in the first month ahead: the
    teams of the first month are dealt out over the leaders, whatever teams come later."""
    months = [f"2025-{month:02d}" for month in range(1, 13)]
    kept = "0.9,0.02,80"
    sellers = ["employee_id,month,grade,csat,complaint_rate,team_score,sales,quota,leader"]
    leaders = ["employee_id,month,grade,csat,complaint_rate,team_score"]
    for i in range(24):
        sellers += [f"S{i},{month},junior,{kept},2000,1000,L{i // 2}" for month in months]
    for i in range(12):
        leaders += [f"L{i},{month},junior,{kept}" for month in months]
    own = {}
    for name, rows in (("sellers", sellers), ("leaders", leaders)):
        (tmp_path / f"{name}.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
        people = FromFile(f"{name}.csv", "", "csv")
        unit = company.units["sellers"]
        scenario = replace(unit.scenario, people=people)
        own[name] = replace(unit, id=name, headcount=None, scenario=scenario)
    fills = (Fill("sales", "sales", "sum", None), Fill("quota", "quota", "sum", None))
    management = (Management("leaders", ("sellers",), "leader", fills),)
    whole = replace(
        company, units=own, management=management, folder=tmp_path, first=2025 * 12, months=12
    )
    question = question_of(whole, first=first_ahead(whole))
    assert check(question) == []
    said = [p.sentence("en") for p in told(question) if p.key == "projection_teams"]
    (sentence,) = [p.sentence("zh") for p in told(question) if p.key == "projection_teams"]
    assert len(said) == 1 and "teams of such sizes are dealt out over the managers" in said[0]
    assert "重新分配给各管理者" in sentence
    trials = run(question, range(2))
    there = trials.headcount["leaders"]
    bonus = trials.by_line["leaders", "monthly_bonus"]
    assert bonus[:, 0].tolist() == [12 * 600.0] * 2
    # Later a leader is without people where both of a team have left.
    assert ((600 * (there - 1) <= bonus) & (bonus <= 600 * there)).all()


def test_a_file_of_a_few_people_is_projected_as_they_are(company: Company, tmp_path: Path) -> None:
    """Four of six are junior and two senior, all year on quota: nobody is put together with others
    as in a model that is kept, and next year costs the same, but for what hits everyone."""
    rows = ["employee_id,month,grade,csat,complaint_rate,team_score,sales,quota"]
    for i in range(6):
        grade = "junior" if i < 4 else "senior"
        rows += [f"M{i},2025-{m:02d},{grade},0.9,0.02,80,1000,1000" for m in range(1, 13)]
    (tmp_path / "few.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    unit = company.units["sellers"]
    own = replace(unit.scenario, people=FromFile("few.csv", "", "csv"))
    units = {"sellers": replace(unit, scenario=own, headcount=None)}
    whole = replace(company, units=units, folder=tmp_path, first=2025 * 12)
    question = question_of(whole, Assumptions({"swings": 0}), first=first_ahead(whole))
    assert check(question) == []
    assert [p.key for p in told(question)] == ["projection_fitted", "projection_few"]
    trials = run(question, range(2))
    base = trials.by_line["sellers", "base_pay"]
    year = evaluate_company(whole, company_facts(whole))
    assert (base == year.line_totals["sellers", "base_pay"] / 12).all()
    assert trials.total.tolist() == [year.total] * 2


@pytest.mark.parametrize(("people", "few"), [(9, True), (10, False)])
def test_fewer_than_ten_people_of_a_file_are_told(
    people: int, few: bool, company: Company, tmp_path: Path
) -> None:
    rows = ["employee_id,month,grade,csat,complaint_rate,team_score,sales,quota"]
    for i in range(people):
        rows += [f"M{i},2025-{m:02d},junior,0.9,0.02,80,1000,1000" for m in range(1, 13)]
    (tmp_path / "some.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    unit = company.units["sellers"]
    own = replace(unit.scenario, people=FromFile("some.csv", "", "csv"))
    units = {"sellers": replace(unit, scenario=own, headcount=None)}
    whole = replace(company, units=units, folder=tmp_path, first=2025 * 12)
    question = question_of(whole, Assumptions({"swings": 0}), first=first_ahead(whole))
    assert ("projection_few" in [p.key for p in told(question)]) is few


def test_people_of_whom_nobody_knows_how_they_go_on_are_refused(company: Company) -> None:
    unit = company.units["sellers"]
    nobody = replace(unit, scenario=replace(unit.scenario, people=None))
    question = question_of(replace(company, units={"sellers": nobody}))
    assert [p.key for p in check(question)] == ["projection_nobody"]
    with pytest.raises(Refused):
        run(question, range(2))


def test_the_steps_from_the_company_s_own_months_add_up_to_what_is_expected(
    company: Company,
) -> None:
    values = {"review_month": "2026-01", "review_budget": 0.1, "level_uncertainty": 0.2}
    question = asked(company, **values)
    known = run(question, range(6))
    found = bridge(question, known, range(2))
    # nothing is assumed of people, the market or another plan
    assert [step.id for step in found.steps] == ["ahead", "pay", "unsure"]
    assert found.start == evaluate_company(company, company_facts(company)).total
    assert found.end == pytest.approx(expected(known).value, abs=0.01)
    calm = {"level_uncertainty": 0, "swings": 0}
    plain, raised = (
        run(asked(company, **calm, **more), range(2)).total.mean()
        for more in ({}, {"review_month": "2026-01", "review_budget": 0.1})
    )
    changes = [step.change.value for step in found.steps]
    assert changes[:2] == pytest.approx([plain - found.start, raised - plain], abs=0.01)
    assert not has_bridge(replace(question, months=6))
