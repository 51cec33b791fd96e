"""Where a payout curve jumps or bends, on curves whose every point is written down."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from engine import PayoutCurve
from engine.analysis import Bend, bends, together
from engine.plan import CurveAxis
from tests.small_plan import LABEL


def drawn(pay: Callable[[float], float], points: int = 41, start: float = 0.0) -> PayoutCurve:
    """The curve of a rule at x = 0, 10, 20, … 400, or as many points from a start."""
    x = start + np.arange(points) * 10.0
    curve = CurveAxis("sales", LABEL, start, float(x[-1]))
    paid = np.array([float(pay(at)) for at in x])
    return PayoutCurve(curve, x, paid, {}, np.array([0.0, 1.0]), np.array([0]))


def told(found: PayoutCurve) -> list[tuple[float, float, float, float]]:
    return [
        tuple(round(number, 9) for number in (b.x, b.jump, b.slope_before, b.slope_after))  # type: ignore[misc]
        for b in bends(found)
    ]


def test_a_straight_line_does_not_bend() -> None:
    assert told(drawn(lambda x: 3000 + 2 * x)) == []


def test_a_threshold_is_a_jump_where_pay_starts() -> None:
    # Nothing before 200, 500 from there on: the point at 200 is the first with pay.
    assert told(drawn(lambda x: 500 if x >= 200 else 0)) == [(200, 500, 0, 0)]


def test_a_jump_on_a_slope_is_what_goes_beyond_the_slope() -> None:
    # 0.5 a unit is 5 a step, before and after; of the step of 305 to 200, 300 are the jump.
    assert told(drawn(lambda x: 0.5 * x + (300 if x >= 200 else 0))) == [(200, 300, 0.5, 0.5)]


def test_a_drop_is_a_jump_below_zero() -> None:
    assert told(drawn(lambda x: 1000 - (300 if x >= 200 else 0))) == [(200, -300, 0, 0)]


def test_a_jump_with_another_slope_beyond_it() -> None:
    rule = drawn(lambda x: 0.2 * x if x < 200 else 340 + 0.8 * (x - 200))
    # At 190 pay is 38, at 200 it is 340. Of the three steps on either side of the jump the usual
    # one is 8, so that 294 are the jump.
    assert told(rule) == [(200, 294, 0.2, 0.8)]


def test_an_accelerator_is_a_bend() -> None:
    assert told(drawn(lambda x: 2 * x + (3 * (x - 200) if x > 200 else 0))) == [(200, 0, 2, 5)]


def test_a_cap_is_a_bend_to_no_slope() -> None:
    assert told(drawn(lambda x: min(2 * x, 400))) == [(200, 0, 2, 0)]


def test_bends_come_from_left_to_right() -> None:
    # A threshold at 100, an accelerator at 200, a cap at 300.
    def rule(x: float) -> float:
        return (100 if x >= 100 else 0) + np.clip(x - 200, 0, 100) * 2 + max(x - 100, 0)

    # The step to 100 is one of 100, and the usual one around it 10.
    assert told(drawn(rule)) == [(100, 90, 0, 1), (200, 0, 1, 3), (300, 0, 3, 1)]


def test_slopes_are_those_of_a_curve_that_begins_anywhere() -> None:
    assert told(drawn(lambda x: min(2 * x, 1400), start=500)) == [(700, 0, 2, 0)]


@pytest.mark.parametrize("change", [0.0799, 0.09])
def test_a_slope_that_hardly_changes_is_no_bend(change: float) -> None:
    # Changes of slope count from 8 % of the steepest slope, here the 1 after the bend.
    rule = drawn(lambda x: (1 - change) * x + max(x - 200, 0) * change)
    assert [b[0] for b in told(rule)] == ([200] if change > 0.08 else [])


@pytest.mark.parametrize("jump", [3.99, 4.1])
def test_a_jump_that_hardly_shows_is_slope(jump: float) -> None:
    # Jumps count from 0.4 % of the range of pay, here 1000: a jump of a few yuan at 100, then one
    # that makes up the rest.
    rule = drawn(lambda x: (jump if x >= 100 else 0) + (1000 - jump if x >= 300 else 0))
    assert [b[0] for b in told(rule) if b[1]] == ([100, 300] if jump > 4 else [300])


@pytest.mark.parametrize("factor", [2.9, 3.1])
def test_a_jump_goes_beyond_the_slope_by_more_than_twice_the_slope(factor: float) -> None:
    # Steps of 10 but for one: 29 are 19 more, 31 are 21 more.
    rule = drawn(lambda x: x + (10 * (factor - 1) if x >= 200 else 0))
    found = told(rule)
    if factor > 3:
        assert found == [(200, 21, 1, 1)]
    else:
        assert all(b[1] == 0 for b in found)


@pytest.mark.parametrize(("rise", "seen"), [(99, False), (111, True)])
def test_a_curve_that_moves_by_less_than_a_hundredth_of_pay_is_flat(
    rise: float, seen: bool
) -> None:
    rule = drawn(lambda x: 10_000 + (rise if x >= 200 else 0))
    assert bool(told(rule)) is seen


@pytest.mark.parametrize("steps", [8, 9])
def test_more_than_eight_bends_are_noise(steps: int) -> None:
    rule = drawn(lambda x: 100 * min(x // 40, steps))
    assert len(told(rule)) == (8 if steps == 8 else 0)


@pytest.mark.parametrize(("beside", "places"), [(20, [200]), (30, [200, 230])])
def test_a_bend_beside_a_jump_belongs_to_it(beside: float, places: list[float]) -> None:
    rule = drawn(lambda x: (300 if x >= 200 else 0) + max(x - 200 - beside, 0) * 2)
    assert [b[0] for b in told(rule)] == places


@pytest.mark.parametrize("place", [10, 20, 380, 390, 400])
def test_a_jump_is_seen_at_either_end(place: float) -> None:
    assert told(drawn(lambda x: 2 * x + (300 if x >= place else 0))) == [(place, 300, 2, 2)]


def test_two_curves_together_have_two_points_where_either_jumps() -> None:
    before = drawn(lambda x: x + (300 if x >= 20 else 0), points=9)
    after = drawn(lambda x: x + (500 if x >= 60 else 0), points=9)
    x, old, new = together(before, after)
    assert x.tolist() == [0, 10, 20, 20, 30, 40, 50, 60, 60, 70, 80]
    # The first of the two points is pay just before the jump: 320 − 300 + the slope is not in it.
    assert old.tolist() == [0, 10, 20, 320, 330, 340, 350, 360, 360, 370, 380]
    assert new.tolist() == [0, 10, 20, 20, 30, 40, 50, 60, 560, 570, 580]


def test_two_curves_that_only_bend_stay_as_they_are() -> None:
    before, after = (
        drawn(lambda x: min(2 * x, 400)),
        drawn(lambda x: 2 * x + 3 * max(x - 200, 0)),
    )
    x, old, new = together(before, after)
    assert x.tolist() == before.x.tolist()
    assert old.tolist() == before.pay.tolist() and new.tolist() == after.pay.tolist()


def test_a_bend_is_told_by_its_place_jump_and_slopes() -> None:
    [bend] = bends(drawn(lambda x: 500 if x >= 200 else 0))
    assert bend == Bend(x=200, jump=500, slope_before=0, slope_after=0)


def test_a_breakpoint_of_the_plan_counts_however_small_its_jump() -> None:
    # 3 yuan at 205 are too little to be seen among 4,000, and stand between two points.
    found = drawn(lambda x: 10 * x + (3 if x >= 205 else 0))
    assert told(found) == []
    (bend,) = bends(found, [205])
    assert (bend.x, round(bend.jump, 9)) == (205, 3)
    assert bends(found, [300]) == ()
