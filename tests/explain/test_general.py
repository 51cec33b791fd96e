"""How statements tell functions that have no explainer of their own."""

from __future__ import annotations

from pathlib import Path

import pytest

import engine
from engine.explain.builder import Builder
from engine.explain.explain import EXPLAINERS
from engine.explain.explainers.general import GENERAL
from engine.explain.situation import Situation
from engine.explain.statement import Statement
from engine.formula import FUNCTIONS
from tests.explain.situations import page_of
from tests.small_plan import small_plan

PLAN = {
    "months": "0.1 * quarter_mean(sales) + recent_sum(sales, 2) + rows()",
    "people": "highest(sales, by=team) + count(sales > 60)",
    "table": "step(ladder, sales)",
    "gifts": {"working": "expiring_balance(score, price=5, months=3)"},
    "gift": "gifts.prizes",
}
FACTS = """
    employee_id, month, sales, quota, score, grade, former_grade, region, team, manager_id, tenure_months
    a, 2026-01, 100, 1, 7, junior, junior, north, x, , 1
    b, 2026-01, 300, 1, 0, junior, junior, north, x, , 1
    c, 2026-01, 500, 1, 0, junior, junior, north, y, , 1
    a, 2026-02, 50, 1, 4, junior, junior, north, x, , 2
    b, 2026-02, 80, 1, 0, junior, junior, north, x, , 2
"""  # noqa: E501


@pytest.fixture
def told(tmp_path: Path) -> Statement:
    plan = small_plan(PLAN)
    file = tmp_path / "facts.csv"
    file.write_text(FACTS.strip().replace(" ", "") + "\n", encoding="utf-8")
    situation = Situation(plan, engine.read_facts(file, plan), "a", "2026-02", engine.Memory())
    general = {name: GENERAL[function.scope] for name, function in FUNCTIONS.items()}
    return Builder(situation, general).statement()


def test_every_function_is_told() -> None:
    assert set(EXPLAINERS) == set(FUNCTIONS)


def test_the_amounts_are_the_same(told: Statement) -> None:
    assert told.check()
    amounts = {line.id: (line.amount or 0) / 100 for line in told.lines}
    assert amounts == {"months": 159.5, "people": 81, "table": 2, "gift": 1}


@pytest.mark.parametrize(
    "said",
    [
        "the quarter’s mean of Label: ¥75.00\n  From 2 months up to February 2026: ¥75.00.\n"
        "  - January 2026 = ¥100.00; February 2026 = ¥50.00\n",
        "the total of Label over the last 2 months, this one included: ¥150.00\n",
        "the number of months in service so far: 2\n  From 2 months up to February 2026: 2.\n",
        "the highest Label of everyone of the same Label: ¥80.00\n"
        "  Among 2 people of Label x in February 2026: ¥80.00; this employee has ¥50.00.\n",
        "Among 2 people in February 2026: 1.\n",
        "The value of the last step that x has reached; 0 below the first.",
        "one prize is paid for every full 5 collected, using up the oldest first;",
        "Results of February 2026.\n  - Data: Label = 4\n  - number of prizes: 1\n  - expired: 0\n"
        "  - balance left over: 1\n",
    ],
)
def test_what_is_said(told: Statement, said: str) -> None:
    page = page_of(told, "en").replace("\N{NO-BREAK SPACE}", " ").replace("  \n", "\n")
    assert said in page
