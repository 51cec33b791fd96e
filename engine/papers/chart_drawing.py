"""Charts as drawings, for files that have no charts of their own."""

from __future__ import annotations

from engine.papers.bar_drawing import Bars
from engine.papers.chart_marks import Drawing
from engine.papers.chart_sheet import Written
from engine.papers.paper import Chart
from engine.papers.upright_drawing import Upright


def draw(chart: Chart, width: float, height: float, language: str, settable: Written) -> Drawing:
    """The chart as a drawing; one of bars is as high as its bars need."""
    kind = Bars if chart.kind == "bar" else Upright
    return kind(chart, width, height, language, settable).drawn()
