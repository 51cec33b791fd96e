"""Months below a chart."""

from __future__ import annotations

from collections.abc import Sequence

from engine.text import short_month_names
from pages.ui.kit import drawing


def months_below(
    sheet: drawing.Layout, months: Sequence[str], lang: str, most_ticks: int = 12
) -> None:
    """Names the months ("2026-01") along the x axis, `most_ticks` of them at most."""
    every = -(-len(months) // most_ticks)
    sheet["xaxis"]["tickvals"] = list(range(len(months)))[::every]
    sheet["xaxis"]["ticktext"] = month_ticks(months, lang)[::every]


def month_ticks(months: Sequence[str], lang: str) -> list[str]:
    """Month names, with the year under the first and under every January."""
    names = short_month_names(lang)
    unit = "年" if lang == "zh" else ""
    return [
        names[int(when[5:]) - 1]
        + (f"<br>{when[:4]}{unit}" if not place or when[5:] == "01" else "")
        for place, when in enumerate(months)
    ]
