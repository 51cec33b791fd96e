"""A rate for each slice of an amount."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from engine.plan.shapes.figure_checks import percent_problem, problem
from engine.plan.shapes.points import Points, Range
from engine.plan.shapes.value import Naming
from engine.text import Problem, Text


@dataclass(frozen=True)
class Tiers(Points):
    """Rates between -1 and 1 by slice; the first slice begins at 0."""

    shape = "tiers"
    key = "tiers"
    example = ((0, 0.01), (100000, 0.02))
    example_unit = "share"

    @classmethod
    def _figure_problems(cls, figure: float, at: str) -> list[Problem]:
        return [] if -1 <= figure <= 1 else [percent_problem(figure, at)]

    @classmethod
    def _start_problems(cls, starts: list[float], at: str) -> list[Problem]:
        return [problem("parameter_gap", at, starts[0])] if starts[0] != 0 else []

    def ranges(
        self, naming: Naming, figure: Callable[[float], Text], whole: bool = False
    ) -> list[Range]:
        if whole:
            return super().ranges(naming, figure)
        found: list[Range] = []
        for (start, rate), end in zip(self.pairs, self._ends(), strict=True):
            key = "slice_above" if end is None else "slice_to" if start <= 0 else "slice"
            if end is None and start <= 0 and not found:
                key = "any"
            found.append((self._range(key, start, end, naming), figure(rate)))
        return found
