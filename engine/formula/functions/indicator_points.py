"""The function that scores one indicator of a scorecard."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from engine.formula import exact
from engine.formula.exact import Operand
from engine.formula.functions.function import Argument, Array, Example, Method, Role, function
from engine.formula.functions.wording import Wording
from engine.formula.kernel_values import Indicators


@function(
    takes=(
        Argument("indicator", ("indicator",), Role.TABLE),
        Argument("x", ("number",), Role.MEASURED),
        Argument("cap", ("number",)),
    ),
    method=Method.INDICATOR,
    decimals=lambda of: exact.together((of[0], of[2])),
    decides=True,
    en="Points of an indicator of a scorecard: its weight at the target, more for each full step"
    " above it, less for each full step below, never below 0 nor above cap times the weight; 0"
    " where x is below the floor.",
    zh="考核表单项指标得分：达到目标得权重分，每高满一档加分，每低满一档扣分，"
    "最低 0 分，最高为权重的 cap 倍；x 低于下限不得分。",
    wording=Wording("points for {x}", "{x}得分"),
    example=Example(
        'indicator_points(indicators["completion"], completion, 1.2)',
        {"indicators": {"completion": [20, 1.0, 0.01, 0.2, 0.5, 0.6]}, "completion": 0.95},
        17.5,
    ),
    line_rule={
        "en": "Each indicator earns its points on target; every full step above the target adds"
        " points, every full step below takes points off, and below the floor there are none."
        " An indicator earns at most its points on target times {cap}.",
        "zh": "各项指标达到目标值的，得达标分；每高满一档加分，每低满一档扣分，"
        "低于不得分线的不得分。单项得分最高为达标分乘以{cap}。",
    },
)
def indicator_points(
    out: Array, indicator: Indicators, x: Operand, cap: Operand, codes: NDArray[np.intp] | int
) -> None:
    weight, target, step, up, down, floor = indicator.of(codes)
    short = np.empty_like(out)
    np.subtract(target, x, out=short)
    np.subtract(x, target, out=out)
    for distance, points in ((out, up), (short, down)):
        np.maximum(distance, 0.0, out=distance)
        exact.full_steps(distance, step, target, distance)
        np.multiply(distance, points, out=distance)
    np.subtract(out, short, out=out)
    np.add(out, weight, out=out)
    np.maximum(out, 0.0, out=out)
    # A weight of 0 times "no limit" is no number, which fmin passes over.
    np.fmin(out, np.multiply(cap, weight), out=out)
    reached = np.empty(out.shape, dtype=np.bool_)
    exact.at_least(np.asarray(x, dtype=np.float64), floor, reached)
    np.multiply(out, reached, out=out)
