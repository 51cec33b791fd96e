"""The worked cases under tests/cases: amounts, measures and refusals of each plan."""

from __future__ import annotations

import csv
import json
import re
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from engine import Refused, catalogue, evaluate, load_plan, read_facts
from tests.evaluation.results import Key, Row, differences, far_apart, measures, write_facts

Case = dict[str, Any]

CASES = Path(__file__).parents[1] / "cases"
FOLDERS = sorted(path for path in CASES.iterdir() if path.is_dir())


def refusals(folder: Path) -> list[Case]:
    """Files to be refused, and the row, column and value each message must name."""
    index: list[Case] = json.loads((folder / "refused/index.json").read_text(encoding="utf-8"))
    return index


by_plan = pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)


def test_every_plan_of_the_catalogue_has_its_case() -> None:
    assert [folder.name for folder in FOLDERS] == list(catalogue())


@by_plan
def test_amounts(folder: Path) -> None:
    assert_paid(folder, {}, "expected.csv")


@by_plan
def test_amounts_with_other_parameters(folder: Path) -> None:
    values = json.loads((folder / "params.json").read_text(encoding="utf-8"))
    assert_paid(folder, values, "expected_with_params.csv")


@by_plan
def test_amounts_where_sums_land_on_the_thresholds(folder: Path) -> None:
    assert_paid(folder, {}, "expected_edge.csv", "edge_facts.csv")


@by_plan
def test_measures(folder: Path) -> None:
    plan = load_plan(folder.name)
    payouts = evaluate(plan, read_facts(folder / "facts.csv", plan), measures=True)
    expected = by_key(rows(folder / "expected_measures.csv"), "measure", "value")
    assert not far_apart(measures(payouts), expected)
    names = {line.id for line in plan.measures}
    told = [row for row in payouts.table(measures=True).to_pylist() if row["line"] in names]
    found = {
        key: value if isinstance(value, str) else float(value)
        for key, value in by_key(told, "line", "amount").items()
    }
    assert not far_apart(found, expected)


@pytest.mark.parametrize(
    ("folder", "case"),
    [
        pytest.param(folder, case, id=f"{folder.name}-{Path(case['file']).stem}")
        for folder in FOLDERS
        for case in refusals(folder)
    ],
)
def test_refusals_name_line_column_and_value(folder: Path, case: Case) -> None:
    plan = load_plan(folder.name)
    with pytest.raises(Refused) as refused:
        read_facts(folder / "refused" / case["file"], plan)
    [problem] = refused.value.problems
    named = {"line": problem.line, "column": problem.column, "value": problem.value}
    assert named == {name: case[name] for name in named}
    assert problem.file == case["file"]
    for language in ("en", "zh"):
        said = problem.sentence(language)
        assert case["employee_id"] in said and case["month"] in said
        assert str(case["line"]) in said and case["value"] in said
        assert problem.remedy(language)


@by_plan
def test_all_problems_of_a_file_are_listed_together(folder: Path, tmp_path: Path) -> None:
    """Every case's bad cell, each in a row of its own of one file, and a row that stands twice."""
    plan = load_plan(folder.name)
    table = [dict(row) for row in rows(folder / "facts.csv")]
    bad_cells = [case for case in refusals(folder) if case["column"] != "month"]
    for row, case in zip(table, bad_cells, strict=False):
        row[case["column"]] = case["value"]
    table.append(table[-1])
    with pytest.raises(Refused) as refused:
        read_facts(write_facts(tmp_path / "bad.csv", table), plan)
    told = [(p.line, p.column, p.value) for p in refused.value.problems]
    expected = [(n, case["column"], case["value"]) for n, case in enumerate(bad_cells, start=2)]
    assert told == [*expected, (len(table) + 1, "month", table[-1]["month"])]
    assert len(refused.value.text("en").splitlines()) == len(told)


def assert_paid(
    folder: Path, values: dict[str, Any], expected: str, facts: str = "facts.csv"
) -> None:
    plan = load_plan(folder.name).with_values(values)
    payouts = evaluate(plan, read_facts(folder / facts, plan))
    table = payouts.table().to_pylist()
    right = rows(folder / expected)
    found = by_key(table, "line", "amount")
    assert not differences(found, by_key(right, "line", "amount"))
    assert len(found) == len(table) == len(right)
    lines = [line.id for line in plan.pay_lines] + ["gross_pay"]
    order = [(row["employee_id"], row["month"], lines.index(row["line"])) for row in table]
    assert order == sorted(order)
    assert all(re.fullmatch(r"-?[0-9]+\.[0-9]{2}", row["amount"]) for row in table)


def rows(file: Path) -> list[Row]:
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def by_key(table: list[Row], name: str, value: str) -> dict[Key, Fraction | str]:
    return {
        (row["employee_id"], row["month"], row[name]): number_or_text(row[value]) for row in table
    }


def number_or_text(written: str) -> Fraction | str:
    """Amounts are numbers; measures are numbers, or texts."""
    try:
        return Fraction(written)
    except ValueError:
        return written
