"""Differences of the variant in a strip below a chart of both, on a scale that shows them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from engine.text import Kind, signed, tick
from pages.ui.charts.finding_sentences import NOTHING
from pages.ui.kit import Axis, Values, drawing, scales, tint, translate

ABOVE = 0.46
"""Where the chart ends that the strip lies below, as a share of the sheet from its foot."""


def axis_of_gaps(gaps: Values, kind: Kind = "money") -> Axis | None:
    """The axis of differences, from or to 0 where all go one way; none where nothing differs."""
    if float(np.abs(gaps).max()) < NOTHING:
        return None
    end = scales.top(float(np.abs(gaps).max()), 0.0, 1.4)
    most, least = float(gaps.max()), float(gaps.min())
    return Axis("", -end if least < 0 else 0.0, end if most > 0 else 0.0, kind, ticks=1)


def add_differences(
    sheet: drawing.Layout,
    places: Sequence[float],
    gaps: Values,
    apart: Axis,
    lang: str,
    *,
    width: float,
    written: Callable[[float], str],
    notes: Sequence[str],
) -> drawing.Trace:
    """Makes room in the sheet for a strip along the axis `apart`, and returns its bars, one at each
    place; the largest has its figure, as it is `written`."""
    name = translate(lang, "figure.difference")
    sheet["yaxis"]["domain"] = [ABOVE, 1]
    sheet["xaxis"]["anchor"] = "y2"
    ticks = [end for end in (apart.start, apart.end) if end]
    sheet["yaxis2"] = drawing.axis(apart, lang) | {
        "tickvals": ticks,
        "ticktext": [signed(tick(apart.kind, end, lang)) for end in ticks],
        "domain": [0, 0.27],
        "automargin": True,
        "fixedrange": True,
        "zerolinecolor": tint("muted", 60),
    }
    corner = {"x": 0.01, "xref": "paper", "xanchor": "left", "y": 0.3, "yref": "paper"}
    sheet["annotations"].append(drawing.words(name, "variant", corner | {"yanchor": "bottom"}))
    most = int(np.abs(gaps).argmax())
    rises = gaps[most] >= 0
    side = {"yanchor": "bottom" if rises else "top", "yref": "y2", "y": drawing.short(gaps[most])}
    if most > len(places) / 2:
        side["xanchor"], side["xshift"] = "right", 8
    elif most < len(places) / 4:
        side["xanchor"], side["xshift"] = "left", -8
    figure = signed(written(float(gaps[most])))
    sheet["annotations"].append(drawing.words(figure, "text", side | {"x": places[most]}))
    bars = drawing.bars(places, gaps, tint("variant"), name, width) | {"yaxis": "y2"}
    return drawing.telling(bars, notes)
