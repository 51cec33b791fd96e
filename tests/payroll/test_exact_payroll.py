"""Payroll of random people against the law in exact fractions: several places, bases and ways to
tax a bonus, people who move, who come and go, and two calendar years."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from math import floor

import numpy as np
import pytest

from engine import Payouts, evaluate
from engine.calendar import month_number, month_text
from engine.facts import Facts, category
from engine.payroll import Payroll, PayrollSettings, payroll, with_employer_cost
from engine.payroll.payroll_settings import Base, Bonus
from tests.code_and_numpy import alike
from tests.payroll.payroll_plan import COLUMNS, every_kind
from tests.statutory import exact_law

FIRST, MONTHS, PEOPLE = month_number("2026-03"), 22, 24
CALENDAR = [month_text(FIRST + month) for month in range(MONTHS)]
PLACES = ("shanghai", "beijing", "shenzhen")
INSURED = ("salary", "prize", "bonus", "shift")
WITH_THE_MONTH = ("salary", "prize", "shift", "gift")
BESIDE = 2600.0
RATES = {"housing_fund": 0.06, "supplementary_housing_fund": 0.02}
OWN = {"shanghai": ("housing_fund", "supplementary_housing_fund"), "beijing": ("housing_fund",)}

ASKED: list[tuple[Base, Bonus]] = [
    ("this_year", "apart"),
    ("this_year", "cheaper"),
    ("month", "cheaper"),
    ("last_year", "together"),
]

Amounts = dict[str, list[int]]


def paid(seed: int, raised: float = 1.0) -> Payouts:
    """A plan of one line of each kind, with a salary beside it, on random people."""
    rng = np.random.default_rng(seed)
    shape = (MONTHS, PEOPLE)
    present = rng.random(shape) < 0.85
    size = np.exp(rng.uniform(np.log(50000), np.log(6_000_000), PEOPLE))
    fen = {
        "salary": size * rng.uniform(0.9, 1.1, shape),
        "prize": size * rng.normal(0.1, 0.3, shape),
        "bonus": size * rng.choice([0.0, 4.0], shape, p=[0.93, 0.07]) * rng.random(shape),
        "shift": rng.choice([0.0, 30000.0], shape),
        "gift": rng.choice([0.0, 60000.0], shape, p=[0.9, 0.1]),
        "spent": rng.choice([0.0, 123456.0], shape),
    }
    # Bonuses in the middle of the first dead zone, and on its edge.
    fen["bonus"][9, :4] = [3_700_000, 3_600_000, 3_600_001, 3_856_667]
    present[9, :4] = True
    fen["salary"] *= raised
    numbers = {name: np.where(present, np.rint(fen[name]) / 100, 0.0) for name in COLUMNS}
    numbers["declared"] = np.where(present, rng.choice([0.0, 1000.0, 3500.0], shape), 0.0)
    where = rng.integers(0, len(PLACES), PEOPLE)
    codes = np.tile(where, (MONTHS, 1))
    codes[11:, ::5] = (codes[11:, ::5] + 1) % len(PLACES)
    facts = Facts(
        first=FIRST,
        employees=tuple(f"p{n:02}" for n in range(PEOPLE)),
        present=present,
        numbers=numbers,
        categories={"city": category(PLACES, np.where(present, codes, -1).astype(np.int32))},
        people={},
        source="",
    )
    return evaluate(replace(every_kind(), salary=BESIDE), facts)


def of_person(payouts: Payouts, person: int) -> tuple[Amounts, list[bool], list[str]]:
    """Fen by column and month with the salary beside the plan, when there, and where."""
    facts = payouts.facts
    there = facts.present[:, person].tolist()
    amounts = {
        name: [round(yuan * 100) for yuan in facts.numbers[name][:, person].tolist()]
        for name in (*COLUMNS, "declared")
    }
    beside = round(BESIDE * 100)
    amounts["salary"] = [
        fen + beside if here else 0 for fen, here in zip(amounts["salary"], there, strict=True)
    ]
    city = facts.categories["city"]
    places = [city.values[code] if code >= 0 else "" for code in city.codes[:, person].tolist()]
    return amounts, there, places


def together(amounts: Amounts, names: tuple[str, ...]) -> list[int]:
    return [sum(month) for month in zip(*(amounts[name] for name in names), strict=True)]


def average(fen: list[int], there: list[bool]) -> int:
    return floor(Fraction(sum(fen), max(sum(there), 1)) + Fraction(1, 2))


def expected(
    payouts: Payouts, before: Payouts, settings: PayrollSettings, person: int
) -> tuple[list[int], list[int], list[int]]:
    """Fen of a person's employer and employee contributions and tax, by month."""
    amounts, there, cities = of_person(payouts, person)
    insured = together(amounts, INSURED)
    if settings.base == "month":
        bases = insured
    else:
        own, own_there = insured, there
        if settings.base == "last_year":
            earlier, own_there, _ = of_person(before, person)
            own = together(earlier, INSURED)
        bases = [average(own, own_there)] * MONTHS
    employer, employee = [0] * MONTHS, [0] * MONTHS
    for place in PLACES:
        here = [a and city == place for a, city in zip(there, cities, strict=True)]
        chosen = {name: str(RATES[name]) for name in OWN.get(place, ("housing_fund",))}
        for months in exact_law.contributions(place, CALENDAR, bases, here, chosen).values():
            for month, (his, hers) in enumerate(months):
                employer[month] += his
                employee[month] += hers
    deducted = [a + b for a, b in zip(employee, amounts["declared"], strict=True)]
    monthly, bonus = together(amounts, WITH_THE_MONTH), amounts["bonus"]
    nothing = [0] * MONTHS
    both = [a + b for a, b in zip(monthly, bonus, strict=True)]
    apart = exact_law.withheld("china", CALENDAR, monthly, deducted, there, bonus)
    joined = exact_law.withheld("china", CALENDAR, both, deducted, there, nothing)
    if settings.bonus == "apart":
        return employer, employee, apart
    if settings.bonus == "together":
        return employer, employee, joined
    tax: list[int] = []
    for year in sorted({month[:4] for month in CALENDAR}):
        rows = [row for row, month in enumerate(CALENDAR) if month.startswith(year)]
        ways = [[way[row] for row in rows] for way in (apart, joined)]
        tax += min(ways, key=sum)
    return employer, employee, tax


