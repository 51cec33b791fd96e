"""Look-ups by size in tables: steps, tiers, curves, prizes. Kernels write into `out`."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from engine.formula import exact
from engine.formula.functions.function import (
    Argument,
    Array,
    Example,
    Method,
    Role,
    UnitRule,
    function,
)
from engine.formula.functions.wording import Wording
from engine.formula.kernel_values import KeyedPoints, Points

_X = Argument("x", ("number",), Role.MEASURED)


@function(
    takes=(Argument("steps", ("steps",), Role.TABLE), _X),
    method=Method.STEP,
    decimals=exact.of_first,
    decides=True,
    en="The value of the last step that x has reached; 0 below the first.",
    zh="取 x 已达到的最后一档的值；未达到第一档为 0。",
    wording=Wording("{steps} (by {of})", "{steps}（按{of}确定）"),
    example=Example(
        "step(rates, attainment)", {"rates": [[0.8, 0.1], [1.0, 0.2]], "attainment": 0.8}, 0.1
    ),
)
def step(out: Array, steps: Points | KeyedPoints, x: Array, codes: Array | None = None) -> None:
    _chosen(_step, out, steps, x, codes)


@function(
    takes=(Argument("tiers", ("tiers",), Role.TABLE), _X),
    method=Method.GRADUATED,
    decimals=exact.together,
    unit=UnitRule.PRODUCT,
    en="Graduated: each slice of x at its own rate, like tax brackets; 0 where x is not above 0.",
    zh="超额累进：x 的每一段按各自的比例计算；x 不大于 0 时为 0。",
    wording=Wording(
        "the sum over the slices of {of}, each at its own rate by {tiers}",
        "{of}按《{tiers}》分段累进计算之和",
    ),
    example=Example("tiers(rates, sales)", {"rates": [[0, 0.01], [1000, 0.02]], "sales": 1500}, 20),
)
def tiers(out: Array, tiers: Points, x: Array) -> None:
    scratch = np.empty_like(out)
    np.maximum(x, 0.0, out=out)
    np.multiply(out, tiers.values[0], out=out)
    for start, rate, before in zip(
        tiers.starts[1:], tiers.values[1:], tiers.values[:-1], strict=False
    ):
        np.subtract(x, start, out=scratch)
        np.maximum(scratch, 0.0, out=scratch)
        np.multiply(scratch, rate - before, out=scratch)
        np.add(out, scratch, out=out)


@function(
    takes=(Argument("tiers", ("tiers",), Role.TABLE), _X),
    method=Method.WHOLE,
    decimals=exact.together,
    decides=True,
    unit=UnitRule.PRODUCT,
    en="The whole of x at the rate of the tier it has reached; 0 where x is not above 0.",
    zh="全额累进：x 全额按其达到的一档的比例计算；x 不大于 0 时为 0。",
    wording=Wording(
        "{x} × {tiers} (the rate {of} has reached, for the whole amount)",
        "{x} × {tiers}（按{of}达到的一档，全额适用）",
    ),
    example=Example(
        "whole_tiers(rates, sales)", {"rates": [[0, 0.01], [1000, 0.02]], "sales": 1500}, 30
    ),
)
def whole_tiers(out: Array, tiers: Points, x: Array) -> None:
    _step(out, tiers, x)
    np.multiply(out, np.maximum(x, 0.0), out=out)


@function(
    takes=(Argument("curve", ("curve",), Role.TABLE), _X),
    method=Method.CURVE,
    decimals=exact.unknown,
    decides=True,
    en="The height of the curve at x: linear between its points, 0 before the first, flat after"
    " the last.",
    zh="曲线在 x 处的值：各点之间线性插值，第一点之前为 0，最后一点之后不变。",
    wording=Wording(
        "{curve} (by {of}, on a straight line between two points)",
        "{curve}（按{of}确定，两点之间按直线计算）",
    ),
    example=Example(
        "curve(payout, attainment)",
        {"payout": [[0.8, 0.5], [1.0, 1.0], [1.2, 2.0]], "attainment": 1.1},
        1.5,
    ),
)
def curve(out: Array, curve: Points, x: Array) -> None:
    np.copyto(out, np.interp(x, curve.starts, curve.values))
    reached = np.empty(out.shape, dtype=np.bool_)
    exact.at_least(x, curve.starts[0], reached)
    np.multiply(out, reached, out=out)


@function(
    takes=(
        Argument("prizes", ("prizes",), Role.TABLE),
        Argument("rank", ("number",), Role.MEASURED),
    ),
    method=Method.PRIZE,
    decimals=exact.of_first,
    decides=True,
    en="The prize of a rank: that of the first entry whose last rank is not below it; else 0, and 0"
    " for who is not ranked (rank 0).",
    zh="按名次取奖金：取“截至名次”不小于该名次的第一档；否则为 0，未参加排名（名次 0）者也为 0。",
    wording=Wording("{prizes} (by {of})", "{prizes}（按{of}确定）"),
    example=Example("prize(prizes, place)", {"prizes": [[1, 1000], [3, 300]], "place": 2}, 300),
)
def prize(out: Array, prizes: Points, rank: Array) -> None:
    count = _none_of(1 + len(prizes.starts), out)
    passed = np.empty(out.shape, dtype=np.bool_)
    exact.at_least(rank, 1.0, passed)
    np.add(count, passed.view(np.int8), out=count)
    for last in prizes.starts:
        exact.above(rank, last, passed)
        np.add(count, passed.view(np.int8), out=count)
    np.take(np.array([0.0, *prizes.values, 0.0]), count, out=out, mode="clip")


@function(
    takes=(Argument("prizes", ("prizes",), Role.TABLE),),
    unit=UnitRule.NONE,
    decimals=exact.none,
    en="How many ranks get a prize: the last rank of the last entry.",
    zh="获奖名次数：最后一档的截至名次。",
    wording=Wording("the number of places in {prizes}", "《{prizes}》的获奖名次数"),
    example=Example("places(prizes)", {"prizes": [[1, 1000], [3, 300]]}, 3),
)
def places(out: Array, prizes: Points) -> None:
    out.fill(prizes.starts[-1])


def _step(out: Array, steps: Points, x: Array) -> None:
    """Counts the steps reached and looks their value up: two light passes a step."""
    if not steps.starts:  # a category without steps of its own
        out.fill(0.0)
        return
    count = _none_of(len(steps.starts), out)
    reached = np.empty(out.shape, dtype=np.bool_)
    for start in steps.starts:
        exact.at_least(x, start, reached)
        np.add(count, reached.view(np.int8), out=count)
    np.take(np.array([0.0, *steps.values]), count, out=out, mode="clip")


def _none_of(entries: int, out: Array) -> NDArray[np.signedinteger]:
    """Noughts to count on, up to so many, in the smallest numbers that hold them."""
    return np.zeros(out.shape, dtype=np.int8 if entries <= np.iinfo(np.int8).max else np.int64)


def _chosen(
    kernel: object, out: Array, points: Points | KeyedPoints, x: Array, codes: Array | None
) -> None:
    """Runs a kernel with the points of each person's own category."""
    assert callable(kernel)
    if isinstance(points, Points):
        kernel(out, points, x)
        return
    assert codes is not None
    one = np.empty_like(out)
    out.fill(0.0)
    for code, own in enumerate(points.by_code):
        kernel(one, own, x)
        np.multiply(one, codes == code, out=one)
        np.add(out, one, out=out)
