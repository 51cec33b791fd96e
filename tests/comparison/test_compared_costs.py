"""Companies compared by all that the employer pays, worked by hand with the figures of Shanghai in
January 2026: insurance 25.7 % of ¥7,460 to ¥37,302, housing fund 7 % in whole yuan."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from engine import Edit, Plan, Scenario, read_facts
from engine.companies import (
    Company,
    CompanyFacts,
    CompanyPayouts,
    Unit,
    company_of,
    evaluate_company,
)
from engine.comparison import (
    Compared,
    compare_companies,
    explain,
    explain_difference,
    split_difference,
)
from engine.evaluation import Memory
from engine.payroll import EMPLOYER_CONTRIBUTIONS, SALARY_BESIDE, PayrollSettings
from tests.small_plan import small_plan

COLUMNS: dict[str, dict[str, Any]] = {"sales": {"kind": "money"}}
FIGURES: dict[str, Any] = {
    "rate": {"value": 1, "min": 0, "max": 9, "step": 1, "unit": "factor"},
    "base": {"value": 0, "min": 0, "max": 99999, "step": 1, "unit": "CNY/month"},
}
SHEET = "employee_id,month,sales\nann,2026-01,10000\nbob,2026-01,3000\n"
SHANGHAI = PayrollSettings()


def plan() -> Plan:
    return small_plan({"pay": "rate * sales", "extra": "base + 0 * sales"}, FIGURES, COLUMNS)


def company(*edits: Edit) -> Company:
    return company_of(Scenario(plan(), edits))


def figure(name: str, value: float) -> Edit:
    return Edit(("parameters", name, "value"), value)


def facts(folder: Path, sheet: str = SHEET) -> CompanyFacts:
    (folder / "facts.csv").write_text(sheet, encoding="utf-8")
    of = plan()
    return CompanyFacts({of.id: read_facts(folder / "facts.csv", of)}, {})


def paid(of: Company, folder: Path, sheet: str = SHEET) -> CompanyPayouts:
    return evaluate_company(of, facts(folder, sheet), amounts=False)


def compared(folder: Path, settings: PayrollSettings | None, *edits: Edit) -> Compared:
    both = [paid(one, folder) for one in (company(), company(*edits))]
    return compare_companies(both[0], both[1:], payroll=settings)


def test_costs_are_the_employers_and_people_are_paid_what_they_are_paid(tmp_path: Path) -> None:
    found = compared(tmp_path, SHANGHAI, figure("rate", 2))
    # Ann: 2,570 and 700 on 10,000. Bob: 1,917.22 on the floor and 210 on 3,000.
    before, after = found.figures
    assert before.total == 13_000 + 3_270 + 2_127.22
    # Twice the pay: 5,140 and 1,400 on 20,000; still on the floor, and 420 on 6,000.
    assert after.total == 26_000 + 6_540 + 2_337.22
    assert found.difference(1) == 16_480
    assert found.share(1) == pytest.approx(16_480 / 18_397.22)
    assert before.by_month.tolist() == [18_397.22]
    assert before.per_head == pytest.approx(18_397.22 / 2)
    assert [(row.line, row.is_variable, row.cost) for row in found.by_line] == [
        ("pay", True, (13_000.0, 26_000.0)),
        ("extra", True, (0.0, 0.0)),
        (EMPLOYER_CONTRIBUTIONS, None, (5_397.22, 8_877.22)),
    ]
    assert (before.median, before.variable_cost, before.fixed_cost) == (6_500, 13_000, 0)
    assert found.people[1] is not None
    assert found.people[1].change_by_person.tolist() == [10_000, 3_000]
    plain = compared(tmp_path, None, figure("rate", 2))
    assert plain.difference(1) == 13_000
    assert [row.line for row in plain.by_line] == ["pay", "extra"]


def test_what_a_change_adds_has_its_part_of_the_contributions(tmp_path: Path) -> None:
    found = explain(compared(tmp_path, SHANGHAI, figure("rate", 2)))[1].waterfall
    assert found is not None and found.is_exact
    (cause,) = found.causes
    unit = plan().id
    assert cause.by_line == {(unit, "pay"): 13_000, (unit, EMPLOYER_CONTRIBUTIONS): 3_480}
    assert (found.baseline, cause.amount, found.difference) == (18_397.22, 16_480, 16_480)


def test_changes_that_reach_the_cap_together_share_what_is_left_of_it(tmp_path: Path) -> None:
    """From 20,000 each change brings 10,000; both bring contributions on 17,302 more."""
    sheet = "employee_id,month,sales\nann,2026-01,10000\n"
    before = company(figure("rate", 2))
    after = company(figure("rate", 3), figure("base", 10_000))
    found = explain_difference(before, after, facts(tmp_path, sheet), payroll=SHANGHAI)
    # 2,768.32 + 1,557.18 + 86.51 + 34.60, and 2,611 of the fund against 1,400
    assert found.difference == 20_000 + 4_446.61 + 1_211
    added = sorted(cause.amount for cause in found.causes)
    assert added == pytest.approx([12_828.80, 12_828.81], abs=1e-6)


def test_on_the_base_as_documented_a_change_moves_no_contribution(tmp_path: Path) -> None:
    settings = PayrollSettings(base="last_year")
    found = compared(tmp_path, settings, figure("rate", 2))
    assert found.figures[0].total == 18_397.22
    assert found.difference(1) == 13_000
    explained = explain(found)[1].waterfall
    assert explained is not None and explained.difference == 13_000


def test_each_months_own_pay_is_a_base_of_its_own(tmp_path: Path) -> None:
    sheet = "employee_id,month,sales\nann,2026-01,40000\nann,2026-02,8000\n"
    both = [paid(one, tmp_path, sheet) for one in (company(), company(figure("base", 1_000)))]
    settings = PayrollSettings(base="month")
    found = compare_companies(both[0], both[1:], payroll=settings)
    # January is beyond the cap either way; 32.7 % of 1,000 more in February.
    assert found.difference(1) == 2_000 + 257 + 70
    explained = explain(found)[1].waterfall
    assert explained is not None and explained.difference == 2_327


def test_whoever_moves_brings_the_base_along(tmp_path: Path) -> None:
    """Ann is paid 30,000 in one unit and 10,000 in the next: 20,000 a month; 30,000 once the first
    unit pays 20,000 more."""
    of = plan()
    months = "2026-01,0\n", "2026-02,0\n"
    sheets = {
        "sellers": f"employee_id,month,sales\nann,2026-01,30000\nzoe,{months[1]}",
        "leaders": f"employee_id,month,sales\nann,2026-02,10000\nzoe,{months[0]}",
    }
    read = {}
    for name, text in sheets.items():
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
        read[name] = read_facts(tmp_path / f"{name}.csv", of)
    units = {name: Unit(name, of.title, Scenario(of)) for name in sheets}
    base = replace(company(), units=units, months=2)
    more = base.set("sellers", "base", 20_000)
    found = explain_difference(base, more, CompanyFacts(read, {}), payroll=SHANGHAI)
    (cause,) = found.causes
    # Zoe, who has no sales, gets 20,000 in February as well: from 0 to 10,000 a month.
    fund, insurance = 700, 2_570
    zoe = (insurance - 1_917.22) + (fund - 188)
    assert cause.by_line == {
        ("sellers", "extra"): 40_000,
        ("sellers", EMPLOYER_CONTRIBUTIONS): pytest.approx(3_270 + zoe),
        ("leaders", EMPLOYER_CONTRIBUTIONS): pytest.approx(3_270 + zoe),
    }


def test_other_people_are_split_with_what_the_employer_pays(tmp_path: Path) -> None:
    both = [paid(company(), tmp_path), paid(company(), tmp_path, SHEET + "cas,2026-01,10000\n")]
    found = compare_companies(both[0], both[1:], payroll=SHANGHAI)
    assert found.difference(1) == 13_270
    split = explain(found)[1].split
    assert split is not None
    assert (split.difference, split.plan) == (13_270, 0)
    again = split_difference(both[0], both[1], Memory(), payroll=SHANGHAI)
    assert again == split


def test_a_salary_beside_the_plan_is_a_cost_of_the_employer(tmp_path: Path) -> None:
    with_salary = replace(plan(), salary=5_000.0)
    own = replace(
        company(),
        units={
            "x": Unit("x", with_salary.title, Scenario(with_salary)),
        },
    )
    (tmp_path / "facts.csv").write_text(SHEET, encoding="utf-8")
    people = CompanyFacts({"x": read_facts(tmp_path / "facts.csv", with_salary)}, {})
    base = evaluate_company(own, people, amounts=False)
    found = compare_companies(base, [], payroll=SHANGHAI)
    costs = {row.line: row.cost[0] for row in found.by_line}
    # Ann: 32.7 % of 15,000; Bob: 25.7 % and 7 % of 8,000.
    assert costs[SALARY_BESIDE] == 10_000
    assert costs[EMPLOYER_CONTRIBUTIONS] == 4_905 + 2_616
    assert found.figures[0].beside is None
    assert compare_companies(base, []).figures[0].beside == 10_000
