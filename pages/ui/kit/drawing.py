"""The strokes that figures are made of: axes, lines, bars, labels. No figure is decided here."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from engine.text import Kind, tick_texts
from pages.ui.kit.colours import tint

Values = NDArray[np.float64]
Figure = Mapping[str, Any]
"""A Plotly figure, {"data": …, "layout": …} of plain lists, its colours by meaning."""
Trace = dict[str, Any]
Layout = dict[str, Any]


@dataclass(frozen=True)
class Axis:
    """What is measured along an axis, from where to where it runs, about how many ticks it has."""

    title: str
    start: float
    end: float
    kind: Kind = "money"
    ticks: int = 5


def layout(across: Axis, up: Axis, lang: str) -> Layout:
    """An empty sheet; only the vertical axis has grid lines."""
    return {
        "xaxis": axis(across, lang) | {"showgrid": False, "zeroline": False, "tickangle": 0},
        "yaxis": axis(up, lang) | {"automargin": True},
        "margin": {"l": 8, "r": 16, "t": 16, "b": 44 if across.title else 26},
        "font": {"size": 12, "color": tint("muted")},
        "paper_bgcolor": tint("paper"),
        "plot_bgcolor": tint("paper", 0),
        "showlegend": False,
        "uirevision": "kept",
        "hoverlabel": {
            "bgcolor": tint("paper"),
            "bordercolor": tint("rule"),
            "font": {"color": tint("text"), "size": 12},
            "align": "left",
        },
        "shapes": [],
        "annotations": [],
    }


def keep_still(sheet: Layout) -> None:
    """No zooming, where everything is in sight anyway."""
    for side in ("xaxis", "yaxis"):
        sheet[side]["fixedrange"] = True


def axis(described: Axis, lang: str) -> Layout:
    values = ticks(described)
    return {
        "title": {"text": described.title, "standoff": 8, "font": {"size": 12}},
        "range": [described.start, described.end],
        "tickvals": values,
        "ticktext": list(_tick_texts(described.kind, tuple(values), lang)),
        "gridcolor": tint("rule", 70),
        "zerolinecolor": tint("rule"),
        "ticks": "outside",
        "tickcolor": tint("paper", 0),
    }


@lru_cache(maxsize=512)
def _tick_texts(kind: Kind, values: tuple[float, ...], lang: str) -> tuple[str, ...]:
    """Remembered, as axes stand still while a figure is moved."""
    return tuple(tick_texts(kind, values, lang))


def ticks(described: Axis) -> list[float]:
    """Round numbers along the axis, about as many as it asks for; where it asks for several, two at
    least, without which nobody can tell how far apart anything is."""
    low, high = sorted((described.start, described.end))
    rough = (high - low) / described.ticks
    power = 10.0 ** math.floor(math.log10(rough))
    wanted = next(place for place, step in enumerate(_STEPS) if power * step >= rough * 0.999)
    found = _multiples(low, high, power * _STEPS[wanted])
    while len(found) < min(described.ticks, 2):
        wanted -= 1
        found = _multiples(low, high, power * _STEPS[wanted])
    return found


_STEPS = (0.5, 1, 2, 2.5, 5, 10)


def _multiples(low: float, high: float, step: float) -> list[float]:
    first = math.ceil(low / step - 1e-9)
    last = math.floor(high / step + 1e-9)
    return [short(number * step) for number in range(first, last + 1)]


def line(x: Values, y: Values, meaning: str, name: str, width: float, dash: str = "solid") -> Trace:
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [short(value) for value in x],
        "y": [short(value) for value in y],
        "name": name,
        "line": {"color": tint(meaning), "width": width, "dash": dash},
        "hoverinfo": "skip",
    }


def area(x: Values, y: Values, meaning: str, name: str) -> Trace:
    return line(x, y, meaning, name, width=0) | {
        "fill": "tozeroy",
        "fillcolor": tint(meaning, 16),
    }


def steps(edges: Values, heights: Values, meaning: str, name: str) -> Trace:
    """A histogram as one outline with a soft filling."""
    outline = line(edges, np.append(heights, heights[-1:]), meaning, name, width=2)
    outline["line"]["shape"] = "hv"
    return outline | {"fill": "tozeroy", "fillcolor": tint(meaning, 14)}


def bars(places: Sequence[float], heights: Values, colour: str, name: str, width: float) -> Trace:
    return {
        "type": "bar",
        "x": list(places),
        "y": [short(height) for height in heights],
        "name": name,
        "marker": {"color": colour},
        "width": width,
        "hoverinfo": "skip",
    }


def strokes(places: Sequence[float], heights: Values, name: str) -> Trace:
    """A short level stroke over each place."""
    marker = {"symbol": "line-ew", "size": 16, "line": {"color": tint("text"), "width": 2}}
    return {
        "type": "scatter",
        "mode": "markers",
        "x": list(places),
        "y": [short(height) for height in heights],
        "name": name,
        "marker": marker,
        "hoverinfo": "skip",
    }


def dots(x: Values, rows: Sequence[float], meaning: str, name: str) -> Trace:
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [short(value) for value in x],
        "y": list(rows),
        "name": name,
        "marker": {"color": tint(meaning), "size": 11},
        "cliponaxis": False,
        "hoverinfo": "skip",
    }


_silent: ContextVar[bool] = ContextVar("drawing without notes", default=False)


@contextmanager
def without_notes() -> Iterator[None]:
    """Lets figures be drawn that tell nothing on hovering: to write all notes takes longer than all
    else of a figure."""
    before = _silent.set(True)
    try:
        yield
    finally:
        _silent.reset(before)


def notes(write: Callable[[], Sequence[str]]) -> Sequence[str]:
    """What the points of a trace tell on hovering, unless figures are drawn without."""
    return () if _silent.get() else write()


def telling(trace: Trace, notes: Sequence[str]) -> Trace:
    """The trace with a note at each of its points; as it is where there are none."""
    if not notes:
        return trace
    return trace | {"hoverinfo": "text", "hovertext": list(notes)}


def note(title: str, rows: Sequence[tuple[str, str]]) -> str:
    """What is said on hovering: a title and named amounts, one a line."""
    return "<br>".join([f"<b>{title}</b>", *(f"{name}  {amount}" for name, amount in rows)])


def upright(x: float, colour: str, dash: str = "dot", floor: float = 0.0) -> Layout:
    """A line from the bottom, or from such a share of the sheet's height, to the top."""
    return {
        "type": "line",
        "layer": "below",
        "x0": short(x),
        "x1": short(x),
        "y0": floor,
        "y1": 1,
        "yref": "paper",
        "line": {"color": colour, "width": 1, "dash": dash},
    }


