"""What each person of a company is paid more or less under a variant, and who gains and loses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from engine.analysis import (
    BANDS,
    SAME,
    TENURE,
    ChangedPay,
    bands_of,
    column_name,
    gainers,
    groupings,
    groups,
    losers,
    told_apart,
    value_name,
)
from engine.companies import CompanyPayouts
from engine.comparison.matched_units import phrase
from engine.plan import Plan
from engine.text import Text

Array = NDArray[np.float64]
Places = NDArray[np.int64]

UNIT = "unit"
"""The grouping by the unit in which somebody was last."""

MOST_SHARED = 20
"""A column with more values than these tells teams of a unit apart."""
TEAMS = frozenset({"team", "division"})
"""And so do these: the first team of a unit is not that of another."""


@dataclass(frozen=True)
class GroupChange:
    """One group of people: how many, their months in service, yuan of all months under baseline and
    variant, and how many of them fall into each of BANDS. `group` is "" for the `merged` groups of
    which one alone would be too small to be told of."""

    group: str
    label: Text
    people: int
    months: int
    baseline: float
    variant: float
    bands: Mapping[str, int]
    merged: int = 0

    @property
    def gain(self) -> int:
        """People who are paid more."""
        return gainers(self.bands)

    @property
    def lose(self) -> int:
        """People who are paid less."""
        return losers(self.bands)

    @property
    def change(self) -> float | None:
        """What the variant pays more, as a share; None where the baseline pays nothing."""
        return self.variant / self.baseline - 1 if self.baseline > 0 else None


@dataclass(frozen=True)
class Tenth:
    """People who follow one another in the order of baseline pay: yuan a head and month under
    baseline and variant, and how many gain and lose."""

    people: int
    baseline: float
    variant: float
    gain: int
    lose: int


@dataclass(frozen=True)
class ChangedPeople(ChangedPay[CompanyPayouts]):
    """Everybody of a company under baseline and variant, which are paid for the same facts. Arrays
    are by person in the order of `employees`, over all units. What groups are paid is told of no
    fewer people than `fewest`."""

    fewest: int = 1

    @property
    def employees(self) -> tuple[str, ...]:
        """Ids of everybody, in their order."""
        return self.baseline.employees

    @cached_property
    def months(self) -> Array:
        """Months in service."""
        return self.baseline.months_by_person

    @cached_property
    def tenths(self) -> tuple[Tenth, ...]:
        """Everybody from the least to the best paid a month under the baseline, in ten parts of
        equal size; in fewer where these would be too small, and none where two would be."""
        order = np.argsort(self.baseline.monthly_pay_by_person, kind="stable")
        return tuple(self._tenth(places) for places in bands_of(order, self.fewest))

    def _tenth(self, places: NDArray[np.intp]) -> Tenth:
        months = max(float(self.months[places].sum()), 1.0)
        before, after = (
            float(np.rint(100 * own.pay_by_person[places]).sum()) / 100 / months
            for own in (self.baseline, self.variant)
        )
        band = self.band_by_person[places]
        gain, lose = int((band > SAME).sum()), int((band < SAME).sum())
        return Tenth(places.size, before, after, gain, lose)

    # -- groups -----------------------------------------------------------------------------

    @cached_property
    def unit(self) -> Places:
        """The place among the baseline's units of the one in which each was last."""
        place = np.full(len(self.employees), -1, np.int64)
        latest = np.full(len(self.employees), -1, np.int64)
        for i, (name, own) in enumerate(self.baseline.units.items()):
            present = own.facts.present
            last = present.shape[0] - 1 - np.argmax(present[::-1], axis=0)
            last = np.where(present.any(axis=0), last, -1)
            people = self.baseline.places[name]
            later = last > latest[people]
            place[people[later]] = i
            latest[people[later]] = last[later]
        return place

    @cached_property
    def groupings(self) -> dict[str, Text]:
        """The columns people can be grouped by, with what they are called; UNIT where there are
        several units."""
        units = self.baseline.units
        found: dict[str, Text] = {UNIT: phrase("unit")} if len(units) > 1 else {}
        for own in units.values():
            for column in groupings(own.facts):
                found.setdefault(column, column_name(column, self._plans))
        return found

    def by_group(self, column: str) -> tuple[GroupChange, ...]:
        """People by a column of `groupings`, as it was in their last month; those in whose unit
        there is no such column are left out. Groups that are too small to be told of are put
        together, units are not: their cost is what is compared. Raises KeyError for an unknown
        column."""
        if column not in self.groupings:
            raise KeyError(column)
        names, places, merged = self._large_enough(column, *self._places(column))
        known = places >= 0
        size = len(names)

        def summed(values: Array) -> Array:
            return np.asarray(np.bincount(places[known], values[known], minlength=size), np.float64)

        people = np.bincount(places[known], minlength=size)
        months = summed(self.months)
        before = summed(np.rint(100 * self.baseline.pay_by_person)) / 100
        after = summed(np.rint(100 * self.variant.pay_by_person)) / 100
        counts = np.bincount(
            places[known] * len(BANDS) + self.band_by_person[known], minlength=5 * size
        )
        bands = counts.reshape(size, len(BANDS))
        return tuple(
            GroupChange(
                group,
                label,
                int(people[i]),
                int(months[i]),
                float(before[i]),
                float(after[i]),
                dict(zip(BANDS, bands[i].tolist(), strict=True)),
                0 if group else merged,
            )
            for i, (group, label) in enumerate(names)
            if people[i]
        )

    def _large_enough(
        self, column: str, names: list[tuple[str, Text]], places: Places
    ) -> tuple[list[tuple[str, Text]], Places, int]:
        """Groups with those that are too small as one, the last; and of how many that is made."""
        counts = np.bincount(places[places >= 0], minlength=len(names))
        kept, together = told_apart(counts, self.fewest)
        if column == UNIT or not together:
            return names, places, 0
        new = np.full(len(names) + 1, -1, np.int64)
        new[kept], new[together] = np.arange(len(kept)), len(kept)
        others = ("", phrase("small_groups", fewest=self.fewest))
        return [*(names[i] for i in kept), others], new[places], len(together)

    def _places(self, column: str) -> tuple[list[tuple[str, Text]], Places]:
        """Id and label of each group, and the place of everybody's; -1 for no group."""
        units = self.baseline.company.units
        if column == UNIT:
            return [(name, unit.title) for name, unit in units.items()], self.unit
        found: dict[str, int] = {}
        names: list[tuple[str, Text]] = []
        places = np.full(len(self.employees), -1, np.int64)
        for i, (name, own) in enumerate(self.baseline.units.items()):
            is_tenure = column == TENURE and "tenure_months" in own.facts.numbers
            if not is_tenure and column not in own.facts.categories:
                continue
            values, codes = groups(own.facts, column)
            numbers = np.full(len(values) + 1, -1, np.int64)
            for code, value in enumerate(values):
                group, label = self._group(name, column, value)
                if group not in found:
                    found[group] = len(names)
                    names.append((group, label))
                numbers[code] = found[group]
            people = self.baseline.places[name]
            here = self.unit[people] == i
            places[people[here]] = numbers[codes[here]]
        return names, places

    def _group(self, unit: str, column: str, value: str) -> tuple[str, Text]:
        """Id and label of a group. Where a column tells teams of single units apart, a team of one
        unit is not that of another."""
        label = value_name(column, value, self._plans)
        if column not in self._of_units:
            return value, label
        title = self.baseline.company.units[unit].title
        return f"{unit} {value}", phrase("of_unit", unit=title, what=label)

    @property
    def _plans(self) -> list[Plan]:
        return [own.plan for own in self.baseline.units.values()]

    @cached_property
    def _of_units(self) -> frozenset[str]:
        """The columns whose values are not the same all over a company, where there are several
        units."""
        if len(self.baseline.units) == 1:
            return frozenset()
        return frozenset(
            name
            for own in self.baseline.units.values()
            for name, column in own.facts.categories.items()
            if len(column.values) > MOST_SHARED or name in TEAMS
        )
