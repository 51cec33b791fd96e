"""One person who stands elsewhere while others stay is paid what everyone's pay says of them."""

from __future__ import annotations

import sys
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine import Memory, PayoutCurve, Plan, catalogue, load_plan, load_workforce, workforces
from engine import payout_curve as curve_of
from engine.evaluation import compile_plan, moves_others
from engine.formula import FUNCTIONS, Span
from engine.workforce import simulate
from tests.examples import TIMES
from tests.small_plan import small_plan

COUPLED = [
    name
    for name in catalogue()
    if load_plan(name).curve and compile_plan(load_plan(name)).coupled_by is not None
]
QUICK = [p for p in COUPLED if not moves_others(load_plan(p), load_plan(p).curve.move)]  # type: ignore[union-attr]
HAIR = 2.0**-49


def of_everyone(plan: Plan, facts: Any) -> PayoutCurve | None:
    """The curve by working out everybody's pay at each place."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys.modules["engine.analysis.curve_ground"], "moves_others", lambda *_: True)
        return curve_of(plan, facts, memory=Memory())


@pytest.mark.parametrize("name", QUICK)
@pytest.mark.parametrize(("people", "seed"), [(1, 1), (2, 2), (90, 3)])
def test_curves_are_those_of_everyone_at_each_place(name: str, people: int, seed: int) -> None:
    plan = load_plan(name)
    model = next(m for m in workforces() if name in load_workforce(m).plans)
    facts = simulate(load_workforce(model), seed=seed, employees=people, months=14)
    found, right = curve_of(plan, facts, memory=Memory()), of_everyone(plan, facts)
    assert found is not None
    assert right is not None
    assert found.person == right.person
    assert found.pay.tolist() == right.pay.tolist()


def test_most_plans_are_worked_out_the_quick_way() -> None:
    assert {"service-kpi-360", "pay-architecture", "growth-ladder"} < set(QUICK)
    assert set(COUPLED) - set(QUICK) <= {"department-pool", "recognition", "service-centre-pool"}


@pytest.mark.parametrize(
    ("lines", "moves"),
    [
        ({"paid": "rank(sales)"}, False),
        ({"paid": "rank(sales) + total(quota) + split(100, sales)"}, False),
        ({"paid": "rank(quota - total(quota))"}, False),
        ({"paid": "rank(quota - total(sales))"}, True),
        ({"paid": "split(total(sales), quota)"}, True),
        ({"unpaid": {"measure": "rank(quota - total(sales))"}, "paid": {"pay": "sales"}}, False),
    ],
)
def test_whether_somebody_who_moves_moves_others(lines: Any, moves: bool) -> None:
    columns = {"sales": {"kind": "money"}, "quota": {"kind": "money"}}
    assert moves_others(small_plan(lines, {}, columns), "sales") is moves


@settings(max_examples=60 * TIMES, deadline=None)
@given(
    seed=st.integers(0, 2**32),
    people=st.integers(1, 14),
    hair=st.integers(0, 6),
    odd=st.booleans(),
    grouped=st.booleans(),
)
def test_the_rank_of_one_is_that_among_all(
    seed: int, people: int, hair: int, odd: bool, grouped: bool
) -> None:
    """Ties that differ by a hair, also where the one who moves joins two runs of them."""
    random = np.random.default_rng(seed)
    shape, places = (3, people), 9

    def figures(count: int) -> Any:
        whole = random.integers(-1, 4, (3, count)).astype(np.float64)
        return whole * (1 + HAIR * random.integers(-hair, hair + 1, whole.shape))

    x, own = figures(people), figures(places)
    if odd:
        x[0, 0] = np.nan
    present, among = random.random(shape) < 0.8, random.random(shape) < 0.7
    own_among = np.repeat(random.random((3, 1)) < 0.8, places, axis=1)
    person = int(random.integers(people))
    by = random.integers(0, 2, shape) if grouped else None
    own_by = None if by is None else np.repeat(by[:, person : person + 1], places, axis=1)
    span = Span(2026 * 12, present, range(3), (None, 0, 0))
    rank = FUNCTIONS["rank"]
    assert rank.for_one is not None
    found = rank.for_one(span, person, (x, by, among), (own, own_by, own_among))
    if found is None:
        assert odd
        return
    for place in range(places):
        moved, taking = x.copy(), among.copy()
        moved[:, person], taking[:, person] = own[:, place], own_among[:, place]
        right = rank.kernel(span, moved, by, taking)[:, person]
        assert found[:, place].tolist() == right.tolist()
