"""`law` in the terminal: places, and every figure of one with its source."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.cli import main


def test_places_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["law", "--lang", "zh"]) == 0
    lines = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert lines[1] == ["shanghai", "上海", "中国"] and lines[-1][0] == "united_states"


def test_figures_of_a_place_with_sources_and_what_is_open(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["law", "hangzhou", "--first", "2026-07", "--months", "6"]) == 0
    said = capsys.readouterr().out.replace("\u00a0", " ")
    assert "16 of 24 figures are not certain for these months." in said
    rows = [line for line in said.splitlines() if line.startswith("| ")]
    medical = next(line for line in rows if "Medical insurance | Employer’s rate" in line)
    assert "9.5 %" in medical and "Hang Yi Bao" in medical and "not verified" in medical
    pension = next(line for line in rows if "Pension insurance | Base at least" in line)
    assert "¥4,986" in pension and "Sep 2025 – Jun 2026" in pension and "carried on" in pension
    fund = next(line for line in rows if "Housing fund | Base at most" in line)
    assert "¥42,151" in fund and "| verified |" in fund
    assert "| ¥36,000.00 | ¥38,566.67 |" in said
    assert "| annual bonus | yes | apart | no |" in said


def test_a_figure_stands_once_with_the_months_it_is_carried_on_to(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["law", "成都", "--first", "2026-03"]) == 0
    said = capsys.readouterr().out.replace("\u00a0", " ")
    rows = [line for line in said.splitlines() if line.startswith("| Pension insurance | Base at")]
    assert len(rows) == 2  # the floor and the cap of 2026
    assert all("verified, carried on for Jan–Feb 2027 |" in row for row in rows)


def test_tables_deductions_and_hours_stand_with_their_sources(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["law", "shanghai", "--first", "2026-01"]) == 0
    said = capsys.readouterr().out.replace("\u00a0", " ")
    assert "| ¥144,000 | 10 % | ¥2,520 |" in said  # of the year's income
    assert "| ¥144,000 | 10 % | ¥210 |" in said  # of an annual bonus
    assert "| ¥50,000 | 30 % | ¥2,000 |" in said  # of pay for labour
    loan = next(line for line in said.splitlines() if "housing loan" in line)
    assert "¥1,000" in loan and "[2018] No. 41" in loan and "not verified" in loan
    days = next(line for line in said.splitlines() if "Paid days a month" in line)
    assert "21.75" in days and "Ren She Bu Fa [2025] No. 2" in days
    assert main(["law", "united_states", "--first", "2026-01"]) == 0
    assert "¥" not in capsys.readouterr().out


def test_a_document_in_chinese(tmp_path: Path) -> None:
    out = tmp_path / "law.md"
    call = ["law", "beijing", "--first", "2026-07", "--lang", "zh", "--out", str(out)]
    assert main(call) == 0
    said = out.read_text(encoding="utf-8").replace("\u00a0", " ")
    assert (
        "社保、公积金和个税参数：北京" in said and "须在扣除个人缴纳的社保和公积金之后达到" in said
    )
    assert "| 2025年9月 | 2,540.00 元 | 27.70 元 |" in said


@pytest.mark.parametrize(
    ("call", "why"),
    [(["shangai"], "shanghai"), (["shanghai", "--first", "2026-13"], "YYYY-MM")],
)
def test_what_is_mistyped_is_told(
    call: list[str], why: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["law", *call]) == 2
    assert why in capsys.readouterr().err
