"""Figures at points with straight lines between them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from engine.plan.shapes.figure_phrases import words, written
from engine.plan.shapes.points import Points, Range
from engine.plan.shapes.value import Naming
from engine.text import Text


@dataclass(frozen=True)
class Curve(Points):
    """Points of a curve that is straight between them."""

    shape = "curve"
    key = "curve"
    usual_unit = "factor"

    def note(self, naming: Naming) -> Text | None:
        (first, _), (last, most) = self.pairs[0], self.pairs[-1]
        return words(
            "curve_rule",
            first=written(first, naming.of_unit),
            last=written(last, naming.of_unit),
            most=written(most, naming.unit),
        )

    def ranges(
        self, naming: Naming, figure: Callable[[float], Text], whole: bool = False
    ) -> list[Range]:
        return [(written(x, naming.of_unit), figure(y)) for x, y in self.pairs]
