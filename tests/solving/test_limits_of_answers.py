"""What has to hold beside the budget, and what is told where it cannot."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from engine.companies import Company, CompanyFacts
from engine.health import load_policy
from engine.payroll import PayrollSettings
from engine.solving import Asked, Goal, Limits, asked_limits, asked_move, solve
from engine.text import Refused
from tests.solving.companies import of_plan

CAPPED = {"bonus": "min(sales * rate, cap)"}
FIGURES = {
    "rate": {"value": 0.1, "min": 0, "max": 0.5, "step": 0.01},
    "cap": {"value": 400, "min": 0, "max": 500, "step": 50},
}


def twenty(folder: Path) -> tuple[Company, CompanyFacts]:
    """18 people with 100 each and two with 400, as much as the cap: 2,600 in all."""
    rows = [f"P{i:02},2026-01,{4000 if i < 2 else 1000},80" for i in range(20)]
    people = "\n".join(["employee_id,month,sales,score", *rows])
    return of_plan(folder, CAPPED, FIGURES, people)


def test_whoever_loses_does_so_against_the_variant_that_the_company_is_held_against(
    tmp_path: Path,
) -> None:
    company, facts = twenty(tmp_path)
    kept = replace(company.set(next(iter(company.units)), "cap", 300), name="Last year")
    nobody = Limits(most_losers=0, losing_more_than=0)
    moves = (asked_move(company, "cap"),)
    # Two of twenty are paid 400 as documented, and were paid 300 by the variant.
    documented = solve(Asked(company, facts, moves, 2400, limits=nobody))
    assert not documented.feasible
    held = solve(Asked(company.with_baseline(kept), facts, moves, 2400, limits=nobody))
    assert held.feasible and held.moved[0].after == 300 and held.after.losers == 0
    assert held.company.held_against.name == "Last year"


@pytest.mark.parametrize(
    ("budget", "limits", "cap"),
    [
        # 1,800 + 2 × cap; leverage is cap over (1,800 + 2 × cap) / 20.
        (2400, Limits(), 300),
        (2400, Limits(leverage=2.4), 300),  # 300 / 120 = 2.5
        (2400, Limits(most_losers=0.1), 300),
        (2400, Limits(most_losers=0.05, losing_more_than=0.26), 300),
        (None, Limits(leverage=3.1), 450),  # 400 / 130 = 3.08: nobody sells so much
    ],
)
def test_the_least_change_that_keeps_the_limits(
    tmp_path: Path, budget: float | None, limits: Limits, cap: float
) -> None:
    company, facts = twenty(tmp_path)
    found = solve(Asked(company, facts, (asked_move(company, "cap"),), budget, limits=limits))
    if limits.leverage == 3.1:
        assert not found.feasible
        assert found.misses[0].reached == pytest.approx(400 / 130)
        return
    assert found.feasible and found.verified
    assert found.moved[0].after == cap
    assert (found.before.cost, found.after.cost) == (2600, 1800 + 2 * cap)
    assert found.after.leverage == pytest.approx(20 * cap / (1800 + 2 * cap))
    assert (found.after.losers, found.after.people) == (
        2 if limits.losing_more_than < 0.25 else 0,
        20,
    )


def test_each_limit_that_could_give_alone_is_told(tmp_path: Path) -> None:
    company, facts = twenty(tmp_path)
    limits = Limits(leverage=2)
    found = solve(Asked(company, facts, (asked_move(company, "cap"),), 2250, limits=limits))
    # A cap of 200 costs 2,200 and has a leverage of 200 / 110; one of 250 costs 2,300 (2.17).
    assert {(m.limit, m.asked, round(m.reached, 4), m.alone) for m in found.misses} == {
        ("budget", 2250, 2300, True),
        ("leverage", 2, 1.8182, True),
    }
    assert not found.feasible
    said = found.sentences[0]["en"]
    assert "¥50.00 higher" in said and "With Label at 250" in said and "1.82×" in said


def test_what_no_limit_could_give_alone_is_told_together(tmp_path: Path) -> None:
    company, facts = twenty(tmp_path)
    limits = Limits(most_losers=0.05, leverage=4)
    found = solve(Asked(company, facts, (asked_move(company, "cap"),), 2400, limits=limits))
    assert {m.limit for m in found.misses} >= {"leverage"}
    assert not any(m.alone for m in found.misses)


@pytest.mark.parametrize(
    ("goal", "rate"),
    [
        ("lowest_cost", 0.1),  # nobody may lose
        ("fewest_losers", 0.1),
        ("spread", 0.1),  # from a rate of 10 % on, the best are capped and the others come nearer
        ("use_budget", 0.11),  # 18 × 110 + 800 = 2,780
    ],
)
def test_what_is_wanted_most_decides(tmp_path: Path, goal: Goal, rate: float) -> None:
    company, facts = twenty(tmp_path)
    limits = Limits(most_losers=0, losing_more_than=0)
    move = asked_move(company, "rate=8%..20%")
    found = solve(Asked(company, facts, (move,), 2800, goal, limits))
    assert found.feasible
    assert found.moved[0].after == rate


@pytest.mark.parametrize(
    ("texts", "limits"),
    [
        (("most_losers=10%", "minimum_wage"), Limits(most_losers=0.1, minimum_wage=True)),
        (("leverage=2", "losing_more_than=0"), Limits(leverage=2.0, losing_more_than=0.0)),
        (("leverage",), None),
        (("minimum_wage=1",), None),
        (("leverage=two",), None),
        (("most_loosers=5%",), None),
        (("leverage=2", "leverage=3"), None),
    ],
)
def test_limits_in_words(texts: tuple[str, ...], limits: Limits | None) -> None:
    if limits is not None:
        assert asked_limits(texts) == limits
        return
    with pytest.raises(Refused) as refused:
        asked_limits(texts)
    assert refused.value.problems[0].key == "solve_limit"


def test_leverage_of_pay_that_never_varies_is_refused(tmp_path: Path) -> None:
    company, facts = of_plan(tmp_path, {"base": "cap * 1"}, {"cap": FIGURES["cap"]})
    move = asked_move(company, "cap")
    with pytest.raises(Refused) as refused:
        solve(Asked(company, facts, (move,), 500, limits=Limits(leverage=2)))
    assert [problem.key for problem in refused.value.problems] == ["solve_no_leverage"]


def test_a_new_cliff_and_a_further_failed_check_are_held_against_the_plan_as_documented(
    tmp_path: Path,
) -> None:
    rows = [f"P{i:02},2026-01,1000,{60 + 2 * i}" for i in range(20)]
    people = "\n".join(["employee_id,month,sales,score", *rows])
    figures = {
        "award": {"value": 0, "min": 0, "max": 1000, "step": 100},
        "base": {"value": 3000, "min": 0, "max": 5000, "step": 100},
    }
    lines = {"base_pay": "base * 1", "bonus": "award if score >= 80 else 0"}
    company, facts = of_plan(tmp_path, lines, figures, people)
    # Ten of the people have 80 or more; an award is a jump that the plan does not have.
    moves = (asked_move(company, "award"),)
    free = solve(Asked(company, facts, moves, 63000, "use_budget"))
    assert free.moved[0].after == 300
    assert free.after.new_cliffs
    held = solve(Asked(company, facts, moves, 63000, "use_budget", Limits(no_new_cliff=True)))
    assert held.moved[0].after == 100  # of 3,000: the health check takes less than 5 % for no jump
    assert held.after.new_cliffs == ()
    limits = Limits(no_further_failed_check=True)
    checked = solve(Asked(company, facts, moves, 63000, "use_budget", limits))
    assert checked.after.further_failed == ()
    assert checked.moved[0].after < 300


AWARDED = {"base_pay": "base * 1", "bonus": "award if score >= 80 else 0"}


def with_award(folder: Path, award: float) -> tuple[Company, CompanyFacts]:
    """20 people with 3,000 each, and ten of them, whose score is 80 or more, with an award."""
    rows = [f"P{i:02},2026-01,1000,{60 + 2 * i}" for i in range(20)]
    figures = {
        "award": {"value": award, "min": 0, "max": 1000, "step": 100},
        "base": {"value": 3000, "min": 0, "max": 5000, "step": 100},
    }
    return of_plan(folder, AWARDED, figures, "\n".join(["employee_id,month,sales,score", *rows]))


def test_nobody_is_left_below_the_minimum_wage(tmp_path: Path) -> None:
    company, facts = with_award(tmp_path, 0)
    move = asked_move(company, "base")
    # 2,660 a month in Hangzhou, where the people are insured: 2,700 is as low as it goes.
    company = replace(company, payroll=PayrollSettings("hangzhou"))
    asked = Asked(company, facts, (move,), 54000, limits=Limits(minimum_wage=True))
    held = solve(asked)
    assert (held.moved[0].after, held.after.below_minimum) == (2700, 0)
    assert "The minimum wage is that of Hangzhou." in [told["en"] for told in held.told]
    none = solve(replace(asked, budget=52000))
    assert {(m.limit, m.gap, m.alone) for m in none.misses} == {
        ("budget", 2000, True),
        ("minimum_wage", 20, True),
    }
    # that nobody has a wage any more would not do, though no wage is below the minimum then
    assert "at 2,600, 20 people are below the minimum wage" in none.sentences[0]["en"]
    # 2,330 where it is lowest, 2,520 in Shenzhen, which the policy names
    asked = replace(asked, company=replace(company, payroll=None))
    assert solve(replace(asked, budget=50000)).feasible
    named = replace(asked, policy=load_policy().with_values({"city": "shenzhen"}))
    assert solve(replace(named, budget=52000)).feasible
    assert not solve(replace(named, budget=50000)).feasible


@pytest.mark.parametrize(
    ("baseline", "limits", "miss"),
    [
        (0, Limits(no_new_cliff=True), ("no_new_cliff", 0, 1)),
        (
            0,
            Limits(no_further_failed_check=True),
            ("no_further_failed_check", 0, 3),
        ),  # and what it rests on
        (1000, Limits(most_losers=0.1), ("most_losers", 0.1, 0.5)),  # ten of 20
        (1000, Limits(most_losers=0.1, losing_more_than=0.15), ("most_losers", 0.1, 0.5)),
        (1000, Limits(most_losers=0.1, losing_more_than=0.25), None),  # at most 800 of 4,000
    ],
)
def test_a_limit_that_no_step_meets_is_told(
    tmp_path: Path, baseline: int, limits: Limits, miss: tuple[str, float, float] | None
) -> None:
    company, facts = with_award(tmp_path, 300)
    documented = company.set("small", "award", baseline)
    move = asked_move(company, "award=200..400")
    found = solve(Asked(company, facts, (move,), 70000, limits=limits, baseline=documented))
    if miss is None:
        assert found.feasible
        return
    (told,) = found.misses
    assert (told.limit, told.asked, told.reached, told.alone) == (*miss, True)
    assert told.gap == pytest.approx(abs(miss[2] - miss[1]))
