"""How much a heading speaks for a column: words for something else never do."""

from __future__ import annotations

import pytest

from engine.importing.heading_words import (
    EQUAL,
    GENERAL,
    LIKELY,
    QUALIFIED,
    SYNONYM,
    known_names,
    likeness,
)


@pytest.mark.parametrize(
    ("heading", "names", "score"),
    [
        ("Sales", ["sales"], EQUAL),
        ("Sales (incl. VAT)", ["sales"], EQUAL),
        ("SalesAmount", ["sales"], SYNONYM),
        ("Amount", ["sales"], GENERAL),
        ("本月销售额", ["sales"], QUALIFIED),
        ("Total Sales", ["sales"], QUALIFIED),
        ("Monthly target", ["quota"], LIKELY),
        ("Leader 1", ["manager_id", "Manager"], LIKELY),
    ],
)
def test_a_heading_speaks_for_its_column(heading: str, names: list[str], score: float) -> None:
    assert likeness(heading, *known_names(names)) == score


@pytest.mark.parametrize(
    ("heading", "names"),
    [
        ("Amount", ["quota", "Quota"]),  # stands in "target amount"
        ("Sales Target", ["sales"]),
        ("Date", ["hire_date"]),
        ("基本工资", ["starting_pay", "起始基本工资"]),
        ("请假扣款", ["leave_days", "请假天数"]),
        ("Unit Price", ["team", "Team"]),
        ("Title", ["grade", "Grade"]),
        ("ExpectedRevenue", ["sales"]),
        ("销售额排名", ["sales", "销售额"]),
        ("Calls not answered", ["calls", "Calls answered"]),
        ("销售额", ["key_account_sales", "大客户销售额"]),
        ("客户不满意度", ["satisfaction", "客户满意度"]),  # the opposite
        ("Customer dissatisfaction", ["satisfaction", "Customer satisfaction"]),
        ("非有效投诉次数", ["valid_complaints", "有效投诉次数"]),
    ],
)
def test_a_word_for_something_else_does_not(heading: str, names: list[str]) -> None:
    assert likeness(heading, *known_names(names)) < LIKELY