def bridge(start: float, end: float, row: int, colour: str) -> Layout:
    """A line along a row from one amount to another."""
    return {
        "type": "line",
        "layer": "below",
        "x0": short(start),
        "x1": short(end),
        "y0": row,
        "y1": row,
        "line": {"color": colour, "width": 3},
    }


def words(text: str, meaning: str, place: Layout) -> Layout:
    """Words at a place of the sheet, in the coordinates of the axes unless it says otherwise."""
    return {
        "text": text,
        "font": {"color": tint(meaning), "size": 12},
        "showarrow": False,
        "x": 1,
        "xref": "x",
        "y": 1,
        "yref": "y",
    } | place


END = "end"


def ends(labels: Sequence[tuple[str, float, str]]) -> list[Layout]:
    """Names beside the right ends of lines, (meaning, height, name) each: the browser, which knows
    how large they are, keeps them off one another and makes room for them (see chart_labels.js)."""
    side = {"x": 1, "xref": "paper", "xanchor": "left", "name": END}
    return [words(name, meaning, side | {"y": short(height)}) for meaning, height, name in labels]


SIGN = "sign"


def signposts(labels: Sequence[tuple[float, str, str]], across: Axis) -> list[Layout]:
    """Short labels along the top, (x, text, meaning), the most important first: the browser, which
    knows how wide they are, puts them in rows and leaves out what has no room."""
    top = {"y": 1, "yref": "paper", "yanchor": "bottom", "name": SIGN}
    return [
        words(text, meaning, top | {"x": short(x)})
        for x, text, meaning in labels
        if across.start <= x <= across.end
    ]


def key(names: Sequence[tuple[str, str]], side: Literal["left", "right"] = "right") -> list[Layout]:
    """Names in their colours, one below the other in an upper corner."""
    corner = {
        "x": 1 if side == "right" else 0.01,
        "xref": "paper",
        "xanchor": side,
        "y": 1,
        "yref": "paper",
        "yanchor": "top",
    }
    return [
        words(name, meaning, corner | {"yshift": -17 * row, "bgcolor": tint("paper", 80)})
        for row, (meaning, name) in enumerate(names)
    ]


KEY = "key"


def key_above(names: Sequence[tuple[str, str]]) -> list[Layout]:
    """Names in their colours above the sheet, (meaning, name) each: the browser sets them beside
    one another, on as many lines as they take."""
    corner = {"x": 0, "xref": "paper", "xanchor": "left", "y": 1, "yref": "paper", "name": KEY}
    return [words(name, meaning, corner | {"yanchor": "bottom"}) for meaning, name in names]


def wrapped(name: str, lang: str, columns: int = 20) -> str:
    """A long name on as few lines as fit beside a chart, all about as long: of so many letters, or
    half as many characters of Chinese."""
    is_wide = lang == "zh" and not name.isascii()
    widest = columns // 2 + 1 if is_wide else columns
    lines = textwrap.wrap(name, widest)
    for narrower in range(widest - 1, 0, -1):
        closer = textwrap.wrap(name, narrower, break_long_words=is_wide)
        if len(closer) > len(lines) or max(map(len, closer), default=0) > narrower:
            break
        lines = closer
    return "<br>".join(lines)


def short(value: float) -> float:
    """Six digits say all that a screen shows."""
    return float(f"{value:.6g}")
