"""Functions that look at all months of one person: sums of periods, earlier months, streaks.

Arrays have a row for every month of the facts; months without a row hold 0 and do not count.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from engine.calendar import Every, period_start
from engine.formula import exact
from engine.formula.exact import Operand
from engine.formula.functions.function import (
    Argument,
    Array,
    Example,
    Flags,
    Role,
    Span,
    UnitRule,
    function,
)
from engine.formula.functions.wording import Variant, Wording
from engine.formula.kinds import CONDITION

_X = Argument("x", ("number",), masked=True)
_MONTHS = Argument("months", ("number",), fixed=True)
_SAME = Argument("by", ("category",), optional=True)
OWN_MONTHS = {
    "en": "Totals and averages of a quarter, half-year or year cover the employee’s own months in"
    " service in that period, up to the month of the calculation.",
    "zh": "季度、半年、全年的合计与平均，按本人在该期间内截至核定当月的在岗月份计算。",
}
"""What a policy states of sums and means of a calendar period."""
_JAN_TO_APR = {"sales": [10.0, 20.0, 30.0, 40.0]}
_X_AND_GOAL = (_X, Argument("goal", ("number",), Role.GOAL, masked=True))
_MONTHS_WITH_GOAL = {
    "en": "Months in which {goal} is not above 0 are left out, together with what was achieved in"
    " them.",
    "zh": "{goal}不大于 0 的月份不参与计算，当月完成数也不计入。",
}
_NEWCOMER = {"sales": [10.0, 20.0, 30.0, 40.0], "quota": [0.0, 25.0, 25.0, 50.0]}

Groups = NDArray[np.integer] | None


def _totals(period: str, zh: str) -> tuple[Variant, ...]:
    """How the total of a period reads with `by`, and that of 1, which counts months."""
    return (
        Variant(
            "x",
            "number",
            f"the number of months of the {period} in the same {{by}}",
            f"{zh}同一{{by}}的在岗月数",
            of="by",
        ),
        Variant(
            "by",
            "given",
            f"the {period}’s total of {{x}} in the same {{by}}",
            f"{zh}同一{{by}}期间的{{x}}合计",
        ),
    )


def _period_sum(
    out: Array, span: Span, x: Array, every: Every, decimals: exact.Decimals, by: Groups = None
) -> None:
    rows, length = span.rows, every.value
    if by is not None:
        for k, row in enumerate(rows):
            start = period_start(span.first, row, every)
            same = _same(span, by, start, row)
            np.add.reduce(np.where(same, x[start : row + 1], 0.0), axis=0, out=out[k])
    elif rows.step == length and rows and rows[0] >= length - 1:  # whole periods, ends only
        first = rows[0] - length + 1
        stop = rows[-1] + 1
        np.add(x[first:stop:length], x[first + 1 : stop : length], out=out)
        for month in range(2, length):
            np.add(out, x[first + month : stop : length], out=out)
    else:
        for k, row in enumerate(rows):
            start = period_start(span.first, row, every)
            np.add.reduce(x[start : row + 1], axis=0, out=out[k])
    exact.settle(out, decimals)


def _period_mean(out: Array, span: Span, x: Array, every: Every, by: Groups) -> None:
    _period_sum(out, span, x, every, span.decimals[0], by)
    for k, row in enumerate(span.rows):
        start = period_start(span.first, row, every)
        counts = span.present[start : row + 1]
        if by is not None:
            counts = counts & _same(span, by, start, row)
        np.divide(out[k], np.maximum(np.count_nonzero(counts, axis=0), 1), out=out[k])


def _same(span: Span, by: NDArray[np.integer], start: int, row: int) -> Flags:
    """In which months from `start` to `row` a category is what it is in the last of them."""
    codes = np.broadcast_to(by, span.present.shape)
    same: Flags = codes[start : row + 1] == codes[row]
    return same


def _period_attainment(out: Array, span: Span, x: Array, goal: Array, every: Every) -> None:
    counts = np.empty(goal.shape, dtype=np.bool_)
    exact.above(goal, 0.0, counts)
    if not np.array_equal(counts, span.present):
        x, goal = np.where(counts, x, 0.0), np.where(counts, goal, 0.0)
    achieved, goals = np.empty_like(out), np.empty_like(out)
    _period_sum(achieved, span, x, every, span.decimals[0])
    _period_sum(goals, span, goal, every, span.decimals[1])
    exact.divide(achieved, goals, out)


@function(
    takes=(_X, _SAME),
    scope="person",
    period=Every.QUARTER,
    adds_up=True,
    rule=OWN_MONTHS,
    en="The sum of x over the person’s own months of the quarter, up to this month; with by only"
    " over those in which that category was what it is now.",
    zh="本季度内截至当月，本人在职各月 x 之和；有 by 时，只计该类别与当月相同的月份。",
    wording=Wording("the quarter’s total of {x}", "当季{x}合计", _totals("quarter", "当季")),
    example=Example("quarter_sum(sales)", _JAN_TO_APR, [10, 30, 60, 40]),
)
def quarter_sum(out: Array, span: Span, x: Array, by: Groups) -> None:
    _period_sum(out, span, x, Every.QUARTER, span.decimals[0], by)


@function(
    takes=(_X, _SAME),
    scope="person",
    period=Every.QUARTER,
    decimals=exact.unknown,
    rule=OWN_MONTHS,
    en="The mean of x over the person’s own months of the quarter, up to this month; with by only"
    " over those in which that category was what it is now.",
    zh="本季度内截至当月，本人在职各月 x 的平均值；有 by 时，只计该类别与当月相同的月份。",
    wording=Wording(
        "the quarter’s mean of {x}",
        "当季{x}月平均值",
        (
            Variant(
                "by",
                "given",
                "the quarter’s mean of {x} in the same {by}",
                "当季同一{by}期间的{x}月平均值",
            ),
            Variant("x", "periodic", "the quarter’s mean of {x}", "当季{x}平均值"),
        ),
    ),
    example=Example("quarter_mean(sales)", _JAN_TO_APR, [10, 15, 20, 40]),
)
def quarter_mean(out: Array, span: Span, x: Array, by: Groups) -> None:
    _period_mean(out, span, x, Every.QUARTER, by)


@function(
    takes=(_X, _SAME),
    scope="person",
    period=Every.HALF,
    adds_up=True,
    rule=OWN_MONTHS,
    en="The sum of x over the person’s own months of the half-year, up to this month; with by only"
    " over those in which that category was what it is now.",
    zh="本半年内截至当月，本人在职各月 x 之和；有 by 时，只计该类别与当月相同的月份。",
    wording=Wording(
        "the half-year’s total of {x}", "半年度{x}合计", _totals("half-year", "半年度")
    ),
    example=Example("half_sum(sales)", _JAN_TO_APR, [10, 30, 60, 100]),
)
def half_sum(out: Array, span: Span, x: Array, by: Groups) -> None:
    _period_sum(out, span, x, Every.HALF, span.decimals[0], by)


@function(
    takes=(_X, _SAME),
    scope="person",
    period=Every.HALF,
    decimals=exact.unknown,
    rule=OWN_MONTHS,
    en="The mean of x over the person’s own months of the half-year, up to this month; with by only"
    " over those in which that category was what it is now.",
    zh="本半年内截至当月，本人在职各月 x 的平均值；有 by 时，只计该类别与当月相同的月份。",
    wording=Wording(
        "the half-year’s mean of {x}",
        "半年度{x}月平均值",
        (
            Variant(
                "by",
                "given",
                "the half-year’s mean of {x} in the same {by}",
                "半年度同一{by}期间的{x}月平均值",
            ),
            Variant("x", "periodic", "the half-year’s mean of {x}", "半年度{x}平均值"),
        ),
    ),
    example=Example("half_mean(sales)", _JAN_TO_APR, [10, 15, 20, 25]),
)
def half_mean(out: Array, span: Span, x: Array, by: Groups) -> None:
    _period_mean(out, span, x, Every.HALF, by)


@function(
    takes=(_X, _SAME),
    scope="person",
    period=Every.YEAR,
    adds_up=True,
    rule=OWN_MONTHS,
    en="The sum of x over the person’s own months of the calendar year, up to this month; with by"
    " only over those in which that category was what it is now.",
    zh="本年度内截至当月，本人在职各月 x 之和；有 by 时，只计该类别与当月相同的月份。",
    wording=Wording("the year’s total of {x}", "全年{x}合计", _totals("year", "全年")),
    example=Example("year_sum(sales)", _JAN_TO_APR, [10, 30, 60, 100]),
)
def year_sum(out: Array, span: Span, x: Array, by: Groups) -> None:
    _period_sum(out, span, x, Every.YEAR, span.decimals[0], by)


@function(
    takes=(_X, _SAME),
    scope="person",
    period=Every.YEAR,
    decimals=exact.unknown,
    rule=OWN_MONTHS,
    en="The mean of x over the person’s own months of the calendar year, up to this month; with by"
    " only over those in which that category was what it is now.",
    zh="本年度内截至当月，本人在职各月 x 的平均值；有 by 时，只计该类别与当月相同的月份。",
    wording=Wording(
        "the year’s mean of {x}",
        "全年{x}月平均值",
        (
            Variant(
                "by",
                "given",
                "the year’s mean of {x} in the same {by}",
                "全年同一{by}期间的{x}月平均值",
            ),
            Variant("x", "periodic", "the year’s mean of {x}", "全年{x}平均值"),
        ),
    ),
    example=Example("year_mean(sales)", _JAN_TO_APR, [10, 15, 20, 25]),
)
def year_mean(out: Array, span: Span, x: Array, by: Groups) -> None:
    _period_mean(out, span, x, Every.YEAR, by)


@function(
    takes=_X_AND_GOAL,
    scope="person",
    period=Every.QUARTER,
    unit=UnitRule.SHARE,
    decimals=exact.unknown,
    decides=True,
    rule=OWN_MONTHS,
    line_rule=_MONTHS_WITH_GOAL,
    en="The sum of x divided by the sum of goal over the person’s own months of the quarter, up"
    " to this month, whose goal is above 0; 0 where there is none.",
    zh="本季度内截至当月，本人在职且 goal 大于 0 的各月 x 之和 ÷ goal 之和；没有则为 0。",
    wording=Wording("the quarter’s {x} ÷ the quarter’s {goal}", "当季{x} ÷ 当季{goal}"),
    example=Example("quarter_attainment(sales, quota)", _NEWCOMER, [0, 0.8, 1, 0.8]),
)
def quarter_attainment(out: Array, span: Span, x: Array, goal: Array) -> None:
    _period_attainment(out, span, x, goal, Every.QUARTER)


@function(
    takes=_X_AND_GOAL,
    scope="person",
    period=Every.HALF,
    unit=UnitRule.SHARE,
    decimals=exact.unknown,
    decides=True,
    rule=OWN_MONTHS,
    line_rule=_MONTHS_WITH_GOAL,
    en="The sum of x divided by the sum of goal over the person’s own months of the half-year, up"
    " to this month, whose goal is above 0; 0 where there is none.",
    zh="本半年内截至当月，本人在职且 goal 大于 0 的各月 x 之和 ÷ goal 之和；没有则为 0。",
    wording=Wording("the half-year’s {x} ÷ the half-year’s {goal}", "半年度{x} ÷ 半年度{goal}"),
    example=Example("half_attainment(sales, quota)", _NEWCOMER, [0, 0.8, 1, 0.9]),
)
def half_attainment(out: Array, span: Span, x: Array, goal: Array) -> None:
    _period_attainment(out, span, x, goal, Every.HALF)


@function(
    takes=_X_AND_GOAL,
    scope="person",
    period=Every.YEAR,
    unit=UnitRule.SHARE,
    decimals=exact.unknown,
    decides=True,
    rule=OWN_MONTHS,
    line_rule=_MONTHS_WITH_GOAL,
    en="The sum of x divided by the sum of goal over the person’s own months of the calendar"
    " year, up to this month, whose goal is above 0; 0 where there is none.",
    zh="本年度内截至当月，本人在职且 goal 大于 0 的各月 x 之和 ÷ goal 之和；没有则为 0。",
    wording=Wording("the year’s {x} ÷ the year’s {goal}", "全年{x} ÷ 全年{goal}"),
    example=Example("year_attainment(sales, quota)", _NEWCOMER, [0, 0.8, 1, 0.9]),
)
def year_attainment(out: Array, span: Span, x: Array, goal: Array) -> None:
    _period_attainment(out, span, x, goal, Every.YEAR)


@function(
    takes=(_X, _MONTHS),
    scope="person",
    looks_back=True,
    decimals=exact.of_first,
    en="The sum of x over this and the previous months − 1 calendar months; a month without a row"
    " counts as 0.",
    zh="当月及之前 months − 1 个自然月的 x 之和；无记录的月份按 0 计。",
    wording=Wording(
        "the total of {x} over the last {months} months, this one included",
        "最近 {months} 个月（含当月）{x}合计",
    ),
    example=Example("recent_sum(sales, 2)", _JAN_TO_APR, [10, 30, 50, 70]),
    rule={
        "en": "A total over the last months goes by calendar months; a month out of service adds"
        " nothing.",
        "zh": "最近若干个月的合计按自然月计算，不在岗的月份按 0 计。",
    },
)
def recent_sum(out: Array, span: Span, x: Array, months: float) -> None:
    for k, row in enumerate(span.rows):
        np.add.reduce(x[max(0, row - _whole(months, span) + 1) : row + 1], axis=0, out=out[k])
    exact.settle(out, span.decimals[0])


@function(
    takes=(Argument("x", ("number",), Role.RESULT), Argument("first", ("number",), Role.RESULT)),
    scope="person",
    looks_back=True,
    en="x in the person’s previous row, however long ago; first where there is none.",
    zh="本人上一条记录中的 x（不论相隔多久）；没有上一条时取 first。",
    wording=Wording(
        "{x} of the previous month in service ({first} where there is none)",
        "上一在岗月份的{x}（没有的取{first}）",
    ),
    example=Example("previous(sales, first=5)", _JAN_TO_APR, [5, 10, 20, 30]),
)
def previous(out: Array, span: Span, x: Operand, first: Operand) -> None:
    months, people = span.present.shape
    opening, values = (np.broadcast_to(a, (months, people)) for a in (first, x))
    last = np.zeros(people)
    seen = np.zeros(people, dtype=np.bool_)
    wanted = {row: k for k, row in enumerate(span.rows)}
    for row in range(months):
        if row in wanted:
            out[wanted[row]] = np.where(seen, last, opening[row])
        here = span.present[row]
        last = np.where(here, values[row], last)
        seen |= here


@function(
    takes=(Argument("x", ("number",), Role.RESULT),),
    scope="person",
    en="x in the person’s first row.",
    zh="本人首条记录中的 x。",
    wording=Wording("{x} of the first month", "首月{x}"),
    example=Example("first(sales)", _JAN_TO_APR, [10, 10, 10, 10]),
)
def first(out: Array, span: Span, x: Operand) -> None:
    values = np.broadcast_to(x, span.present.shape)
    opening = span.present.argmax(axis=0)
    out[...] = np.take_along_axis(values, opening[None, :], axis=0)


@function(
    takes=(),
    scope="person",
    unit=UnitRule.NONE,
    decimals=exact.none,
    en="How many rows the person has had up to this month.",
    zh="截至当月本人的记录条数。",
    wording=Wording("the number of months in service so far", "累计在岗月数"),
    example=Example("rows()", {}, [1, 2, 3, 4]),
)
def rows(out: Array, span: Span) -> None:
    count = np.cumsum(span.present, axis=0)
    out[...] = count[span.rows.start : span.rows.stop : span.rows.step]


@function(
    takes=(Argument("condition", ("condition",)), _MONTHS),
    scope="person",
    looks_back=True,
    gives=CONDITION,
    decimals=exact.none,
    en="Whether the condition holds in this and the previous months − 1 calendar months, all in"
    " service; the months of a streak that counted do not count again.",
    zh="当月及之前 months − 1 个自然月（均在职）条件是否连续成立；已计入的月份不重复计算。",
    wording=Wording(
        "{condition} for {months} consecutive months (months already counted are not counted"
        " again)",
        "连续 {months} 个月{condition}（已计入的月份不再重复计算）",
    ),
    example=Example("streak(sales > 15, 2)", _JAN_TO_APR, [False, False, True, False]),
    rule={
        "en": "Consecutive months are calendar months; a month out of service interrupts them.",
        "zh": "连续月数按自然月计算，中间有不在岗月份的，重新计算。",
    },
)
def streak(out: Flags, span: Span, condition: Flags | bool, months: float) -> None:
    met = np.broadcast_to(condition, span.present.shape) & span.present
    length = np.zeros(span.present.shape[1], dtype=np.int64)
    wanted = {row: k for k, row in enumerate(span.rows)}
    for row in range(span.present.shape[0]):
        length = np.where(met[row], length + 1, 0)
        complete = length >= _whole(months, span)
        length[complete] = 0
        if row in wanted:
            out[wanted[row]] = complete


def _whole(months: float, span: Span) -> int:
    """A number of months; "no limit" is more than there are."""
    return int(max(1.0, min(months, span.present.shape[0] + 1.0)))
