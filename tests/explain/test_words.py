"""Every word of the language is told, and what each one says."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from string import Formatter

import pytest

import engine
from engine.explain import Statement, Step
from engine.explain.explain import EXPLAINERS
from engine.explain.worked_wording import ARITHMETIC
from engine.formula import FUNCTIONS
from engine.text import OWN, catalogue
from tests.explain.situations import page_of, section, statement

PLAN = Path(__file__).with_name("further_words.yaml")
PEOPLE = """
    employee_id, month, team, boss, grade, sales, quota, place_in_band, qualified
    a, 2026-01, x, , low, 1000, 1000, 0.5, 1
    b, 2026-01, x, a, high, 2000, 2000, 0.25, 1
    c, 2026-01, x, b, low, 500, 1000, 0.5, 1
    b, 2026-02, x, a, high, 1500, 2000, 0.25, 1
    a, 2026-03, x, , low, 4000, 5000, 0.5, 1
    b, 2026-03, x, a, high, 2199.99, 2000, 0.25, 1
    c, 2026-03, x, b, low, 0, 0, 0.5, 0
    d, 2026-03, y, b, low, 900, 1000, 0.5, 1
"""


@pytest.fixture
def told(tmp_path: Path) -> Statement:
    return statement(tmp_path, engine.load_plan(PLAN), PEOPLE, "b", "2026-03")


def test_every_function_has_a_teller_and_a_way_to_be_written() -> None:
    assert set(FUNCTIONS) == set(EXPLAINERS) | set(ARITHMETIC)
    for function in set(FUNCTIONS) - {"ratio"}:
        given = {argument.name for argument in FUNCTIONS[function].takes} | {"list", "whom"}
        for language in ("en", "zh"):
            template = catalogue(language)[f"statement.formula_{function}"]
            blanks = {name for _, name, _, _ in Formatter().parse(template) if name}
            assert blanks <= given, template


def test_both_languages_say_the_same_things_with_the_same_blanks() -> None:
    english, chinese = catalogue("en"), catalogue("zh")
    for section_name in ("statement.", "unit."):
        keys = {key for key in english if key.startswith(section_name)}
        assert keys == {key for key in chinese if key.startswith(section_name)}
        for key in keys:
            blanks = [
                {name for _, name, _, _ in Formatter().parse(text[key]) if name}
                for text in (english, chinese)
            ]
            assert blanks[0] == blanks[1], key


def test_units_of_the_plans_have_names() -> None:
    known = catalogue("en")
    plain = {"", "CNY", "share", "weight", "factor", OWN}
    for name in (*engine.catalogue(), *engine.samples()):
        plan = engine.load_plan(name)
        figures = [p for p in plan.parameters.values() if p.value.shape not in ("flag", "months")]
        units = {p.unit for p in figures} | {line.unit for line in plan.lines.values() if line.unit}
        for unit in units | {p.of_unit for p in figures if p.of_unit}:
            assert f"unit.{unit}" in known, unit
            assert unit in plain or f"quantity.{unit}" in known, unit


def test_amounts_and_sums(told: Statement, tmp_path: Path) -> None:
    plan = told.plan
    facts = engine.read_facts(tmp_path / "facts.csv", plan)
    payouts = engine.evaluate(plan, facts)
    assert told.check()
    for line in told.lines:
        assert line.amount == int(payouts.amounts(line.id)[2, 1])


@pytest.mark.parametrize(
    ("title", "sentence"),
    [
        ("Base pay", "= 4,000.00 + 25 % × (6,000.00 − 4,000.00)\n= 4,500.00"),
        ("Base pay", "Figures: Band = High → ¥4,000.00 a month to ¥6,000.00 a month"),
        ("Commission", "= the smaller of (no limit; 33.9998)"),
        ("Commission", "¥1,000.00 to ¥5,000.00: ¥23.9998 (¥1,199.99 × 2 %)"),
        ("Commission", "the next rate (5 %) starts at ¥5,000.00, ¥2,800.01 further on."),
        ("Whole", "All of it counts at 2 % (from ¥1,000.00)."),
        ("Whole", "= 43.9998\nrounded to the fen: ¥44.00"),
        ("Bonus", "between 100 % (1) and 120 % (2): on the straight line between them 1.499975."),
        ("Prize", "Place 2 wins ¥100.00 (up to place 3)."),
        ("Prize", "Place 2 of 2 people of Team x (Qualified) in March 2026, with ¥2,199.99;"),
        ("Prize", "the next better value is ¥4,000.00, ¥1,800.01 more."),
        ("Gift", "Calendar month (3) is one of Gift months: yes\n= 100.00"),
        ("Gift", "Figures: Gift months = February, March"),
        ("Growth", "Taken from February 2026."),
        ("Growth", "Months in service up to March 2026: 3."),
        ("Recent", "¥3,699.99 = February 2026 ¥1,500.00 + March 2026 ¥2,199.99"),
        ("Means", "3 months of the year up to March 2026 add up to ¥5,699.99, on average"),
        ("So far", "7 monthly records of Team x of the quarter up to March 2026 add up to"),
        ("So far", "January 2026 = ¥3,500.00; February 2026 = ¥1,500.00; March 2026 = ¥6,199.99"),
        ("So far", "8 monthly records of the half-year up to March 2026 add up to"),
        ("Streak", "2 months running (Sales > 500) and not (not Qualified): no"),
        ("Streak", "It has not held for 2 months running, or these months have counted before."),
        ("Leading", "2 people reporting to this employee in March 2026: ¥900.00 together."),
        ("Leading", "The highest of 4 people in March 2026 is ¥4,000.00; this employee has"),
        ("Leading", "2 of 4 people in March 2026."),
        ("Rated", "Rating (middle) = top: no → Rating (middle) = middle: yes"),
        ("Rated", "Place 2 of 4 people in March 2026: middle. The first 1 are the top group"),
        ("Shared", "Shared among 2 people of Team x (Qualified): ¥100.00. This employee's weight"),
        ("Odds", "= 3 − 2 + 3.00 − 2 × (3 − 4) − (5 − 4) × 0"),
    ],
)
def test_what_words_say(told: Statement, title: str, sentence: str) -> None:
    text = section(told, title, "en")
    assert sentence in "\n".join(line.strip() for line in text.splitlines())


def test_who_is_not_ranked_shares_nothing_and_has_nothing_to_divide_by(tmp_path: Path) -> None:
    told = statement(tmp_path, engine.load_plan(PLAN), PEOPLE, "c", "2026-03")
    assert told.check()
    prize = section(told, "名次奖金", "zh")
    assert "不参加排名，无奖。" in prize
    assert "2026年3月不参加排名，参加者为团队“x”2 人（合格为是）。" in prize
    assert "指标为 0.00 元，除数不大于 0，商按 0 计。" in section(told, "奖金", "zh")
    assert "达成率为 0%，未达到第一点，取 0；" in section(told, "奖金", "zh")
    assert "2026年3月没有直接下属。" in section(told, "管理奖", "zh")
    assert "销售额为 0.00 元，不大于 0，不计。" in section(told, "提成", "zh")


def test_a_first_month_has_no_earlier_one(tmp_path: Path) -> None:
    told = statement(tmp_path, engine.load_plan(PLAN), PEOPLE, "d", "2026-03")
    assert "There is no earlier month; ¥0.00 is taken instead." in section(told, "Growth", "en")
    assert "One month of the year up to March 2026: ¥900.00." in section(told, "Means", "en")


def test_a_check_that_fails(told: Statement) -> None:
    assert not replace(told, gross=told.gross + 1).check()
    wrong = replace(_find(told, "recent_sum"), number=1.0)
    line = replace(told.lines[0], children=(wrong,))
    assert not replace(told, lines=(line, *told.lines[1:])).check()


def test_figures_carry_their_provenance(tmp_path: Path) -> None:
    table = """
        employee_id, month, annual_rating, tenure_months, monthly_pay
        E1, 2026-12, good, 20, 5000
    """
    told = statement(tmp_path, "department-pool", table, "E1", "2026-12")
    figures = {figure.id: figure for figure in told.figures()}
    assert set(figures) == {"budget", "rating_weight", "tenure_weight", "tenure_years_cap"}
    assert figures["rating_weight"].value == {"en": "Good → 1.2", "zh": "良好 → 1.2"}
    assert figures["budget"].provenance == "assumption"
    assert figures["budget"].note is not None
    assert page_of(told, "zh").count("| 假设 |") == 4


def _find(told: Statement, function: str) -> Step:
    return next(step for step in told.steps() if step.function == function)
