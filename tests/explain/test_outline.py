"""A statement as an outline: each line once, with its figures, in both languages and every plan."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

import engine
from engine.explain import Entry, Outline, explain
from engine.text import LANGUAGES

TWICE = re.compile(r"[=≈]\s*[=≈]|[。.]{2}|：：|: :")


def walk(entry: Entry) -> Iterator[Entry]:
    yield entry
    for item in entry.below:
        yield from walk(item)


def outlined(plan: str) -> list[Entry]:
    """The lines of two personas' statements, of the last month of each."""
    loaded = engine.load_plan(plan)
    facts, memory = engine.persona_facts(loaded), engine.Memory()
    lines = []
    for employee in facts.employees[:2]:
        there = facts.present[:, facts.position[employee]]
        month = [text for text, here in zip(facts.month_texts(), there, strict=True) if here][-1]
        found = explain(loaded, facts, employee, month, memory)
        outline = Outline(once=False)
        lines += [outline.line(step) for step in (*found.lines, *found.measures)]
    return lines


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("plan", engine.catalogue())
def test_nothing_is_told_twice_over(plan: str, language: str) -> None:
    for line in outlined(plan):
        for entry in walk(line):
            all_said = [*entry.texts, *(text for text in (entry.working, entry.remark) if text)]
            said = [text[language] for text in all_said]
            value = entry.value[language]
            assert len(set(said)) == len(said), entry
            assert not [text for text in (*said, value) if TWICE.search(text)], entry
            assert entry.texts != (entry.value,), entry
            assert [text[language] for text in entry.texts[:1]] != [f"= {value}"], entry
            lists = [item.value[language] for item in entry.below if item.kind == "list"]
            assert len(set(lists)) == len(lists), entry


def test_a_look_up_is_told_by_its_row_alone() -> None:
    base = outlined("service-seller")[0]
    assert base.label and base.label["en"] == "Base pay"
    assert (base.value["en"], base.texts) == ("¥3,000.00", ())
    (row,) = base.below
    assert row.value["en"] == "Base pay by grade = Junior → ¥3,000.00 a month"


def test_figures_of_one_table_stand_together() -> None:
    line = next(
        line
        for line in outlined("service-kpi-360")
        if line.label and line.label["zh"] == "绩效工资"
    )
    weights = [item.value["zh"] for item in walk(line) if "各项 KPI 权重" in item.value["zh"]]
    assert [text.count("各项 KPI 权重") for text in weights] == [1]


def test_a_line_is_told_once_or_wherever_it_is_read() -> None:
    plan = engine.load_plan("career-ladder")
    facts = engine.persona_facts(plan)
    told = explain(plan, facts, facts.employees[0], facts.month_texts()[-1])
    careers = {
        once: [
            item
            for line in map(Outline(once=once).line, (*told.lines, *told.measures))
            for item in walk(line)
            if item.label and item.label["en"] == "Career"
        ]
        for once in (True, False)
    }
    assert [bool(item.below) for item in careers[True]] == [True, False, False]
    assert all(item.below for item in careers[False])
    assert {item.remark["en"] for item in careers[True][1:] if item.remark} == {"see above"}
