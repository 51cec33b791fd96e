"""What was found: the figures to move, what they come to, and what stands in the way."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from engine.companies import Company, legal_basis
from engine.payroll import PayrollSettings
from engine.plan import Edit, diff
from engine.solving.asked import YEAR, Asked, insured_at
from engine.solving.limits_held import cost_name, to_the_fen, yuan
from engine.solving.movable import Movable, phrase
from engine.solving.reached import Reached
from engine.statutory import LOWEST, places
from engine.text import Text


@dataclass(frozen=True)
class MovedFigure:
    """A figure that was to be moved, before and after; the same where it stays."""

    movable: Movable
    label: Text
    before: float
    after: float
    before_said: Text
    after_said: Text

    @property
    def stays(self) -> bool:
        """Whether the figure is what it was."""
        return self.before == self.after


@dataclass(frozen=True)
class Miss:
    """A limit that is not met: what is asked, what is reached, and by how much it would have to
    give. Where it stands `alone`, all other limits are met at the figures it is told of."""

    limit: str
    asked: float
    reached: float
    alone: bool
    sentence: Text

    @property
    def gap(self) -> float:
        """By how much the limit would have to give."""
        return abs(self.reached - self.asked)


@dataclass(frozen=True)
class Solution:
    """The answer to `asked`: `company` has the figures that meet it, or the nearest there are where
    `misses` says what stands in the way. `verified` says that `after` is of a full run of that
    company. `tried` is how many steps were tried, `told` what should be known of how."""

    asked: Asked
    company: Company
    moved: tuple[MovedFigure, ...]
    before: Reached
    after: Reached
    misses: tuple[Miss, ...]
    verified: bool
    tried: int
    told: tuple[Text, ...] = ()

    @property
    def feasible(self) -> bool:
        """Whether all that is asked is met."""
        return not self.misses

    @property
    def changes(self) -> bool:
        """Whether any figure moves."""
        return not all(figure.stays for figure in self.moved)

    @cached_property
    def edits(self) -> Mapping[str, tuple[Edit, ...]]:
        """The edits that make the asked company the answer, by unit, one for each parameter."""
        found = {
            name: diff(self.asked.company.units[name].plan, unit.plan)
            for name, unit in self.company.units.items()
        }
        return {name: edits for name, edits in found.items() if edits}

    @property
    def name(self) -> Text:
        """What the variant may be called: the figures that moved."""
        moves = [
            phrase("named", label=one.label, figure=one.after_said)
            for one in self.moved
            if not one.stays
        ]
        return phrase.joined(moves)

    @cached_property
    def sentences(self) -> tuple[Text, ...]:
        """The answer in words: what was found, then what should be known of it."""
        return (self._answer(), *self.told)

    def _answer(self) -> Text:
        if self.misses:
            why = phrase.joined([miss.sentence for miss in self.misses], "space")
            key = "infeasible" if len(self.misses) == 1 else "infeasible_several"
            return phrase(key if self.misses[0].alone else "infeasible_together", why=why)
        budget = self.asked.budget
        said = {
            "before": yuan(self.before.cost),
            "after": yuan(self.after.cost),
            "cost": cost_name(self.asked),
            "moves": moves_said(self.moved),
        }
        if budget is not None:
            said |= {"budget": yuan(budget), "left": to_the_fen(budget - self.after.cost)}
        key = "answer" if self.changes else "no_change"
        return phrase(key if budget is None else f"{key}_budget", **said)


def moves_said(figures: tuple[MovedFigure, ...]) -> Text:
    """The figures that move, with what they were and are."""
    moves = [
        phrase("moves", label=one.label, before=one.before_said, after=one.after_said)
        for one in figures
        if not one.stays
    ]
    return phrase.joined(moves, "semicolon")


def basis_told(asked: Asked) -> tuple[Text, ...]:
    """What has to be said of the cost: which months ahead in how many trials, and of an employer's
    where people are insured and by which figures."""
    return (*_months_told(asked), *_law_told(asked), *_minimum_told(asked))


def _minimum_told(asked: Asked) -> Iterator[Text]:
    """Whose minimum wage nobody is to be below."""
    if asked.limits.minimum_wage:
        found = [_wage_place(asked, insured_at(asked, unit)) for unit in asked.concerned]
        known = {place["en"]: place for place in found}
        yield phrase("minimum_of", places=phrase.joined(list(known.values())))


def _wage_place(asked: Asked, settings: PayrollSettings | None) -> Text:
    if settings is None and asked.policy.city == LOWEST:
        return phrase("lowest_place")
    if settings is not None and settings.place_column:
        return phrase("place_of_each")
    return places()[asked.policy.city if settings is None else settings.place].label


def _months_told(asked: Asked) -> Iterator[Text]:
    question = asked.question
    if asked.cost != YEAR and question is not None:
        months = question.month_texts
        counts = {"trials": f"{asked.trials:,}", "seed": str(question.seed)}
        yield phrase("months_ahead", first=months[0], last=months[-1], **counts)


def _law_told(asked: Asked) -> tuple[Text, ...]:
    settings = asked.of_employer
    if settings is None:
        return ()
    facts = asked.facts.units
    span = next(iter(facts.values()))
    first, months = span.first, span.months
    if asked.cost != YEAR and asked.question is not None:
        first, months = asked.question.first, asked.question.months
    return legal_basis(asked.company, settings, first, months, facts)
