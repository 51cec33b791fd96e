"""What steps, tiers, curves and prizes share: figures at breakpoints that rise."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import ClassVar, Self

from engine.formula import Points as PointFigures
from engine.plan.shapes import figure_phrases
from engine.plan.shapes.figure_checks import is_too_large, number, number_problems, problem
from engine.plan.shapes.figure_phrases import changed, said, words, written
from engine.plan.shapes.value import Declared, Naming, Point, Row, Sheet, Value
from engine.text import DASH, Problem, Text, as_typed, in_each_language, quantities, say
from engine.yaml_files import Json, is_number

Range = tuple[Text, Text]
"""A range of breakpoints in words, with its figure."""
_TIMES = ("years", "months", "days", "hours", "minutes", "seconds")


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

    @classmethod
    def begun(cls, size: float, starts: tuple[float, ...]) -> Json:
        return [[start, size * part] for start, part in zip(starts, (0.5, 1, 1.5), strict=True)]

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
            if is_too_large(row[0]):
                found.append(problem("parameter_too_large", at, row[0]))
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
        return type(self)(tuple((row[at], row[value]) for row in rows))

    # -- words ------------------------------------------------------------------------------

    def changes(self, new: Self, before: Naming, after: Naming, language: str) -> list[str]:
        return self.changes_of(after.label[language], new, before, after, language)

    def changes_of(
        self, label: str, new: Self, before: Naming, after: Naming, language: str
    ) -> list[str]:
        """What differs in newer breakpoints of something with a label, a sentence each."""
        if len(self.pairs) != len(new.pairs):
            old, now = self.phrase(before)[language], new.phrase(after)[language]
            return [said(language, "figure", label=label, old=old, new=now)]
        sentences = []
        unit = after.of_unit if self.has_unit else ""
        ranges = [of for of, _ in new.ranges(after, lambda value: written(value, after.unit))]
        ranges = ranges[len(ranges) - len(new.pairs) :]
        pairs = zip(self.pairs, new.pairs, strict=True)
        for place, ((start, value), (new_start, new_value)) in enumerate(pairs):
            if start != new_start:
                key = f"{self.start_key}_moved"
                sentences.append(changed(label, [start], [new_start], unit, language, key))
            if value != new_value:
                where = say(language, "change.at", label=label, start=ranges[place][language])
                sentences.append(changed(where, [value], [new_value], after.unit, language))
        return sentences

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
        starts = [start for start, _ in self.pairs]
        bands = [band(starts, place, naming) for place in range(len(starts))]
        found = [(of, figure(v)) for of, (_, v) in zip(bands, self.pairs, strict=True)]
        if starts and starts[0] > 0:
            found.insert(0, (band(starts, -1, naming), figure(0)))
        return found


def band(starts: Sequence[float], place: int, naming: Naming) -> Text:
    """The band that begins at a breakpoint in words, or at -1 what lies below the first: 80 % to
    below 100 %; of whole numbers 21–30."""
    low = starts[place] if place >= 0 else -math.inf
    high = starts[place + 1] if place + 1 < len(starts) else math.inf
    counted = is_counted(starts, naming)
    if counted and high < math.inf:
        high -= 1
        if low == high:
            return written(low, naming.of_unit)
        key = "up_to" if low <= 0 and place <= 0 else "from_to"
    elif low == -math.inf or (low <= 0 and place == 0):
        key = "any" if high == math.inf else "below"
    elif high == math.inf:
        key = "counted_from" if counted else "from"
    else:
        key = "from_below"
    if key == "from_to":
        return in_each_language(
            lambda language: DASH.join(quantities([low, high], naming.of_unit, language))
        )
    limits = {"start": low, "end": high}
    return words(
        key, **{n: written(x, naming.of_unit) for n, x in limits.items() if abs(x) < math.inf}
    )


def is_counted(starts: Sequence[float], naming: Naming) -> bool:
    """Whether breakpoints measure how many there are of something, and not how long it takes."""
    of_things = naming.of_whole and naming.of_unit not in _TIMES
    return of_things and all(float(start).is_integer() for start in starts)
