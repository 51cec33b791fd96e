"""A balance of things that are worth something only for a while, and are spent oldest first."""

from __future__ import annotations

from collections import deque

import numpy as np

from engine.formula import exact
from engine.formula.exact import Operand
from engine.formula.functions.function import Argument, Array, Example, Span, function
from engine.formula.kinds import NUMBER, Record


@function(
    takes=(
        Argument("received", ("number",), masked=True),
        Argument("price", ("number",)),
        Argument("months", ("number",), fixed=True),
    ),
    scope="person",
    gives=Record(fields=(("prizes", NUMBER), ("expired", NUMBER), ("balance", NUMBER))),
    en="A balance that expires: what is received counts in that and the next months − 1 calendar"
    " months. In each month with a row every full price of the balance is spent on a prize, the"
    " oldest first. Gives prizes (how many this month), expired (what has expired since the row"
    " before) and balance (what is left).",
    zh="会过期的结余：收到的数量在当月及其后 months − 1 个自然月内有效。每个有记录的月份，"
    "结余每满一个 price 兑换一份，先用最早收到的。结果：prizes（当月兑换份数）、"
    "expired（上一条记录以来过期的数量）、balance（兑换后结余）。",
    example=Example(
        "expiring_balance(flowers, price=5, months=2).prizes",
        {"flowers": [3.0, 3.0, 1.0, 4.0]},
        [0, 1, 0, 1],
    ),
)
def expiring_balance(
    out: tuple[Array, Array, Array], span: Span, received: Array, price: Operand, months: float
) -> None:
    prizes, expired, balance = out
    prices = np.broadcast_to(price, span.present.shape)
    people = span.present.shape[1]
    lots: deque[Array] = deque()  # what is left of each month's receipts, the oldest first
    gone = np.zeros(people)
    count = np.empty(people)
    wanted = {row: k for k, row in enumerate(span.rows)}
    for row, here in enumerate(span.present):
        if len(lots) >= max(1.0, months):
            gone += lots.popleft()
        lots.append(received[row].copy())
        full = np.zeros(people)
        np.divide(sum(lots), prices[row], out=full, where=prices[row] > exact.LEAST)
        exact.floor(full, count)
        count = np.where(here, np.maximum(count, 0.0), 0.0)
        _spend(lots, count * prices[row])
        if row in wanted:
            k = wanted[row]
            prizes[k], expired[k] = count, np.where(here, gone, 0.0)
            balance[k] = np.where(here, sum(lots), 0.0)
        gone[here] = 0.0


def _spend(lots: deque[Array], owed: Array) -> None:
    """Takes what is owed out of the lots, oldest first."""
    for lot in lots:
        taken = np.where(owed > exact.LEAST, np.minimum(lot, owed), 0.0)
        lot -= taken
        owed = owed - taken
