"""What can be had for what: a point for each answer of which none costs less and is better."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from engine.text import compact_money, multiple, percent
from pages.ui.kit import Axis, Figure, drawing, tint, translate

_SIZE, _LARGE = 11, 17
_ROOM = 0.08
"""Beside the first and the last point, as a part of what lies between them."""


@dataclass(frozen=True)
class TradeOffs:
    """Yuan and value of each point, the cheapest first, of what is `now`, and which point is
    `chosen`. Values are shares of people, or times as much where `is_share` is False; `measured` is
    what the cost is called."""

    costs: Sequence[float]
    values: Sequence[float]
    now: tuple[float, float]
    chosen: int | None
    budget: float | None
    is_share: bool
    measured: str

    def said(self, value: float, lang: str) -> str:
        """A value in words."""
        return percent(value, lang) if self.is_share else multiple(value, lang, 2)


def trade_offs(shown: TradeOffs, lang: str) -> Figure:
    """Cost to the right, what it is held against upwards; the budget is the amber line."""
    across = _around("", [*shown.costs, shown.now[0], *([shown.budget] if shown.budget else [])])
    up = _around("share" if shown.is_share else "number", [*shown.values, shown.now[1]])
    sheet = drawing.layout(across, up, lang)
    sheet["margin"] |= {"t": 34}
    sheet["hovermode"] = "closest"
    drawing.keep_still(sheet)
    what = translate(lang, "solving.front_share" if shown.is_share else "solving.front_times")

    def note(title: str, cost: float, value: float) -> str:
        amount = compact_money(cost, lang)
        return drawing.note(title, [(shown.measured, amount), (what, shown.said(value, lang))])

    points = drawing.dots(
        np.array(shown.costs), [drawing.short(v) for v in shown.values], "variant", what
    )
    points["mode"] = "lines+markers"
    points["line"] = {"color": tint("variant", 45), "width": 2}
    points["ids"] = [str(place) for place in range(len(shown.costs))]
    points["marker"]["size"] = [
        _LARGE if place == shown.chosen else _SIZE for place in range(len(shown.costs))
    ]
    told = [
        note(translate(lang, "solving.front_point"), cost, value)
        for cost, value in zip(shown.costs, shown.values, strict=True)
    ]
    now = drawing.dots(
        np.array([shown.now[0]]),
        [drawing.short(shown.now[1])],
        "baseline",
        translate(lang, "solving.now"),
    )
    notes = [note(translate(lang, "solving.now"), *shown.now)]
    signs = [(shown.now[0], translate(lang, "solving.now"), "muted")]
    sheet["shapes"].append(drawing.upright(shown.now[0], tint("muted", 60)))
    if shown.budget is not None:
        sheet["shapes"].append(drawing.upright(shown.budget, tint("budget"), "dash"))
        signs.insert(0, (shown.budget, translate(lang, "figure.budget"), "budget"))
    sheet["annotations"] += drawing.signposts(signs, across)
    data = [drawing.telling(now, notes), drawing.telling(points, told)]
    return {"data": data, "layout": sheet}


def _around(kind: str, values: Sequence[float]) -> Axis:
    """An axis with all of these in sight; these are places, no lengths, so it need not begin at
    nothing."""
    low, high = min(values), max(values)
    room = (high - low) * _ROOM or abs(high) * _ROOM or 1.0
    if kind == "share":
        return Axis("", max(low - room, 0.0), high + room, "share", 4)
    if kind == "number":
        return Axis("", low - room, high + room, "number", 4)
    return Axis("", low - room, high + room, ticks=4)
