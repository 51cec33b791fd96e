"""What everybody shares in the months ahead: chance, what nobody knows of the level, and growth.

Each is a factor of its own with a standard normal value. The chance of months is taken apart into
what all of them have on average and what is left, so that the first factors decide the most.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from engine.calendar import calendar_month
from engine.workforce import measures
from engine.workforce.model import Workforce
from engine.workforce.outlook import Outlook

Numbers = NDArray[np.float64]

FURTHEST = 4.0
"""Growth beyond so many standard deviations finds no posts."""


class SharedMonths:
    """The factors of a model from the month number `first` on, and what becomes of their values."""

    def __init__(
        self, model: Workforce, headcount: int, first: int, months: int, outlook: Outlook
    ) -> None:
        self._model, self._months, self._outlook = model, months, outlook
        self._calendar = [calendar_month(first + row) - 1 for row in range(months)]
        drawn = model.drawn
        self._level = [j for j, m in enumerate(drawn) if m.unsure.level]
        self._by_month = [j for j, m in enumerate(drawn) if any(m.unsure.months)]
        self._chance = [j for j, m in enumerate(drawn) if m.spread.month]
        self._roots = {
            name: measures.root_of(model, those)
            for name, those in (
                ("level", self._level),
                ("month", self._by_month),
                ("chance", self._chance),
            )
            if those
        }
        self._rotated = _rotation(months)
        growth = model.career.growth
        planned = outlook.headcount is not None
        self._unsure = 0.0 if planned else growth.unsure
        self._steps = 0.0 if planned else growth.months
        self._expected = self._expected_headcount(headcount)
        cumulative = np.sqrt(
            (self._unsure * np.arange(months)) ** 2 + self._steps**2 * np.arange(months)
        )
        self.expected_posts = max(_whole(self._expected))
        self.most_posts = max(_whole(self._expected * np.exp(FURTHEST * cumulative)))
        calendar = list(dict.fromkeys(self._calendar))
        names = [f"{drawn[j].id}: level" for j in self._level]
        names += ["headcount: growth"] if self._unsure else []
        names += [
            f"{drawn[j].id}: {'all months' if k == 0 else f'month {k}'}"
            for k in range(months)
            for j in self._chance
        ]
        names += [
            f"{drawn[j].id}: calendar month {month + 1}"
            for month in calendar
            for j in self._by_month
        ]
        names += [f"headcount: month {t}" for t in range(1, months)] if self._steps else []
        self.names = tuple(names)

    def _expected_headcount(self, headcount: int) -> Numbers:
        if self._outlook.headcount is not None:
            if round(self._outlook.headcount[0]) != headcount:
                raise ValueError(f"{self._outlook.headcount[0]} people planned, {headcount} there")
            return np.array(self._outlook.headcount, np.float64)
        index = np.array(self._model.career.headcount)[self._calendar]
        grown = np.exp(self._model.career.growth.monthly * np.arange(self._months))
        return np.asarray(headcount * index / index[0] * grown)

    def _parts(self, common: Numbers) -> tuple[Numbers, Numbers, Numbers, Numbers, Numbers]:
        """The values of the level, of growth as a whole, of chance, of calendar months and of
        growth by month."""
        calendar = len(dict.fromkeys(self._calendar))
        sizes = (
            *(len(self._level), int(self._unsure > 0), self._months * len(self._chance)),
            *(calendar * len(self._by_month), (self._months - 1) * (self._steps > 0)),
        )
        if common.shape != (sum(sizes),):
            raise ValueError(f"{common.shape} values for {sum(sizes)} factors")
        level, unsure, chance, by_month, steps = np.split(common, np.cumsum(sizes)[:-1])
        return level, unsure, chance, by_month, steps

    def there(self, common: Numbers) -> list[int]:
        """How many people are there by month."""
        _, unsure, _, _, steps = self._parts(common)
        grown = np.zeros(self._months)
        if unsure.size:
            grown += self._unsure * unsure[0] * np.arange(self._months)
        if steps.size:
            grown[1:] += self._steps * np.cumsum(steps)
        most = max(self.most_posts, 1)
        return _whole(np.minimum(self._expected * np.exp(self._outlook.common * grown), most))

    def limit(self, there: Sequence[int]) -> int:
        """How many posts there are for so many people by month."""
        return max(self.expected_posts, *there)

    def latent(self, common: Numbers) -> Numbers:
        """What everybody shares, and the shifts of the outlook, as latent values `[measures,
        months]`."""
        drawn = self._model.drawn
        level, _, chance, by_month, _ = self._parts(common)
        found = np.zeros((len(drawn), self._months))
        if chance.size:
            normal = np.zeros((len(self._chance), self._months))
            for k, values in enumerate(chance.reshape(self._months, len(self._chance))):
                normal += values[:, None] * self._rotated[k]
            together = measures.correlated(self._roots["chance"], normal)
            for k, j in enumerate(self._chance):
                found[j] += np.sqrt(drawn[j].spread.month) * together[k]
        if level.size:
            together = measures.correlated(self._roots["level"], level)
            for k, j in enumerate(self._level):
                found[j] += drawn[j].unsure.level * together[k]
        if by_month.size:
            calendar = list(dict.fromkeys(self._calendar))
            normal = by_month.reshape(len(calendar), len(self._by_month)).T
            together = measures.correlated(self._roots["month"], normal)
            place = [calendar.index(month) for month in self._calendar]
            for k, j in enumerate(self._by_month):
                unsure = np.array(drawn[j].unsure.months)[self._calendar]
                found[j] += unsure * together[k][place]
        found *= self._outlook.common
        for j, measure in enumerate(drawn):
            if measure.id in self._outlook.shifts:
                found[j] += np.array(self._outlook.shifts[measure.id], np.float64)
        return found


def _rotation(months: int) -> Numbers:
    """Months as orthonormal parts `[part, month]`: their average, then each month against all
    before it."""
    parts = np.zeros((months, months))
    parts[0] = 1 / np.sqrt(months)
    for k in range(1, months):
        parts[k, :k] = 1 / np.sqrt(k * (k + 1))
        parts[k, k] = -k / np.sqrt(k * (k + 1))
    return parts


def _whole(people: Numbers) -> list[int]:
    return [max(1, int(n)) for n in np.rint(people)]
