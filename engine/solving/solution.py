"""What was found: the figures to move, what they come to, and what stands in the way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from engine.companies import Company
from engine.plan import Edit, diff
from engine.solving.asked import Asked
from engine.solving.movable import Movable, phrase
from engine.text import Text, in_each_language, money, money_with_fen

LARGE = 1000.0
"""Amounts from here on are told without fen."""


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
class Reached:
    """What a company comes to: yuan of all months."""

    cost: float


@dataclass(frozen=True)
class Miss:
    """A limit that no step meets: what is asked, the nearest that is reached, and by how much the
    limit would have to give, in `sentence`."""

    limit: str
    asked: float
    reached: float
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

    @cached_property
    def sentences(self) -> tuple[Text, ...]:
        """The answer in words: what was found, then what should be known of it."""
        return (self._answer(), *self.told)

    def _answer(self) -> Text:
        said: dict[str, Text] = {
            "before": yuan(self.before.cost),
            "after": yuan(self.after.cost),
            "moves": self._moves(),
        }
        if self.misses:
            why = phrase.joined([miss.sentence for miss in self.misses], "space")
            return phrase("infeasible", why=why)
        if self.asked.budget is not None:
            said["budget"] = yuan(self.asked.budget)
            said["left"] = yuan(self.asked.budget - self.after.cost)
        if not self.changes:
            return phrase(
                "no_change_budget" if self.asked.budget is not None else "no_change", **said
            )
        return phrase("answer_budget" if self.asked.budget is not None else "answer", **said)

    def _moves(self) -> Text:
        moves = [
            phrase("moves", label=one.label, before=one.before_said, after=one.after_said)
            for one in self.moved
            if not one.stays
        ]
        return phrase.joined(moves, "semicolon")


def yuan(amount: float) -> Text:
    """An amount in words, with fen where it is so small that they are seen."""
    write = money if abs(amount) >= LARGE else money_with_fen
    return in_each_language(lambda language: write(amount, language))
