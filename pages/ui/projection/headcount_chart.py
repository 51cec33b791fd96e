"""How many people each unit has, month by month."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from engine.text import count, month
from pages.ui.charts import months_below
from pages.ui.kit import Axis, Figure, Values, drawing, scales

_MEANINGS = ("variant", "gain", "loss", "text", "baseline", "muted")


@dataclass(frozen=True)
class UnitPeople:
    """The people of one unit in each month, in the middle of all futures and at the ends of their
    range, shape (months,)."""

    name: str
    middle: Values
    low: Values
    high: Values


def headcount(months: Sequence[str], units: Sequence[UnitPeople], lang: str) -> Figure:
    """A line for each unit, named at its end."""
    places = np.arange(len(months), dtype=np.float64)
    most = max((float(unit.high.max()) for unit in units), default=1.0)
    up = Axis("", 0.0, scales.top(most, 0.0, 1.1), "number", 4)
    sheet = drawing.layout(Axis("", -0.3, len(months) - 0.7, "number"), up, lang)
    sheet["margin"] |= {"b": 40}
    sheet["hovermode"] = "x"
    months_below(sheet, months, lang)
    drawing.keep_still(sheet)
    traces, labels = [], []
    for number, unit in enumerate(units):
        meaning = _MEANINGS[number % len(_MEANINGS)]
        said = [
            drawing.note(
                month(when, lang),
                [(unit.name, f"{count(middle)} ({count(low)} – {count(high)})")],
            )
            for when, middle, low, high in zip(
                months, unit.middle, unit.low, unit.high, strict=True
            )
        ]
        line = drawing.line(places, unit.middle, meaning, unit.name, 2)
        traces.append(drawing.telling(line, said))
        end = count(float(unit.middle[-1]))
        labels.append(
            (meaning, float(unit.middle[-1]), f"{drawing.wrapped(unit.name, lang)} {end}")
        )
    sheet["annotations"] += drawing.ends(labels)
    return {"data": traces, "layout": sheet}
