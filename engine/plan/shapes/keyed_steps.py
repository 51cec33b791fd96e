"""Steps of their own for each value of a category."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from engine.formula import KeyedPoints
from engine.plan.shapes import figure_phrases
from engine.plan.shapes.keyed import Keyed
from engine.plan.shapes.steps import Steps
from engine.plan.shapes.value import Declared, Naming, Point, Row, Sheet
from engine.text import Problem, Text
from engine.yaml_files import Json


@dataclass(frozen=True)
class KeyedSteps(Keyed[Steps]):
    """Steps by key. JSON: {key: [[breakpoint, figure], …]}."""

    shape = "keyed_steps"
    key = "steps"
    usual_unit = "share"
    columns = ("key", "from", "value")
    grows = True

    @classmethod
    def argument(cls) -> str:
        return Steps.argument()

    @classmethod
    def takes(cls, data: object) -> bool:
        return isinstance(data, Mapping)

    @classmethod
    def _read_entry(cls, data: object) -> Steps:
        return Steps.read(data)

    @classmethod
    def begun(cls, size: float, starts: tuple[float, ...]) -> Json:
        return Steps.begun(size, starts)

    @staticmethod
    def _entry_json(entry: Steps) -> Json:
        return entry.json()

    @classmethod
    def _entry_problems(cls, data: object, declared: Declared, at: str) -> list[Problem]:
        return Steps.problems_at(data, declared, at)

    def figures(
        self, keys: tuple[str, ...] = (), end: str = "", category: tuple[str, ...] = ()
    ) -> KeyedPoints:
        return KeyedPoints(tuple(self.entries.get(key, Steps(())).figures() for key in keys))

    def points(self) -> Mapping[str, tuple[Point, ...]]:
        return {key: steps.pairs for key, steps in self.entries.items()}

    def rows(self) -> list[Row]:
        return [{"key": key, **row} for key, steps in self.entries.items() for row in steps.rows()]

    def with_rows(self, rows: Sequence[Row]) -> KeyedSteps:
        return KeyedSteps(
            {
                key: steps.with_rows([row for row in rows if row["key"] == key])
                for key, steps in self.entries.items()
            }
        )

    def _entry_changes(
        self, new: KeyedSteps, key: str, label: str, before: Naming, after: Naming, language: str
    ) -> list[str]:
        return self.entries[key].changes_of(label, new.entries[key], before, after, language)

    @classmethod
    def _entry_form(cls) -> str:
        return "keyed_entry"

    def _phrase_of(self, key: str, naming: Naming) -> Text:
        return self.entries[key].ranges_phrase(naming, "comma")

    def sheet(self, naming: Naming, key_head: Text, whole: bool = False) -> Sheet | None:
        """A column for each key where all have the same steps, else a row for each step."""
        of = naming.of or figure_phrases.words("item")
        cells = {key: steps.cells(naming) for key, steps in self.entries.items()}
        starts = [[start for start, _ in own] for own in cells.values()]
        if all(own == starts[0] for own in starts):
            heads = (of, *(naming.key_labels[key] for key in cells))
            rows = [
                (start, *(own[i][1] for own in cells.values())) for i, start in enumerate(starts[0])
            ]
            unit = naming.unit if figure_phrases.says_unit(naming) else ""
            return Sheet(heads, tuple(rows), unit=unit)
        every = [
            (naming.key_labels[key], start, value)
            for key, own in cells.items()
            for start, value in own
        ]
        return Sheet((key_head, of, figure_phrases.head(naming)), tuple(every), keys=2)
