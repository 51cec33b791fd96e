"""Models of tiny companies show nobody: no figure is one person's, no drawn person a real one."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest

from engine import Facts, fit, simulate
from engine.facts import category
from engine.workforce.fitting_quality import alike
from tests.small_plan import load, plan_of

GRADES = ("a", "b", "c")
PLAN = load(
    plan_of(
        {"bonus": "rate * sales + wage"},
        {"rate": {"value": 0.1}},
        {
            "sales": {"kind": "money"},
            "wage": {"kind": "money"},
            "calls": {"kind": "count"},
            "on_time": {"kind": "flag"},
            "grade": {"kind": "category", "values": list(GRADES)},
        },
    )
)


def _company(people: int, months: int, seed: int) -> Facts:
    """Few people: one sells a hundred times as much as others, some are away or come later, half
    sell nothing in some months; the wage stays with the person, calls are few different numbers."""
    rng = np.random.default_rng(seed)
    shape = (months, people)
    sales = rng.gamma(3, 300, shape).round(2)
    sales[rng.random(shape) < 0.3] = 0
    sales[:, 0] = (sales[:, 0] + 1) * 100
    present = rng.random(shape) > 0.1
    present[:, : people // 2 + 1] = True
    present[-1] = True
    codes = np.where(present, np.minimum(rng.integers(0, 6, people), 2), 3)
    numbers: dict[str, Any] = {
        "sales": sales,
        "wage": np.broadcast_to(rng.normal(6000, 900, people).round(2), shape),
        "calls": rng.poisson(4, shape).astype(float),
        "on_time": (rng.random(shape) < 0.8).astype(float),
    }
    return Facts(
        first=2026 * 12,
        employees=tuple(f"P{i:03d}" for i in range(people)),
        present=present,
        numbers={name: np.ascontiguousarray(n * present) for name, n in numbers.items()},
        categories={"grade": category(GRADES, codes)},
    )


@pytest.mark.parametrize(
    ("people", "months"), [(10, 1), (10, 3), (11, 12), (14, 2), (19, 6), (23, 24)]
)
def test_no_figure_of_a_tiny_company_is_that_of_one_person(people: int, months: int) -> None:
    for seed in range(4):
        facts = _company(people, months, seed)
        fitted = fit(facts, PLAN)
        for name in ("sales", "wage", "calls", "on_time"):
            measure = fitted.model.measures[name]
            tables = [measure.drawn, *measure.form_by.values()]
            shown = {value for table in tables if table for _, value in table.points}
            for value in shown - {0.0}:  # where curves end, as nobody sells less than nothing
                there = facts.present & (facts.numbers[name] == value)
                owners = int(there.any(axis=0).sum())
                # rounded to whole numbers, a curve may come to a count that somebody has
                assert owners == 0 or owners >= 10 or name in ("calls", "on_time"), (name, value)
        assert not set(re.findall(r"P\d{3}", fitted.text)) & set(facts.employees)
        largest = facts.numbers["sales"].max()
        assert f"{largest:.6g}" not in fitted.text


@pytest.mark.parametrize(("people", "months"), [(10, 1), (10, 2), (12, 4), (19, 1)])
def test_nobody_drawn_equals_one_of_a_tiny_company(people: int, months: int) -> None:
    """In sales and wage, which have cents, nobody is met again; in counts alone somebody may be."""
    facts = _company(people, months, people)
    fitted = fit(facts, PLAN)
    for seed in range(12):
        drawn = simulate(fitted.model, seed, 200, months, "2026-01")
        assert alike(facts, drawn, ["sales", "wage", "calls", "on_time"]) == 0
        assert alike(facts, drawn, ["wage"]) == 0


def test_a_value_of_nine_people_is_no_mass_and_one_of_ten_is() -> None:
    """Thirty people, nine of whom have the cap of 5,000 in every month, or ten of them."""
    for capped, expected in ((9, False), (10, True)):
        sales = np.random.default_rng(5).uniform(100, 900, (4, 30)).round(2)
        sales[:, :capped] = 5000.0
        facts = _company(30, 4, 1)
        facts = Facts(
            facts.first,
            facts.employees,
            np.ones((4, 30), np.bool_),
            {**facts.numbers, "sales": sales},
            {"grade": category(GRADES, np.zeros((4, 30), np.intp))},
        )
        drawn = simulate(fit(facts, PLAN).model, 1, 500, 4)
        assert bool((drawn.numbers["sales"][drawn.present] == 5000.0).mean() > 0.2) is expected
