"""The command `compare`: documents, workbooks and tables, and what it refuses."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path

import pyarrow.csv as arrow_csv
import pytest

from engine.cli import main
from tests.papers.workbook_cells import cells, rows_of

FACTS = """employee_id,month,sales,quota,csat,complaint_rate,team_score,grade,tenure_months
a,2026-01,120,100,0.95,0.01,0.9,junior,5
a,2026-02,90,100,0.9,0.02,0.9,junior,6
b,2026-01,50,100,0.8,0.05,0.9,senior,30
"""


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """Facts for the seller plan, and a variant of it."""
    (tmp_path / "facts.csv").write_text(FACTS, encoding="utf-8")
    edits = [
        {"at": ["parameters", "factor_cap", "value"], "to": 1.1},
        {"at": ["parameters", "base_by_grade", "table"], "to": BASE},
    ]
    variant = {"plan": "service-seller", "name": "More base", "edits": edits}
    (tmp_path / "variant.json").write_text(json.dumps(variant), encoding="utf-8")
    return tmp_path


BASE = {"junior": 3100, "intermediate": 3500, "senior": 4000, "principal": 4500}


def asked(files: Path, *more: str) -> list[str]:
    plans = ["service-seller", str(files / "variant.json")]
    return ["compare", *plans, "--facts", str(files / "facts.csv"), *more]


def test_a_document_says_what_costs_more_and_why(
    files: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(asked(files)) == 0
    said = capsys.readouterr().out
    assert "**More base against" in said
    assert "## What each change adds, whatever the order" in said
    assert "Base pay by grade, Junior: ¥3,000 → ¥3,100 a month" in said
    assert "| Cost |" in said


def test_the_workbook_is_that_of_the_page_in_words_of_the_language(files: Path) -> None:
    out = files / "out.xlsx"
    assert main(asked(files, "--out", str(out), "--lang", "zh")) == 0
    sheets = cells(out.read_bytes())
    for name in ("摘要", "假设与口径", "参数", "改动", "按月", "按薪酬项", "差异归因", "全部人员"):
        assert name in sheets
    assert "按业务单元" not in sheets  # a single plan has one
    base, variant, change = rows_of(sheets["摘要"])["成本（元）"]
    amounts = [float(row[3]) for row in sheets["差异归因"][3:]]
    assert (amounts[0], amounts[-1]) == (base, variant)
    assert sum(amounts[1:-1]) == pytest.approx(change, abs=0.001)
    assert change == pytest.approx(53.85)
    people = sheets["全部人员"]
    assert [row[0] for row in people[2:]] == ["员工", "a", "b", "合计"]
    assert [row[4] for row in people[3:]] == pytest.approx([53.85, 0, 53.85])


def test_everybody_as_a_table(files: Path) -> None:
    out = files / "people.csv"
    assert main(asked(files, "--out", str(out))) == 0
    table = arrow_csv.read_csv(out)
    assert table.column_names[:2] == ["Employee", "Unit"]
    assert table["Employee"].to_pylist() == ["a", "b"]
    assert table.num_columns == 9


def test_plans_that_read_other_columns_are_compared_on_one_file(
    files: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plan = """id: other
title: {en: Other plan, zh: 另一方案}
source: {document: own, note: {en: x, zh: x}}
facts:
  hours: {kind: number, label: {en: Hours, zh: 工时}}
parameters: {}
lines:
  pay: {pay: 20 * hours, label: {en: Pay, zh: 工资}}
