"""Who has the tax allowance of other months than their own: worked figures, and what cannot be.

In Beijing 4,503 yuan are kept of 20,000 a month, and 2,253 of 10,000.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from engine import Scenario
from engine.calendar import month_number
from engine.companies import basis_told, company_of
from engine.payroll import Payroll, PayrollSettings, payroll, payroll_of_people, people_of
from engine.text import Refused
from tests.payroll.payroll_plan import every_kind, months_of, run

FIRST = PayrollSettings("beijing", first_wage_column="starts")
WHOLE = PayrollSettings("beijing", whole_year_column="stays")
BEFORE = {"taxed_before_column": "earned", "withheld_before_column": "taxed"}
Rows = list[dict[str, str]]


def of(first: str, pay: float, months: int, person: str = "A", **texts: str) -> Rows:
    said = {"starts": "0", "stays": "0", "earned": "0", "taxed": "0", **texts}
    return months_of(person, first, {"salary": [pay] * months}, **said)


def tax(found: Payroll, person: int = 0) -> list[float]:
    return (found.tax[:, person] / 100).tolist()


def test_the_first_wage_of_a_year_brings_the_allowance_from_january(tmp_path: Path) -> None:
    """A begins in July: seven allowances are 35,000, more than 15,497 of July. To September
    46,491 are less 45,000 and taxed at 3 %, and then 15,497 less 5,000 each month."""
    others = of("2026-01", 10000, 12, "B")
    found = payroll(run(tmp_path, others, of("2026-07", 20000, 6, starts="1")), FIRST)
    assert tax(found) == [0] * 6 + [0, 0, 44.73, 314.91, 314.91, 314.91]
    assert tax(found, 1) == [82.41] * 12


def test_who_begins_in_january_or_comes_back_has_no_further_allowance(tmp_path: Path) -> None:
    whole = of("2026-01", 10000, 12, "A", starts="1")
    again = [*of("2026-01", 10000, 2, "B", starts="1"), *of("2026-06", 10000, 7, "B", starts="1")]
    for settings in (FIRST, PayrollSettings("beijing")):
        found = payroll(run(tmp_path, whole, again), settings)
        assert tax(found) == [82.41] * 12
        assert tax(found, 1) == [82.41] * 2 + [0] * 3 + [82.41] * 7


def test_the_next_january_begins_anew(tmp_path: Path) -> None:
    """20,000 from November: eleven allowances, none used up; in January 10,497 are taxed."""
    others = of("2026-11", 10000, 3, "B")
    rows = of("2026-11", 20000, 3, starts="1")
    settings = replace(FIRST, **BEFORE)
    assert tax(payroll(run(tmp_path, others, rows), settings)) == [0, 0, 314.91]


def test_a_low_income_brings_the_allowance_of_the_year_in_january(tmp_path: Path) -> None:
    """Seven months of 7,747 are 54,229, below 60,000; eight are 61,976. The year's tax is that of
    everyone: 3 % of 32,964."""
    found = payroll(run(tmp_path, of("2026-01", 10000, 12, stays="1")), WHOLE)
    assert tax(found) == [0] * 7 + [59.28, 232.41, 232.41, 232.41, 232.41]
    assert sum(tax(found)) == pytest.approx(82.41 * 12, abs=1e-9)


def test_of_each_january_its_own_row_counts(tmp_path: Path) -> None:
    """For 2026 alone: in January 2027 2,747 are taxed."""
    rows = of("2026-01", 10000, 12, stays="1") + of("2027-01", 10000, 2)
    assert tax(payroll(run(tmp_path, rows), WHOLE))[10:] == [232.41, 232.41, 82.41, 82.41]


def test_the_year_so_far_already_has_the_whole_allowance(tmp_path: Path) -> None:
    """Six months of 7,747 less 60,000 are -13,518; August passes 0 by 1,976."""
    rows = of("2026-07", 10000, 3, stays="1", earned="-13518")
    found = payroll(run(tmp_path, rows), replace(WHOLE, **BEFORE))
    assert tax(found) == [0, 59.28, 232.41]


def test_who_moves_between_units_keeps_the_relief_of_the_first(tmp_path: Path) -> None:
    """Half a year in each of two units, at 10,000."""
    parts = []
    for name, rows in (
        ("one", of("2026-01", 10000, 6, stays="1") + of("2026-01", 10000, 12, "B")),
        ("two", of("2026-07", 10000, 6, stays="1") + of("2026-01", 10000, 12, "C")),
    ):
        (tmp_path / name).mkdir()
        parts.append(run(tmp_path / name, rows))
    found = payroll_of_people(people_of(parts, WHOLE))
    assert tax(found) == [0] * 7 + [59.28, 232.41, 232.41, 232.41, 232.41]


@pytest.mark.parametrize(
    ("settings", "rows", "key", "line"),
    [
        (replace(FIRST, first_wage_column="x"), of("2026-01", 1, 1), "payroll_relief_column", None),
        (
            FIRST,
            of("2026-01", 1, 1, "B") + of("2026-01", 1, 2, starts=""),
            "payroll_relief_blank",
            3,
        ),
        (FIRST, of("2026-01", 1, 2, starts="2"), "payroll_relief_flag", 2),
        (FIRST, of("2026-07", 1, 2, starts="1"), "payroll_relief_year", 2),
        (WHOLE, of("2026-07", 1, 2, stays="1"), "payroll_relief_year", 2),
        (
            replace(FIRST, **BEFORE),
            of("2026-07", 1, 2, starts="1", earned="0.01"),
            "payroll_relief_before",
            2,
        ),
        (
            replace(FIRST, **BEFORE),
            of("2026-07", 1, 2, starts="1", taxed="0.01"),
            "payroll_relief_before",
            2,
        ),
        (
            WHOLE,
            of("2026-01", 1, 2, "B") + of("2026-02", 1, 2, stays="1"),
            "payroll_relief_joined",
            4,
        ),
        (
            replace(WHOLE, **BEFORE),
            of("2026-07", 1, 2, "B") + of("2026-08", 1, 1, stays="1"),
            "payroll_relief_joined",
            4,
        ),
        (FIRST, of("2020-01", 1, 2, starts="1"), "payroll_relief_unknown", 2),
        (WHOLE, of("2020-01", 1, 2, stays="1"), "payroll_relief_unknown", 2),
        (replace(FIRST, place="united_states"), of("2026-01", 1, 1), "payroll_currency", None),
    ],
)
def test_what_cannot_be_is_refused(
    settings: PayrollSettings, rows: Rows, key: str, line: int | None, tmp_path: Path
) -> None:
    with pytest.raises(Refused) as refused:
        payroll(run(tmp_path, rows), settings)
    (problem,) = refused.value.problems
    assert (problem.key, problem.line) == (key, line)


def test_they_are_said_with_take_home_pay_and_among_its_figures(tmp_path: Path) -> None:
    asked = replace(FIRST, whole_year_column="stays")
    found = payroll(run(tmp_path, of("2026-01", 10000, 1)), asked)
    reliefs = [f for f in found.figures["beijing"] if f.id.endswith(("first_wage", "whole_year"))]
    assert [(f.months, f.verified) for f in reliefs] == [((month_number("2026-01"),), False)] * 2
    company = company_of(Scenario(every_kind()))
    told = basis_told(company, asked, month_number("2026-01"), net=True)
    assert sum("column “st" in text["en"] for text in told) == 2
