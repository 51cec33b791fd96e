"""The terminal's doors as other people's scripts use them: files in, files out, exit status."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
import time
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from python_calamine import CalamineWorkbook

from engine.cli import main

ROOT = Path(__file__).parents[2]
CASES = ROOT / "tests" / "cases"
DRAW = ("simulate", "service-seller", "--seed", "1", "--out", "x.csv")
FACTS = str(CASES / "service-seller" / "facts.csv")


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


@pytest.mark.parametrize("plan", sorted(p.name for p in CASES.iterdir()))
def test_run_writes_what_the_case_expects_to_the_letter(
    plan: str, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert main(["run", plan, "--facts", str(CASES / plan / "facts.csv")]) == 0
    written = capfdbinary.readouterr().out
    assert written.splitlines() == (CASES / plan / "expected.csv").read_bytes().splitlines()


def test_parameters_come_from_a_file_and_from_the_line(tmp_path: Path) -> None:
    out = tmp_path / "pay.csv"
    params = CASES / "service-seller" / "params.json"
    given = ["run", "service-seller", "--facts", FACTS, "--params", str(params)]
    assert main([*given, "--out", str(out)]) == 0
    expected = (CASES / "service-seller" / "expected_with_params.csv").read_text()
    assert rows(out.read_text()) == rows(expected)
    assert main([*given, "--set", "weight_sales=0", "--out", str(out)]) == 0
    assert rows(out.read_text()) != rows(expected)


def test_steps_are_set_in_the_shape_of_the_catalogue(tmp_path: Path) -> None:
    out = tmp_path / "pay.csv"
    steps = "monthly_steps=[[0.8,0.1],[1.0,0.25]]"
    assert main(["run", "service-seller", "--facts", FACTS, "--set", steps, "--out", str(out)]) == 0
    bonus = {r["amount"] for r in rows(out.read_text()) if r["line"] == "monthly_bonus"}
    assert "1125.00" in bonus  # a quarter of 4,500


def test_measures_are_written_unrounded_after_the_pay_lines(tmp_path: Path) -> None:
    out = tmp_path / "pay.csv"
    call = ["run", "service-seller", "--facts", FACTS, "--measures", "--out", str(out)]
    assert main(call) == 0
    one = [r for r in rows(out.read_text()) if (r["employee_id"], r["month"]) == ("E1", "2024-11")]
    assert [r["line"] for r in one][-3:] == ["gross_pay", "attainment", "coefficient"]
    assert float(one[-1]["amount"]) == pytest.approx(1.135)


def test_every_kind_of_file_holds_the_same_amounts(tmp_path: Path) -> None:
    for ending in ("csv", "parquet", "xlsx"):
        out = tmp_path / f"pay.{ending}"
        assert main(["run", "service-seller", "--facts", FACTS, "--out", str(out)]) == 0
    text = rows((tmp_path / "pay.csv").read_text())
    assert pq.read_table(tmp_path / "pay.parquet").to_pylist() == text
    sheet = CalamineWorkbook.from_path(str(tmp_path / "pay.xlsx")).get_sheet_by_index(0).to_python()
    assert sheet[0] == ["employee_id", "month", "line", "amount"]
    assert [f"{row[3]:.2f}" for row in sheet[1:]] == [r["amount"] for r in text]


def test_facts_come_from_standard_input() -> None:
    facts = Path(FACTS).read_bytes()
    done = subprocess.run(
        [sys.executable, "-m", "engine", "run", "service-seller", "--facts", "-"],
        input=facts,
        capture_output=True,
        cwd=ROOT,
        check=False,
    )
    assert done.returncode == 0
    expected = (CASES / "service-seller" / "expected.csv").read_bytes()
    assert done.stdout.splitlines() == expected.splitlines()


@pytest.mark.parametrize("plan", sorted(p.name for p in CASES.iterdir()))
def test_refusals_name_line_column_and_value_and_write_nothing(
    plan: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = CASES / plan / "refused"
    out = tmp_path / "pay.csv"
    for fault in json.loads((folder / "index.json").read_text()):
        call = ["run", plan, "--facts", str(folder / fault["file"]), "--out", str(out)]
        assert main(call) == 2
        told = capsys.readouterr()
        assert fault["file"] in told.err
        assert f"line {fault['line']}," in told.err
        assert fault["column"] in told.err
        assert fault["value"] in told.err
        assert told.out == ""
        assert not out.exists()


def test_all_problems_of_a_file_are_listed_together(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    facts = tmp_path / "facts.csv"
    facts.write_text(
        "employee_id,month,grade,sales,quota,csat,complaint_rate,team_score\n"
        "E1,2026-01,junior,x,100,0.9,0.01,80\n"
        "E1,2026-02,expert,90,100,,0.01,80\n"
    )
    assert main(["run", "service-seller", "--facts", str(facts)]) == 2
    told = capsys.readouterr().err
    assert "line 2, sales" in told
    assert "line 3, grade" in told
    assert "line 3, csat" in told


@pytest.mark.parametrize(
    ("call", "told"),
    [
        (["run", "service-sellr", "--facts", FACTS], "Did you mean “service-seller”"),
        (["run", "service-seller", "--facts", "missing.csv"], "no such file"),
        (["run", "service-seller", "--facts", FACTS, "--set", "weight_sale=1"], "weight_sales"),
        (["run", "service-seller", "--facts", FACTS, "--set", "weight_sales=lots"], "not JSON"),
        (["run", "service-seller", "--facts", FACTS, "--set", "weight_sales=-1"], "below 0"),
        (["run", "service-seller", "--facts", FACTS, "--set", "csat_target=0"], "divides"),
        (["run", "service-seller", "--facts", FACTS, "--set", "factor_cap=null"], "not a number"),
        (
            ["run", "service-seller", "--facts", FACTS, "--set", "base_by_grade={}"],
            "lacks junior",
        ),
        (["run", "service-seller", "--facts", FACTS, "--out", "pay.docx"], ".docx"),
        (
            [
                "explain",
                "service-seller",
                "--facts",
                FACTS,
                "--employee",
                "E99",
                "--month",
                "2025-01",
            ],
            "E99",
        ),
        (["simulate", "nobody", "--seed", "1", "--out", "x.csv"], "nobody"),
        (
            [*DRAW, "--set", "quality_correlation=0.95"],
            "from −0.82 to 0.91",
        ),
        (
            [*DRAW, "--set", "quality_correlation=much"],
            "quality_correlation",
        ),
    ],
)
def test_wrong_input_is_told_in_a_sentence_with_status_2(
    call: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(call) == 2
    errors = capsys.readouterr().err
    assert told in errors
    assert "Traceback" not in errors


def test_all_wrong_figures_are_told_together(capsys: pytest.CaptureFixture[str]) -> None:
    call = ["run", "service-seller", "--facts", FACTS]
    assert main([*call, "--set", "weight_sales=lots", "--set", "weight_csat=-1"]) == 2
    told = capsys.readouterr().err
    assert "weight_sales" in told
    assert "weight_csat" in told


def test_a_figure_that_stands_twice_is_refused_wherever_it_stands(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    figures, variant = tmp_path / "figures.json", tmp_path / "variant.json"
    figures.write_text('{"weight_sales": 0.4,\n"weight_csat": 0.3,\n"weight_sales": 0.5}', "utf-8")
    variant.write_text(
        '{"plan": "service-seller", "name": "a",\n"name": "b", "edits": []}', "utf-8"
    )
    call, out = ["run", "service-seller", "--facts", FACTS], tmp_path / "pay.csv"
    grades = '{"junior": 3000, "junior": 2000, "intermediate": 3500, "senior": 4000}'
    told = []
    for given in (
        [*call, "--params", str(figures)],
        [*call, "--set", f"base_by_grade={grades}"],
        ["run", str(variant), "--facts", FACTS],
    ):
        assert main([*given, "--out", str(out)]) == 2
        told.append(capsys.readouterr().err)
    assert not out.exists()
    assert "figures.json, line 3: “weight_sales” stands here a second time." in told[0]
    assert "base_by_grade: “junior” stands here a second time." in told[1]
    assert "variant.json, line 2: “name” stands here a second time." in told[2]


def test_a_file_of_figures_says_what_is_wrong_with_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    figures = tmp_path / "figures.json"
    told = []
    for text in ('{"weight_sales": 0.4,\n"weight_csat" 0.3}', "[1]"):
        figures.write_text(text, "utf-8")
        call = ["run", "service-seller", "--facts", FACTS, "--params", str(figures)]
        assert main(call) == 2
        told.append(capsys.readouterr().err)
    assert "figures.json, line 2: From character 15 of this line on" in told[0]
    assert "figures.json: This file does not name figures for parameters." in told[1]


@pytest.mark.parametrize("depth", [300, 100_000])
@pytest.mark.parametrize("figure", ["weight_sales", "base_by_grade"])
def test_deep_brackets_are_refused_in_a_short_sentence(
    figure: str, depth: int, capsys: pytest.CaptureFixture[str]
) -> None:
    brackets = "[" * depth + "]" * depth
    assert main(["run", "service-seller", "--facts", FACTS, "--set", f"{figure}={brackets}"]) == 2
    told = capsys.readouterr().err
    assert figure in told and len(told) < 600


@pytest.mark.parametrize("under", ["", "base_by_grade"])
def test_many_unknown_names_are_told_at_once(
    under: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    many: dict[str, object] = {f"k{i}": i for i in range(60_000)}
    figures = tmp_path / "figures.json"
    figures.write_text(json.dumps({under: many} if under else many), encoding="utf-8")
    began = time.process_time()
    assert main(["run", "service-seller", "--facts", FACTS, "--params", str(figures)]) == 2
    assert time.process_time() - began < 3
    told = capsys.readouterr().err
    assert "k199" in told and "k200" not in told
    assert "59,800 further" in told


def test_plans_and_show_speak_both_languages(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["plans", "--json"]) == 0
    plans = {p["id"]: p for p in json.loads(capsys.readouterr().out)}
    assert plans["service-seller"]["title"]["zh"] == "客服销售"
    assert plans["points-pay"]["source"].startswith("002")
    for language, word in (("en", "Monthly bonus"), ("zh", "月度奖金")):
        assert main(["show", "service-seller", "--lang", language]) == 0
        assert word in capsys.readouterr().out


def test_explain_tells_the_amounts_of_the_month(capsys: pytest.CaptureFixture[str]) -> None:
    call = ["explain", "service-seller", "--facts", FACTS, "--employee", "E1", "--month", "2024-11"]
    assert main(call) == 0
    told = capsys.readouterr().out
    assert "3,972.50" in told
    assert main([*call, "--lang", "zh"]) == 0
    assert "绩效工资" in capsys.readouterr().out


@pytest.mark.parametrize("ending", ["csv", "parquet"])
def test_simulated_people_can_be_paid(ending: str, tmp_path: Path) -> None:
    facts, pay = tmp_path / f"people.{ending}", tmp_path / "pay.csv"
    draw = ["simulate", "service-seller", "--seed", "7", "--employees", "40", "--months", "5"]
    assert main([*draw, "--first", "2025-11", "--out", str(facts)]) == 0
    assert main(["run", "service-seller", "--facts", str(facts), "--out", str(pay)]) == 0
    assert {r["month"] for r in rows(pay.read_text())} == {
        "2025-11",
        "2025-12",
        "2026-01",
        "2026-02",
        "2026-03",
    }


def test_people_of_a_fitted_model_are_drawn_and_paid(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A model of the first eight of ten months; a variant beside it draws its people from it."""
    facts, model, variant = (tmp_path / n for n in ("people.csv", "model.yaml", "variant.json"))
    draw = ["simulate", "sample-sales", "--seed", "7", "--employees", "60", "--months", "10"]
    assert main([*draw, "--out", str(facts)]) == 0
    fit = ["fit", "--facts", str(facts), "--plan", "sample-flat-commission", "--months", "8"]
    assert main([*fit, "--out", str(model)]) == 0
    told = capsys.readouterr().out
    assert "## Real people and drawn ones" in told
    assert "None of" in told and "Sales is drawn as a multiple of Target." in told
    tried = ["--coverage", "--lang", "zh", "--out", str(model)]
    assert main([*fit, *tried]) == 0
    told = capsys.readouterr().out
    assert "## 真实人员与模拟人员对照" in told and "用其余月份检验，共 1 次" in told
    people = {"simulated": "model.yaml", "seed": 1, "employees": 30, "months": 2}
    scenario = {"plan": "sample-flat-commission", "edits": [], "people": people}
    variant.write_text(json.dumps({**scenario, "people": {**people, "first": "2026-09"}}))
    assert main(["run", str(variant), "--out", str(tmp_path / "pay.csv")]) == 0
    paid = rows((tmp_path / "pay.csv").read_text())
    assert {row["month"] for row in paid} == {"2026-09", "2026-10"}
    assert len({row["employee_id"] for row in paid}) == 30


