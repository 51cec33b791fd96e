"""What can be had for what: nothing on the front is beaten by any combination of steps."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import pytest

from engine.companies import evaluate_company
from engine.solving import Against, Asked, Limits, asked_move, front
from tests.solving.companies import of_plan

FIGURES = {
    "base": {"value": 200, "min": 100, "max": 300, "step": 50},
    "rate": {"value": 0.1, "min": 0, "max": 0.2, "step": 0.02},
}
LINES = {"base_pay": "base * 1", "commission": "sales * rate"}


@pytest.mark.parametrize("against", ["spread", "losers"])
@pytest.mark.parametrize("names", [("rate",), ("base", "rate")])
def test_nothing_is_cheaper_and_as_good(
    tmp_path: Path, against: Against, names: tuple[str, ...]
) -> None:
    # A sells 1,000 and B 3,000: they are paid base + 1,000 × rate and base + 3,000 × rate.
    company, facts = of_plan(tmp_path, LINES, FIGURES)
    moves = tuple(asked_move(company, name) for name in names)
    found = front(Asked(company, facts, moves, 500, limits=Limits(losing_more_than=0)), against)

    def worth(base: float, rate: float) -> tuple[float, float]:
        pay = [base + 1000 * rate, base + 3000 * rate]
        cost = round(sum(pay), 2)
        if against == "spread":
            return cost, -round(pay[1] / (cost / 2), 9)
        return cost, sum(now < was for now, was in zip(pay, (300, 500), strict=True)) / 2

    bases = (100, 150, 200, 250, 300) if "base" in names else (200,)
    every = {worth(*pair) for pair in product(bases, [i / 50 for i in range(11)])}
    best = {
        one
        for one in every
        if not any(o != one and o[0] <= one[0] and o[1] <= one[1] for o in every)
    }
    sign = -1 if against == "spread" else 1
    points = [(p.after.cost, sign * round(found.value(p), 9)) for p in found.points]
    assert points == sorted(best)
    for point in found.points:
        assert point.verified and point.feasible
        assert evaluate_company(point.company, facts).total == point.after.cost
