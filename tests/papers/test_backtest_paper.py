"""A back-test as a paper: how far a plan is reconciled, and plans side by side on the year."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import engine
from engine import Facts, Plan, read_facts
from engine.backtesting import CheckedYear, attainment_course
from engine.companies import company_named, read_company_facts
from engine.papers import Chart, Finding, Paper, backtest_paper, to_pdf
from tests.cli.test_backtest_company import PAID
from tests.companies.small_company import written
from tests.small_plan import small_plan

COLUMNS: dict[str, dict[str, Any]] = {
    "sales": {"kind": "money"},
    "grade": {"kind": "category", "values": ["junior", "senior"]},
}
RATE = {"rate": {"value": 0.1, "min": 0, "max": 1, "step": 0.01, "unit": "share"}}
SHEET = """employee_id,month,sales,grade,paid
ann,2026-01,1000,senior,100
ann,2026-02,2000,senior,210.50
bob,2026-01,500,junior,50
cas,2026-02,300,junior,30
dan,2026-01,0,junior,20
dan,2026-02,100,junior,10
"""


def plan_at(rate: float) -> Plan:
    return small_plan({"bonus": "rate * sales"}, RATE, COLUMNS).with_values({"rate": rate})


@pytest.fixture(scope="module")
def facts(tmp_path_factory: pytest.TempPathFactory) -> Facts:
    file = tmp_path_factory.mktemp("facts") / "facts.csv"
    file.write_text(SHEET, encoding="utf-8")
    return read_facts(file, plan_at(0.1))


@pytest.fixture(scope="module")
def reconciled(facts: Facts) -> CheckedYear:
    return engine.backtest(plan_at(0.1), facts, "paid")


def _chart(paper: Paper, words: str) -> tuple[Finding, Chart]:
    (one,) = [finding for finding in paper.findings if words in finding.title["en"]]
    assert one.chart is not None
    return one, one.chart


def test_how_far_it_is_reconciled_is_the_decision(reconciled: CheckedYear) -> None:
    """Ann was paid 10.50 more in February, Dan 20 in January for no sales: 4 of 6 agree."""
    paper = backtest_paper(reconciled)
    found = reconciled.reconciliation
    assert found is not None
    for language in ("en", "zh"):
        assert found.seal[language] in paper.decision.sentence[language]
    values = [figure.value["en"].replace("\u00a0", " ") for figure in paper.decision.figures]
    assert values == ["66.6 %", "¥421", "¥390", "¥30.50"]
    finding, months = _chart(paper, "The most is open in")
    assert "January 2026" in finding.title["en"]
    assert months.series[0].values == (20.0, 10.5)
    assert ("paid") in {how["en"] for _, how in paper.basis}


def test_plans_stand_side_by_side(facts: Facts) -> None:
    """Sales of 3900 at 10 % and at 20 %, of which 1500 in January."""
    tested = engine.backtest(plan_at(0.1), facts, {}, others=[plan_at(0.2)])
    paper = backtest_paper(tested, attainment_course(tested.year, (-0.1, 0.0, 0.1)))
    assert "costs the least on this year: ¥390" in paper.decision.sentence["en"]
    _, costs = _chart(paper, ": +¥390 (+100.0")
    assert costs.series[0].values == (390.0, 780.0)
    _, people = _chart(paper, "0 of 4 people are paid less")
    assert [one.values for one in people.series] == [(4.0,), (0.0,)]
    _, months = _chart(paper, "costs the most, ¥240")
    assert [one.values for one in months.series] == [(150.0, 240.0), (300.0, 480.0)]
    _, course = _chart(paper, "of attainment and")
    assert course.series[0].across == (-0.1, 0.0, 0.1)
    assert course.series[0].values == pytest.approx((351.0, 390.0, 429.0))


def test_a_plan_alone_says_that_nothing_was_paid(facts: Facts, tmp_path: Path) -> None:
    paper = backtest_paper(engine.backtest(plan_at(0.1), facts, {}))
    assert "Nothing says what was paid" in paper.decision.sentence["en"]
    assert not [finding for finding in paper.findings if "open" in finding.title["en"]]
    for language in ("en", "zh"):
        assert to_pdf(paper, language).startswith(b"%PDF")


def test_units_of_a_company_are_added_up(tmp_path: Path) -> None:
    """7 of 9 people-months agree; 1.50 of sellers and 1.07 of leaders are open."""
    written(tmp_path)
    (tmp_path / "all.csv").write_text(PAID, encoding="utf-8")
    named = company_named(str(tmp_path / "small.yaml"))
    company, facts = read_company_facts(str(tmp_path / "all.csv"), named)
    paper = backtest_paper(engine.backtest(company, facts, "paid"))
    sentence = paper.decision.sentence["en"].replace("\u00a0", " ")
    assert "77.7 % of 9 people-months agree to the fen; ¥2.57 is open" in sentence
    _, units = _chart(paper, 'The most is open in "Sellers": ¥1.50')
    assert units.series[0].values == (1.5, 1.07)
    _, costs = _chart(paper, "costs the most by its plan")
    assert costs.series[0].values == pytest.approx((128.2, 64.1))
    assert to_pdf(paper, "zh").startswith(b"%PDF")
