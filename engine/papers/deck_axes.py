"""The axes of a chart on a slide."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from pptx.chart.chart import Chart as NativeChart
from pptx.enum.chart import XL_TICK_LABEL_POSITION, XL_TICK_MARK
from pptx.oxml.ns import qn
from pptx.util import Pt

from engine.papers.deck_colours import paint
from engine.papers.deck_series import written
from engine.papers.paper import ACROSS_NUMBERS, Chart
from engine.papers.paper_look import Scale, axis_start, scale_for, scale_of

SMALL = Pt(11)
FIT_ACROSS = 85
"""Characters of labels that stand side by side below a chart with points beside it."""
_IS_NUMBER = re.compile(r"[\d.,\N{MINUS SIGN}-]+")


def lay_axes(native: NativeChart, chart: Chart, scale: Scale, language: str) -> None:
    """Lays both axes: where they begin, and what is written at them."""
    across, up = native.category_axis, native.value_axis
    up.has_major_gridlines = True
    paint(up.major_gridlines.format.line.color, "rule")
    up.major_gridlines.format.line.width = Pt(0.5)
    up.format.line.fill.background()
    up.major_tick_mark = up.minor_tick_mark = XL_TICK_MARK.NONE
    up.tick_labels.number_format = scale_for(chart, language, ticks=True).number_format
    up.tick_labels.number_format_is_linked = False
    up.has_title = across.has_title = False
    across.major_tick_mark = across.minor_tick_mark = XL_TICK_MARK.NONE
    across.has_major_gridlines = False
    paint(across.format.line.color, "rule")
    start = axis_start(chart)
    known = [value for one in chart.series for value in one.values if value is not None]
    if start is not None:
        up.minimum_scale = scale.scaled(start)
    elif min(known) >= 0:
        up.minimum_scale = 0.0
    elif max(known) <= 0:
        up.maximum_scale = 0.0
    if chart.kind == "bar":
        across.reverse_order = True  # the first on top, as a list is read
        up.tick_label_position = XL_TICK_LABEL_POSITION.NONE
        up.has_major_gridlines = False
    if chart.kind not in ACROSS_NUMBERS:
        across.tick_label_position = XL_TICK_LABEL_POSITION.LOW
        _level(across)
        _thinned(across, [text[language] for text in chart.categories])
    else:
        up.tick_label_position = XL_TICK_LABEL_POSITION.LOW  # not where the other axis is zero
        _across_numbers(across, chart, language)
    if chart.bottom is not None:
        below = up if chart.kind == "bar" else across
        below.has_title = True
        _axis_title(below, chart.bottom[language])


def _level(axis: Any) -> None:
    """Labels that are broken over lines rather than turned."""
    body = axis.tick_labels.font._element.getparent().getparent().getparent().find(qn("a:bodyPr"))
    body.set("rot", "0")
    body.set("vert", "horz")


def _thinned(axis: Any, labels: Sequence[str]) -> None:
    """Of numbers that are too long to stand side by side, every second or third is written: they
    would be broken within."""
    if not all(_IS_NUMBER.fullmatch(label) for label in labels):
        return
    every = -(-sum(map(len, labels)) // FIT_ACROSS)
    if every > 1:
        last = axis._element.find(qn("c:noMultiLvlLbl"))
        skip = axis._element.makeelement(qn("c:tickLblSkip"))
        skip.set("val", str(every))
        last.addprevious(skip)


def _across_numbers(axis: Any, chart: Chart, language: str) -> None:
    values = [value for one in chart.series for value in one.across]
    own = scale_of(chart.across_unit, values, language)
    shown = own.number_format if own.is_share else "#,##0" if max(values) >= 1000 else "General"
    axis.tick_labels.number_format = shown
    axis.tick_labels.number_format_is_linked = False
    if chart.kind == "curve" and max(values) > min(values):  # points on an edge would be cut
        axis.minimum_scale, axis.maximum_scale = min(values), max(values)
    axis.tick_label_position = XL_TICK_LABEL_POSITION.LOW


def _axis_title(axis: Any, text: str) -> None:
    frame = axis.axis_title.text_frame
    frame.text = written(text)
    font = frame.paragraphs[0].runs[0].font
    font.size, font.bold = SMALL, False
    paint(font.color, "muted")
