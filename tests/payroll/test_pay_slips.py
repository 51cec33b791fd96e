"""The month of one person from pay to take-home pay, as a slip and as part of a statement."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from engine.explain import explain
from engine.payroll import (
    OF_COST,
    OF_NET,
    PayrollSettings,
    dead_zone_of,
    pay_slip,
    pay_slip_lines,
    payroll,
    payroll_of_people,
    people_of,
)
from engine.reports import dead_zone_told, pay_statement, statement_document, write
from tests.payroll.payroll_plan import months_of, run

BONUS = {"salary": [10000] * 6, "bonus": [0, 0, 0, 0, 0, 36001]}


def test_a_slip_goes_from_pay_to_take_home_pay_and_to_cost(tmp_path: Path) -> None:
    payouts = run(tmp_path, months_of("A", "2026-11", {"salary": [10000] * 3}))
    slip = pay_slip(payroll(payouts, PayrollSettings()), 0, 1)
    assert (slip.pay.month, slip.pay.to_date, slip.salary) == (1000000, 2000000, None)
    assert {scheme: (own.month, own.to_date) for scheme, own in slip.employee.items()} == {
        "pension": (80000, 160000),
        "medical": (20000, 40000),
        "unemployment": (5000, 10000),
        "housing_fund": (70000, 140000),
    }
    assert list(slip.employer) == ["pension", "medical", "unemployment", "injury", "housing_fund"]
    assert (slip.tax.month, slip.tax.to_date) == (9750, 19500)
    assert (slip.net.month, slip.cost.month, slip.base) == (815250, 1327000, 1000000)
    assert slip.fine is None
    # The calendar year begins anew.
    january = pay_slip(payroll(payouts, PayrollSettings()), 0, 2)
    assert (january.pay.to_date, january.tax.to_date) == (1000000, 9750)
    with pytest.raises(ValueError, match="without them"):
        gone = run(
            tmp_path,
            months_of("A", "2026-11", {"salary": [1]}),
            months_of("B", "2026-11", {"salary": [1, 1]}),
        )
        pay_slip(payroll(gone, PayrollSettings()), 0, 1)


def test_a_statement_tells_what_is_taken_home(tmp_path: Path) -> None:
    payouts = run(tmp_path, months_of("A", "2026-07", BONUS))
    payouts = replace(payouts, plan=replace(payouts.plan, salary=500.0))
    slip = pay_slip(payroll(payouts, PayrollSettings()), 0, 5)
    told = explain(payouts.plan, payouts.facts, "A", "2026-12")
    for document in (pay_statement(told, slip), statement_document(told, slip)):
        english, chinese = (write(document, ".md", lang).decode() for lang in ("en", "zh"))
        assert "Contributions of Shanghai, paid on ¥16,500.17" in english
        assert "Salary beside the plan" in english and "Pension insurance | −¥1,320.01" in english
        assert (
            "The annual bonus of ¥36,001.00 leaves ¥2,309.10 less than one of ¥36,000.00" in english
        )
        assert "With ¥36,000.00 paid as annual bonus and ¥1.00 as salary of the month" in english
        assert "从应发到实发" in chinese and "实发工资" in chinese and "用工成本" in chinese
    plain = write(pay_statement(told), ".md", "en").decode()
    assert "take-home" not in plain and "Amounts are gross" in plain


def test_slip_lines_add_up_to_the_payroll(tmp_path: Path) -> None:
    people = people_of(
        [
            run(tmp_path, months_of("A", "2026-07", {"salary": [9000, 9000]})),
            run(tmp_path, months_of("A", "2026-07", {"salary": [5000, 0]})),
        ],
        PayrollSettings(),
    )
    found = payroll_of_people(people)
    lines = pay_slip_lines(people, found)
    assert set(lines[0]) == {*OF_NET, *OF_COST} - {"salary_beside"}
    assert (lines[0]["net_pay"] + lines[1]["net_pay"]).tolist() == found.net.tolist()
    both = lines[0]["employer_cost"] + lines[1]["employer_cost"]
    assert both.tolist() == found.employer_cost.tolist()
    assert not lines[1]["income_tax"].any()


def test_the_long_table_has_the_lines_after_gross_pay(tmp_path: Path) -> None:
    people = people_of(
        run(tmp_path, months_of("A", "2026-07", {"salary": [10000]})), PayrollSettings()
    )
    (lines,) = pay_slip_lines(people, payroll_of_people(people))
    wanted = {name: lines[name] for name in OF_NET if name in lines}
    rows = people.payouts[0].table(further=wanted).to_pylist()[-4:]
    assert [(row["line"], row["amount"]) for row in rows] == [
        ("gross_pay", "10000.00"),
        ("employee_contributions", "1750.00"),
        ("income_tax", "97.50"),
        ("net_pay", "8152.50"),
    ]


def test_bonuses_that_leave_less_are_counted_in_a_sentence(tmp_path: Path) -> None:
    payouts = run(tmp_path, months_of("A", "2026-07", BONUS), months_of("B", "2026-07", BONUS))
    told = dead_zone_told(dead_zone_of(payroll(payouts, PayrollSettings())))
    english = [text["en"].replace("\N{NO-BREAK SPACE}", " ") for text in told]
    assert english[0].startswith("The annual bonuses of 2 people leave ¥4,618.20 less")
    assert english[1].startswith(
        "With ¥2.00 of them paid as salary of the same month, 2 people pay"
    )
    assert "¥4,620.14 less" in english[1]
    together = PayrollSettings(bonus="together")
    assert dead_zone_told(dead_zone_of(payroll(payouts, together))) == ()
