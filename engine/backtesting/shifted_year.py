"""A year of real people as it might have been: results scaled, another mix, places left empty."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from engine.backtesting.other_people import SPELL, mixed, vacated
from engine.backtesting.paid_columns import may_be_paid
from engine.backtesting.scaled_results import scaled, scaled_further
from engine.facts import Facts
from engine.plan import Plan
from engine.text import Problem, Text, in_each_language


@dataclass(frozen=True)
class Shifted:
    """Facts as they might have been. What was changed is among their assumptions, and so goes with
    every result; `changes` are those alone, none where nothing was changed."""

    facts: Facts
    changes: tuple[Problem, ...]

    @property
    def told(self) -> tuple[Text, ...]:
        """What was changed, in sentences."""
        return tuple(in_each_language(change.sentence) for change in self.changes)


def shifted(
    facts: Facts,
    plan: Plan,
    *,
    attainment: float = 0.0,
    measures: Sequence[str] = (),
    others: Sequence[Plan] = (),
    mix: Mapping[str, Mapping[str, float]] | None = None,
    vacancies: float = 0.0,
    spell: int = SPELL,
    seed: int = 1,
) -> Shifted:
    """The year shifted; the very same facts where nothing is asked for.

    `attainment` is by how much more was achieved (0.1: a tenth more, at most half, in steps of
    0.0001), by scaling `measures` (unless given, `driving(plan)`), and what drives `others` among
    the columns that only they read. `mix` gives shares of people by column and value; `vacancies`
    is the share of person-months left empty, in spells of up to `spell` months. Draws go by `seed`.
    Columns beyond the plan's stay as they were, but those that say what was paid go: that was paid
    for the year as it was. Raises Refused for what cannot be done.
    """
    changed, told = facts, tuple[Problem, ...]()
    for column, shares in (mix or {}).items():
        changed, words = mixed(changed, plan, column, shares, seed)
        told += words
    if vacancies:
        changed, words = vacated(changed, vacancies, seed, spell)
        told += words
    if attainment:
        changed, words = scaled(changed, plan, attainment, measures)
        told += words
        read = set(plan.facts)
        for other in others:
            changed, words = scaled_further(changed, other, attainment, read)
            told += words
            read |= other.facts.keys()
    if changed is facts:
        return Shifted(facts, ())
    assumptions = (*facts.assumptions, *told)
    further = {name: x for name, x in changed.further.items() if not may_be_paid(plan, name)}
    return Shifted(replace(changed, further=further, assumptions=assumptions), told)
