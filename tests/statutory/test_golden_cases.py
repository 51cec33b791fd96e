"""Published cases hold to the fen. Their figures and where they are from: golden_cases.yaml."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from engine.calendar import month_number
from engine.statutory import (
    annual_tax,
    contributions,
    hourly_pay,
    income_tax,
    labour_tax,
    laws,
    overtime_pay,
    places,
    platform_tax,
    tax_apart,
)
from engine.yaml_files import Document, plain_json

Case = Mapping[str, Any]
CASES: dict[str, Case] = {
    case["id"]: case
    for case in plain_json(
        Document.read(Path(__file__).parent / "golden_cases.yaml").data["golden"]
    )
}
CHINA = laws()["china"]
JANUARY, DECEMBER_2025, JULY = map(month_number, ("2026-01", "2025-12", "2026-07"))


def of_kind(*kinds: str) -> Sequence[str]:
    return [name for name, case in CASES.items() if case["kind"] in kinds]


def fen(*yuan: float) -> np.ndarray[Any, np.dtype[np.float64]]:
    return np.round(np.array(yuan) * 100)


def months(yuan: Sequence[float]) -> np.ndarray[Any, np.dtype[np.float64]]:
    return fen(*yuan)[:, None]


def constant(case: Case, length: int) -> np.ndarray[Any, np.dtype[np.float64]]:
    """What is withheld from a constant wage, yuan a month."""
    wage, taken = case["gross"], case["si"] + case.get("sad", 0)
    shape = (length, 1)
    due = income_tax(
        CHINA,
        JANUARY,
        np.full(shape, wage * 100.0),
        np.full(shape, taken * 100.0),
        np.ones(shape, dtype=np.bool_),
    )
    return due[:, 0] / 100


def test_every_kind_of_case_is_tried() -> None:
    tried = {"cum", "cum_year", "cum_step", "payslip", "payslip_month7", "bonus", "labour"}
    assert {case["kind"] for case in CASES.values()} == tried | {"annual", "overtime", "platform"}
    assert len(CASES) == 28


@pytest.mark.parametrize("name", of_kind("cum", "cum_year"))
def test_withheld_by_the_year_so_far(name: str) -> None:
    case = CASES[name]
    year = constant(case, 12)
    if expected := case.get("expect"):
        assert year[: len(expected)].tolist() == pytest.approx(expected, abs=1e-9)
    if "year_total" in case:
        assert year.sum() == pytest.approx(case["year_total"], abs=1e-9)


def test_withheld_across_the_first_step_of_the_table() -> None:
    case = CASES["N1-REG"]
    first, second = case["cum_taxable"]
    taxed = months((first + 5000, second - first + 5000))
    due = income_tax(CHINA, JANUARY, taxed, np.zeros((2, 1)), np.ones((2, 1), dtype=np.bool_))
    assert (due[:, 0] / 100).tolist() == case["expect"]


@pytest.mark.parametrize("name", of_kind("payslip"))
def test_a_payslip(name: str) -> None:
    case = CASES[name]
    first = DECEMBER_2025 if "2025" in name or "seam" in name else JULY
    fund = 0.05 if "supplementary_hf" in case.get("ee", {}) or "4100" in name else 0.0
    wage, there = months([case["gross"]]), np.ones((1, 1), dtype=np.bool_)
    rates = {"supplementary_housing_fund": fund}
    paid = contributions(places()["shanghai"], first, wage, there, rates)
    by_scheme = {each.scheme: float(each.employee[0, 0]) / 100 for each in paid}
    for scheme, amount in case.get("ee", {}).items():
        assert by_scheme[scheme.replace("supplementary_hf", "supplementary_housing_fund")] == amount
    taken = sum(each.employee for each in paid)
    assert taken == months([case.get("ee_total", sum(case.get("ee", {}).values()))])
    tax = income_tax(CHINA, first, wage, taken, there)
    assert tax == months([case["iit"]])
    assert wage - taken - tax == months([case["net"]])
    assert sum(each.employer for each in paid) == months([case["employer"]])


@pytest.mark.parametrize("name", of_kind("payslip_month7"))
def test_the_payslip_of_a_seventh_month(name: str) -> None:
    case = CASES[name]
    wage, there = months([case["gross"]] * 12), np.ones((12, 1), dtype=np.bool_)
    paid = contributions(places()["beijing"], JANUARY, wage, there)
    july = {each.scheme: float(each.employee[6, 0]) / 100 for each in paid}
    assert {name: july[name] for name in case["ee"]} == case["ee"]
    taken = sum(each.employee for each in paid)
    tax = income_tax(CHINA, JANUARY, wage, taken, there)
    assert tax[6, 0] / 100 == pytest.approx(case["iit"], abs=1e-9)
    assert (wage - taken - tax)[6, 0] / 100 == pytest.approx(case["net"], abs=1e-9)
    assert tax.sum() / 100 == pytest.approx(case["year_iit"], abs=1e-9)


@pytest.mark.parametrize("name", of_kind("bonus"))
def test_the_years_bonus_taxed_apart(name: str) -> None:
    case = CASES[name]
    amount = fen(case["amount"])
    tax = tax_apart(CHINA, JANUARY, amount)
    assert tax == fen(case["tax"])
    if "extra_loss" in case:
        one_less = amount - 100
        kept = one_less - tax_apart(CHINA, JANUARY, one_less)
        assert kept - (amount - tax) == fen(case["extra_loss"])


@pytest.mark.parametrize("name", of_kind("annual"))
def test_tax_on_a_year(name: str) -> None:
    case = CASES[name]
    assert annual_tax(CHINA, JANUARY, fen(case["taxable"])) == fen(case["tax"])


@pytest.mark.parametrize("name", of_kind("labour"))
def test_a_payment_for_labour(name: str) -> None:
    case = CASES[name]
    assert labour_tax(CHINA, JANUARY, fen(case["amount"])) == fen(case["prepay"])


@pytest.mark.parametrize("name", of_kind("platform"))
def test_people_who_work_through_a_platform(name: str) -> None:
    case = CASES[name]
    income = months([case["month_income"]] * 2)
    withheld = platform_tax(CHINA, JANUARY, income, np.ones((2, 1), dtype=np.bool_))
    assert np.cumsum(withheld[:, 0]).tolist() == fen(*case["expect_cum"]).tolist()


@pytest.mark.parametrize("name", of_kind("overtime"))
def test_overtime(name: str) -> None:
    case = CASES[name]
    wage = fen(case["wage"])
    assert hourly_pay(CHINA, JANUARY, wage) == fen(case["hourly"])
    days = {"weekday": "workday", "restday": "rest_day", "holiday": "holiday"}
    for key in case:
        day, _, hours = key.partition("_")
        if day in days:
            paid = overtime_pay(CHINA, JANUARY, wage, float(hours[:-1]), days[day])  # type: ignore[arg-type]
            assert paid == fen(case[key])
