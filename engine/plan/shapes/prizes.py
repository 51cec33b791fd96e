"""A prize for each place of a ranking."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from engine.plan.shapes.figure_checks import problem
from engine.plan.shapes.figure_phrases import words
from engine.plan.shapes.points import Points, Range
from engine.plan.shapes.value import Naming
from engine.text import Problem, Text
from engine.yaml_files import Json


@dataclass(frozen=True)
class Prizes(Points):
    """Prizes by the last place that wins them."""

    shape = "prizes"
    key = "prizes"
    has_unit = False
    columns = ("rank", "value")
    start_key = "place"

    @classmethod
    def begun(cls, size: float, starts: tuple[float, ...]) -> Json:
        return [[1, size], [3, size / 2]]

    @classmethod
    def _start_problems(cls, starts: list[float], at: str) -> list[Problem]:
        if any(start != int(start) or start < 1 for start in starts):
            return [problem("parameter_ranks", at, starts)]
        return []

    @classmethod
    def _of_head(cls) -> str:
        return "place_head"

    def ranges(
        self, naming: Naming, figure: Callable[[float], Text], whole: bool = False
    ) -> list[Range]:
        found: list[Range] = []
        first = 1
        for last, prize in self.pairs:
            key = "place" if last == first else "places"
            found.append((words(key, first=first, last=int(last)), figure(prize)))
            first = int(last) + 1
        return found
