"""The series of a chart on a slide, as PowerPoint draws them, and how each of them looks.

PowerPoint has no chart of columns with a line across, nor a band, nor (that every version shows) a
waterfall: these are made of stacked columns or areas and of lines in one plot.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

from pptx.enum.chart import XL_MARKER_STYLE
from pptx.enum.dml import MSO_LINE
from pptx.util import Pt

from engine.papers.deck_colours import Paint, paint, paint_series
from engine.papers.paper import ACROSS_NUMBERS, Chart
from engine.papers.paper_look import Scale, phrase
from engine.reports import one_line
from engine.text import number


@dataclass(frozen=True)
class Drawn:
    """A series as it is drawn: what it looks like as an area, column or line, and whether it is in
    the legend. `labels` are written at its points."""

    name: str
    values: tuple[float | None, ...]
    look: Callable[[Any], None]
    is_line: bool = False
    in_legend: bool = True
    labels: tuple[str, ...] = ()
    across: tuple[float, ...] = ()


def series_of(chart: Chart, scale: Scale, language: str) -> list[Drawn]:
    """The series that a chart is made of, its limit last."""
    if chart.kind == "waterfall":
        drawn = list(_waterfall(chart, scale, language))
    elif chart.kind == "band":
        drawn = list(_band(chart, scale, language))
    else:
        drawn = [
            Drawn(
                name=written(one.name[language]),
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
        drawn.append(Drawn(written(name[language]), values, _limit, is_line=True, across=across))
    return drawn


def _waterfall(chart: Chart, scale: Scale, language: str) -> Iterator[Drawn]:
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

    def part(name: str, amounts: Sequence[float], paints: Paint | None) -> Drawn:
        look = _nothing if paints is None else _filled(paints)
        return Drawn(name, _scaled(amounts, scale), look, in_legend=False)

    yield part(phrase.say(language, "series_below"), ground, None)
    yield part(written(chart.series[0].name[language]), totals, "before")
    yield part(phrase.say(language, "series_more"), more, "loss")
    yield part(phrase.say(language, "series_less"), less, "gain")
    yield Drawn(
        name=phrase.say(language, "series_level"),
        values=_scaled(tops, scale),
        look=_no_line,
        is_line=True,
        in_legend=False,
        labels=tuple(said),
    )


def _band(chart: Chart, scale: Scale, language: str) -> Iterator[Drawn]:
    """The range as an area on an invisible one, lines over it."""
    low = next(one for one in chart.series if one.role == "low")
    high = next(one for one in chart.series if one.role == "high")
    width = [
        None if a is None or b is None else b - a
        for a, b in zip(low.values, high.values, strict=True)
    ]
    yield Drawn(written(low.name[language]), _scaled(low.values, scale), _nothing, in_legend=False)
    name = phrase.say(language, "range", low=low.name, high=high.name)
    yield Drawn(written(name), _scaled(width, scale), _filled("soft"))
    for place, one in enumerate(chart.series):
        if one not in (low, high):
            look = _look(chart, place, is_line=True)
            values = _scaled(one.values, scale)
            yield Drawn(written(one.name[language]), values, look, is_line=True)


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


def written(text: str) -> str:
    """A text as a sheet and a chart can hold it."""
    return one_line(text) or " "
