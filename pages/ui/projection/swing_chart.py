"""What each assumption does to the cost: a bar from its low to its high value."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from engine.text import compact_money, signed
from pages.ui.kit import Axis, Figure, drawing, tint, translate

_ROOM = 1.4
"""Times the longest bar, so that the words beside it have room."""


@dataclass(frozen=True)
class Swing:
    """What the cost becomes, in yuan more or less than expected, with one assumption at its low and
    at its high value, all else as it is; `low_at` and `high_at` are these values in words."""

    id: str
    name: str
    low: float
    high: float
    low_at: str
    high_at: str


def swings(rows: Sequence[Swing], lang: str, budget: float | None = None) -> Figure:
    """A row for each assumption, each end with the value that leads there; `budget` is how many
    yuan it lies above what is expected."""
    ends = [0.0, *(row.low for row in rows), *(row.high for row in rows)]
    far = max(map(abs, ends)) * _ROOM or 1.0
    across = Axis("", -far if min(ends) < 0 else 0.0, far if max(ends) > 0 else 0.0, ticks=4)
    sheet = drawing.layout(across, Axis("", len(rows) - 0.4, -0.7, "number"), lang)
    sheet["yaxis"] |= {"tickvals": list(range(len(rows))), "showgrid": False, "zeroline": False}
    sheet["yaxis"]["ticktext"] = [drawing.wrapped(row.name, lang) for row in rows]
    sheet["xaxis"]["ticktext"] = [signed(text) for text in sheet["xaxis"]["ticktext"]]
    sheet["xaxis"]["showgrid"] = True
    is_near = budget is not None and across.start < budget < across.end
    sheet["margin"] |= {"r": 24, "t": 26 if is_near else 8}
    if budget is not None and is_near:
        sheet["shapes"].append(drawing.upright(budget, tint("budget"), "dash"))
        sign = (budget, translate(lang, "figure.budget"), "budget")
        sheet["annotations"] += drawing.signposts([sign], across)
    sheet["barmode"] = "overlay"
    sheet |= {"hovermode": "y", "hoverdistance": -1}
    drawing.keep_still(sheet)
    sheet["shapes"].append(drawing.upright(0, tint("muted"), "solid"))
    told = [_note(row, lang) for row in rows]
    traces = []
    for side, colour in (("low", tint("baseline", 75)), ("high", tint("variant"))):
        lengths = [float(getattr(row, side)) for row in rows]
        bars = drawing.bars([], np.array([]), colour, translate(lang, f"projection.{side}"), 0.5)
        bars |= {"orientation": "h", "x": [drawing.short(one) for one in lengths]}
        bars |= {"y": list(range(len(rows))), "ids": [row.id for row in rows]}
        traces.append(drawing.telling(bars, told))
        for place, (row, length) in enumerate(zip(rows, lengths, strict=True)):
            at = {"x": drawing.short(length), "y": place, "xanchor": _outside(row, side)}
            at |= {"xshift": 5 if at["xanchor"] == "left" else -5, "bgcolor": tint("paper", 75)}
            words = row.low_at if side == "low" else row.high_at
            sheet["annotations"].append(drawing.words(words, "muted", at))
    return {"data": traces, "layout": sheet}


def _outside(row: Swing, side: str) -> str:
    """The side of a bar's end on which its words stand."""
    here, other = (row.low, row.high) if side == "low" else (row.high, row.low)
    if here == other:
        return "right" if side == "low" else "left"
    return "left" if here > other else "right"


def _note(row: Swing, lang: str) -> str:
    said = [
        (row.high_at, signed(compact_money(row.high, lang))),
        (row.low_at, signed(compact_money(row.low, lang))),
    ]
    return drawing.note(row.name, said)
