"""Results with few values are worked out once a case and picked; nobody's pay may differ for it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import engine.evaluation.binding
from engine import Facts, evaluate
from engine.evaluation.binding import Bound
from engine.evaluation.cases import Picker
from engine.evaluation.least import least_of
from engine.facts import category
from tests.small_plan import load, plan_of
from tests.thorough import examples

PAY = {
    "one": "award[grade] if grade in award else 7",
    "two": "base_by_grade[grade] * step(ladder, sales)",
    "three": "step(ladder, sales) if grade == 'senior' else 0",
    "many": "step(ladder, sales) * step(ladder, quota) * base_by_grade[grade]",
    "keyed": "step(ladder_by_grade[grade], 5)",
    "beside": "max(base_by_grade[grade], 1.2) - 3 * step(ladder, sales)",
    "regional": "base_by_grade[grade] * (2 if region == 'north' else 1)",
    "none": "sales * step(ladder, sales)",
    "steps_of_steps": "step(ladder, base_by_grade[grade] * 5)",
}
DECIDED_BY = {
    "one": "codes",
    "two": "both",
    "three": "both",
    "many": None,
    "keyed": "codes",
    "beside": "both",
    "regional": "both",
    "none": None,
    "steps_of_steps": "codes",
}
PLAN = load(plan_of(PAY))


def people(size: int, seed: int, gaps: bool) -> Facts:
    """Some people around the thresholds, maybe with months without a row."""
    dice = np.random.default_rng(seed)
    shape = (13, size)
    present = dice.random(shape) < 0.8 if gaps else np.ones(shape, dtype=np.bool_)
    there = present.astype(np.float64)
    kinds = {c.id: tuple(c.values) for c in PLAN.facts.values() if c.kind == "category"}
    codes = {
        name: np.where(present, dice.integers(0, len(values), shape), len(values))
        for name, values in kinds.items()
    }
    codes["team"] = np.where(present, dice.integers(0, 2, shape), 2)
    return Facts(
        first=24_000,
        employees=tuple(f"E{i:05}" for i in range(size)),
        present=present,
        numbers={
            c.id: there * dice.choice([1.0, 9.99, 10.0, 30.25], shape)
            for c in PLAN.facts.values()
            if c.is_number
        },
        categories={k: category(kinds.get(k, ("a", "b")), v) for k, v in codes.items()},
        people={"manager_id": np.full(shape, -1, dtype=np.int32)},
    )


@examples(50)
@given(
    values=st.lists(st.floats(-1e9, 1e9), min_size=1, max_size=200),
    shape=st.sampled_from([(1, 6), (3, 7), (12, 4), (2, 1)]),
    with_gaps=st.booleans(),
    seed=st.integers(0, 99),
)
def test_picking_is_looking_up(
    values: list[float], shape: tuple[int, int], with_gaps: bool, seed: int
) -> None:
    figures = np.array(values)
    codes = np.random.default_rng(seed).integers(0, figures.size, shape).astype(np.uint8)
    room = np.empty((shape[0], shape[1] + 3))
    out = room[:, : shape[1]] if with_gaps else np.empty(shape)
    Picker(figures)(codes, out)
    assert np.array_equal(out, figures[codes])


@pytest.mark.parametrize("line", PAY)
def test_what_is_decided_by_few_cases(line: str) -> None:
    bound = Bound(PLAN, people(4, 0, False))
    term = bound.program.lines[line]
    assert (term.cases.op if term.cases else None) == DECIDED_BY[line]
    assert (bound.pick(term) is None) == (DECIDED_BY[line] is None)


@examples(20)
@given(size=st.integers(1, 9), seed=st.integers(0, 999), gaps=st.booleans())
def test_picked_pay_is_the_pay_worked_out_person_by_person(
    size: int, seed: int, gaps: bool
) -> None:
    facts = people(size, seed, gaps)
    picked = evaluate(PLAN, facts)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engine.evaluation.binding, "MOST_CASES", 0)
        plain = evaluate(PLAN, facts)
    for line in PAY:
        assert np.array_equal(picked.amounts(line), plain.amounts(line))
        assert np.array_equal(picked.lines[line].by_month, plain.lines[line].by_month)


@examples(20)
@given(size=st.integers(1, 9), seed=st.integers(0, 999), gaps=st.booleans())
def test_nobody_is_paid_less_than_the_least(size: int, seed: int, gaps: bool) -> None:
    facts = people(size, seed, gaps)
    bound = Bound(PLAN, facts)
    payouts = evaluate(PLAN, facts)
    for line in PAY:
        least = bound.least(bound.program.lines[line])
        assert payouts.amounts(line)[facts.present].min(initial=0.0) >= min(least, 0.0) * 100
    assert bound.least(bound.program.lines["two"]) == 0.0
    assert bound.least(bound.program.lines["beside"]) < 0.0


def test_figures_that_are_no_numbers_have_no_least() -> None:
    assert least_of((1.0, 2.0)) == -np.inf
