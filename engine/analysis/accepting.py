"""Which differences an acceptance covers, and whether they still are what they were."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from engine.analysis.accepted_differences import Accepted
from engine.analysis.paid_figures import Flags, PaidFigures
from engine.analysis.reconciled_words import fen_text
from engine.analysis.suspect import Suspect
from engine.evaluation import GROSS
from engine.facts import Facts
from engine.text import Problem


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


def come_to(figures: Sequence[PaidFigures], cells: Flags) -> tuple[int, int]:
    """How many differences these are, and the fen that they come to together."""
    fen = sum(int(f.difference[own].sum()) for f, own in zip(figures, cells, strict=True))
    return int(cells.sum()), fen


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
        count, fen = come_to(figures, cells)
        said: dict[str, object] = {"about": _about(one), "reason": one.reason}
        if count == 0:
            problems.append(Problem("accepted_nothing", said))
        elif one.figures is not None and (one.figures, one.fen) != (count, fen):
            before, now = fen_text(one.fen or 0), fen_text(fen)
            said |= {"before": before, "now": now, "old": str(one.figures), "new": str(count)}
            problems.append(Problem("accepted_stale", said))
        else:
            if one.figures is None:
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
