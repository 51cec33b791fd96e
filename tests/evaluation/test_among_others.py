"""One person who stands elsewhere while others stay is paid what everyone's pay says of them."""

from __future__ import annotations

import importlib
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine import Memory, Plan, catalogue, evaluate, load_plan, load_workforce, workforces
from engine import payout_curve as curve_of
from engine.evaluation import compile_plan, compiled_pass, results_of_others
from engine.facts import Facts, category
from engine.formula import FUNCTIONS, Span
from engine.plan import CurveAxis
from engine.vectors import PROCESSOR, one_share
from engine.workforce import simulate
from tests.examples import TIMES
from tests.small_plan import LABEL, small_plan

COUPLED = [
    name
    for name in catalogue()
    if load_plan(name).curve and compile_plan(load_plan(name)).coupled_by is not None
]
HAIR = 2.0**-49
GROUND = importlib.import_module("engine.analysis.curve_ground")


def of_everyone(plan: Plan, facts: Facts) -> list[float]:
    """The curve by working out everybody's pay at each place."""
    assert plan.curve is not None
    ground = GROUND.ground_of(plan, plan.curve, facts, plan.curve.who)
    pay, column = [], plan.curve.move
    for place in range(ground.x.size):
        figures = ground.among.numbers[column].copy()
        figures[:, ground.position] = ground.places.numbers[column][:, place]
        there = ground.among.with_numbers(column, figures)
        everyone = evaluate(plan, there, Memory(), amounts=False)
        pay.append(float(everyone.monthly_pay_by_person[ground.position]))
    return pay


@pytest.mark.parametrize("name", COUPLED)
@pytest.mark.parametrize(("people", "seed"), [(1, 1), (2, 2), (90, 3)])
def test_curves_are_those_of_everyone_at_each_place(name: str, people: int, seed: int) -> None:
    plan = load_plan(name)
    model = next(m for m in workforces() if name in load_workforce(m).plans)
    facts = simulate(load_workforce(model), seed=seed, employees=people, months=14)
    found = curve_of(plan, facts, memory=Memory())
    assert found is not None
    assert found.pay.tolist() == of_everyone(plan, facts)


