"""Trials of the plans as documented: what an overrun of the budget is held against."""

from __future__ import annotations

from concurrent.futures import Executor

from engine.projection.assumption_sets import as_documented
from engine.projection.question import Question
from engine.projection.running import run
from engine.projection.summaries import is_mostly_over
from engine.projection.trial_counts import TRIALS_OF_ROWS
from engine.projection.trials import Trials


def documented_trials(
    question: Question, own: Trials, workers: Executor | None = None
) -> Trials | None:
    """Trials of the plans as documented, where it is the level of the cost that exceeds the budget
    and something differs from them; None elsewhere."""
    documented = as_documented(question)
    if question.budget is None or documented.key == question.key:
        return None
    if not is_mostly_over(own, question.budget):
        return None
    return run(documented, range(min(own.size, TRIALS_OF_ROWS)), workers)
