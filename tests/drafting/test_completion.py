"""What is offered at the cursor of a formula, marked | here."""

from __future__ import annotations

import pytest

from engine import load_plan
from engine.drafting import Suggestion, signature, suggestions

PLAN = load_plan("service-seller")
POOL = load_plan("service-centre-pool")


def at(text: str, plan: object = PLAN) -> list[Suggestion]:
    place = text.index("|")
    return suggestions(plan, text.replace("|", ""), place, "en")  # type: ignore[arg-type]


def inserts(text: str) -> list[str]:
    return [s.insert for s in at(text)]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("bas|", "base_pay"),
        ("base_pay * st|", "step("),
        ("base_pay * step(mon|", "monthly_steps"),
        ("qu| + 1", "quarterly_bonus"),
        ("cale|", "calendar_month"),
    ],
)
def test_what_begins_like_it_comes_first(text: str, first: str) -> None:
    assert inserts(text)[0] == first


def test_names_are_found_by_what_they_are_called() -> None:
    assert "csat" in inserts("satisf|")


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ('base_by_grade["|', ["junior", "intermediate", "senior", "principal"]),
        ('grade == "s|', ["senior"]),
        ('1 if grade in ("junior", "p|', ["principal"]),
    ],
)
def test_values_of_a_category_are_offered_in_quotes(text: str, values: list[str]) -> None:
    assert inserts(text) == values


@pytest.mark.parametrize("text", ['"free te|', "3|", "ledger.|"])
def test_nothing_is_offered_where_no_name_can_stand(text: str) -> None:
    assert inserts(text) == []


def test_arguments_are_offered_until_they_are_given() -> None:
    assert {"by=", "among="} <= set(inserts("split(pool, sales, |"))
    assert "by=" not in inserts("split(pool, sales, by=grade, |")
    assert "by=" not in inserts("split(pool, sales, by=gra|")


@pytest.mark.parametrize(
    ("text", "function", "active"),
    [
        ("step(|", "step", 0),
        ("step(monthly_steps, |", "step", 1),
        ("step(monthly_steps, ratio(sales, |", "ratio", 1),
        ("step(monthly_steps, ratio(sales, quota)|", "step", 1),
        ("split(pool, sales, among=|", "split", 3),
        ('(1 + clip("a,b", |', "clip", 1),
        ("min(a, b, |", "min", 0),
    ],
)
def test_the_function_around_the_cursor_says_what_it_takes(
    text: str, function: str, active: int
) -> None:
    found = signature(text.replace("|", ""), text.index("|"), "en")
    assert found is not None
    assert (found.function, found.active) == (function, active)
    assert found.about.endswith(".")


@pytest.mark.parametrize("text", ["|", "base_pay * |", "step(a, b) + |", "(1 + |", "grade[|"])
def test_outside_a_function_nothing_is_taken(text: str) -> None:
    assert signature(text.replace("|", ""), text.index("|"), "en") is None
