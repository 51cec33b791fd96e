"""Figures of the pages as plain Plotly dictionaries: numbers in, drawing out, nothing of Streamlit.

Colours are meanings (see colours.py); baseline is always grey and variant always the brand colour.
Every axis takes its range from the caller, so that it stands still while a figure of the plan
moves. Findings (titles) belong to the caller too; see chart.py."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from engine.text import (
    MINUS,
    compact_money,
    money,
    percent,
    short_month,
    short_month_names,
    signed,
    span,
    tick,
)
from pages.ui.kit import Axis, Figure, Values, drawing, tint, translate

Names = tuple[str, str]
"""What baseline and variant are called instead."""
MOST_POINTS = 300
"""A curve with more points looks the same and answers later."""


@dataclass(frozen=True)
class Breakpoint:
    """A place on the payout curve where the rule changes, with a few words on the change."""

    x: float
    label: str
    of_variant: bool = True
    jumps: bool = True


def payout_curve(
    x: ArrayLike,
    baseline: ArrayLike,
    variant: ArrayLike,
    *,
    across: Axis,
    up: Axis,
    lang: str,
    people: ArrayLike | None = None,
    breakpoints: Sequence[Breakpoint] = (),
    names: tuple[str, str] | None = None,
) -> Figure:
    """Pay against result: baseline and variant, the people standing under them, breakpoints marked.

    `people` is how many stand near each x, on any scale. A jump is two points at the same x.
    `names` are other names of the two lines.
    Hovering tells both amounts, their difference and what the next step to the right pays.
    """
    at, before, after = _values(x), _values(baseline), _values(variant)
    if len(at) > MOST_POINTS:
        raise ValueError(f"{len(at)} points in a curve; at most {MOST_POINTS} are drawn")
    sheet = drawing.layout(across, up, lang)
    sheet["margin"] |= {"r": 72, "t": 64 if breakpoints else 16}
    sheet["hovermode"] = "x"
    sheet["xaxis"] |= {"showspikes": True, "spikecolor": tint("muted", 60), "spikethickness": 1}
    sheet["xaxis"] |= {"spikemode": "across", "spikedash": "solid"}
    called = {name: translate(lang, f"figure.{name}") for name in ("baseline", "variant", "people")}
    if names is not None:
        called |= {"baseline": names[0], "variant": names[1]}
    traces = []
    if people is not None:
        crowd = _values(people)
        scaled = crowd / max(float(crowd.max()), 1e-12) * 0.26 * (up.end - up.start) + up.start
        traces.append(drawing.area(at, scaled, "muted", called["people"]))
        place = {"x": float(at[crowd.argmax()]), "y": up.start, "yanchor": "bottom"}
        sheet["annotations"].append(drawing.words(called["people"], "muted", place))
    notes = _curve_notes(at, before, after, across, lang, called)
    traces += [
        drawing.line(at, before, "baseline", called["baseline"], width=2),
        drawing.telling(drawing.line(at, after, "variant", called["variant"], width=3), notes),
    ]
    right = [(name, float(pay[-1]), called[name]) for name, pay in _both(before, after)]
    sheet["annotations"] += drawing.ends(up, right)
    marks = _owners(breakpoints)
    sheet["annotations"] += drawing.signposts(marks, across)
    sheet["shapes"] += [drawing.upright(x, tint(owner, 45)) for x, _, owner in marks]
    return {"data": traces, "layout": sheet}


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
    before, after = _values(baseline), _values(variant)
    places = list(range(len(months)))
    sheet = drawing.layout(Axis("", -0.6, len(months) - 0.4, "number"), up, lang)
    sheet["margin"] |= {"b": 40}
    sheet["hovermode"] = "x"
    every = -(-len(months) // most_ticks)
    sheet["xaxis"]["tickvals"] = places[::every]
    sheet["xaxis"]["ticktext"] = month_ticks(months, lang)[::every]
    names = _named(called, lang) | {"budget": translate(lang, "figure.budget")}
    rows = [_amounts(old, new, lang, names) for old, new in zip(before, after, strict=True)]
    if beside is not None:
        for row, amount in zip(rows, _values(beside[1]), strict=True):
            row.insert(2, (beside[0], money(float(amount), lang)))
    notes = [
        drawing.note(short_month(when, lang), row) for when, row in zip(months, rows, strict=True)
    ]
    wide = drawing.bars(places, before, tint("baseline", 38), names["baseline"], 0.78)
    narrow = drawing.bars(places, after, tint("variant"), names["variant"], 0.42)
    traces = [wide, drawing.telling(narrow, notes)]
    if budget is not None:
        limit = np.broadcast_to(_values(budget), before.shape)
        edges = np.array([place + side for place in places for side in (-0.5, 0.5)])
        traces.append(
            drawing.line(edges, limit.repeat(2), "budget", names["budget"], width=2, dash="dash")
        )
    named = ("baseline", "variant") if budget is None else ("baseline", "variant", "budget")
    key = [(name, names[name]) for name in named]
    if beside is not None:
        traces.append(drawing.strokes(places, _values(beside[1]), beside[0]))
        key.append(("text", f"– {beside[0]}"))
    sheet["annotations"] += drawing.key(key, side="left")
    sheet["barmode"] = "overlay"
    drawing.keep_still(sheet)
    if apart is not None:
        traces.append(_differences(sheet, places, after - before, apart, notes, lang))
    return {"data": traces, "layout": sheet}


def _differences(
    sheet: drawing.Layout,
    places: Sequence[int],
    gap: Values,
    apart: Axis,
    notes: Sequence[str],
    lang: str,
) -> drawing.Trace:
    """Bars of differences in a strip below the amounts, the largest with its figure."""
    name = translate(lang, "figure.difference")
    sheet["yaxis"]["domain"] = [0.46, 1]
    sheet["xaxis"]["anchor"] = "y2"
    ticks = [end for end in (apart.start, apart.end) if end]
    sheet["yaxis2"] = drawing.axis(apart, lang) | {
        "tickvals": ticks,
        "ticktext": [signed(tick(apart.kind, end, lang)) for end in ticks],
        "domain": [0, 0.27],
        "automargin": True,
        "fixedrange": True,
        "zerolinecolor": tint("muted", 60),
    }
    corner = {"x": 0.01, "xref": "paper", "xanchor": "left", "y": 0.3, "yref": "paper"}
    sheet["annotations"].append(drawing.words(name, "variant", corner | {"yanchor": "bottom"}))
    most = int(np.abs(gap).argmax())
    rises = gap[most] >= 0
    side = {"yanchor": "bottom" if rises else "top", "yref": "y2", "y": drawing.short(gap[most])}
    if most > len(places) / 2:
        side["xanchor"], side["xshift"] = "right", 8
    elif most < len(places) / 4:
        side["xanchor"], side["xshift"] = "left", -8
    figure = signed(compact_money(float(gap[most]), lang))
    sheet["annotations"].append(drawing.words(figure, "text", side | {"x": places[most]}))
    bars = drawing.bars(places, gap, tint("variant"), name, 0.6) | {"yaxis": "y2"}
    return drawing.telling(bars, notes)


def distribution(
    edges: ArrayLike,
    baseline: ArrayLike,
    variant: ArrayLike,
    *,
    across: Axis,
    up: Axis,
    lang: str,
    medians: tuple[float, float] | None = None,
) -> Figure:
    """How many people earn what: two outlines over the same steps, the medians marked.

    `edges` has one value more than the two lists of people; `medians` are baseline and variant.
    """
    borders, before, after = _values(edges), _values(baseline), _values(variant)
    sheet = drawing.layout(across, up, lang)
    sheet["hovermode"] = "x"
    names = {name: translate(lang, f"figure.{name}") for name in ("baseline", "variant")}
    notes = [
        drawing.note(
            span(across.kind, low, high, lang),
            [(names["baseline"], _people(old, lang)), (names["variant"], _people(new, lang))],
        )
        for low, high, old, new in zip(borders[:-1], borders[1:], before, after, strict=True)
    ]
    outline = drawing.steps(borders, after, "variant", names["variant"])
    traces = [
        drawing.steps(borders, before, "baseline", names["baseline"]),
        drawing.telling(outline, [*notes, *notes[-1:]]),
    ]
    labels = dict(names)
    if medians is not None:
        for name, middle in zip(names, medians, strict=True):
            sheet["shapes"].append(drawing.upright(middle, tint(name), "dash"))
            amount = money(middle, lang)
            labels[name] = translate(lang, "figure.median", name=names[name], amount=amount)
    sheet["annotations"] += drawing.key([(name, labels[name]) for name in ("baseline", "variant")])
    return {"data": traces, "layout": sheet}


def crowd(
    edges: ArrayLike,
    people: ArrayLike,
    *,
    across: Axis,
    up: Axis,
    lang: str,
    middle: float,
    goal: float | None = None,
) -> Figure:
    """How many people stand where: one outline, their median and perhaps a goal marked."""
    borders, heights = _values(edges), _values(people)
    sheet = drawing.layout(across, up, lang)
    sheet["hovermode"] = "x"
    sheet["margin"] |= {"t": 28}
    notes = [
        drawing.note(
            f"{tick(across.kind, low, lang)} – {tick(across.kind, high, lang)}",
            [(translate(lang, "figure.people"), _people(number, lang))],
        )
        for low, high, number in zip(borders[:-1], borders[1:], heights, strict=True)
    ]
    outline = drawing.steps(borders, heights, "variant", translate(lang, "figure.people"))
    marks = [(middle, translate(lang, "figure.middle", at=tick(across.kind, middle, lang)), "text")]
    if goal is not None:
        marks.append((goal, translate(lang, "figure.goal"), "muted"))
    sheet["annotations"] += drawing.signposts(marks, across)
    sheet["shapes"] += [drawing.upright(x, tint(meaning, 70), "dash") for x, _, meaning in marks]
    drawing.keep_still(sheet)
    return {"data": [drawing.telling(outline, [*notes, *notes[-1:]])], "layout": sheet}


def winners_and_losers(people: Sequence[int], *, longest: float, lang: str) -> Figure:
    """How many lose more than 5 %, lose up to 5 %, stay the same, gain up to 5 %, gain more.

    Losers to the left, winners to the right; `longest` is the share of people that fills a side.
    """
    everyone = max(sum(people), 1)
    shares = [number / everyone for number in people]
    labels = [
        f"{translate(lang, f'figure.{band}')}<br><b>{percent(share, lang)}</b> · "
        f"{_people(number, lang)}"
        for band, share, number in zip(_BANDS, shares, people, strict=True)
    ]
    sheet = drawing.layout(
        Axis("", -longest, longest, "share"), Axis("", -0.5, len(_BANDS) - 0.5, "number"), lang
    )
    sheet["xaxis"]["visible"] = False
    sheet["yaxis"] |= {"tickvals": list(range(len(_BANDS))), "ticktext": labels}
    sheet["yaxis"] |= {"showgrid": False, "zeroline": False}
    sheet["margin"] |= {"b": 8, "t": 8}
    sheet["shapes"].append(drawing.upright(0, tint("rule"), "solid"))
    sheet |= {"hovermode": "y", "hoverdistance": -1}  # a bar is thinner than what may be clicked
    drawing.keep_still(sheet)
    bars = drawing.bars([], np.array([]), "", "bands", 0.56) | {
        "orientation": "h",
        "x": [drawing.short(_SIDES[row] * share) for row, share in enumerate(shares)],
        "y": list(range(len(_BANDS))),
        "base": [-shares[row] / 2 if band == "same" else 0 for row, band in enumerate(_BANDS)],
        "marker": {"color": [tint(*colour) for colour in _BAND_COLOURS]},
        "ids": list(_BANDS),
    }
    return {"data": [drawing.telling(bars, labels)], "layout": sheet}


def before_and_after(
    names: Sequence[str],
    baseline: ArrayLike,
    variant: ArrayLike,
    *,
    across: Axis,
    lang: str,
    called: Names | None = None,
) -> Figure:
    """Yuan of each name as two dots, baseline and variant, with the difference beside them: as a
    bar on a scale of its own, since next to whole amounts it is hardly seen, and as a figure.

    `called` are other names of baseline and variant."""
    sides = _named(called, lang)
    before, after = _values(baseline), _values(variant)
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
    notes = [
        drawing.note(name, _amounts(old, new, lang, sides))
        for name, old, new in zip(names, before, after, strict=True)
    ]
    traces = []
    left = 0
    for name, cost in _both(before, after):
        label = sides[name]
        dots = drawing.telling(drawing.dots(cost, rows, name, label), notes)
        traces.append(dots)
        top = {"x": 0, "xref": "paper", "xanchor": "left", "y": 1, "yref": "paper"}
        top |= {"yanchor": "bottom", "xshift": left}
        sheet["annotations"].append(drawing.words(f"● {label}", name, top))
        left += max(84, 24 + len(label) * (13 if lang == "zh" else 7))
    if np.abs(after - before).max(initial=0.0) >= 0.005:
        traces.append(_beside(sheet, rows, after - before, notes, lang))
    return {"data": traces, "layout": sheet}


def _beside(
    sheet: drawing.Layout, rows: Sequence[int], gap: Values, notes: Sequence[str], lang: str
) -> drawing.Trace:
    """Bars of differences beside the dots, from their own zero."""
    name = translate(lang, "figure.difference")
    most = float(np.abs(gap).max())
    start, end = (-most if gap.min() < 0 else 0.0), (most if gap.max() > 0 else 0.0)
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


def changes_by_pay(
    people: Mapping[str, str],
    pay: ArrayLike,
    change: ArrayLike,
    *,
    across: Axis,
    up: Axis,
    lang: str,
    called: Names | None = None,
) -> Figure:
    """One dot a person: what they are paid now and how much more or less the variant pays them.

    `people` gives what each employee is called, by id; `called` are other names of the two pays.
    """
    before, more = _values(pay), _values(change)
    sheet = drawing.layout(across, up, lang)
    sheet["yaxis"] |= {"zeroline": True, "zerolinecolor": tint("muted", 60)}
    colours = [tint(_direction(value), 70) for value in more]
    notes = [
        drawing.note(name, _amounts(old, old + new, lang, _named(called, lang)))
        for name, old, new in zip(people.values(), before, more, strict=True)
    ]
    dots = drawing.dots(before, [drawing.short(value) for value in more], "variant", "people")
    dots |= {"ids": list(people), "marker": {"color": colours, "size": 7}}
    return {"data": [drawing.telling(dots, notes)], "layout": sheet}


def _direction(change: float) -> str:
    if abs(change) < 0.005:
        return "baseline"
    return "gain" if change > 0 else "loss"


_BANDS = ("lose_much", "lose_little", "same", "gain_little", "gain_much")
_SIDES = (-1, -1, 1, 1, 1)
_BAND_COLOURS = (("loss", 100), ("loss", 50), ("baseline", 45), ("gain", 50), ("gain", 100))


def _named(called: Names | None, lang: str) -> dict[str, str]:
    """What the two sides are called, by meaning."""
    sides = ("baseline", "variant")
    names = called or (translate(lang, f"figure.{side}") for side in sides)
    return dict(zip(sides, names, strict=True))


def _values(numbers: ArrayLike) -> Values:
    return np.asarray(numbers, dtype=np.float64)


def _both(before: Values, after: Values) -> list[tuple[str, Values]]:
    return [("baseline", before), ("variant", after)]


def _owners(breakpoints: Sequence[Breakpoint]) -> list[tuple[float, str, str]]:
    """Place, words and owner of each, what matters most first: what the variant has moved, from
    where, and then what both plans have alike, drawn once, as baseline; jumps before bends."""
    variant, baseline = (
        {(not mark.jumps, mark.x, mark.label) for mark in breakpoints if mark.of_variant is side}
        for side in (True, False)
    )
    return [
        *((x, label, "variant") for _, x, label in sorted(variant - baseline)),
        *((x, label, "baseline") for _, x, label in sorted(baseline - variant)),
        *((x, label, "baseline") for _, x, label in sorted(baseline & variant)),
    ]


def _people(number: float, lang: str) -> str:
    return translate(lang, "figure.heads", count=int(number))


def _amounts(
    old: float, new: float, lang: str, called: Mapping[str, str] | None = None
) -> list[tuple[str, str]]:
    relative = f" ({signed(percent(new / old - 1, lang))})" if old > 0 else ""
    names = called or {name: translate(lang, f"figure.{name}") for name in ("variant", "baseline")}
    return [
        (names["variant"], money(new, lang)),
        (names["baseline"], money(old, lang)),
        (translate(lang, "figure.difference"), signed(money(new - old, lang)) + relative),
    ]


def _curve_notes(
    x: Values, before: Values, after: Values, across: Axis, lang: str, called: Mapping[str, str]
) -> list[str]:
    """What each point of the curve tells; the next step is a point of a share, or one unit."""
    step = {"share": 0.01, "money": (across.end - across.start) / 100, "number": 1.0}[across.kind]
    gained = np.interp(x + step, x, after) - after
    notes = []
    for at, old, new, more in zip(x, before, after, gained, strict=True):
        adds = percent(more / step, lang) if across.kind == "money" else signed(money(more, lang))
        rows = _amounts(old, new, lang, called)
        rows.append((translate(lang, f"figure.next_{across.kind}"), adds))
        notes.append(drawing.note(f"{across.title} {tick(across.kind, at, lang)}", rows))
    return notes


def month_ticks(months: Sequence[str], lang: str) -> list[str]:
    """Month names, with the year under the first and under every January."""
    names = short_month_names(lang)
    unit = "年" if lang == "zh" else ""
    return [
        names[int(when[5:]) - 1]
        + (f"<br>{when[:4]}{unit}" if not place or when[5:] == "01" else "")
        for place, when in enumerate(months)
    ]
