"""Functions that look at several people of the same month: totals, ranks, shares of a pool.

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
from engine.formula.functions.groups import Groups, codes, latest, ordered, sums, taking_part
from engine.formula.functions.several_months import OWN_MONTHS
from engine.formula.functions.wording import Variant, Wording
from engine.formula.kinds import Choice

Remainders = NDArray[np.float64] | NDArray[np.int64]

LARGEST_POOL = 2.0**52
"""Fen below which the share of a pool in binary is off by one or two at most."""
LARGEST_WHOLE = 2.0**61
"""Units of weight below which a few times the whole are still counted."""

_X = Argument("x", ("number",))
_BY = Argument("by", ("category",), optional=True)
_AMONG = Argument("among", ("condition",), optional=True)


@function(
    takes=(_X, _BY),
    scope="everyone",
    coupling=Coupling.GROUP,
    en="The sum of x over everyone of the same month, or over the person's own group.",
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
    unit=UnitRule.NONE,
    decimals=exact.none,
    en="How many people of the same month, or of the person's own group, meet the condition.",
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
    en="The highest x among everyone of the same month, or of the person's own group.",
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
    en="The sum of x over all rows of the quarter up to this month: everyone's, or those in the"
    " person's own group, whosever they are.",
    zh="本季度内截至当月所有记录（或属于本组的记录，不论是谁的）的 x 之和。",
    wording=Wording(
        "the quarter's total of {x} over {whom}",
        "当季{whom}{x}合计",
        variants=(
            Variant(
                "x",
                "case",
                "the quarter's total of {x} over {whom}, counting only where {condition}",
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
    en="The sum of x over all rows of the half-year up to this month: everyone's, or those in the"
    " person's own group, whosever they are.",
    zh="本半年内截至当月所有记录（或属于本组的记录，不论是谁的）的 x 之和。",
    wording=Wording(
        "the half-year's total of {x} over {whom}",
        "半年度{whom}{x}合计",
        variants=(
            Variant(
                "x",
                "case",
                "the half-year's total of {x} over {whom}, counting only where {condition}",
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
    en="The sum of x over all rows of the calendar year up to this month: everyone's, or those in"
    " the person's own group, whosever they are.",
    zh="本年度内截至当月所有记录（或属于本组的记录，不论是谁的）的 x 之和。",
    wording=Wording(
        "the year's total of {x} over {whom}",
        "全年{whom}{x}合计",
        variants=(
            Variant(
                "x",
                "case",
                "the year's total of {x} over {whom}, counting only where {condition}",
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


def _rank_of_one(
    span: Span, person: int, everyone: Sequence[Any], own: Sequence[Any]
) -> Array | None:
    """The rank of one person who stands at other x: those above are counted in their order."""
    x, by, among = everyone
    own_x, own_by, own_among = own
    if own_by is not None and np.ptp(own_by, axis=1).any():
        return None
    taking = taking_part(span, among)
    values = np.broadcast_to(x, span.present.shape)
    elsewhere = np.broadcast_to(own_x, (len(values), np.shape(own_x)[1]))
    counted = np.broadcast_to(True if own_among is None else own_among, elsewhere.shape)
    out = np.zeros(elsewhere.shape)
    for row in np.flatnonzero(span.present[:, person]):
        others = taking[row].copy()
        others[person] = False
        if own_by is not None:
            others &= by[row] == own_by[row, 0]
        falling = -np.sort(-values[row, others])
        if not (np.isfinite(falling).all() and np.isfinite(elsewhere[row]).all()):
            return None
        first_of_tie = latest(~exact.same_rank(falling))
        above = np.searchsorted(-falling, -elsewhere[row])
        places = above.astype(np.float64)
        if falling.size:
            before = np.maximum(above - 1, 0)
            close = falling[before] - elsewhere[row] <= exact.tolerance(falling[before])
            places = np.where((above > 0) & close, first_of_tie[before], above)
        out[row] = np.where(counted[row], places + 1, 0.0)
    return out


@function(
    takes=(_X, _BY, _AMONG),
    scope="everyone",
    coupling=Coupling.RANK,
    unit=UnitRule.NONE,
    decimals=exact.none,
    decides=True,
    for_one=_rank_of_one,
    en="The place of x among everyone of the same month (or the own group), 1 for the highest;"
    " equal values share the better place. 0 for who is not ranked.",
    zh="x 在当月所有人（或同组）中的名次，最高为 1；并列取较好名次。不参加排名者为 0。",
    wording=Wording(
        "the place by {x} (among {whom})",
        "{x}在{whom}中的名次",
        variants=(
            Variant(
                "x",
                "negative",
                "the place from the bottom by {x} (among {whom})",
                "{x}在{whom}中由低到高的名次",
            ),
        ),
    ),
    example=Example("rank(sales)", {"sales": [10.0, 30.0, 30.0, 5.0]}, [3, 1, 1, 4]),
    rule={
        "en": "Equal results share the better place, and the places after it are skipped;"
        " everyone on a place with a prize receives it in full.",
        "zh": "名次并列的，均取较好名次，其后名次相应空出；并列获奖的，各得全额。",
    },
)
def rank(span: Span, x: Array, by: Groups, among: Flags | None) -> Array:
    values = np.broadcast_to(x, span.present.shape)
    out = np.zeros(span.present.shape)
    for row, here in enumerate(taking_part(span, among)):
        groups = codes(by, row, here)
        order, starts_group, ties = ordered(values[row, here], groups)
        within = np.arange(order.size) - latest(starts_group)
        first_of_tie = latest(~ties | starts_group)
        ranks = np.empty(order.size)
        ranks[order] = within[first_of_tie] + 1
        out[row, here] = ranks
    return out


@function(
    takes=(Argument("pool", ("number",)), Argument("weight", ("number",)), _BY, _AMONG),
    scope="everyone",
    coupling=Coupling.SHARE,
    unit=UnitRule.MONEY,
    decimals=lambda of: 2,
    decides=True,
    en="The person's share of a pool, in proportion to the weights, in whole fen that add up to the"
    " pool exactly; equal parts where every weight is 0.",
    zh="按权重分配奖金包，分到分且合计恰为奖金包总额；权重全为 0 时平均分配。",
    wording=Wording(
        "{pool} × the employee's {weight} ÷ the total of {weight} over {whom}",
        "{pool} × 本人{weight} ÷ {whom}{weight}合计",
        variants=(
            Variant(
                "weight", "number", "{pool} ÷ the number of people ({whom})", "{pool} ÷ {whom}人数"
            ),
        ),
        names={
            "pool": {"en": "the amount shared out", "zh": "分配总额"},
            "weight": {"en": "weight", "zh": "分配权重"},
        },
    ),
    example=Example("split(100, points)", {"points": [1.0, 1.0, 1.0]}, [33.34, 33.33, 33.33]),
    rule={
        "en": "Shares are paid in whole fen and add up exactly to the amount shared out. A weight"
        " below 0 counts as 0; where nobody has a weight above 0, the shares are equal.",
        "zh": "分配金额以分为单位，各人份额之和等于分配总额；权重低于 0 的按 0 计，"
        "所有人的权重均为 0 的，平均分配。",
    },
)
def split(span: Span, pool: Array, weight: Array, by: Groups, among: Flags | None) -> Array:
    """Exact shares are floored; the missing fen go to the largest remainders, ties by id."""
    shape = span.present.shape
    pools, weights = np.broadcast_to(pool, shape), np.broadcast_to(weight, shape)
    units = np.maximum(exact.in_units(weights, span.decimals[1]), 0.0)
    out = np.zeros(shape)
    for row, here in enumerate(taking_part(span, among)):
        groups = codes(by, row, here)
        count = int(groups.max(initial=0)) + 1
        fen = np.empty(groups.size)
        exact.to_fen(pools[row, here], fen)
        pool_fen = np.zeros(count)
        pool_fen[groups] = fen
        w = units[row, here]
        w = np.where(np.bincount(groups, w, count)[groups] > 0, w, 1.0)
        whole: Array = np.asarray(np.bincount(groups, w, count)[groups], np.float64)
        divided = _divided if span.decimals[1] is None else _divided_exactly
        base, remainder, unsure = divided(fen, w, whole)
        missing = pool_fen - np.bincount(groups, base, count)
        order, starts_group, _ = ordered(remainder, groups, unsure)
        within = np.arange(order.size) - latest(starts_group)
        base[order] += within < missing[groups[order]]
        out[row, here] = base / 100.0
    return out


def _divided(fen: Array, w: Array, whole: Array) -> tuple[Array, Remainders, float]:
    """fen × w ÷ whole: the whole fen, the remainders, and how far these may be off."""
    share = fen * w / whole
    unsure = np.abs(share) * 1e-14 + 1e-11
    base = np.floor(share + unsure)
    return base, np.maximum(share - base, 0.0), float(unsure.max(initial=0))


def _divided_exactly(fen: Array, w: Array, whole: Array) -> tuple[Array, Remainders, float]:
    """The same for whole numbers, with the remainders counted in parts of `whole`, which orders
    the people of a group as well.

    The share in binary is off by a fen or two at most, so the remainder it leaves is a small
    multiple of `whole`: it is right even where the products themselves wrap around.
    """
    if not (np.abs(fen).max(initial=0) < LARGEST_POOL and whole.max(initial=0) < LARGEST_WHOLE):
        return _divided(fen, w, whole)
    parts = whole.astype(np.int64)
    base = np.floor(fen * w / whole).astype(np.int64)
    remainder = fen.astype(np.int64) * w.astype(np.int64) - base * parts
    over = remainder // parts
    return (base + over).astype(np.float64), remainder - over * parts, 0.0


@function(
    takes=(_X, Argument("by", ("person",))),
    scope="everyone",
    decimals=exact.of_first,
    coupling=Coupling.GROUP,
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


@function(
    takes=(
        _X,
        Argument("top", ("number",), fixed=True),
        Argument("bottom", ("number",), fixed=True),
        _BY,
    ),
    scope="everyone",
    coupling=Coupling.RANK,
    gives=Choice(values=("top", "middle", "bottom")),
    decimals=exact.none,
    decides=True,
    en="Forced distribution: the best share of the group is top, the last share bottom, the others"
    " middle; ties go by employee id.",
    zh="强制分布：组内前 top 比例为 top，末尾 bottom 比例为 bottom，其余为 middle；"
    "并列按员工编号。",
    wording=Wording(
        "the standing of {x} among {whom} (the first {top}: top, the last {bottom}: bottom, "
        "all others: middle)",
        "{x}在{whom}中的档次（前{top}为优，末{bottom}为差，其余为中）",
        names={
            "top": {"en": "top", "zh": "优"},
            "middle": {"en": "middle", "zh": "中"},
            "bottom": {"en": "bottom", "zh": "差"},
        },
    ),
    example=Example(
        'forced_distribution(score, 0.25, 0.25) == "top"',
        {"score": [70.0, 90.0, 80.0, 60.0]},
        [False, True, False, False],
    ),
    rule={
        "en": "The number of people in the top group is rounded up, that in the bottom group down;"
        " ties are broken by employee number.",
        "zh": "优档人数向上取整，差档人数向下取整；结果相同的，按员工编号排序。",
    },
)
def forced_distribution(
    span: Span, x: Array, top: float, bottom: float, by: Groups
) -> NDArray[np.int8]:
    values = np.broadcast_to(x, span.present.shape)
    out = np.full(span.present.shape, 3, dtype=np.int8)
    for row, here in enumerate(span.present):
        groups = codes(by, row, here)
        size = np.bincount(groups).astype(float)
        first, last = np.empty_like(size), np.empty_like(size)
        exact.ceil(size * top, first)
        exact.floor(size * bottom, last)
        last = np.minimum(last, size - first)
        order, starts_group, _ = ordered(values[row, here], groups)
        within = np.arange(order.size) - latest(starts_group)
        own = groups[order]
        result = np.empty(order.size, dtype=np.int8)
        result[order] = np.where(
            within < first[own], 0, np.where(within >= size[own] - last[own], 2, 1)
        )
        out[row, here] = result
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
