"""Named sets of assumptions side by side: what each of them costs and how sure that is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from engine.text import compact_money, percent, span
from pages.ui.kit import Axis, Figure, drawing, tint, translate


@dataclass(frozen=True)
class ScenarioRange:
    """The expected cost of one set of assumptions and the ends of its range, in yuan, and the share
    of futures above the budget."""

    id: str
    name: str
    expected: float
    low: float
    high: float
    over_budget: float | None = None


def scenario_ranges(
    rows: Sequence[ScenarioRange], lang: str, budget: float | None = None, shown: str = ""
) -> Figure:
    """A row for each set: its range as a stroke, the expected cost as a dot; the one of the id
    `shown` in colour."""
    ends = [end for row in rows for end in (row.low, row.high)]
    ends += [] if budget is None else [budget]
    room = (max(ends) - min(ends) or 1.0) * 0.08
    across = Axis("", min(ends) - room, max(ends) + room, ticks=4)
    sheet = drawing.layout(across, Axis("", len(rows) - 0.4, -0.6, "number"), lang)
    sheet["yaxis"] |= {"tickvals": list(range(len(rows))), "showgrid": False, "zeroline": False}
    sheet["yaxis"]["ticktext"] = [drawing.wrapped(row.name, lang) for row in rows]
    sheet["margin"] |= {"t": 26 if budget is not None else 8}
    sheet |= {"hovermode": "y", "hoverdistance": -1}
    drawing.keep_still(sheet)
    if budget is not None:
        sheet["shapes"].append(drawing.upright(budget, tint("budget"), "dash"))
        sign = translate(lang, "projection.budget_at", amount=compact_money(budget, lang))
        sheet["annotations"] += drawing.signposts([(budget, sign, "budget")], across)
    traces = []
    for place, row in enumerate(rows):
        meaning = "variant" if row.id == shown else "baseline"
        sheet["shapes"].append(drawing.bridge(row.low, row.high, place, tint(meaning, 60)))
        said = [
            (translate(lang, "projection.expected"), compact_money(row.expected, lang)),
            (translate(lang, "projection.range"), span("money", row.low, row.high, lang)),
        ]
        if row.over_budget is not None:
            over = percent(row.over_budget, lang, 0)
            said.append((translate(lang, "projection.over_budget"), over))
        dot = drawing.dots(np.array([row.expected]), [place], meaning, row.name)
        traces.append(drawing.telling(dot, [drawing.note(row.name, said)]))
        end = {"x": 1, "xref": "paper", "xanchor": "left", "xshift": 8, "y": place}
        text = compact_money(row.expected, lang)
        if row.over_budget is not None:
            over = percent(row.over_budget, lang, 0)
            text += f"<br>{translate(lang, 'projection.over', share=over)}"
        sheet["annotations"].append(
            drawing.words(text, "text" if row.id == shown else "muted", end | {"align": "left"})
        )
    return {"data": traces, "layout": sheet}
