"""A lowest and a highest figure for each value of a category."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from engine.formula import Table as TableFigures
from engine.plan.shapes import figure_phrases
from engine.plan.shapes.figure_checks import number, number_problems, problem
from engine.plan.shapes.keyed import Keyed
from engine.plan.shapes.value import Declared, Naming, Sheet
from engine.text import Problem, Text
from engine.yaml_files import Json


class Band(NamedTuple):
    """The ends of a band."""

    min: float
    max: float


@dataclass(frozen=True)
class Bands(Keyed[Band]):
    """A band by key. JSON of an entry: [min, max]."""

    shape = "bands"
    key = "bands"
    columns = ("key", "min", "max")

    @classmethod
    def _read_entry(cls, data: object) -> Band:
        if isinstance(data, list | tuple) and len(data) == 2:
            return Band(*map(number, data))
        return Band(0.0, 0.0)

    @classmethod
    def begun(cls, size: float, starts: tuple[float, ...]) -> Json:
        return [size, size * 1.5]

    @staticmethod
    def _entry_json(entry: Band) -> Json:
        return list(entry)

    @classmethod
    def _entry_problems(cls, data: object, declared: Declared, at: str) -> list[Problem]:
        if not isinstance(data, list | tuple) or len(data) != 2:
            return [problem("parameter_band", at, data)]
        found = [one for end in data for one in number_problems(end, declared, at)]
        if not found and data[0] >= data[1]:
            found.append(problem("parameter_band_order", at, data))
        return found

    def figures(
        self, keys: tuple[str, ...] = (), end: str = "", category: tuple[str, ...] = ()
    ) -> TableFigures:
        which = Band._fields.index(end)
        values = [self.entries.get(key, (0.0, 0.0))[which] for key in keys]
        return TableFigures(np.array([*values, 0.0], dtype=np.float64))

    def at(self, key: str) -> tuple[float, ...]:
        return self.entries.get(key, ())

    @classmethod
    def _cells(cls, entry: Band) -> dict[str, float]:
        return entry._asdict()

    @classmethod
    def _of_cells(cls, cells: list[float]) -> Band:
        return Band(*cells)

    def _entry_changes(
        self, new: Bands, key: str, label: str, before: Naming, after: Naming, language: str
    ) -> list[str]:
        return [
            figure_phrases.changed(label, self.entries[key], new.entries[key], after.unit, language)
        ]

    def _phrase_of(self, key: str, naming: Naming) -> Text:
        low, high = (figure_phrases.written(end, naming.unit) for end in self.entries[key])
        return figure_phrases.words("between", low=low, high=high)

    def sheet(self, naming: Naming, key_head: Text, whole: bool = False) -> Sheet | None:
        heads = (key_head, figure_phrases.head(naming, "low"), figure_phrases.head(naming, "high"))
        rows = tuple(
            (naming.key_labels[key], *(figure_phrases.cell(end, naming) for end in band))
            for key, band in self.entries.items()
        )
        return Sheet(heads, rows)
