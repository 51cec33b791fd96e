"""A balance of things that are worth something only for a while, and are spent oldest first."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from engine.formula import exact
from engine.formula.exact import Operand
from engine.formula.functions.function import Argument, Array, Example, Span, function
from engine.formula.functions.wording import Wording
from engine.formula.kinds import NUMBER, Record


@dataclass(frozen=True)
class Lot:
    """What came in in one month (`row` of the facts): what is left of it, and what was spent of it
    this month. Arrays [person]."""

    row: int
    left: Array
    spent: Array


@dataclass(frozen=True)
class BalanceMonth:
    """The balance of everybody in one month, `row` of the facts: arrays [person]; 0 without a row.

    The `opening` balance is that of the person's row before, of which `expired` has gone since.
    With what came in it makes `full`, from which so many `prizes` are paid; `lots`, the oldest
    first, are what is left of it, the `balance`.
    """

    row: int
    opening: Array
    expired: Array
    full: Array
    prizes: Array
    lots: tuple[Lot, ...]
    balance: Array


@function(
    takes=(
        Argument("received", ("number",), masked=True),
        Argument("price", ("number",)),
        Argument("months", ("number",), fixed=True),
    ),
    scope="person",
    stateful=True,
    decides=True,
    gives=Record(fields=(("prizes", NUMBER), ("expired", NUMBER), ("balance", NUMBER))),
    en="A balance that expires: what is received counts in that and the next months − 1 calendar"
    " months. In each month with a row every full price of the balance is spent on a prize, the"
    " oldest first. Gives prizes (how many this month), expired (what has expired since the row"
    " before) and balance (what is left).",
    zh="会过期的结余：收到的数量在当月及其后 months − 1 个自然月内有效。每个有记录的月份，"
    "结余每满一个 price 兑换一份，先用最早收到的。结果：prizes（当月兑换份数）、"
    "expired（上一条记录以来过期的数量）、balance（兑换后结余）。",
    wording=Wording(
        "balance that expires",
        "有效期内结余",
        rules=(
            {
                "en": "{received}: what comes in can be used for {months} calendar months, the "
                "month of receipt included, and expires after that.",
                "zh": "{received}自收到当月起 {months} 个自然月内有效，逾期作废。",
            },
            {
                "en": "In each month in service, one prize is paid for every full {price} "
                "collected, using up the oldest first; what is left over stays good until "
                "it expires.",
                "zh": "每月按累计数量兑换：结余每达到{price}，兑换一份，先用最早收到的；"
                "不足一份的留待以后兑换。",
            },
        ),
        names={
            "prizes": {"en": "number of prizes", "zh": "兑换份数"},
            "expired": {"en": "expired", "zh": "过期数量"},
            "balance": {"en": "balance left over", "zh": "结余"},
        },
    ),
    example=Example(
        "expiring_balance(flowers, price=5, months=2).prizes",
        {"flowers": [3.0, 3.0, 1.0, 4.0]},
        [0, 1, 0, 1],
    ),
)
def expiring_balance(
    span: Span, received: Array, price: Operand, months: float
) -> Iterator[BalanceMonth]:
    """The months of the facts one after the other, each from what is left of the earlier ones.

    All is counted in whole units of the last decimal place of what is received and of the price,
    so that lots and balance stay exact; where they are quotients, what is but their error is 0.
    """
    decimals = exact.widest(span.decimals[:2])
    unit = exact.unit(decimals)
    came_in = exact.in_units(received, decimals)
    prices = np.broadcast_to(exact.in_units(price, decimals), span.present.shape)
    people = span.present.shape[1]
    left: deque[tuple[int, Array]] = deque()  # what is left of each month, the oldest first
    opening, expired = np.zeros(people), np.zeros(people)
    for row, here in enumerate(span.present):
        if len(left) >= max(1.0, months):
            expired = expired + left.popleft()[1]
        left.append((row, came_in[row]))
        full = _sum(left, people)
        count = np.zeros(people)
        np.divide(full, prices[row], out=count, where=prices[row] > exact.ABSOLUTE)
        exact.floor(count, count)
        count = np.where(here, np.maximum(count, 0.0), 0.0)
        lots = _spent(left, count * prices[row], decimals)
        left = deque((lot.row, lot.left) for lot in lots)
        balance = np.where(here, _sum(left, people), 0.0)
        yield BalanceMonth(
            row,
            opening / unit,
            np.where(here, expired, 0.0) / unit,
            full / unit,
            count,
            tuple(Lot(lot.row, lot.left / unit, lot.spent / unit) for lot in lots),
            balance / unit,
        )
        opening = np.where(here, balance, opening)
        expired = np.where(here, 0.0, expired)


def _spent(
    left: Iterable[tuple[int, Array]], owed: Array, decimals: exact.Decimals
) -> tuple[Lot, ...]:
    """Takes what is owed out of the lots, the oldest first."""
    lots = []
    for row, lot in left:
        taken = np.where(owed > exact.ABSOLUTE, np.minimum(lot, owed), 0.0)
        lots.append(Lot(row, exact.difference(lot, taken, decimals), taken))
        owed = exact.difference(owed, taken, decimals)
    return tuple(lots)


def _sum(lots: Iterable[tuple[int, Array]], people: int) -> Array:
    return sum((lot for _, lot in lots), np.zeros(people))
