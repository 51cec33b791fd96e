"""Months that a whole sheet is of: by its titles, its name, or that of its file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import PurePath

from engine.sheets import Grid
from engine.written import Day, month_within, read_day, year_within

_MADE = re.compile(
    r"(?:(?:制\s*表|制\s*单|打\s*印|导\s*出|生\s*成|下\s*载|编\s*制|填\s*报|填\s*表|发\s*放|支\s*付)"
    r"\s*(?:日\s*期|时\s*间|日|于|[:：])"
    r"|\bas of|generated|printed|exported|created|downloaded|prepared|extracted|refreshed|updated"
    r"|run (?:date|on)|report date|pay(?:ment)? date)"
    r"[^0-9]{0,16}(?:(?:19|20)[0-9]{2}\s*[-/.年]\s*[0-9]{1,2}(?:\s*[-/.月]\s*[0-9]{1,2})?\s*[月日号]?"
    r"|[0-9]{1,2}[-/.][0-9]{1,2}[-/.](?:[0-9]{4}|[0-9]{2}))",
    re.IGNORECASE,
)
"""When a sheet was made or paid out, which is not the month that it is of."""


def dated_titles(titles: Sequence[str]) -> list[str]:
    """Titles that name a month or year: as one text, or each alone where their months differ. When
    the sheet was made is no part of them."""
    titles = [_MADE.sub("", text).strip() for text in titles]
    dated = [text for text in titles if month_within(text) or year_within(text)]
    months = {(d.year, d.month) for text in dated if (d := month_within(text)) is not None}
    if len(months) > 1:
        return [text for text in dated if month_within(text)]
    return [" · ".join(dated)] if dated else []


def month_of_sheet(grid: Grid, dated: Sequence[str]) -> Day | None:
    """The month of a whole sheet: by its title, its name, or that of its file."""
    for name in (*dated, grid.sheet, PurePath(grid.file).stem):
        if name and (day := month_named(name)) is not None:
            if day.year:
                return day
            years = {y for text in (*dated, grid.file) if (y := year_within(text)) is not None}
            return replace(day, year=years.pop()) if len(years) == 1 else day
    return None


def month_gaps(days: Iterable[Day]) -> list[str]:
    """The months that lack between the first and the last of some, YYYY-MM or MM."""
    known = sorted({(day.year, day.month) for day in days})
    if len(known) < 2:
        return []
    numbers = [year * 12 + month - 1 for year, month in known]
    lacking = sorted(set(range(numbers[0], numbers[-1] + 1)) - set(numbers))
    has_years = all(year for year, _ in known)
    return [f"{n // 12:04d}-{n % 12 + 1:02d}" if has_years else f"{n % 12 + 1}" for n in lacking]


def month_named(name: str) -> Day | None:
    """The month that the name of a sheet or file says."""
    day = read_day(name.strip()) or month_within(name)
    return day if day is not None and day.month else None
