"""`run --net --employer-cost` and `explain --net`: take-home pay and employer's cost by person."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

import engine
from engine.cli import main

PLAN = "sample-flat-commission"
PEOPLE = """\
employee_id,month,target,sales,city,declared
A,2026-07,100000,100000,shanghai,1000
A,2026-08,100000,100000,shanghai,1000
B,2026-08,100000,100000,北京,0
"""


@pytest.fixture
def people(tmp_path: Path) -> str:
    file = tmp_path / "people.csv"
    file.write_text(PEOPLE, encoding="utf-8")
    return str(file)


def lines_of(file: Path, person: str, month: str) -> dict[str, float]:
    with file.open(encoding="utf-8") as rows:
        return {
            row["line"]: float(row["amount"])
            for row in csv.DictReader(rows)
            if (row["employee_id"], row["month"]) == (person, month)
        }


def run(people: str, *options: str, plan: str = PLAN) -> dict[tuple[str, str], dict[str, float]]:
    """The lines of a run in which everybody sells for 100,000 at a rate of a tenth."""
    out = Path(people).with_name("out.csv")
    facts = ["--facts", people, "--set", "flat_rate=0.1"] if plan == PLAN else []
    assert main(["run", plan, *facts, *options, "--out", str(out)]) == 0
    keys = (("A", "2026-07"), ("A", "2026-08"), ("B", "2026-08"))
    return {key: lines_of(out, *key) for key in keys}


def test_lines_of_take_home_pay_follow_gross_pay(people: str) -> None:
    found = run(people, "--net")
    assert found["A", "2026-07"] == {
        "commission": 10000,
        "gross_pay": 10000,
        "employee_contributions": 1750,
        "income_tax": 97.5,
        "net_pay": 8152.5,
    }
    told = Path(people).with_name("out.told.txt").read_text(encoding="utf-8")
    assert "housing fund in Shanghai" in told and "of the employer" not in told


def test_places_rates_and_deductions_are_given(people: str) -> None:
    options = ("--place-column", "city", "--deductions", "declared", "--rate", "housing_fund=0.05")
    found = run(people, "--net", "--employer-cost", *options)
    # Shanghai 25.7 and 5 %, Beijing 26.5 and 5 % of the employer; 10.5 and 5 % of the employee.
    assert found["A", "2026-08"]["employer_cost"] == 13070
    assert found["B", "2026-08"]["employer_contributions"] == 3150
    assert found["B", "2026-08"]["employee_contributions"] == 1553
    assert found["A", "2026-07"]["income_tax"] == 73.5  # 3 % of 10,000 - 1,550 - 1,000 - 5,000
    assert found["B", "2026-08"]["income_tax"] == 103.41
    assert run(people, "--employer-cost", "--place", "beijing")["A", "2026-07"] == {
        "commission": 10000,
        "gross_pay": 10000,
        "employer_contributions": 3850,
        "employer_cost": 13850,
    }


def test_contributions_lag_behind_a_change_of_the_plan(people: str, tmp_path: Path) -> None:
    """The variant pays a tenth; contributions are paid on what the plan as documented pays."""
    documented = engine.load_plan(PLAN).parameters["flat_rate"].json * 100_000
    edit = {"at": ["parameters", "flat_rate", "value"], "to": 0.1}
    variant = tmp_path / "variant.json"
    payroll = {"place": "shanghai", "base": "last_year", "rates": {"housing_fund": 0.05}}
    scenario = {"plan": PLAN, "name": "a tenth", "edits": [edit], "payroll": payroll}
    body = {**scenario, "people": {"file": "people.csv"}}
    variant.write_text(json.dumps(body), encoding="utf-8")
    found = run(people, "--employer-cost", plan=str(variant))["A", "2026-07"]
    assert found["commission"] == 10000 != documented
    insured = max(documented, 7546)
    fund = round(max(documented, 2740) * 0.05)
    assert found["employer_contributions"] == pytest.approx(insured * 0.257 + fund, abs=0.01)


def test_what_belongs_to_payroll_is_refused_where_it_is_not_asked(
    people: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["run", PLAN, "--facts", people, "--place", "beijing", "--bonus", "apart"]) == 2
    said = capsys.readouterr().err
    assert said.count("which is not asked for. Add --employer-cost, --net.") == 2
    assert main(["run", PLAN, "--facts", people, "--net", "--deductions", "-1"]) == 2
    assert "no amount of deductions" in capsys.readouterr().err


def test_a_statement_goes_on_to_take_home_pay(
    people: str, capsys: pytest.CaptureFixture[str]
) -> None:
    given = ["explain", PLAN, "--facts", people, "--set", "flat_rate=0.1", "--employee", "A"]
    assert main([*given, "--month", "2026-08", "--net"]) == 0
    said = capsys.readouterr().out
    assert "| **Take-home pay** | **¥8,152.50** | **¥16,305.00** |" in said
    assert main([*given, "--month", "2026-08"]) == 0
    assert "Take-home" not in capsys.readouterr().out
