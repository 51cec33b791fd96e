"""A workbook to be filled in, and that what was filled in needs no decision."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import numpy as np
import pytest
from python_calamine import CalamineWorkbook

from engine.cli import main
from engine.facts import Facts, facts_table
from engine.importing import import_tables
from engine.plan import Plan, catalogue, load_plan
from engine.reports import import_template, template_headings
from engine.tables import tables_of
from engine.text import LANGUAGES
from engine.workforce import simulate
from tests.papers.workbook_cells import cells, formulas
from tests.tables.files import Rows, grid


def filled_in(plan: Plan, facts: Facts, language: str) -> Rows:
    """Facts under the headings of the template, with values as people choose them there."""
    table = facts_table(facts)
    words = {"en": ("no", "yes"), "zh": ("否", "是")}[language]
    columns = []
    for name in template_headings(plan, language):
        column, cells = plan.facts.get(name), table[name].to_pylist()
        if column is not None and column.kind == "category":
            cells = [column.values[value][language] for value in cells]
        elif column is not None and column.kind == "flag":
            cells = [words[int(value)] for value in cells]
        columns.append(cells)
    return [
        list(template_headings(plan, language).values()),
        *map(list, zip(*columns, strict=True)),
    ]


@pytest.mark.parametrize("name", catalogue())
def test_what_is_filled_in_under_a_plans_own_labels_needs_no_decision(name: str) -> None:
    plan = load_plan(name)
    facts = simulate(name, seed=3, employees=6, months=2)
    for language in LANGUAGES:
        rows = filled_in(plan, facts, language)
        imported = import_tables(tables_of([grid(rows)]), plan)
        assert [problem.sentence() for problem in imported.problems] == []
        found = imported.facts
        assert found is not None
        assert found.employees == facts.employees
        assert not found.further
        for column in plan.facts.values():
            if column.kind in ("category", "group"):
                for of in (found, facts):
                    assert "—" not in of.categories[column.id].values
                values = np.array([*found.categories[column.id].values, ""])
                others = np.array([*facts.categories[column.id].values, ""])
                codes, other = found.categories[column.id].codes, facts.categories[column.id].codes
                assert (values[codes] == others[other]).all()
            elif column.kind == "person":
                assert (found.people[column.id] == facts.people[column.id]).all()
            else:
                assert (found.numbers[column.id] == facts.numbers[column.id]).all()


def test_a_template_says_what_belongs_where() -> None:
    plan = load_plan("service-seller")
    book = CalamineWorkbook.from_filelike(BytesIO(import_template(plan, "zh")))
    assert book.sheet_names == ["数据", "填写说明"]
    headings = book.get_sheet_by_name("数据").to_python()[0]
    assert headings == list(template_headings(plan, "zh").values())
    assert headings[:4] == ["工号", "月份", "职级", "销售额"]
    notes = {row[0]: row[2] for row in book.get_sheet_by_name("填写说明").to_python()}
    assert notes["职级"] == "、".join(of["zh"] for of in plan.facts["grade"].values.values())


def test_the_terminal_writes_a_template(tmp_path: Path) -> None:
    out = tmp_path / "out.xlsx"
    command = ["import", "--plan", "service-seller", "--lang", "zh"]
    assert main([*command, "--template", str(out)]) == 0
    assert CalamineWorkbook.from_path(out).sheet_names == ["数据", "填写说明"]
    assert main(command) == 2


NASTY = """id: nasty
title: {en: Nasty, zh: 坏}
source: {document: none, note: {en: none, zh: 无}}
facts:
  sales: {kind: money, label: {en: "=1+1", zh: "http://a.example"}}
  grade:
    kind: category
    label: {en: "@SUM(A1)", zh: "{=1}"}
    values: {low: {en: 'a"b,c', zh: 低}, high: {en: High, zh: 高}}
parameters: {}
lines:
  pay: {pay: 0.1 * sales, label: {en: Pay, zh: 工资}}
"""


@pytest.mark.parametrize("language", LANGUAGES)
def test_labels_become_neither_formulas_nor_links(language: str, tmp_path: Path) -> None:
    """A plan that somebody sends: its labels stay text, and a list is offered where it can be."""
    (tmp_path / "nasty.yaml").write_text(NASTY, encoding="utf-8")
    content = import_template(load_plan(tmp_path / "nasty.yaml"), language)
    heading = {"en": ["=1+1", "@SUM(A1)"], "zh": ["http://a.example", "{=1}"]}[language]
    data, notes = cells(content).values()
    assert [row[2:] for row in data] == [heading]
    assert [row[0] for row in notes][3:] == heading
    assert formulas(content) == []
    with ZipFile(BytesIO(content)) as file:
        written = "".join(file.read(name).decode() for name in file.namelist())
    assert "<hyperlink " not in written
    assert ("<dataValidation " in written) == (language == "zh")
