"""Charts on slides as PowerPoint's own: with their figures in a sheet behind them, to be edited.

PowerPoint has no chart of columns with a line across, nor a band, nor (that every version shows) a
waterfall: these are made of stacked columns or areas and of lines in one plot.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import accumulate
from typing import Any

from pptx.chart.chart import Chart as NativeChart
from pptx.chart.data import CategoryChartData, XyChartData
from pptx.enum.chart import (
    XL_CHART_TYPE,
    XL_LABEL_POSITION,
    XL_LEGEND_POSITION,
    XL_MARKER_STYLE,
    XL_TICK_LABEL_POSITION,
    XL_TICK_MARK,
)
from pptx.enum.dml import MSO_LINE
from pptx.oxml.ns import qn
from pptx.slide import Slide
from pptx.util import Pt
from xlsxwriter import Workbook

from engine.papers.deck_colours import Paint, paint, paint_series
from engine.papers.deck_elements import added
from engine.papers.deck_template import Room
from engine.papers.deck_text import describe
from engine.papers.paper import ACROSS_NUMBERS, Chart
from engine.papers.paper_look import Scale, axis_start, phrase, scale_for, scale_of
from engine.reports import one_line
from engine.text import number

SMALL = Pt(11)
MOST_LABELLED = 14
"""Bars that carry their value; more would write over each other."""
FIT_ACROSS = 85
"""Characters of labels that stand side by side below a chart with points beside it."""
_IS_NUMBER = re.compile(r"[\d.,\N{MINUS SIGN}-]+")
_TYPES = {
    "column": XL_CHART_TYPE.COLUMN_CLUSTERED,
    "stacked_column": XL_CHART_TYPE.COLUMN_STACKED,
    "bar": XL_CHART_TYPE.BAR_CLUSTERED,
    "line": XL_CHART_TYPE.LINE,
    "band": XL_CHART_TYPE.AREA_STACKED,
    "waterfall": XL_CHART_TYPE.COLUMN_STACKED,
    "curve": XL_CHART_TYPE.XY_SCATTER_LINES_NO_MARKERS,
    "scatter": XL_CHART_TYPE.XY_SCATTER,
}
_STACKED = ("stacked_column", "waterfall", "band")
WRITTEN = datetime(2000, 1, 1)
"""The time in the sheet behind a chart: always the same, so that the same paper is the same file.
"""


@dataclass(frozen=True)
class _Drawn:
    """A series as it is drawn: what it looks like as an area, column or line, and whether it is in
    the legend. `labels` are written at its points."""

    name: str
    values: tuple[float | None, ...]
    look: Callable[[Any], None]
    is_line: bool = False
    in_legend: bool = True
    labels: tuple[str, ...] = ()
    across: tuple[float, ...] = ()


def draw(slide: Slide, chart: Chart, room: Room, language: str, told: str) -> None:
    """Draws a chart into its room; `told` is what it shows, in words."""
    scale = scale_for(chart, language)
    drawn = _series(chart, scale, language)
    order = sorted(drawn, key=lambda one: one.is_line)  # lines lie over areas and columns
    categories = [_written(text[language]) for text in chart.categories]
    if chart.kind in ACROSS_NUMBERS:
        data: Any = XyChartData(number_format=scale.number_format)
        for one in order:
            points = data.add_series(one.name)
            for across, value in zip(one.across, one.values, strict=True):
                if value is not None:
                    points.add_data_point(across, value)
    else:
        data = CategoryChartData(number_format=scale.number_format)
        data.categories = categories
        for one in order:
            data.add_series(one.name, one.values)
    shapes = slide.shapes
    frame = shapes.add_chart(_TYPES[chart.kind], room.left, room.top, room.width, room.height, data)
    describe(frame, told)
    native: NativeChart = frame.chart
    native.part.chart_workbook.update_from_xlsx_blob(_sheet(order, categories, scale.number_format))
    native.font.size = SMALL
    paint(native.font.color, "muted")
    native.has_title = False
    _gaps(native)
    if chart.kind not in ("line", *ACROSS_NUMBERS):
        _lines_apart(native, [i for i, one in enumerate(order) if one.is_line])
    plots = list(native.plots)
    every = [series for plot in plots for series in plot.series]
    for series, one in zip(every, order, strict=True):
        one.look(series)
        _label(series, one)
    _bars(chart, plots[0], scale, drawn)
    _axes(native, chart, scale, language)
    _legend(native, order)


def _sheet(order: Sequence[_Drawn], categories: Sequence[str], shown: str) -> bytes:
    """The sheet behind a chart, each figure where the chart looks for it. Its texts are texts:
    never a formula, never a link."""
    buffer = io.BytesIO()
    with Workbook(buffer, {"in_memory": True}) as book:
        book.set_properties({"created": WRITTEN})
        sheet, format_of_numbers = book.add_worksheet(), book.add_format({"num_format": shown})
        for row, text in enumerate(categories, start=1):
            sheet.write_string(row, 0, text)
        top = 0
        for place, one in enumerate(order):
            column = 1 if one.across else 1 + place
            sheet.write_string(top, column, one.name)
            row = top
            for across, value in zip(
                one.across or [None] * len(one.values), one.values, strict=True
            ):
                if across is not None and value is None:
                    continue  # a point that is not there takes no row
                row += 1
                if across is not None:
                    sheet.write_number(row, 0, across)
                if value is not None:
                    sheet.write_number(row, column, value, format_of_numbers)
            top = row + 2 if one.across else 0
    return buffer.getvalue()


# -- which series, and how they look ---------------------------------------------------------


def _series(chart: Chart, scale: Scale, language: str) -> list[_Drawn]:
    if chart.kind == "waterfall":
        drawn = list(_waterfall(chart, scale, language))
    elif chart.kind == "band":
        drawn = list(_band(chart, scale, language))
    else:
        drawn = [
            _Drawn(
                name=_written(one.name[language]),
                values=_scaled(one.values, scale),
                look=_look(chart, place),
                across=one.across,
            )
            for place, one in enumerate(chart.series)
        ]
    if chart.limit is not None:
        name, value = chart.limit
        places = drawn[0].across if chart.kind in ACROSS_NUMBERS else chart.categories
        across = (min(drawn[0].across), max(drawn[0].across)) if drawn[0].across else ()
        count = len(across) or len(places)
        values = (scale.scaled(value),) * count
        drawn.append(_Drawn(_written(name[language]), values, _limit, is_line=True, across=across))
    return drawn


def _waterfall(chart: Chart, scale: Scale, language: str) -> Iterator[_Drawn]:
    """Totals and steps as columns on an invisible one, and their figures over them."""
    values = [value or 0.0 for value in chart.series[0].values]
    last = len(values) - 1
    levels = [*accumulate(values[:last]), values[last]]
    ground, totals, more, less, tops = ([0.0] * (last + 1) for _ in range(5))
    said: list[str] = []
    for place, value in enumerate(values):
        is_total = place in (0, last)
        low = 0.0 if is_total else min(levels[place], levels[place - 1])
        high = levels[place] if is_total else max(levels[place], levels[place - 1])
        ground[place], tops[place] = low, high
        height = totals if is_total else more if value > 0 else less
        height[place] = high - low
        shown = number(scale.scaled(value), scale.decimals)
        said.append(shown if is_total or value <= 0 else f"+{shown}")

    def part(name: str, amounts: Sequence[float], paints: Paint | None) -> _Drawn:
        look = _nothing if paints is None else _filled(paints)
        return _Drawn(name, _scaled(amounts, scale), look, in_legend=False)

    yield part(phrase.say(language, "series_below"), ground, None)
    yield part(_written(chart.series[0].name[language]), totals, "before")
    yield part(phrase.say(language, "series_more"), more, "loss")
    yield part(phrase.say(language, "series_less"), less, "gain")
    yield _Drawn(
        name=phrase.say(language, "series_level"),
        values=_scaled(tops, scale),
        look=_no_line,
        is_line=True,
        in_legend=False,
        labels=tuple(said),
    )


def _band(chart: Chart, scale: Scale, language: str) -> Iterator[_Drawn]:
    """The range as an area on an invisible one, lines over it."""
    low = next(one for one in chart.series if one.role == "low")
    high = next(one for one in chart.series if one.role == "high")
    width = [
        None if a is None or b is None else b - a
        for a, b in zip(low.values, high.values, strict=True)
    ]
    yield _Drawn(
        _written(low.name[language]), _scaled(low.values, scale), _nothing, in_legend=False
    )
    name = phrase.say(language, "range", low=low.name, high=high.name)
    yield _Drawn(_written(name), _scaled(width, scale), _filled("soft"))
    for place, one in enumerate(chart.series):
        if one not in (low, high):
            look = _look(chart, place, is_line=True)
            values = _scaled(one.values, scale)
            yield _Drawn(_written(one.name[language]), values, look, is_line=True)


def _scaled(values: Sequence[float | None], scale: Scale) -> tuple[float | None, ...]:
    return tuple(None if value is None else scale.scaled(value) for value in values)


def _look(chart: Chart, place: int, *, is_line: bool = False) -> Callable[[Any], None]:
    def look(series: Any) -> None:
        if chart.kind == "scatter":
            _no_line(series)
            series.marker.style = XL_MARKER_STYLE.CIRCLE
            series.marker.size = 7
            series.marker.format.fill.solid()
            paint_series(series.marker.format.fill.fore_color, chart.series, place)
            series.marker.format.line.fill.background()
        elif is_line or chart.kind in ("line", "curve"):
            line = series.format.line
            line.width = Pt(2.5 if chart.series[place].role != "before" else 2)
            paint_series(line.color, chart.series, place)
            series.smooth = False
            series.marker.style = XL_MARKER_STYLE.NONE
        else:
            series.format.fill.solid()
            paint_series(series.format.fill.fore_color, chart.series, place)
            series.invert_if_negative = False

    return look


def _filled(paints: Paint) -> Callable[[Any], None]:
    def look(series: Any) -> None:
        series.format.fill.solid()
        paint(series.format.fill.fore_color, paints)
        if hasattr(series, "invert_if_negative"):
            series.invert_if_negative = False

    return look


def _nothing(series: Any) -> None:
    series.format.fill.background()
    series.format.line.fill.background()


def _no_line(series: Any) -> None:
    series.format.line.fill.background()
    series.marker.style = XL_MARKER_STYLE.NONE
    if hasattr(series, "smooth"):
        series.smooth = False


def _limit(series: Any) -> None:
    line = series.format.line
    line.width = Pt(2)
    line.dash_style = MSO_LINE.DASH
    paint(line.color, "limit")
    series.smooth = False
    series.marker.style = XL_MARKER_STYLE.NONE


def _label(series: Any, one: _Drawn) -> None:
    """Texts of their own at the points of a series."""
    for place, text in enumerate(one.labels):
        label = series.points[place].data_label
        label.position = XL_LABEL_POSITION.ABOVE
        frame = label.text_frame
        frame.text = text
        font = frame.paragraphs[0].runs[0].font
        font.size, font.bold = Pt(12), True
        paint(font.color, "ink")


# -- the plot --------------------------------------------------------------------------------


def _lines_apart(native: NativeChart, places: Sequence[int]) -> None:
    """Moves series out of the columns or areas into lines over them."""
    if not places:
        return
    area = native._chartSpace.find(f".//{qn('c:plotArea')}")
    plot = next(child for child in area if child.tag.endswith("Chart"))
    lines = plot.makeelement(qn("c:lineChart"))
    added(lines, "c:grouping", val="standard")
    added(lines, "c:varyColors", val="0")
    series = plot.findall(qn("c:ser"))
    for place in places:
        one = series[place]
        for name in ("c:invertIfNegative", "c:shape", "c:pictureOptions"):
            for child in one.findall(qn(name)):
                one.remove(child)
        lines.append(one)
    added(lines, "c:marker", val="1")
    for axis in plot.findall(qn("c:axId")):
        added(lines, "c:axId", val=axis.get("val"))
    plot.addnext(lines)


def _gaps(native: NativeChart) -> None:
    """What has no value is left out, not drawn as nothing."""
    native._chartSpace.find(f".//{qn('c:dispBlanksAs')}").set("val", "gap")


def _bars(chart: Chart, plot: Any, scale: Scale, drawn: Sequence[_Drawn]) -> None:
    if chart.kind in ("column", "stacked_column", "bar", "waterfall"):
        plot.gap_width = 45 if chart.kind == "waterfall" else 60
        plot.overlap = 100 if chart.kind in _STACKED else -5
    bars = len(chart.categories) * sum(not one.is_line for one in drawn)
    alone = chart.kind == "stacked_column" and _one_each(chart)
    if (chart.kind in ("column", "bar") or alone) and bars <= MOST_LABELLED:
        plot.has_data_labels = True
        labels = plot.data_labels
        labels.number_format, labels.number_format_is_linked = scale.number_format, False
        outside = XL_LABEL_POSITION.OUTSIDE_END
        labels.position = XL_LABEL_POSITION.INSIDE_END if alone else outside
        labels.show_value = True
        labels.font.size = SMALL
        labels.font.bold = alone
        paint(labels.font.color, "ground" if alone else "ink")


def _one_each(chart: Chart) -> bool:
    """Whether every column is made of one value only, whose figure then fits on it."""
    columns = zip(*(one.values for one in chart.series), strict=True)
    return all(sum(value is not None for value in column) == 1 for column in columns)


def _axes(native: NativeChart, chart: Chart, scale: Scale, language: str) -> None:
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
    frame.text = _written(text)
    font = frame.paragraphs[0].runs[0].font
    font.size, font.bold = SMALL, False
    paint(font.color, "muted")


def _legend(native: NativeChart, order: Sequence[_Drawn]) -> None:
    """A legend of what it names, where that is more than one."""
    named = [one for one in order if one.in_legend]
    native.has_legend = len(named) > 1
    if not native.has_legend:
        return
    legend = native.legend
    legend.position, legend.include_in_layout = XL_LEGEND_POSITION.TOP, False
    legend.font.size = SMALL
    paint(legend.font.color, "ink")
    element = legend._element
    spot = element.find(qn("c:legendPos"))
    for place, one in reversed(list(enumerate(order))):
        if not one.in_legend:
            entry = element.makeelement(qn("c:legendEntry"))
            added(entry, "c:idx", val=str(place))
            added(entry, "c:delete", val="1")
            spot.addnext(entry)


def _written(text: str) -> str:
    """A text as a sheet and a chart can hold it."""
    return one_line(text) or " "
