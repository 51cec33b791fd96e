"""Bars as a drawing: a bar for each value, its label on the left, its value at its end."""

from __future__ import annotations

from collections.abc import Sequence

from engine.papers.chart_axes import (
    Axis,
    laid,
    lines,
    scaled,
    shown,
)
from engine.papers.chart_marks import Anchor, Box, Drawing, Line
from engine.papers.chart_sheet import GAP, LEAST, LINE, SMALL, Sheet
from engine.papers.font_letters import length
from engine.papers.paper_look import (
    INK,
    MUTED,
    colour_of,
)

LABELS = 0.36
"""Share of a bar chart that its labels may take."""
BAR, ONE_BAR, ROOMY = 12.0, 15.0, 1.9
"""How far bars lie apart at least, beside others of their category or alone, and how many times as
far where there is room."""


class Bars(Sheet):
    """A chart whose values go to the right."""

    def drawn(self) -> Drawing:
        """The drawing, as high as its bars need."""
        series = self.chart.series
        top = self.head()
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
        low, high = min(0.0, *self.reach()), max(0.0, *self.reach())
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