def test_a_model_is_a_yaml_file_of_people_enough(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    facts = tmp_path / "people.csv"
    draw = ["simulate", "sample-sales", "--seed", "7", "--employees", "9", "--months", "4"]
    assert main([*draw, "--out", str(facts)]) == 0
    fit = ["fit", "--facts", str(facts), "--plan", "sample-flat-commission", "--out"]
    assert main([*fit, str(tmp_path / "model.yaml")]) == 2
    assert "There are 9 people; a model takes at least 10" in capsys.readouterr().err
    assert not (tmp_path / "model.yaml").exists()


@pytest.mark.parametrize("ending", ["docx", "html", "md"])
def test_a_plan_is_written_as_a_document_of_every_kind(ending: str, tmp_path: Path) -> None:
    out = tmp_path / f"policy.{ending}"
    call = ["show", "sample-gated-commission", "--against", "sample-flat-commission"]
    assert main([*call, "--lang", "zh", "--out", str(out)]) == 0
    data = out.read_bytes()
    assert data.startswith(b"PK") if ending == "docx" else "起付线" in data.decode()


@pytest.mark.parametrize("ending", ["docx", "html", "md"])
def test_statement_and_health_check_are_written_as_documents(ending: str, tmp_path: Path) -> None:
    person = ["--facts", FACTS, "--employee", "E1", "--month", "2024-11"]
    for call, status, said in (
        (["explain", "service-seller", *person], 0, "绩效工资"),
        (["check", "service-seller"], 1, "奖金断崖"),
    ):
        out = tmp_path / f"{call[0]}.{ending}"
        assert main([*call, "--lang", "zh", "--out", str(out)]) == status
        data = out.read_bytes()
        assert data.startswith(b"PK") if ending == "docx" else said in data.decode()


def test_a_document_of_another_kind_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for command in ("show", "check"):
        assert main([command, "service-seller", "--out", str(tmp_path / "policy.pdf")]) == 2
        assert ".docx, .html, .md" in capsys.readouterr().err
    assert not list(tmp_path.iterdir())
