"""Several figures at once, against every combination of their steps."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import pytest

from engine.companies import evaluate_company
from engine.solving import Asked, Goal, asked_move, solve
from engine.text import Refused
from tests.solving.companies import of_plan

FIGURES = {
    "rate": {"value": 0.1, "min": 0, "max": 0.2, "step": 0.01},
    "point": {"value": 5, "min": 0, "max": 10, "step": 0.5},
}
LINES = {"commission": "sales * rate", "quality": "score * point"}
WEIGHTS = {
    "first": {"value": 0.6, "min": 0, "max": 1, "step": 0.1},
    "second": {"value": 0.4, "min": 0, "max": 1, "step": 0.1},
}


def cost(rate: float, point: float) -> float:
    return round(4000 * rate, 2) + round(160 * point, 2)


@pytest.mark.parametrize("goal", ["least_change", "use_budget", "lowest_cost"])
@pytest.mark.parametrize("budget", [733, 1101, 1900])
def test_no_combination_is_better(tmp_path: Path, goal: Goal, budget: float) -> None:
    company, facts = of_plan(tmp_path, LINES, FIGURES)
    moves = (asked_move(company, "rate"), asked_move(company, "point"))
    found = solve(Asked(company, facts, moves, budget, goal))
    assert found.feasible and found.verified
    rate, point = (figure.after for figure in found.moved)
    assert found.after.cost == cost(rate, point) <= budget
    assert evaluate_company(found.company, facts).total == found.after.cost

    def worth(rate: float, point: float) -> float:
        if goal == "least_change":
            return abs(rate - 0.1) / 0.1 + abs(point - 5) / 5
        return cost(rate, point) * (-1 if goal == "use_budget" else 1)

    every = product([i / 100 for i in range(21)], [i / 2 for i in range(21)])
    best = min(worth(*pair) for pair in every if cost(*pair) <= budget)
    assert worth(rate, point) == pytest.approx(best, abs=1e-9)


def test_one_edit_a_parameter_makes_the_answer(tmp_path: Path) -> None:
    ladder = {"ladder": {"steps": [[60, 100], [80, 300]], "min": 0, "max": 900, "step": 10}}
    company, facts = of_plan(tmp_path, {"bonus": "step(ladder, score)"}, ladder)
    moves = (asked_move(company, "ladder.0.value"), asked_move(company, "ladder.1.value"))
    found = solve(Asked(company, facts, moves, 350))
    edits = found.edits["small"]
    assert len(edits) == 1
    again = company.edited("small", *edits)
    assert evaluate_company(again, facts).total == found.after.cost <= 350


def test_a_figure_of_a_sum_is_given_to_or_taken_from_the_largest_other(tmp_path: Path) -> None:
    lines = {"bonus": "sales * first + score * second"}
    company, facts = of_plan(tmp_path, lines, WEIGHTS, adds_up=list(WEIGHTS))
    # 4,000 × first + 160 × second: 2,464 today, 384 less for each tenth.
    found = solve(Asked(company, facts, (asked_move(company, "first"),), 2100))
    plan = found.company.units["small"].plan
    assert [plan.parameters[name].json for name in WEIGHTS] == [0.5, 0.5]
    assert found.after.cost == 2080
    both = (asked_move(company, "first"), asked_move(company, "second"))
    with pytest.raises(Refused) as refused:
        solve(Asked(company, facts, both, 2100))
    assert {problem.key for problem in refused.value.problems} == {"solve_twice"}


def test_of_figures_that_are_alike_the_first_takes_and_gives(tmp_path: Path) -> None:
    three = {
        name: {"value": value, "min": 0, "max": 1, "step": 0.1}
        for name, value in (("first", 0.4), ("second", 0.3), ("third", 0.3))
    }
    lines = {"bonus": "sales * first + score * second + third"}
    company, facts = of_plan(tmp_path, lines, three, adds_up=list(three))
    found = solve(Asked(company, facts, (asked_move(company, "first=20%..40%"),), 1300))
    plan = found.company.units["small"].plan
    assert [plan.parameters[name].json for name in three] == [0.3, 0.4, 0.3]


def test_few_combinations_are_all_tried_and_fen_are_not_lost(tmp_path: Path) -> None:
    company, facts = of_plan(tmp_path, LINES, FIGURES)
    moves = (asked_move(company, "rate=10%..15%"), asked_move(company, "point=4..6"))
    found = solve(Asked(company, facts, moves, 1213.5, "use_budget"))
    assert (found.tried, found.told) == (6 * 5, ())
    # 4,000 × rate + 160 × point: 1,200 with 14 % and 4, or 10 % and 5
    assert found.after.cost == 1200
    none = solve(Asked(company, facts, moves, 999.93))  # 400 + 640 at least
    assert none.misses[0].gap == pytest.approx(40.07)
    assert "¥40.07 higher" in none.sentences[0]["en"]
