"""`backtest` in the terminal: the reconciliation as a document, the cases as a table."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine import load_plan, read_facts
from engine.analysis import Accepted, accepted_text
from engine.backtesting import shifted
from engine.cli import main
from engine.facts import facts_table
from engine.reports import TABLE_WRITERS

FACTS = (
    "employee_id,month,target,sales,paid,booked\n"
    "E1,2026-01,10000,10000,200,200\n"
    "E1,2026-02,10000,10000,700,200\n"
)
"""By the sample, 2 % of sales: 200 a month."""


@pytest.fixture
def facts(tmp_path: Path) -> str:
    file = tmp_path / "facts.csv"
    file.write_text(FACTS, encoding="utf-8")
    return str(file)


def test_the_reconciliation_is_printed(facts: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["backtest", "sample-flat-commission", "--facts", facts]) == 0
    said = capsys.readouterr().out
    assert "Reconciled to 50.0\u00a0% of person-months, ¥500.00 open" in said
    assert "--employee E1 --month 2026-02" in said
    arguments = ["--paid", "commission=booked", "--lang", "zh"]
    assert main(["backtest", "sample-flat-commission", "--facts", facts, *arguments]) == 0
    assert "分文不差" in capsys.readouterr().out
    assert main(["backtest", "sample-flat-commission", "--facts", facts, "--paid", "none"]) == 0
    said = capsys.readouterr().out
    assert "nothing is reconciled. Columns of figures beyond the plan’s: paid, booked." in said


def test_headings_that_leave_a_doubt_are_asked(
    facts: str, capsys: pytest.CaptureFixture[str]
) -> None:
    file = Path(facts)
    file.write_text(FACTS.replace("paid,booked", "应发工资,实发 工资"), encoding="utf-8")
    command = ["backtest", "sample-flat-commission", "--facts", facts]
    assert main(command) == 2
    answer = capsys.readouterr()
    assert not answer.out
    assert "--paid 应发工资 | --paid '实发 工资'; if none of them is, --paid none" in answer.err
    assert main([*command, "--paid", "实发 工资"]) == 0
    capsys.readouterr()
    assert main([*command, "--paid", "实发 工资", "--paid", "应发工资"]) == 2
    assert "Two columns are named for Gross pay: 实发 工资, 应发工资" in capsys.readouterr().err


def test_cases_go_into_a_table_and_accepted_ones_keep_their_reason(
    facts: str, tmp_path: Path
) -> None:
    accepted, out = tmp_path / "accepted.json", tmp_path / "cases.csv"
    one = Accepted("E1", "2026-02", reason="referral", figures=1, fen=50_000)
    accepted.write_text(accepted_text([one]), encoding="utf-8")
    arguments = ["--paid", "paid", "--accepted", str(accepted), "--out", str(out)]
    assert main(["backtest", "sample-flat-commission", "--facts", facts, *arguments]) == 0
    assert out.read_text(encoding="utf-8").splitlines() == [
        "employee_id,month,line,paid,plan,difference,accepted",
        "E1,2026-02,gross_pay,700.00,200.00,500.00,referral",
    ]
    told = (tmp_path / "cases.told.txt").read_text(encoding="utf-8").splitlines()
    assert told[0] == "1 person, 2 person-months, January 2026 to February 2026"
    assert told[1].startswith("Reconciled in all person-months compared, some accepted")
    assert "pay_1: Paid in fact" in told


def test_what_is_assumed_goes_with_every_file(
    facts: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plan = load_plan("sample-flat-commission")
    assumed, out = tmp_path / "assumed.parquet", tmp_path / "out.csv"
    year = shifted(read_facts(facts, plan), plan, attainment=0.1, measures=["sales"]).facts
    assumed.write_bytes(TABLE_WRITERS[".parquet"](facts_table(year)))
    command = ["sample-flat-commission", "--facts", str(assumed), "--out", str(out)]
    assert main(["run", *command]) == 0
    told = out.with_suffix(".told.txt")
    assert "+10\u00a0% for everybody" in told.read_text(encoding="utf-8")
    one = ["--employee", "E1", "--month", "2026-01"]
    for more in ([], ["--audit"]):
        assert main(["explain", *command[:3], *one, *more, "--lang", "zh"]) == 0
        assert "## 假设" in capsys.readouterr().out
    assert main(["check", *command[:3]]) in (0, 1)
    assert "## What is assumed" in capsys.readouterr().out


def test_nothing_is_written_where_one_file_cannot_be(facts: str, tmp_path: Path) -> None:
    people, out = tmp_path / "people.csv", tmp_path / "report.pdf"
    command = ["backtest", "sample-flat-commission", "--facts", facts]
    assert main([*command, "--people", str(people), "--out", str(out)]) == 2
    assert main([*command, "--people", str(out), "--out", str(people)]) == 2
    assert not people.exists() and not out.exists()


def test_a_column_that_is_not_there_is_refused(
    facts: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "report.md"
    arguments = ["--paid", "piad", "--out", str(out)]
    assert main(["backtest", "sample-flat-commission", "--facts", facts, *arguments]) == 2
    assert "paid" in capsys.readouterr().err
    assert not out.exists()


def test_several_plans_stand_on_one_year_and_the_year_is_shifted(
    facts: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    people = tmp_path / "people.csv"
    arguments = ["--compare", "sample-graduated-commission", "--shift", "attainment=-10%,+10%"]
    arguments += ["--vacancies", "50%", "--draws", "20", "--people", str(people)]
    arguments += ["--tune", "rates", "--goal", "a_month=180"]
    assert main(["backtest", "sample-flat-commission", "--facts", facts, *arguments]) == 0
    said = capsys.readouterr().out
    # Paid 900; 2 % of 20,000; 1 % of each first 5,000 and 2 % of the rest.
    assert "| Paid in fact | ¥900.00 |" in said
    assert "| Sample: flat commission | ¥400.00 | −¥500.00 |" in said
    assert "| Sample: graduated commission | ¥300.00 | −¥600.00 |" in said
    # Of 9,000 a month: 50 and 80; of 11,000: 50, 100 and 3 % of 1,000.
    assert "| −10.0\u00a0% | ¥360.00 | ¥260.00 |" in said
    assert "| +10.0\u00a0% | ¥440.00 | ¥360.00 |" in said
    assert "1 of 2 person-months (50\u00a0%) is vacant" in said
    assert "One person alone has no range." in said
    # Tuned to 180 a month: 1.2 times the rates, 180 sharp.
    assert "| Jan 2026 | Feb 2026 | × 1.2 | 0.0\u00a0% | 0.0\u00a0% |" in said
    assert people.read_text(encoding="utf-8").splitlines() == [
        "employee_id,months,pay_1,pay_2,pay_3",
        "E1,2,900.00,400.00,300.00",
    ]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--shift", "attainment=10"], "no shift of a year"),
        (["--vacancies", "0.05"], "no share in per cent"),
        (["--tune", "flat_rate", "--goal", "of_sales=0.02"], "no share in per cent"),
        (["--tune", "flat_rate", "--goal", "cost=2"], "no goal"),
        (["--draws", "-1"], "cannot be made"),
        (["--goal", "a_head=3"], "--goal does nothing by itself"),
        (["--measure", "sales", "--shift", "grade.a=1%"], "Give --shift attainment=… as well"),
        (["--shift", "grade.a=1%"], "the facts have no column of groups"),
        (["--paid", "bonus=paid"], "bonus is no pay line of the plan"),
        (["--people", "people.pdf"], "Use one of .csv, .parquet, .xlsx."),
    ],
)
def test_what_is_asked_for_is_read_or_refused(
    facts: str, capsys: pytest.CaptureFixture[str], arguments: list[str], said: str
) -> None:
    assert main(["backtest", "sample-flat-commission", "--facts", facts, *arguments]) == 2
    answer = capsys.readouterr()
    assert said in answer.err and not answer.out
