"""How often ranges of cost from fitted models hold what was paid: fitted to the first part of a
year, held against the rest of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.calendar import month_text
from engine.evaluation import evaluate
from engine.facts import Facts
from engine.plan import Plan
from engine.progress import Progress, no_progress
from engine.text import Problem, Refused
from engine.workforce.draw import people_for, simulate
from engine.workforce.fitting import FEWEST, YEAR, fit, months_of
from engine.workforce.model import Workforce

SHARES = (0.1, 0.5, 0.9)
"""The quantiles of a range, and its middle."""
LEAST_MONTHS = 3
"""Months that a model is fitted to at least, and that it is held against."""


@dataclass(frozen=True)
class Split:
    """One trial: a model of the months from row `begin` up to `cut` against those up to `end`.

    `paid` is what the plan pays in the rest, `ranges` are P10, P50 and P90 of it: with the
    headcount as drawn, and by person-month times those that there were (`known_headcount`).
    """

    begin: int
    cut: int
    end: int
    paid: float
    ranges: tuple[float, float, float]
    known_headcount: tuple[float, float, float]

    @property
    def holds(self) -> bool:
        """Whether the range holds what is paid, the headcount drawn."""
        return self.ranges[0] <= self.paid <= self.ranges[2]

    @property
    def holds_by_head(self) -> bool:
        """Whether it does where the headcount is known."""
        return self.known_headcount[0] <= self.paid <= self.known_headcount[2]


@dataclass(frozen=True)
class Coverage:
    """Trials, and the shares of them whose range holds what was paid; 0.8 is meant. `refused` are
    splits that no model could be fitted to."""

    splits: tuple[Split, ...]
    refused: int

    @property
    def held(self) -> float:
        """The share of ranges that hold, the headcount drawn."""
        return float(np.mean([split.holds for split in self.splits]))

    @property
    def held_by_head(self) -> float:
        """The share of ranges that hold where the headcount is known."""
        return float(np.mean([split.holds_by_head for split in self.splits]))

    @property
    def width(self) -> float:
        """The usual width of a range with known headcount, as a part of its middle."""
        return float(np.median([(s[2] - s[0]) / s[1] for s in self._known if s[1]] or [0.0]))

    @property
    def _known(self) -> list[tuple[float, float, float]]:
        return [split.known_headcount for split in self.splits]


def coverage(
    facts: Facts,
    plan: Plan,
    *,
    splits: Sequence[tuple[int, int, int]] | None = None,
    runs: int = 100,
    seed: int = 0,
    fewest: int = FEWEST,
    unsure: bool = True,
    progress: Progress = no_progress,
) -> Coverage:
    """Ranges of the cost of the rest of a year, over many splits of facts, against what it was.

    `splits` are rows of months (begin, cut, end); without them, every year within the facts is cut
    after 3, 6 and 9 months. Without `unsure` nothing is left open that the fit cannot know. Raises
    Refused where no split can be tried.
    """
    wanted = list(year_splits(facts.months) if splits is None else splits)
    found: list[Split] = []
    for place, (begin, cut, end) in enumerate(wanted):
        try:
            fitted = fit(months_of(facts, begin, cut), plan, fewest=fewest)
        except Refused:
            continue
        rest = months_of(facts, cut, end)
        if rest.person_months:
            model = fitted.model if unsure else fitted.model.settled
            at = (begin, cut, end)
            found.append(_split(at, model, rest, plan, fitted.headcount, runs, seed))
        progress((place + 1) / len(wanted))
    if not found:
        raise Refused([Problem("fit_no_split", {"months": facts.months, "fewest": fewest})])
    return Coverage(tuple(found), len(wanted) - len(found))


def year_splits(months: int) -> Iterator[tuple[int, int, int]]:
    """Every twelve months in a row (all of them where there are fewer), cut after 3, 6 and 9."""
    for begin in range(max(1, months - YEAR + 1)):
        end = min(begin + YEAR, months)
        for cut in range(begin + LEAST_MONTHS, end - LEAST_MONTHS + 1, LEAST_MONTHS):
            yield begin, cut, end


def _split(
    at: tuple[int, int, int],
    model: Workforce,
    rest: Facts,
    plan: Plan,
    headcount: int,
    runs: int,
    seed: int,
) -> Split:
    total, by_head = np.empty(runs), np.empty(runs)
    for run in range(runs):
        people = people_for(model, seed + run, headcount, rest.first, rest.months)
        drawn = simulate(model, seed + run, people, rest.months, month_text(rest.first))
        total[run] = evaluate(plan, drawn, amounts=False).total
        by_head[run] = total[run] / drawn.person_months * rest.person_months
    paid = evaluate(plan, rest, amounts=False).total
    return Split(*at, paid, _range(total), _range(by_head))


def _range(costs: NDArray[np.float64]) -> tuple[float, float, float]:
    low, middle, high = (float(q) for q in np.quantile(costs, SHARES))
    return low, middle, high