@pytest.mark.parametrize(("base", "bonus"), ASKED)
def test_every_person_and_month_comes_to_the_fen(base: Base, bonus: Bonus) -> None:
    settings = PayrollSettings(
        place_column="city",
        base=base,
        rates=RATES,
        deductions_column="declared",
        bonus=bonus,
    )
    payouts, before = paid(5, 1.3), paid(5)

    def worked() -> list[np.ndarray]:
        of = payroll(payouts, settings, before)
        return [of.employer, of.employee, of.tax, of.net, of.employer_cost, of.pay.gross]

    alike(worked)
    found: Payroll = payroll(payouts, settings, before)
    gross = payouts.amounts("gross_pay") + payouts.facts.present * BESIDE * 100
    for person in range(PEOPLE):
        employer, employee, tax = expected(payouts, before, settings, person)
        assert found.employer[:, person].tolist() == employer, person
        assert found.employee[:, person].tolist() == employee, person
        assert found.tax[:, person].tolist() == tax, person
        net = [g - e - t for g, e, t in zip(gross[:, person], employee, tax, strict=True)]
        assert found.net[:, person].tolist() == net, person
    cost = round(found.totals["employer_cost"] * 100)
    assert cost == gross.sum() + found.employer.sum()
    with_cost = with_employer_cost(payouts, settings, before)
    assert round(with_cost.total * 100) == cost
