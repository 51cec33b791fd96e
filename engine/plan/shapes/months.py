"""Calendar months of a parameter."""

from __future__ import annotations

from dataclasses import dataclass

from engine.formula import Figures
from engine.formula import Months as MonthFigures
from engine.plan.shapes.figure_checks import problem
from engine.plan.shapes.figure_phrases import said
from engine.plan.shapes.value import Declared, Naming, Value
from engine.text import Problem, Text, in_each_language, listed, month_name, spaced
from engine.yaml_files import Json


@dataclass(frozen=True)
class Months(Value):
    """Calendar months, 1 for January, in the order given. JSON: a list of whole numbers."""

    shape = "months"
    key = "months"
    usual_unit = "months"

    months: tuple[int, ...]

    @classmethod
    def read(cls, data: object) -> Months:
        given = data if isinstance(data, list | tuple) else ()
        return cls(tuple(int(month) for month in given if _is_month(month)))

    @classmethod
    def begun(cls, size: float, starts: tuple[float, ...]) -> Json:
        return [12]

    def json(self) -> Json:
        return list(self.months)

    def problems(self, data: object, declared: Declared) -> list[Problem]:
        return months_problems(data, declared.id)

    def figures(
        self, keys: tuple[str, ...] = (), end: str = "", category: tuple[str, ...] = ()
    ) -> Figures:
        return MonthFigures(self.months)

    def changes(self, new: Months, before: Naming, after: Naming, language: str) -> list[str]:
        old, now = (", ".join(map(str, value.months)) for value in (self, new))
        return [said(language, "figure", label=after.label[language], old=old, new=now)]

    def phrase(self, naming: Naming) -> Text:
        names = [month_name(month) for month in self.months]
        return in_each_language(
            lambda language: spaced(listed([name[language] for name in names], "nouns", language))
        )


def months_problems(data: object, at: str) -> list[Problem]:
    """All that is wrong with a list of calendar months."""
    if not isinstance(data, list) or not all(map(_is_month, data)):
        return [problem("parameter_months", at, data)]
    if len(set(data)) < len(data):
        return [problem("parameter_months_twice", at, data)]
    return []


def _is_month(month: object) -> bool:
    return isinstance(month, int) and not isinstance(month, bool) and 1 <= month <= 12
