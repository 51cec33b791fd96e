"""A year and a month that stand in two columns of a file, put together."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import pyarrow as pa

from engine.tables.headings import plain
from engine.written import Form, read_day

YEARS = frozenset({"year", "calendaryear", "年", "年份", "年度"})
MONTHS = frozenset({"month", "monthnumber", "monthname", "monthno", "月", "月份"})
_YEAR = re.compile(r"((?:19|20)[0-9]{2})(?:\.0)?\s*年?\Z")
_MONTH = re.compile(r"0?([1-9]|1[0-2])(?:\.0)?\Z")


@dataclass(frozen=True)
class WithYears:
    """The columns of a table; `year` and `month` are the headings that were put together, if any,
    under that of the month."""

    columns: dict[str, pa.StringArray]
    year: str = ""
    month: str = ""


def with_years(columns: Mapping[str, pa.StringArray]) -> WithYears:
    """Columns in which a month without its year is one of the year that stands beside it, as
    2026-03; without a column of years, the number 3 under a heading of months is 3月."""
    found = dict(columns)
    months = _read(columns, MONTHS, _month)
    if len(months) != 1:
        return WithYears(found)
    [(month, number_of)] = months.items()
    years = _read(columns, YEARS, _year)
    if len(years) != 1:
        cells = [f"{number_of[text]}月" if text else "" for text in columns[month].to_pylist()]
        is_named = any(not _MONTH.match(text) for text in number_of)
        return WithYears(found if is_named else found | {month: pa.array(cells, pa.string())})
    [(year, year_of)] = years.items()
    pairs = zip(columns[year].to_pylist(), columns[month].to_pylist(), strict=True)
    joined = [f"{year_of[y]}-{number_of[m]:02d}" if y and m else m for y, m in pairs]
    return WithYears(found | {month: pa.array(joined, pa.string())}, year, month)


def _read(
    columns: Mapping[str, pa.StringArray],
    headings: frozenset[str],
    read: Callable[[str], int | None],
) -> dict[str, dict[str, int]]:
    """Columns of some headings of which every cell is read, each with what its texts are."""
    found = {}
    for heading, column in columns.items():
        if plain(heading).replace("_", "") in headings:
            texts = [str(text) for text in column.unique().to_pylist() if text]
            said = {text: number for text in texts if (number := read(text)) is not None}
            if texts and len(said) == len(texts):
                found[heading] = said
    return found


def _year(text: str) -> int | None:
    found = _YEAR.match(text)
    return int(found[1]) if found else None


def _month(text: str) -> int | None:
    if found := _MONTH.match(text):
        return int(found[1])
    day = read_day(text)
    return day.month if day is not None and day.form is Form.ONLY_MONTH else None
