"""Which columns of a file hold what was paid, where their names leave no doubt."""

from __future__ import annotations

from engine.evaluation import GROSS
from engine.facts import Facts
from engine.importing import bare_heading, heading_words
from engine.plan import Plan

PAID, PART = "paid", "paid_part"
"""Words for what was paid altogether, and for what may as well be one line of several."""


def paid_columns(plan: Plan, facts: Facts) -> dict[str, str]:
    """The columns of `facts.further` by line or `gross_pay`, as `reconcile` takes them.

    A heading is a line's where it is its id or label, and gross pay's where it is a word for what
    was paid. What two columns could be, or what could be two lines, is left out.
    """
    words = set(heading_words(PAID))
    if len(plan.pay_lines) == 1:
        words |= set(heading_words(PART))
    names = {GROSS: {bare_heading(GROSS), *words}}
    for line in plan.pay_lines:
        names[line.id] = {bare_heading(name) for name in (line.id, *line.label.values())}
    lines = {name for target, own in names.items() if target != GROSS for name in own}
    found: dict[str, list[str]] = {}
    for column in facts.further:
        heading = bare_heading(column)
        meant = [target for target, own in names.items() if heading in own]
        if heading in lines and GROSS in meant:
            meant.remove(GROSS)
        if len(meant) == 1:
            found.setdefault(meant[0], []).append(column)
    return {target: columns[0] for target, columns in found.items() if len(columns) == 1}
