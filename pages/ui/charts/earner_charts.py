"""Figures of people and their pay: how many earn what, who gains and loses, a dot for each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import ArrayLike

from engine.text import count, money, percent, signed, span, tick
from pages.ui.charts.difference_strip import ABOVE, add_differences
from pages.ui.charts.two_sides import Names, amounts, heads, numbers_of, side_names
from pages.ui.kit import Axis, Figure, drawing, tint, translate

BANDS = ("lose_much", "lose_little", "same", "gain_little", "gain_much")
_SIDES = (-1, -1, 1, 1, 1)
BAND_COLOURS = (("loss", 100), ("loss", 50), ("baseline", 45), ("gain", 50), ("gain", 100))


def distribution(
    edges: ArrayLike,
    baseline: ArrayLike,
    variant: ArrayLike,
    *,
    across: Axis,
    up: Axis,
    lang: str,
    medians: tuple[float, float] | None = None,
    apart: Axis | None = None,
) -> Figure:
    """How many people earn what: two outlines over the same steps, the medians marked; with an axis
    `apart`, how many more or fewer people stand on each step below, on a scale on which it is seen.

    `edges` has one value more than the two lists of people; `medians` are baseline and variant.
    """
    borders, before, after = numbers_of(edges), numbers_of(baseline), numbers_of(variant)
    sheet = drawing.layout(across, up, lang)
    sheet["hovermode"] = "x"
    names = {name: translate(lang, f"figure.{name}") for name in ("baseline", "variant")}
    notes = drawing.notes(
        lambda: [
            drawing.note(
                span(across.kind, low, high, lang),
                [
                    (names["baseline"], heads(old, lang)),
                    (names["variant"], heads(new, lang)),
                    (translate(lang, "figure.difference"), signed(heads(new - old, lang))),
                ],
            )
            for low, high, old, new in zip(borders[:-1], borders[1:], before, after, strict=True)
        ]
    )
    outline = drawing.steps(borders, after, "variant", names["variant"])
    traces = [
        drawing.steps(borders, before, "baseline", names["baseline"]),
        drawing.telling(outline, [*notes, *notes[-1:]]),
    ]
    labels = dict(names)
    floor = 0.0 if apart is None else ABOVE
    if medians is not None:
        for name, middle in zip(names, medians, strict=True):
            sheet["shapes"].append(drawing.upright(middle, tint(name), "dash", floor))
            amount = money(middle, lang)
            labels[name] = translate(lang, "figure.median", name=names[name], amount=amount)
    sheet["annotations"] += drawing.key([(name, labels[name]) for name in ("baseline", "variant")])
    if apart is not None:
        strip = add_differences(
            sheet,
            list((borders[:-1] + borders[1:]) / 2),
            after - before,
            apart,
            lang,
            width=float(borders[1] - borders[0]),
            written=count,
            notes=notes,
        )
        traces.append(strip)
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
    borders, heights = numbers_of(edges), numbers_of(people)
    sheet = drawing.layout(across, up, lang)
    sheet["hovermode"] = "x"
    sheet["margin"] |= {"t": 28 if goal is None else 44}
    notes = [
        drawing.note(
            f"{tick(across.kind, low, lang)} – {tick(across.kind, high, lang)}",
            [(translate(lang, "figure.people"), heads(number, lang))],
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
    """How many lose 5 % or more, lose less, stay the same, gain less than 5 %, gain 5 % or more.

    Losers to the left, winners to the right; `longest` is the share of people that fills a side.
    """
    everyone = max(sum(people), 1)
    shares = [number / everyone for number in people]
    labels = [
        f"{translate(lang, f'figure.{band}')}<br><b>{percent(share, lang)}</b> · "
        f"{heads(number, lang)}"
        for band, share, number in zip(BANDS, shares, people, strict=True)
    ]
    sheet = drawing.layout(
        Axis("", -longest, longest, "share"), Axis("", -0.5, len(BANDS) - 0.5, "number"), lang
    )
    sheet["xaxis"]["visible"] = False
    sheet["yaxis"] |= {"tickvals": list(range(len(BANDS))), "ticktext": labels}
    sheet["yaxis"] |= {"showgrid": False, "zeroline": False}
    sheet["margin"] |= {"b": 8, "t": 8}
    sheet["shapes"].append(drawing.upright(0, tint("rule"), "solid"))
    sheet |= {"hovermode": "y", "hoverdistance": -1}  # a bar is thinner than what may be clicked
    drawing.keep_still(sheet)
    bars = drawing.bars([], np.array([]), "", "bands", 0.56) | {
        "orientation": "h",
        "x": [drawing.short(_SIDES[row] * share) for row, share in enumerate(shares)],
        "y": list(range(len(BANDS))),
        "base": [-shares[row] / 2 if band == "same" else 0 for row, band in enumerate(BANDS)],
        "marker": {"color": [tint(*colour) for colour in BAND_COLOURS]},
        "ids": list(BANDS),
    }
    return {"data": [drawing.telling(bars, labels)], "layout": sheet}


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
    before, more = numbers_of(pay), numbers_of(change)
    sheet = drawing.layout(across, up, lang)
    sheet["yaxis"] |= {"zeroline": True, "zerolinecolor": tint("muted", 60)}
    colours = [tint(_direction(value), 70) for value in more]
    notes = drawing.notes(
        lambda: [
            drawing.note(name, amounts(old, old + new, lang, side_names(called, lang)))
            for name, old, new in zip(people.values(), before, more, strict=True)
        ]
    )
    dots = drawing.dots(before, [drawing.short(value) for value in more], "variant", "people")
    dots |= {"ids": list(people), "marker": {"color": colours, "size": 7}}
    return {"data": [drawing.telling(dots, notes)], "layout": sheet}


def _direction(change: float) -> str:
    if abs(change) < 0.005:
        return "baseline"
    return "gain" if change > 0 else "loss"
