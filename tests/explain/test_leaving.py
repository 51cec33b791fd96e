"""Why a periodic line pays nothing to whoever is not in service in its paying month."""

from __future__ import annotations

from pathlib import Path

import pytest

import engine
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
    plan = load(plan_of(BONUS, {}, {"sales": {"kind": "money"}}))
    file = tmp_path / "facts.csv"
    rows = [f"{who},{when},1000" for who, months in ROWS.items() for when in months]
    file.write_text("\n".join(["employee_id,month,sales", *rows]), "utf-8")
    statement = engine.explain(plan, engine.read_facts(file, plan), employee, month)
    bonus = next(line for line in statement.lines if line.id == "bonus")
    assert bonus.sentence["en"].endswith(en)
    assert bonus.sentence["zh"].endswith(zh)
