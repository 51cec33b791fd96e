"""One figure of a parameter."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from engine.formula import NUMBER, Kind
from engine.plan.shapes.figure_checks import number, number_problems
from engine.plan.shapes.figure_phrases import changed, written
from engine.plan.shapes.value import Declared, Naming, Value
from engine.text import Problem, Text
from engine.yaml_files import Json, is_number


@dataclass(frozen=True)
class Number(Value):
    """A number, None where there is no limit. JSON: a number or null."""

    shape = "number"
    key = "value"
    addable = True

    amount: float | None

    @classmethod
    def takes(cls, data: object) -> bool:
        return not isinstance(data, bool)

    @classmethod
    def read(cls, data: object) -> Number:
        return cls(number(data) if is_number(data) else None)

    @classmethod
    def begun(cls, size: float, starts: tuple[float, ...]) -> Json:
        return size

    def json(self) -> Json:
        return self.amount

    def problems(self, data: object, declared: Declared) -> list[Problem]:
        if data is None and declared.no_limit:
            return []
        return number_problems(data, declared, declared.id)

    def kind(self, category: tuple[str, ...] | None) -> Kind:
        return NUMBER

    @property
    def is_unlimited(self) -> bool:
        return self.amount is None

    @property
    def constant(self) -> float:
        """What formulas calculate with: no limit is infinite."""
        return math.inf if self.amount is None else float(self.amount)

    def addends(self) -> Mapping[str, float]:
        return {"": math.inf if self.amount is None else self.amount}

    def with_addends(self, addends: Mapping[str, float]) -> Number:
        return Number(addends[""])

    def changes(self, new: Number, before: Naming, after: Naming, language: str) -> list[str]:
        return [changed(after.label[language], [self.amount], [new.amount], after.unit, language)]

    def phrase(self, naming: Naming) -> Text:
        return written(self.amount, naming.unit)
