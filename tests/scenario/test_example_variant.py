"""A ready variant: figures of pay, a tenth up, a twentieth down, which the plan takes."""

from __future__ import annotations

import pytest

import engine
from engine.scenario import example_values


def test_the_first_figures_rise_and_the_second_fall() -> None:
    values = example_values(engine.load_plan("key-account-manager"))
    assert list(values.values()) == [6_600, 1_900]


PLANS = ["career-ladder", "service-seller", "recognition", "sample-gated-commission"]


@pytest.mark.parametrize("name", PLANS)
def test_a_plan_takes_its_example(name: str) -> None:
    """With figures of pay and without, of each shape that can be moved."""
    plan = engine.load_plan(name)
    assert plan.changed_from(plan.with_values(example_values(plan)))


def test_a_plan_without_figures_to_move_has_no_example() -> None:
    assert example_values(engine.load_plan("job-bands")) == {}
