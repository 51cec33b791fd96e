"""What is asked of a company as a whole, in the terminal and by its findings."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from engine.cli import main
from engine.companies import Company, company_facts, evaluate_company
from engine.health import CompanyFinding, check_company
from tests.companies.small_company import HEAD, MANAGED, SELLERS, UNITS, written


def found(company: Company) -> dict[str, list[CompanyFinding]]:
    by_check: dict[str, list[CompanyFinding]] = {}
    for finding in check_company(evaluate_company(company, company_facts(company))):
        by_check.setdefault(finding.check, []).append(finding)
    return by_check


@pytest.mark.parametrize(
    ("budget", "outcome", "share"),
    [(192.29, "fail", "100.0"), (196.0, "watch", "98.1"), (200.0, "pass", "96.2")],
)
def test_cost_is_held_against_the_budget(
    budget: float, outcome: str, share: str, tmp_path: Path
) -> None:
    company = replace(written(tmp_path), budget=budget)  # the two months cost 192.30
    (finding,) = found(company)["budget"]
    assert finding.outcome == outcome
    assert f"({share}" in finding.sentence["en"]
    (none,) = found(replace(company, budget=None))["budget"]
    assert none.outcome == "not_applicable"


def test_managers_who_earn_less_than_their_people_fail(tmp_path: Path) -> None:
    # L1: (19 + 10) / 2, L2: (15 + 20.10) / 2 a month; people in the middle: A 30, B 19, C 15.10.
    (finding,) = found(written(tmp_path))["managers_paid"]
    assert finding.outcome == "fail"
    assert "Leaders: ¥16 a month in the middle, Sellers ¥19: 0.84×" in finding.sentence["en"]
    assert "主管月薪中位数 16" in finding.sentence["zh"].replace("\u00a0", " ")
    dearer = written(tmp_path).set("leaders", "rate", 0.012)
    assert found(dearer)["managers_paid"][0].outcome == "watch"
    dearest = written(tmp_path).set("leaders", "rate", 0.02)
    assert found(dearest)["managers_paid"][0].outcome == "pass"


def test_managers_who_are_missing_fail_and_idle_ones_are_watched(tmp_path: Path) -> None:
    company = written(tmp_path, sellers=SELLERS.replace("1500,L2", "1500,L9"))
    by_check = found(company)
    assert [one.outcome for one in by_check["managers_there"]] == ["fail"]
    assert "“L9”" in by_check["managers_there"][0].sentence["en"]
    assert [one.outcome for one in by_check["managers_busy"]] == ["watch"]
    sound = found(written(tmp_path))
    assert [sound[c][0].outcome for c in ("managers_there", "managers_busy")] == ["pass", "pass"]


def test_check_fails_where_only_the_company_fails(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    written(tmp_path, HEAD + "budget: 100\n" + UNITS + MANAGED)
    main(["check", str(tmp_path / "small.yaml"), "--lang", "zh"])
    shown = capsys.readouterr().out
    assert shown.index("## 公司整体") < shown.index("## 销售：")
    assert "✗ 成本与预算" in shown and "超出预算的部分需要另行安排资金" in shown
