"""What is asked of a projection: a company, what is assumed, and the months ahead."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from engine.calendar import month_text
from engine.companies import Company
from engine.payroll import PayrollSettings
from engine.projection.assumptions import Assumptions
from engine.scenario import FromFile
from engine.workforce import Workforce, load_workforce

Array = NDArray[np.float64]
Find = Callable[[FromFile], Path]
Models = Callable[[str], Workforce]


@dataclass(frozen=True, eq=False)
class Question:
    """What a company costs in `months` months from the month number `first` on, under
    `assumptions`, in trials from `seed`. `budget` is yuan for all these months, None for none.
    With `payroll` the cost is all that the employer pays, contributions and salaries beside the
    plans too; else what the plans pay. `find` finds files of people and `models` the models that
    people are drawn from; the answers do not depend on how.
    """

    company: Company
    assumptions: Assumptions = field(default_factory=Assumptions)
    first: int = 0
    months: int = 12
    seed: int = 1
    budget: float | None = None
    find: Find | None = None
    models: Models = load_workforce
    payroll: PayrollSettings | None = None

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Question):
            return NotImplemented
        return (self.key, self.budget) == (other.key, other.budget)

    def __hash__(self) -> int:
        return hash(self.key)

    @cached_property
    def key(self) -> str:
        """Hash of everything that the trials depend on, which the budget is not."""
        parts = (
            *(self.company.fingerprint, self.company.id, self.assumptions.fingerprint),
            *(str(self.first), str(self.months), str(self.seed)),
            "" if self.payroll is None else self.payroll.key,
        )
        return hashlib.blake2b("\n".join(parts).encode(), digest_size=16).hexdigest()

    @property
    def month_texts(self) -> list[str]:
        """YYYY-MM of every month."""
        return [month_text(self.first + row) for row in range(self.months)]

    @property
    def budget_by_month(self) -> Array | None:
        """The budget spread evenly over the months, shape (months,)."""
        if self.budget is None:
            return None
        return np.full(self.months, self.budget / self.months)

    @property
    def other_budget(self) -> float | None:
        """The budget for these months that is for the other kind of cost, where there is none for
        what is asked: of what the plans pay where that is all that the employer pays, and the other
        way round."""
        if self.budget is not None:
            return None
        other = PayrollSettings() if self.payroll is None else None
        asked = question_of(self.company, first=self.first, months=self.months, payroll=other)
        return asked.budget

    def row(self, month: str) -> int:
        """The row of a month written as YYYY-MM; below 0 or from `months` on where it lies
        outside."""
        year, number = month.split("-")
        return int(year) * 12 + int(number) - 1 - self.first


def question_of(
    company: Company,
    assumptions: Assumptions | None = None,
    *,
    first: int | None = None,
    months: int | None = None,
    seed: int | None = None,
    budget: float | None = None,
    find: Find | None = None,
    models: Models = load_workforce,
    payroll: PayrollSettings | None = None,
) -> Question:
    """A question as the company asks it itself (`company.projection`) where nothing else is said,
    and else about its own months.

    A budget is for the months that it was given for: the company's for its own, that of its
    projection for those of the projection. For others there is none unless it is given. It is also
    for what it was given for: what the plans pay, or with `payroll` all that the employer pays.
    """
    said = company.projection
    usual = said.months or company.months or 12
    length = usual if months is None else months
    if first is None:
        first = company.first if said.first is None else said.first
    said_budget, may_have_one = said.budget_said(payroll is not None)
    if budget is None and may_have_one:
        if said_budget is not None and length == usual and said.first in (None, first):
            budget = said_budget
        elif said_budget is None and (length, first) == (company.months, company.first):
            budget = company.budget_for(payroll)
    return Question(
        company,
        assumptions if assumptions is not None else Assumptions(),
        first,
        length,
        seed if seed is not None else 1 if said.seed is None else said.seed,
        budget,
        find,
        models,
        payroll,
    )
