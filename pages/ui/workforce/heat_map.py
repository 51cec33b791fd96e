"""Cells in colours with their figures."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pages.ui.kit import Axis, drawing, tint

MOST_LABELLED = 14
"""So many columns of a heat map have room for a figure in each cell."""


def heat_map(
    columns: Sequence[str],
    rows: Sequence[str],
    cells: Sequence[Sequence[float | None]],
    texts: Sequence[Sequence[str]],
    notes: Sequence[Sequence[str]],
    lang: str,
) -> dict[str, Any]:
    across = Axis("", -0.5, len(columns) - 0.5, "number")
    sheet = drawing.layout(across, Axis("", len(rows) - 0.5, -0.5, "number"), lang)
    labels = [drawing.wrapped(name, lang) for name in columns]
    sheet["xaxis"] |= {"tickvals": list(range(len(columns))), "ticktext": labels}
    sheet["yaxis"] |= {"tickvals": list(range(len(rows))), "showgrid": False, "zeroline": False}
    sheet["yaxis"] |= {"ticktext": [drawing.wrapped(name, lang) for name in rows]}
    sheet["margin"] |= {"b": 42}
    drawing.keep_still(sheet)
    heat = {
        "type": "heatmap",
        "x": list(range(len(columns))),
        "y": list(range(len(rows))),
        "z": [list(row) for row in cells],
        "text": [list(row) for row in texts],
        "texttemplate": "%{text}" if len(columns) <= MOST_LABELLED else "",
        "zmin": -1,
        "zmax": 1,
        "colorscale": [[0, tint("loss")], [0.5, tint("paper")], [1, tint("variant")]],
        "showscale": False,
        "xgap": 2,
        "ygap": 2,
        "name": "cells",
        "hoverinfo": "text",
        "hovertext": [list(row) for row in notes],
        "hoverongaps": False,
    }
    return {"data": [heat], "layout": sheet}
