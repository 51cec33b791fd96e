"""A plan in US dollars, through payroll by the federal law of the United States."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from engine.cli import main
from tests.small_plan import plan_of

COLUMNS = {name: {"kind": "money"} for name in ("monthly", "prize")}
LINES = {
    "wages": {"pay": "monthly", "counts_as": "wage"},
    "award": {"pay": "prize", "counts_as": "annual_bonus"},
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A plan in dollars, one in yuan, and a person's calendar year: 15,000 a month, an award of
    5,000 in March."""
    for name, entry in (("dollars", {"currency": "USD"}), ("yuan", {})):
        text = json.dumps({**plan_of(LINES, {}, COLUMNS), **entry})
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
    rows = [f"A,2026-{m:02d},15000,{5000 if m == 3 else 0}" for m in range(1, 13)]
    text = "\n".join(["employee_id,month,monthly,prize", *rows])
    (tmp_path / "people.csv").write_text(text, encoding="utf-8")
    return tmp_path


def run(folder: Path, plan: str, *options: str) -> int:
    people, out = str(folder / "people.csv"), str(folder / "out.csv")
    return main(["run", str(folder / plan), "--facts", people, *options, "--out", out])


def lines_of(folder: Path, month: str) -> dict[str, float]:
    with (folder / "out.csv").open(encoding="utf-8") as rows:
        found = [row for row in csv.DictReader(rows) if row["month"] == month]
    return {row["line"]: float(row["amount"]) for row in found}


def test_pay_in_dollars_is_insured_and_taxed_by_federal_law(folder: Path) -> None:
    net = ("--net", "--employer-cost", "--place", "united_states")
    assert run(folder, "dollars.yaml", *net) == 0
    # 6.2 % and 1.45 % of 15,000; a twelfth of the tax on 180,000 - 16,100: 31,934 / 12;
    # the employer's 0.6 % of the first 7,000 of the year besides.
    assert lines_of(folder, "2026-01") == {
        "wages": 15000,
        "award": 0,
        "gross_pay": 15000,
        "employee_contributions": 1147.5,
        "income_tax": 2661.17,
        "net_pay": 11191.33,
        "employer_contributions": 1189.5,
        "employer_cost": 16189.5,
    }
    # The award of 5,000 is insured as wages are, and taxed at 22 %.
    march = lines_of(folder, "2026-03")
    assert (march["employee_contributions"], march["income_tax"]) == (1530, 3761.17)
    assert (march["net_pay"], march["employer_cost"]) == (14708.83, 21530)
    # Of December 14,500 are left below the year's cap of 184,500 for Social Security.
    december = lines_of(folder, "2026-12")
    assert (december["employee_contributions"], december["employer_cost"]) == (1116.5, 16116.5)
    assert december["net_pay"] == 11222.33

    told = (folder / "out.told.txt").read_text(encoding="utf-8")
    assert "Social Security, Medicare and unemployment tax in United States (federal)" in told
    assert "each month’s own pay" in told and "¥" not in told


def test_a_place_of_another_currency_is_refused_with_those_that_would_do(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(folder, "dollars.yaml", "--net") == 2
    assert "Places whose law is in USD: United States (federal)." in capsys.readouterr().err
    assert run(folder, "yuan.yaml", "--net", "--place", "united_states") == 2
    said = capsys.readouterr().err
    assert "Places whose law is in CNY: Beijing, Shanghai" in said and "Chengdu." in said
    assert run(folder, "dollars.yaml", "--net", "--place", "shanghay") == 2
    assert "beijing" not in capsys.readouterr().err
    named = ("--place", "united states (federal)")  # by the name that the message gives it
    assert run(folder, "dollars.yaml", "--net", *named) == 0
    declared = ("--place", "united_states", "--deductions", "100")
    assert run(folder, "dollars.yaml", "--net", *declared) == 2
    assert "knows no special additional deductions" in capsys.readouterr().err


def test_whatever_writes_amounts_in_yuan_refuses_a_plan_in_dollars(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["show", str(folder / "dollars.yaml")]) == 2
    said = capsys.readouterr().err
    assert "amounts are in USD" in said and "command run" in said


def test_units_of_a_company_are_paid_in_its_currency(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def company(currency: str, *plans: str) -> None:
        units = {
            f"unit{i}": {"plan": plan, "people": {"file": "people.csv"}}
            for i, plan in enumerate(plans)
        }
        units["unit0"]["place"] = "united_states"
        label = {"en": "Small", "zh": "小"}
        data = {"id": "small", "title": label, "description": label, "currency": currency}
        text = json.dumps({**data, "first": "2026-01", "units": units})
        (folder / "company.yaml").write_text(text, encoding="utf-8")

    def run_company() -> int:
        out = str(folder / "out.csv")
        return main(["run", str(folder / "company.yaml"), "--employer-cost", "--out", out])

    company("USD", "dollars.yaml")
    assert run_company() == 0
    assert lines_of(folder, "2026-01")["employer_cost"] == 16189.5
    company("USD", "dollars.yaml", "yuan.yaml")
    assert run_company() == 2
    assert "amounts are in USD, those of its plans in CNY" in capsys.readouterr().err
    company("CNY", "yuan.yaml")
    assert run_company() == 2
    assert "united_states" in capsys.readouterr().err
