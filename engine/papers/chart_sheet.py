"""A chart on its way to a drawing: its legend, what its values are in, and how far they reach."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from itertools import accumulate

from engine.papers.chart_axes import (
    axis_over,
    scaled,
    shortened,
)
from engine.papers.chart_marks import Anchor, Box, Line, Mark, Words
from engine.papers.font_letters import length
from engine.papers.paper import Chart
from engine.papers.paper_look import (
    COLOURS,
    INK,
    LIMIT,
    MUTED,
    axis_start,
    colour_of,
    phrase,
    scale_for,
)
from engine.text import Decimals, compact_money, number, percent

SMALL = 9.0
"""The size of letters in points."""
LINE = 1.3
"""Lines lie apart by so many sizes of letters."""
GAP, SWATCH = 6.0, 9.0
RANGE = "E3E1FB"
"""The ground of a range."""
UNDER = 0.06
"""Share of the plot kept for figures under columns that go down."""
LEAST = 0.4
"""The thickness of a column or bar of next to nothing."""

Swatch = Callable[[float, float], Mark]
Written = Callable[[str], str]
"""What stands for a text in the file, where its fonts lack letters."""


class Sheet:
    """A chart on its way to a drawing: marks, and what stands above the plot."""

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

    def head(self) -> float:
        """The legend, and what the values are in; returns where the plot begins."""
        top = self._legend()
        parts = [self.said(self.chart.side)] if self.chart.side is not None else []
        if self.scale.unit:
            parts.append(self.scale.unit)
        start = axis_start(self.chart)
        if start is not None:
            axis = axis_over(
                self.reach(), self.scale, self.language, start=scaled(start, self.scale)
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
            low, high = self.ends()
            text = phrase.say(
                self.language, "range", low=chart.series[low].name, high=chart.series[high].name
            )
            named.append((self.settable(text), _block(RANGE)))
        for place, one in enumerate(chart.series):
            if chart.kind == "waterfall" or (chart.kind == "band" and place in self.ends()):
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

    def ends(self) -> tuple[int, int]:
        """Which series of a band are its low and its high end."""
        roles = [one.role for one in self.chart.series]
        return roles.index("low"), roles.index("high")

    def reach(self) -> list[float]:
        """All that the axis of values must hold, as it is shown."""
        chart = self.chart
        values = [value for one in chart.series for value in one.values if value is not None]
        if chart.kind == "stacked_column":
            values = [end for place in range(len(chart.categories)) for end in self.stack(place)]
        elif chart.kind == "waterfall":
            values = [*accumulate(values[:-1]), values[-1]]
        if chart.limit is not None:
            values.append(chart.limit[1])
        if chart.kind == "column" and values and min(values) < 0:
            values.append(min(values) - UNDER * (max(*values, 0.0) - min(values)))
        return [scaled(value, self.scale) for value in values or [0.0]]

    def stack(self, place: int) -> tuple[float, float]:
        """How far down and up the columns of a category reach."""
        values = [one.values[place] or 0.0 for one in self.chart.series]
        return math.fsum(v for v in values if v < 0), math.fsum(v for v in values if v > 0)


def _block(colour: str) -> Swatch:
    """A sample of a filled area, drawn from a point on its left."""
    return lambda left, middle: Box(left, middle - SWATCH / 2, SWATCH * 1.4, SWATCH, colour)


def _stroke(colour: str, *, dashed: bool = False) -> Swatch:
    """A sample of a line."""

    def swatch(left: float, middle: float) -> Mark:
        return Line(((left, middle), (left + SWATCH * 1.6, middle)), colour, 2.0, dashed=dashed)

    return swatch
