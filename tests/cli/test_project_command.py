"""`project` in the terminal: the numbers of the page, files, and exit status."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from engine.cli import main
from engine.companies import load_company
from engine.projection import assumptions_named, expected, question_of, run, spread
from tests.two_units import TWO_UNITS, two_units


@pytest.fixture
def company(tmp_path: Path) -> Path:
    return two_units(tmp_path)


def test_the_table_has_the_figures_of_the_python_door(company: Path, tmp_path: Path) -> None:
    out = tmp_path / "months.csv"
    call = ["project", str(company), "--trials", "4", "--seed", "9", "--brief", "--out", str(out)]
    assert main([*call, "--set", "sales_growth=0.1"]) == 0
    whole = load_company(company)
    assumed = assumptions_named("base", whole).with_value("sales_growth", 0.1)
    trials = run(question_of(whole, assumed, seed=9), range(4))
    rows = list(csv.DictReader(out.read_text(encoding="utf-8").splitlines()))
    assert [row["month"] for row in rows][::11] == ["2026-01", "2026-12"]
    assert [row["cost_p50"] for row in rows] == [f"{x:.2f}" for x in spread(trials, (0.5,))[0.5]]
    assert rows[-1]["cumulative_expected"] == f"{expected(trials).value:.2f}"


def test_it_fails_only_where_the_budget_is_exceeded_too_often_and_that_is_asked(
    company: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call = ["project", str(company), "--trials", "2", "--brief", "--budget", "1000"]
    assert main(call) == 0
    assert "exceeded in 100.0" in capsys.readouterr().out
    assert main([*call, "--fail-above", "0.5"]) == 1
    assert main([*call, "--fail-above", "1"]) == 0
    for wrong in ("nan", "-0.1", "1.1"):
        assert main([*call, "--fail-above", wrong]) == 2
    assert main([*call[:-2], "--fail-above", "0.1"]) == 2
    assert "There is no budget for these months" in capsys.readouterr().err
    rich = ["project", str(company), "--trials", "2", "--brief", "--budget", "1e9"]
    assert main([*rich, "--fail-above", "0"]) == 0


def test_the_document_answers_in_both_languages(
    company: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["project", str(company), "--trials", "2", "--lang", "zh"]) == 0
    said = capsys.readouterr().out
    assert said.index("预计成本") < said.index("把握程度") < said.index("哪些因素会改变结果")
    assert "离职放弃" in said and "达标成本" in said


def test_all_that_does_not_fit_is_told_together(
    company: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call = ["project", str(company), "--trials", "3", "--budget", "0", "--first", "2026-13"]
    call += ["--seed", "-1", "--set", "sellers.attrition=0.3", "--out", "no-folder/ahead.pdf"]
    assert main([*call, "--set", "attrition=1.2", "--set", "units.service.shifts={}x"]) == 2
    said = capsys.readouterr().err
    parts = ("120.0", "2026-13", "3 trials", "budget of 0", "units.service.shifts", "seed: -1")
    parts = (*parts, "no-folder: There is no such folder", ".docx", ".xlsx")
    for part in (*parts, "Write units.sellers.attrition."):
        assert part in said


@pytest.mark.parametrize(
    ("language", "lines"),
    [
        (
            "en",
            (
                "bold.yaml, line 1, attrition: 120.0",
                "bold.yaml, line 5, units.service.shifts.charm: ",
                "\nunits.sellers.shifts.wit: ",
                "3 trials",
            ),
        ),
        (
            "zh",
            (
                "bold.yaml，第 1 行，attrition：120.0%",
                "bold.yaml，第 5 行，units.service.shifts.charm：",
                "\nunits.sellers.shifts.wit：",
                "3 次模拟",
            ),
        ),
    ],
)
def test_a_file_of_assumptions_is_told_with_its_lines_at_once(
    language: str,
    lines: tuple[str, ...],
    company: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """What needs the company comes with what does not fit by itself; what is set names its path."""
    file = tmp_path / "bold.yaml"
    text = "attrition: 1.2\nunits:\n  service:\n    shifts:\n      charm: 0.1\n"
    file.write_text(text, encoding="utf-8")
    call = ["project", str(company), "--trials", "3", "--lang", language]
    call += ["--assumptions", str(file), "--set", 'units.sellers.shifts={"wit": 0.1}']
    assert main(call) == 2
    said = capsys.readouterr().err
    for line in lines:
        assert line in said
    assert said.count("bold.yaml") == 2
    company.write_text(TWO_UNITS.replace("months: 12", "months: 0"), encoding="utf-8")
    assert main(call) == 2
    said = capsys.readouterr().err
    assert "two-units.yaml" in said and lines[0] in said and lines[3] in said


def test_a_few_people_of_a_file_are_projected_and_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    head = "employee_id,month,grade,sales,quota,csat,complaint_rate,team_score"
    months = [f"2026-{month:02d}" for month in range(1, 13)]
    rows = [f"{e},{m},junior,1000,1000,0.9,0.02,80" for e in ("A", "B", "C") for m in months]
    (tmp_path / "few.csv").write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
    text = TWO_UNITS.replace("{workforce: service-seller}\n    headcount: 60", "{file: few.csv}")
    company = tmp_path / "few.yaml"
    company.write_text(text, encoding="utf-8")
    call = ["project", str(company), "--trials", "2", "--brief"]
    assert main([*call, "--set", "swings=0"]) == 0
    said = capsys.readouterr().out
    assert "Jan–Dec 2027" in said and "has 3 people only" in said


def test_a_budget_of_other_months_is_told_and_not_used(
    company: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    company.write_text(TWO_UNITS.replace("seed: 3", "seed: 3\nbudget: 9000000"), encoding="utf-8")
    assert main(["project", str(company), "--trials", "2", "--brief", "--months", "3"]) == 0
    said = capsys.readouterr().out
    assert "is for Jan–Dec 2026 and is not held against other months" in said


def test_a_budget_for_pay_is_not_held_against_employer_cost(
    company: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    company.write_text(TWO_UNITS.replace("seed: 3", "seed: 3\nbudget: 9000000"), encoding="utf-8")
    call = ["project", str(company), "--trials", "2", "--employer-cost", "--lang", "zh"]
    assert main(call) == 0
    said = capsys.readouterr().out.replace("\u00a0", " ")
    assert "预算 9,000,000 元对应薪酬，不与用工成本比较" in said and "超预算" not in said


def test_a_scenario_file_brings_its_assumptions(
    company: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What a file assumes is what --assumptions would; what is given in the terminal goes before
    it, and a budget is for the months that it was given for."""
    assumed = {"attrition_factor": 1.5, "units": {"service": {"review_budget": 0.2}}}
    (tmp_path / "assumed.json").write_text(json.dumps(assumed), encoding="utf-8")
    settings = {"months": 6, "seed": 9, "budget": 1000, "first": "2026-02"}
    variant = {"company": company.name, "name": "", "units": {}, "assumptions": assumed}
    file = tmp_path / "variant.json"
    file.write_text(json.dumps({**variant, "projection": settings}), encoding="utf-8")

    def said(*call: str) -> str:
        assert main(["project", *call, "--trials", "2", "--brief"]) == 0
        return capsys.readouterr().out

    told = said(str(file))
    by_hand = ["--months", "6", "--seed", "9", "--budget", "1000", "--first", "2026-02"]
    given = ["--assumptions", str(tmp_path / "assumed.json")]
    assert told == said(str(company), *by_hand, *given)
    assert told != said(str(company), *by_hand)
    assert said(str(file), "--assumptions", "base") == said(str(company), *by_hand)
    for other in (["--months", "5"], ["--first", "2026-03"]):
        assert "No budget is given" in said(str(file), *other)


