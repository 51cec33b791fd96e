"""What people's results are worth in pay, and which people are alike: they are paid by the same
categories, and have results worth about the same."""

from __future__ import annotations

from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from engine.analysis import driver_by_person, groups
from engine.evaluation import Memory
from engine.facts import Facts
from engine.health.anatomy import Anatomy
from engine.plan import CurveAxis
from engine.progress import Progress

Array = NDArray[np.float64]
Places = NDArray[np.int64]

STILL = 1e-9
"""A measure that differs less than this between people differs by rounding; results that are so
near below a band stand on its edge, and in it."""
EPSILON = float(np.finfo(np.float64).eps)
SPARSE = 16
"""Numbers spread over so many times their count are sorted rather than counted."""


class Results:
    """`attainment` is where each person stands against a goal of their own, if they have one;
    `variable_pay` is yuan of variable pay a month in service."""

    def __init__(
        self,
        facts: Facts,
        anatomy: Anatomy,
        ratings: tuple[str, ...],
        attainment: Array | None,
        variable_pay: Array,
        memory: Memory,
        progress: Progress,
    ) -> None:
        self.facts, self.anatomy, self.ratings = facts, anatomy, ratings
        self.attainment, self.variable_pay = attainment, variable_pay
        self.memory, self.progress = memory, progress
        self._bands: dict[float, Places | None] = {}

    @cached_property
    def index(self) -> Array | None:
        """What each person's results are worth on average, as a share of the variable pay of those
        who are alike: the straight line through everybody's pay and measures. None where there
        are no measures or everybody gets the same."""
        basis, pay = self._basis, self.relative_pay
        if basis is None or pay.std() <= STILL:
            return None
        self.progress(0.0)
        return np.asarray(np.einsum("i,ij", np.einsum("ij,j", basis, pay), basis))

    @cached_property
    def relative_pay(self) -> Array:
        """Variable pay of each person over the mean of those who are alike."""
        means = mean_by(self.cells, self.variable_pay)
        return np.asarray(self.variable_pay / np.where(means > 0, means, 1.0))

    @cached_property
    def cells(self) -> Places:
        """Which people are alike in all categories that pay goes by, as they were last."""
        names = standing_categories(self.anatomy, self.facts, self.ratings)
        key = ("alike", self.facts.key, tuple(names))
        return self.memory.cached(key, lambda: self._cells(names))

    def bands(self, width: float) -> Places | None:
        """Which people are alike and have like results: a number for each. None without results."""
        if width not in self._bands:
            self._bands[width] = None if self.index is None else self._banded(self.index, width)
        return self._bands[width]

    def _banded(self, index: Array, width: float) -> Places:
        places = np.floor(index / width + STILL).astype(np.int64)
        places -= places.min(initial=0)
        return _numbered(self.cells * (int(places.max(initial=0)) + 1) + places)

    def _cells(self, names: list[str]) -> Places:
        cell = np.zeros(self.facts.size, dtype=np.int64)
        for name in names:
            values, places = groups(self.facts, name)
            cell = cell * (len(values) + 1) + places
        return _numbered(cell)

    @property
    def _basis(self) -> Array | None:
        """Rows at right angles, each of length 1, of which every straight line through the people's
        measures is made. None without measures, and for too few people."""
        key = (
            "basis of measures",
            self.facts.key,
            self.anatomy.results,
            self.ratings,
            None if self.attainment is None else repr(self.anatomy.plan.curve),
        )
        return self.memory.cached(key, self._spanned)

    def _spanned(self) -> Array | None:
        facts, months = self.facts, np.maximum(self.facts.months_by_person, 1.0)
        columns = [facts.numbers[name].sum(axis=0) / months for name in self.anatomy.results]
        if self.attainment is not None:
            columns.append(self.attainment)
        for name in self.ratings:
            column = facts.categories[name]
            for code in range(len(column.values) - 1):
                columns.append((column.codes == code).sum(axis=0) / months)
        moving = [c for c in columns if c.std() > STILL]
        if not moving or facts.size <= 2 * len(moving):
            return None
        rows = np.stack([np.ones(facts.size), *((c - c.mean()) / c.std() for c in moving)])
        _, sizes, basis = np.linalg.svd(rows, full_matrices=False)
        return np.ascontiguousarray(basis[sizes > sizes[0] * facts.size * EPSILON])


def standing_categories(anatomy: Anatomy, facts: Facts, ratings: tuple[str, ...]) -> list[str]:
    """The categories that pay goes by and that say what people are, not how well they did."""
    return [
        name
        for name in facts.categories
        if name in anatomy.read
        and name not in ratings
        and anatomy.plan.facts[name].kind == "category"
    ]


def attainment(curve: CurveAxis, facts: Facts, memory: Memory) -> Array:
    """Where each person stands on the driver of the payout curve over all their months."""
    key = ("attainment", repr(curve), facts.key)
    return memory.cached(key, lambda: driver_by_person(curve, facts))


def mean_by(places: Places, values: Array) -> Array:
    """For everybody, the mean of those in the same place."""
    sums = np.bincount(places, values)
    return np.asarray((sums / np.maximum(np.bincount(places), 1))[places])


def _numbered(places: Places) -> Places:
    """The same places, numbered 0, 1, … in their order without gaps."""
    highest = int(places.max(initial=0))
    if highest > SPARSE * places.size:
        return np.asarray(np.unique(places, return_inverse=True)[1], dtype=np.int64)
    taken = np.zeros(highest + 1, dtype=np.int64)
    taken[places] = 1
    return np.asarray((np.cumsum(taken) - 1)[places])
