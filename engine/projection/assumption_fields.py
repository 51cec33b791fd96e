"""An entry of the assumptions: what it is, its bounds, and its words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from engine.projection.assumption_kinds import Bounds, Kind, problems_of_kind, text_of_kind
from engine.text import Problem, Text, in_each_language, say
from engine.yaml_files import Json

Group = Literal["people", "pay", "market", "plan"]
UNITS = "units"


@dataclass(frozen=True)
class Field:
    """One entry that can be moved, of the company or of a unit.

    A value below `low` or above `high` is refused; `slider` has the sensible ends. `risk` says by
    how much the value is usually missed: down and up, added, or multiplied where the unit is a
    factor. The entry of a unit goes before that of the company. `names` are what measures of the
    unit are called, by id.
    """

    id: str
    kind: Kind
    unit: str = ""
    low: float = 0.0
    high: float = 0.0
    step: float = 1.0
    default: Json = None
    slider: tuple[float, float] = (0.0, 0.0)
    by_company: bool = True
    by_unit: bool = True
    risk: tuple[float, float] | None = None
    group: Group = "people"
    unit_id: str = ""
    unit_title: Text | None = None
    names: Mapping[str, Text] = field(default_factory=dict, repr=False)

    @property
    def path(self) -> str:
        """Where its value stands: the id, or units.UNIT.ID."""
        return f"{UNITS}.{self.unit_id}.{self.id}" if self.unit_id else self.id

    @property
    def label(self) -> Text:
        """What it is called, with the unit where it is of one."""
        own = in_each_language(lambda language: say(language, f"assumption.{self.id}"))
        title = self.unit_title
        if title is None:
            return own
        return in_each_language(
            lambda language: say(
                language, "projection.of_unit", unit=title[language], what=own[language]
            )
        )

    @property
    def help(self) -> Text:
        """What it does."""
        return in_each_language(lambda language: say(language, f"assumption_help.{self.id}"))

    def problems(self, value: Json) -> list[Problem]:
        """What does not fit about a value."""
        if value is None and self.default is None:
            return []
        return [
            replace(problem, column=self.path, value=problem.value or str(value))
            for problem in problems_of_kind(
                self.kind, value, Bounds(self.unit, self.low, self.high)
            )
        ]

    def text(self, value: Json, language: str) -> str:
        """A value in words."""
        if value is None:
            return say(language, f"assumption_none.{self.id}")
        return text_of_kind(self.kind, value, self.unit, language, self.names)
