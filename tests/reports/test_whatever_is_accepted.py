"""Whatever the loader accepts can be paid or is refused in words, and can be explained, shown,
checked and exported, in both languages."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import engine
from engine import Facts, Plan
from engine.analysis import in_proportion
from engine.calendar import Every
from engine.explain import explain
from engine.facts import read_facts
from engine.reports import (
    FORMATS,
    TABLE_WRITERS,
    Document,
    design_notes,
    health_document,
    policy_document,
    statement_document,
    write,
)
from engine.text import LANGUAGES, Refused
from tests.evaluation import test_every_function as every_function
from tests.evaluation.results import write_facts
from tests.evaluation.test_every_function import CELLS, people
from tests.examples import TIMES
from tests.small_plan import PARAMETERS, load, plan_of

FORMULAS = sorted(
    {
        formula
        for part in ("EVERYONE", "PERSON", "CELL", "PLAIN")
        for formula in getattr(every_function, part).values()
    }
)
QUICK = (".md", ".html")
"""Word takes most of the time, and escapes what the policy holds as it does everything else."""
FIGURES = (0, 1, 0.1, -3, 2.5, 1000, 1e-9, 1e9, 1e15, 1e308, -1e308, 1e-308)
TEXTS = (
    "Label",
    "名称",
    "",
    " ",
    "long " * 100,
    "# *a* _b_ `c` [d](http://e) ![f](//g)",
    "<style>*{display:none}</style><img src=//h>",
    "a\x07b\x00c\x1b[31m\x7f\x85",
    "half \ud800 and \udfff",
    "\u202eright to left\u2066",
    "=1+1\t\r\n|x|",
    "{count} {0} {",
    "\ufffe\uffff\U0001f600",
)


@st.composite
def plans(draw: Callable[[st.SearchStrategy[Any]], Any]) -> dict[str, Any]:
    """A plan of a few lines: formulas within formulas, extreme figures, unfriendly texts."""
    formula, text = st.sampled_from(FORMULAS), st.sampled_from(TEXTS)
    lines: dict[str, Any] = {}
    formulas: list[str] = []
    for place in range(draw(st.integers(1, 3))):
        written = draw(formula)
        for _ in range(draw(st.integers(0, 2))):
            name = draw(st.sampled_from(("sales", "score", "1", "2")))
            inner = f"({draw(formula)})"
            written = re.sub(rf"(?<![.\w\"]){name}(?![.\w\"=]|\s*=)", lambda _, i=inner: i, written)
        role = draw(st.sampled_from(("pay", "pay", "measure"))) if place else "pay"
        every = draw(st.sampled_from(list(Every)))
        formulas.append(written)
        lines[f"line_{place}"] = {role: written, "every": every.key, "label": _both(draw, text)}
    document = plan_of(lines, _figures(draw, " ".join(formulas)))
    for part in ("title", "summary"):
        document[part] = _both(draw, text)
    document["source"] = {"document": draw(text), "note": _both(draw, text)}
    document["not_modelled"] = [_both(draw, text)]
    for entries in (document["facts"], document["parameters"]):
        for entry in entries.values():
            if draw(st.booleans()):
                entry["label"] = _both(draw, text)
    return document


def _both(draw: Callable[[st.SearchStrategy[Any]], Any], text: st.SearchStrategy[str]) -> Any:
    return {language: draw(text) for language in LANGUAGES}


def _figures(draw: Callable[[st.SearchStrategy[Any]], Any], formulas: str) -> dict[str, Any]:
    """The figures that formulas read, now and then one of them extreme."""
    known = {**PARAMETERS, "grade_score": {"table": {"junior": 1, "senior": 2}, "by": "grade"}}
    wanted = {k: v for k, v in known.items() if re.search(rf"(?<!\.)\b{k}\b", formulas)}
    extreme = st.one_of(st.none(), st.sampled_from(FIGURES))
    return {name: _changed(entry, draw(extreme)) for name, entry in wanted.items()}


def _changed(entry: Any, figure: float | None) -> Any:
    """The same with the last number in it replaced."""
    if figure is None:
        return entry
    match entry:
        case {"by": _} | {"min": _}:
            return entry | {
                k: _changed(v, figure) for k, v in entry.items() if k not in ("by", "min")
            }
        case dict() if entry:
            last = list(entry)[-1]
            return entry | {last: _changed(entry[last], figure)}
        case list() if entry:
            return [*entry[:-1], _changed(entry[-1], figure)]
        case bool() | str():
            return entry
    return figure


def all_told(plan: Plan, facts: Facts) -> None:
    """Every export of everything there is; only pay that is no number may be refused."""
    for document in (policy_document(plan), design_notes(plan)):
        exported(document)
    plan.with_values(in_proportion(plan, 1000))
    try:
        payouts = engine.evaluate(plan, facts, measures=True)
    except Refused as refused:
        assert all(refused.text(language).encode() for language in LANGUAGES)
        return
    for written in TABLE_WRITERS.values():
        assert written(payouts.table(True))
    months = facts.month_texts()
    for row in {0, facts.months // 2, facts.months - 1}:
        here = zip(facts.employees, facts.present[row], strict=True)
        for employee in [who for who, there in here if there][-1:]:
            exported(statement_document(explain(plan, facts, employee, months[row])), QUICK)
    try:
        health = engine.check(plan, facts)
    except Refused as refused:  # somebody typical would be paid no number at all
        assert all(refused.text(language).encode() for language in LANGUAGES)
    else:
        exported(health_document(health), QUICK)


def exported(document: Document, formats: Sequence[str] = FORMATS) -> None:
    for language in LANGUAGES:
        for ending in formats:
            assert write(document, ending, language)


@settings(
    max_examples=10 * TIMES,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
@given(document=plans(), rows=people())
def test_a_plan_that_loads_can_be_told(
    document: dict[str, Any], rows: list[dict[str, str]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    try:
        plan = load(json.dumps(document))
    except Refused as refused:
        assert all(refused.text(language).encode() for language in LANGUAGES)
        return
    file = write_facts(tmp_path_factory.getbasetemp() / "accepted.csv", rows)
    all_told(plan, read_facts(file, plan))


def test_a_long_chain_of_lines_can_be_shown_and_checked() -> None:
    lines: dict[str, Any] = {"line_0": {"measure": "sales + 1"}}
    for k in range(1, 300):
        lines[f"line_{k}"] = {"working": f"max(line_{k - 1} + 1, (line_{k - 1} * 0.5))"}
    plan = load(plan_of({**lines, "bonus": "line_299"}, {}, {"sales": {"kind": "money"}}))
    exported(policy_document(plan), QUICK)
    exported(health_document(engine.check(plan)), QUICK)


@pytest.mark.parametrize(
    "key", ['"junior" if sales > 0 else grade', 'grade if sales > 0 else "junior"']
)
def test_a_choice_among_texts_is_told(key: str, tmp_path: Path) -> None:
    """Neither text would have meant more pay, though they are kept as numbers."""
    table = {"label": {"en": "Base", "zh": "基本"}, "provenance": "source", "by": "grade"}
    columns = {
        "sales": {"kind": "money"},
        "grade": {"kind": "category", "values": ["junior", "senior"]},
    }
    base = table | {"table": {"junior": 1, "senior": 2}}
    plan = load(plan_of({"bonus": f"base[{key}]"}, {"base": base}, columns))
    row = {"employee_id": "A", "month": "2024-01", "sales": "5", "grade": "senior"}
    facts = read_facts(write_facts(tmp_path / "facts.csv", [row]), plan)
    statement = explain(plan, facts, "A", "2024-01")
    assert [line.amount for line in statement.lines] == [100 if key.startswith('"') else 200]  # fen
    exported(statement_document(statement), QUICK)


@pytest.mark.parametrize("every", list(Every), ids=lambda every: every.key)
@pytest.mark.parametrize(
    "formula",
    [
        "quarter_total(rate * quarter_sum(sales))",
        "year_total(half_sum(sales) + score, by=team)",
        "quarter_sum(quarter_total(sales))",
        "year_total(quarter_total(half_mean(sales)))",
        "sales if calendar_month == cap else 0",
        "tiers(commission, quarter_sum(rank(sales)))",
    ],
)
def test_functions_within_functions_are_told_in_every_cycle(
    formula: str, every: Every, tmp_path: Path
) -> None:
    lines = {"bonus": {"pay": formula, "every": every.key}}
    figures = {k: v for k, v in PARAMETERS.items() if re.search(rf"\b{k}\b", formula)}
    if "cap" in figures:
        figures["cap"] = {"value": None, "no_limit": True}
    plan = load(json.dumps(plan_of(lines, figures)))
    first = {name: values[-1] for name, values in CELLS.items()}
    rows = [
        {"employee_id": who, "month": f"2026-{month:02}", **first}
        for who in ("A", "B")
        for month in range(1, 13)
    ]
    all_told(plan, read_facts(write_facts(tmp_path / "facts.csv", rows), plan))
