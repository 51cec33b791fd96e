"""The career ladder: the grade a person has reached through reviews, month by month.

Only what depends on the grade in force is decided here, by tables; all other conditions of a
promotion or demotion are formulas.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.formula import exact
from engine.formula.exact import Operand
from engine.formula.functions.function import Argument, Array, Example, Flags, Span, function
from engine.formula.functions.wording import Wording
from engine.formula.kernel_values import Table
from engine.formula.kinds import NUMBER, Choice, Record


@dataclass(frozen=True)
class CareerMonth:
    """The careers of everybody in one month, `row` of the facts: arrays [person].

    `reviewed` tells who is reviewed, `low_rows` how many of the person's latest rows in an
    unbroken line count towards a demotion.
    """

    row: int
    grade: NDArray[np.integer]
    months_in_grade: Array
    pay_factor: Array
    change: NDArray[np.integer]
    reviewed: Flags
    low_rows: Array


@function(
    takes=(
        Argument("start", ("category",)),
        Argument("review", ("condition",)),
        Argument("promote", ("condition",)),
        Argument("min_months", ("table",), by="start"),
        Argument("months_before", ("number",), optional=True),
        Argument("service", ("number",), optional=True, beside="min_service"),
        Argument("min_service", ("table",), optional=True, by="start", beside="service"),
        Argument("score", ("number",), optional=True, beside="min_score"),
        Argument("min_score", ("table",), optional=True, by="start", beside="score"),
        Argument("promote_two", ("condition",), optional=True),
        Argument("demote", ("condition",), optional=True, beside="demote_rows"),
        Argument("demote_rows", ("table",), optional=True, by="start", beside="demote"),
        Argument("raise_one", ("number",), optional=True),
        Argument("raise_two", ("number",), optional=True),
    ),
    scope="person",
    stateful=True,
    decimals=exact.unknown,
    decides=True,
    tells_standing=True,
    gives=Record(
        fields=(
            ("grade", Choice(like="start")),
            ("months_in_grade", NUMBER),
            ("pay_factor", NUMBER),
            ("change", NUMBER),
        )
    ),
    en="A career ladder, its grades in the order of the category. The grade of the first row is"
    " start; in months of review a person with a row moves up one grade where promote holds,"
    " months_in_grade has reached min_months, service min_service and score min_score of the"
    " grade in force (up two where promote_two holds as well and there are two); else down one"
    " where demote held in each of the person’s last demote_rows rows. A grade without a"
    " figure does not move that way. A change takes effect the next calendar month. Gives"
    " grade, months_in_grade (this month included; in the first grade months_before of the"
    " first row besides), pay_factor (1, times 1 + raise_one or raise_two at each promotion,"
    " divided by 1 + raise_one at each demotion) and change (the grades up or down decided"
    " this month).",
    zh="职级阶梯，职级由低到高按类别的取值顺序。首条记录的职级为 start；在评审月份（review）"
    "有记录者，若 promote 成立，且在级月数、service、score 分别达到现职级的 min_months、"
    "min_service、min_score，则升一级（promote_two 也成立且上面还有两级时升两级）；否则，若本人最近"
    " demote_rows 条记录的 demote 均成立，则降一级。表中没有数值的职级不作该项变动。"
    "变动自下一自然月生效。结果：grade（职级）、months_in_grade（在级月数，含当月；起始职级另加首条记录的"
    " months_before）、pay_factor（工资系数，起始为 1，每次晋升乘以 1 + raise_one 或"
    " 1 + raise_two，每次降级除以 1 + raise_one）、change（当月评定的升降级数）。",
    wording=Wording(
        "career ladder",
        "职级评定",
        rules=(
            {
                "en": "The grade of the first month is {start}. From the lowest to the highest, "
                "the grades are {values}.",
                "zh": "首月职级为{start}。职级由低到高依次为{values}。",
            },
            {
                "en": "Grades are reviewed when {review}. A change takes effect the next month.",
                "zh": "{review}的，进行职级评审；职级变动自下月起生效。",
            },
            {
                "en": "At a review where {promote}, staff who have been in the grade for at "
                "least as long as {min_months} requires move up one grade.",
                "zh": "评审时{promote}，且在级月数达到《{min_months}》规定的，晋升一级。",
            },
            {
                "en": "A promotion also requires that {service} be at least what {min_service} "
                "sets for the grade that is left.",
                "zh": "晋升还要求{service}达到《{min_service}》对原职级的规定。",
            },
            {
                "en": "A promotion also requires that {score} be at least what {min_score} sets "
                "for the grade.",
                "zh": "晋升还要求{score}达到《{min_score}》规定的本职级标准。",
            },
            {
                "en": "Where {promote_two} as well, and there are two grades above, the "
                "promotion is by two grades.",
                "zh": "同时{promote_two}，且上面还有两个职级的，晋升两级。",
            },
            {
                "en": "Staff who are not promoted move down one grade if, in as many of their "
                "latest consecutive months as {demote_rows} sets for the grade, {demote}.",
                "zh": "未获晋升，"
                "且{demote}的情形截至当月连续发生、连续月数达到《{demote_rows}》规定的，"
                "降低一级。",
            },
            {
                "en": "Months in a grade include the current month. For the grade of the first "
                "month, {months_before} of that month is added.",
                "zh": "在级月数含当月；起始职级的在级月数另加首月{months_before}。",
            },
            {
                "en": "A promotion by one grade multiplies the pay factor by 1 plus {raise_one}; "
                "a demotion divides it by the same figure.",
                "zh": "晋升一级的，工资系数乘以“1 + {raise_one}”；降低一级的，"
                "工资系数除以同一数值。",
            },
            {
                "en": "A promotion by two grades multiplies the pay factor by 1 plus {raise_two}.",
                "zh": "晋升两级的，工资系数乘以“1 + {raise_two}”。",
            },
            {
                "en": "A grade that a table does not list is not moved in the way that the table "
                "governs.",
                "zh": "表中未列出的职级不作该项变动。",
            },
        ),
        names={
            "grade": {"en": "grade", "zh": "职级"},
            "months_in_grade": {"en": "months in grade", "zh": "在级月数"},
            "pay_factor": {"en": "pay factor", "zh": "工资系数"},
            "change": {"en": "grades up or down", "zh": "升降级数"},
        },
    ),
    example=Example(
        'career_ladder(start="junior" if sales > 0 else "senior", review=calendar_month in (2, 3),'
        " promote=sales > 15, min_months=months_needed).months_in_grade",
        {
            "sales": [10.0, 20.0, 30.0, 40.0],
            "months_needed": {"junior": 2, "senior": 12},
        },
        [1, 2, 1, 2],
    ),
)
def career_ladder(
    span: Span,
    start: NDArray[np.integer],
    review: Flags | bool,
    promote: Flags | bool,
    min_months: Table,
    months_before: Operand | None,
    service: Operand | None,
    min_service: Table | None,
    score: Operand | None,
    min_score: Table | None,
    promote_two: Flags | bool | None,
    demote: Flags | bool | None,
    demote_rows: Table | None,
    raise_one: Operand | None,
    raise_two: Operand | None,
) -> Iterator[CareerMonth]:
    """The months of the facts one after the other, each from the grade the earlier ones led to."""
    present = span.present
    starts, due, up, two, down, before, serving, scores, one_more, two_more = (
        np.broadcast_to(0 if given is None else given, present.shape)
        for given in (
            *(start, review, promote, promote_two, demote),
            *(months_before, service, score, raise_one, raise_two),
        )
    )
    count = min_months.values.size - 1
    people = present.shape[1]
    grade = np.full(people, count)
    began, served = np.zeros(people), np.zeros(people)
    factor = np.ones(people)
    low_rows = np.zeros(people)
    there = np.zeros(people, dtype=np.bool_)  # who has had a row
    for row, here in enumerate(present):
        new = here & ~there
        there |= here
        grade = np.where(new, starts[row], grade)
        began[new], served[new] = row, before[row, new]
        low_rows = np.where(here, (low_rows + 1) * down[row], low_rows)
        in_grade = row - began + 1 + served
        change = np.zeros(people, dtype=np.int64)
        reviewed = here & (due[row] != 0)
        if reviewed.any():
            promoted = reviewed & (up[row] != 0) & (grade < count - 1)
            promoted &= _at_least(in_grade, min_months, grade)
            if min_service is not None:
                promoted &= _at_least(serving[row], min_service, grade)
            if min_score is not None:
                promoted &= _at_least(scores[row], min_score, grade)
            by_two = promoted & (two[row] != 0) & (grade < count - 2)
            change[promoted], change[by_two] = 1, 2
            if demote_rows is not None:
                demoted = reviewed & ~promoted & (grade > 0)
                change[demoted & _at_least(low_rows, demote_rows, grade)] = -1
        yield CareerMonth(
            row,
            np.where(here, grade, count),
            np.where(here, in_grade, 0.0),
            np.where(here, factor, 0.0),
            change,
            reviewed,
            low_rows,
        )
        moved = change != 0
        if moved.any():
            grade = grade + change
            began[moved], served[moved] = row + 1, 0.0
            factor = _raised(factor, change, 1.0 + one_more[row], 1.0 + two_more[row])


def _at_least(x: Array, table: Table, grade: NDArray[np.integer]) -> Flags:
    """Whether x has reached the figure of the grade in force; never where there is no figure."""
    reached = np.empty(grade.shape, dtype=np.bool_)
    exact.at_least(x, table.values[grade], reached)
    return reached


def _raised(factor: Array, change: NDArray[np.integer], one: Array, two: Array) -> Array:
    """The pay factor after a change of grade; 0 where there is nothing above 0 to divide by."""
    lowered = np.divide(factor, one, out=np.zeros_like(factor), where=one > exact.ABSOLUTE)
    changes = [change == 1, change == 2, change == -1]
    return np.select(changes, [factor * one, factor * two, lowered], factor)
