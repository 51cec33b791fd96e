"""Shapley values: what each of several causes adds to a difference, whatever their order.

A cause's contribution is what it adds on average when the causes come in one after the other, over
all orders. Amounts are whole fen; nothing is lost or added by rounding.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

Fen = NDArray[np.int64]
Value = Callable[[frozenset[int]], Fen]
"""Fen of each of several amounts, shape (amounts,), once some causes (0, 1, …) have come in."""

MOST_EXACT = 9
"""So many causes are looked at in all orders, which asks for fewer sets of them than drawing orders
does; of more, orders are drawn."""


@dataclass(frozen=True)
class Contributions:
    """`fen[cause, amount]` add up over the causes to the whole difference of each amount.
    `error[cause]` is the standard error of a cause's contribution to all amounts together, 0 where
    all orders were looked at."""

    fen: Fen
    error: NDArray[np.float64]


def all_orders(causes: int, value: Value) -> Contributions:
    """The contributions over all orders; asks for the value of every set of causes."""
    sets = [frozenset(_members(mask)) for mask in range(1 << causes)]
    values = [value(one) for one in sets]
    sums = [[0] * values[0].size for _ in range(causes)]
    for mask, before in enumerate(values):
        count = len(sets[mask])
        for cause in range(causes):
            if not mask >> cause & 1:
                weight = math.factorial(count) * math.factorial(causes - count - 1)
                added = values[mask | 1 << cause] - before
                for amount, fen in enumerate(added.tolist()):
                    sums[cause][amount] += weight * fen
    shares = [[Fraction(fen, math.factorial(causes)) for fen in row] for row in sums]
    return Contributions(_whole(shares, values[-1] - values[0]), np.zeros(causes))


def drawn_orders(causes: int, value: Value, pairs: int, seed: int) -> Contributions:
    """The contributions over `pairs` drawn orders, each with its reverse."""
    generator = np.random.default_rng(seed)
    nothing, everything = value(frozenset()), value(frozenset(range(causes)))
    sums = np.zeros((causes, nothing.size), np.int64)
    of_pair = np.zeros((pairs, causes))
    for pair in range(pairs):
        order = generator.permutation(causes).tolist()
        for walk in (order, order[::-1]):
            before, there = nothing, set[int]()
            for cause in walk:
                there.add(cause)
                after = everything if len(there) == causes else value(frozenset(there))
                sums[cause] += after - before
                of_pair[pair, cause] += float((after - before).sum()) / 2
                before = after
    shares = [[Fraction(fen, 2 * pairs) for fen in row] for row in sums.tolist()]
    error = of_pair.std(axis=0, ddof=1) / math.sqrt(pairs)
    return Contributions(_whole(shares, everything - nothing), error)


def apportioned(shares: Sequence[Fraction], total: int) -> list[int]:
    """Whole numbers next to some shares that add up to their total; what is left over by rounding
    down goes where most was cut off, to the first of equal ones."""
    found = [math.floor(share) for share in shares]
    cut = sorted(range(len(shares)), key=lambda i: found[i] - shares[i])
    for i in cut[: total - sum(found)]:
        found[i] += 1
    return found


def _whole(shares: Sequence[Sequence[Fraction]], totals: Fen) -> Fen:
    columns = [
        apportioned([row[amount] for row in shares], total)
        for amount, total in enumerate(totals.tolist())
    ]
    return np.array(columns, np.int64).T.reshape(len(shares), totals.size)


def _members(mask: int) -> list[int]:
    return [i for i in range(mask.bit_length()) if mask >> i & 1]
