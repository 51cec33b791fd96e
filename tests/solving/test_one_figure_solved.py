"""One figure moved on its steps until a budget holds."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.companies import evaluate_company
from engine.solving import Asked, Goal, asked_move, solve
from engine.text import Refused
from tests.solving.companies import of_plan

RATE = {"rate": {"value": 0.1, "min": 0, "max": 0.5, "step": 0.005}}
COMMISSION = {"commission": "sales * rate"}
HUMP = {"bonus": "max(sales * (rate - 0.2), sales * (0.2 - rate))"}
"""Falls until a rate of 20 %, and rises from there."""
FINE = {"rate": {"value": 0.1, "min": 0, "max": 0.5, "step": 0.0001}}


@pytest.mark.parametrize(
    ("budget", "goal", "rate", "cost"),
    [
        # 4,000 of sales: the cost is 4,000 × rate, 400 today, 20 a step.
        (400, "least_change", 0.1, 400),
        (399.99, "least_change", 0.095, 380),
        (310, "least_change", 0.075, 300),
        (300, "least_change", 0.075, 300),
        (5000, "least_change", 0.1, 400),
        (700, "use_budget", 0.175, 700),
        (719, "use_budget", 0.175, 700),
        (5000, "use_budget", 0.5, 2000),
        (350, "use_budget", 0.085, 340),
        (None, "lowest_cost", 0, 0),
    ],
)
@pytest.mark.parametrize("parameters", [RATE, FINE], ids=["101 steps", "5001 steps"])
def test_the_step_that_is_wanted_is_found(
    tmp_path: Path,
    budget: float | None,
    goal: Goal,
    rate: float,
    cost: float,
    parameters: dict[str, dict[str, float]],
) -> None:
    if parameters is FINE and budget in (399.99, 310, 350, 719):
        rate = int(budget / 4000 * 10000 + 1e-6) / 10000  # steps of 0.4 yuan
        cost = rate * 4000
    company, facts = of_plan(tmp_path, COMMISSION, parameters)
    found = solve(Asked(company, facts, (asked_move(company, "rate"),), budget, goal))
    assert found.feasible and found.verified
    assert found.moved[0].after == pytest.approx(rate, abs=1e-12)
    assert found.after.cost == pytest.approx(cost, abs=1e-9)
    assert evaluate_company(found.company, facts).total == found.after.cost
    assert found.changes == (rate != 0.1) == bool(found.edits)


def test_steps_that_are_asked_for_are_counted_from_the_lowest(tmp_path: Path) -> None:
    company, facts = of_plan(tmp_path, COMMISSION, RATE)
    found = solve(Asked(company, facts, (asked_move(company, "rate=5%..9%/3%"),), 399))
    assert found.moved[0].after == 0.08
    assert found.after.cost == 320


def test_all_there_is_does_not_suffice(tmp_path: Path) -> None:
    company, facts = of_plan(tmp_path, COMMISSION, RATE)
    found = solve(Asked(company, facts, (asked_move(company, "rate=8%..20%"),), 300))
    assert not found.feasible
    (miss,) = found.misses
    assert (miss.limit, miss.asked, miss.reached, miss.gap) == ("budget", 300, 320, 20)
    assert "would have to be ¥20.00 higher" in found.sentences[0]["en"]
    assert "20.00" in found.sentences[0]["zh"]


@pytest.mark.parametrize(
    ("parameters", "rate", "every"), [(RATE, 0.155, True), (FINE, 0.1525, False)]
)
def test_what_is_not_monotone_is_told_unless_every_step_is_tried(
    tmp_path: Path, parameters: dict[str, dict[str, float]], rate: float, every: bool
) -> None:
    # 4,000 × |rate − 0.2| ≤ 190 between 15.25 % and 24.75 %; today 400.
    company, facts = of_plan(tmp_path, HUMP, parameters)
    found = solve(Asked(company, facts, (asked_move(company, "rate"),), 190))
    assert found.feasible
    assert found.moved[0].after == pytest.approx(rate)
    assert any("only rise or only fall" in text["en"] for text in found.told) is not every


def test_figures_that_the_plan_does_not_take_are_left_out(tmp_path: Path) -> None:
    ladder = {"ladder": {"steps": [[60, 100], [80, 300]]}}
    company, facts = of_plan(tmp_path, {"bonus": "step(ladder, score)"}, ladder)
    # A (70) gets 100, B (90) gets 300; a threshold of 91 for the second step leaves 100 each.
    move = asked_move(company, "ladder.1.from=40..100/1")
    found = solve(Asked(company, facts, (move,), 399))
    assert (found.moved[0].after, found.after.cost) == (91, 200)
    (edit,) = found.edits["small"]
    assert edit.to == [[60, 100], [91, 300]]
    assert found.sentences[0]["en"].startswith("Label (threshold 80) from 80 to 91")


def test_several_cells_move_by_the_same_amount(tmp_path: Path) -> None:
    ladder = {"ladder": {"steps": [[60, 100], [80, 300]], "min": 0, "max": 1000, "step": 10}}
    company, facts = of_plan(tmp_path, {"bonus": "step(ladder, score)"}, ladder)
    found = solve(Asked(company, facts, (asked_move(company, "ladder"),), 350))
    assert found.company.units["small"].plan.parameters["ladder"].json == [[60, 70], [80, 270]]
    assert found.after.cost == 340


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("rat", "unknown_parameter"),
        ("rate=5%-9%", "solve_move"),
        ("rate.0", "solve_no_cell"),
        ("rate=9%..5%", "solve_bounds"),
        ("rate=0..1/0.000001", "solve_many_steps"),
        ("free", "solve_no_steps"),
        ("generous", "solve_no_amount"),
    ],
)
def test_what_cannot_be_moved_is_refused(tmp_path: Path, text: str, key: str) -> None:
    further = {"free": {"value": 1}, "generous": {"value": True}}
    lines = {"commission": "(sales * rate * free) if generous else 0"}
    company, _ = of_plan(tmp_path, lines, {**RATE, **further})
    with pytest.raises(Refused) as refused:
        asked_move(company, text)
    assert [problem.key for problem in refused.value.problems] == [key]


def test_what_does_not_fit_together_is_refused_at_once(tmp_path: Path) -> None:
    company, facts = of_plan(tmp_path, COMMISSION, RATE)
    move = asked_move(company, "rate")
    with pytest.raises(Refused) as refused:
        solve(Asked(company, facts, (move, move), -1.0))
    assert {p.key for p in refused.value.problems} == {"budget_nothing", "solve_twice"}


def test_what_a_budget_has_to_give_is_told_to_the_fen(tmp_path: Path) -> None:
    people = "employee_id,month,sales,score\nA,2026-01,50000.04,80\nB,2026-01,50000,80"
    company, facts = of_plan(tmp_path, COMMISSION, RATE, people)
    found = solve(Asked(company, facts, (asked_move(company, "rate=10%..20%"),), 8000))
    # a tenth of 100,000.04 is 10,000.00, as each is paid 5,000.00; at 20 % 20,000.01
    assert "¥2,000 higher" in found.sentences[0]["en"]
    low = solve(Asked(company, facts, (asked_move(company, "rate=10%..20%"),), 7999.5))
    assert "¥2,000.50 higher" in low.sentences[0]["en"]
