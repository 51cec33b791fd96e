"""The figure of how one amount comes from another: a step for each thing that differs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

import numpy as np

from engine.text import compact_money, money, percent, signed
from pages.ui.kit import Axis, Figure, drawing, tint, translate

BESIDE, FULL = {"en": 42, "zh": 36}, 64
"""Letters that the name of a step may have in a line, beside the chart and on hovering; a Chinese
character counts as two."""
MOST_LINES = 3
ROOM = 128
"""Pixels beside the longest bar, for its amount."""
RAISED, LOWERED = 70, 34
"""How strongly a step is drawn that makes the amount larger or smaller, in percent."""


@dataclass(frozen=True)
class Step:
    """One thing that differs: what it is, in a sentence, and the yuan that come of it, with their
    standard error where they are sampled. `colour` is the meaning that it is drawn in."""

    id: str
    name: str
    value: float
    error: float = 0.0
    colour: str = "variant"


def waterfall(
    start: tuple[str, float], steps: Sequence[Step], end: str, *, lang: str, lines: int = MOST_LINES
) -> Figure:
    """From the amount `start`, (name, yuan), by the steps to the amount named `end`; names have so
    many lines at most.

    Lengths are differences from the first amount, which is where the axis begins: beside whole
    amounts the steps would hardly be seen."""
    first, total = start[1], sum(step.value for step in steps)
    reached = [0.0, *accumulate(step.value for step in steps)]
    low, high = min(reached), max(reached)
    reach = max(high - low, 1e-9)
    across = Axis("", low - 0.02 * reach * (low < 0), high + 0.02 * reach)
    rows = list(range(len(steps) + 2))
    sheet = drawing.layout(across, Axis("", len(rows) - 0.45, -0.55, "number"), lang)
    names = [start[0], *(step.name for step in steps), end]
    sheet["xaxis"] |= {"visible": False}
    sheet["yaxis"] |= {"tickvals": rows, "showgrid": False, "zeroline": False}
    sheet["yaxis"] |= {"ticktext": [_on_lines(name, BESIDE[lang], lines) for name in names]}
    sheet["margin"] |= {"b": 4, "t": 4, "r": ROOM}
    sheet |= {"hovermode": "y", "hoverdistance": -1}
    drawing.keep_still(sheet)
    zero = drawing.upright(0, tint("muted", 60), "solid")
    sheet["shapes"] += [zero, *_joints(reached)]
    written = [
        f"<b>{compact_money(first, lang, total)}</b>",
        *(_amount(step, lang) for step in steps),
        f"<b>{compact_money(first + total, lang, total)}</b>{_share(first, total, lang)}",
    ]
    # No amount is written across the line of the first one, nor across how far it is known.
    last = (
        max(before, after + step.error, 0.0)
        for step, (before, after) in zip(steps, pairwise(reached), strict=True)
    )
    ends = [0.0, *last, max(total, 0.0)]
    for row, (text, at) in enumerate(zip(written, ends, strict=True)):
        place = {"x": drawing.short(at), "y": row, "xanchor": "left", "xshift": 6}
        sheet["annotations"].append(drawing.words(text, "text", place))
    colours = [
        tint("baseline"),
        *(tint(step.colour, RAISED if step.value >= 0 else LOWERED) for step in steps),
        tint("variant"),
    ]
    lengths = np.array([0.0, *(step.value for step in steps), total])
    bars = drawing.bars([], np.array([]), "", "steps", 0.6) | {
        "orientation": "h",
        "x": [drawing.short(value) for value in lengths],
        "base": [0.0, *(drawing.short(value) for value in reached[:-1]), 0.0],
        "y": rows,
        "ids": ["first", *(step.id for step in steps), "last"],
        "marker": {"color": colours},
    }
    if any(step.error for step in steps):
        errors = [0.0, *(drawing.short(step.error) for step in steps), 0.0]
        bars["error_x"] = {"type": "data", "array": errors, "color": tint("text"), "thickness": 1}
    notes = [
        drawing.note(start[0], [("", money(first, lang))]),
        *(_note(step, lang) for step in steps),
        drawing.note(end, [("", money(first + total, lang))]),
    ]
    return {"data": [drawing.telling(bars, notes)], "layout": sheet}


def _joints(reached: Sequence[float]) -> list[drawing.Layout]:
    """A thin line from the end of each step to the beginning of the next."""
    return [
        {
            "type": "line",
            "x0": drawing.short(at),
            "x1": drawing.short(at),
            "y0": row + 0.3,
            "y1": row + 0.7,
            "line": {"color": tint("muted", 60), "width": 1},
        }
        for row, at in enumerate(reached)
    ]


def _on_lines(name: str, columns: int, most: int) -> str:
    """A sentence on lines of so many letters, or half as many characters of Chinese; a number stays
    whole. What has no room in the last line is left out."""
    lines, used = [""], 0
    for part in _PARTS.findall(name):
        width = len(part) + len(_WIDE.findall(part))
        if used and used + len(part.rstrip()) + len(_WIDE.findall(part)) > columns:
            lines.append("")
            used = 0
        lines[-1] += part if lines[-1] else part.lstrip()
        used += width
    lines = [line.rstrip() for line in lines]
    if len(lines) > most:
        lines = [*lines[: most - 1], f"{lines[most - 1]}…"]
    return "<br>".join(lines)


_WIDE = re.compile(r"[\u2e80-\u9fff\uff00-\uffef]")
_SIGNS = r"[，。；：、）%]*"
_WORD = rf"(?:(?!{_WIDE.pattern})[\S\u00a0])+{_SIGNS}[^\S\u00a0]*"
_PARTS = re.compile(rf"（[^）]{{1,8}}）{_SIGNS}|{_WIDE.pattern}{_SIGNS}|{_WORD}|\s+")
"""A few words in brackets, a Chinese character with the sign behind it, or a word of letters and
figures with what belongs to it, such as a unit."""


def _amount(step: Step, lang: str) -> str:
    text = signed(compact_money(step.value, lang))
    return f"{text} ± {compact_money(step.error, lang)}" if step.error else text


def _share(first: float, total: float, lang: str) -> str:
    return f"  {signed(percent(total / first, lang))}" if first > 0 else ""


def _note(step: Step, lang: str) -> str:
    rows = [(translate(lang, "figure.difference"), signed(money(step.value, lang)))]
    if step.error:
        rows.append((translate(lang, "figure.standard_error"), money(step.error, lang)))
    return drawing.note(_on_lines(step.name, FULL, 8), rows)
