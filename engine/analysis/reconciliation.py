"""A plan held against what was actually paid: how much agrees, and what the rest is made of.

All amounts are whole fen; a difference is what was paid beyond the plan. Person-months without a
paid figure are counted and not compared.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from engine.analysis.accepted_differences import Accepted
from engine.analysis.accepting import accepted_by, covered, extent
from engine.analysis.compare import groupings
from engine.analysis.measured_values import groups_by_month
from engine.analysis.paid_figures import (
    Fen,
    Flags,
    PaidFigures,
    beyond_fen,
    paid_in_fen,
    plan_in_fen,
)
from engine.analysis.reconciled_cases import Cases
from engine.analysis.reconciled_words import (
    amount_text,
    fen_text,
    line_label,
    phrase,
    share_text,
    size_label,
)
from engine.analysis.suspect import Suspect
from engine.analysis.suspects import EVALUATIONS, find_suspects
from engine.calendar import month_number
from engine.evaluation import GROSS, Memory, Payouts, evaluate
from engine.facts import Facts
from engine.plan import Plan
from engine.progress import Progress, no_progress, part
from engine.text import (
    Problem,
    Refused,
    Text,
    named_month,
    untranslated,
)

YUAN = 100
PERCENT = 100
"""Fen in a yuan, and hundredths in a whole."""
SIZES = (0, 100, 1_000, 10_000, 100_000)
"""Differences up to so many fen fall into a band; what is larger into the last."""


@dataclass(frozen=True)
class Part:
    """A line, month, group or size of difference: figures or person-months `compared`, of which
    some are `agreeing` to the fen and some `open`, and fen paid, by the plan, and open."""

    key: str
    label: Text
    compared: int
    agreeing: int
    open: int
    paid: int
    plan: int
    open_amount: int

    @property
    def difference(self) -> int:
        """Fen paid beyond the plan."""
        return self.paid - self.plan


@dataclass(frozen=True)
class Reconciliation:
    """What was paid against what a plan pays, for the same people and months.

    `figures` are the lines compared. `accepted_by` says for each of them by which of `accepted` a
    difference was accepted (-1: by none), shape (figures, months, people). `notes` are what should
    be known beside the figures; `stopped` says that the search for suspects ran out of its budget.
    """

    payouts: Payouts
    figures: tuple[PaidFigures, ...]
    accepted: tuple[Accepted, ...] = ()
    accepted_by: NDArray[np.int32] = field(repr=False, default_factory=lambda: np.zeros(0, "i4"))
    suspects: tuple[Suspect, ...] = ()
    notes: tuple[Problem, ...] = ()
    stopped: bool = False

    @property
    def plan(self) -> Plan:
        """The plan held against what was paid."""
        return self.payouts.plan

    @property
    def facts(self) -> Facts:
        """The people and months."""
        return self.payouts.facts

    # -- person-months ------------------------------------------------------------------------

    @cached_property
    def filled(self) -> Flags:
        """The person-months with a paid figure."""
        filled: Flags = np.logical_or.reduce([f.filled for f in self.figures])
        return filled

    @cached_property
    def paid_cells(self) -> Fen:
        """Fen paid in each person-month: gross pay where it is there, else the lines together."""
        return self._whole([np.where(f.filled, f.paid, 0) for f in self.figures])

    @cached_property
    def plan_cells(self) -> Fen:
        """The same of the plan, of what is compared."""
        return self._whole([np.where(f.filled, f.plan, 0) for f in self.figures])

    @cached_property
    def sizes(self) -> Fen:
        """By how many fen each person-month differs: gross pay or the lines, whichever is more."""
        return self._largest([np.abs(f.difference) for f in self.figures])

    @cached_property
    def open_sizes(self) -> Fen:
        """The same of what is not accepted."""
        left = [
            np.where(by < 0, np.abs(f.difference), 0)
            for f, by in zip(self.figures, self.accepted_by, strict=True)
        ]
        return self._largest(left)

    @cached_property
    def agreeing(self) -> Flags:
        """The person-months in which every figure agrees to the fen."""
        agreeing: Flags = self.filled & (self.sizes == 0)
        return agreeing

    @cached_property
    def open(self) -> Flags:
        """The person-months that neither agree nor are accepted."""
        is_open: Flags = self.open_sizes > 0
        return is_open

    @property
    def compared(self) -> int:
        """How many person-months have a paid figure."""
        return int(self.filled.sum())

    @property
    def blank(self) -> int:
        """How many person-months have none, and are not compared."""
        return self.facts.person_months - self.compared

    # -- shares and totals --------------------------------------------------------------------

    @property
    def to_the_fen(self) -> float:
        """The share of person-months that agree to the fen."""
        return self._share(self.agreeing)

    @cached_property
    def to_one_yuan(self) -> float:
        """The share in which no figure differs by more than 1 yuan."""
        return self._share(self._all(lambda f: np.abs(f.difference) <= YUAN))

    @cached_property
    def to_one_percent(self) -> float:
        """The share in which no figure differs by more than 1 % of what was paid."""
        return self._share(self._all(lambda f: np.abs(f.difference) * PERCENT <= np.abs(f.paid)))

    @cached_property
    def reconciled(self) -> float:
        """The share that agrees to the fen or is accepted."""
        return self._share(self.filled & ~self.open)

    @cached_property
    def total_paid(self) -> int:
        """Fen paid in all person-months compared."""
        return int(self.paid_cells.sum())

    @cached_property
    def total_plan(self) -> int:
        """Fen by the plan in them."""
        return int(self.plan_cells.sum())

    @property
    def difference(self) -> int:
        """Fen paid beyond the plan."""
        return self.total_paid - self.total_plan

    @cached_property
    def open_amount(self) -> int:
        """Fen of all differences, whatever their sign, that neither agree nor are accepted."""
        return int(self.open_sizes.sum())

    @cached_property
    def seal(self) -> Text:
        """How far the plan is reconciled, in one line; no share is rounded up to all."""
        if not self.open.any():
            key = "seal_all_accepted" if (self.sizes > 0).any() else "seal_all"
            return phrase(key, count=self.compared)
        accepted = self._share((self.sizes > 0) & ~self.open)
        return phrase(
            "seal_accepted" if accepted else "seal",
            share=share_text(self.reconciled),
            accepted=share_text(accepted),
            open=amount_text(self.open_amount),
        )

    # -- tables -------------------------------------------------------------------------------

    def by_line(self) -> list[Part]:
        """A part for each line compared; it counts figures."""
        found = []
        for figures, by in zip(self.figures, self.accepted_by, strict=True):
            size = np.abs(figures.difference)
            left = np.where(by < 0, size, 0)
            found.append(
                Part(
                    figures.line,
                    line_label(self.plan, figures.line),
                    int(figures.filled.sum()),
                    int((figures.filled & (size == 0)).sum()),
                    int((left > 0).sum()),
                    int(figures.paid[figures.filled].sum()),
                    int(figures.plan[figures.filled].sum()),
                    int(left.sum()),
                )
            )
        return found

    def by_month(self) -> list[Part]:
        """A part for each month in which something is compared."""
        places = np.broadcast_to(np.arange(self.facts.months)[:, None], self.filled.shape)
        keys = self.facts.month_texts()
        return self._parts(places, keys, [named_month(month_number(key)) for key in keys])

    @property
    def groupings(self) -> tuple[str, ...]:
        """The columns by which people can be grouped."""
        return groupings(self.facts)

    def by_group(self, column: str) -> list[Part]:
        """A part for each value of a column, as it was in the month; `tenure` goes by bands."""
        names, places = groups_by_month(self.facts, column)
        own = self.plan.facts.get(column)
        words = {} if own is None else own.values
        labels = [words.get(name, untranslated(name)) for name in names]
        return self._parts(places, list(names), labels)

    def by_size(self) -> list[Part]:
        """A part for each size of difference that occurs, agreement first."""
        places = np.searchsorted(SIZES, self.sizes, side="left")
        keys = [str(size) for size in SIZES] + ["more"]
        return self._parts(places, keys, [size_label(place) for place in range(len(keys))])

    @cached_property
    def cases(self) -> Cases:
        """The figures that do not agree, the largest difference first."""
        return Cases(self.facts, self.figures, self.accepted, self.accepted_by)

    def accept(
        self,
        reason: str,
        *,
        employee: str = "",
        month: str = "",
        line: str = "",
        suspect: str = "",
        author: str = "",
        at: str = "",
    ) -> Accepted:
        """The differences of an employee, month, line or suspect, accepted as they are now."""
        wanted = Accepted(employee, month, line, suspect, reason, author, at)
        cells = covered(self.facts, self.figures, self.suspects, wanted)
        now = extent(self.facts, self.figures, cells)
        return replace(wanted, figures=now.figures, fen=now.fen, cases=now.cases)

    # -- pieces -------------------------------------------------------------------------------

    def _whole(self, each: Sequence[Fen]) -> Fen:
        lines = [one for f, one in zip(self.figures, each, strict=True) if f.line != GROSS]
        total = np.sum(lines, axis=0) if lines else np.zeros_like(each[0])
        for figures, one in zip(self.figures, each, strict=True):
            if figures.line == GROSS:
                total = np.where(figures.filled, one, total)
        return np.asarray(total)

    def _largest(self, each: Sequence[Fen]) -> Fen:
        lines = [one for f, one in zip(self.figures, each, strict=True) if f.line != GROSS]
        total = np.sum(lines, axis=0) if lines else np.zeros_like(each[0])
        gross = [one for f, one in zip(self.figures, each, strict=True) if f.line == GROSS]
        return np.asarray(np.maximum(total, gross[0]) if gross else total)

    def _all(self, holds: Callable[[PaidFigures], Flags]) -> Flags:
        within = self.filled.copy()
        for figures in self.figures:
            within &= holds(figures)
        return within

    def _share(self, cells: Flags) -> float:
        return int(cells.sum()) / self.compared if self.compared else 0.0

    def _parts(
        self, places: NDArray[np.int64], keys: Sequence[str], labels: Sequence[Text]
    ) -> list[Part]:
        where = places[self.filled]

        def summed(cells: NDArray[np.generic]) -> list[int]:
            weights = cells[self.filled].astype(np.float64)
            return [int(x) for x in np.bincount(where, weights, minlength=len(keys))]

        counts = np.bincount(where, minlength=len(keys)).tolist()
        columns = [
            summed(cells)
            for cells in (
                self.agreeing,
                self.open,
                self.paid_cells,
                self.plan_cells,
                self.open_sizes,
            )
        ]
        rows = zip(keys, labels, counts, *columns, strict=False)
        return [Part(*row) for row in rows if row[2]]


def reconcile(
    plan: Plan,
    facts: Facts,
    paid: Mapping[str, str],
    accepted: Sequence[Accepted] = (),
    *,
    plans: Sequence[Plan] = (),
    evaluations: int = EVALUATIONS,
    memory: Memory | None = None,
    progress: Progress = no_progress,
) -> Reconciliation:
    """A plan held against what was paid.

    `paid` names the column of `facts.further` in which a line, or `gross_pay`, was paid. Suspects
    for the rest are sought with at most so many `evaluations` (0: none); some people may have been
    paid by one of `plans`. Raises Refused where nothing is compared, or a line or column is not
    there.
    """
    memory = memory if memory is not None else Memory()
    read = paid_in_fen(plan, facts, paid)
    if not any(filled.any() for _, filled in read.values()):
        said = {"columns": tuple(paid.values())}
        raise Refused([Problem("paid_nothing", said, facts.source)])
    payouts = evaluate(plan, facts, memory, progress=part(progress, 0.0, 0.2))
    figures = tuple(
        PaidFigures(line, paid[line], fen, plan_in_fen(payouts, line), filled)
        for line, (fen, filled) in read.items()
    )
    nobody = np.full((len(figures), *facts.present.shape), -1, dtype=np.int32)
    suspects, stopped = find_suspects(
        payouts,
        figures,
        plans,
        evaluations=evaluations,
        memory=memory,
        progress=part(progress, 0.2, 1.0),
    )
    found = Reconciliation(payouts, figures, tuple(accepted), nobody, suspects, (), stopped)
    by, notes = accepted_by(facts, figures, suspects, accepted)
    told = (*_told(found), *beyond_fen(facts, paid), *notes)
    return replace(found, accepted_by=by, notes=told)


def _told(found: Reconciliation) -> list[Problem]:
    """What is not compared, and where either side has nothing."""
    pays = sum((f.plan for f in found.figures if f.line != GROSS), start=np.zeros((), np.int64))
    for figures in found.figures:
        if figures.line == GROSS:
            pays = figures.plan
    blank = found.facts.present & ~found.filled
    cases = {
        "paid_blank": blank,
        "paid_not_by_plan": found.filled & (found.plan_cells == 0) & (found.paid_cells != 0),
        "plan_not_paid": found.filled & (found.plan_cells != 0) & (found.paid_cells == 0),
    }
    amounts = {"paid_blank": pays, "paid_not_by_plan": found.paid_cells}
    problems = []
    for key, cells in cases.items():
        if cells.any():
            amount = int(amounts.get(key, found.plan_cells)[cells].sum())
            said = {
                "count": int(cells.sum()),
                "amount": fen_text(amount),
            }
            problems.append(Problem(key, said))
    return problems
