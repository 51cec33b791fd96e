"""Cells that the facts refuse, or find odd, asked about where they stand in the files."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from engine.importing.asking import SURE, cell_question, phrase
from engine.importing.building import Building
from engine.importing.questions import Answer, Choice, Question, Way, each_once
from engine.importing.recipe import Recipe, Rule, Source
from engine.sheets import EMPLOYEE, MONTH
from engine.text import Problem, untranslated

ODD = ("perhaps_ten_thousands", "perhaps_percent", "perhaps_share", "perhaps_other_unit")
"""What is asked about one by one, where it is said of few cells; else it is told."""
ALIKE = "ids_alike"
MOST_ODD = 20


def _source(fact: str, recipe: Recipe) -> Source | None:
    return recipe.sources.get(fact) or recipe.further.get(fact)


def _fact_of(problem: Problem, recipe: Recipe) -> str | None:
    name = problem.column.rpartition(" → ")[2]
    source = _source(name, recipe)
    return name if source is not None and source.columns and problem.value else None


def refused_cells(found: Sequence[Problem], recipe: Recipe) -> tuple[list[Question], list[Problem]]:
    """A question for each text of a cell that cannot be right: what does it mean? And the problems
    that are about no cell."""
    asked, others = [], []
    for said in found:
        fact = _fact_of(said, recipe)
        source = None if fact is None else _source(fact, recipe)
        if fact is None or source is None:
            others.append(said)
            continue
        heading = source.columns[0]
        asked.append(cell_question(fact, source.table, heading, said.value, 1, said))
    return each_once(asked), others


def doubted_cells(
    warnings: Sequence[Problem], building: Building, recipe: Recipe
) -> list[Question]:
    """A question for each cell in what may be another unit, and each id that looks like another,
    unless it was decided what it means."""
    asked = []
    for warning in warnings:
        said = in_file(warning, building, recipe)
        if warning.key == ALIKE:
            asked += _of_alike(said, building, recipe)
        elif warning.key in ODD:
            asked += _of_odd(warning, said, recipe)
    return each_once(asked)


def _of_odd(warning: Problem, said: Problem, recipe: Recipe) -> list[Question]:
    source = recipe.sources.get(warning.column)
    count = warning.values.get("count", 1)
    if source is None or not source.columns or said.value in source.values:
        return []
    if source.rule not in (None, Rule.ONLY, Rule.LAST) or not isinstance(count, int):
        return []
    if count > MOST_ODD:
        return []
    question = cell_question(warning.column, source.table, source.columns[0], said.value, 1, said)
    right, number = str(warning.values.get("right", "")), warning.value
    is_other = right not in ("", number)
    meant = [Choice(Answer(Way.VALUE, right), untranslated(right), SURE)] if is_other else []
    kept = Choice(Answer(Way.VALUE, number), phrase("as_it_is"))
    return [replace(question, choices=(*meant, kept, *question.choices))]


def _of_alike(said: Problem, building: Building, recipe: Recipe) -> list[Question]:
    name = next(iter(building.read), "")
    keys = recipe.tables.get(name)
    ids = re.findall("“([^”]+)”", str(said.values.get("ids", "")))
    if keys is None or said.line is None or len(ids) < 2:
        return []
    asked = []
    for other in ids[1:]:
        if other in keys.ids or ids[0] in keys.ids:
            continue
        problem = replace(said, value=other)
        question = cell_question(EMPLOYEE, name, keys.employee, other, 1, problem)
        choices = (
            Choice(Answer(Way.VALUE, ids[0]), untranslated(ids[0]), 0.7),
            Choice(Answer(Way.VALUE, other), phrase("another_person")),
        )
        asked.append(replace(question, choices=(*choices, *question.choices)))
    return asked


def in_file(problem: Problem, building: Building, recipe: Recipe) -> Problem:
    """A problem of a row of the facts where it stands in the files: the heading, the line and the
    text of the cell."""
    fact = problem.column
    heading = building.headings.get(fact, "")
    source = recipe.sources.get(fact)
    keyed = fact in (EMPLOYEE, MONTH) or source is None
    name = next(iter(building.read), "") if source is None or keyed else source.table
    said = problem
    if heading and heading != fact:
        said = replace(said, column=f"{heading} → {fact}")
    if problem.line is None or name not in building.read:
        return said
    assert building.sheet is not None
    row = int(building.lines[name][problem.line])
    read = building.read[name]
    if row < 0:
        return replace(said, line=None)
    value = said.value
    if source is not None and source.columns:
        cells = (read.sheet.columns[h][row].as_py() for h in source.columns)
        value = next(filter(None, cells), value)
    file = read.sheet.name
    first = source.columns[0] if source is not None and source.columns else ""
    line = read.sheet.line(row, first)
    return replace(said, file=file, line=line, value=value, sheet=read.sheet.part(row))
