"""The oracles reproduce the worked cases under tests/cases to the fen."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path

import pytest

from tests.oracle import PLANS
from tests.oracle.payslip import Key, Row

CASES = Path(__file__).parents[1] / "cases"
FOLDERS = [CASES / plan_id for plan_id in sorted(PLANS) if (CASES / plan_id).is_dir()]

# Measures that never end as decimals are printed to nine places.
PRINTED = Fraction(1, 10**9)

by_plan = pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)


def test_every_oracle_has_its_worked_case() -> None:
    assert [folder.name for folder in FOLDERS] == sorted(PLANS)


@by_plan
def test_amounts_with_the_default_parameters(folder: Path) -> None:
    amounts, _ = PLANS[folder.name].pay(table(folder / "facts.csv"), {})
    assert amounts == values(folder / "expected.csv", "line", "amount")


@by_plan
def test_amounts_with_some_parameters_replaced(folder: Path) -> None:
    replaced = json.loads((folder / "params.json").read_text(encoding="utf-8"))
    amounts, _ = PLANS[folder.name].pay(table(folder / "facts.csv"), replaced)
    assert amounts == values(folder / "expected_with_params.csv", "line", "amount")


@by_plan
def test_amounts_where_sums_land_on_the_thresholds(folder: Path) -> None:
    amounts, _ = PLANS[folder.name].pay(table(folder / "edge_facts.csv"), {})
    assert amounts == values(folder / "expected_edge.csv", "line", "amount")


@by_plan
def test_measures_with_the_default_parameters(folder: Path) -> None:
    _, measures = PLANS[folder.name].pay(table(folder / "facts.csv"), {})
    assert_printed(measures, values(folder / "expected_measures.csv", "measure", "value"))


def table(file: Path) -> list[Row]:
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def values(file: Path, name: str, value: str) -> dict[Key, Fraction | str]:
    return {
        (row["employee_id"], row["month"], row[name]): number_or_text(row[value])
        for row in table(file)
    }


def number_or_text(written: str) -> Fraction | str:
    """Measures are numbers, or texts."""
    try:
        return Fraction(written)
    except ValueError:
        return written


def assert_printed(
    found: Mapping[Key, Fraction | str], printed: Mapping[Key, Fraction | str]
) -> None:
    assert found.keys() == printed.keys()
    apart = {
        key: (found[key], printed[key])
        for key in printed
        if not as_printed(found[key], printed[key])
    }
    assert not apart


def as_printed(found: Fraction | str, printed: Fraction | str) -> bool:
    if isinstance(found, str) or isinstance(printed, str):
        return found == printed
    return abs(found - printed) <= PRINTED
