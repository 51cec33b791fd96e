"""A plan at a glance: kinds of pay, cycles, whether people are coupled, and the mix of pay."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

import engine
from engine.analysis import KINDS, pay_mix, portrait
from tests.small_plan import paid, small_plan

FACTS: dict[str, Any] = {
    "sales": {"kind": "money"},
    "units": {"kind": "count"},
    "hours": {"kind": "number"},
    "csat": {"kind": "share"},
    "points": {"kind": "score"},
    "absent": {"kind": "flag"},
    "tenure_months": {"kind": "tenure"},
    "team": {"kind": "group"},
    "grade": {"kind": "category", "values": ["junior", "senior"]},
}
FIGURES: dict[str, Any] = {
    "rate": {"value": 0.1, "unit": "share", "min": 0.01},
    "amount": {"value": 500, "unit": "CNY/month"},
    "a_year": {"value": 500, "unit": "CNY/year"},
    "a_unit": {"value": 5, "unit": "CNY/unit"},
    "an_hour": {"value": 30, "unit": "CNY/hour"},
    "a_day": {"value": 30, "unit": "CNY/day"},
    "a_shift": {"value": 30, "unit": "CNY/shift"},
    "by_grade": {"table": {"junior": 1, "senior": 2}, "by": "grade", "unit": "CNY/month"},
    "rates": {"tiers": [[0, 0.1], [100, 0.2]], "unit": "share"},
    "slices": {"tiers": [[0, 0.5], [100, 0.9]], "unit": "CNY/unit"},
    "ladder": {"steps": [[0, 0], [1, 200]], "unit": "CNY/month"},
    "rate_steps": {"steps": [[0, 0.1], [1, 0.2]], "unit": "share"},
    "line": {"curve": [[0, 0], [1, 1]], "unit": "share"},
}


@pytest.mark.parametrize(
    ("plan", "line", "kinds"),
    [
        ("service-seller", "base_pay", ("fixed",)),
        ("service-seller", "monthly_bonus", ("steps",)),
        ("sample-graduated-commission", "commission", ("commission", "tiers")),
        ("key-account-operations", "override", ("commission",)),
        ("key-account-operations", "target_award", ("result",)),
        ("part-time-service", "leave_deduction", ("time", "deduction")),
        (
            "service-centre-pool",
            "pool_share",
            ("piece", "steps", "score", "pool", "deduction"),
        ),
        ("pay-architecture", "monthly_bonus", ("rank",)),
        ("points-pay", "performance_pay", ("piece", "steps", "score")),
        ("key-account-seller", "base_deduction", ("memory", "deduction")),
    ],
)
def test_kinds_are_read_from_the_formulas(plan: str, line: str, kinds: tuple[str, ...]) -> None:
    assert portrait(engine.load_plan(plan)).kinds[line] == kinds


@pytest.mark.parametrize(
    ("formula", "kinds"),
    [
        ("amount", "fixed"),
        ("by_grade[grade]", "fixed"),
        ("amount * tenure_months", "fixed"),  # service is no result
        ("sales", "fixed"),  # a column that is paid as it stands was fixed elsewhere
        ("100 if sales > 5 else 0", "result"),
        ("amount * csat", "result"),
        ("0 if absent == 1 else amount", "result"),
        ("sales * rate", "commission"),
        ("rate * sales * 2", "commission"),
        ("2 * (rate * max(sales, 0))", "commission"),
        ("units * rate", "result"),  # a share, but of no amount
        ("sales * amount", "result"),  # an amount, but no share of it
        ("sales / rate", "result"),
        ("sales + rate", "result"),
        ("tiers(rates, sales) * sales", "commission tiers"),
        ("tiers(slices, units)", "tiers piece"),
        ("whole_tiers(rates, csat)", "tiers"),
        ("step(rate_steps, csat) * sales", "commission steps"),
        ("step(ladder, csat)", "steps"),
        ("step(ladder, tenure_months)", "fixed"),  # steps of service
        ("curve(line, csat) * amount", "steps"),
        ("points * 2", "score"),
        ("units * a_unit", "piece"),
        ("csat * a_unit", "result"),  # no count
        ("hours * an_hour", "time"),
        ("units * a_day", "time"),
        ("units * a_shift", "time"),
        ("units * a_shift + units * a_unit", "time piece"),
        ("units * a_year", "result"),  # a standing amount
        ("units * amount", "result"),
        ("split(1000, 1, by=team)", "pool"),
        ("100 if rank(sales) == 1 else 0", "rank"),
        ('100 if forced_distribution(sales, 0.2, 0.2) == "top" else 0', "rank"),
        ("previous(sales, first=0)", "memory"),
        ("100 if streak(sales > 5, 3) else 0", "memory"),
        ("recent_sum(sales, 3) * rate", "commission memory"),
        ("-amount", "deduction"),
        ("-amount * 2 / 3", "deduction"),
        ("-amount if absent == 1 else 0", "deduction"),
        ("0 if absent == 1 else -amount", "deduction"),
        ("max(0, -sales)", "result"),  # what a function makes of it is not seen
        ("amount - 100", "fixed"),
        ("amount * (-0.5 + 1)", "fixed"),  # it does not begin with a minus
    ],
)
def test_a_line_is_of_these_kinds(formula: str, kinds: str) -> None:
    used = {name: figure for name, figure in FIGURES.items() if re.search(rf"\b{name}\b", formula)}
    plan = small_plan({"line_": formula}, used, FACTS)
    assert " ".join(portrait(plan).kinds["line_"]) == kinds


def test_measures_count_for_the_lines_that_rest_on_them() -> None:
    lines = {
        "sold": {"measure": "sales * 2"},
        "twice": {"measure": "sold * 2"},
        "marks": {"measure": "units * 2", "unit": "points"},
        "commission": "twice * rate",
        "merit": "marks * 10",
        "share": "commission * rate",
    }
    found = portrait(small_plan(lines, {"rate": FIGURES["rate"]}, FACTS)).kinds
    assert found["commission"] == ("commission",)
    assert found["merit"] == ("score",)
    # What is paid speaks for itself: a share of pay is no commission.
    assert found["share"] == ("fixed",)


def test_cycles_come_in_the_order_of_the_lines_and_once_each() -> None:
    lines = {
        "bonus": {"pay": "quarter_sum(sales)", "every": "quarter"},
        "base": "100",
        "award": {"pay": "5", "every": "year"},
        "fee": {"pay": "6", "every": "quarter"},
        "told": {"measure": "7", "every": "half"},
    }
    found = portrait(small_plan(lines, {}, FACTS))
    assert found.cycles == ("quarter", "month", "year")
    assert found.all_kinds == ("fixed", "result")
    assert not found.couples


def test_a_measure_that_looks_at_others_couples_people() -> None:
    lines = {"place": {"measure": "rank(sales)"}, "base": "100"}
    assert portrait(small_plan(lines, {}, FACTS)).couples


def test_every_plan_has_a_portrait() -> None:
    found = {name: portrait(engine.load_plan(name)) for name in engine.catalogue()}
    assert {kind for known in found.values() for kind in known.all_kinds} == set(KINDS) - {"tiers"}
    assert found["service-seller"].cycles == ("month", "quarter", "year")
    assert not found["service-seller"].couples
    assert found["department-pool"].couples


def test_the_mix_adds_up_and_deductions_are_below_zero(tmp_path: Path) -> None:
    plan = small_plan({"base": "sales", "fine": "-sales * 0.2"}, {}, {"sales": {"kind": "money"}})
    payouts = paid(plan, "employee_id,month,sales\na,2026-01,300\nb,2026-01,100", tmp_path)
    assert pay_mix(payouts) == {"base": 1.25, "fine": -0.25}


@pytest.mark.parametrize("sales", [0, -300])
def test_nothing_paid_has_no_mix(tmp_path: Path, sales: float) -> None:
    plan = small_plan({"base": "sales"}, {}, {"sales": {"kind": "money"}})
    assert pay_mix(paid(plan, f"employee_id,month,sales\na,2026-01,{sales}", tmp_path)) == {}
