"""Figures of who is there, comes and goes, and what people are."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from engine.analysis import Headcount
from engine.text import count, percent, short_month
from pages.ui.charts import month_ticks, months_below
from pages.ui.kit import Axis, Figure, Values, drawing, tint
from pages.ui.workforce.heat_map import MOST_LABELLED, heat_map


def headcount_figure(
    people: Headcount, months: Sequence[str], names: tuple[str, str, str], lang: str
) -> Figure:
    """People there in each month; below, who joined upwards and who left downwards. `names` are
    those of the three."""
    places = list(range(len(months)))
    most = float(max(people.there.max(), 1))
    sheet = drawing.layout(
        Axis("", -0.6, len(months) - 0.4, "number"), Axis("", 0.0, most * 1.12, "number", 3), lang
    )
    sheet["margin"] |= {"b": 40}
    sheet["hovermode"] = "x"
    months_below(sheet, months, lang)
    drawing.keep_still(sheet)
    notes = [
        drawing.note(short_month(when, lang), list(zip(names, map(count, row), strict=True)))
        for when, row in zip(
            months, zip(people.there, people.joined, people.left, strict=True), strict=True
        )
    ]
    bars = drawing.bars(places, people.there.astype(float), tint("baseline", 45), names[0], 0.7)
    traces = [drawing.telling(bars, notes)]
    if len(months) <= MOST_LABELLED:
        for place, there in enumerate(people.there):
            above = {"x": place, "y": float(there), "yanchor": "bottom"}
            sheet["annotations"].append(drawing.words(count(int(there)), "muted", above))
    moved = float(max(people.joined.max(), people.left.max()))
    if not moved:
        return {"data": traces, "layout": sheet}
    sheet["yaxis"]["domain"] = [0.5, 1]
    sheet["xaxis"]["anchor"] = "y2"
    end = moved * 1.3
    sheet["barmode"] = "overlay"
    sheet["margin"] |= {"r": 56}
    sheet["yaxis2"] = drawing.axis(Axis("", -end, end, "number", 2), lang) | {
        "tickvals": [0],
        "ticktext": ["0"],
        "domain": [0, 0.4],
        "automargin": True,
        "fixedrange": True,
        "zerolinecolor": tint("muted", 60),
    }
    sides = ((names[1], people.joined, 1, "gain"), (names[2], people.left, -1, "loss"))
    for name, moves, sign, meaning in sides:
        drawn = drawing.bars(places, sign * moves.astype(float), tint(meaning), name, 0.55)
        traces.append(drawing.telling(drawn | {"yaxis": "y2"}, notes))
        beside = {"yref": "y2", "yanchor": "bottom" if sign > 0 else "top"}
        labelled = np.flatnonzero(moves).tolist()
        if len(months) > MOST_LABELLED:
            labelled = labelled and [int(moves.argmax())]
        for place in labelled:
            at = beside | {"x": place, "y": sign * float(moves[place])}
            sheet["annotations"].append(drawing.words(count(int(moves[place])), meaning, at))
        corner = {"x": 1, "xref": "paper", "xanchor": "left", "xshift": 4, "yref": "y2"}
        corner |= {"y": sign * end / 2}
        sheet["annotations"].append(drawing.words(name, meaning, corner))
    return {"data": traces, "layout": sheet}


def leaving_figure(rows: Sequence[tuple[str, float, str]], lang: str) -> Figure:
    """The share that leaves in a month by tenure: (band, share, note)."""
    most = max(share for _, share, _ in rows) or 1.0
    places = list(range(len(rows)))
    sheet = drawing.layout(
        Axis("", -0.6, len(rows) - 0.4, "number"), Axis("", 0.0, most * 1.2, "share", 3), lang
    )
    sheet["xaxis"] |= {"tickvals": places, "ticktext": [band for band, _, _ in rows]}
    sheet["margin"] |= {"b": 40}
    drawing.keep_still(sheet)
    shares = np.array([share for _, share, _ in rows])
    bars = drawing.bars(places, shares, tint("loss", 70), "left", 0.6)
    for place, share in enumerate(shares):
        above = {"x": place, "y": drawing.short(float(share)), "yanchor": "bottom"}
        sheet["annotations"].append(drawing.words(percent(float(share), lang), "text", above))
    return {"data": [drawing.telling(bars, [note for _, _, note in rows])], "layout": sheet}


def shares_figure(
    values: Sequence[str], shares: Values, months: Sequence[str], lang: str
) -> Figure:
    """The share of each value in each month as cells with their figures."""
    texts = [
        [percent(share, lang, 0) if np.isfinite(share) else "" for share in row] for row in shares
    ]
    cells = [
        [drawing.short(float(share)) if np.isfinite(share) else None for share in row]
        for row in shares
    ]
    notes = [
        [
            drawing.note(short_month(when, lang), [(value, percent(share, lang))])
            for when, share in zip(months, row, strict=True)
        ]
        for value, row in zip(values, shares, strict=True)
    ]
    figure = heat_map(months, values, cells, texts, notes, lang)
    heat = figure["data"][0]
    heat |= {"zmin": 0, "zmax": drawing.short(float(np.nanmax(shares)) * 1.6)}
    heat["colorscale"] = [[0, tint("paper")], [1, tint("variant")]]
    figure["layout"]["xaxis"]["ticktext"] = month_ticks(months, lang)
    return figure
