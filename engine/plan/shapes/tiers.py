"""A rate for each slice of an amount."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from engine.plan.shapes.figure_checks import percent_problem, problem
from engine.plan.shapes.figure_phrases import words, written
from engine.plan.shapes.points import Points, Range, band
from engine.plan.shapes.value import Naming
from engine.text import Problem, Text
from engine.yaml_files import Json


@dataclass(frozen=True)
class Tiers(Points):
    """Rates between -1 and 1 by slice; the first slice begins at 0."""

    shape = "tiers"
    key = "tiers"
    usual_unit = "share"

    @classmethod
    def begun(cls, size: float, starts: tuple[float, ...]) -> Json:
        return [[0, size], [starts[0], size * 2], [starts[1], size * 3]]

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
        starts = [start for start, _ in self.pairs]
        if len(starts) == 1:
            return [(words("any"), figure(self.pairs[0][1]))]
        return [
            (self._slice(starts, place, naming), figure(rate))
            for place, (_, rate) in enumerate(self.pairs)
        ]

    @staticmethod
    def _slice(starts: list[float], place: int, naming: Naming) -> Text:
        if naming.of_whole:
            return words("slice_of", range=band(starts, place, naming))
        key = "slice_above" if place + 1 == len(starts) else "slice" if place else "slice_to"
        limits = {"start": starts[place], "end": (*starts, 0.0)[place + 1]}
        return words(key, **{name: written(x, naming.of_unit) for name, x in limits.items()})
