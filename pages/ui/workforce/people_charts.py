"""Figures of what people are like: numbers in, drawing out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from engine.analysis import (
    GroupSpread,
    Headcount,
    MeasureShape,
    MonthCourse,
)
from engine.text import count, percent, short_month
from pages.ui.charts import payout_charts
from pages.ui.kit import Axis, Figure, Values, drawing, tint, translate
from pages.ui.workforce.measure_words import Written, two_decimals

MOST_LABELLED = 14
"""So many columns of a heat map have room for a figure in each cell."""


def shape_figure(
    shape: MeasureShape, written: Written, names: tuple[str, str], lang: str
) -> Figure:
    """How often each value occurs: bars of equal width, mass points as columns of their own with
    their share; median and P10–P90 marked. `names` are those of the median and the mass point."""
    bins, points = shape.bins, shape.points
    ends = [bins.start, bins.end, *(value for value, _ in points)]
    gap = _least_gap([value for value, _ in points], bins.width)
    wide = gap * 0.8 if shape.is_discrete else bins.width * 0.5
    start, end = min(ends) - wide / 2, max(ends) + wide / 2
    if shape.is_discrete:
        start, end = points[0][0] - gap * 0.7, points[-1][0] + gap * 0.7
    tallest = max([float(shape.bars.max(initial=0.0)), *(share for _, share in points)])
    across = Axis("", start, end, written.kind, 6)
    up = Axis("", 0.0, tallest * 1.16, "share", 3)
    sheet = drawing.layout(across, up, lang)
    sheet["margin"] |= {"t": 26}
    sheet["bargap"] = 0
    sheet["barmode"] = "overlay"
    drawing.keep_still(sheet)
    traces: list[drawing.Trace] = []
    edges = bins.edges
    if not shape.is_discrete:
        notes = [
            drawing.note(written.between(low, high), [("", percent(share, lang))])
            for low, high, share in zip(edges[:-1], edges[1:], shape.bars, strict=True)
        ]
        middles = [drawing.short(float(middle)) for middle in (edges[1:] + edges[:-1]) / 2]
        bars = drawing.bars(middles, shape.bars, tint("variant", 45), names[0], bins.width * 0.94)
        traces.append(drawing.telling(bars, notes))
    if points:
        notes = [
            drawing.note(written(value), [("", percent(part, lang))]) for value, part in points
        ]
        places = [drawing.short(value) for value, _ in points]
        heights = np.array([part for _, part in points])
        colour = tint("variant", 60 if shape.is_discrete else 100)
        traces.append(drawing.telling(drawing.bars(places, heights, colour, names[1], wide), notes))
        for value, part in points if len(points) <= 12 else ():
            place = {"x": drawing.short(value), "y": drawing.short(part), "yanchor": "bottom"}
            sheet["annotations"].append(drawing.words(percent(part, lang, 0), "text", place))
    sheet["shapes"].append(drawing.upright(shape.median, tint("text", 70), "dash"))
    label = f"{names[0]} {written(shape.median)}"
    top = {"x": drawing.short(shape.median), "y": 1, "yref": "paper", "yanchor": "bottom"}
    sheet["annotations"].append(drawing.words(label, "text", top))
    return {"data": traces, "layout": sheet}


def likeness_figure(
    real: MeasureShape, drawn: MeasureShape, write: Written, names: tuple[str, str], lang: str
) -> Figure:
    """Real and drawn people in the same bars, mass points with them, their medians marked."""
    bins = real.bins
    own, their = bars_with_points(real), bars_with_points(drawn)
    across = Axis("", bins.start, bins.end, write.kind, 6)
    highest = float(max(own.max(), their.max()))
    sheet = drawing.layout(across, Axis("", 0.0, highest * 1.2, "share", 3), lang)
    sheet["hovermode"] = "x"
    drawing.keep_still(sheet)
    edges = bins.edges
    notes = [
        drawing.note(
            write.between(low, high),
            [(names[0], percent(one, lang)), (names[1], percent(other, lang))],
        )
        for low, high, one, other in zip(edges[:-1], edges[1:], own, their, strict=True)
    ]
    outline = drawing.steps(edges, their, "variant", names[1])
    traces = [
        drawing.steps(edges, own, "baseline", names[0]),
        drawing.telling(outline, [*notes, *notes[-1:]]),
    ]
    sides = (("baseline", names[0], real), ("variant", names[1], drawn))
    for meaning, _, shape in sides:
        sheet["shapes"].append(drawing.upright(shape.median, tint(meaning), "dash"))
    medians = [
        (meaning, translate(lang, "figure.median", name=name, amount=write(shape.median)))
        for meaning, name, shape in sides
    ]
    middle = real.median > (bins.start + bins.end) / 2
    sheet["annotations"] += drawing.key(medians, side="left" if middle else "right")
    return {"data": traces, "layout": sheet}


def bars_with_points(shape: MeasureShape) -> Values:
    """The bars of a shape with its mass points in them; what lies outside in the outermost."""
    bars = shape.bars.copy()
    for value, part in shape.points:
        place = int(shape.bins.places(np.array([value]))[0])
        bars[min(max(place, 0), bars.size - 1)] += part
    bars[0] += shape.below
    bars[-1] += shape.beyond
    return bars


def course_figure(
    course: MonthCourse, months: Sequence[str], written: Written, names: tuple[str, str], lang: str
) -> Figure:
    """The median of each month as a line, the P10–P90 as a band; `names` are those of both."""
    known = np.isfinite(course.median)
    low, high = float(np.nanmin(course.low)), float(np.nanmax(course.high))
    room = max(high - low, abs(high) * 0.02, 1e-9)
    start = 0.0 if 0 <= low < room else low - 0.08 * room
    up = Axis("", start, high + 0.08 * room, written.kind, 4)
    sheet = drawing.layout(Axis("", -0.4, len(months) - 0.6, "number"), up, lang)
    sheet["margin"] |= {"b": 40, "r": 84, "t": 14}
    sheet["hovermode"] = "x"
    _months_below(sheet, months, lang)
    drawing.keep_still(sheet)
    places = np.arange(len(months), dtype=float)[known]
    notes = [
        drawing.note(
            short_month(months[place], lang),
            [
                (names[0], written(course.median[place])),
                (names[1], written.between(course.low[place], course.high[place])),
            ],
        )
        for place in np.flatnonzero(known).tolist()
    ]
    floor = drawing.line(places, course.low[known], "variant", names[1], width=0)
    band = drawing.line(places, course.high[known], "variant", names[1], width=0)
    band |= {"fill": "tonexty", "fillcolor": tint("variant", 16)}
    middle = drawing.line(places, course.median[known], "variant", names[0], width=3)
    middle |= {"mode": "lines+markers", "marker": {"size": 7, "color": tint("variant")}}
    last = np.flatnonzero(known)[-1]
    ends = [
        ("text", float(course.median[last]), f"{names[0]}<br>{written(course.median[last])}"),
        ("muted", float(course.high[last]), f"P90 {written(course.high[last])}"),
        ("muted", float(course.low[last]), f"P10 {written(course.low[last])}"),
    ]
    sheet["annotations"] += drawing.ends(up, ends)
    return {"data": [floor, band, drawing.telling(middle, notes)], "layout": sheet}


def groups_figure(
    groups: Sequence[tuple[str, GroupSpread]], written: Written, names: tuple[str, str], lang: str
) -> Figure:
    """A row for each group: a line from its P10 to its P90, a dot at its median with the figure."""
    low = min(group.low for _, group in groups)
    high = max(group.high for _, group in groups)
    room = max(high - low, abs(high) * 0.02, 1e-9)
    across = Axis("", low - 0.05 * room, high + 0.05 * room, written.kind, 4)
    rows = list(range(len(groups)))
    sheet = drawing.layout(across, Axis("", len(groups) - 0.4, -0.6, "number"), lang)
    sheet["xaxis"] |= {"showgrid": True}
    sheet["yaxis"] |= {"tickvals": rows, "showgrid": False, "zeroline": False}
    sheet["yaxis"] |= {"ticktext": [drawing.wrapped(name, lang) for name, _ in groups]}
    sheet["margin"] |= {"r": 84, "t": 8}
    drawing.keep_still(sheet)
    for row, (_, group) in enumerate(groups):
        sheet["shapes"].append(drawing.bridge(group.low, group.high, row, tint("variant", 40)))
        beside = {"x": 1, "xref": "paper", "xanchor": "left", "xshift": 8, "y": row}
        sheet["annotations"].append(drawing.words(written(group.median), "text", beside))
    notes = [
        drawing.note(
            name,
            [
                (names[0], written(g.median)),
                (names[1], written.between(g.low, g.high)),
                ("", count(g.people)),
            ],
        )
        for name, g in groups
    ]
    medians = np.array([group.median for _, group in groups])
    dots = drawing.dots(medians, rows, "variant", names[0])
    return {"data": [drawing.telling(dots, notes)], "layout": sheet}


def links_figure(names: Sequence[str], correlation: Values, lang: str) -> Figure:
    """Correlations as a lower triangle of cells with their figures, stronger ones darker."""
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
    return _heat(
        names[:-1],
        names[1:],
        [row[:-1] for row in cells[1:]],
        [row[:-1] for row in texts[1:]],
        [row[:-1] for row in notes[1:]],
        lang,
    )


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
    figure = _heat(months, values, cells, texts, notes, lang)
    heat = figure["data"][0]
    heat |= {"zmin": 0, "zmax": drawing.short(float(np.nanmax(shares)) * 1.6)}
    heat["colorscale"] = [[0, tint("paper")], [1, tint("variant")]]
    figure["layout"]["xaxis"]["ticktext"] = payout_charts.month_ticks(months, lang)
    return figure


def density_figure(
    cells: Values,
    axes: tuple[Axis, Axis],
    edges: tuple[Values, Values],
    written: tuple[Written, Written],
    lang: str,
) -> Figure:
    """How many people-months have both values: darker where more have them."""
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
    """Both values of each people-month as a dot."""
    across, up = axes
    sheet = drawing.layout(across, up, lang)
    sheet["yaxis"]["title"] = {"text": up.title, "standoff": 4, "font": {"size": 12}}
    drawing.keep_still(sheet)
    dots = drawing.dots(x, [drawing.short(float(value)) for value in y], "variant", "people")
    dots["marker"] = {"color": tint("variant", 45), "size": 7}
    notes = [drawing.note(written[0](a), [("", written[1](b))]) for a, b in zip(x, y, strict=True)]
    return {"data": [drawing.telling(dots, notes)], "layout": sheet}


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
    _months_below(sheet, months, lang)
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
        for place in labelled if len(months) <= MOST_LABELLED else [int(moves.argmax())]:
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


def _heat(
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


def _months_below(sheet: drawing.Layout, months: Sequence[str], lang: str) -> None:
    every = -(-len(months) // 12)
    sheet["xaxis"]["tickvals"] = list(range(len(months)))[::every]
    sheet["xaxis"]["ticktext"] = payout_charts.month_ticks(months, lang)[::every]


def _least_gap(values: Sequence[float], otherwise: float) -> float:
    gaps = np.diff(np.array(sorted(values)))
    return float(gaps.min()) if gaps.size else otherwise
