"""What is meant for everybody together is found in the formulas, and nothing else is."""

from __future__ import annotations

import re
from typing import Any

import pytest

from engine.analysis import FixedSize, fixed_size, in_proportion
from engine.plan import Plan, catalogue, load_plan, samples
from tests.small_plan import small_plan

FIGURES: dict[str, Any] = {
    "pool": {"value": 90_000, "unit": "CNY"},
    "goal": {"value": 500_000, "unit": "CNY", "min": 1},
    "own_goal": {"value": 4_000, "unit": "CNY"},
    "prize_of": {"value": 800, "unit": "CNY"},
    "part": {"value": 0.02, "unit": "share"},
    "apart": {"value": False},
    "rates": {"steps": [[100_000, 0.01], [400_000, 0.02]], "of_unit": "CNY", "unit": "share"},
}
"""Figures that formulas below do or do not hold against what everybody comes to."""


def of(lines: dict[str, Any]) -> Plan:
    """A plan of these lines, with the figures that they mention."""
    mentioned = set(re.findall(r"\w+", str(lines)))
    return small_plan(lines, {k: v for k, v in FIGURES.items() if k in mentioned})


EXPECTED = {
    "department-pool": FixedSize(("budget",), ()),
    "key-account-operations": FixedSize(("monthly_standard", "annual_target"), ()),
    "online-shop-team": FixedSize((), ("orders_award", "progress_award", "office_award")),
    "part-time-service": FixedSize((), ("ranking_award",)),
    "recognition": FixedSize(("manager_flowers",), ("annual_award",)),
    "service-centre-pool": FixedSize(("pool_rates", "pool_cap_calls"), ()),
    "service-engineer": FixedSize((), ("ranking_award",)),
    "service-kpi-360": FixedSize((), ("streak_award",)),
}


@pytest.mark.parametrize("name", [*catalogue(), *samples()])
def test_every_plan_of_the_catalogue(name: str) -> None:
    assert fixed_size(load_plan(name)) == EXPECTED.get(name, FixedSize((), ()))


@pytest.mark.parametrize(
    ("formula", "amounts"),
    [
        ("split(pool, sales)", ("pool",)),
        ("split(pool if total(sales) > goal else 0, sales)", ("pool", "goal")),
        ("split(min(pool, part * total(sales)), sales)", ("pool",)),
        ("split(pool, sales, by=team)", ()),
        ("part * sales if total(sales) >= goal else 0", ("goal",)),
        ("part * max(0, total(sales) - goal)", ("goal",)),
        ("own_goal * ratio(total(sales), goal)", ("goal",)),
        ("own_goal * clip(total(sales) / goal, 0, 1)", ("goal",)),
        ("own_goal if sales >= own_goal else 0", ()),
        ("part * total(sales, by=team) if sales > own_goal else 0", ()),
        ("sales * step(rates, total(sales))", ("rates",)),
        ("sales * step(rates, sales)", ()),
        ("part * year_sum(total(sales)) if year_sum(total(sales)) > goal else 0", ("goal",)),
        ("part * ratio(total(sales), total(1))", ()),
        ("split(own_goal * total(1), sales)", ()),
        ("split(pool, sales, by=team) if apart else split(goal, sales)", ("goal",)),
    ],
)
def test_amounts_for_everybody(formula: str, amounts: tuple[str, ...]) -> None:
    assert set(fixed_size(of({"x": {"pay": formula}})).amounts) == set(amounts)


@pytest.mark.parametrize(
    ("formula", "goes_by_place"),
    [
        ("prize_of if rank(sales) <= 3 else 0", True),
        ("prize_of if sales == highest(sales) else 0", True),
        ("prize_of if rank(sales, by=team) == 1 else 0", False),
        ("prize_of if sales > own_goal else 0", False),
    ],
)
def test_places_among_everybody(formula: str, goes_by_place: bool) -> None:
    found = fixed_size(of({"x": {"pay": formula}}))
    assert found.places == (("x",) if goes_by_place else ())


def test_both_are_followed_through_working_lines() -> None:
    lines = {
        "place": {"working": "rank(sales)"},
        "everybody": {"working": "total(sales)"},
        "least": {"working": "goal * 0.5"},
        "won": {"working": "place <= 3"},
        "x": {"pay": "prize_of if won and everybody > least else 0"},
        "y": {"pay": "prize_of if won else 0"},
        "z": {"pay": "part * sales"},
    }
    assert fixed_size(of(lines)) == FixedSize(("goal",), ("x", "y"))


def test_lines_that_are_used_often_are_followed_once() -> None:
    lines: dict[str, Any] = {"l0": {"working": "total(sales) + goal"}}
    for k in range(1, 500):
        lines[f"l{k}"] = {"working": f"l{k - 1} + l{k - 1} * part"}
    lines["x"] = {"pay": "split(l499 + pool, sales)"}
    assert set(fixed_size(of(lines)).amounts) == {"goal", "pool"}


def test_amounts_grow_in_proportion_and_keep_to_three_digits() -> None:
    assert in_proportion(load_plan("department-pool"), 10_000 / 60) == {"budget": 16_700_000}
    assert in_proportion(load_plan("key-account-operations"), 2) == {"annual_target": 10_000_000}
    assert in_proportion(load_plan("service-centre-pool"), 10_000 / 600) == {
        "pool_rates": [[33_300, 0.2], [83_300, 0.3], [167_000, 0.5]],
        "pool_cap_calls": 167_000,
    }
    assert in_proportion(load_plan("service-seller"), 10) == {}


def test_a_switch_leaves_out_what_only_its_other_branch_reads() -> None:
    lines = {
        "theirs": {"working": "1 if total(sales) > goal else 0"},
        "x": {"pay": "theirs * prize_of if apart else split(pool, sales)"},
    }
    assert fixed_size(of(lines)).amounts == ("pool",)


def test_breakpoints_too_close_for_three_digits_keep_all_of_theirs() -> None:
    rates = {"rates": {"steps": [[1000, 0.1], [1001, 0.2]], "of_unit": "CNY", "unit": "share"}}
    close = small_plan({"x": {"pay": "sales * step(rates, total(sales))"}}, rates)
    assert in_proportion(close, 1.5) == {"rates": [[1500, 0.1], [1501.5, 0.2]]}


def test_what_cannot_be_so_large_stays() -> None:
    large = {"pool": {"value": 1e10, "unit": "CNY"}}
    assert in_proportion(small_plan({"x": {"pay": "split(pool, sales)"}}, large), 1e6) == {}


def test_every_figure_in_proportion_fits_its_plan() -> None:
    for name in EXPECTED:
        for factor in (0.001, 0.7, 1, 4_000):
            load_plan(name).with_values(in_proportion(load_plan(name), factor))
