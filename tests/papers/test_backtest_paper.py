"""A back-test as a paper: how far a plan is reconciled, and plans side by side on the year."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

import engine
from engine import Facts, Plan, read_facts
from engine.backtesting import (
    CheckedYear,
    attainment_course,
    back_test,
    bootstrap,
    course_or_refusal,
    hold_out,
)
from engine.companies import company_named, read_company_facts
from engine.papers import Chart, Finding, Paper, backtest_book, backtest_paper, to_pdf
from engine.text import Refused
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


def _facts_of(folder: Path, rows: Sequence[str], *further: str) -> Facts:
    """Rows of employee, month, sales, grade and further columns."""
    file = folder / "facts.csv"
    heads = ",".join(("employee_id", "month", "sales", "grade", *further))
    file.write_text("\n".join([heads, *rows]), encoding="utf-8")
    return read_facts(file, plan_at(0.1))


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
    assert [label["zh"] for label in months.categories] == ["1月", "2月"]
    assert ("paid") in {how["en"] for _, how in paper.basis}


def test_amounts_that_are_compared_have_the_same_decimals(tmp_path: Path) -> None:
    """Paid 1,250,400 and 1,500,000 by the plan, 249,600 less; at 10.1 % it costs 15,000 more."""
    facts = _facts_of(tmp_path, ["ann,2026-01,15000000,senior,1250400"], "paid")

    def said(tested: CheckedYear) -> list[str]:
        figures = backtest_paper(tested).decision.figures
        return [figure.value["en"].replace("\u00a0", " ") for figure in figures]

    assert said(engine.backtest(plan_at(0.1), facts, "paid"))[1:3] == ["¥1.25 M", "¥1.50 M"]
    others = [plan_at(0.101), plan_at(0.2)]
    costs = said(engine.backtest(plan_at(0.1), facts, {}, others=others))
    assert costs == ["¥1.500 M", "¥1.515 M", "¥3.000 M"]


def test_what_is_said_of_all_units_is_said_once(tmp_path: Path) -> None:
    written(tmp_path)
    (tmp_path / "all.csv").write_text(PAID, encoding="utf-8")
    company = company_named(tmp_path / "small.yaml", own_people=False)
    company = company.set("sellers", "flat_rate", 0.021)
    paper = backtest_paper(
        engine.backtest(*read_company_facts(tmp_path / "all.csv", company), "paid")
    )
    said = [text["en"] for text in paper.told]
    assert sum("not a forecast" in text for text in said) == 1
    assert [text.partition(":")[0] for text in said if "is tuned" in text] == ["Sellers"]


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
    assert [one.role for one in months.series] == ["before", "plain"]
    said, course = _chart(paper, "of attainment and")
    title = said.title["en"].replace("\u00a0", " ")
    assert title.endswith("costs ¥351 at −10 % of attainment and ¥429 at +10 %")
    assert course.series[0].across == (-0.1, 0.0, 0.1)
    assert course.series[0].values == pytest.approx((351.0, 390.0, 429.0))


def test_months_of_few_people_are_put_together(tmp_path: Path) -> None:
    """At 10 % five people get 10 each in January, five others 20 each in February, all 30 each in
    March: the first two months stand as one with 150 of ten people, beside 300."""
    people = [[("01", 100), ("03", 300)], [("02", 200), ("03", 300)]] * 5
    rows = [
        f"e{i},2026-{month},{sales},junior" for i, own in enumerate(people) for month, sales in own
    ]
    paper = backtest_paper(engine.backtest(plan_at(0.1), _facts_of(tmp_path, rows), {}))
    _, months = _chart(paper, "March 2026 costs the most, ¥300")
    assert [label["en"] for label in months.categories] == ["Jan–Feb 2026", "March 2026"]
    assert months.series[0].values == (150.0, 300.0)


def test_whose_pay_stays_gains_and_loses_nothing(facts: Facts) -> None:
    paper = backtest_paper(engine.backtest(plan_at(0.1), facts, {}, others=[plan_at(0.1)]))
    _, people = _chart(paper, "0 of 4 people are paid less")
    assert [one.values for one in people.series] == [(0.0,), (0.0,)]


def test_a_plan_alone_says_that_nothing_was_paid(facts: Facts, tmp_path: Path) -> None:
    paper = backtest_paper(engine.backtest(plan_at(0.1), facts, {}))
    assert "Nothing says what was paid" in paper.decision.sentence["en"]
    assert not [finding for finding in paper.findings if "open" in finding.title["en"]]
    for language in ("en", "zh"):
        assert to_pdf(paper, language).startswith(b"%PDF")


def _rows(finding: Finding) -> list[list[str]]:
    assert finding.table is not None
    return [[cell["en"].replace("\u00a0", " ") for cell in row] for row in finding.table.rows]


def test_what_other_people_would_cost_is_told_of_each_plan(tmp_path: Path) -> None:
    """10 % and 30 % of 40,100 of Ann and 150,000 of Bob: 19,010 and 57,030. Of two drawn, a quarter
    are twice Ann (8,020 and 24,060), a quarter twice Bob (30,000 and 90,000), half one each."""
    plans = [plan_at(0.1), plan_at(0.3)]
    facts = _facts_of(tmp_path, ["ann,2026-01,40100,junior", "bob,2026-01,150000,senior"])
    year, alone = back_test(plans, facts), back_test(plans[:1], facts)
    drawn = bootstrap(year, 2000, seed=3)
    paper = backtest_paper(CheckedYear(None, year), drawn=drawn)
    finding = paper.findings[-1]
    assert "+¥16,040 to +¥60,000" in finding.title["en"]
    assert _rows(finding) == [
        ["Label", "¥19,010", "¥8,020", "¥19,010", "¥30,000"],
        ["Label (2)", "¥57,030", "¥24,060", "¥57,030", "¥90,000"],
        ["Label (2), difference", "+¥38,020", "+¥16,040", "+¥38,020", "+¥60,000"],
    ]
    assert "2,000 draws of 2 people" in finding.notes[0]["en"]
    assert "seed 3" in finding.notes[0]["en"] and "seed 3" in paper.footer["en"].lower()
    assert "3, 2,000 draws of people" in [how["en"] for _, how in paper.basis]
    (said,) = backtest_paper(CheckedYear(None, alone), drawn=bootstrap(alone, 2000, 3)).findings[
        -1:
    ]
    assert "would cost ¥8,020 to ¥30,000" in said.title["en"].replace("\u00a0", " ")
    assert len(_rows(said)) == 1
    for language in ("en", "zh"):
        assert to_pdf(paper, language).startswith(b"%PDF")


def test_one_person_is_not_drawn_which_is_told(tmp_path: Path) -> None:
    year = back_test([plan_at(0.1)], _facts_of(tmp_path, ["ann,2026-01,100,junior"]))
    checked = CheckedYear(None, year)
    plain, told = backtest_paper(checked), backtest_paper(checked, drawn=bootstrap(year))
    assert (told.findings, told.basis, told.footer) == (plain.findings, plain.basis, plain.footer)
    (why,) = told.told[len(plain.told) :]
    assert "One person alone" in why["en"]


def test_how_a_figure_holds_in_months_it_was_not_tuned_on_is_told(tmp_path: Path) -> None:
    """A goal of 20 a month. To March of 100 a month each: 20 %, which costs twice as much on 200 to
    June. To June: 13 %, which costs 13 of 20 to September. To September: 15 %, and 60 of 20 to
    December. On the whole year, of 200 a month, 10 % seems to hold to the fen."""
    sales = [100, 100, 100, 200, 200, 200, 100, 100, 100, 400, 400, 400]
    rows = [f"ann,2026-{month:02d},{amount},junior" for month, amount in enumerate(sales, start=1)]
    plan, facts = plan_at(0.1), _facts_of(tmp_path, rows)
    held = hold_out(plan, facts, "rate", 20, "a_month")
    paper = backtest_paper(CheckedYear(None, back_test([plan], facts)), held=held)
    finding = paper.findings[-1]
    assert "misses its goal by up to +200.0" in finding.title["en"]
    assert _rows(finding) == [
        ["Jan–Mar 2026", "Apr–Jun 2026", "20 %", "0.00 %", "+100.0 %"],
        ["Jan–Jun 2026", "Jul–Sep 2026", "13 %", "−2.5 %", "−35.0 %"],
        ["Jan–Sep 2026", "Oct–Dec 2026", "15 %", "0.00 %", "+200.0 %"],
        ["Jan–Dec 2026", "the same months", "10 %", "0.00 %", "0.00 %"],
    ]
    assert "111.7" in finding.points[0]["en"]
    assert finding.points == held.told
    for language in ("en", "zh"):
        assert to_pdf(paper, language).startswith(b"%PDF")


def test_why_something_cannot_be_known_is_told(tmp_path: Path) -> None:
    """Of one month nothing can be held out, and a plan without a payout curve cannot be shifted."""
    plan, facts = (
        small_plan({"bonus": "rate"}, RATE, COLUMNS),
        _facts_of(tmp_path, ["ann,2026-01,9,junior"]),
    )
    tested = CheckedYear(None, back_test([plan], facts))
    with pytest.raises(Refused) as short:
        hold_out(plan, facts, "rate", 20, "a_month")
    course = course_or_refusal(tested.year)
    assert isinstance(course, Refused)
    paper = backtest_paper(tested, course, held=short.value)
    plain = backtest_paper(tested)
    assert paper.findings == plain.findings
    refused = (*course.problems, *short.value.problems)
    assert [text["en"] for text in paper.told[len(plain.told) :]] == [
        problem.sentence("en") for problem in refused
    ]
    assert backtest_book(paper, tested, course, held=short.value).sheets[1:] != ()


def test_units_of_a_company_are_added_up(tmp_path: Path) -> None:
    """7 of 9 person-months agree; 1.50 of sellers and 1.07 of leaders are open."""
    written(tmp_path)
    (tmp_path / "all.csv").write_text(PAID, encoding="utf-8")
    named = company_named(str(tmp_path / "small.yaml"))
    company, facts = read_company_facts(str(tmp_path / "all.csv"), named)
    paper = backtest_paper(engine.backtest(company, facts, "paid"))
    sentence = paper.decision.sentence["en"].replace("\u00a0", " ")
    assert "77.7 % of 9 person-months agree to the fen; ¥2.57 is open" in sentence
    _, units = _chart(paper, "The most is open in “Sellers”: ¥1.50")
    assert units.series[0].values == (1.5, 1.07)
    _, costs = _chart(paper, "costs the most by its plan")
    assert costs.series[0].values == pytest.approx((128.2, 64.1))
    assert to_pdf(paper, "zh").startswith(b"%PDF")
