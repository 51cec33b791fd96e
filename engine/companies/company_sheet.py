"""People of a company from files: rows of one file parted by a column `unit`, and the column that
says who manages whom, which no plan reads."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from contextlib import suppress
from dataclasses import replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from engine.calendar import month_number
from engine.companies.company import Company, Unit
from engine.facts import Facts, category, facts_from, without_totals
from engine.progress import Progress, no_progress, part
from engine.sheets import Sheet
from engine.text import MOST_PROBLEMS, Problem, Refused, nearest

UNIT = "unit"
"""The heading of the column that names the unit of each row."""
ID, MONTH = "employee_id", "month"
_UNKNOWN_MANAGERS = ("manager_nobody", "manager_nobody_meant", "manager_absent")


def facts_by_unit(
    sheet: Sheet, company: Company, progress: Progress = no_progress
) -> tuple[dict[str, Facts], dict[str, Facts], list[Problem]]:
    """The facts of each unit from its rows; of units with rows that cannot be read, who is there as
    far as that is known; and all that is wrong with any row. Raises Refused for a sheet without the
    column."""
    sheet = without_totals(sheet, ID)
    if UNIT not in sheet.columns:
        close = nearest(UNIT, list(sheet.columns))
        key = "missing_column" if close else "missing_column_bare"
        said = {"nearest": close, "found": tuple(sheet.columns)}
        raise Refused([Problem(key, said, sheet.name, 1, UNIT)])
    column = np.array(sheet.columns[UNIT].to_pylist(), dtype=object)
    problems = _unknown_units(sheet, tuple(company.units), column)
    found: dict[str, Facts] = {}
    partly: dict[str, Facts] = {}
    for i, (name, unit) in enumerate(company.units.items()):
        rows = np.flatnonzero(column == name)
        if not rows.size:
            problems.append(
                Problem("company_no_rows", {"unit": unit.title}, sheet.name, value=name)
            )
            continue
        own = _rows_of(sheet, rows, unit, first=not found)
        share = part(progress, i / len(company.units), (i + 1) / len(company.units))
        try:
            found[name] = unit_from_sheet(own, company, unit, share)
        except Refused as refused:
            problems += refused.problems
            with suppress(Refused):
                partly[name] = who_is_there(own, company, unit)
    return found, partly, problems


def own_rows(
    sheet: Sheet, company: Company, unit: Unit, others: Collection[str] = frozenset()
) -> Sheet:
    """The rows of a unit in the file that it names: all of them, unless they are parted by a column
    `unit`; `others` are units that could not be read. Raises Refused where none is its own, for a
    file of several units without the column, and, once for a file, for rows of no unit."""
    if UNIT in unit.plan.facts:
        return sheet
    sharing = [u for u in company.units.values() if u.scenario.people == unit.scenario.people]
    if UNIT not in sheet.columns:
        if len(sharing) == 1:
            return sheet
        ids = tuple(one.id for one in sharing)
        raise Refused([Problem("company_one_file", {"units": ids}, sheet.name, 1, UNIT)])
    sheet = without_totals(sheet, ID)
    column = np.array(sheet.columns[UNIT].to_pylist(), dtype=object)
    is_first = sharing[0].id == unit.id
    known = (*company.units, *others)
    problems = _unknown_units(sheet, known, column) if is_first else []
    rows = np.flatnonzero(column == unit.id)
    if not rows.size:
        said = {"unit": unit.title}
        problems.append(Problem("company_no_rows", said, sheet.name, value=unit.id))
    if problems:
        raise Refused(problems)
    return _rows_of(sheet, rows, unit, first=is_first)


def unit_from_sheet(
    sheet: Sheet, company: Company, unit: Unit, progress: Progress = no_progress
) -> Facts:
    """The facts of a unit's rows, with the column that says who manages them, whatever its plan
    reads. Columns that are filled from managed people may be missing; what a file says there is not
    used, which is told. Raises Refused with all that is wrong."""
    sheet, given = _to_be_filled(sheet, company, unit)
    facts = facts_from(sheet, unit.plan, progress)
    if given:
        note = Problem("company_filled_given", {"columns": tuple(given)}, sheet.name)
        facts = replace(facts, warnings=(*facts.warnings, note))
    for management in company.management:
        if unit.id not in management.manages or management.by in facts.categories:
            continue
        if management.by in sheet.columns:
            facts = _with_group(without_totals(sheet, ID), facts, management.by)
    if any(unit.id in management.manages for management in company.management):
        by = {m.by for m in company.management if unit.id in m.manages}
        warnings = tuple(p for p in facts.warnings if not _is_of_managers(p, by))
        facts = replace(facts, warnings=warnings)
    return facts


def _is_of_managers(problem: Problem, by: Collection[str]) -> bool:
    """Whether it is about the column that says who manages somebody, of which the company knows
    more than the file."""
    is_not_kept = problem.key == "figures_not_kept" and problem.column in by
    return problem.key in _UNKNOWN_MANAGERS or is_not_kept


def who_is_there(sheet: Sheet, company: Company, unit: Unit) -> Facts:
    """Who of a unit is there in which months, and the column that says who manages them, whatever
    else its file has. Raises Refused where these cannot be read."""
    sheet = without_totals(sheet, ID)
    by = [m.by for m in company.management if unit.id in m.manages and m.by in sheet.columns]
    kept = {name: sheet.columns[name] for name in (ID, MONTH, *by) if name in sheet.columns}
    only = replace(sheet, columns=kept)
    facts = facts_from(only, replace(unit.plan, facts={}))
    for name in by:
        if name not in facts.categories:
            facts = _with_group(only, facts, name)
    return facts


def _to_be_filled(sheet: Sheet, company: Company, unit: Unit) -> tuple[Sheet, list[str]]:
    """The sheet with a figure that fits, and is not kept, in every column that is filled from
    managed people; and those of them in which the file has figures."""
    fills = [f.fact for m in company.management if m.unit == unit.id for f in m.fills]
    columns = dict(sheet.columns)
    given = [name for name in fills if name in columns and not _is_blank(columns[name])]
    for name in fills:
        ends = unit.plan.facts[name].range
        columns[name] = pa.array(
            ["1" if ends is None else f"{ends[0]:g}"] * sheet.rows, pa.string()
        )
    return replace(sheet, columns=columns), given


def _unknown_units(
    sheet: Sheet, known: Sequence[str], column: NDArray[np.object_]
) -> list[Problem]:
    wrong = [int(row) for row in np.flatnonzero(~np.isin(column, known))]
    found = []
    for row in wrong[:MOST_PROBLEMS]:
        value = str(column[row])
        said = {"known": tuple(known)}
        key = "company_row_unit" if value else "company_row_no_unit"
        line, part_of = sheet.line(row, UNIT), sheet.part(row)
        found.append(Problem(key, said, sheet.name, line, UNIT, value, sheet=part_of))
    if more := len(wrong[MOST_PROBLEMS:]):
        found.append(Problem("more_problems", {"count": more}, sheet.name))
    return found


def _rows_of(sheet: Sheet, rows: NDArray[np.intp], unit: Unit, first: bool) -> Sheet:
    """A unit's rows without the columns that only other units fill; what was read of the file is
    said once."""
    own = sheet.take(rows)
    kept = {
        heading: column
        for heading, column in own.columns.items()
        if heading in unit.plan.facts or (heading != UNIT and not _is_blank(column))
    }
    lines = None if own.lines is None else {int(line) for line in own.lines}
    flaws = tuple(f for f in own.flaws if f.line is None or lines is None or f.line in lines)
    notes = (own.notes, own.warnings) if first else ((), ())
    return replace(own, columns=kept, flaws=flaws, notes=notes[0], warnings=notes[1])


def _is_blank(column: pa.StringArray) -> bool:
    return not pc.any(pc.not_equal(column, "")).as_py()


def _with_group(sheet: Sheet, facts: Facts, name: str) -> Facts:
    """The facts with a column of texts that the plan does not read as such; blank is nobody."""
    texts = sheet.columns[name].to_pylist()
    values = sorted(set(texts) - {""})
    code = {value: i for i, value in enumerate(values)} | {"": len(values)}
    employees, months = sheet.columns[ID].to_pylist(), sheet.columns[MONTH].to_pylist()
    row = {text: month_number(text) - facts.first for text in set(months)}
    codes = np.full(facts.present.shape, len(values), np.int64)
    at = [row[text] for text in months], [facts.position[e] for e in employees]
    codes[at] = [code[text] for text in texts]
    return replace(facts, categories={**facts.categories, name: category(values, codes)})
