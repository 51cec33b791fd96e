"""What statements say of the indicators of a scorecard."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.explain.situations import page_of, statement

HEAD = (
    "employee_id, month, completion, collection_rate, growth, new_accounts, retention,"
    " saving_rate, ability_rating, duty_rating, learning_rating, service_rating, attendance_rate,"
    " late\n"
)
REST = "4, 3, 3, 3, 1, 0"


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
    told = statement(tmp_path, "key-account-specialist", table, "a", "2026-01")
    page = page_of(told, "en").replace("\N{NO-BREAK SPACE}", " ")
    assert f"Sales plan completed: {points} points" in page
    assert sentence in page
    assert "Sales plan completed → 20 points at 100 %, 0.2 more for each full 1 % above" in page
    assert "销售计划完成率 → 达到 100% 得 20 分" in page_of(told, "zh")
    assert told.check()
