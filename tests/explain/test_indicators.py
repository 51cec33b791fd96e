"""What statements say of the indicators of a scorecard."""

from __future__ import annotations

from pathlib import Path

import pytest

import engine
from tests.explain.situations import page_of, statement

HEAD = (
    "employee_id, month, completion, collection_rate, growth, new_accounts, retention,"
    " saving_rate, ability_rating, duty_rating, learning_rating, service_rating, attendance_rate,"
    " late\n"
)
REST = "4, 3, 3, 3, 1, 0"


def with_completion(*entry: float) -> engine.Plan:
    """The plan with another [weight, target, unit, up, down, floor] of its first indicator."""
    plan = engine.load_plan("key-account-specialist")
    indicators = plan.parameters["indicators"].json
    return plan.with_values({"indicators": {**indicators, "completion": list(entry)}})


@pytest.mark.parametrize(
    ("results", "points", "sentence"),
    [
        (
            "1.0357, 1, 0.1, 2, 0.9, 0.05",
            "20.6",
            "the target of 100 % (full steps of 1 %: 3).",
        ),
        (
            "1.3, 1, 0.1, 2, 0.9, 0.05",
            "24",
            "= 26 points. No more than 24 points count.",
        ),
        ("0.9999, 1, 0.1, 2, 0.9, 0.05", "20", "less than a full step of 1 % from the target"),
        ("0.8, 1, 0.1, 2, 0.9, 0.05", "10", "(full steps of 1 %: 20). 20 − 20 × 0.5 = 10 points."),
        ("0.6, 1, 0.1, 2, 0.9, 0.05", "0", "20 − 40 × 0.5 is not above 0: no points."),
        ("0.5999, 1, 0.1, 2, 0.9, 0.05", "0", "59.99 %, below 60 %: no points."),
    ],
)
def test_each_case_is_told(tmp_path: Path, results: str, points: str, sentence: str) -> None:
    table = f"{HEAD}a, 2026-01, {results}, {REST}"
    plan = with_completion(20, 1.0, 0.01, 0.2, 0.5, 0.6)
    told = statement(tmp_path, plan, table, "a", "2026-01")
    page = page_of(told, "en").replace("\N{NO-BREAK SPACE}", " ")
    assert f"Sales plan completed: {points} points" in page
    assert sentence in page
    assert "Sales plan completed → 20 points at 100 %, 0.2 more for each full 1 % above" in page
    assert "销售计划完成率 → 达到 100% 得 20 分" in page_of(told, "zh")
    assert told.check()


def test_a_side_of_the_target_that_changes_nothing_is_told_so(tmp_path: Path) -> None:
    table = f"{HEAD}a, 2026-01, 1.0357, 1, 0.1, 2, 0.9, 0.05, {REST}"
    told = statement(tmp_path, "key-account-specialist", table, "a", "2026-01")
    page = page_of(told, "zh").replace("\N{NO-BREAK SPACE}", " ")
    assert "销售计划完成率为 103.57%，高于目标值 100%，超过不加分，得 20 分。" in page
    table = f"{HEAD}a, 2026-01, 0.8, 1, 0.1, 2, 0.9, 0.05, {REST}"
    told = statement(tmp_path, with_completion(20, 1, 0.01, 0.2, 0, 0.6), table, "a", "2026-01")
    page = page_of(told, "en").replace("\N{NO-BREAK SPACE}", " ")
    assert "below the target of 100 %, which costs nothing: 20 points." in page
