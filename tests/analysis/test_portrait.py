"""A plan at a glance: kinds of pay, cycles, whether people are coupled, and the mix of pay."""

from __future__ import annotations

from pathlib import Path

import pytest

import engine
from engine.analysis import KINDS, pay_mix, portrait
from tests.small_plan import paid, small_plan


@pytest.mark.parametrize(
    ("plan", "line", "kinds"),
    [
        ("service-seller", "base_pay", ("fixed",)),
        ("service-seller", "monthly_bonus", ("steps",)),
        ("sample-graduated-commission", "commission", ("commission", "tiers")),
        ("key-account-operations", "override", ("commission",)),
        ("key-account-operations", "target_award", ("result",)),
        ("part-time-service", "leave_deduction", ("time", "deduction")),
        ("service-centre-pool", "pool_share", ("piece", "steps", "score", "pool")),
        ("pay-architecture", "monthly_bonus", ("rank",)),
        ("points-pay", "performance_pay", ("piece", "steps", "score")),
        ("key-account-seller", "base_deduction", ("memory", "deduction")),
    ],
)
def test_kinds_are_read_from_the_formulas(plan: str, line: str, kinds: tuple[str, ...]) -> None:
    assert portrait(engine.load_plan(plan)).kinds[line] == kinds


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


def test_nothing_paid_has_no_mix(tmp_path: Path) -> None:
    plan = small_plan({"base": "sales"}, {}, {"sales": {"kind": "money"}})
    assert pay_mix(paid(plan, "employee_id,month,sales\na,2026-01,0", tmp_path)) == {}
