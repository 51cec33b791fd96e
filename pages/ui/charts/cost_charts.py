"""Figures of what a baseline and a variant cost: by month, and by name of whatever is paid."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from engine.text import MINUS, compact_money, money, percent, short_month, signed
from pages.ui.charts.difference_strip import add_differences
from pages.ui.charts.finding_sentences import NOTHING
from pages.ui.charts.month_axis import months_below
from pages.ui.charts.two_sides import Names, amounts, both_sides, numbers_of, side_names
from pages.ui.kit import Axis, Figure, Values, drawing, tint, translate


def cost_by_month(
    months: Sequence[str],
    baseline: ArrayLike,
    variant: ArrayLike,
    *,
    up: Axis,
    lang: str,
    budget: ArrayLike | None = None,
    most_ticks: int = 12,
    apart: Axis | None = None,
    called: Names | None = None,
    beside: tuple[str, ArrayLike] | None = None,
) -> Figure:
    """Cost of each month ("2026-01"): baseline in wide bars, variant inside, budget as a line; with
    an axis `apart`, the differences below, on a scale on which they are seen.

    `budget` is one amount for every month or one for each; at most `most_ticks` months are named.
    `called` are other names of baseline and variant; `beside` names further amounts, marked by
    strokes.
    """
    before, after = numbers_of(baseline), numbers_of(variant)
    places = list(range(len(months)))
    sheet = drawing.layout(Axis("", -0.6, len(months) - 0.4, "number"), up, lang)
    sheet["margin"] |= {"b": 40}
    sheet["hovermode"] = "x"
    months_below(sheet, months, lang, most_ticks)
    names = side_names(called, lang) | {"budget": translate(lang, "figure.budget")}

    def written() -> list[str]:
        rows = [amounts(old, new, lang, names) for old, new in zip(before, after, strict=True)]
        if beside is not None:
            for row, amount in zip(rows, numbers_of(beside[1]), strict=True):
                row.insert(2, (beside[0], money(float(amount), lang)))
        return [
            drawing.note(short_month(when, lang), row)
            for when, row in zip(months, rows, strict=True)
        ]

    notes = drawing.notes(written)
    wide = drawing.bars(places, before, tint("baseline", 38), names["baseline"], 0.78)
    narrow = drawing.bars(places, after, tint("variant"), names["variant"], 0.42)
    traces = [wide, drawing.telling(narrow, notes)]
    if budget is not None:
        limit = np.broadcast_to(numbers_of(budget), before.shape)
        edges = np.array([place + side for place in places for side in (-0.5, 0.5)])
        traces.append(
            drawing.line(edges, limit.repeat(2), "budget", names["budget"], width=2, dash="dash")
        )
    named = ("baseline", "variant") if budget is None else ("baseline", "variant", "budget")
    key = [(name, names[name]) for name in named]
    if beside is not None:
        traces.append(drawing.strokes(places, numbers_of(beside[1]), beside[0]))
        key.append(("text", f"– {beside[0]}"))
    sheet["annotations"] += drawing.key_above(key)
    sheet["barmode"] = "overlay"
    drawing.keep_still(sheet)
    if apart is not None:
        strip = add_differences(
            sheet,
            places,
            after - before,
            apart,
            lang,
            width=0.6,
            written=lambda gap: compact_money(gap, lang),
            notes=notes,
        )
        traces.append(strip)
    return {"data": traces, "layout": sheet}


def before_and_after(
    names: Sequence[str],
    baseline: ArrayLike,
    variant: ArrayLike,
    *,
    across: Axis,
    lang: str,
    called: Names | None = None,
    reach: tuple[float, float] | None = None,
) -> Figure:
    """Yuan of each name as two dots, baseline and variant, with the difference beside them: as a
    bar on a scale of its own, since next to whole amounts it is hardly seen, and as a figure.

    `called` are other names of baseline and variant; `reach` are the lowest and the highest
    difference that the scale is to have room for, where these are not the only ones."""
    sides = side_names(called, lang)
    before, after = numbers_of(baseline), numbers_of(variant)
    rows = list(range(len(names)))
    sheet = drawing.layout(across, Axis("", len(names) - 0.4, -0.8, "number"), lang)
    sheet["xaxis"] |= {"showgrid": True}
    sheet["yaxis"] |= {"tickvals": rows, "showgrid": False, "zeroline": False}
    sheet["yaxis"] |= {"ticktext": [drawing.wrapped(name, lang) for name in names]}
    sheet["margin"] |= {"r": 96, "t": 22}
    drawing.keep_still(sheet)
    for row, old, new in zip(rows, before, after, strict=True):
        difference = signed(compact_money(new - old, lang))
        moved = difference[0] in ("+", MINUS)
        relative = signed(percent(new / old - 1, lang)) if old > 0 and moved else ""
        sheet["shapes"].append(drawing.bridge(old, new, row, tint("variant", 50)))
        beside = {"x": 1, "xref": "paper", "xanchor": "left", "xshift": 10, "align": "left"}
        text = "<br>".join(filter(None, (difference, relative)))
        sheet["annotations"].append(
            drawing.words(text, "text" if moved else "muted", beside | {"y": row})
        )
    notes = drawing.notes(
        lambda: [
            drawing.note(name, amounts(old, new, lang, sides))
            for name, old, new in zip(names, before, after, strict=True)
        ]
    )
    traces = []
    for name, cost in both_sides(before, after):
        traces.append(drawing.telling(drawing.dots(cost, rows, name, sides[name]), notes))
        sheet["annotations"] += drawing.key_above([(name, f"● {sides[name]}")])
    gaps = np.append(after - before, reach or ())
    if np.abs(gaps).max(initial=0.0) >= NOTHING:
        traces.append(_beside(sheet, rows, after - before, gaps, notes, lang))
    return {"data": traces, "layout": sheet}


def _beside(
    sheet: drawing.Layout,
    rows: Sequence[int],
    gap: Values,
    every: Values,
    notes: Sequence[str],
    lang: str,
) -> drawing.Trace:
    """Bars of differences beside the dots, from their own zero; `every` has what they are to have
    room for."""
    name = translate(lang, "figure.difference")
    most = float(np.abs(every).max())
    start, end = (-most if every.min() < 0 else 0.0), (most if every.max() > 0 else 0.0)
    sheet["xaxis"]["domain"] = [0, 0.7]
    sheet["xaxis2"] = {
        "domain": [0.76, 1],
        "range": [start, end],
        "fixedrange": True,
        "visible": False,
    }
    zero = {"xref": "x2", "x": 0, "y": 1, "yref": "paper", "yanchor": "bottom"}
    zero["xanchor"] = "left" if start == 0 else "right" if end == 0 else "center"
    sheet["annotations"].append(drawing.words(name, "variant", zero))
    sheet["shapes"].append(drawing.upright(0, tint("muted", 60), "solid") | {"xref": "x2"})
    bars = drawing.bars([], np.array([]), tint("variant"), name, 0.36)
    bars |= {"orientation": "h", "x": [drawing.short(value) for value in gap], "y": list(rows)}
    return drawing.telling(bars | {"xaxis": "x2"}, notes)
