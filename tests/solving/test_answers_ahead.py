"""A figure that keeps what the months ahead cost within a budget."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from engine.companies import company_facts, load_company
from engine.projection import question_of, run, total_range
from engine.solving import Asked, asked_move, solve
from tests.two_units import two_units


@pytest.mark.parametrize(("cost", "share"), [("p90", 0.9), ("p50", 0.5)])
def test_the_step_holds_and_the_one_before_it_does_not(
    tmp_path: Path, cost: str, share: float
) -> None:
    company = load_company(two_units(tmp_path))
    facts, question = company_facts(company), question_of(company, months=6)

    def ahead(figure: float) -> float:
        base = {**company.units["sellers"].plan.parameters["base_by_grade"].json, "junior": figure}
        variant = company.set("sellers", "base_by_grade", base)
        trials = run(replace(question, company=variant), range(8))
        return total_range(trials, (share,))[share].value

    today = ahead(3000)
    budget = today * 0.985
    move = asked_move(company, "sellers.base_by_grade.junior")
    asked = Asked(company, facts, (move,), budget, cost=cost, question=question, trials=8)
    found = solve(asked)
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
