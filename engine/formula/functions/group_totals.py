"""Functions that add up or compare over everybody of a group: totals, counts, the highest.

Arrays have a row for every month the line falls due; only people with a row that month count, and
the result is 0 for the others. People are in the order of their ids.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.calendar import Every, period_start
from engine.formula import exact
from engine.formula.functions.function import (
    Argument,
    Array,
    Coupling,
    Example,
    Flags,
    Span,
    UnitRule,
    function,
)
from engine.formula.functions.groups import (
    Groups,
    codes,
    moves_between_groups,
    others_of_group,
    sums,
)
from engine.formula.functions.several_months import OWN_MONTHS
from engine.formula.functions.wording import Variant, Wording

_X = Argument("x", ("number",))
_BY = Argument("by", ("category",), optional=True)

LARGEST_SUM = 2.0**53
"""Whole units below which they add up to the same in any order."""


def _total_of_one(
    span: Span, person: int, everyone: Sequence[Any], own: Sequence[Any]
) -> Array | None:
    """The total of one person's group with other figures of that person: what all others have, in
    whole units, and the person; sums in binary depend on the order."""
    x, by = everyone
    elsewhere, own_by = own
    decimals = span.decimals[0]
    if decimals is None or moves_between_groups(own_by):
        return None
    values, own_units = np.broadcast_to(x, span.present.shape), exact.in_units(elsewhere, decimals)
    out = np.zeros(elsewhere.shape)
    for row, others in others_of_group(span, person, by):
        units = np.where(others, exact.in_units(values[row], decimals), 0.0)
        if not np.abs(units).sum() + np.abs(own_units[row]).max() < LARGEST_SUM:
            return None
        out[row] = (units.sum() + own_units[row]) / exact.unit(decimals)
    return out


def _reports_total_of_one(
    span: Span, person: int, everyone: Sequence[Any], own: Sequence[Any]
) -> Array | None:
    """The total over the reports of one person, who stay as they are."""
    x, by = everyone
    elsewhere, _ = own
    decimals = span.decimals[0]
    if decimals is None or (by[:, person] == person).any():
        return None
    values, out = np.broadcast_to(x, span.present.shape), np.zeros(elsewhere.shape)
    for row in np.flatnonzero(span.present[:, person]):
        reports = np.flatnonzero(span.present[row] & (by[row] == person))
        units = exact.in_units(values[row, reports], decimals)
        if not np.abs(units).sum() < LARGEST_SUM:
            return None
        out[row] = units.sum() / exact.unit(decimals)
    return out


@function(
    takes=(_X, _BY),
    scope="everyone",
    coupling=Coupling.GROUP,
    for_one=_total_of_one,
    en="The sum of x over everyone of the same month, or over the person’s own group.",
    zh="当月所有人（或同组人员）的 x 之和。",
    wording=Wording(
        "the total of {x} over {whom}",
        "{whom}{x}合计",
        variants=(
            Variant(
                "x",
                "case",
                "the total of {x} over {whom}, counting only where {condition}",
                "{whom}{x}合计（限{condition}的人员）",
            ),
            Variant("x", "number", "the number of people ({whom})", "{whom}人数"),
        ),
    ),
    example=Example("total(sales)", {"sales": [10.0, 20.0, 30.0]}, [60, 60, 60]),
)
def total(span: Span, x: Array, by: Groups) -> Array:
    return _spread(span, _full(x, span), by)


@function(
    takes=(Argument("condition", ("condition",)), _BY),
    scope="everyone",
    coupling=Coupling.GROUP,
    for_one=_total_of_one,
    unit=UnitRule.NONE,
    decimals=exact.none,
    en="How many people of the same month, or of the person’s own group, meet the condition.",
    zh="当月（或同组内）满足条件的人数。",
    wording=Wording(
        "the number of people ({whom}) for whom {condition}",
        "{whom}{condition}的人数",
    ),
    example=Example("count(sales > 15)", {"sales": [10.0, 20.0, 30.0]}, [2, 2, 2]),
)
def count(span: Span, condition: Flags, by: Groups) -> Array:
    return _spread(span, _full(condition, span), by)


@function(
    takes=(_X, _BY),
    scope="everyone",
    coupling=Coupling.GROUP,
    singles_out=True,
    en="The highest x among everyone of the same month, or of the person’s own group.",
    zh="当月所有人（或同组人员）中 x 的最高值。",
    wording=Wording("the highest {x} of {whom}", "{whom}{x}的最高值"),
    example=Example("highest(sales)", {"sales": [10.0, 30.0, 20.0]}, [30, 30, 30]),
)
def highest(span: Span, x: Array, by: Groups) -> Array:
    values = np.broadcast_to(x, span.present.shape)
    out = np.zeros(span.present.shape)
    for row, here in enumerate(span.present):
        groups = codes(by, row, here)
        best = np.full(int(groups.max(initial=0)) + 1, -np.inf)
        np.maximum.at(best, groups, values[row, here])
        out[row, here] = best[groups]
    return out


@function(
    takes=(_X, _BY),
    scope="everyone",
    coupling=Coupling.GROUP,
    period=Every.QUARTER,
    rule=OWN_MONTHS,
    en="The sum of x over all rows of the quarter up to this month: everyone’s, or those in the"
    " person’s own group, whosever they are.",
    zh="本季度内截至当月所有记录（或属于本组的记录，不论是谁的）的 x 之和。",
    wording=Wording(
        "the quarter’s total of {x} over {whom}",
        "当季{whom}{x}合计",
        variants=(
            Variant(
                "x",
                "case",
                "the quarter’s total of {x} over {whom}, counting only where {condition}",
                "当季{whom}{x}合计（限{condition}的人员）",
            ),
            Variant(
                "x", "number", "the person-months of the quarter ({whom})", "当季{whom}累计人月数"
            ),
        ),
    ),
    example=Example(
        "ratio(quarter_total(score), quarter_total(1))", {"score": [80.0, 90.0, 100.0]}, [90] * 3
    ),
)
def quarter_total(span: Span, x: Array, by: Groups) -> Array:
    return _so_far(span, x, by, Every.QUARTER)


@function(
    takes=(_X, _BY),
    scope="everyone",
    coupling=Coupling.GROUP,
    period=Every.HALF,
    rule=OWN_MONTHS,
    en="The sum of x over all rows of the half-year up to this month: everyone’s, or those in the"
    " person’s own group, whosever they are.",
    zh="本半年内截至当月所有记录（或属于本组的记录，不论是谁的）的 x 之和。",
    wording=Wording(
        "the half-year’s total of {x} over {whom}",
        "半年度{whom}{x}合计",
        variants=(
            Variant(
                "x",
                "case",
                "the half-year’s total of {x} over {whom}, counting only where {condition}",
                "半年度{whom}{x}合计（限{condition}的人员）",
            ),
            Variant(
                "x",
                "number",
                "the person-months of the half-year ({whom})",
                "半年度{whom}累计人月数",
            ),
        ),
    ),
    example=Example("half_total(sales)", {"sales": [10.0, 20.0, 30.0]}, [60, 60, 60]),
)
def half_total(span: Span, x: Array, by: Groups) -> Array:
    return _so_far(span, x, by, Every.HALF)


@function(
    takes=(_X, _BY),
    scope="everyone",
    coupling=Coupling.GROUP,
    period=Every.YEAR,
    rule=OWN_MONTHS,
    en="The sum of x over all rows of the calendar year up to this month: everyone’s, or those in"
    " the person’s own group, whosever they are.",
    zh="本年度内截至当月所有记录（或属于本组的记录，不论是谁的）的 x 之和。",
    wording=Wording(
        "the year’s total of {x} over {whom}",
        "全年{whom}{x}合计",
        variants=(
            Variant(
                "x",
                "case",
                "the year’s total of {x} over {whom}, counting only where {condition}",
                "全年{whom}{x}合计（限{condition}的人员）",
            ),
            Variant(
                "x", "number", "the person-months of the year ({whom})", "全年{whom}累计人月数"
            ),
        ),
    ),
    example=Example("year_total(sales)", {"sales": [10.0, 20.0, 30.0]}, [60, 60, 60]),
)
def year_total(span: Span, x: Array, by: Groups) -> Array:
    return _so_far(span, x, by, Every.YEAR)


@function(
    takes=(_X, Argument("by", ("person",))),
    scope="everyone",
    decimals=exact.of_first,
    coupling=Coupling.GROUP,
    for_one=_reports_total_of_one,
    en="The sum of x over the people who report to this person that month.",
    zh="当月直接下属的 x 之和。",
    wording=Wording(
        "the total of {x} over direct reports",
        "直接下属{x}合计",
        variants=(
            Variant(
                "x",
                "case",
                "the total of {x} over direct reports, counting only where {condition}",
                "直接下属{x}合计（限{condition}的人员）",
            ),
            Variant("x", "number", "the number of direct reports", "直接下属人数"),
        ),
    ),
    example=Example(
        "reports_total(sales, by=manager_id)",
        {"sales": [10.0, 20.0, 30.0], "manager_id": [-1, 0, 0]},
        [50, 0, 0],
    ),
)
def reports_total(span: Span, x: Array, by: NDArray[np.int32]) -> Array:
    values = np.broadcast_to(x, span.present.shape)
    out = np.zeros(span.present.shape)
    for row, here in enumerate(span.present):
        reports = here & (by[row] >= 0)
        out[row, here] = sums(span, by[row, reports], values[row, reports], here.size)[here]
    return out


def _full(x: Array | Flags, span: Span) -> Array:
    return np.where(span.present, x, 0.0)


def _spread(span: Span, x: Array, by: Groups) -> Array:
    """The sum of each group, written to each of its people."""
    out = np.zeros(span.present.shape)
    for row, here in enumerate(span.present):
        groups = codes(by, row, here)
        count = int(groups.max(initial=0)) + 1
        out[row, here] = sums(span, groups, x[row, here], count)[groups]
    return out


def _so_far(span: Span, x: Array, by: Groups, every: Every) -> Array:
    """The sum of each group over all rows since the period began, written to each of its people.

    Row k of the arrays is month k of the facts: these functions are worked out every month.
    """
    values = _full(x, span)
    out = np.zeros(span.present.shape)
    count = 1 if by is None else int(np.max(by, initial=0)) + 1
    so_far = np.zeros(count)
    for row, here in enumerate(span.present):
        if period_start(span.first, row, every) == row:
            so_far = np.zeros(count)
        groups = codes(by, row, here)
        so_far += sums(span, groups, values[row, here], count)
        exact.settle(so_far, span.decimals[0])
        out[row, here] = so_far[groups]
    return out
