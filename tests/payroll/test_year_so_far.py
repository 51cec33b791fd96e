"""A run that begins after January: what is known of the year before it, and what is said."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from engine import Scenario
from engine.calendar import month_number
from engine.companies import basis_told, company_of
from engine.payroll import (
    Payroll,
    PayrollSettings,
    pay_slip,
    payroll,
    payroll_of_people,
    people_of,
)
from engine.text import Refused
from tests.payroll.payroll_plan import every_kind, months_of, run

BEIJING = PayrollSettings("beijing")
KNOWN = replace(BEIJING, taxed_before_column="earned", withheld_before_column="taxed")


def of(folder: Path, settings: PayrollSettings, earned: str, taxed: str = "3778.2") -> Payroll:
    """A has been there since January at 20,000 a month; B began in July at the same pay."""
    pay = {"salary": [20000.0, 20000.0]}
    old = months_of("A", "2026-07", pay, earned=earned, taxed=taxed)
    new = months_of("B", "2026-07", pay, earned="0", taxed="0")
    return payroll(run(folder, old, new), settings)


def test_the_year_so_far_gives_the_tax_of_the_published_case(tmp_path: Path) -> None:
    # Six months of (20,000 - 4,503 - 5,000) are 62,982, and 10 % of them less 2,520 is 3,778.20;
    # with July 73,479 and 4,827.90. B: 3 % of 10,497.
    found = of(tmp_path, KNOWN, "62982")
    assert found.tax[0].tolist() == [104970, 31491]
    assert found.tax[1].tolist() == [104970, 31491]
    assert not pay_slip(found, 0, 0).year_missing


def test_without_it_the_year_begins_with_the_run_and_that_is_said(tmp_path: Path) -> None:
    found = of(tmp_path, BEIJING, "62982")
    assert found.tax[0].tolist() == [31491, 31491]
    assert pay_slip(found, 0, 0).year_missing

    company = company_of(Scenario(every_kind()))

    def told(settings: PayrollSettings, month: str, net: bool = True) -> str:
        texts = basis_told(company, settings, month_number(month), net=net)
        return " ".join(text["en"] for text in texts)

    assert "begin in July" in told(BEIJING, "2026-07")
    assert "begin in July" not in told(BEIJING, "2026-07", net=False)
    assert "begin in" not in told(BEIJING, "2026-01")
    assert "columns “earned” and “taxed”" in told(KNOWN, "2026-07")


def test_who_is_in_two_units_has_one_year_so_far(tmp_path: Path) -> None:
    """Half the pay in each of two units, whose files both have the year of the person."""
    half = months_of("A", "2026-07", {"salary": [10000.0]}, earned="62982", taxed="3778.2")
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
    units = [run(tmp_path / name, half) for name in ("one", "two")]
    assert payroll_of_people(people_of(units, KNOWN)).tax[0].tolist() == [104970]


def test_a_january_within_the_run_begins_anew(tmp_path: Path) -> None:
    pay = {"salary": [20000.0] * 3}
    rows = months_of("A", "2026-11", pay, earned="104970", taxed="7977")
    tax = payroll(run(tmp_path, rows), KNOWN).tax[:, 0]
    # 115,467 and 125,964 of taxable income at 10 %; then 3 % of 10,497 of January.
    assert tax.tolist() == [104970, 104970, 31491]


@pytest.mark.parametrize(
    ("settings", "earned", "taxed", "key"),
    [
        (replace(KNOWN, withheld_before_column=""), "1", "1", "payroll_year_half"),
        (replace(KNOWN, taxed_before_column="nowhere"), "1", "1", "payroll_year_column"),
        (KNOWN, "", "1", "payroll_year_blank"),
        (KNOWN, "1", "-0.01", "payroll_year_negative"),
    ],
)
def test_what_does_not_fit_is_refused(
    settings: PayrollSettings, earned: str, taxed: str, key: str, tmp_path: Path
) -> None:
    with pytest.raises(Refused) as refused:
        of(tmp_path, settings, earned, taxed)
    assert [problem.key for problem in refused.value.problems] == [key]


def test_a_january_has_no_year_before_it(tmp_path: Path) -> None:
    rows = months_of("A", "2026-01", {"salary": [20000.0]}, earned="1", taxed="1")
    with pytest.raises(Refused) as refused:
        payroll(run(tmp_path, rows), KNOWN)
    assert refused.value.problems[0].key == "payroll_year_january"