def test_what_a_scenario_file_assumes_in_vain_is_told_with_its_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    people = {"simulated": "service-seller", "seed": 1, "employees": 60}
    plan = {"plan": "service-seller", "name": "", "edits": []}
    file = tmp_path / "bold.json"

    def refused(**further: object) -> str:
        whose = {"people": {**people, "months": 12, "first": "2026-01"}}
        file.write_text(json.dumps({**plan, **whose, **further}, indent=1), encoding="utf-8")
        assert main(["project", str(file), "--trials", "2"]) == 2
        return capsys.readouterr().err

    entries = {"attrition_factor": 99, "units": {"service-seller": {"sails": 1}}}
    for part in ("bold.json", "line 13", "attrition_factor", "sails"):
        assert part in refused(assumptions=entries)
    assert "bold.json, line 12, assumptions: No assumptions are called" in refused(assumptions="no")
    assert "assumptions" in refused(assumptions=[1])
    wrong = {"months": 40, "first": "2026-13", "seed": -1, "budget": 0, "mouths": 2}
    said = refused(projection=wrong)
    for name in wrong:
        assert f"bold.json, projection.{name}" in said


def test_what_a_change_of_plan_makes_of_earlier_months_is_told(
    company: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call = ["project", str(company), "--trials", "2", "--brief"]
    told = "what it makes of the months served before falls in that month"
    assert main(call) == 0 and told not in capsys.readouterr().out
    steps = {"at": ["parameters", "annual_steps", "steps"], "to": [[0.8, 0.3], [1.0, 0.5]]}
    change = [{"unit": "sellers", "month": "2026-07", "edits": [steps]}]
    assert main([*call, "--set", f"plan_changes={json.dumps(change)}"]) == 0
    assert told in capsys.readouterr().out


def test_a_company_is_projected_by_what_its_employer_pays(
    company: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What the company's file says of payroll holds unless an option says otherwise."""
    text = TWO_UNITS + "payroll: {place: chengdu}\n"
    company.write_text(text, encoding="utf-8")
    call = ["project", str(company), "--trials", "2", "--brief"]

    def said(*options: str) -> str:
        assert main([*call, *options]) == 0
        return capsys.readouterr().out

    plain, there = said(), said("--employer-cost")
    assert "all that the employer pays" not in plain
    assert "all that the employer pays" in there and "in Chengdu" in there
    assert "in Hangzhou" in said("--employer-cost", "--place", "hangzhou")
    assert main([*call, "--rate", "housing_fund=0.07", "--trials", "3"]) == 2
    refused = capsys.readouterr().err
    assert "belongs to payroll" in refused and "trials" in refused
