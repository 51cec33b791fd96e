"""Functions that put the people of a group in order: places, and forced distribution.

Arrays have a row for every month the line falls due; only people with a row that month count, and
the result is 0 for the others. People are in the order of their ids.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

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
from engine.formula.functions.groups import (
    Groups,
    codes,
    latest,
    moves_between_groups,
    ordered,
    others_of_group,
    taking_part,
)
from engine.formula.functions.wording import Variant, Wording
from engine.formula.kinds import Choice

_X = Argument("x", ("number",))
_BY = Argument("by", ("category",), optional=True)
_AMONG = Argument("among", ("condition",), optional=True)


def _rank_of_one(
    span: Span, person: int, everyone: Sequence[Any], own: Sequence[Any]
) -> Array | None:
    """The rank of one person who stands at other x: those above are counted."""
    x, by, among = everyone
    elsewhere, own_by, counted = own
    if moves_between_groups(own_by) or not np.isfinite(elsewhere).all():
        return None
    values = np.broadcast_to(x, span.present.shape)
    out = np.zeros(elsewhere.shape)
    for row, others in others_of_group(span, person, by, among):
        theirs = np.where(others, values[row], -np.inf)
        for place, one in enumerate(elsewhere[row]):
            if counted is None or counted[row, place]:
                out[row, place] = np.count_nonzero(theirs > _equal_to(one, theirs)[1]) + 1
    return out


def _equal_to(one: float, values: Array) -> tuple[float, float]:
    """The least and the greatest of those values that are equal to one, or to one that is."""
    hair = 2 * exact.tolerance(one)
    if np.count_nonzero(np.abs(values - one) <= hair) == np.count_nonzero(values == one):
        return one, one
    falling = -np.sort(-np.append(values[np.isfinite(values)], one))
    ties = np.cumsum(~exact.same_rank(falling))
    equal = falling[ties == ties[np.flatnonzero(falling == one)[0]]]
    return float(equal[-1]), float(equal[0])


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


def _standing_of_one(
    span: Span, person: int, everyone: Sequence[Any], own: Sequence[Any]
) -> NDArray[np.int8] | None:
    """The standing of one person who stands at other x: those before are counted."""
    x, top, bottom, by = everyone
    elsewhere, _, _, own_by = own
    if moves_between_groups(own_by) or not np.isfinite(elsewhere).all():
        return None
    values = np.broadcast_to(x, span.present.shape)
    out = np.full(elsewhere.shape, 3, dtype=np.int8)
    for row, others in others_of_group(span, person, by):
        size = np.array([np.count_nonzero(others) + 1.0])
        first, not_last = (float(count[0]) for count in _firsts_and_others(size, top, bottom))
        theirs = np.where(others, values[row], -np.inf)
        for place, one in enumerate(elsewhere[row]):
            least, most = _equal_to(one, theirs)
            before = np.count_nonzero(theirs > most) + np.count_nonzero(theirs[:person] >= least)
            before -= np.count_nonzero(theirs[:person] > most)
            out[row, place] = 0 if before < first else 1 if before < not_last else 2
    return out


def _firsts_and_others(size: Array, top: float, bottom: float) -> tuple[Array, Array]:
    """How many of groups of so many are top, and how many are not bottom."""
    first, last = np.empty_like(size), np.empty_like(size)
    exact.ceil(size * top, first)
    exact.floor(size * bottom, last)
    return first, size - np.minimum(last, size - first)


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
    for_one=_standing_of_one,
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
        first, not_last = _firsts_and_others(size, top, bottom)
        order, starts_group, _ = ordered(values[row, here], groups)
        within = np.arange(order.size) - latest(starts_group)
        own = groups[order]
        result = np.empty(order.size, dtype=np.int8)
        result[order] = np.where(within < first[own], 0, np.where(within >= not_last[own], 2, 1))
        out[row, here] = result
    return out
