"""The statement for the employee: what is due, why it is not more, and nobody else's figures."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import engine
from engine.explain import Statement, explain
from engine.plan import Plan
from engine.reports import compared_statements, pay_statement, write
from engine.text import LANGUAGES
from tests.reports.reading import document_texts
from tests.small_plan import small_plan

PLANS = engine.catalogue()
COLUMNS = {
    "sales": {"kind": "money", "label": {"en": "Sales", "zh": "销售额"}},
    "team": {"kind": "group", "label": {"en": "Team", "zh": "小组"}},
}


def said(statement: Statement, language: str = "en") -> str:
    found = (text[language] for text in document_texts(pay_statement(statement)))
    return "\n".join(found).replace("\u00a0", " ")


@pytest.fixture
def team(tmp_path: Path) -> Path:
    """Twelve people of one team, the last of whom has a team of two."""
    rows = ["employee_id,month,sales,team"]
    rows += [f"P{n},2026-01,{1000 + 137 * n}.25,{'A' if n < 12 else 'B'}" for n in range(14)]
    path = tmp_path / "team.csv"
    path.write_text("\n".join(rows), encoding="utf-8")
    return path


def of(formula: str, facts: Path, who: str, fewest: int = 10, **lines: str) -> Statement:
    plan = small_plan({"pay_line": formula, **lines}, {}, COLUMNS)
    return explain(plan, engine.read_facts(facts, plan), who, "2026-01", fewest=fewest)


@pytest.mark.parametrize("name", PLANS)
def test_every_persona_has_a_statement_that_adds_up(name: str) -> None:
    plan = engine.load_plan(name)
    facts = engine.persona_facts(plan)
    payouts = engine.evaluate(plan, facts)
    for employee in facts.employees:
        row = int(facts.present[:, facts.position[employee]].nonzero()[0][-1])
        statement = explain(plan, facts, employee, facts.month_texts()[row], fewest=10)
        for line, to_date in zip(statement.lines, statement.to_date, strict=True):
            paid = payouts.amounts(line.id)[:, facts.position[employee]]
            assert to_date == sum(int(fen) for fen in paid[: row + 1])
        document = pay_statement(statement)
        (due,) = [block for block in document.blocks if hasattr(block, "rows")]
        *lines, gross = (_fen(row[2]["en"]) for row in due.rows)
        assert sum(lines) == gross == statement.gross
        for language in LANGUAGES:
            for text in document_texts(document):
                assert not re.search(r"source document|来源文件|假设|_\w+_", text[language]), text


def test_results_have_two_decimals_but_factors_and_figures_of_the_plan_stay_exact() -> None:
    plan = engine.load_plan("service-seller").with_values({"monthly_steps": [[0.8, 0.12345]]})
    statement = explain(plan, engine.persona_facts(plan), "newcomer", "2026-12", fewest=10)
    text = said(statement)
    assert "Attainment of the month: 105.76 %." in text
    assert "≈ 3,000.00 × 1.075689" in text
    assert "12.345 % of base pay" in text
    rest = text.replace("12.345 %", "").replace("× 1.075689", "")
    assert not re.search(r"\d\.\d{3,}", rest)


def test_zeros_are_folded_into_one_sentence_and_later_lines_say_when() -> None:
    plan = engine.load_plan("online-shop-team")
    facts = engine.persona_facts(plan)
    text = said(explain(plan, facts, "star", "2026-04", fewest=10))
    assert "Nothing this month: " in text
    assert "Learner pay | " not in text
    assert "Best-office award: Every quarter" in text or "next in June 2026" in text


def test_a_missed_condition_says_by_how_much(team: Path) -> None:
    text = said(of("100 if sales >= 2000 and sales < 9000 else 0", team, "P1"))
    assert "Sales (¥1,137.25) is at least ¥2,000.00: no, by ¥862.75" in text
    assert "9,000" not in text.split("Why")[1].split("The data")[0]
    text = said(of("100 if sales >= 2000 else 0", team, "P1"), "zh")
    assert "相差 862.75 元" in text


def test_a_colleague_s_figure_is_told_as_a_distance_only(team: Path) -> None:
    statement = of("5000 - 100 * rank(sales, by=team)", team, "P1")
    text = said(statement)
    assert "1,274.25" not in text
    assert "¥137.00 to the place before" in text
    audit = of("5000 - 100 * rank(sales, by=team)", team, "P1", fewest=0)
    assert any("1,274.25" in step.sentence["en"] for step in audit.steps())


def test_the_best_of_others_and_the_sum_of_few_stand_as_words(team: Path) -> None:
    best = {"measure": "highest(sales)", "label": {"en": "Best", "zh": "最高"}, "unit": "CNY"}
    statement = of("0.1 * best + 0.2 * highest(sales, by=team)", team, "P1", best=best)
    text = said(statement)
    assert "Best: not shown" in text and "0.1 × " in text, text
    assert f"{1000 + 137 * 13 + 0.25:,.2f}" not in text
    assert f"{1000 + 137 * 11 + 0.25:,.2f}" not in text
    assert "total of Sales" in said(of("0.1 * total(sales, by=team)", team, "P12"))
    assert "¥21,045.00" in said(of("total(sales, by=team)", team, "P1"))


def test_nothing_is_told_of_a_small_group(team: Path) -> None:
    for formula in (
        "5000 - 100 * rank(sales, by=team)",
        "sales / highest(sales, by=team) if highest(sales, by=team) > 0 else 0",
        "split(1000, sales, by=team)",
        "ratio(sales, total(sales, by=team))",
    ):
        try:
            text = said(of(formula, team, "P12"))
        except engine.Refused:
            continue  # the divisor
        other = 1000 + 137 * 13 + 0.25
        assert f"{other:,.2f}" not in text, formula
        assert "137.00" not in text, formula


def test_flags_are_told_as_yes_and_no() -> None:
    plan = engine.load_plan("service-kpi-360")
    facts = engine.persona_facts(plan)
    text = said(explain(plan, facts, facts.employees[0], "2026-09", fewest=10), "zh")
    assert re.search("须提交整改方案：(是|否)", text)
    assert "须提交整改方案：1" not in text


def test_two_plans_stand_side_by_side_with_the_year(seller: Plan) -> None:
    variant = seller.with_values({"monthly_steps": [[0.8, 0.15], [1.0, 0.25]]})
    facts = engine.persona_facts(seller)
    both = [explain(plan, facts, "star", "2026-06") for plan in (seller, variant)]
    document = compared_statements(*both)
    (table,) = [b for b in document.blocks if hasattr(b, "rows")]
    bonus = next(row for row in table.rows if row[0]["en"] == "Monthly bonus")
    assert [cell["en"] for cell in bonus[1:]] == [
        *("¥800.00", "¥1,000.00", "+¥200.00"),
        *("¥9,600.00", "¥12,000.00", "+¥2,400.00"),
    ]
    assert table.rows[-1][6]["en"] == "+¥2,400.00"
    written = write(document, ".md", "en").decode()
    assert "Plan: Customer-service seller" in written
    assert "Monthly bonus by attainment" in written.split("What the variant changes")[1]
    assert "方案改动" in write(document, ".html", "zh").decode()


@pytest.fixture(scope="module")
def seller() -> Plan:
    return engine.load_plan("service-seller")


def _fen(text: str) -> int:
    return int(re.sub(r"[¥,.]", "", text).replace("−", "-"))


def test_a_band_that_falls_says_how_much_less_the_better_one_takes() -> None:
    plan = engine.load_plan("points-pay")
    facts = engine.persona_facts(plan)
    text = said(explain(plan, facts, "struggling", "2026-07", fewest=10))
    assert "The better band “50–69 points” (0.6) needs 1 point less." in text
    best = said(explain(plan, facts, "star", "2026-02", fewest=10), "zh")
    assert "适用“≤15 分”一档：1.5；已是最好一档。" in best


def test_a_band_between_two_points_ends_below_its_start(team: Path) -> None:
    steps = {"speed": {"steps": [[0, 300], [1200, 100]]}}
    plan = small_plan({"pay_line": "step(speed, sales)"}, steps, COLUMNS)
    facts = engine.read_facts(team, plan)
    text = said(explain(plan, facts, "P2", "2026-01", fewest=10))
    assert "ends below ¥1,200.00: more than ¥74.25 less is needed." in text


def test_the_year_to_date_adds_up_with_lines_that_pay_nothing_this_month() -> None:
    plan = engine.load_plan("online-shop-team")
    statement = explain(plan, engine.persona_facts(plan), "star", "2026-05", fewest=10)
    (due,) = [block for block in pay_statement(statement).blocks if hasattr(block, "rows")]
    *lines, gross = (_fen(row[3]["en"]) for row in due.rows)
    assert sum(lines) == gross == sum(statement.to_date)
    text = said(statement)
    assert "Service prize (¥300.00 year to date)" in text
    assert "Met for 2 of 3 consecutive months: 1 to go." in text
    assert "the month is June: no" in text
    assert "Came with experience does not apply: no, it does" in text


def test_standings_in_two_periods_are_told_apart() -> None:
    plan = engine.load_plan("pay-architecture")
    text = said(explain(plan, engine.persona_facts(plan), "middle", "2026-12", fewest=10))
    assert "Standing in the month: Place 3" in text
    assert "Standing in the quarter: Place 3" in text
    assert "nobody in the bottom group" in text


def test_a_condition_that_would_only_take_away_is_no_reason() -> None:
    plan = engine.load_plan("key-account-manager")
    text = said(explain(plan, engine.persona_facts(plan), "struggling", "2026-06", fewest=10))
    assert "is at least 3: no" not in text
    plan = engine.load_plan("key-account-operations")
    text = said(explain(plan, engine.persona_facts(plan), "director", "2026-12", fewest=10))
    assert "Salary earned less salary paid: ¥105,249.50" in text


def test_a_choice_that_would_have_paid_more_is_a_reason(team: Path) -> None:
    text = said(of("100 + (50 if sales >= 2000 else 0)", team, "P1"))
    assert "Sales (¥1,137.25) is at least ¥2,000.00: no, by ¥862.75" in text
    assert "by ¥862.75" not in said(of("100 - (50 if sales >= 2000 else 0)", team, "P1"))


@pytest.mark.parametrize(
    "kept",
    ["year_sum(sold)", "max(0, sold)", "sold - sales", "year_sum(sold) if sales > 0 else 0"],
)
def test_the_sum_of_few_is_not_told_in_another_shape(team: Path, kept: str) -> None:
    label = {"en": "Sold", "zh": "销售"}
    lines = {
        "sold": {"measure": "total(sales, by=team)", "label": label, "unit": "CNY"},
        "kept": {"measure": kept, "label": {"en": "Kept", "zh": "留存"}, "unit": "CNY"},
    }
    few = said(of("0.1 * kept", team, "P12", **lines))
    sums = (1000 * 2 + 137 * 25 + 0.5, 1000 + 137 * 13 + 0.25)
    assert not any(f"{value:,.2f}" in few for value in sums), few
    assert "Sold: not shown" in few and "Kept: not shown" in few
    many = said(of("0.1 * kept", team, "P1", **lines))
    assert "¥21,045.00" in many and "not shown" not in many
