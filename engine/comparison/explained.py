"""Why each variant costs more or less than the baseline: change by change on the same people, else
by plan, people and performance."""

from __future__ import annotations

from dataclasses import dataclass

from engine.comparison.compared_companies import Compared
from engine.comparison.three_causes import Split, split_difference
from engine.comparison.waterfall import Waterfall, explain_difference
from engine.progress import Progress, no_progress, part
from engine.text import Problem, Refused


@dataclass(frozen=True)
class Explained:
    """Why one variant costs more or less: a `waterfall` where the people are the same, else a
    `split`; neither where `problems` say why."""

    waterfall: Waterfall | None = None
    split: Split | None = None
    problems: tuple[Problem, ...] = ()


def explain(compared: Compared, progress: Progress = no_progress) -> tuple[Explained, ...]:
    """The reasons for each of the compared companies, none for the baseline."""
    count = len(compared.each) - 1
    found = [Explained()]
    for place in range(1, count + 1):
        found.append(
            _explained(compared, place, part(progress, (place - 1) / count, place / count))
        )
    return tuple(found)


def _explained(compared: Compared, place: int, progress: Progress) -> Explained:
    base, other = compared.baseline, compared.each[place]
    try:
        if compared.why_not[place] is not None:
            split = split_difference(base, other, compared.memory, progress, compared.payroll)
            return Explained(split=split)
        return Explained(
            explain_difference(
                *(base.company, other.company, base.facts, compared.memory, progress),
                payroll=compared.payroll,
            )
        )
    except Refused as refused:
        return Explained(problems=tuple(refused.problems))
