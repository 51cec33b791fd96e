"""Charts on slides as PowerPoint's own: with their figures in a sheet behind them, to be edited."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from pptx.chart.chart import Chart as NativeChart
from pptx.chart.data import CategoryChartData, XyChartData
from pptx.enum.chart import (
    XL_CHART_TYPE,
    XL_LABEL_POSITION,
    XL_LEGEND_POSITION,
)
from pptx.oxml.ns import qn
from pptx.slide import Slide
from pptx.util import Pt
from xlsxwriter import Workbook

from engine.papers.deck_axes import SMALL, lay_axes
from engine.papers.deck_colours import paint
from engine.papers.deck_elements import added
from engine.papers.deck_series import Drawn, series_of, written
from engine.papers.deck_template import Room
from engine.papers.deck_text import describe
from engine.papers.paper import ACROSS_NUMBERS, Chart
from engine.papers.paper_look import Scale, scale_for

MOST_LABELLED = 14
"""Bars that carry their value; more would write over each other."""
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


def draw(slide: Slide, chart: Chart, room: Room, language: str, told: str) -> None:
    """Draws a chart into its room; `told` is what it shows, in words."""
    scale = scale_for(chart, language)
    drawn = series_of(chart, scale, language)
    order = sorted(drawn, key=lambda one: one.is_line)  # lines lie over areas and columns
    categories = [written(text[language]) for text in chart.categories]
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
    lay_axes(native, chart, scale, language)
    _legend(native, order)


def _sheet(order: Sequence[Drawn], categories: Sequence[str], shown: str) -> bytes:
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


def _bars(chart: Chart, plot: Any, scale: Scale, drawn: Sequence[Drawn]) -> None:
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


def _legend(native: NativeChart, order: Sequence[Drawn]) -> None:
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


def _label(series: Any, one: Drawn) -> None:
    """Texts of their own at the points of a series."""
    for place, text in enumerate(one.labels):
        label = series.points[place].data_label
        label.position = XL_LABEL_POSITION.ABOVE
        frame = label.text_frame
        frame.text = text
        font = frame.paragraphs[0].runs[0].font
        font.size, font.bold = Pt(12), True
        paint(font.color, "ink")
