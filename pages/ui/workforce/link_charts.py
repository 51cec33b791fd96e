"""Figures of how measures hang together."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from engine.text import count
from pages.ui.kit import Axis, Figure, Values, drawing, tint
from pages.ui.workforce.heat_map import heat_map
from pages.ui.workforce.measure_words import Written, two_decimals

ROOM_BESIDE = 60
"""Pixels for the name of the last column, which is wider than its cell."""


def links_figure(names: Sequence[str], correlation: Values, lang: str) -> Figure:
    """Correlations as a lower triangle of cells with their figures, stronger ones darker. The name
    of a column stands on its topmost cell, where there is room beside."""
    size = len(names)
    texts = [
        [
            "" if k >= j or np.isnan(correlation[j, k]) else two_decimals(correlation[j, k])
            for k in range(size)
        ]
        for j in range(size)
    ]
    cells = [
        [None if not texts[j][k] else drawing.short(float(correlation[j, k])) for k in range(size)]
        for j in range(size)
    ]
    notes = [
        [drawing.note(f"{names[j]} × {names[k]}", [("", texts[j][k])]) for k in range(size)]
        for j in range(size)
    ]
    figure = heat_map(
        names[:-1],
        names[1:],
        [row[:-1] for row in cells[1:]],
        [row[:-1] for row in texts[1:]],
        [row[:-1] for row in notes[1:]],
        lang,
    )
    sheet = figure["layout"]
    sheet["xaxis"]["showticklabels"] = False
    sheet["yaxis"]["range"] = [size - 1.5, -1.5]
    sheet["margin"] |= {"b": 8, "r": ROOM_BESIDE}
    on_top = {"xanchor": "left", "yanchor": "bottom", "borderpad": 0}
    sheet["annotations"] = [
        drawing.words(name, "text", on_top | {"x": k - 0.48, "y": k - 0.5})
        for k, name in enumerate(names[:-1])
    ]
    return figure


def density_figure(
    cells: Values,
    axes: tuple[Axis, Axis],
    edges: tuple[Values, Values],
    written: tuple[Written, Written],
    lang: str,
) -> Figure:
    """How many person-months have both values: darker where more have them."""
    across, up = axes
    sheet = drawing.layout(across, up, lang)
    sheet["yaxis"]["title"] = {"text": up.title, "standoff": 4, "font": {"size": 12}}
    drawing.keep_still(sheet)
    middles = [(edge[1:] + edge[:-1]) / 2 for edge in edges]
    notes = [
        [
            drawing.note(
                count(number),
                [
                    (across.title, written[0].between(edges[0][k], edges[0][k + 1])),
                    (up.title, written[1].between(edges[1][j], edges[1][j + 1])),
                ],
            )
            for k, number in enumerate(row)
        ]
        for j, row in enumerate(cells)
    ]
    heat = {
        "type": "heatmap",
        "x": [drawing.short(float(value)) for value in middles[0]],
        "y": [drawing.short(float(value)) for value in middles[1]],
        "z": [[drawing.short(float(number)) or None for number in row] for row in np.sqrt(cells)],
        "colorscale": [[0, tint("paper")], [1, tint("variant")]],
        "zmin": 0,
        "showscale": False,
        "name": "density",
        "hoverinfo": "text",
        "hovertext": notes,
        "hoverongaps": False,
    }
    return {"data": [heat], "layout": sheet}


def points_figure(
    x: Values, y: Values, axes: tuple[Axis, Axis], written: tuple[Written, Written], lang: str
) -> Figure:
    """Both values of each person-month as a dot."""
    across, up = axes
    sheet = drawing.layout(across, up, lang)
    sheet["yaxis"]["title"] = {"text": up.title, "standoff": 4, "font": {"size": 12}}
    drawing.keep_still(sheet)
    dots = drawing.dots(x, [drawing.short(float(value)) for value in y], "variant", "people")
    dots["marker"] = {"color": tint("variant", 45), "size": 7}
    notes = [drawing.note(written[0](a), [("", written[1](b))]) for a, b in zip(x, y, strict=True)]
    return {"data": [drawing.telling(dots, notes)], "layout": sheet}
