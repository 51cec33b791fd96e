"""What the months cost, as a fan: where the middle of all futures runs and how far they part."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from engine.text import compact_money, money, month, number, signed
from pages.ui.charts import months_below
from pages.ui.kit import Axis, Figure, Values, drawing, scales, tint, translate

MOST_TICKS = 6
_STRIP, _GAP = 0.44, 0.12
"""Shares of the height for the distance from the budget, and between it and the amounts above."""


@dataclass(frozen=True)
class Fan:
    """Yuan of each of `months` ("2026-01"), in single months or all until then, shape (months,).

    `low` and `high` are the ends of what lies between the shares `inner` of all trials, `outer` a
    wider pair where one is shown. `is_early` says that there are too few trials for a range.
    `budget` is what may be spent, `base` the middle under the
    assumptions that are compared with.
    """

    months: Sequence[str]
    middle: Values
    low: Values
    high: Values
    inner: tuple[float, float] = (0.1, 0.9)
    outer: tuple[Values, Values] | None = None
    outer_shares: tuple[float, float] = (0.05, 0.95)
    is_early: bool = False
    budget: Values | None = None
    base: Values | None = None


def fan(shown: Fan, *, top: float, lang: str, apart: bool = False) -> Figure:
    """The fan on an axis from 0 to `top`; `apart` shows below how far it is from the budget, on a
    scale on which that is seen."""
    places = np.arange(len(shown.months), dtype=np.float64)
    sheet = drawing.layout(
        Axis("", -0.3, len(places) - 0.7, "number"), Axis("", 0.0, top, ticks=4), lang
    )
    sheet["margin"] |= {"b": 40}
    sheet["hovermode"] = "x"
    months_below(sheet, shown.months, lang, MOST_TICKS)
    drawing.keep_still(sheet)
    traces = []
    if shown.outer is not None and not shown.is_early:
        traces += _band(places, *shown.outer, 10)
    if not shown.is_early:
        traces += _band(places, shown.low, shown.high, 22)
    if shown.base is not None:
        name = translate(lang, "projection.base")
        traces.append(drawing.line(places, shown.base, "baseline", name, 1.5, "dot"))
    if shown.budget is not None:
        name = translate(lang, "figure.budget")
        traces.append(drawing.line(places, shown.budget, "budget", name, 2, "dash"))
    name = translate(lang, "projection.middle")
    middle = drawing.line(places, shown.middle, "variant", name, 2.5)
    traces.append(drawing.telling(middle, notes(shown, lang)))
    if apart and shown.budget is not None:
        sheet["annotations"] += drawing.ends(_middles(shown, lang))
        traces += _strip(sheet, places, shown, shown.budget, lang)
    else:
        sheet["annotations"] += drawing.ends(_labels(shown, lang))
    return {"data": traces, "layout": sheet}


def notes(shown: Fan, lang: str) -> list[str]:
    """What is said of each month on hovering."""
    told = []
    for place, when in enumerate(shown.months):
        rows = [(translate(lang, "projection.middle"), shown.middle[place])]
        if not shown.is_early:
            rows.insert(0, (_share(shown.inner[1], lang), shown.high[place]))
            rows.append((_share(shown.inner[0], lang), shown.low[place]))
        if shown.outer is not None and not shown.is_early:
            low, high = shown.outer
            rows.insert(0, (_share(shown.outer_shares[1], lang), high[place]))
            rows.append((_share(shown.outer_shares[0], lang), low[place]))
        if shown.base is not None:
            rows.append((translate(lang, "projection.base"), shown.base[place]))
        if shown.budget is not None:
            rows.append((translate(lang, "figure.budget"), shown.budget[place]))
        said = [(name, money(float(amount), lang)) for name, amount in rows]
        told.append(drawing.note(month(when, lang), said))
    return told


def top_of(shown: Fan, base: Fan | None) -> float:
    """Where the axis ends: chosen from the base assumptions and the budget, so that it stands still
    while an assumption is moved."""
    first = base or shown
    limit = 0.0 if first.budget is None else float(first.budget.max())
    return scales.top(max(float(first.high.max()), limit), float(shown.high.max()), 1.08)


def _band(x: Values, low: Values, high: Values, opacity: int) -> list[drawing.Trace]:
    lower = drawing.line(x, low, "variant", "", 0)
    upper = drawing.line(x, high, "variant", "", 0)
    return [lower, upper | {"fill": "tonexty", "fillcolor": tint("variant", opacity)}]


def _labels(shown: Fan, lang: str) -> list[tuple[str, float, str]]:
    high, low = float(shown.high[-1]), float(shown.low[-1])
    if shown.is_early:
        return _middles(shown, lang)
    return [
        ("variant", high, _share(shown.inner[1], lang)),
        *_middles(shown, lang),
        ("variant", low, _share(shown.inner[0], lang)),
    ]


def _middles(shown: Fan, lang: str) -> list[tuple[str, float, str]]:
    name = f"<b>{translate(lang, 'projection.middle')}</b>"
    ends = [("variant", float(shown.middle[-1]), name)]
    if shown.budget is not None:
        ends.append(("budget", float(shown.budget[-1]), translate(lang, "figure.budget")))
    if shown.base is not None:
        ends.append(("baseline", float(shown.base[-1]), translate(lang, "projection.base")))
    return ends


def _share(share: float, lang: str) -> str:
    """P90, as risk is spoken of."""
    return translate(lang, "projection.quantile", share=number(100 * share))


def _strip(
    sheet: drawing.Layout, places: Values, shown: Fan, budget: Values, lang: str
) -> list[drawing.Trace]:
    """The fan less the budget, below the amounts."""
    low, middle, high = shown.low - budget, shown.middle - budget, shown.high - budget
    lowest, highest = float(-low.min()), float(high.max())
    start = -scales.rung(lowest) if lowest > 0 else 0.0
    end = scales.rung(highest) if highest > 0 else 0.0 if start else 1.0
    up = Axis("", start, end, ticks=3)
    sheet["yaxis"]["domain"] = [_STRIP + _GAP, 1]
    sheet["xaxis"]["anchor"] = "y2"
    sheet["yaxis2"] = drawing.axis(up, lang) | {
        "domain": [0, _STRIP],
        "automargin": True,
        "fixedrange": True,
        "zeroline": False,
    }
    corner = {"x": 0.01, "xref": "paper", "xanchor": "left", "y": _STRIP, "yref": "paper"}
    words = translate(lang, "projection.against_budget")
    sheet["annotations"].append(drawing.words(words, "muted", corner | {"yanchor": "bottom"}))
    ends = [
        (_share(shown.inner[1], lang), high),
        (f"<b>{translate(lang, 'projection.middle')}</b>", middle),
        (_share(shown.inner[0], lang), low),
    ]
    if shown.is_early:
        ends = ends[1:2]
    labels = [
        ("variant", float(gap[-1]), f"{name} {signed(compact_money(float(gap[-1]), lang))}")
        for name, gap in ends
    ]
    sheet["annotations"] += [label | {"yref": "y2"} for label in drawing.ends(labels)]
    said = [
        drawing.note(month(when, lang), [(words, signed(money(float(gap), lang)))])
        for when, gap in zip(shown.months, middle, strict=True)
    ]
    zero = drawing.line(places, np.zeros_like(places), "budget", "", 2, "dash")
    line = drawing.telling(drawing.line(places, middle, "variant", words, 2), said)
    band = [] if shown.is_early else _band(places, low, high, 22)
    return [trace | {"yaxis": "y2"} for trace in (*band, zero, line)]
