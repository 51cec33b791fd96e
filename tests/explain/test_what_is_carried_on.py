"""How statements tell the career ladder and the balance that expires."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.explain.situations import section, statement

CAREER = """
    employee_id, month, grade, starting_pay, csat, resolution_rate, handle_minutes, exam_score, internal_complaints, performance_coefficient, tenure_months
    up, 2026-01, junior, 4000, 0.95, 0.96, 5, 90, 0, 1.3, 4
    up, 2026-03, junior, 4000, 0.95, 0.96, 5, 90, 0, 1.3, 6
    up, 2026-04, junior, 4000, 0.95, 0.96, 5, 90, 0, 1.1, 7
    up, 2026-05, junior, 4000, 0.95, 0.96, 5, 90, 0, 1.1, 8
    up, 2026-06, junior, 4000, 0.95, 0.96, 5, 90, 0, 1.1, 9
    up, 2026-07, junior, 4000, 0.95, 0.96, 5, 90, 0, 1.1, 10
    two, 2026-03, intermediate, 5000, 0.98, 0.96, 5, 95, 0, 1.3, 20
    top, 2026-03, principal, 9000, 0.98, 0.96, 5, 95, 0, 1.3, 90
"""  # noqa: E501
FLOWERS = """
    employee_id, month, is_leader, flowers_received, department, flags_received
    a, 2026-01, 0, 3, x, 0
    a, 2026-02, 0, 4, x, 0
    a, 2026-04, 0, 1, x, 0
    a, 2026-05, 0, 1, x, 0
"""


@pytest.mark.parametrize(
    ("employee", "month", "language", "sentence"),
    [
        ("up", "2026-01", "en", "Junior, 5 months in this grade. Grades are not reviewed in"),
        (
            "up",
            "2026-03",
            "en",
            "Junior, 7 months in this grade. The review of March 2026 finds all",
        ),
        ("up", "2026-03", "en", "conditions of a promotion met: Intermediate from April 2026."),
        ("up", "2026-03", "en", "Months in this grade: 7 months (3 months needed for a promotion)"),
        ("up", "2026-03", "en", "Figures: Months to be served in a grade = Junior → 3 months;"),
        ("up", "2026-03", "en", "Months of service for a promotion = Junior → 6 months"),
        ("up", "2026-03", "en", "Months of service = 6 months"),
        ("up", "2026-06", "en", "From January 2026: Junior (Pay factor 1)"),
        ("up", "2026-06", "en", "From April 2026: Intermediate (Junior before; pay factor 1.1)"),
        (
            "up",
            "2026-06",
            "en",
            "too many consecutive months below the mark: Junior from July 2026.",
        ),
        ("up", "2026-06", "en", "3 times (3 times cost the grade)"),
        ("up", "2026-07", "en", "= 4,000.00 × 1\n"),
        ("up", "2026-07", "zh", "2026年7月起：初级（此前为中级；工资系数 1）"),
        ("two", "2026-03", "en", "met: Principal from April 2026."),
        ("two", "2026-03", "zh", "符合连升两级的全部条件，2026年4月起为资深。"),
        ("top", "2026-03", "en", "The review of March 2026 changes nothing."),
        ("top", "2026-03", "en", "(There is no promotion from this grade)"),
        ("top", "2026-03", "zh", "资深，在级 91 个月；2026年3月评审，职级不变。"),
    ],
)
def test_a_career_is_told(
    tmp_path: Path, employee: str, month: str, language: str, sentence: str
) -> None:
    told = statement(tmp_path, "career-ladder", CAREER, employee, month)
    title = {"en": "Base pay", "zh": "基本工资"}[language]
    text = section(told, title, language)
    assert sentence in "\n".join(line.strip() for line in text.splitlines()) + "\n"


@pytest.mark.parametrize(
    ("month", "language", "sentence"),
    [
        (
            "2026-01",
            "en",
            "3 flowers collected in January 2026: not enough for a prize (5 flowers).",
        ),
        ("2026-02", "en", "Left over before: 3 flowers"),
        ("2026-02", "en", "Collected: 7 flowers = 3 + 4"),
        ("2026-02", "en", "Spent on prizes: 5 flowers = 1 × 5"),
        ("2026-02", "en", "7 flowers collected in February 2026: 1 × 5 flowers spent on prizes, 2"),
        (
            "2026-02",
            "en",
            "Left of February 2026: 2 flowers (good until the end of April",
        ),
        ("2026-04", "zh", "可兑换：3 朵 = 2 + 1"),
        ("2026-05", "en", "Expired since: 2 flowers"),
        ("2026-05", "zh", "可兑换：2 朵 = 3 − 2 + 1"),
        ("2026-05", "zh", "2026年4月剩余：1 朵（有效至2026年6月底）"),
    ],
)
def test_a_balance_is_told(tmp_path: Path, month: str, language: str, sentence: str) -> None:
    told = statement(tmp_path, "recognition", FLOWERS, "a", month)
    title = {"en": "Flower prizes", "zh": "小红花奖"}[language]
    text = section(told, title, language)
    assert sentence in "\n".join(line.strip() for line in text.splitlines())
