"""The cost of a company in the months ahead, of few full projections: between them it is taken to
go along with what the company pays its people in a year."""

from __future__ import annotations

from concurrent.futures import Executor
from dataclasses import replace

from engine.companies import Company
from engine.progress import Progress, part
from engine.projection import Trials, expected, joined, run, total_range
from engine.solving.asked import Asked

Places = tuple[int, ...]

FEW = 20
"""So many of the trials tell where to look."""

FLATTEST, STEEPEST = 0.2, 5.0
"""How much less or more than in proportion the cost ahead may follow that of the year."""


class CostAhead:
    """The costs that were projected, by the places of the figures; what others would cost is
    estimated from them. `known` are those of all trials that are asked for. A few of the trials say
    how much one place costs more than another nearly as well, as all places meet the same luck."""

    def __init__(self, asked: Asked, executor: Executor | None) -> None:
        self.asked, self.executor = asked, executor
        self.known: dict[Places, float] = {}
        self._few: dict[Places, Trials] = {}
        self._more = 0.0
        """What all trials told more than the few of them, of the place last projected in full."""
        self._line = (0.0, 1.0)
        self._last: tuple[float, float] | None = None

    def project(self, places: Places, company: Company, year: float, progress: Progress) -> None:
        """Projects a company in full whose people are paid so much in a year."""
        few = min(FEW, self.asked.trials)
        self.sketch(places, company, year, part(progress, 0.0, few / self.asked.trials))
        trials = self._few[places]
        if few < self.asked.trials:
            rest = range(few, self.asked.trials)
            others = part(progress, few / self.asked.trials, 1.0)
            trials = joined([trials, self._run(company, rest, others)])
        self.known[places] = self._cost(trials)
        self._more = self.known[places] - self._cost(self._few[places])
        self._learn(year, self.known[places])

    def sketch(self, places: Places, company: Company, year: float, progress: Progress) -> None:
        """Projects the same by a few trials."""
        if places not in self._few:
            few = range(min(FEW, self.asked.trials))
            self._few[places] = self._run(company, few, progress)
            self._learn(year, self._cost(self._few[places]) + self._more)

    def estimate(self, places: Places, year: float) -> float:
        """The cost as it was projected, else as it is likely to be."""
        if places in self.known:
            return self.known[places]
        if places in self._few:
            return self._cost(self._few[places]) + self._more
        at_nought, slope = self._line
        return at_nought + slope * year

    def _run(self, company: Company, trials: range, progress: Progress) -> Trials:
        question = self.asked.question
        assert question is not None
        question = replace(question, company=company, payroll=self.asked.of_employer)
        return run(question, trials, self.executor, progress)

    def _cost(self, trials: Trials) -> float:
        share = self.asked.quantile
        if share is None:
            return expected(trials).value
        return total_range(trials, (share,))[share].value

    def _learn(self, year: float, cost: float) -> None:
        """Lays the line through the last two places, or through the last alone in proportion."""
        if self._last is not None and self._last[0] == year:
            slope = self._line[1]
        else:
            slope = usual = cost / year if year else 1.0
            if self._last is not None:
                found = (cost - self._last[1]) / (year - self._last[0])
                slope = min(max(found, FLATTEST * usual), STEEPEST * usual)
        self._line = cost - slope * year, slope
        self._last = year, cost
