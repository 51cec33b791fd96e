"""The share of one person of a pool, whose weight is another one, without everybody's: how many
others come before, where fen are missing, is counted.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import floor as whole_part
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.formula import Span, exact, moves_between_groups, others_of_group
from engine.vectors.code_lines import NotInVectors
from engine.vectors.everyone_functions import Part, Worked
from engine.vectors.everyone_loops import Row
from engine.vectors.loop_run import LoopRun
from engine.vectors.loop_words import floor, rint
from engine.vectors.pool_loops import (
    LARGEST_POOL,
    LARGEST_WHOLE,
    LEAST_SHARE_OFF,
    SHARE_OFF,
)

Array = NDArray[Any]


def weights_with_one(
    weight: Row, units: float, here: Row, people: int, person: int, own: float, found: Row
) -> int:
    """The sum of the weights of whoever is there, the greatest one and how many people they are,
    where one of them has their own; 1 where some are no numbers."""
    odd = 0
    whole = 0.0
    most = 0.0
    count = 0.0
    for i in range(people):
        if here[i]:
            value = own if i == person else weight[i] * 1.0
            if units > 0.0:
                value = rint(value * units)
            if value != value:
                odd = 1
            if not value > 0.0:
                value = 0.0
            whole += value
            most = value if value > most else most
            count += 1.0
    found[0] = whole
    found[1] = most
    found[2] = count
    return odd


def before_one(
    weight: Row, units: float, here: Row, people: int, person: int, own: float,
    fen: float, whole: float, equal: int, own_left: int, found: Row,
) -> int:  # fmt: skip
    """How many fen all are given, and of how many what is left comes before what is left of one,
    in parts of the whole, as `pool_shares._divided_exactly` has them."""
    given = 0
    before = 0
    parts = int(whole)
    for i in range(people):
        if here[i]:
            value = own if i == person else weight[i] * 1.0
            if units > 0.0:
                value = rint(value * units)
            if not value > 0.0:
                value = 0.0
            if equal:
                value = 1.0
            share = int(floor(fen * value / whole))
            left = int(fen) * int(value) - share * parts
            while left < 0:
                left += parts
                share -= 1
            while left >= parts:
                left -= parts
                share += 1
            given += share
            before += int(left > own_left) + int(left == own_left) * int(i < person)
    found[0] = given
    found[1] = before
    return 0


def before_one_in_binary(
    weight: Row, here: Row, people: int, person: int, own: float,
    fen: float, whole: float, equal: int, own_left: float, unsure: float, found: Row,
) -> int:  # fmt: skip
    """The same where weights may be quotients, as `pool_shares._divided` has them; how many more
    leave what cannot be told from what one leaves."""
    given = 0
    before = 0
    close = 0
    for i in range(people):
        if here[i]:
            value = own if i == person else weight[i] * 1.0
            if not value > 0.0:
                value = 0.0
            if equal:
                value = 1.0
            share = fen * value / whole
            rounded = floor(share + (abs(share) * SHARE_OFF + LEAST_SHARE_OFF))
            left = share - rounded
            left = left if left > 0.0 else 0.0
            given += int(rounded)
            before += int(left > own_left)
            close += int(abs(left - own_left) <= unsure)
    found[0] = given
    found[1] = before
    return close - 1


def split_of_one(span: Span, person: int, everyone: Sequence[Any], own: Sequence[Any]) -> Worked:
    """The shares of a person [month, place] by the person's own arguments [month, place], of a pool
    that is the same for the whole group. Raises NotInVectors where it is not."""
    pool, weight, by, among = everyone
    own_pool, own_weight, own_by, counted = own
    if moves_between_groups(own_by):
        raise NotInVectors
    pools, weights = (np.broadcast_to(array, span.present.shape) for array in (pool, weight))
    out = np.zeros(own_pool.shape)

    def part(row: int, others: Array) -> Part:
        def work(run: LoopRun) -> None:
            theirs = np.asarray(weights[row], dtype=np.float64)
            largest = 0.0 if by is None else float(np.abs(pools[row, span.present[row]]).max())
            for place in range(own_pool.shape[1]):
                if counted is not None and not counted[row, place]:
                    continue
                amount = float(own_pool[row, place])
                if pools.strides[1] and (others & (pools[row] != amount)).any():
                    raise NotInVectors
                here = others.copy()
                here[person] = True
                asked = theirs, span.decimals[1], here, person, float(own_weight[row, place])
                out[row, place] = _share(run, asked, amount, largest) / 100.0

        return work

    return out, [[part(*of_row) for of_row in others_of_group(span, person, by, among)]]


Weights = tuple[Array, exact.Decimals, Array, int, float]
"""Weights, their decimals, who is there, and one of them by place, whose own weight is another."""


def _share(run: LoopRun, weights: Weights, amount: float, largest: float) -> float:
    """The fen of one person of a pool, none being larger than the largest of other groups."""
    theirs, decimals, here, person, own = weights
    pool, found, counted = np.empty(1), np.zeros(3), np.zeros(2, dtype=np.int64)
    exact.to_fen(amount, pool)
    fen, units = float(pool[0]), 0.0 if decimals is None else exact.unit(decimals)
    given = theirs, units, here, here.size, person, own
    odd = run(weights_with_one, *given, found)
    whole, greatest, count = found.tolist()
    if odd or not (abs(fen) < LARGEST_POOL and whole < LARGEST_WHOLE):
        raise NotInVectors
    if fen == 0.0 and not run.missing:
        return 0.0
    equal = not whole > 0.0
    weight = 1.0 if equal else max(float(exact.in_units(own, decimals)), 0.0)
    whole = max(count, 1.0) if equal else whole
    if decimals is None:
        share = fen * weight / whole
        base = whole_part(share + _unsure(share))
        left = max(share - base, 0.0)
        unsure = max(_unsure(fen * greatest / whole), _unsure(largest * 101.0))
        asked = theirs, here, here.size, person, own, fen, whole, int(equal), left, unsure, counted
        if run(before_one_in_binary, *asked) > 0:
            raise NotInVectors
    else:
        base, left_over = divmod(int(fen) * int(weight), int(whole))
        if not weight:  # whoever leaves something comes before, and they are more than fen missing
            return 0.0
        run(before_one, *given, fen, whole, int(equal), left_over, counted)
    return base + float(counted[1] < fen - counted[0])


def _unsure(share: float) -> float:
    return abs(share) * SHARE_OFF + LEAST_SHARE_OFF


ONE_PERSON_FUNCTIONS = {
    meaning.__name__.removesuffix("_of_one"): meaning for meaning in (split_of_one,)
}
"""By the name of a function: its result for one person, whose own arguments [month, place] are
others than that of everyone, and the parts of it."""
