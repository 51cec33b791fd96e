"""A figure that keeps what the months ahead cost, or what the employer pays, within a budget."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from engine.companies import company_facts, cost_to_employer, evaluate_company, load_company
from engine.facts import Facts
from engine.payroll import PayrollSettings
from engine.projection import question_of, run, total_range
from engine.solving import Asked, Limits, asked_move, cost_ahead, front, solve
from engine.solving.tried import Tried
from engine.workforce import Future
from tests.two_units import two_units

Array = NDArray[np.float64]


@pytest.mark.parametrize(
    ("cost", "share", "payroll"), [("p90", 0.9, PayrollSettings("beijing")), ("p50", 0.5, None)]
)
def test_the_step_holds_and_the_one_before_it_does_not(
    tmp_path: Path,
    cost: str,
    share: float,
    payroll: PayrollSettings | None,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(cost_ahead, "FEW", 4)
    draws: list[tuple[int, ...]] = []

    def counted(
        future: Future, common: Array, own: Sequence[int], draw: Any = Future.draw
    ) -> Facts:
        draws.append(tuple(own))
        return draw(future, common, own)  # type: ignore[no-any-return]

    company = load_company(two_units(tmp_path))
    facts, question = company_facts(company), question_of(company, months=6)

    def ahead(figure: float) -> float:
        base = {**company.units["sellers"].plan.parameters["base_by_grade"].json, "junior": figure}
        variant = company.set("sellers", "base_by_grade", base)
        trials = run(replace(question, company=variant, payroll=payroll), range(8))
        return total_range(trials, (share,))[share].value

    today = ahead(3000)
    budget = today * 0.985
    move = asked_move(company, "sellers.base_by_grade.junior")
    asked = Asked(company, facts, (move,), budget, cost=cost, question=question, trials=8)
    with monkeypatch.context() as counting:
        counting.setattr(Future, "draw", counted)
        found = solve(replace(asked, payroll=payroll))
    # Two units, and all steps that are looked at together are drawn once: today in full, some all
    # over by four trials, those between two of them, and in full the answer with its neighbours;
    # the last two once more, as these full runs correct where the answer is.
    assert len(draws) <= 2 * (8 + 4 + 2 * (4 + 4))
    assert found.feasible and found.verified
    (figure,) = found.moved
    assert found.before.cost == today
    assert found.after.cost == ahead(figure.after) <= budget < ahead(figure.after + 100)


def test_a_budget_that_no_step_meets_is_told_of_a_full_projection(tmp_path: Path) -> None:
    company = load_company(two_units(tmp_path))
    move = asked_move(company, "sellers.base_by_grade.junior=2000..4000")
    question = question_of(company, months=3)
    asked = Asked(company, company_facts(company), (move,), 1000, cost="expected")
    found = solve(replace(asked, question=question, trials=2))
    assert not found.feasible
    assert found.moved[0].after == 2000
    assert found.misses[0].reached == found.after.cost > 1000


@pytest.mark.parametrize("base", ["this_year", "month", "last_year"])
def test_a_budget_for_all_that_the_employer_pays(tmp_path: Path, base: str) -> None:
    company = load_company(two_units(tmp_path))
    facts, settings = company_facts(company), PayrollSettings("beijing", base=base)

    def cost(figure: float) -> float:
        table = {**company.units["sellers"].plan.parameters["base_by_grade"].json}
        variant = company.set("sellers", "base_by_grade", {**table, "junior": figure})
        paid = evaluate_company(variant, facts)
        before = evaluate_company(company, facts)
        return cost_to_employer(paid, settings, before=before).total

    move = asked_move(company, "sellers.base_by_grade.junior=2500..3500/100")
    budget = (cost(2700) + cost(2800)) / 2
    found = solve(Asked(company, facts, (move,), budget, payroll=settings))
    assert found.feasible and found.verified
    assert found.moved[0].after == 2700
    assert (found.before.cost, found.after.cost) == (cost(3000), cost(2700))
    assert found.after.year == evaluate_company(found.company, facts).total < found.after.cost
    assert "the employer cost of all months goes from" in found.sentences[0]["en"]
    assert "Beijing" in " ".join(text["en"] for text in found.told)


def test_further_trials_are_likely_to_differ_as_the_first_do() -> None:
    few, known = np.array([10.0, 12.0]), np.array([20.0, 24.0, 30.0, 16.0])
    assert cost_ahead.likely_rest(few, known).tolist() == [15.0, 8.0]  # half of it
    assert cost_ahead.likely_rest(few, known[[0, 0, 2]]).tolist() == [21.0]  # 11 and 10 more


def test_every_point_of_a_front_ahead_is_projected_in_full(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cost_ahead, "FEW", 2)
    company = load_company(two_units(tmp_path))
    facts, question = company_facts(company), question_of(company, months=2)
    move = asked_move(company, "sellers.base_by_grade.junior=2900..3100/100")
    limits = Limits(losing_more_than=0)
    asked = Asked(company, facts, (move,), limits=limits, cost="p80", question=question, trials=4)
    found = front(asked, "losers")
    # 2,900 costs less and makes people lose; of 3,000 and 3,100 the dearer is no better.
    assert [point.moved[0].after for point in found.points] == [2900, 3000]
    for point in found.points:
        trials = run(replace(question, company=point.company), range(4))
        assert point.after.cost == total_range(trials, (0.8,))[0.8].value
        assert point.verified
    assert found.value(found.points[0]) > found.value(found.points[1]) == 0


def test_what_takes_longer_is_found_once_a_cost_turns_out_to_be_lower(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    company = load_company(two_units(tmp_path))
    moves = tuple(asked_move(company, f"sellers.annual_steps.{i}.from") for i in (0, 1))
    asked = Asked(company, company_facts(company), moves, 1e6, cost="p90", trials=2)
    asked = replace(asked, limits=Limits(leverage=2.0), question=question_of(company, months=2))
    tried = Tried(asked, lazy=True)
    assert tried.ahead is not None
    elsewhere, costs = (0, 0), [2e6]
    monkeypatch.setattr(tried.ahead, "estimate", lambda places, year: costs[0])
    dear = tried.reached(elsewhere)
    assert dear is not None and not tried.is_complete(elsewhere)
    assert [each.limit for each in tried.held(elsewhere)] == ["budget"]
    costs[0] = 0.9e6
    cheap = tried.reached(elsewhere)
    assert cheap is not None and cheap.cost == 0.9e6 and tried.is_complete(elsewhere)
    assert [each.limit for each in tried.held(elsewhere)] == ["budget", "leverage"]


def test_a_cost_that_was_estimated_may_turn_out_as_is_best(tmp_path: Path) -> None:
    company = load_company(two_units(tmp_path))
    move = asked_move(company, "sellers.base_by_grade.junior")
    asked = Asked(company, company_facts(company), (move,), budget=1.0)
    cost = evaluate_company(company, asked.facts).total
    for budget, goal, over, at_best in (
        (cost / 1.005, "use_budget", 0.005, -cost / 1.005),  # it may be just the budget
        (cost * 1.005, "use_budget", 0.0, -cost * 1.005),
        (cost * 1.5, "use_budget", 0.0, -cost * 1.01),  # or as much more as it is off
        (cost * 1.5, "lowest_cost", 0.0, cost * 0.99),
    ):
        tried = Tried(replace(asked, budget=budget, goal=goal))  # type: ignore[arg-type]
        assert tried.merit(tried.own)[0] == pytest.approx(over)
        best = tried.merit_at_best(tried.own, 0.01)
        assert best[:2] == (0.0, pytest.approx(at_best))
