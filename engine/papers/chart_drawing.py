"""Charts as drawings, for files that have no charts of their own."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
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
from engine.papers.chart_marks import Anchor, Area, Box, Dot, Drawing, Line, Mark, Point, Words
from engine.papers.font_letters import length
from engine.papers.paper import ACROSS_NUMBERS, Chart, ChartKind
from engine.papers.paper_look import (
    COLOURS,
    INK,
    LIMIT,
    MUTED,
    RULE,
    axis_start,
    colour_of,
    phrase,
    scale_for,
    scale_of,
)
from engine.text import Decimals, compact_money, number, percent

SMALL = 9.0
"""The size of letters in points."""
LINE = 1.3
"""Lines lie apart by so many sizes of letters."""
GAP, SWATCH = 6.0, 9.0
MOST_LABELLED = 14
"""Bars that carry their value; more would write over each other."""
FILLED = 0.62
"""Share of the room of a category that its columns take."""
COLUMNS = frozenset({"column", "stacked_column", "waterfall"})
LABELS, MOST_LINES, FEW = 0.36, 4, 6
"""Share of a bar chart that its labels may take, how many lines a label may have, and how many
categories are all labelled, however long their names."""
RANGE = "E3E1FB"
"""The ground of a range."""

UNDER = 0.06
"""Share of the plot kept for figures under columns that go down."""
BAR, ONE_BAR, ROOMY = 12.0, 15.0, 1.9
"""How far bars lie apart at least, beside others of their category or alone, and how many times as
far where there is room."""
LEAST = 0.4
"""The thickness of a column or bar of next to nothing."""

Swatch = Callable[[float, float], Mark]
Written = Callable[[str], str]
"""What stands for a text in the file, where its fonts lack letters."""


def draw(chart: Chart, width: float, height: float, language: str, settable: Written) -> Drawing:
    """The chart as a drawing; one of bars is as high as its bars need."""
    sheet = _Sheet(chart, width, height, language, settable)
    if chart.kind == "bar":
        return sheet.bars()
    return sheet.upright()


class _Sheet:
    """A chart on its way to a drawing: a legend on top, then the axis of values and its unit, the
    marks of the series, and what stands below."""

    def __init__(
        self, chart: Chart, width: float, height: float, language: str, settable: Written
    ) -> None:
        self.chart, self.width, self.height, self.language = chart, width, height, language
        self.scale = scale_for(chart, language)
        self.settable = settable
        self.marks: list[Mark] = []

    def said(self, text: Mapping[str, str]) -> str:
        return " ".join(self.settable(text[self.language]).split("\n"))

    def words(
        self,
        left: float,
        top: float,
        text: str,
        *,
        colour: str = MUTED,
        anchor: Anchor = "left",
        size: float = SMALL,
        bold: bool = False,
    ) -> None:
        self.marks.append(Words(left, top, text, size, colour, anchor, bold))

    # -- upright charts: values go up ----------------------------------------------------------

    def upright(self) -> Drawing:
        """All kinds but bars."""
        top = self._head()
        start = axis_start(self.chart)
        begins = scaled(start, self.scale) if start is not None else 0.0
        axis = axis_over(self._reach(), self.scale, self.language, start=begins)
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

    def _head(self) -> float:
        """The legend, and what the values are in; returns where the plot begins."""
        top = self._legend()
        parts = [self.said(self.chart.side)] if self.chart.side is not None else []
        if self.scale.unit:
            parts.append(self.scale.unit)
        start = axis_start(self.chart)
        if start is not None:
            axis = axis_over(
                self._reach(), self.scale, self.language, start=scaled(start, self.scale)
            )
            parts.append(phrase.say(self.language, "axis_starts", value=self._read(axis.low)))
        if parts:
            text = shortened(self.settable(" · ".join(parts)), SMALL, self.width)
            self.words(0, top + SMALL * LINE / 2, text)
            top += SMALL * LINE + GAP
        return top

    def _legend(self) -> float:
        """A legend where more than one thing is drawn; returns its height."""
        named = self._named()
        if len(named) < 2:
            return 0.0
        left, row, high = 0.0, 0, SMALL * 1.8
        for name, swatch in named:
            text = shortened(name, SMALL, self.width - SWATCH * 2)
            long = SWATCH * 2 + length(text, SMALL) + 2.5 * GAP
            if left and left + long > self.width:
                left, row = 0.0, row + 1
            middle = row * high + high / 2
            self.marks.append(swatch(left, middle))
            self.words(left + SWATCH * 2, middle, text, colour=INK)
            left += long
        return (row + 1) * high + GAP

    def _named(self) -> list[tuple[str, Swatch]]:
        chart = self.chart
        named: list[tuple[str, Swatch]] = []
        if chart.kind == "waterfall":
            steps = (("series_more", COLOURS["loss"]), ("series_less", COLOURS["gain"]))
            named += [(phrase.say(self.language, key), _block(colour)) for key, colour in steps]
        elif chart.kind == "band":
            low, high = self._ends()
            text = phrase.say(
                self.language, "range", low=chart.series[low].name, high=chart.series[high].name
            )
            named.append((self.settable(text), _block(RANGE)))
        for place, one in enumerate(chart.series):
            if chart.kind == "waterfall" or (chart.kind == "band" and place in self._ends()):
                continue
            colour = colour_of(chart.series, place)
            is_line = chart.kind in ("line", "curve", "band")
            named.append((self.said(one.name), _stroke(colour) if is_line else _block(colour)))
        if chart.limit is not None:
            name, value = chart.limit
            amount = self._read(scaled(value, self.scale))
            text = phrase.say(self.language, "limit_at", name=name, value=amount)
            named.append((self.settable(text), _stroke(LIMIT, dashed=True)))
        return named

    def _read(self, value: float) -> str:
        """A value of the axis in a sentence, with its unit."""
        if self.chart.unit == "CNY":
            return compact_money(value / self.scale.factor, self.language)
        if self.scale.is_share:
            return percent(round(value / 100, 15), self.language, Decimals(0, 2))
        return number(value, Decimals(0, 2))

    def _ends(self) -> tuple[int, int]:
        """Which series of a band are its low and its high end."""
        roles = [one.role for one in self.chart.series]
        return roles.index("low"), roles.index("high")

    def _reach(self) -> list[float]:
        """All that the axis of values must hold, as it is shown."""
        chart = self.chart
        values = [value for one in chart.series for value in one.values if value is not None]
        if chart.kind == "stacked_column":
            values = [end for place in range(len(chart.categories)) for end in self._stack(place)]
        elif chart.kind == "waterfall":
            values = [*accumulate(values[:-1]), values[-1]]
        if chart.limit is not None:
            values.append(chart.limit[1])
        if chart.kind == "column" and values and min(values) < 0:
            values.append(min(values) - UNDER * (max(*values, 0.0) - min(values)))
        return [scaled(value, self.scale) for value in values or [0.0]]

    def _stack(self, place: int) -> tuple[float, float]:
        """How far down and up the columns of a category reach."""
        values = [one.values[place] or 0.0 for one in self.chart.series]
        return math.fsum(v for v in values if v < 0), math.fsum(v for v in values if v > 0)

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

    # -- over categories -------------------------------------------------------------------------

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
        low, high = (self.chart.series[place].values for place in self._ends())
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
            if place not in self._ends():
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

    # -- bars: values go to the right ------------------------------------------------------------

    def bars(self) -> Drawing:
        """A bar for each value, its label on the left, its value at its end."""
        series = self.chart.series
        top = self._head()
        ground_top = top
        labels = [
            lines(self.said(text), SMALL, self.width * LABELS - GAP)
            for text in self.chart.categories
        ]
        left = max(length(row, SMALL) for rows in labels for row in rows)
        axis = self._bar_axis(left + GAP)
        each = self._apart([len(rows) for rows in labels], top)
        for place, rows in enumerate(labels):
            high = max(len(rows) * SMALL * LINE, each * len(series)) + GAP
            middle = top + high / 2
            for row, text in enumerate(rows):
                offset = (row - (len(rows) - 1) / 2) * SMALL * LINE
                self.words(left, middle + offset, text, colour=INK, anchor="right")
            for which, one in enumerate(series):
                value = one.values[place]
                if value is not None:
                    at = middle + (which - (len(series) - 1) / 2) * each
                    self._bar(axis, at, each * 0.8, value, colour_of(series, which))
            top += high
        ground = axis.place(0.0)
        self.marks.append(Line(((ground, ground_top), (ground, top)), MUTED, 0.8))
        if self.chart.bottom is not None:
            top += GAP
            anchor: Anchor = "right" if ground > self.width / 2 else "left"
            self.words(ground, top + SMALL * LINE / 2, self.said(self.chart.bottom), anchor=anchor)
            top += SMALL * LINE
        return Drawing(self.width, top, tuple(self.marks))

    def _apart(self, rows: Sequence[int], top: float) -> float:
        """How far bars lie apart so that they fill their room, as far as that looks well."""
        count = len(self.chart.series)
        least = ONE_BAR if count == 1 else BAR
        below = SMALL * LINE + GAP if self.chart.bottom is not None else 0.0
        free = self.height - top - below - len(rows) * GAP
        return min(max(least, free / (len(rows) * count)), least * ROOMY)

    def _bar_axis(self, left: float) -> Axis:
        """The axis of bars: from where the labels end, with room for the values at both ends."""
        low, high = min(0.0, *self._reach()), max(0.0, *self._reach())
        values = [v for one in self.chart.series for v in one.values if v is not None]
        before = max((self._room(value) for value in values if value < 0), default=0.0)
        after = max((self._room(value) for value in values if value >= 0), default=0.0)
        axis = Axis(low, high if high > low else low + 1.0, 1.0, 0.0, 1.0, False, self.language)
        return laid(axis, left + before, self.width - after)

    def _room(self, value: float) -> float:
        """What the value at the end of a bar takes."""
        return length(shown(value, self.scale, self.language), SMALL) + 2 * GAP

    def _bar(self, axis: Axis, middle: float, high: float, value: float, colour: str) -> None:
        ends = axis.place(0.0), axis.place(scaled(value, self.scale))
        if value:
            wide = max(abs(ends[1] - ends[0]), LEAST)
            self.marks.append(Box(min(ends), middle - high / 2, wide, high, colour))
        text = shown(value, self.scale, self.language)
        if value < 0:
            self.words(ends[1] - GAP / 2, middle, text, colour=INK, anchor="right")
        else:
            self.words(ends[1] + GAP / 2, middle, text, colour=INK)


def _first_lines(rows: list[str], room: float) -> list[str]:
    """As many lines as a label may have; what is left out is marked."""
    if len(rows) <= MOST_LINES:
        return rows
    last = shortened(rows[MOST_LINES - 1] + rows[MOST_LINES], SMALL, room)
    return [*rows[: MOST_LINES - 1], last]


# -- parts of a legend, and lines with gaps ------------------------------------------------------


def _block(colour: str) -> Swatch:
    """A sample of a filled area, drawn from a point on its left."""
    return lambda left, middle: Box(left, middle - SWATCH / 2, SWATCH * 1.4, SWATCH, colour)


def _stroke(colour: str, *, dashed: bool = False) -> Swatch:
    """A sample of a line."""

    def swatch(left: float, middle: float) -> Mark:
        return Line(((left, middle), (left + SWATCH * 1.6, middle)), colour, 2.0, dashed=dashed)

    return swatch


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
