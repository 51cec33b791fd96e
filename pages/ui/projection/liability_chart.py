"""What is owed and not paid yet: quarterly and annual pay as it builds up and is paid."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from engine.text import money, month
from pages.ui.charts import months_below
from pages.ui.kit import Axis, Figure, Values, drawing, scales, tint, translate


@dataclass(frozen=True)
class Liability:
    """Yuan by month, shape (months,): what is standing at its end, what was earned in it and what
    was paid of it."""

    months: Sequence[str]
    owed: Values
    earned: Values
    paid: Values


def liability(shown: Liability, lang: str) -> Figure:
    """The standing liability as an area; what is added and what is paid as bars up and down."""
    places = list(range(len(shown.months)))
    highest = max(float(shown.owed.max()), float(shown.earned.max()), 1.0)
    lowest = float(shown.paid.max(initial=0.0))
    low = -scales.top(lowest, 0.0, 1.1) if lowest else 0.0
    up = Axis("", low, scales.top(highest, 0.0, 1.3), ticks=4)
    sheet = drawing.layout(Axis("", -0.6, len(places) - 0.4, "number"), up, lang)
    sheet["margin"] |= {"b": 40, "t": 26}
    sheet["yaxis"]["zerolinecolor"] = tint("muted", 60)
    sheet["hovermode"] = "x"
    sheet["barmode"] = "relative"
    months_below(sheet, shown.months, lang)
    drawing.keep_still(sheet)
    names = {part: translate(lang, f"projection.{part}") for part in ("owed", "earned", "paid")}
    told = [
        drawing.note(
            month(when, lang),
            [
                (names["owed"], money(float(owed), lang)),
                (names["earned"], money(float(earned), lang)),
                (names["paid"], money(float(paid), lang)),
            ],
        )
        for when, owed, earned, paid in zip(
            shown.months, shown.owed, shown.earned, shown.paid, strict=True
        )
    ]
    earned = drawing.bars(places, shown.earned, tint("variant", 35), names["earned"], 0.6)
    paid = drawing.bars(places, -shown.paid, tint("baseline", 60), names["paid"], 0.6)
    standing = drawing.line(np.array(places, np.float64), shown.owed, "variant", names["owed"], 2.5)
    sheet["annotations"] += drawing.key(
        [
            ("variant", f"— {names['owed']}"),
            ("variant", f"▮ {names['earned']}"),
            ("baseline", f"▮ {names['paid']}"),
        ],
        side="left",
    )
    return {"data": [earned, paid, drawing.telling(standing, told)], "layout": sheet}
