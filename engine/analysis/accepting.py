"""Which differences an acceptance covers, and whether they still are what they were."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.analysis.accepted_differences import Accepted
from engine.analysis.paid_figures import Flags, PaidFigures
from engine.analysis.reconciled_words import fen_text
from engine.analysis.suspect import Suspect
from engine.evaluation import GROSS
from engine.facts import Facts
from engine.text import Problem

MARK = 16
"""Characters that tell some differences from any others."""


def covered(
    facts: Facts, figures: Sequence[PaidFigures], suspects: Sequence[Suspect], accepted: Accepted
) -> Flags:
    """The differences that an acceptance is about, shape (figures, months, people)."""
    cells = np.ones(facts.present.shape, dtype=np.bool_)
    if accepted.employee:
        cells &= np.array([name == accepted.employee for name in facts.employees])
    if accepted.month:
        cells &= np.array([name == accepted.month for name in facts.month_texts()])[:, None]
    if accepted.suspect:
        explained = [s.cells for s in suspects if s.id == accepted.suspect]
        cells &= explained[0] if explained else False
    return np.stack(
        [cells & (f.difference != 0) & (accepted.line in ("", f.line)) for f in figures]
    )


@dataclass(frozen=True)
class Extent:
    """How many differences there are, the fen they come to together, and a mark of each of them."""

    figures: int
    fen: int
    cases: str


def extent(facts: Facts, figures: Sequence[PaidFigures], cells: Flags) -> Extent:
    """What differences `cells[figure, month, person]` are, whatever else the facts hold."""
    months = facts.month_texts()
    each: list[str] = []
    fen = 0
    for of, own in zip(figures, cells, strict=True):
        month, person = np.nonzero(own)
        amounts = of.difference[month, person].tolist()
        fen += sum(amounts)
        places = zip(month.tolist(), person.tolist(), amounts, strict=True)
        each += [f"{facts.employees[p]}\n{months[m]}\n{of.line}\n{x}" for m, p, x in places]
    mark = hashlib.sha256("\n\n".join(sorted(each)).encode())
    return Extent(len(each), fen, mark.hexdigest()[:MARK])


def accepted_by(
    facts: Facts,
    figures: Sequence[PaidFigures],
    suspects: Sequence[Suspect],
    accepted: Sequence[Accepted],
) -> tuple[NDArray[np.int32], list[Problem]]:
    """By which acceptance each difference is accepted (-1: none), the first one that covers it, and
    those that cannot hold: about nothing any more, or about other figures than they were made for.

    The difference of gross pay is accepted with those of the lines that it is made of.
    """
    by = np.full((len(figures), *facts.present.shape), -1, dtype=np.int32)
    problems = []
    for place, one in enumerate(accepted):
        cells = covered(facts, figures, suspects, one)
        now = extent(facts, figures, cells)
        said: dict[str, object] = {"about": _about(one), "reason": one.reason}
        if now.figures == 0:
            problems.append(Problem("accepted_nothing", said))
            continue
        said |= {"now": fen_text(now.fen), "new": str(now.figures)}
        if one.figures is not None and (one.figures, one.fen) != (now.figures, now.fen):
            said |= {"before": fen_text(one.fen or 0), "old": str(one.figures)}
            problems.append(Problem("accepted_stale", said))
        elif one.cases not in ("", now.cases):
            problems.append(Problem("accepted_others", said))
        else:
            if one.figures is None:
                said |= {"fen": str(now.fen), "cases": now.cases}
                problems.append(Problem("accepted_unfixed", said))
            by[cells & (by < 0)] = place
    _gross_with_its_lines(figures, by)
    return by, problems


def _gross_with_its_lines(figures: Sequence[PaidFigures], by: NDArray[np.int32]) -> None:
    lines = [i for i, f in enumerate(figures) if f.line != GROSS]
    for gross, of in enumerate(figures):
        if of.line != GROSS or not lines:
            continue
        differences = np.stack([figures[i].difference for i in lines])
        open_ = (differences != 0) & (by[lines] < 0)
        whole = (differences.sum(axis=0) == of.difference) & ~open_.any(axis=0)
        take = whole & (of.difference != 0) & (by[gross] < 0)
        by[gross][take] = by[lines].max(axis=0)[take]


def _about(one: Accepted) -> str:
    return " · ".join(filter(None, (one.employee, one.month, one.line, one.suspect)))
