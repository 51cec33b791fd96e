"""Why a periodic line pays nothing to whoever is not in service in its paying month, or is settled
before."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import engine
from engine.explain import Statement, Step
from engine.reports import pay_statement, statement_document
from tests.reports.reading import document_texts
from tests.small_plan import load, plan_of

BONUS = {
    "base": "4000",
    "bonus": {"pay": "0.1 * quarter_sum(sales)", "every": "quarter"},
}
ROWS = {
    "stays": ("2026-01", "2026-02", "2026-03", "2026-04"),
    "left": ("2026-01", "2026-02"),
    "away": ("2026-01", "2026-02", "2026-04"),
    "newest": ("2026-04",),
}


@pytest.mark.parametrize(
    ("employee", "month", "en", "zh"),
    [
        ("stays", "2026-02", "next in March 2026.", "下次为2026年3月。"),
        (
            "left",
            "2026-02",
            "left before March 2026, so nothing is paid for this period.",
            "在2026年3月之前已离职，本周期不予发放。",
        ),
        (
            "away",
            "2026-02",
            "not in service in March 2026, so nothing is paid for this period.",
            "2026年3月不在岗，本周期不予发放。",
        ),
        ("newest", "2026-04", "next in June 2026.", "下次为2026年6月。"),
    ],
)
def test_the_statement_says_why_nothing_is_paid(
    tmp_path: Path, employee: str, month: str, en: str, zh: str
) -> None:
    bonus = bonus_of(statement_of(tmp_path, BONUS, employee, month))
    assert bonus.sentence["en"].endswith(en)
    assert bonus.sentence["zh"].endswith(zh)


SETTLED = {
    "base": "4000",
    "total": {"measure": "quarter_sum(sales)", "every": "quarter"},
    "bonus": {"pay": "0.1 * total", "every": "quarter", "leavers": "settled"},
}


def test_what_is_settled_is_told_in_the_last_month(tmp_path: Path) -> None:
    statement = statement_of(tmp_path, SETTLED, "left", "2026-02")
    bonus = bonus_of(statement)
    assert (bonus.due, bonus.amount, statement.gross) == (True, 200_00, 4200_00)
    assert [child.kind for child in bonus.children] == ["settled", "measure"]
    settled, total = bonus.children
    assert settled.sentence["en"] == (
        "not in service in March 2026, so paid in February 2026, as if the quarter ended then."
    )
    assert settled.sentence["zh"] == "2026年3月不在岗，按本季度截至2026年2月的数据在当月结算。"
    assert total.number == 2000 and len([c for c in total.children if c.kind == "month"]) == 2
    # Measures of the quarter exist in its last month only.
    assert not statement.measures
    assert statement.to_date == statement.year == (8000_00, 200_00)
    for document in (statement_document(statement), pay_statement(statement)):
        told = [text["en"] for text in document_texts(document)]
        assert any("as if the quarter ended then" in text for text in told)


def test_it_is_told_before_when_it_will_be_settled(tmp_path: Path) -> None:
    bonus = bonus_of(statement_of(tmp_path, SETTLED, "away", "2026-01"))
    assert not bonus.due
    assert bonus.sentence["en"].endswith(
        "not in service in March 2026, so settled in February 2026."
    )
    assert bonus_of(statement_of(tmp_path, SETTLED, "stays", "2026-03")).amount == 300_00
    # Nobody knows yet who is there in June.
    assert not bonus_of(statement_of(tmp_path, SETTLED, "stays", "2026-04")).due


def statement_of(folder: Path, lines: dict[str, Any], employee: str, month: str) -> Statement:
    plan = load(plan_of(lines, {}, {"sales": {"kind": "money"}}))
    file = folder / "facts.csv"
    rows = [f"{who},{when},1000" for who, months in ROWS.items() for when in months]
    file.write_text("\n".join(["employee_id,month,sales", *rows]), "utf-8")
    return engine.explain(plan, engine.read_facts(file, plan), employee, month)


def bonus_of(statement: Statement) -> Step:
    return next(line for line in statement.lines if line.id == "bonus")