@pytest.mark.parametrize("name", ["service-centre-pool", "department-pool"])
def test_curves_of_pools_are_those_of_everyone_in_code_as_well(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The share of one among many is told by code alone."""
    monkeypatch.setattr(compiled_pass, "CELLS", 1)
    counted: list[bool] = []

    def share_of_one(*asked: Any) -> Any:
        found = one_share.split_of_one(*asked)
        counted.append(True)
        return found

    monkeypatch.setitem(one_share.ONE_PERSON_FUNCTIONS, "split", share_of_one)
    plan = load_plan(name)
    model = next(m for m in workforces() if name in load_workforce(m).plans)
    facts = simulate(load_workforce(model), seed=4, employees=40, months=12)
    right = of_everyone(plan, facts)
    for _ in range(4):
        found = curve_of(plan, facts, memory=Memory())
        assert found is not None
        assert found.pay.tolist() == right
        PROCESSOR.wait()
    assert counted


PASSING_ON = (
    "rank(quota - 0.3 * total(sales))",
    "split(0.1 * total(sales), quota)",
    "split(total(sales, by=team), quota + sales, by=team)",
    "rank(ratio(sales, total(sales)) - ratio(quota, highest(sales, by=team))) * count(sales > 50)",
    "quarter_sum(split(100, sales)) + previous(rank(quota - total(quarter_sum(sales))), 0)",
    "total(total(sales) if rank(sales) > 1 else quota, by=team)",
    "split(total(sales if rank(quota - total(sales)) > 2 else 0), rank(sales), among=quota > 30)",
    "split(0.3 * total(sales), ratio(sales, total(sales, by=team)))",
    "split(0.3 * total(sales, by=team), sales - total(quota, by=team), by=team, among=quota > 20)",
    "rank(ratio(sales, total(sales, by=team))) + total(ratio(quota, total(sales, by=team)))",
    "split(50 if total(sales) > total(quota) else 0, quarter_sum(total(sales, by=team)))",
    "split(count(sales > 20) * 10, highest(sales, by=team), among=total(sales) > 30)",
    "total(total(sales, by=team), by=team) + total(quarter_total(sales, by=team))",
    "rank(sales / 3 if count(sales > quota, by=team) > 1 else quota, by=team)",
    '10 if forced_distribution(sales - total(sales, by=team), 0.3, 0.3) == "top" else rank(quota)',
)
"""Pay by which whoever moves moves the others as well."""


@settings(max_examples=15 * TIMES, deadline=None)
@given(data=st.data(), seed=st.integers(0, 2**32), people=st.integers(1, 12))
def test_whoever_moves_others_is_paid_what_everyones_pay_says(
    data: st.DataObject, seed: int, people: int
) -> None:
    formula = data.draw(st.sampled_from(PASSING_ON))
    columns = {
        "sales": {"kind": "money"},
        "quota": {"kind": "money"},
        "team": {"kind": "category", "values": {x: LABEL for x in ("A", "B")}},
    }
    plan = small_plan({"paid": formula, "own": "0.1 * sales"}, {}, columns)
    axis = CurveAxis("sales", LABEL, 0.0, 90.0)
    random = np.random.default_rng(seed)
    shape = (4, people)
    present = random.random(shape) < 0.85
    present[:, 0] = True

    def figures() -> Any:
        return np.where(present, random.integers(0, 9, shape) * random.choice([0.25, 10.0]), 0.0)

    facts = Facts(
        2026 * 12,
        tuple(f"E{i:02d}" for i in range(people)),
        present,
        {"sales": figures(), "quota": figures()},
        {"team": category(("A", "B"), np.where(present, random.integers(0, 2, shape), 2))},
    )
    plan = replace(plan, curve=axis)
    found = curve_of(plan, facts, memory=Memory())
    assert found is not None
    assert found.pay.tolist() == of_everyone(plan, facts)


@pytest.mark.parametrize(
    ("lines", "results"),
    [
        ({"paid": "rank(sales)"}, 0),
        ({"paid": "rank(sales) + total(quota) + split(100, sales)"}, 0),
        ({"paid": "rank(quota - total(quota))"}, 0),
        ({"paid": "rank(quota - total(sales))"}, 3 * 12),
        ({"paid": "split(total(sales), quota)"}, 12),
        ({"paid": {"pay": "split(total(sales), quota)", "every": "year"}}, 1),
        ({"paid": "split(total(sales), quota - total(sales))"}, 3 * 12),
        ({"unpaid": {"measure": "rank(quota - total(sales))"}, "paid": {"pay": "sales"}}, 0),
    ],
)
def test_what_others_have_by_somebody_who_moves(lines: Any, results: int) -> None:
    columns = {"sales": {"kind": "money"}, "quota": {"kind": "money"}}
    plan = small_plan(lines, {}, columns)
    nothing = np.zeros((12, 0))
    facts = Facts(2026 * 12, (), nothing > 0, {"sales": nothing, "quota": nothing}, {})
    assert results_of_others(plan, facts, "sales") == results


@settings(max_examples=60 * TIMES, deadline=None)
@given(
    name=st.sampled_from(sorted(name for name in FUNCTIONS if FUNCTIONS[name].for_one)),
    seed=st.integers(0, 2**32),
    people=st.integers(1, 14),
    hair=st.integers(0, 6),
    odd=st.booleans(),
    grouped=st.booleans(),
    decimals=st.sampled_from([None, 0, 1]),
)
def test_what_one_comes_to_is_that_among_all(
    name: str,
    seed: int,
    people: int,
    hair: int,
    odd: bool,
    grouped: bool,
    decimals: int | None,
) -> None:
    """Ties that differ by a hair, also where the one who moves joins two runs of them."""
    random = np.random.default_rng(seed)
    shape, places = (3, people), 9

    def figures(count: int) -> Any:
        whole = random.integers(-1, 4, (3, count)).astype(np.float64)
        hairs = 0 if decimals is not None and name != "rank" else hair
        return whole * (1 + HAIR * random.integers(-hairs, hairs + 1, whole.shape))

    function = FUNCTIONS[name]
    person = int(random.integers(people))
    x, own = figures(people), figures(places)
    if odd and name != "total":
        x[0, 0] = random.choice([np.nan, np.inf, -np.inf])
    if odd and name == "total":
        x[0, 0] = own[0, 0] = 2.0**52
    if name == "count":
        x, own = x > 0, own > 0
    present, among = random.random(shape) < 0.8, random.random(shape) < 0.7
    own_among = np.repeat(random.random((3, 1)) < 0.8, places, axis=1)
    if name == "reports_total":
        by = random.integers(-1, people, shape)
    else:
        by = random.integers(0, 2, shape) if grouped else None
    own_by = None if by is None else np.repeat(by[:, [person]], places, axis=1)
    top, bottom = random.choice([0.0, 0.1, 0.3, 0.5], 2)
    both = {
        "x": (x, own),
        "condition": (x, own),
        "by": (by, own_by),
        "among": (among, own_among),
        "top": (top, top),
        "bottom": (bottom, bottom),
    }
    whole, alone = zip(*(both[argument.name] for argument in function.takes), strict=True)
    span = Span(2026 * 12, present, range(3), (decimals, 0, 0, 0))
    assert function.for_one is not None
    with np.errstate(invalid="ignore"):
        found = function.for_one(span, person, whole, alone)
        if found is None:
            assert odd or decimals is None or name == "reports_total"
            return
        for place in range(places):
            moved = [np.array(one) if np.ndim(one) else one for one in whole]
            for to, of, argument in zip(moved, alone, function.takes, strict=True):
                if argument.name in ("x", "condition", "among"):
                    to[:, person] = of[:, place]
            right = function.kernel(span, *moved)[:, person]
            assert np.array_equal(found[:, place], right, equal_nan=True)
