"""Charts whose values go up, as drawings: columns, lines, bands, waterfalls, curves, points."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import accumulate

from engine.papers.chart_axes import (
    INTERVALS_ACROSS,
    Axis,
    axis_over,
    laid,
    lines,
    longest_word,
    scaled,
    shortened,
    shown,
)
from engine.papers.chart_marks import Area, Box, Dot, Drawing, Line, Point
from engine.papers.chart_sheet import GAP, LEAST, LINE, RANGE, SMALL, Sheet
from engine.papers.font_letters import length
from engine.papers.paper import ACROSS_NUMBERS, ChartKind
from engine.papers.paper_look import (
    COLOURS,
    INK,
    LIMIT,
    MUTED,
    RULE,
    axis_start,
    colour_of,
    scale_of,
)

MOST_LABELLED = 14
"""Columns that carry their value; more would write over each other."""
FILLED = 0.62
"""Share of the room of a category that its columns take."""
COLUMNS = frozenset({"column", "stacked_column", "waterfall"})
MOST_LINES, FEW = 4, 6
"""How many lines a label may have, and how many categories are all labelled, however long their
names."""


class Upright(Sheet):
    """A chart whose values go up: the axis of values, the marks of the series, and what stands
    below."""

    def drawn(self) -> Drawing:
        """The drawing."""
        top = self.head()
        start = axis_start(self.chart)
        begins = scaled(start, self.scale) if start is not None else 0.0
        axis = axis_over(self.reach(), self.scale, self.language, start=begins)
        ticks = list(axis.ticks())
        left = max(length(text, SMALL) for _, text in ticks) + GAP
        below = self._below(self.width - left)
        bottom = self.height - below
        axis = laid(axis, bottom, top + SMALL)
        for value, text in ticks:
            place = axis.place(value)
            is_ground = value == max(axis.low, 0.0)
            colour, thickness = (MUTED, 0.8) if is_ground else (RULE, 0.5)
            self.marks.append(Line(((left, place), (self.width, place)), colour, thickness))
            self.words(left - GAP, place, text, anchor="right")
        if self.chart.kind in ACROSS_NUMBERS:
            self._over_numbers(axis, left, bottom)
        else:
            self._over_categories(axis, left, bottom)
        if self.chart.limit is not None:
            place = axis.place(scaled(self.chart.limit[1], self.scale))
            self.marks.append(Line(((left, place), (self.width, place)), LIMIT, 1.5, dashed=True))
        if self.chart.bottom is not None:
            middle = (left + self.width) / 2
            text = self.said(self.chart.bottom)
            self.words(middle, self.height - SMALL * LINE / 2, text, anchor="centre")
        return Drawing(self.width, self.height, tuple(self.marks))

    def _below(self, width: float) -> float:
        """The height of what stands below the plot."""
        title = SMALL * LINE + GAP if self.chart.bottom is not None else 0.0
        if self.chart.kind in ACROSS_NUMBERS:
            return title + SMALL * LINE + GAP
        rows = max(len(rows) for rows in self._labels(width).values())
        return title + rows * SMALL * LINE + GAP

    def _labels(self, width: float) -> dict[int, list[str]]:
        """The categories that are labelled, in lines: all, or every so many where they are too
        many to stand beside each other; of a few with long names, as much as there is room for."""
        texts = [self.said(text) for text in self.chart.categories]
        room = width / len(texts) - GAP
        rows = {place: lines(text, SMALL, room) for place, text in enumerate(texts)}
        most = max(map(len, rows.values()))
        whole_words = all(longest_word(text, SMALL) <= room for text in texts)
        if most == 1 or (len(texts) <= MOST_LABELLED and most <= MOST_LINES and whole_words):
            return rows
        all_named = self.chart.kind in COLUMNS and len(texts) <= MOST_LABELLED
        if all_named or len(texts) <= FEW:
            return {place: _first_lines(found, room) for place, found in rows.items()}
        longest = max(length(text, SMALL) for text in texts) + GAP
        every = max(1, math.ceil(longest / (room + GAP)))
        return {
            place: [shortened(texts[place], SMALL, every * (room + GAP) - GAP)]
            for place in range(0, len(texts), every)
        }

    def _over_categories(self, axis: Axis, left: float, bottom: float) -> None:
        room = (self.width - left) / len(self.chart.categories)
        middles = [left + room * (place + 0.5) for place in range(len(self.chart.categories))]
        drawers: dict[ChartKind, Callable[[Axis, list[float], float], None]] = {
            "column": self._columns,
            "stacked_column": self._stacks,
            "line": self._lines,
            "band": self._band,
            "waterfall": self._waterfall,
        }
        drawers[self.chart.kind](axis, middles, room)
        for place, rows in self._labels(self.width - left).items():
            longest = max(length(row, SMALL) for row in rows)
            middle = min(middles[place], self.width - longest / 2)
            for row, text in enumerate(rows):
                top = bottom + GAP + (row + 0.5) * SMALL * LINE
                self.words(middle, top, text, anchor="centre")

    def _columns(self, axis: Axis, middles: list[float], room: float) -> None:
        series = self.chart.series
        wide = room * FILLED / len(series)
        is_labelled = len(series) * len(middles) <= MOST_LABELLED
        for place, one in enumerate(series):
            for middle, value in zip(middles, one.values, strict=True):
                if value is None:
                    continue
                left = middle - room * FILLED / 2 + place * wide
                end = self._column(axis, left, wide * 0.94, 0.0, value, colour_of(series, place))
                if is_labelled:
                    above = -SMALL * 0.7 if value >= 0 else SMALL * 0.7
                    text = shown(value, self.scale, self.language)
                    self.words(left + wide / 2, end + above, text, colour=INK, anchor="centre")

    def _column(
        self, axis: Axis, left: float, wide: float, start: float, end: float, colour: str
    ) -> float:
        """A column from one value to another; returns where the other lies."""
        places = [axis.place(max(scaled(v, self.scale), axis.low)) for v in (start, end)]
        if start != end:
            high = max(abs(places[1] - places[0]), LEAST)
            self.marks.append(Box(left, min(places), wide, high, colour))
        return places[1]

    def _stacks(self, axis: Axis, middles: list[float], room: float) -> None:
        series = self.chart.series
        for place, middle in enumerate(middles):
            up, down = 0.0, 0.0
            for which, one in enumerate(series):
                value = one.values[place] or 0.0
                start = up if value > 0 else down
                if value:
                    left, wide = middle - room * FILLED / 2, room * FILLED
                    colour = colour_of(series, which)
                    self._column(axis, left, wide, start, start + value, colour)
                up, down = (start + value, down) if value > 0 else (up, start + value)
            if len(middles) <= MOST_LABELLED and not down:
                top = axis.place(scaled(up, self.scale)) - SMALL * 0.7
                text = shown(up, self.scale, self.language)
                self.words(middle, top, text, colour=INK, anchor="centre")

    def _lines(self, axis: Axis, middles: list[float], room: float) -> None:
        for place in range(len(self.chart.series)):
            self._through(axis, middles, place)

    def _through(self, axis: Axis, across: Sequence[float], place: int) -> None:
        """A line through the values of a series, with a gap where there is none."""
        one = self.chart.series[place]
        colour = colour_of(self.chart.series, place)
        for points in _unbroken(
            (left, None if value is None else axis.place(scaled(value, self.scale)))
            for left, value in zip(across, one.values, strict=True)
        ):
            if len(points) == 1:
                self.marks.append(Dot(points[0][0], points[0][1], 2.0, colour))
            else:
                self.marks.append(Line(points, colour, 1.8 if one.role != "before" else 1.4))

    def _band(self, axis: Axis, middles: list[float], room: float) -> None:
        low, high = (self.chart.series[place].values for place in self.ends())
        run: list[tuple[float, float, float]] = []
        for middle, bottom, top in zip(middles, low, high, strict=True):
            if bottom is None or top is None:
                self._range(run)
                run = []
            else:
                down, up = (axis.place(scaled(value, self.scale)) for value in (bottom, top))
                run.append((middle, down, up))
        self._range(run)
        for place in range(len(self.chart.series)):
            if place not in self.ends():
                self._through(axis, middles, place)

    def _range(self, run: Sequence[tuple[float, float, float]]) -> None:
        if len(run) > 1:
            there = [(left, top) for left, _, top in run]
            back = [(left, bottom) for left, bottom, _ in reversed(run)]
            self.marks.append(Area((*there, *back), RANGE))
        elif run:
            (left, bottom, top) = run[0]
            self.marks.append(Line(((left, bottom), (left, top)), RANGE, 6.0))

    def _waterfall(self, axis: Axis, middles: list[float], room: float) -> None:
        values = [value or 0.0 for value in self.chart.series[0].values]
        last = len(values) - 1
        levels = [*accumulate(values[:last]), values[last]]
        wide = room * FILLED
        for place, (value, middle) in enumerate(zip(values, middles, strict=True)):
            is_total = place in (0, last)
            start = 0.0 if is_total else levels[place - 1]
            colour = COLOURS["before" if is_total else "loss" if value > 0 else "gain"]
            self._column(axis, middle - wide / 2, wide, start, levels[place], colour)
            level = axis.place(scaled(levels[place], self.scale))
            if place < last:
                ends = (middle + wide / 2, level), (middles[place + 1] - wide / 2, level)
                self.marks.append(Line(ends, MUTED, 0.5))
            text = shown(value, self.scale, self.language)
            top = axis.place(scaled(max(levels[place], start), self.scale)) - SMALL * 0.75
            self.words(
                middle,
                top,
                text if is_total or value <= 0 else f"+{text}",
                colour=INK,
                anchor="centre",
                bold=True,
            )

    # -- over numbers ----------------------------------------------------------------------------

    def _over_numbers(self, axis: Axis, left: float, bottom: float) -> None:
        own = scale_of(self.chart.across_unit, self._across(), self.language)
        values = [scaled(value, own) for value in self._across()]
        along = axis_over(values, own, self.language, start=None, intervals=INTERVALS_ACROSS)
        along = laid(along, left + GAP, self.width - 2 * GAP)
        for value, text in along.ticks():
            there = along.place(value)
            self.marks.append(Line(((there, bottom), (there, bottom + 3)), MUTED, 0.5))
            self.words(there, bottom + GAP + SMALL * LINE / 2, text, anchor="centre")
        for place, one in enumerate(self.chart.series):
            places = [along.place(scaled(value, own)) for value in one.across]
            if self.chart.kind == "curve":
                self._through(axis, places, place)
                continue
            for across, high in zip(places, one.values, strict=True):
                if high is not None:
                    up = axis.place(scaled(high, self.scale))
                    self.marks.append(Dot(across, up, 3.0, colour_of(self.chart.series, place)))

    def _across(self) -> list[float]:
        return [value for one in self.chart.series for value in one.across]


def _first_lines(rows: list[str], room: float) -> list[str]:
    """As many lines as a label may have; what is left out is marked."""
    if len(rows) <= MOST_LINES:
        return rows
    last = shortened(rows[MOST_LINES - 1] + rows[MOST_LINES], SMALL, room)
    return [*rows[: MOST_LINES - 1], last]


def _unbroken(points: Iterable[tuple[float, float | None]]) -> Iterator[tuple[Point, ...]]:
    """Points in runs, parted where there is none."""
    run: list[Point] = []
    for left, top in points:
        if top is not None:
            run.append((left, top))
        elif run:
            yield tuple(run)
            run = []
    if run:
        yield tuple(run)
