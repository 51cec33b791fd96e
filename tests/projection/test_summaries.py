"""What trials say, worked by hand on few trials."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from engine.projection import (
    Trials,
    accrual,
    added_by_line,
    budget_risk,
    change_against,
    cost_histogram,
    expected,
    forfeits,
    headcounts,
    is_mostly_over,
    joined,
    overrun_difference,
    overrun_drivers,
    reserve,
    spread,
    swing_correlations,
    total_range,
    volatility_and_sensitivity,
)

BASE, BONUS = ("sales", "base"), ("sales", "bonus")


def trials(
    base: Sequence[Sequence[float]],
    bonus: Sequence[Sequence[float]],
    numbers: Sequence[int] | None = None,
    owed: Sequence[Sequence[float]] | None = None,
    forfeited: Sequence[float] | None = None,
) -> Trials:
    """Trials of one unit with a monthly line and one that is paid later."""
    count, months = len(base), len(base[0])
    return Trials(
        first=2026 * 12,
        numbers=np.array(range(count) if numbers is None else numbers),
        by_line={BASE: np.array(base, float), BONUS: np.array(bonus, float)},
        headcount={"sales": np.tile(np.arange(months) + 10.0, (count, 1))},
        owed={BONUS: np.array(owed if owed else np.zeros((count, months)), float)},
        forfeited={BONUS: np.array(forfeited if forfeited else np.zeros(count), float)},
        forfeiters={BONUS: np.array([2.0 * bool(forfeited)] * count)},
        common=np.arange(count, dtype=float)[:, None] // 2,
        factors=("sales: level",),
    )


FOUR = trials(
    [[100, 100], [100, 110], [100, 130], [100, 150]], [[0, 50], [0, 50], [0, 60], [0, 70]]
)
"""Totals 250, 260, 290, 320."""


def test_ranges_by_month_and_added_up() -> None:
    assert FOUR.total.tolist() == [250, 260, 290, 320]
    assert spread(FOUR, (0.5,))[0.5].tolist() == [100, (160 + 190) / 2]
    assert spread(FOUR, (0.0, 1.0), cumulative=True)[1.0].tolist() == [100, 320]
    assert total_range(FOUR, (0.5,))[0.5].value == 275
    assert headcounts(FOUR, (0.5,))["sales"][0.5].tolist() == [10, 11]
    assert cost_histogram(FOUR, np.array([255.0, 265, 300])).tolist() == [2, 2]  # ends count in


def test_the_error_of_a_mean_is_that_of_the_means_of_pairs() -> None:
    found = expected(FOUR)
    # Pairs 255 and 305: their standard deviation 35.36 divided by the root of 2.
    assert (found.value, found.error) == (280, 25)


def test_how_far_a_budget_holds() -> None:
    risk = budget_risk(FOUR, 280)
    # Both trials of the second pair are above it, by 10 and 40.
    assert (risk.probability.value, risk.probability.error) == (0.5, 0.5)
    assert (risk.expected_overrun.value, risk.overrun_if_over) == (12.5, 25)
    assert reserve(FOUR, 280, 1.0).value == 40
    assert reserve(FOUR, 280, 0.0).value == 0
    never = budget_risk(FOUR, 1000)
    assert (never.probability.value, never.overrun_if_over) == (0, None)
    assert never.probability.error > 0  # four trials cannot rule it out
    assert budget_risk(FOUR, 320).probability.value == 0  # exactly on budget is within it


def test_what_pairs_share_is_the_market_and_what_they_differ_in_is_people() -> None:
    # Pairs 90/110, 190/210, 290/310: half the squared difference is 200, the variance of the means
    # 10,000, of which people are 100.
    found = volatility_and_sensitivity(trials([[90], [110], [190], [210], [290], [310]], [[0]] * 6))
    assert found.people.value == pytest.approx(200**0.5)
    assert found.market.value == pytest.approx(9900**0.5)
    assert found.total.value == pytest.approx(10100**0.5)
    assert found.market_share.value == pytest.approx(9900 / 10100)
    assert not found.negative


def test_a_market_that_chance_makes_negative_is_told() -> None:
    found = volatility_and_sensitivity(trials([[90], [110], [90], [110]], [[0]] * 4))
    assert found.negative and found.market.value == 0 and found.market_share.value == 0
    assert found.people.value == pytest.approx(200**0.5)
    one_pair = volatility_and_sensitivity(trials([[90], [110]], [[0]] * 2))
    assert np.isnan(one_pair.market.value)


def test_the_components_are_those_that_were_put_in() -> None:
    rng = np.random.default_rng(1)
    pairs = 3000
    totals = 1000 + 30 * np.repeat(rng.standard_normal(pairs), 2)
    totals += 10 * rng.standard_normal(2 * pairs)
    found = volatility_and_sensitivity(trials(totals[:, None].tolist(), [[0]] * 2 * pairs))
    assert abs(found.market.value - 30) < 4 * found.market.error < 3
    assert abs(found.people.value - 10) < 4 * found.people.error < 2


def test_lines_that_drive_an_overrun_add_up_to_its_difference() -> None:
    # Above 300 lies the last trial, 320; the middle half of trials is 260 and 290.
    drivers = {d.line: d for d in overrun_drivers(FOUR, 300)}
    assert drivers["base"].amount == 250 - (210 + 230) / 2
    assert drivers["bonus"].amount == 70 - (50 + 60) / 2
    assert overrun_difference(FOUR, 300) == 45 == sum(d.amount for d in drivers.values())
    assert sum(d.share for d in drivers.values()) == 1
    assert overrun_drivers(FOUR, 1000) == [] and overrun_difference(FOUR, 1000) == 0
    # Of two trials both are in the middle, 250 and 260.
    assert overrun_difference(FOUR.of([0, 1]), 255) == 5


def test_a_level_beyond_the_budget_is_told_line_by_line_against_other_trials() -> None:
    # Above 255 lie three of four, above 280 two: a half is not mostly.
    assert is_mostly_over(FOUR, 255) and not is_mostly_over(FOUR, 280)
    plain = trials([[100, 90], [100, 100]], [[0, 30], [0, 50]], numbers=[1, 3])
    # Trials 1 and 3 in common: base 210, 250 against 190, 200; bonus 50, 70 against 30, 50.
    found = {d.line: (d.amount, d.share) for d in added_by_line(FOUR, plain)}
    assert found == {"base": (35.0, 35 / 55), "bonus": (20.0, 20 / 55)}
    assert sum(amount for amount, _ in found.values()) == change_against(FOUR, plain).value
    # A line that only one of them has counts in full.
    less = replace(plain, by_line={BASE: plain.by_line[BASE]})
    assert added_by_line(FOUR, less)[0].amount == 60.0


def test_accrual_is_what_was_open_plus_earned_less_paid() -> None:
    found = accrual(
        trials([[0, 0, 0]] * 2, [[0, 60, 0], [0, 80, 0]], owed=[[30, 0, 5], [40, 0, 7]])
    )
    assert found.owed.tolist() == [35, 0, 6]
    assert found.paid.tolist() == [0, 70, 0]
    assert found.earned.tolist() == [35, 35, 6]


def test_forfeits_are_told_with_people() -> None:
    (found,) = forfeits(trials([[0]] * 2, [[0]] * 2, forfeited=[100, 140]))
    assert (found.line, found.amount.value, found.people.value) == ("bonus", 120, 2)
    assert forfeits(FOUR) == []


def test_a_change_is_told_on_the_trials_that_both_have() -> None:
    more = trials([[120], [130], [500], [600]], [[0]] * 4, numbers=[0, 1, 4, 5])
    base = trials([[100], [90], [0], [0]], [[0]] * 4)
    assert change_against(more, base).value == 30  # 20 and 40; trials 4 and 5 have no match


def test_swings_are_told_by_how_the_total_goes_along() -> None:
    assert swing_correlations(FOUR) == [("sales: level", 0.0)]  # two pairs tell nothing
    six = trials([[1], [1], [2], [2], [3], [3]], [[0]] * 6)
    ((name, together),) = swing_correlations(six)
    assert (name, together) == ("sales: level", pytest.approx(1))


def test_parts_are_joined_in_order_and_each_trial_once() -> None:
    first, second = FOUR.of([0, 1]), FOUR.of([2, 3])
    whole = joined([second, first, second])
    assert whole.numbers.tolist() == [0, 1, 2, 3]
    assert whole.total.tolist() == FOUR.total.tolist()
    with pytest.raises(ValueError, match="no trials"):
        joined([])
