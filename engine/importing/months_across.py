"""Tables whose months or days stand side by side, put under one another."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from engine.importing.headings import HEADING, VALUE
from engine.importing.written_dates import Day, Form, month_within, read_day

FEWEST_MONTHS, FEWEST_DAYS = 2, 5
_YEAR = re.compile(r"(?:FY\s*)?((?:19|20)[0-9]{2})\s*年?(?:度)?", re.IGNORECASE)
_SPAN = re.compile(
    r"[0-9]{1,2}\s*月?\s*[-~至到—–]\s*[0-9]{1,2}\s*月|[前近第截止至]\s*[0-9]{1,2}\s*个?月"
    r"|累\s*计|同\s*比|环\s*比|YTD|to date",
    re.IGNORECASE,
)
_SUMMARY = re.compile(
    r"(?:.*(?:合\s*计|总\s*计|小\s*计|累\s*计|平\s*均|全\s*年|半\s*年|季\s*度|年\s*度|总\s*和)"
    r"|.*\b(?:totals?|sum|average|avg|ytd|mean|full[ -]year)\b|[HQ][1-4]\b|[HQ][1-4]$).*",
    re.IGNORECASE,
)

Rows = NDArray[np.intp]


@dataclass(frozen=True)
class _Place:
    """A column of one month or day: the text that says it, and of what it is."""

    day: Day
    text: str
    name: str


@dataclass(frozen=True)
class Long:
    """A table with a row for each month: its columns, the row of the grid each comes from, which
    columns of the file stand in one (by place), months without a value, and columns left out."""

    columns: dict[str, pa.StringArray]
    rows: Rows
    empty: int
    months: tuple[str, ...]
    of: Mapping[int, str]
    summaries: tuple[str, ...]


def months_across(paths: Sequence[tuple[str, ...]], month: Day | None = None) -> dict[int, _Place]:
    """Columns that hold one month or one day of something.

    `month` is the one that a title or the name of the sheet says: with it columns that are headed
    1, 2, 3 … are its days. Empty where fewer than two months, or five days, stand side by side.
    """
    found: dict[int, _Place] = {}
    for at, path in enumerate(paths):
        for place, part in enumerate(path):
            day = _day(part)
            if day is None:
                continue
            others = [*path[:place], _rest(part), *path[place + 1 :]]
            text = part
            if not day.year:
                years = [(i, y) for i, other in enumerate(others) if (y := _year(other))]
                if len(years) == 1:
                    i, year = years[0]
                    others[i] = ""
                    day = Day(day.form, year, day.month, day.day)
                    text = day.text
            found[at] = _Place(day, text, " ".join(" ".join(others).split()) or VALUE)
            break
    found = _with_october(found)
    days = {(p.day.year, p.day.month, p.day.day) for p in found.values()}
    months = {(p.day.year, p.day.month) for p in found.values()}
    whole = all(p.day.day for p in found.values())
    if found and (len(days) >= FEWEST_DAYS if whole else len(months) >= FEWEST_MONTHS):
        return found
    return _days_of(paths, month)


def _with_october(found: dict[int, _Place]) -> dict[int, _Place]:
    """Headings 2026.1 right after 2026.9 are numbers that lost their last 0."""
    mended = dict(found)
    before = 0
    for at, place in found.items():
        is_tenth = re.fullmatch(r"[0-9]{4}\.1", place.text) and before in (9, 10)
        if is_tenth:
            day = Day(Form.MONTH, place.day.year, 10)
            mended[at] = _Place(day, day.text, place.name)
        before = mended[at].day.month
    return mended


def _days_of(paths: Sequence[tuple[str, ...]], month: Day | None) -> dict[int, _Place]:
    """Columns headed by the days of a month, from 1 on."""
    numbered = {}
    for at, path in enumerate(paths):
        for place, part in enumerate(path):
            if re.fullmatch(r"0?[1-9]日?|[12][0-9]日?|3[01]日?", part):
                numbered[at] = (place, int(part.rstrip("日")))
                break
    numbers = [number for _, number in numbered.values()]
    if (
        month is None
        or len(numbers) < FEWEST_DAYS
        or sorted(set(numbers)) != list(range(1, len(set(numbers)) + 1))
    ):
        return {}
    found = {}
    for at, (place, number) in numbered.items():
        others = [*paths[at][:place], *paths[at][place + 1 :]]
        day = Day(month.form, month.year, month.month, number)
        text = day.text if day.year else f"{day.month}月{day.day}日"
        found[at] = _Place(day, text, " ".join(" ".join(others).split()) or VALUE)
    return found


def has_days_without_month(paths: Sequence[tuple[str, ...]]) -> bool:
    """Whether columns are headed 1 to 28 or more, as the days of some month are."""
    return (
        bool(_days_of(paths, Day(Form.MONTH, 2000, 1)))
        and len(_days_of(paths, Day(Form.MONTH, 2000, 1))) >= 28
    )


def long(
    paths: Sequence[tuple[str, ...]],
    headings: Sequence[str],
    cells: Sequence[pa.StringArray],
    rows: Rows,
    across: Mapping[int, _Place],
    keep_empty: bool = False,
) -> Long:
    """The table with its months under one another; months in which nothing stands have no row
    unless they are kept, and sums over months are left out."""
    summaries = [
        at
        for at in range(len(paths))
        if at not in across and any(_SUMMARY.fullmatch(_plain(part)) for part in paths[at])
    ]
    lasting = [at for at in range(len(paths)) if at not in across and at not in summaries]
    names = _apart(across)
    own = {at: headings[at] for at in lasting}
    own |= {at: f"{own[at]} #{at + 1}" for at in lasting if own[at] in names.values()}
    texts = list(dict.fromkeys(place.text for place in across.values()))
    blank = pa.array([""] * len(rows), pa.string())
    blocks: dict[str, list[pa.StringArray]] = {}
    kept: list[Rows] = []
    empty = 0
    for text in texts:
        of = {names[at]: at for at, place in across.items() if place.text == text}
        filled = np.zeros(len(rows), dtype=np.bool_)
        for at in of.values():
            filled |= pc.not_equal(cells[at], "").to_numpy(zero_copy_only=False)
        filled |= keep_empty
        keep = pa.array(np.flatnonzero(filled))
        empty += int((~filled).sum())
        kept.append(rows[filled])
        for at in lasting:
            blocks.setdefault(own[at], []).append(cells[at].take(keep))
        blocks.setdefault(HEADING, []).append(pa.array([text] * len(keep), pa.string()))
        for name in dict.fromkeys(names.values()):
            column = cells[of[name]] if name in of else blank
            blocks.setdefault(name, []).append(column.take(keep))
    return Long(
        {heading: pa.concat_arrays(parts) for heading, parts in blocks.items()},
        np.concatenate(kept),
        empty,
        tuple(texts),
        names | own,
        tuple(headings[at] for at in summaries),
    )


def _apart(across: Mapping[int, _Place]) -> dict[int, str]:
    """The name of each column within its month; where a month has two of one name, those of all
    months are numbered, so that nobody takes one for the other."""
    count: Counter[tuple[str, str]] = Counter()
    number: dict[int, int] = {}
    for at, place in across.items():
        count[place.text, place.name] += 1
        number[at] = count[place.text, place.name]
    twice = {name for (_, name), found in count.items() if found > 1}
    return {
        at: f"{place.name} #{number[at]}" if place.name in twice else place.name
        for at, place in across.items()
    }


def _day(part: str) -> Day | None:
    if _SPAN.search(_plain(part)):
        return None
    day = read_day(part) or month_within(part)
    if day is None or (not day.month and day.form is not Form.EITHER_FIRST):
        return None
    return None if day.form is Form.EITHER_FIRST else day


def _year(part: str) -> int:
    found = _YEAR.fullmatch(_plain(part).strip())
    return int(found.group(1)) if found else 0


def _rest(part: str) -> str:
    """What a heading says besides its month."""
    if read_day(part) is not None:
        return ""
    plain = re.sub(r"(\d{4}\s*[-/.年]\s*)?\d{1,2}\s*月份?", "", _plain(part))
    return plain.strip(" -_/·:()")


def _plain(part: str) -> str:
    return unicodedata.normalize("NFKC", part)
