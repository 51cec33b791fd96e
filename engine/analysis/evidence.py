"""What was paid and what a plan would have paid, as suspects are tested against it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from engine.analysis.paid_figures import Fen, Flags, PaidFigures, plan_in_fen
from engine.evaluation import GROSS, Memory, Payouts, compile_plan, evaluate
from engine.facts import Facts
from engine.plan import Plan
from engine.text import Refused
from engine.yaml_files import Json

Transform = Callable[[Fen], Fen]
"""What happens to what a plan pays before it is paid out, fen of shape (lines, months, people)."""

LOOKED_AT, BESIDE = 240, 120
"""So many people with open months, and so many others, are enough to find a figure by; what is
found is tested on everybody."""
MOST = 40_000_000
"""Figures of so many person-months and lines are looked at line by line."""
CELLS = 20_000
"""Person-months whose evaluation counts as one of the budget."""


@dataclass
class Budget:
    """How many evaluations are left; `spent` tells whether one was refused."""

    left: float
    spent: bool = False

    def take(self, cells: int) -> bool:
        """Whether one more evaluation of so many person-months is allowed."""
        cost = max(1.0, cells / CELLS)
        if self.left < cost:
            self.spent = True
            return False
        self.left -= cost
        return True


@dataclass(frozen=True)
class Evidence:
    """Person-months against which suspects are tested.

    `paid` and `predicted` are fen by line, `filled` where something was paid, all of shape (lines,
    months, people). `settled[month, person]` are explained by suspects that are not about all.
    `transforms` are what suspects about all do to what the plan pays.
    """

    plan: Plan
    facts: Facts
    lines: tuple[str, ...]
    paid: Fen
    filled: Flags
    predicted: Fen
    settled: Flags
    transforms: tuple[Transform, ...] = ()
    budget: Budget = field(default_factory=lambda: Budget(0.0))
    memory: Memory = field(default_factory=Memory)
    columns: tuple[str, ...] = ()

    @classmethod
    def of(
        cls, payouts: Payouts, figures: Sequence[PaidFigures], budget: Budget, memory: Memory
    ) -> Evidence:
        """The evidence before anything is suspected; where gross pay was paid, of every line."""
        known = {f.line: f for f in figures}
        lines = tuple(known)
        every = (*(line.id for line in payouts.plan.pay_lines), GROSS)
        if len(every) > 2 and GROSS in known and len(every) * payouts.facts.present.size < MOST:
            lines = every
        nothing = np.zeros(payouts.facts.present.shape, dtype=np.int64)
        return cls(
            payouts.plan,
            payouts.facts,
            lines,
            np.stack([known[x].paid if x in known else nothing for x in lines]),
            np.stack([known[x].filled if x in known else nothing > 0 for x in lines]),
            np.stack([plan_in_fen(payouts, line) for line in lines]),
            nothing > 0,
            budget=budget,
            memory=memory,
            columns=tuple(f.column for f in figures),
        )

    @cached_property
    def compared(self) -> Flags:
        """The person-months that are compared and not settled."""
        cells: Flags = self.filled.any(axis=0) & ~self.settled
        return cells

    @cached_property
    def agreeing(self) -> Flags:
        """Those of them that agree."""
        return self.agree(self.predicted)

    @cached_property
    def open(self) -> Flags:
        """Those that do not."""
        cells: Flags = self.compared & ~self.agreeing
        return cells

    @cached_property
    def difference(self) -> Fen:
        """Fen paid beyond what is predicted, by line; 0 where nothing is filled."""
        return np.where(self.filled, self.paid - self.predicted, 0)

    def of_line(self, place: int, change: Transform) -> Transform:
        """What happens to one line only, and to gross pay with it."""
        gross = self.lines.index(GROSS) if GROSS in self.lines else place

        def transform(amounts: Fen) -> Fen:
            after = amounts.copy()
            after[place] = change(amounts[place : place + 1])[0]
            if gross != place:
                after[gross] += after[place] - amounts[place]
            return after

        return transform

    def implied(self, place: int) -> tuple[Fen, Flags]:
        """What was paid of a line, or would have been if gross pay differed by that line alone, and
        where that is known."""
        if self.filled[place].any() or GROSS not in self.lines:
            return self.paid[place], self.filled[place]
        gross = self.lines.index(GROSS)
        paid = np.asarray(self.predicted[place] + self.difference[gross], dtype=np.int64)
        known: Flags = self.filled[gross]
        return paid, known

    def agree(self, predicted: Fen) -> Flags:
        """Where a prediction agrees in every line that is filled."""
        cells: Flags = self.compared & ((predicted == self.paid) | ~self.filled).all(axis=0)
        return cells

    def test(self, predicted: Fen) -> tuple[Flags, Flags]:
        """The open person-months that a prediction explains, and the agreeing ones it breaks."""
        agree = self.agree(predicted)
        return self.open & agree, self.agreeing & ~agree

    def paid_out(self, amounts: Fen) -> Fen:
        """What is predicted where a plan pays so much."""
        for transform in self.transforms:
            amounts = transform(amounts)
        return amounts

    @cached_property
    def total_difference(self) -> Fen:
        """Fen paid beyond what is predicted: of gross pay where it is filled, else of the lines."""
        if GROSS not in self.lines:
            return np.asarray(self.difference.sum(axis=0))
        gross = self.lines.index(GROSS)
        rest = np.delete(self.difference, gross, axis=0).sum(axis=0)
        return np.asarray(np.where(self.filled[gross], self.difference[gross], rest))

    def transformed(self, transform: Transform) -> Evidence:
        """The evidence where this happens, too, to what the plan pays."""
        predicted = transform(self.predicted)
        return replace(self, predicted=predicted, transforms=(*self.transforms, transform))

    def with_values(self, values: Mapping[str, Json]) -> Fen | None:
        """What is predicted with other figures; None where they do not fit, or nothing is left of
        the budget."""
        try:
            plan = self.plan.with_values(values)
        except Refused:
            return None
        return self.of_plan(plan, tuple(values))

    def of_plan(
        self, plan: Plan, moving: Sequence[str] = (), facts: Facts | None = None
    ) -> Fen | None:
        """What is predicted by another plan, or for other facts of the same people."""
        facts = self.facts if facts is None else facts
        if not self.budget.take(facts.present.size):
            return None
        try:
            found = evaluate(plan, facts, self.memory, moving=moving)
        except (Refused, KeyError):
            return None
        there = [line == GROSS or line in found.lines for line in self.lines]
        if any(f.any() and not known for f, known in zip(self.filled, there, strict=True)):
            return None
        nothing = np.zeros(facts.present.shape, dtype=np.int64)
        amounts = np.stack(
            [
                plan_in_fen(found, line) if known else nothing
                for line, known in zip(self.lines, there, strict=True)
            ]
        )
        return self.paid_out(amounts)

    def some(self) -> Evidence:
        """The same of some people where they do not depend on each other; half of them or more are
        such as have open months."""
        if compile_plan(self.plan).coupled_by is not None:
            return self
        is_open = self.open.any(axis=0)
        chosen = np.concatenate(
            [_spread(np.flatnonzero(is_open), LOOKED_AT), _spread(np.flatnonzero(~is_open), BESIDE)]
        )
        if chosen.size >= self.facts.size:
            return self
        keep = np.sort(chosen)
        return replace(
            self,
            facts=self.facts.take(keep),
            paid=self.paid[:, :, keep],
            filled=self.filled[:, :, keep],
            predicted=self.predicted[:, :, keep],
            settled=self.settled[:, keep],
        )


def _spread(places: NDArray[np.intp], most: int) -> NDArray[np.intp]:
    """At most so many, evenly spread."""
    if places.size <= most:
        return places
    return places[np.linspace(0, places.size - 1, most).astype(np.intp)]
