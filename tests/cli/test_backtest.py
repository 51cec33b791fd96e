"""`backtest` in the terminal: the reconciliation as a document, the cases as a table."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.analysis import Accepted, accepted_text
from engine.cli import main

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
    assert "Reconciled to 50.0\u00a0% of people-months, ¥500.00 open" in said
    assert "--employee E1 --month 2026-02" in said
    arguments = ["--paid", "commission=booked", "--lang", "zh"]
    assert main(["backtest", "sample-flat-commission", "--facts", facts, *arguments]) == 0
    assert "分文不差" in capsys.readouterr().out


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


def test_a_column_that_is_not_there_is_refused(
    facts: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "report.md"
    arguments = ["--paid", "piad", "--out", str(out)]
    assert main(["backtest", "sample-flat-commission", "--facts", facts, *arguments]) == 2
    assert "paid" in capsys.readouterr().err
    assert not out.exists()
