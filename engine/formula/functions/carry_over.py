"""Functions that carry a state from period to period and give several results.

Their arguments are worked out in the line's own paying months; a person's state waits in paying
months without a row.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from engine.formula import exact
from engine.formula.exact import Operand
from engine.formula.functions.function import Argument, Array, Example, Flags, Role, Span, function
from engine.formula.functions.wording import Wording
from engine.formula.kinds import CONDITION, NUMBER, Record


@dataclass(frozen=True)
class Filling:
    """What a period does to the shortfall that an earlier period, `row` of the facts, left open.

    `missing` of it was still open, of which `filled` is made up; where that is all of it, the
    base quota of that time, `base`, is `released`. 0 where that period left nothing open.
    """

    row: int
    base: Array
    missing: Array
    filled: Array
    released: Flags

    @property
    def left(self) -> Array:
        """What stays open."""
        return np.where(self.released, 0.0, self.missing - self.filled)

    def over(self, unit: float) -> Filling:
        """The same with amounts that were counted in units, so many to 1."""
        base, missing, filled = (a / unit for a in (self.base, self.missing, self.filled))
        return Filling(self.row, base, missing, filled, self.released)


@dataclass(frozen=True)
class CarryOverPeriod:
    """One period of everybody, `row` of the facts: arrays [person].

    `counted` are the receipts with the `opening` carried into the period. Each person with a row is
    `exempt`, or has `missed` the base quota, or has reached it; `reached` tells whether the target
    counts as reached, `limited` whether what is above it is carried on. `free` is what is left
    above the base quota after the fillings, which stand from the oldest shortfall on.
    """

    row: int
    opening: Array
    counted: Array
    base: Array
    exempt: Flags
    missed: Flags
    reached: Flags
    limited: Flags
    fillings: tuple[Filling, ...]
    free: Array
    bonus_base: Array
    carry: Array
    open_shortfall: Array


def _decimals(of: Sequence[exact.Decimals]) -> exact.Decimals:
    """The decimals of the amounts of the ledger: of the receipts, the base quota and the limit."""
    receipts, target, base_share, no_carry_above, _ = of
    return exact.widest((receipts, exact.together((target, base_share)), no_carry_above))


@function(
    takes=(
        Argument("receipts", ("number",)),
        Argument("target", ("number",), Role.GOAL),
        Argument("base_share", ("number",)),
        Argument("no_carry_above", ("number",)),
        Argument("exempt", ("condition",)),
    ),
    scope="person",
    gives=Record(
        fields=(
            ("bonus_base", NUMBER),
            ("carry", NUMBER),
            ("open_shortfall", NUMBER),
            ("reached", CONDITION),
            ("missed", CONDITION),
        )
    ),
    decimals=_decimals,
    decides=True,
    monthly_arguments=False,
    stateful=True,
    en="A base quota with carry-over: what is missing to the base stays open and is filled by later"
    " surplus, oldest first, which releases the base filled; receipts above the target are carried"
    " to the next period. Gives bonus_base, carry, open_shortfall, reached and missed.",
    zh="带结转的基数考核：未完成基数的差额留待以后期间的超额部分补足（先补最早的），补足后释放该期基数；"
    "超过目标的部分结转下期。结果：bonus_base（计奖基数）、carry（结转额）、open_shortfall（未补差额）、"
    "reached（是否达标）、missed（是否未完成基数）。",
    wording=Wording(
        "base quota with carry-over",
        "基数考核与结转",
        rules=(
            {
                "en": "What counts in a period is {receipts}, plus what is carried over from the "
                "period before. The base quota of a period is {target} × {base_share}.",
                "zh": "每期考核额为{receipts}加上期结转额；任务基数 = {target} × {base_share}。",
            },
            {
                "en": "Where what counts stays below the base quota, nothing earns bonus. What "
                "is missing stays open until receipts above later base quotas make it up, "
                "the oldest first; a base quota that has been made up in full then earns "
                "bonus after all.",
                "zh": "考核额未达到任务基数的，计奖回款额为 0，差额留作缺口，"
                "由以后各期超出任务基数的部分补足（先补最早一期）；缺口全部补足后，"
                "该期任务基数另行计入计奖回款额。",
            },
            {
                "en": "Where the base quota is reached, what counts, less what makes up "
                "shortfalls, earns bonus, up to {target}; what is above it is carried into "
                "the next period. Base quotas made up earn their bonus besides.",
                "zh": "考核额达到任务基数的，计奖回款额为考核额减去补足缺口的部分，"
                "最高计至{target}，超出部分结转下期；因补足缺口而计入的任务基数不受此限。",
            },
            {
                "en": "Where what counts reaches {no_carry_above}, nothing is carried over: all "
                "of it, less what makes up shortfalls, earns bonus.",
                "zh": "考核额达到{no_carry_above}的，不再结转，考核额减去补足缺口的部分全额计奖。",
            },
            {
                "en": "There is no quota where {exempt}: all receipts earn bonus, the target "
                "counts as reached, and open shortfalls stay as they are.",
                "zh": "{exempt}的，不承担任务，回款全额计奖，视为达到任务；待补缺口保持不变。",
            },
        ),
        names={
            "bonus_base": {"en": "receipts that earn bonus", "zh": "计奖回款额"},
            "carry": {"en": "amount carried into the next period", "zh": "结转下期的金额"},
            "open_shortfall": {"en": "shortfall still to make up", "zh": "待补缺口"},
            "reached": {"en": "the target is reached", "zh": "达到任务"},
            "missed": {"en": "the base quota is missed", "zh": "未达基数"},
        },
    ),
    example=Example(
        "carry_over(receipts=receipts, target=100, base_share=0.5, no_carry_above=300,"
        " exempt=tenure < 1).bonus_base",
        {"receipts": [40.0, 70.0, 120.0], "tenure": [5, 6, 7]},
        [0, 110, 100],
    ),
)
def carry_over(
    span: Span,
    receipts: Array,
    target: Array,
    base_share: Operand,
    no_carry_above: Operand,
    exempt: Flags,
) -> Iterator[CarryOverPeriod]:
    """The periods one after the other, each from what the earlier ones left open.

    The state is kept in whole units of the last decimal place of all amounts. These are whole
    numbers below 2**53, so nothing is lost between periods, however many there are.
    """
    shape = len(span.rows), span.present.shape[1]
    decimals = _decimals(span.decimals)
    received, goal, base_quota, limit, new = (
        np.broadcast_to(a, shape)
        for a in (
            *(exact.in_units(x, decimals) for x in (receipts, target, target * base_share)),
            exact.in_units(no_carry_above, decimals),
            exempt,
        )
    )
    nothing = np.zeros(shape[1])
    carried = nothing
    owed: list[tuple[int, Array, Array]] = []  # (row, base, missing) of each earlier period
    for k, row in enumerate(span.rows):
        here = span.present[row]
        counted = received[k] + carried
        base = base_quota[k]
        met, full, unlimited = (
            exact.reached(counted, a, decimals) for a in (base, goal[k], limit[k])
        )
        free_of_quota = new[k] & here
        missed = here & ~free_of_quota & ~met
        fills = here & ~free_of_quota & met
        surplus = exact.difference(counted, base, decimals)
        fillings, free = _filled(owed, fills, np.where(fills, surplus, 0.0), decimals)
        limited = fills & full & ~unlimited
        earned = base + free
        released = sum((np.where(f.released, f.base, 0.0) for f in fillings), nothing)
        due = np.where(limited, np.minimum(earned, goal[k]), earned) + released
        above = exact.difference(earned, goal[k], decimals)
        carry = np.where(limited, np.maximum(above, 0.0), 0.0)
        opening, carried = carried, np.where(here, carry, carried)
        owed = [(filling.row, filling.base, filling.left) for filling in fillings]
        owed.append((row, np.where(missed, base, 0.0), np.where(missed, -surplus, 0.0)))
        unit = exact.unit(decimals)
        yield CarryOverPeriod(
            row,
            opening / unit,
            counted / unit,
            base / unit,
            free_of_quota,
            missed,
            free_of_quota | (fills & full),
            limited,
            tuple(filling.over(unit) for filling in fillings),
            free / unit,
            np.where(free_of_quota, counted, np.where(fills, due, 0.0)) / unit,
            carried / unit,
            sum((missing for _, _, missing in owed), nothing) / unit,
        )


def _filled(
    owed: Sequence[tuple[int, Array, Array]], fills: Flags, free: Array, decimals: exact.Decimals
) -> tuple[tuple[Filling, ...], Array]:
    """Makes shortfalls up, the oldest first, from what is free; and what is still free then."""
    fillings = []
    for row, base, missing in owed:
        released = exact.reached(free, missing, decimals) & fills & (missing > 0)
        filled = np.where(released, missing, np.minimum(free, missing))
        free = np.maximum(exact.difference(free, filled, decimals), 0.0)
        fillings.append(Filling(row, base, missing, filled, released))
    return tuple(fillings), free
