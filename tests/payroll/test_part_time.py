"""People who are employed part-time: work injury insurance by the employer alone, taxed as all."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine import Scenario, load_plan
from engine.calendar import month_number
from engine.companies import basis_told, company_of, legal_figures
from engine.evaluation import Payouts
from engine.payroll import (
    PayrollSettings,
    pay_slip,
    payroll_of_people,
    people_of,
    with_employer_cost,
)
from engine.text import Refused
from tests.payroll.payroll_plan import COLUMNS, LINES, months_of
from tests.small_plan import load, paid, plan_of

SHANGHAI = PayrollSettings("shanghai")


def payouts_of(folder: Path, employment: str, *people: tuple[str, str, list[float]]) -> Payouts:
    """What people earn a month in wages, from a month on, under a plan of such an employment."""
    plan = load({
        **plan_of(LINES, {}, {name: {"kind": "money"} for name in COLUMNS}),
        "employment": employment,
    })  # fmt: skip
    rows = [row for who, first, pay in people for row in months_of(who, first, {"salary": pay})]
    lines = [",".join(rows[0]), *(",".join(row.values()) for row in rows)]
    return paid(plan, "\n".join(lines), folder)


def test_the_employer_pays_work_injury_insurance_alone(tmp_path: Path) -> None:
    people = people_of(
        payouts_of(tmp_path, "part_time", ("A", "2026-01", [4000.0, 9000.0])), SHANGHAI
    )
    found = payroll_of_people(people)
    # 0.2 % of the floor of 7,460, as the average month is 6,500; 3 % of 4,000 below the allowance
    # of 10,000 in two months, and of 3,000 above it.
    assert found.employer[:, 0].tolist() == [1492, 1492]
    assert found.employee[:, 0].tolist() == [0, 0]
    assert found.tax[:, 0].tolist() == [0, 9000]
    assert found.net[:, 0].tolist() == [400000, 891000]
    slip = pay_slip(found, 0, 1)
    assert list(slip.employer) == ["injury"] and not slip.employee
    groups = {figure.id.partition(".")[0] for figure in slip.figures}
    assert groups == {"injury", "part_time", "income_tax", "bonus_tax"}
    lines = with_employer_cost(people.payouts[0], SHANGHAI).lines
    assert lines["employer_contributions"].by_person.tolist() == [2984]


def test_who_changes_units_is_insured_in_each_month_as_its_unit_has_it(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir(), (tmp_path / "b").mkdir()
    part = payouts_of(
        tmp_path / "a",
        "part_time",
        ("A", "2026-01", [10000.0]),
        ("B", "2026-01", [10000.0, 10000.0]),
    )
    full = payouts_of(
        tmp_path / "b",
        "full_time",
        ("A", "2026-02", [10000.0]),
        ("C", "2026-01", [10000.0, 10000.0]),
    )
    found = payroll_of_people(people_of((part, full), SHANGHAI))
    # 25.7 % and 7 % of the employer, 10.5 % and 7 % of the employee; 0.2 % for part-time staff.
    assert found.employer.tolist() == [[2000, 2000, 327000], [327000, 2000, 327000]]
    assert found.employee.tolist() == [[0, 0, 175000], [175000, 0, 175000]]


def test_figures_and_sentences_are_those_of_the_employment() -> None:
    company = company_of(Scenario(load_plan("part-time-service")))
    figures = next(iter(legal_figures(company, SHANGHAI, month_number("2026-01"), 12).values()))
    schemes = {figure.id.partition(".")[0] for figure in figures}
    assert schemes == {"injury", "part_time", "income_tax", "bonus_tax"}
    rule = next(figure for figure in figures if figure.id == "part_time.schemes")
    assert rule.value["en"] == "Work injury insurance" and not rule.verified
    told = " ".join(text["en"] for text in basis_told(company, SHANGHAI, month_number("2026-01")))
    assert "employed part-time; the employer pays into Work injury insurance alone" in told


def test_an_employment_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="freelance"):
        payouts_of(tmp_path, "freelance", ("A", "2026-01", [1.0]))
