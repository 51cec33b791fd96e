"""A figure for each value of a category, or for each column named."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from engine.formula import Table as TableFigures
from engine.plan.shapes import figure_phrases
from engine.plan.shapes.figure_checks import number, number_problems
from engine.plan.shapes.keyed import Keyed
from engine.plan.shapes.value import Declared, Naming, Sheet
from engine.text import Problem, Text
from engine.yaml_files import Json


@dataclass(frozen=True)
class Table(Keyed[float]):
    """A figure by key."""

    shape = "table"
    key = "table"
    columns = ("key", "value")
    addable = True

    @classmethod
    def _read_entry(cls, data: object) -> float:
        return number(data)

    @classmethod
    def begun(cls, size: float, starts: tuple[float, ...]) -> Json:
        return size

    @staticmethod
    def _entry_json(entry: float) -> Json:
        return entry

    @classmethod
    def _entry_problems(cls, data: object, declared: Declared, at: str) -> list[Problem]:
        return number_problems(data, declared, at)

    def figures(
        self, keys: tuple[str, ...] = (), end: str = "", category: tuple[str, ...] = ()
    ) -> TableFigures:
        missing = 0.0 if keys else np.nan
        values = [self.entries.get(key, missing) for key in keys or category]
        return TableFigures(np.array([*values, 0.0], dtype=np.float64))

    def at(self, key: str) -> tuple[float, ...]:
        return (self.entries[key],) if key in self.entries else ()

    def addends(self) -> Mapping[str, float]:
        return {key: float(value) for key, value in self.entries.items()}

    def with_addends(self, addends: Mapping[str, float]) -> Table:
        return Table({key: addends[key] for key in self.entries})

    @classmethod
    def _cells(cls, entry: float) -> dict[str, float]:
        return {"value": entry}

    @classmethod
    def _of_cells(cls, cells: list[float]) -> float:
        return cells[0]

    def _entry_changes(
        self, new: Table, key: str, label: str, before: Naming, after: Naming, language: str
    ) -> list[str]:
        old, now = [self.entries[key]], [new.entries[key]]
        return [
            figure_phrases.changed(label, old, now, figure_phrases.unit_of(after, key), language)
        ]

    def _phrase_of(self, key: str, naming: Naming) -> Text:
        return figure_phrases.written(self.entries[key], figure_phrases.unit_of(naming, key))

    def sheet(self, naming: Naming, key_head: Text, whole: bool = False) -> Sheet | None:
        rows = tuple(
            (naming.key_labels[key], figure_phrases.cell(value, naming, key))
            for key, value in self.entries.items()
        )
        return Sheet((key_head, figure_phrases.head(naming)), rows)
