"""Every word of the language is told, and what each one says."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from string import Formatter

import pytest

import engine
from engine.explain import Statement, Step
from engine.text import OWN, SENTENCES, Entry
from tests.explain.situations import page_of, section, statement

PLAN = Path(__file__).with_name("further_words.yaml")
PEOPLE = PLAN.with_suffix(".csv").read_text("utf-8")


@pytest.fixture
def told(tmp_path: Path) -> Statement:
    return statement(tmp_path, engine.load_plan(PLAN), PEOPLE, "b", "2026-03")


def test_both_languages_say_the_same_things_with_the_same_blanks() -> None:
    english, chinese = SENTENCES.entries("en"), SENTENCES.entries("zh")
    for section_name in ("statement.", "unit."):
        keys = {key for key in english if key.startswith(section_name)}
        assert keys == {key for key in chinese if key.startswith(section_name)}
        for key in keys:
            blanks = [
                {name for _, name, _, _ in Formatter().parse(_whole(text[key])) if name}
                for text in (english, chinese)
            ]
            assert blanks[0] == blanks[1], key


def _whole(entry: Entry) -> str:
    """A sentence, or all its plural forms."""
    return entry if isinstance(entry, str) else " ".join(entry.values())


def test_units_of_the_plans_have_names() -> None:
    known = SENTENCES.entries("en")
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


def test_who_is_not_ranked_shares_nothing_and_has_nothing_to_divide_by(tmp_path: Path) -> None:
    told = statement(tmp_path, engine.load_plan(PLAN), PEOPLE, "c", "2026-03")
    assert told.check()
    prize = section(told, "名次奖金", "zh")
    assert "不参加排名，无奖。" in prize
    assert "2026年3月不参加排名，参加者为团队“x”2 人（合格）。" in prize
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
    assert page_of(told, "zh").count("| 自拟 |") == 4


def _find(told: Statement, function: str) -> Step:
    return next(step for step in told.steps() if step.function == function)
