"""Columns of figures beyond the plan's: kept as they are, blank where blank, and never paid by."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest

import engine
from engine.facts import Facts, facts_table
from engine.plan import Plan

HEAD = "employee_id,month,target,sales"


@pytest.fixture
def plan() -> Plan:
    return engine.load_plan("sample-flat-commission")


def read(folder: Path, plan: Plan, further: str, *cells: str) -> Facts:
    """Facts of E1 in 2026-01 and 2026-02 and of E2 in 2026-02, with one more column."""
    rows = ("E1,2026-01,100,120", "E1,2026-02,100,130", "E2,2026-02,100,140")
    lines = [f"{HEAD},{further}", *(f"{row},{cell}" for row, cell in zip(rows, cells, strict=True))]
    path = folder / "facts.csv"
    path.write_text("\n".join(lines))
    return engine.read_facts(path, plan)


def test_blank_is_no_figure_and_nought_is_one(tmp_path: Path, plan: Plan) -> None:
    facts = read(tmp_path, plan, "实发", "12.34", "", "0")
    nan = np.nan
    np.testing.assert_array_equal(facts.further["实发"], [[12.34, nan], [nan, 0.0]])
    assert "实发" not in facts.categories


def test_pay_does_not_depend_on_them(tmp_path: Path, plan: Plan) -> None:
    one = read(tmp_path, plan, "paid", "1", "2", "3")
    other = read(tmp_path, plan, "x", "4", "", "6")
    assert one.key == other.key


@pytest.mark.parametrize(
    "cells",
    [("001", "002", "003"), ("12345678901234567", "1", "2"), ("north", "", "1"), ("", "", "")],
    ids=["leading zeros", "more digits than a number holds", "mostly text", "nothing"],
)
def test_what_is_no_column_of_figures(
    tmp_path: Path, plan: Plan, cells: tuple[str, str, str]
) -> None:
    facts = read(tmp_path, plan, "paid", *cells)
    assert facts.further == {}


def test_a_column_spoilt_by_one_cell_is_told(tmp_path: Path, plan: Plan) -> None:
    facts = read(tmp_path, plan, "paid", "1", "n/a", "3")
    assert facts.further == {}
    assert [(w.key, w.line, w.column, w.value) for w in facts.warnings] == [
        ("figures_not_kept", 3, "paid", "n/a")
    ]


def test_they_go_with_the_people_and_into_files(tmp_path: Path, plan: Plan) -> None:
    facts = read(tmp_path, plan, "paid", "12.34", "", "0")
    np.testing.assert_array_equal(facts.take([1]).further["paid"], [[np.nan], [0.0]])
    path = tmp_path / "again.parquet"
    pq.write_table(facts_table(facts), path)
    again = engine.read_facts(path, plan)
    np.testing.assert_array_equal(again.further["paid"], facts.further["paid"])
    assert again.key == facts.key
