"""How the cost of all months is spread over the futures, against what may be spent."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from engine.text import compact_money, percent, span
from pages.ui.kit import Axis, Figure, Values, drawing, scales, tint, translate


@dataclass(frozen=True)
class CostSpread:
    """The share of all futures between each two of the `edges`, in yuan: one edge more than
    shares. `expected` and `budget` are yuan; the budget is None where there is none. `written` says
    a cost in a language."""

    edges: Values
    shares: Values
    expected: float
    low: float
    high: float
    budget: float | None = None
    written: Callable[[float, str], str] = compact_money


def cost_spread(shown: CostSpread, lang: str) -> Figure:
    """A bar for each step of cost: what lies above the budget in its colour, the range and the
    expected cost marked."""
    across = Axis("", float(shown.edges[0]), float(shown.edges[-1]), ticks=4)
    up = Axis("", 0.0, scales.top(float(shown.shares.max()), 0.0, 1.25), "share", 3)
    sheet = drawing.layout(across, up, lang)
    sheet["margin"] |= {"t": 44}
    sheet["hovermode"] = "x"
    drawing.keep_still(sheet)
    middles = (shown.edges[:-1] + shown.edges[1:]) / 2
    steps = list(zip(shown.edges[:-1], shown.edges[1:], shown.shares, strict=True))
    bars = drawing.bars(
        [drawing.short(middle) for middle in middles],
        shown.shares,
        "",
        translate(lang, "projection.of_futures"),
        float(shown.edges[1] - shown.edges[0]) * 0.94,
    )
    bars["marker"] = {
        "color": [
            tint("budget", 85)
            if shown.budget is not None and middle > shown.budget
            else tint("variant", 70 if shown.low <= middle <= shown.high else 35)
            for middle in middles
        ]
    }
    told = [
        drawing.note(
            span("money", float(low), float(high), lang),
            [(translate(lang, "projection.of_futures"), percent(float(share), lang))],
        )
        for low, high, share in steps
    ]
    signs = [
        (shown.expected, _marked("projection.expected_at", shown.expected, shown, lang), "variant")
    ]
    sheet["shapes"].append(drawing.upright(shown.expected, tint("variant"), "solid"))
    if shown.budget is not None:
        sheet["shapes"].append(drawing.upright(shown.budget, tint("budget"), "dash"))
        signs.insert(
            0, (shown.budget, _marked("projection.budget_at", shown.budget, shown, lang), "budget")
        )
    sheet["annotations"] += drawing.signposts(signs, across)
    return {"data": [drawing.telling(bars, told)], "layout": sheet}


def _marked(key: str, yuan: float, shown: CostSpread, lang: str) -> str:
    return translate(lang, key, amount=shown.written(yuan, lang))