"""
    (files / "other.yaml").write_text(plan, encoding="utf-8")
    rows = FACTS.strip().splitlines()
    wide = [rows[0] + ",hours", *(row + ",100" for row in rows[1:])]
    (files / "wide.csv").write_text("\n".join(wide), encoding="utf-8")
    plans = ["service-seller", str(files / "other.yaml")]
    assert main(["compare", *plans, "--facts", str(files / "wide.csv")]) == 0
    said = capsys.readouterr().out
    assert "“Other plan” instead of" in said
    assert "¥6,000.00" in said


def test_people_from_standard_input(
    files: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    command = asked(files, "--out", str(files / "a.csv"))
    assert main(command) == 0
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(FACTS.encode())))
    command[command.index("--facts") + 1] = "-"
    command[-1] = str(files / "b.csv")
    assert main(command) == 0
    assert (files / "a.csv").read_bytes() == (files / "b.csv").read_bytes()


def test_all_that_is_wrong_is_told_together(
    files: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = files / "out.xlsx"
    assert main(["compare", "no-such-plan", "nor-this", "--out", str(out)]) == 2
    said = capsys.readouterr().err
    assert "no-such-plan" in said and "nor-this" in said
    assert not out.exists()
    assert main(["compare", "service-seller", "service-seller"]) == 2
    facts = str(files / "facts.csv")
    assert main(["compare", "sales-company", "service-seller", "--facts", facts]) == 2
    assert "sales-company" in capsys.readouterr().err
    assert main(asked(files, "--out", str(files / "out.pdf"))) == 2


@pytest.mark.parametrize("plans", [["no-such-plan", "service-seller"], ["no-such-plan", "nor-it"]])
def test_a_missing_file_of_people_is_told_beside_unknown_plans(
    plans: list[str], files: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    missing = str(files / "missing.csv")
    for language, sentence in (("en", "There is no such file"), ("zh", "文件不存在")):
        assert main(["compare", *plans, "--facts", missing, "--lang", language]) == 2
        said = capsys.readouterr().err
        assert "no-such-plan" in said and said.count("missing.csv") == 1
        assert sentence in said
    data = json.loads((files / "variant.json").read_text(encoding="utf-8"))
    data["people"] = {"file": "missing.csv", "sha256": "", "kind": "csv"}
    (files / "variant.json").write_text(json.dumps(data), encoding="utf-8")
    assert main(["compare", "no-such-plan", str(files / "variant.json")]) == 2
    said = capsys.readouterr().err
    assert "no-such-plan" in said and "missing.csv" in said


def test_other_people_are_split_and_have_no_table(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def scenario(name: str, seed: int) -> str:
        people = {"simulated": "service-seller", "seed": seed, "employees": 30}
        people |= {"months": 3, "first": "2026-01"}
        data = {"plan": "service-seller", "name": name, "edits": [], "people": people}
        (tmp_path / f"{name}.json").write_text(json.dumps(data), encoding="utf-8")
        return str(tmp_path / f"{name}.json")

    plans = [scenario("one", 1), scenario("two", 2)]
    assert main(["compare", *plans]) == 0
    said = capsys.readouterr().out
    assert "plan, people and performance" in said
    assert "cannot be compared person by person" in said
    assert main(["compare", *plans, "--out", str(tmp_path / "people.csv")]) == 2
    # A plan that names nobody is paid for the people of the first one.
    assert main(["compare", plans[0], "service-seller"]) == 0
    assert "People by change of pay" in capsys.readouterr().out


def test_costs_are_the_employers_where_that_is_asked(
    files: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """¥100 more a month of base pay for a, whose two months are below the floor of insurance: only
    the housing fund moves, which is 5 % here."""
    assert main(asked(files, "--employer-cost", "--rate", "housing_fund=0.05")) == 0
    said = capsys.readouterr().out
    assert "Costs are all that the employer pays" in said and "in Shanghai" in said
    assert "Rates that the employer chose: Housing fund 5\xa0%." in said
    assert "| Employer’s contributions |" in said
    of_lines = said.partition("## By pay line")[2].partition("## ")[0]
    rows = [re.findall(r"[+−]?¥[\d,.]+", line) for line in of_lines.splitlines()]
    amounts = [[_fen(cell) for cell in row] for row in rows if row]
    assert len(amounts) > 4
    assert [sum(column) for column in zip(*amounts[:-1], strict=True)] == amounts[-1]
    assert main(asked(files, "--employer-cost", "--place", "beijing", "--lang", "zh")) == 0
    said = capsys.readouterr().out
    assert "北京单位社会保险费和住房公积金" in said and "未经核实" in said


def _fen(amount: str) -> int:
    digits = int(re.sub(r"[^\d]", "", amount))
    return -digits if amount.startswith("−") else digits


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--place", "beijing"], "place: What is given belongs to payroll"),
        (["--employer-cost", "--place", "atlantis"], "place: “atlantis” is not a known place"),
        (["--employer-cost", "--rate", "housing_fund=7"], "rate.housing_fund: 7 is no rate"),
        (["--employer-cost", "--rate", "housing_fund=5%"], "0.07 for 7\xa0%"),
        (["--employer-cost", "--rate", "housing_fund"], "housing_fund: housing_fund is no rate"),
        (
            ["--employer-cost", "--rate", "housing_fund=0.05", "--rate", "housing_fund=0.06"],
            "rate.housing_fund: The figure is given twice",
        ),
        (["--employer-cost", "--rate", "housing_fund=0.2"], "20\xa0% for Housing fund is beyond"),
        (["--employer-cost", "--rate", "pension=0.2"], "pension"),
    ],
)
def test_what_does_not_fit_about_place_and_rates_is_refused(
    files: Path, capsys: pytest.CaptureFixture[str], options: list[str], said: str
) -> None:
    assert main(asked(files, *options)) == 2
    assert said in capsys.readouterr().err
