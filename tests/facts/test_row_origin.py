"""Where the rows of facts stand in their file: what is wrong with some of them is told there."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import xlsxwriter

import engine
from engine.facts import Facts, problem_of_rows

HEAD = ("employee_id", "month", "target", "sales")
ROWS = (
    ("E3", "2026-02", "100", "1"),
    ("E1", "2026-02", "100", "2"),
    ("E1", "2026-01", "100", "3"),
    ("E2", "2026-02", "100", "4"),
)
"""By month and employee, E1's January is the first."""


def of_csv(folder: Path) -> Facts:
    """The third row stands on line 5, below an empty one."""
    lines = [",".join(row) for row in (HEAD, *ROWS)]
    (folder / "facts.csv").write_text("\n".join([*lines[:3], "", *lines[3:]]))
    return engine.read_facts(folder / "facts.csv", engine.load_plan("sample-flat-commission"))


def told(facts: Facts, *employees: str) -> tuple[object, ...]:
    rows = facts.present & np.isin(facts.employees, employees)
    problem = problem_of_rows(facts, rows, "sales", "payroll_blank", facts.numbers["sales"])
    whose = problem.values
    where = (problem.sheet, problem.line, problem.value)
    return (*where, whose["employee"], whose["month"], whose["count"])


@pytest.mark.parametrize(
    ("employees", "expected"),
    [
        (("E1",), ("", 3, "2", "E1", "2026-02", 2)),
        (("E2",), ("", 6, "4", "E2", "2026-02", 1)),
        (("E1", "E2", "E3"), ("", 2, "1", "E3", "2026-02", 4)),
    ],
)
def test_the_first_of_some_rows_is_the_first_in_the_file(
    tmp_path: Path, employees: tuple[str, ...], expected: tuple[object, ...]
) -> None:
    assert told(of_csv(tmp_path), *employees) == expected


def test_some_people_stand_where_they_stood(tmp_path: Path) -> None:
    facts = of_csv(tmp_path).take([0, 1])
    assert told(facts, "E1", "E2", "E3") == ("", 3, "2", "E1", "2026-02", 3)


def test_without_a_file_the_first_is_by_month_and_employee(tmp_path: Path) -> None:
    facts = replace(of_csv(tmp_path), origin=None)
    assert told(facts, "E1", "E2", "E3") == ("", None, "3", "E1", "2026-01", 4)


def test_a_row_of_a_workbook_stands_on_its_sheet(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "facts.xlsx") as book:
        for name, rows in (("North", ROWS[:1]), ("South", ROWS[1:])):
            sheet = book.add_worksheet(name)
            for line, row in enumerate((HEAD, *rows)):
                sheet.write_row(line, 0, row)
    plan = engine.load_plan("sample-flat-commission")
    facts = engine.read_facts(tmp_path / "facts.xlsx", plan)
    assert told(facts, "E3") == ("North", 2, "1", "E3", "2026-02", 1)
    assert told(facts, "E1", "E2") == ("South", 2, "2", "E1", "2026-02", 3)
