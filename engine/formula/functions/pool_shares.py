"""Shares of a pool in whole fen that add up to it.

Arrays have a row for every month the line falls due; only people with a row that month count, and
the result is 0 for the others. People are in the order of their ids.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

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
from engine.formula.functions.groups import Groups, codes, latest, ordered, taking_part
from engine.formula.functions.wording import Variant, Wording

Remainders = NDArray[np.float64] | NDArray[np.int64]

_BY = Argument("by", ("category",), optional=True)
_AMONG = Argument("among", ("condition",), optional=True)


@function(
    takes=(Argument("pool", ("number",)), Argument("weight", ("number",)), _BY, _AMONG),
    scope="everyone",
    coupling=Coupling.SHARE,
    unit=UnitRule.MONEY,
    decimals=lambda of: 2,
    decides=True,
    en="The person’s share of a pool, in proportion to the weights, in whole fen that add up to the"
    " pool exactly; equal parts where every weight is 0.",
    zh="按权重分配奖金包，分到分且合计恰为奖金包总额；权重全为 0 时平均分配。",
    wording=Wording(
        "{pool} × the employee’s {weight} ÷ the total of {weight} over {whom}",
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
    unsure = np.abs(share) * exact.SHARE_OFF + exact.LEAST_SHARE_OFF
    base = np.floor(share + unsure)
    return base, np.maximum(share - base, 0.0), float(unsure.max(initial=0))


def _divided_exactly(fen: Array, w: Array, whole: Array) -> tuple[Array, Remainders, float]:
    """The same for whole numbers, with the remainders counted in parts of `whole`, which orders
    the people of a group as well.

    The share in binary is off by a fen or two at most, so the remainder it leaves is a small
    multiple of `whole`: it is right even where the products themselves wrap around.
    """
    fits = np.abs(fen).max(initial=0) < exact.LARGEST_POOL
    if not (fits and whole.max(initial=0) < exact.LARGEST_WHOLE):
        return _divided(fen, w, whole)
    parts = whole.astype(np.int64)
    base = np.floor(fen * w / whole).astype(np.int64)
    remainder = fen.astype(np.int64) * w.astype(np.int64) - base * parts
    over = remainder // parts
    return (base + over).astype(np.float64), remainder - over * parts, 0.0
