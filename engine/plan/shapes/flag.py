"""A parameter that holds or does not."""

from __future__ import annotations

from dataclasses import dataclass

from engine.formula import CONDITION, Kind
from engine.plan.shapes.figure_checks import problem
from engine.plan.shapes.figure_phrases import changed, written
from engine.plan.shapes.value import Declared, Naming, Value
from engine.text import Problem, Text
from engine.yaml_files import Json


@dataclass(frozen=True)
class Flag(Value):
    """A condition. JSON: true or false."""

    shape = "flag"
    key = "value"

    constant: bool

    @classmethod
    def takes(cls, data: object) -> bool:
        return isinstance(data, bool)

    @classmethod
    def read(cls, data: object) -> Flag:
        return cls(data is True)

    @classmethod
    def begun(cls, size: float, starts: tuple[float, ...]) -> Json:
        return True

    def json(self) -> Json:
        return self.constant

    def problems(self, data: object, declared: Declared) -> list[Problem]:
        return [] if isinstance(data, bool) else [problem("parameter_flag", declared.id, data)]

    def kind(self, category: tuple[str, ...] | None) -> Kind:
        return CONDITION

    def changes(self, new: Flag, before: Naming, after: Naming, language: str) -> list[str]:
        label = after.label[language]
        return [changed(label, [self.constant], [new.constant], after.unit, language)]

    def phrase(self, naming: Naming) -> Text:
        return written(self.constant, naming.unit)
