"""Indicators that give points for being above or below a target."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from engine.formula import Indicators
from engine.plan.shapes import figure_phrases
from engine.plan.shapes.figure_checks import number, problem
from engine.plan.shapes.keyed import Keyed
from engine.plan.shapes.value import Declared, Naming, Sheet
from engine.text import Problem, Text, in_each_language, say, value_text
from engine.yaml_files import Json, is_number


class Indicator(NamedTuple):
    """An entry of a scorecard: the points at the target, what counts as a step, the points for each
    full step above and below, and where points end."""

    weight: float
    target: float
    unit: float
    up: float
    down: float
    floor: float

    def phrase(self, unit: str, of_unit: str, language: str) -> str:
        """The indicator in one phrase, points in `unit` and what is measured in `of_unit`."""
        texts = {
            name: value_text(figure, of_unit if name in MEASURED else unit, language)
            for name, figure in self._asdict().items()
        }
        above = "above" if self.up else "above_none"
        below = "below" if self.down else "below_none"
        parts = {
            "above": say(language, f"indicator.{above}", **texts),
            "below": say(language, f"indicator.{below}", **texts),
        }
        return say(language, "indicator.entry", **texts, **parts)


MEASURED = ("target", "unit", "floor")
"""Figures of an indicator in the unit of what it measures; the others are points."""
_NOTHING = Indicator(0.0, 0.0, 1.0, 0.0, 0.0, 0.0)


@dataclass(frozen=True)
class Scorecard(Keyed[Indicator]):
    """An indicator by key. JSON of an entry: [weight, target, unit, up, down, floor]."""

    shape = "scorecard"
    key = "scorecard"
    usual_unit = "points"
    columns = ("key", *Indicator._fields)
    addable = True
    sum_key = "points"

    @classmethod
    def _read_entry(cls, data: object) -> Indicator:
        if isinstance(data, list | tuple) and len(data) == len(Indicator._fields):
            return Indicator(*map(number, data))
        return _NOTHING

    @classmethod
    def begun(cls, size: float, starts: tuple[float, ...]) -> Json:
        return [size, starts[0], (starts[1] - starts[0]) / 10, 1, 1, 0]

    @staticmethod
    def _entry_json(entry: Indicator) -> Json:
        return list(entry)

    @classmethod
    def _entry_problems(cls, data: object, declared: Declared, at: str) -> list[Problem]:
        if not isinstance(data, list | tuple) or len(data) != len(Indicator._fields):
            return [problem("parameter_indicator", at, data)]
        found: list[Problem] = []
        for name, figure in zip(Indicator._fields, data, strict=True):
            if not is_number(figure):
                found.append(problem("parameter_number", f"{at}.{name}", figure))
            elif name == "unit" and figure <= 0:
                found.append(problem("parameter_above_zero", f"{at}.{name}", figure))
            elif name in ("weight", "up", "down") and figure < 0:
                found.append(problem("parameter_negative", f"{at}.{name}", figure))
        return found

    def figures(
        self, keys: tuple[str, ...] = (), end: str = "", category: tuple[str, ...] = ()
    ) -> Indicators:
        entries = [*(self.entries[key] for key in keys), _NOTHING]
        return Indicators(np.array(entries, dtype=np.float64).T)

    def at(self, key: str) -> tuple[float, ...]:
        return self.entries.get(key, ())

    def addends(self) -> Mapping[str, float]:
        return {key: float(entry.weight) for key, entry in self.entries.items()}

    def with_addends(self, addends: Mapping[str, float]) -> Scorecard:
        entries = self.entries.items()
        return Scorecard({key: entry._replace(weight=addends[key]) for key, entry in entries})

    @classmethod
    def _cells(cls, entry: Indicator) -> dict[str, float]:
        return entry._asdict()

    @classmethod
    def _of_cells(cls, cells: list[float]) -> Indicator:
        return Indicator(*cells)

    def _entry_changes(
        self, new: Scorecard, key: str, label: str, before: Naming, after: Naming, language: str
    ) -> list[str]:
        sentences = []
        old, now = self.entries[key], new.entries[key]
        for name, was, becomes in zip(Indicator._fields, old, now, strict=True):
            if was != becomes:
                of = say(language, f"indicator.{name}", of=after.key_labels[key])
                where = say(language, "change.of", label=after.label, key=of)
                unit = after.key_units[key] if name in MEASURED else after.unit
                sentences.append(figure_phrases.changed(where, [was], [becomes], unit, language))
        return sentences

    def _phrase_of(self, key: str, naming: Naming) -> Text:
        of_unit = naming.key_units[key]
        return in_each_language(
            lambda language: self.entries[key].phrase(naming.unit, of_unit, language)
        )

    def sheet(self, naming: Naming, key_head: Text, whole: bool = False) -> Sheet | None:
        names = Indicator._fields
        heads = (key_head, *(figure_phrases.words(f"indicator_{name}") for name in names))
        rows = []
        for key, entry in self.entries.items():
            units = dict.fromkeys(MEASURED, naming.key_units[key])
            cells = entry._asdict().items()
            texts = (figure_phrases.written(figure, units.get(name, "")) for name, figure in cells)
            rows.append((naming.key_labels[key], *texts))
        return Sheet(heads, tuple(rows))
