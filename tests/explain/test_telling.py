"""How a statement is told: every line once, with its figures, in both languages, for every plan."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

import engine
from engine.explain import Telling, Told, explain
from engine.text import LANGUAGES

TWICE = re.compile(r"[=≈]\s*[=≈]|[。.]{2}|：：|: :")


def walk(told: Told) -> Iterator[Told]:
    yield told
    for item in told.below:
        yield from walk(item)


def told_to(plan: str, language: str) -> list[Told]:
    """The lines of two personas' statements, of the last month of each."""
    loaded = engine.load_plan(plan)
    facts, memory = engine.persona_facts(loaded), engine.Memory()
    lines = []
    for employee in facts.employees[:2]:
        there = facts.present[:, facts.position[employee]]
        month = [text for text, here in zip(facts.month_texts(), there, strict=True) if here][-1]
        found = explain(loaded, facts, employee, month, memory)
        telling = Telling(language, once=False)
        lines += [telling.line(step) for step in (*found.lines, *found.measures)]
    return lines


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("plan", engine.catalogue())
def test_nothing_is_told_twice_over(plan: str, language: str) -> None:
    for line in told_to(plan, language):
        for told in walk(line):
            said = [text for text in (told.goes_on, told.aside, *told.texts) if text]
            assert len(set(said)) == len(said), told
            assert not [text for text in (*said, told.value) if TWICE.search(text)], told
            assert told.texts != (told.value,), told
            assert told.texts[:1] != (f"= {told.value}",), told
            lists = [item.value for item in told.below if item.kind == "list"]
            assert len(set(lists)) == len(lists), told


def test_a_look_up_is_told_by_its_row_alone() -> None:
    base = told_to("service-seller", "en")[0]
    assert (base.label, base.value, base.texts) == ("Base pay", "¥3,000.00", ())
    (row,) = base.below
    assert row.value == "Base pay by grade = Junior → ¥3,000.00 a month"


def test_figures_of_one_table_stand_together() -> None:
    line = next(line for line in told_to("service-kpi-360", "zh") if line.label == "绩效工资")
    weights = [item.value for item in walk(line) if "各项 KPI 权重" in item.value]
    assert [text.count("各项 KPI 权重") for text in weights] == [1]


def test_a_line_is_told_once_or_wherever_it_is_read() -> None:
    plan = engine.load_plan("career-ladder")
    facts = engine.persona_facts(plan)
    told = explain(plan, facts, facts.employees[0], facts.month_texts()[-1])
    careers = {
        once: [
            item
            for line in map(Telling("en", once=once).line, (*told.lines, *told.measures))
            for item in walk(line)
            if item.label == "Career"
        ]
        for once in (True, False)
    }
    assert [bool(item.below) for item in careers[True]] == [True, False, False]
    assert all(item.below for item in careers[False])
    assert {item.aside for item in careers[True][1:]} == {"see above"}
