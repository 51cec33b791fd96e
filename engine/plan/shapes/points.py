"""What steps, tiers, curves and prizes share: figures at breakpoints that rise."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import ClassVar, Self

from engine.formula import Points as PointFigures
from engine.plan.shapes import figure_phrases
from engine.plan.shapes.figure_checks import number, number_problems, problem
from engine.plan.shapes.figure_phrases import changed, said, words, written
from engine.plan.shapes.value import Declared, Naming, Point, Row, Sheet, Value
from engine.text import Problem, Text, as_typed, quantity, say
from engine.yaml_files import Json, is_number

Range = tuple[Text, Text]
"""A range of breakpoints in words, with its figure."""


@dataclass(frozen=True)
class Points(Value):
    """A figure for each breakpoint, in rising order. JSON: [[breakpoint, figure], …]."""

    columns = ("from", "value")
    grows = True
    start_key: ClassVar[str] = "start"
    """How a sentence about a change says where a figure holds."""

    has_unit: ClassVar[bool] = True
    """Whether its breakpoints measure something that has a unit."""

    pairs: tuple[Point, ...]

    @classmethod
    def read(cls, data: object) -> Self:
        given = data if isinstance(data, list | tuple) else ()
        return cls(
            tuple(
                (number(row[0]), number(row[1]))
                for row in given
                if isinstance(row, list | tuple) and len(row) == 2 and all(map(is_number, row))
            )
        )

    def json(self) -> Json:
        return [list(pair) for pair in self.pairs]

    # -- problems ---------------------------------------------------------------------------

    def problems(self, data: object, declared: Declared) -> list[Problem]:
        return self.problems_at(data, declared, declared.id)

    @classmethod
    def problems_at(cls, data: object, declared: Declared, at: str) -> list[Problem]:
        """All that is wrong with JSON at a part of the parameter."""
        if not isinstance(data, list | tuple) or not data:
            return [problem("parameter_points", at, data)]
        found: list[Problem] = []
        for row in data:
            if not isinstance(row, list | tuple) or len(row) != 2 or not is_number(row[0]):
                return [problem("parameter_points", at, row)]
            found += number_problems(row[1], declared, at)
            if not found:
                found += cls._figure_problems(row[1], at)
        starts = [row[0] for row in data]
        for before, after in pairwise(starts):
            if after == before:
                found.append(problem("parameter_overlap", at, after))
            elif after < before:
                found.append(problem("parameter_unordered", at, after, before=as_typed(before)))
        return found + cls._start_problems(starts, at)

    @classmethod
    def _figure_problems(cls, figure: float, at: str) -> list[Problem]:
        return []

    @classmethod
    def _start_problems(cls, starts: list[float], at: str) -> list[Problem]:
        return []

    # -- calculation and grid ---------------------------------------------------------------

    def figures(
        self, keys: tuple[str, ...] = (), end: str = "", category: tuple[str, ...] = ()
    ) -> PointFigures:
        starts = tuple(float(start) for start, _ in self.pairs)
        return PointFigures(starts, tuple(float(value) for _, value in self.pairs))

    def points(self) -> Mapping[str, tuple[Point, ...]]:
        return {"": self.pairs}

    def rows(self) -> list[Row]:
        return [dict(zip(self.columns, pair, strict=True)) for pair in self.pairs]

    def with_rows(self, rows: Sequence[Row]) -> Self:
        at, value = self.columns
        return type(self)(tuple(sorted((row[at], row[value]) for row in rows)))

    # -- words ------------------------------------------------------------------------------

    def changes(self, new: Self, before: Naming, after: Naming, language: str) -> list[str]:
        return self.changes_of(after.label[language], new, before, after, language)

    def changes_of(
        self, label: str, new: Self, before: Naming, after: Naming, language: str
    ) -> list[str]:
        """What differs in newer breakpoints of something with a label, a sentence each."""
        if len(self.pairs) != len(new.pairs):
            old, now = self._steps(before, language), new._steps(after, language)
            return [said(language, "figure", label=label, old=old, new=now)]
        sentences = []
        for (start, value), (new_start, new_value) in zip(self.pairs, new.pairs, strict=True):
            if start != new_start:
                key, unit = f"{self.start_key}_moved", self._start_unit(after)
                sentences.append(changed(label, [start], [new_start], unit, language, key))
            if value != new_value:
                at = new._start(new_start, after, language)
                where = say(language, "change.at", label=label, start=at)
                sentences.append(changed(where, [value], [new_value], after.unit, language))
        return sentences

    def _steps(self, naming: Naming, language: str) -> str:
        """Steps in one phrase: "from 80 %: 10 %; from 100 %: 20 %"."""
        steps = [
            say(
                language,
                "change.step",
                start=self._start(start, naming, language),
                value=quantity(value, naming.unit, language),
            )
            for start, value in self.pairs
        ]
        return say(language, "change.semicolon").join(steps)

    def _start(self, start: float, naming: Naming, language: str) -> str:
        at = quantity(start, self._start_unit(naming) if start else "", language)
        return say(language, f"change.{self.start_key}", at=at)

    def _start_unit(self, naming: Naming) -> str:
        return naming.of_unit if self.has_unit else ""

    def phrase(self, naming: Naming) -> Text:
        return self.ranges_phrase(naming, "semicolon")

    def ranges_phrase(self, naming: Naming, separator: str) -> Text:
        """The ranges with their figures in a row."""
        ranges = self.ranges(naming, lambda value: written(value, naming.unit))
        return figure_phrases.joined(
            [words("range_entry", range=of, value=text) for of, text in ranges], separator
        )

    def sheet(self, naming: Naming, key_head: Text, whole: bool = False) -> Sheet | None:
        heads = (naming.of or words(self._of_head()), figure_phrases.head(naming))
        return Sheet(heads, tuple(self.cells(naming, whole)))

    def cells(self, naming: Naming, whole: bool = False) -> list[Range]:
        """The ranges with their figures as cells below a heading."""
        return self.ranges(naming, lambda value: figure_phrases.cell(value, naming), whole)

    @classmethod
    def _of_head(cls) -> str:
        return "item"

    def ranges(
        self, naming: Naming, figure: Callable[[float], Text], whole: bool = False
    ) -> list[Range]:
        """The breakpoints as ranges in words, each with its figure as `figure` writes it."""
        found = []
        if self.pairs and self.pairs[0][0] > 0:
            first = written(self.pairs[0][0], naming.of_unit)
            found.append((words("below", end=first), figure(0)))
        for (start, value), end in zip(self.pairs, self._ends(), strict=True):
            key = "from" if end is None else "below" if start <= 0 else "from_below"
            if end is None and start <= 0 and not found:
                key = "any"
            found.append((self._range(key, start, end, naming), figure(value)))
        return found

    def _ends(self) -> list[float | None]:
        return [*(start for start, _ in self.pairs[1:]), None]

    @staticmethod
    def _range(key: str, start: float, end: float | None, naming: Naming) -> Text:
        limits = {"start": written(start, naming.of_unit)}
        if end is not None:
            limits["end"] = written(end, naming.of_unit)
        return words(key, **limits)
