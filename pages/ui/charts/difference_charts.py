"""Figures of differences between what was paid and what a plan pays: bars by month, line, group or
size."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from pages.ui.charts.month_axis import months_below
from pages.ui.kit import Axis, Figure, drawing, tint


@dataclass(frozen=True)
class Bar:
    """One bar: what it is called, how long it is, what is written at its end and on hovering; `id`
    is what a click on it gives."""

    id: str
    name: str
    value: float
    written: str
    rows: Sequence[tuple[str, str]]


def upright_bars(bars: Sequence[Bar], *, up: Axis, lang: str, most_ticks: int = 12) -> Figure:
    """A bar for each month ("2025-03" is its id); the longest with its figure."""
    places = list(range(len(bars)))
    sheet = drawing.layout(Axis("", -0.6, len(bars) - 0.4, "number"), up, lang)
    sheet["margin"] |= {"b": 40}
    sheet["hovermode"] = "x"
    months_below(sheet, [bar.id for bar in bars], lang, most_ticks)
    drawing.keep_still(sheet)
    values = np.array([bar.value for bar in bars])
    if values.size and values.max() > 0:
        most = int(values.argmax())
        top = {"x": most, "y": drawing.short(values[most]), "yanchor": "bottom"}
        sheet["annotations"].append(drawing.words(bars[most].written, "text", top))
    drawn = drawing.bars(places, values, tint("variant"), "", 0.62)
    drawn["ids"] = [bar.id for bar in bars]
    return {"data": [drawing.telling(drawn, _notes(bars))], "layout": sheet}


def level_bars(bars: Sequence[Bar], *, across: Axis, lang: str, faint: str = "") -> Figure:
    """A row for each bar, the first on top, each with its figure; the one of the id `faint` in
    grey."""
    rows = list(range(len(bars)))
    sheet = drawing.layout(across, Axis("", len(bars) - 0.4, -0.6, "number"), lang)
    sheet["xaxis"] |= {"visible": False}
    sheet["yaxis"] |= {"tickvals": rows, "showgrid": False, "zeroline": False}
    sheet["yaxis"] |= {"ticktext": [drawing.wrapped(bar.name, lang) for bar in bars]}
    sheet["margin"] |= {"b": 8, "t": 8, "r": 24}
    sheet |= {"hovermode": "y", "hoverdistance": -1}
    drawing.keep_still(sheet)
    for row, bar in zip(rows, bars, strict=True):
        end = {"x": drawing.short(bar.value), "y": row, "xanchor": "left", "xshift": 6}
        sheet["annotations"].append(drawing.words(bar.written, "text", end))
    drawn = drawing.bars([], np.array([]), "", "", 0.56) | {
        "orientation": "h",
        "x": [drawing.short(bar.value) for bar in bars],
        "y": rows,
        "ids": [bar.id for bar in bars],
        "marker": {"color": [tint("baseline" if b.id == faint else "variant") for b in bars]},
    }
    return {"data": [drawing.telling(drawn, _notes(bars))], "layout": sheet}


def _notes(bars: Sequence[Bar]) -> list[str]:
    return [drawing.note(bar.name, bar.rows) for bar in bars]
