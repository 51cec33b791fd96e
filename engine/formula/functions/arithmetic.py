"""Plain arithmetic on one month: limits, whole numbers, quotients. Kernels write into `out`."""

from __future__ import annotations

import numpy as np

from engine.formula import exact
from engine.formula.exact import Operand
from engine.formula.functions.function import Argument, Array, Example, Role, UnitRule, function
from engine.formula.functions.wording import Variant, Wording

_X = Argument("x", ("number",))


@function(
    takes=(Argument("values", ("number",), Role.CEILING, many=True),),
    unit=UnitRule.ANY,
    en="The smallest of the values.",
    zh="取各值中的最小值。",
    wording=Wording(
        "the smallest of ({list})",
        "取较小值（{list}）",
        limit={"en": "{x}, at most {limit}", "zh": "{x}，最高按{limit}计"},
    ),
    example=Example("min(sales, cap)", {"sales": 120, "cap": 100}, 100),
)
def min_(out: Array, *values: Operand) -> None:
    np.minimum(values[0], values[1], out=out)
    for value in values[2:]:
        np.minimum(out, value, out=out)


@function(
    takes=(Argument("values", ("number",), Role.FLOOR, many=True),),
    unit=UnitRule.ANY,
    en="The largest of the values.",
    zh="取各值中的最大值。",
    wording=Wording(
        "the largest of ({list})",
        "取较大值（{list}）",
        limit={"en": "{x}, at least {limit}", "zh": "{x}，最低按{limit}计"},
    ),
    example=Example("max(0, sales - quota)", {"sales": 80, "quota": 100}, 0),
)
def max_(out: Array, *values: Operand) -> None:
    np.maximum(values[0], values[1], out=out)
    for value in values[2:]:
        np.maximum(out, value, out=out)


@function(
    takes=(
        _X,
        Argument("low", ("number",), Role.FLOOR),
        Argument("high", ("number",), Role.CEILING),
    ),
    en="x, but never below low and never above high.",
    zh="将 x 限制在下限 low 与上限 high 之间。",
    wording=Wording(
        "{x}, at least {low} and at most {high}",
        "{x}，最低按{low}、最高按{high}计",
        variants=(
            Variant(
                "low",
                "negative",
                "{x}, at most {high} up or down",
                "{x}，增减均不超过{high}",
                of="high",
            ),
        ),
        clause=True,
    ),
    example=Example("clip(attainment, 0, 1.5)", {"attainment": 1.8}, 1.5),
)
def clip(out: Array, x: Operand, low: Operand, high: Operand) -> None:
    np.clip(x, low, high, out=out)


@function(
    takes=(_X,),
    decimals=exact.none,
    decides=True,
    en="The greatest whole number not above x.",
    zh="不大于 x 的最大整数（向下取整）。",
    wording=Wording(
        "{x}, rounded down to a whole number",
        "{x}，向下取整",
        clause=True,
    ),
    example=Example("floor(tenure_months / 12)", {"tenure_months": 35}, 2),
)
def floor(out: Array, x: Array) -> None:
    exact.floor(x, out)


@function(
    takes=(_X,),
    decimals=exact.none,
    decides=True,
    en="The least whole number not below x.",
    zh="不小于 x 的最小整数（向上取整）。",
    wording=Wording(
        "{x}, rounded up to a whole number",
        "{x}，向上取整",
        clause=True,
    ),
    example=Example("ceil(overrun / 0.05)", {"overrun": 0.11}, 3),
)
def ceil(out: Array, x: Array) -> None:
    exact.ceil(x, out)


@function(
    takes=(_X,),
    en="x without its sign.",
    zh="x 的绝对值。",
    wording=Wording("{x} without its sign", "{x}的绝对值"),
    example=Example("abs(gap)", {"gap": -3.5}, 3.5),
)
def abs_(out: Array, x: Array) -> None:
    np.abs(x, out=out)


@function(
    takes=(
        Argument("a", ("number",), Role.DIVIDEND),
        Argument("b", ("number",), Role.DIVISOR),
    ),
    unit=UnitRule.QUOTIENT,
    decimals=exact.unknown,
    decides=True,
    en="a divided by b; 0 where b is not above 0.",
    zh="a 除以 b；b 不大于 0 时为 0。",
    wording=Wording("{a} ÷ {b}", "{a} ÷ {b}"),
    example=Example("ratio(sales, quota)", {"sales": 90, "quota": 120}, 0.75),
    rule={
        "en": "A ratio counts as 0 where the figure it is divided by is 0 or less.",
        "zh": "计算比率时，除数不大于 0 的，该比率按 0 计。",
    },
)
def ratio(out: Array, a: Operand, b: Operand) -> None:
    exact.divide(a, b, out)
