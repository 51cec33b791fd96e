"""`solve` in the terminal: the answer in words, the variant that is found, and exit status."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from engine.cli import main
from tests.two_units import two_units

MOVE = "sellers.annual_steps.0.from"


def total(out: Path) -> float:
    rows = csv.DictReader(out.read_text(encoding="utf-8").splitlines())
    return sum(float(row["amount"]) for row in rows if row["line"] == "gross_pay")


def test_the_variant_that_is_found_pays_what_was_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    company, found, paid = two_units(tmp_path), tmp_path / "found.json", tmp_path / "paid.csv"
    assert main(["run", str(company), "--out", str(paid)]) == 0
    before = total(paid)
    call = ["solve", str(company), "--move", MOVE, "--budget", str(before - 1)]
    capsys.readouterr()
    assert main([*call, "--out", str(found)]) == 0
    said = capsys.readouterr().out
    assert "Annual bonus by attainment (threshold 80\u00a0%)" in said and f"¥{before:,.0f}" in said
    assert "Annual bonus by attainment" in json.loads(found.read_text("utf-8"))["name"]
    assert main(["run", str(found), "--out", str(paid)]) == 0
    assert total(paid) <= before - 1
    assert f"¥{total(paid):,.0f}" in said


def test_status_1_is_no_answer_and_2_a_wrong_question(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    company = str(two_units(tmp_path))
    out = tmp_path / "found.json"
    call = ["solve", company, "--move", MOVE, "--budget", "1000", "--out", str(out)]
    assert main(call) == 1
    assert "无解" not in capsys.readouterr().out and not out.exists()
    assert main([*call, "--lang", "zh"]) == 1
    assert "无解" in capsys.readouterr().out
    wrong = ["solve", company, "--move", "sellers.anual_steps", "--move", "service.weight_team=9"]
    assert main([*wrong, "--budget", "-1"]) == 2
    said = capsys.readouterr().err
    assert all(part in said for part in ("annual_steps", "LOW..HIGH", "above 0"))
    assert main(["solve", company, "--budget", "5"]) == 2
    assert main(["solve", company, "--move", MOVE, "--budget", "5", "--place", "nowhere"]) == 2


def test_limits_months_ahead_and_the_employer_in_one_question(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    company = str(two_units(tmp_path))
    call = ["solve", company, "--move", f"{MOVE}=75%..90%/5%", "--limit", "no_new_cliff"]
    call += ["--cost", "p80", "--months", "3", "--trials", "2", "--employer-cost"]
    assert main([*call, "--place", "beijing", "--budget", "1e9"]) == 0
    said = capsys.readouterr().out
    assert "Nothing has to move: the P80 of the employer cost ahead is" in said
    assert main([*call, "--limit", "no_old_cliff", "--budget", "1e9"]) == 2
    assert "no_old_cliff" in capsys.readouterr().err
