"""The cost of a company in the months ahead, of few full projections: what other figures would cost
is told by a few of the trials, as all figures meet the same luck."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import Executor
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from engine.companies import Company
from engine.progress import Progress, part
from engine.projection import Trials, costs, expected, joined, total_range
from engine.solving.asked import Asked

Array = NDArray[np.float64]
Places = tuple[int, ...]

FEW = 20
"""So many of the trials tell where to look."""


@dataclass(frozen=True)
class Paid:
    """A company whose people are paid so much in a year."""

    company: Company
    year: float


class CostAhead:
    """The costs that were projected, by the places of the figures. `known` are those of all trials
    that are asked for. Of a place that only a few of the trials were looked at, the others are
    estimated from what they came to at a place that is known: trial by trial the two go together.
    Any other place is taken to cost so many times what is paid in the year as these places tell:
    as the last one, and more or less as the figures are further from it. Several places are
    projected side by side, which takes little longer than one."""

    def __init__(self, asked: Asked, executor: Executor | None) -> None:
        self.asked, self.executor = asked, executor
        self.known: dict[Places, float] = {}
        self._all: dict[Places, Array] = {}
        self._few: dict[Places, Trials] = {}
        self.off = 0.0
        """By which share at most a place turned out to cost more or less than was estimated."""
        self._years: dict[Places, float] = {}
        """What is paid in the year at the places that were looked at, the last one last."""

    def project(self, places: Mapping[Places, Paid], progress: Progress) -> None:
        """Projects companies in full."""
        places = {each: paid for each, paid in places.items() if each not in self.known}
        if not places:
            return
        few = min(FEW, self.asked.trials)
        self.sketch(places, part(progress, 0.0, few / self.asked.trials))
        likely = {each: self._likely(each) for each in places}
        found = {each: self._few[each] for each in places}
        if few < self.asked.trials:
            others = part(progress, few / self.asked.trials, 1.0)
            rest = self._run(places, range(few, self.asked.trials), others)
            found = {each: joined([found[each], rest[each]]) for each in places}
        share, knew = self.asked.quantile, bool(self._all)
        for each, trials in found.items():
            cost = expected(trials) if share is None else total_range(trials, (share,))[share]
            self.known[each] = cost.value
            if knew:
                self._turned_out(likely[each], cost.value)
            self._all[each] = trials.total
            self._years[each] = self._years.pop(each)

    def sketch(self, places: Mapping[Places, Paid], progress: Progress) -> None:
        """Projects the same by a few trials."""
        places = {each: paid for each, paid in places.items() if each not in self._few}
        if not places:
            return
        guessed = {each: self.estimate(each, paid.year) for each, paid in places.items()}
        found = self._run(places, range(min(FEW, self.asked.trials)), progress)
        for each, paid in places.items():
            self._few[each] = found[each]
            self._years[each] = paid.year
            if self._all:
                self._turned_out(guessed[each], self._likely(each))

    def is_sketched(self, places: Places) -> bool:
        """Whether a few of the trials are known at these places."""
        return places in self._few

    def estimate(self, places: Places, year: float) -> float:
        """The cost as it was projected, else as it is likely to be."""
        if places in self.known:
            return self.known[places]
        if places in self._few:
            return self._likely(places)
        return year * self._times_the_year(places)

    def _turned_out(self, guessed: float, cost: float) -> None:
        if cost:
            self.off = max(self.off, abs(guessed / cost - 1))

    def _times_the_year(self, places: Places) -> float:
        """How many times what is paid in the year a place is likely to cost."""
        looked_at = [each for each, year in self._years.items() if year]
        if not looked_at:
            return 1.0
        last = looked_at[-1]
        times = np.array([self.estimate(p, 0.0) / self._years[p] for p in looked_at])
        apart = np.array(looked_at, np.float64) - np.array(last, np.float64)
        scale = np.maximum(np.abs(apart).max(axis=0), 1.0)
        slopes = np.linalg.lstsq(apart / scale, times - times[-1])[0]
        return float(times[-1] + (np.array(places) - np.array(last)) / scale @ slopes)

    def _run(
        self, places: Mapping[Places, Paid], trials: range, progress: Progress
    ) -> dict[Places, Trials]:
        question = self.asked.question
        assert question is not None
        payroll = self.asked.of_employer
        questions = [
            replace(question, company=paid.company, payroll=payroll) for paid in places.values()
        ]
        found = costs(questions, trials, self.executor, progress)
        return dict(zip(places, found, strict=True))

    def _likely(self, places: Places) -> float:
        """The cost at a place of which a few trials are known, by the nearest of which all are."""
        totals = self._few[places].total
        if self._all:
            like = self._all[min(self._all, key=lambda known: _far(known, places))]
            totals = np.concatenate([totals, likely_rest(totals, like)])
        share = self.asked.quantile
        return float(totals.mean() if share is None else np.quantile(totals, share))


def _far(one: Places, other: Places) -> int:
    return sum(abs(a - b) for a, b in zip(one, other, strict=True))


def likely_rest(few: Array, known: Array) -> Array:
    """What further trials are likely to come to of which a few are known, by what all come to at
    another place: the line that fits best through the few."""
    same, rest = known[: few.size], known[few.size :]
    apart = same - same.mean()
    varies = float(apart @ apart)
    slope = float(apart @ (few - few.mean())) / varies if varies else 1.0
    return np.asarray(few.mean() + slope * (rest - same.mean()), np.float64)
