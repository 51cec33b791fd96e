"""Figures of what a plan pays along a measure, as plain Plotly dictionaries: numbers in,
drawing out, nothing of Streamlit.

Colours are meanings (see colours.py); baseline is always grey and variant always the brand colour.
Every axis takes its range from the caller, so that it stands still while a figure of the plan
moves. Findings (titles) belong to the caller too; see chart.py."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from engine.text import money, percent, signed, tick
from pages.ui.charts.crowd import crowd
from pages.ui.charts.two_sides import amounts, both_sides, numbers_of
from pages.ui.kit import Axis, Figure, Values, drawing, tint, translate

MOST_POINTS = 300
"""A curve with more points looks the same and answers later."""


@dataclass(frozen=True)
class Breakpoint:
    """A place on the payout curve where the rule changes, and by how much pay jumps there, if it
    does."""

    x: float
    label: str
    of_variant: bool = True
    jump: str = ""


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
    more: tuple[ArrayLike, ArrayLike] | None = None,
) -> Figure:
    """Pay against result: baseline and variant, the people standing under them, breakpoints marked.

    `people` is how many stand near each x, on any scale. A jump is two points at the same x.
    `names` are other names of the two lines, "" of one that is not named.
    Hovering tells both amounts, their difference and what the next step to the right pays; with
    `more`, also what of one more yuan of pay is taken home and what it costs, where that is known.
    """
    at, before, after = numbers_of(x), numbers_of(baseline), numbers_of(variant)
    if len(at) > MOST_POINTS:
        raise ValueError(f"{len(at)} points in a curve; at most {MOST_POINTS} are drawn")
    sheet = drawing.layout(across, up, lang)
    sheet["margin"]["t"] = 48 if breakpoints else 16
    sheet["hovermode"] = "x"
    sheet["xaxis"] |= {"showspikes": True, "spikecolor": tint("muted", 60), "spikethickness": 1}
    sheet["xaxis"] |= {"spikemode": "across", "spikedash": "solid"}
    called = {name: translate(lang, f"figure.{name}") for name in ("baseline", "variant")}
    if names is not None:
        old, new = (drawing.wrapped(name, lang) for name in names)
        called |= {"baseline": old, "variant": new}
    traces = []
    if people is not None:
        traces.append(crowd(sheet, at, numbers_of(people), up, lang))
    becomes = None if more is None else (numbers_of(more[0]), numbers_of(more[1]))
    notes = drawing.notes(lambda: _curve_notes(at, before, after, across, lang, called, becomes))
    traces += [
        drawing.line(at, before, "baseline", called["baseline"], width=2),
        drawing.telling(drawing.line(at, after, "variant", called["variant"], width=3), notes),
    ]
    right = [(name, float(pay[-1]), called[name]) for name, pay in both_sides(before, after)]
    sheet["annotations"] += drawing.ends(right)
    marks = _owners(breakpoints)
    sheet["annotations"] += drawing.signposts(marks, across)
    sheet["shapes"] += [drawing.upright(x, tint(owner, 45)) for x, _, owner in marks]
    return {"data": traces, "layout": sheet}


def _owners(breakpoints: Sequence[Breakpoint]) -> list[tuple[float, str, str]]:
    """Place, words and owner of each, what matters most first: what the variant has moved or made
    larger, from what, and then what both plans have alike, drawn once, as baseline; jumps before
    bends."""
    variant, baseline = (
        {
            ((not mark.jump, mark.x, mark.label), mark.jump)
            for mark in breakpoints
            if mark.of_variant is side
        }
        for side in (True, False)
    )
    before, after = dict(baseline - variant), dict(variant - baseline)
    return [
        *((at[1], _sign(at[2], before.get(at, ""), after[at]), "variant") for at in sorted(after)),
        *((at[1], _sign(at[2], before[at]), "baseline") for at in sorted({*before} - {*after})),
        *((at[1], _sign(at[2], jump), "baseline") for at, jump in sorted(baseline & variant)),
    ]


def _sign(label: str, *jumps: str) -> str:
    jump = " → ".join(filter(None, jumps))
    return f"{label}  {jump}" if jump else label


def _curve_notes(
    x: Values,
    before: Values,
    after: Values,
    across: Axis,
    lang: str,
    called: Mapping[str, str],
    more: tuple[Values, Values] | None,
) -> list[str]:
    """What each point of the curve tells; the next step is a point of a share, or one unit."""
    step = {"share": 0.01, "money": (across.end - across.start) / 100, "number": 1.0}[across.kind]
    gained = np.interp(x + step, x, after) - after
    notes = []
    for place, (at, old, new, next_) in enumerate(zip(x, before, after, gained, strict=True)):
        adds = percent(next_ / step, lang) if across.kind == "money" else signed(money(next_, lang))
        rows = amounts(old, new, lang, called)
        rows.append((translate(lang, f"figure.next_{across.kind}"), adds))
        for name, values in zip(("arrives", "costs"), more or (), strict=False):
            if np.isfinite(values[place]):
                amount = money(float(values[place]), lang, 2)
                rows.append((translate(lang, f"figure.{name}"), amount))
        notes.append(drawing.note(f"{across.title} {tick(across.kind, at, lang)}", rows))
    return notes
