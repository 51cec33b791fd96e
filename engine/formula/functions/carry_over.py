"""Words that carry a state from period to period and give several results.

Their arguments are worked out in the line's own paying months; a person's state waits in paying
months without a row.
"""

from __future__ import annotations

import numpy as np

from engine.formula import exact
from engine.formula.exact import Operand
from engine.formula.functions.function import Argument, Array, Example, Flags, Span, function
from engine.formula.kinds import CONDITION, NUMBER, Record


@function(
    takes=(
        Argument("receipts", ("number",)),
        Argument("target", ("number",)),
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
    monthly_arguments=False,
    en="A base quota with carry-over: what is missing to the base stays open and is filled by later"
    " surplus, oldest first, which releases the base filled; receipts above the target are carried"
    " to the next period. Gives bonus_base, carry, open_shortfall, reached and missed.",
    zh="带结转的基数考核：未完成基数的差额留待以后期间的超额部分补足（先补最早的），补足后释放该期基数；"
    "超过目标的部分结转下期。结果：bonus_base（计奖基数）、carry（结转额）、open_shortfall（未补差额）、"
    "reached（是否达标）、missed（是否未完成基数）。",
    example=Example(
        "carry_over(receipts=receipts, target=100, base_share=0.5, no_carry_above=300,"
        " exempt=tenure < 1).bonus_base",
        {"receipts": [40.0, 70.0, 120.0], "tenure": [5, 6, 7]},
        [0, 110, 100],
    ),
)
def carry_over(
    out: tuple[Array, Array, Array, Flags, Flags],
    span: Span,
    receipts: Array,
    target: Array,
    base_share: Operand,
    no_carry_above: Operand,
    exempt: Flags,
) -> None:
    bonus_base, carry, open_shortfall, reached, missed = out
    shape = bonus_base.shape
    received, goal, share, limit = (
        np.broadcast_to(a, shape) for a in (receipts, target, base_share, no_carry_above)
    )
    free_of_quota = np.broadcast_to(exempt, shape)
    people = shape[1]
    carried = np.zeros(people)
    owed: list[tuple[Array, Array]] = []  # (base, still missing) of each earlier period
    for k, row in enumerate(span.rows):
        here = span.present[row]
        x = received[k] + carried
        base = goal[k] * share[k]
        met, full, unlimited = (np.empty(people, dtype=np.bool_) for _ in range(3))
        exact.at_least(x, base, met)
        exact.at_least(x, goal[k], full)
        exact.at_least(x, limit[k], unlimited)
        new = free_of_quota[k] & here
        miss = here & ~new & ~met
        fills = here & ~new & met
        free = np.where(fills, x - base, 0.0)
        released = np.zeros(people)
        filled = np.empty(people, dtype=np.bool_)
        for old_base, missing in owed:
            exact.at_least(free, missing, filled)
            filled &= fills & (missing > 0)
            taken = np.where(filled, missing, np.minimum(free, missing))
            missing -= taken
            free = np.maximum(free - taken, 0.0)
            missing[filled] = 0.0
            released += np.where(filled, old_base, 0.0)
        top = fills & full
        capped = top & ~unlimited
        plain = base + free
        due = np.where(capped, np.minimum(plain, goal[k]), plain) + released
        bonus_base[k] = np.where(new, x, np.where(fills, due, 0.0))
        carried = np.where(here, np.where(capped, np.maximum(plain - goal[k], 0.0), 0.0), carried)
        owed.append((np.where(miss, base, 0.0), np.where(miss, base - x, 0.0)))
        carry[k] = carried
        open_shortfall[k] = sum((missing for _, missing in owed), start=np.zeros(people))
        reached[k] = new | top
        missed[k] = miss
