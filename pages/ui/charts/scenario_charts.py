"""Figures of several scenarios beside one another: lines over each other, and who gains and loses
in each group of people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from engine.text import compact_money, money, percent, short_month, signed, tick
from pages.ui.charts.crowd import crowd
from pages.ui.charts.earner_charts import BAND_COLOURS, BANDS
from pages.ui.charts.month_axis import months_below
from pages.ui.charts.two_sides import heads, numbers_of
from pages.ui.kit import Axis, Figure, drawing, tint, translate


@dataclass(frozen=True)
class Line:
    """What one scenario has at each place; `colour` is the meaning that it is drawn in. `x` are
    places of its own."""

    name: str
    values: ArrayLike
    colour: str = "variant"
    x: ArrayLike | None = None


@dataclass(frozen=True)
class GroupBands:
    """People of a group who lose 5 % or more, lose less, stay the same, gain less than 5 %, gain
    5 % or more, in this order."""

    id: str
    name: str
    people: tuple[int, int, int, int, int]


@dataclass(frozen=True)
class Rank:
    """People of one rank of pay: what they are called, how their pay changes as a share, and what
    is told on hovering."""

    name: str
    change: float
    rows: Sequence[tuple[str, str]]


def over_each_other(
    x: ArrayLike,
    lines: Sequence[Line],
    *,
    across: Axis,
    up: Axis,
    lang: str,
    people: ArrayLike | None = None,
) -> Figure:
    """A line for each scenario, named at its end, the last one on top; `people` is how many stand
    near each x, on any scale. Hovering tells all of them at the places of the last one."""
    at = numbers_of(x)
    sheet = drawing.layout(across, up, lang)
    sheet["hovermode"] = "x"
    sheet["xaxis"] |= {"showspikes": True, "spikecolor": tint("muted", 60), "spikethickness": 1}
    sheet["xaxis"] |= {"spikemode": "across", "spikedash": "solid"}
    drawing.keep_still(sheet)
    traces = [] if people is None else [crowd(sheet, at, numbers_of(people), up, lang)]
    drawn = []
    for line in lines:
        places = at if line.x is None else numbers_of(line.x)
        values = numbers_of(line.values)
        drawn.append((line, places, values))
        width = 2 if line.colour == "baseline" else 3
        traces.append(drawing.line(places, values, line.colour, line.name, width=width))
    notes = [
        drawing.note(
            f"{across.title} {tick(across.kind, float(place), lang)}".strip(),
            [
                (line.name, _written(up, float(np.interp(place, places, values)), lang))
                for line, places, values in drawn
            ],
        )
        for place in drawn[-1][1]
    ]
    traces[-1] = drawing.telling(traces[-1], notes)
    right = [
        (line.colour, float(values[-1]), drawing.wrapped(line.name, lang))
        for line, _, values in drawn
    ]
    sheet["annotations"] += drawing.ends(right)
    return {"data": traces, "layout": sheet}


def _written(up: Axis, value: float, lang: str) -> str:
    return money(value, lang) if up.kind == "money" else tick(up.kind, value, lang)


def differences_by_month(
    months: Sequence[str], lines: Sequence[Line], *, up: Axis, lang: str
) -> Figure:
    """Yuan that each scenario costs more than the baseline in each month ("2026-01"): a group of
    bars a month, each scenario in its colour."""
    sheet = drawing.layout(Axis("", -0.6, len(months) - 0.4, "number"), up, lang)
    sheet["margin"] |= {"b": 40, "t": 22}
    sheet["hovermode"] = "x"
    sheet["yaxis"] |= {"zeroline": True, "zerolinecolor": tint("baseline")}
    months_below(sheet, months, lang)
    drawing.keep_still(sheet)
    drawn = [(line, numbers_of(line.values)) for line in lines]
    notes = [
        drawing.note(
            short_month(month, lang),
            [
                (line.name, signed(compact_money(float(values[place]), lang)))
                for line, values in drawn
            ],
        )
        for place, month in enumerate(months)
    ]
    width = 0.76 / max(len(lines), 1)
    traces = []
    for i, (line, values) in enumerate(drawn):
        aside = (i - (len(lines) - 1) / 2) * width
        places = [drawing.short(place + aside) for place in range(len(months))]
        bars = drawing.bars(places, values, tint(line.colour), line.name, width * 0.92)
        traces.append(drawing.telling(bars, notes) if i == 0 else bars)
    sheet["barmode"] = "overlay"
    sheet["annotations"] += drawing.key([(line.colour, line.name) for line in lines], side="left")
    return {"data": traces, "layout": sheet}


def change_by_rank(ranks: Sequence[Rank], *, up: Axis, lang: str) -> Figure:
    """How the pay of each rank of people changes: a bar each, with its share above or below."""
    sheet = drawing.layout(Axis("", -0.6, len(ranks) - 0.4, "number"), up, lang)
    sheet["xaxis"] |= {"tickvals": list(range(len(ranks)))}
    sheet["xaxis"] |= {"ticktext": [rank.name for rank in ranks]}
    sheet["yaxis"] |= {"zeroline": True, "zerolinecolor": tint("muted", 60)}
    sheet["margin"] |= {"b": 40}
    sheet["hovermode"] = "x"
    drawing.keep_still(sheet)
    for place, rank in enumerate(ranks):
        side = {"yanchor": "bottom" if rank.change >= 0 else "top", "y": drawing.short(rank.change)}
        text = signed(percent(rank.change, lang))
        sheet["annotations"].append(drawing.words(text, "text", side | {"x": place}))
    bars = drawing.bars(
        list(range(len(ranks))), np.array([rank.change for rank in ranks]), "", "", 0.62
    )
    bars["marker"] = {"color": [tint(_direction(rank.change)) for rank in ranks]}
    notes = [drawing.note(rank.name, rank.rows) for rank in ranks]
    return {"data": [drawing.telling(bars, notes)], "layout": sheet}


def bands_by_group(groups: Sequence[GroupBands], *, longest: float, lang: str) -> Figure:
    """Shares of people of each group who lose, to the left, and gain, to the right; those whose pay
    stays are not drawn. `longest` is the share that fills a side."""
    rows = list(range(len(groups)))
    sheet = drawing.layout(
        Axis("", -longest * 1.3, longest * 1.3, "share"),
        Axis("", len(groups) - 0.4, -0.6, "number"),
        lang,
    )
    sheet["xaxis"] |= {"visible": False}
    sheet["yaxis"] |= {"tickvals": rows, "showgrid": False, "zeroline": False}
    sheet["yaxis"] |= {
        "ticktext": [
            f"{drawing.wrapped(g.name, lang)}<br>{heads(sum(g.people), lang)}" for g in groups
        ]
    }
    sheet["margin"] |= {"b": 8, "t": 24}
    sheet["shapes"].append(drawing.upright(0, tint("muted", 60), "solid"))
    sheet |= {"hovermode": "y", "hoverdistance": -1, "barmode": "overlay"}
    drawing.keep_still(sheet)
    shares = [[n / max(sum(g.people), 1) for n in g.people] for g in groups]
    notes = [
        drawing.note(
            group.name,
            [
                (translate(lang, f"figure.{band}"), f"{percent(part, lang)} · {heads(n, lang)}")
                for band, part, n in zip(BANDS, share, group.people, strict=True)
            ],
        )
        for group, share in zip(groups, shares, strict=True)
    ]
    traces = []
    for band, inner, side in ((1, None, -1), (0, 1, -1), (3, None, 1), (4, 3, 1)):
        lengths = [drawing.short(side * share[band]) for share in shares]
        base = [0.0 if inner is None else drawing.short(side * share[inner]) for share in shares]
        bars = drawing.bars([], np.array([]), tint(*BAND_COLOURS[band]), BANDS[band], 0.56)
        bars |= {"orientation": "h", "x": lengths, "y": rows, "base": base}
        traces.append(bars)
    traces[-1] = drawing.telling(traces[-1] | {"ids": [g.id for g in groups]}, notes)
    for row, share in enumerate(shares):
        for side, part, anchor in (
            (-1, share[0] + share[1], "right"),
            (1, share[3] + share[4], "left"),
        ):
            place = {"x": drawing.short(side * part), "y": row, "xanchor": anchor}
            text = percent(part, lang, 0)
            words = drawing.words(text, "text" if part else "muted", place | {"xshift": side * 5})
            sheet["annotations"].append(words)
    top = {"y": 1, "yref": "paper", "yanchor": "bottom", "x": 0}
    for meaning, key, anchor, shift in (("loss", "lose", "right", -8), ("gain", "gain", "left", 8)):
        word = translate(lang, f"figure.{key}_all")
        sheet["annotations"].append(
            drawing.words(word, meaning, top | {"xanchor": anchor, "xshift": shift})
        )
    return {"data": traces, "layout": sheet}


def _direction(change: float) -> str:
    if abs(change) < 0.00005:
        return "baseline"
    return "gain" if change > 0 else "loss"
