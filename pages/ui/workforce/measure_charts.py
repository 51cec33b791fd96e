"""Figures of one measure: its values, those of real and drawn people, months, groups."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from engine.analysis import GroupSpread, MeasureShape, MonthCourse
from engine.text import count, percent, short_month
from pages.ui.charts import months_below
from pages.ui.kit import Axis, Figure, Values, drawing, tint, translate
from pages.ui.workforce.measure_words import Written


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
    sheet["margin"] |= {"b": 40, "t": 14}
    sheet["hovermode"] = "x"
    months_below(sheet, months, lang)
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
    sheet["annotations"] += drawing.ends(ends)
    return {"data": [floor, band, drawing.telling(middle, notes)], "layout": sheet}


def months_figure(
    courses: tuple[MonthCourse, MonthCourse],
    months: Sequence[str],
    written: Written,
    names: tuple[str, str],
    lang: str,
) -> Figure:
    """The median of each month of real and of drawn people, as two lines; `names` are theirs."""
    known = [np.isfinite(course.median) for course in courses]
    values = np.concatenate([c.median[k] for c, k in zip(courses, known, strict=True)])
    low, high = float(values.min()), float(values.max())
    room = max(high - low, abs(high) * 0.1, 1e-9)
    start = 0.0 if 0 <= low < room else low - 0.1 * room
    up = Axis("", start, high + 0.25 * room, written.kind, 4)
    sheet = drawing.layout(Axis("", -0.4, len(months) - 0.6, "number"), up, lang)
    sheet["margin"] |= {"b": 40}
    sheet["hovermode"] = "x"
    months_below(sheet, months, lang)
    drawing.keep_still(sheet)
    traces = []
    for meaning, name, course, there in zip(
        ("baseline", "variant"), names, courses, known, strict=True
    ):
        places = np.flatnonzero(there).astype(float)
        line = drawing.line(places, course.median[there], meaning, name, width=3)
        line |= {"mode": "lines+markers", "marker": {"size": 7, "color": tint(meaning)}}
        notes = [
            drawing.note(short_month(when, lang), [(name, written(float(value)))])
            for when, value, seen in zip(months, course.median, there, strict=True)
            if seen
        ]
        traces.append(drawing.telling(line, notes))
    sheet["annotations"] += drawing.key(
        [("baseline", names[0]), ("variant", names[1])], side="left"
    )
    return {"data": traces, "layout": sheet}


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
    sheet["margin"]["t"] = 8
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


def _least_gap(values: Sequence[float], otherwise: float) -> float:
    gaps = np.diff(np.array(sorted(values)))
    return float(gaps.min()) if gaps.size else otherwise
