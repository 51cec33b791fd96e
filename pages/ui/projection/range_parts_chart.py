"""Where the range of the cost comes from: chance between people, and what hits everyone at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.text import compact_money, percent
from pages.ui.kit import Axis, Figure, drawing, scales, tint, translate

_PARTS = ("sensitivity", "volatility")
_COLOURS = {"sensitivity": "variant", "volatility": "baseline"}


@dataclass(frozen=True)
class RangeParts:
    """Standard deviations of the cost in yuan: `sensitivity` from what hits everyone at once,
    `volatility` from chance between people; their shares of the variance add up to 1."""

    sensitivity: float
    volatility: float
    share_of_sensitivity: float


def range_parts(shown: RangeParts, lang: str) -> Figure:
    """A bar for each, how far it moves the cost in one of three years."""
    far = [shown.sensitivity, shown.volatility]
    shares = [shown.share_of_sensitivity, 1 - shown.share_of_sensitivity]
    across = Axis("", 0.0, scales.top(max(*far, 1.0), 0.0, 2.0), ticks=3)
    sheet = drawing.layout(across, Axis("", 1.6, -0.6, "number"), lang)
    names = [translate(lang, f"projection.{part}") for part in _PARTS]
    sheet["yaxis"] |= {"tickvals": [0, 1], "showgrid": False, "zeroline": False}
    sheet["yaxis"]["ticktext"] = [drawing.wrapped(name, lang) for name in names]
    sheet["margin"] |= {"t": 8, "r": 24}
    drawing.keep_still(sheet)
    bars = drawing.bars([], np.array([]), "", "", 0.5) | {
        "orientation": "h",
        "x": [drawing.short(one) for one in far],
        "y": [0, 1],
        "marker": {"color": [tint(_COLOURS[part]) for part in _PARTS]},
    }
    told = []
    for place, (part, one, share) in enumerate(zip(_PARTS, far, shares, strict=True)):
        amount = translate(lang, "projection.plus_minus", amount=compact_money(one, lang))
        of_all = translate(lang, "projection.of_range", share=percent(share, lang, 0))
        end = {"x": drawing.short(one), "y": place, "xanchor": "left", "xshift": 6}
        sheet["annotations"].append(drawing.words(f"{amount} · {of_all}", "text", end))
        about = translate(lang, f"projection.{part}_means")
        told.append(f"{drawing.note(names[place], [(amount, of_all)])}<br>{about}")
    return {"data": [drawing.telling(bars, told)], "layout": sheet}
