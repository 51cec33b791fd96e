"""The cost of a company in the months ahead, of few full projections: between them it is taken to
go along with what the company pays its people in a year."""

from __future__ import annotations

from concurrent.futures import Executor
from dataclasses import replace

from engine.companies import Company
from engine.progress import Progress
from engine.projection import expected, run, total_range
from engine.solving.asked import Asked

Places = tuple[int, ...]

FLATTEST, STEEPEST = 0.2, 5.0
"""How much less or more than in proportion the cost ahead may follow that of the year."""


class CostAhead:
    """The costs that were projected, by the places of the figures; what others would cost is
    estimated from them."""

    def __init__(self, asked: Asked, executor: Executor | None) -> None:
        self.asked, self.executor = asked, executor
        self.known: dict[Places, float] = {}
        self._line = (0.0, 1.0)
        self._last: tuple[float, float] | None = None

    def project(self, places: Places, company: Company, year: float, progress: Progress) -> float:
        """The cost of a company whose people are paid so much in a year, by a full projection."""
        question, share = self.asked.question, self.asked.quantile
        assert question is not None
        trials = run(
            replace(question, company=company, payroll=self.asked.of_employer),
            range(self.asked.trials),
            self.executor,
            progress,
        )
        cost = (
            expected(trials).value if share is None else total_range(trials, (share,))[share].value
        )
        self.known[places] = cost
        self._learn(year, cost)
        return cost

    def estimate(self, places: Places, year: float) -> float:
        """The cost as it was projected, else as it is likely to be."""
        if places in self.known:
            return self.known[places]
        at_nought, slope = self._line
        return at_nought + slope * year

    def _learn(self, year: float, cost: float) -> None:
        """Lays the line through the last two projections, or through the last alone in
        proportion."""
        usual = cost / year if year else 1.0
        slope = usual
        if self._last is not None and self._last[0] != year:
            found = (cost - self._last[1]) / (year - self._last[0])
            slope = min(max(found, FLATTEST * usual), STEEPEST * usual)
        self._line = cost - slope * year, slope
        self._last = year, cost
