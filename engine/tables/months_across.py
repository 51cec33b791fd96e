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

from engine.tables.headings import HEADING, VALUE
from engine.written import Day, Form, PeriodKind, month_within, read_day, read_period

FEWEST_MONTHS, FEWEST_DAYS = 2, 5
FEWEST_PERIODS = {PeriodKind.QUARTER: 2, PeriodKind.WEEK: 4, PeriodKind.PERIOD: 6}
"""So many columns of periods at least stand side by side."""
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

_IN_DIGITS = re.compile(
    r"(?:(?:19|20)[0-9]{2}\s*[-/.年]\s*)?(?<![0-9])[0-9]{1,2}\s*月份?"
    r"|(?<![0-9])(?:19|20)[0-9]{2}(?:\s*[-/.]\s*[0-9]{1,2}|[0-9]{2})(?![0-9])"
)
_NAME = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_NAMED = rf"(?:(?:(?:19|20)[0-9]{{2}}[-_ ]?)?{_NAME}(?:[-_ .']*(?:(?:19|20)?[0-9]{{2}}))?)"
_PIVOT = re.compile(r"(?:sum of\s+|求和项\s*:\s*)(\S.*)\Z", re.IGNORECASE)
_QUARTER = re.compile(
    r"(?P<quarter>(?:(?:FY\s*)?(?:19|20)[0-9]{2}\s*年?[\s_-]*)?(?:Q[1-4]|第?[一二三四1-4]季度?))"
    r"(?P<rest>\D*)",
    re.IGNORECASE,
)
_EMPTY_BRACKETS = re.compile(r"[(\[【]\s*[)\]】]")
_AT_START = re.compile(rf"(?P<month>{_NAMED})(?:[\s_\-/·:]+|(?=\())(?=\D)", re.IGNORECASE)
_AT_END = re.compile(rf"(?:[\s_\-/·:(]|^)(?P<month>{_NAMED})\)?\Z", re.IGNORECASE)
"""A month by its English name before or behind what a heading is of: Jan Sales, Sales (Feb-26)."""

Rows = NDArray[np.intp]


@dataclass(frozen=True)
class _Place:
    """A column of one month or day: the text that says it, of what it is, and whether one part of
    the heading says both."""

    day: Day
    text: str
    name: str
    is_within: bool = False


@dataclass(frozen=True)
class _Said:
    """What a part of a heading says: its month or day, as it is written, and the rest."""

    day: Day
    text: str
    rest: str


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


def months_across(
    paths: Sequence[tuple[str, ...]], month: Day | None = None, titles: Sequence[str] = ()
) -> dict[int, _Place]:
    """Columns that hold one month or one day of something.

    `month` is the one that a title or the name of the sheet says: with it columns that are headed
    1, 2, 3 … are its days. Columns that say no more than their month are of what a pivot adds up,
    as its corner says in the `titles`: Sum of Sales. Empty where fewer than two months, or five
    days, stand side by side.
    """
    added = [text for title in titles if (text := _added_up(title))]
    value = added[0] if len(added) == 1 else VALUE
    found: dict[int, _Place] = {}
    for at, path in enumerate(paths):
        for place, part in enumerate(path):
            said = _month_said(part)
            if said is None:
                continue
            day, text = said.day, said.text
            others = [*path[:place], said.rest, *path[place + 1 :]]
            if not day.year:
                years = [(i, y) for i, other in enumerate(others) if (y := _year(other))]
                if len(years) == 1:
                    i, year = years[0]
                    others[i] = ""
                    day = Day(day.form, year, day.month, day.day)
                    text = day.text
            name = " ".join(" ".join(others).split()) or value
            found[at] = _Place(day, text, name, bool(said.rest))
            break
    found = _with_october(_recurring(found))
    days = {(p.day.year, p.day.month, p.day.day) for p in found.values()}
    months = {(p.day.year, p.day.month) for p in found.values()}
    whole = all(p.day.day for p in found.values())
    if found and (len(days) >= FEWEST_DAYS if whole else len(months) >= FEWEST_MONTHS):
        return found
    return _days_of(paths, month) or _periods_across(paths, value)


def _periods_across(paths: Sequence[tuple[str, ...]], value: str) -> dict[int, _Place]:
    """Columns of one quarter, week or numbered period each; which months these are is asked."""
    found: dict[PeriodKind, dict[int, _Place]] = {kind: {} for kind in FEWEST_PERIODS}
    for at, path in enumerate(paths):
        for place, part in enumerate(path):
            within = _QUARTER.fullmatch(_plain(part).strip())
            text = within["quarter"].strip() if within else part
            period = read_period(text)
            if period is None or period.kind not in FEWEST_PERIODS:
                continue
            rest = within["rest"].strip(" -_/·:") if within else ""
            others = [*path[:place], rest, *path[place + 1 :]]
            name = " ".join(" ".join(others).split()) or value
            found[period.kind][at] = _Place(Day(Form.MONTH, period.year), text, name, bool(rest))
            break
    for kind, fewest in FEWEST_PERIODS.items():
        if len({place.text for place in found[kind].values()}) >= fewest:
            return found[kind]
    return {}


def _added_up(title: str) -> str:
    """What a pivot adds up, as its corner says."""
    found = _PIVOT.match(_plain(title).strip())
    return found[1] if found else ""


def _recurring(found: dict[int, _Place]) -> dict[int, _Place]:
    """Without columns that name a month within a longer text where nothing else is of that month,
    and no other month has the like: a March bonus beside a hire date is no column of a month."""
    months: dict[str, set[tuple[int, int]]] = {}
    for place in found.values():
        months.setdefault(place.name, set()).add((place.day.year, place.day.month))
    sure = {at for at, p in found.items() if not p.is_within or len(months[p.name]) > 1}
    known = {(found[at].day.year, found[at].day.month) for at in sure}
    return {
        at: place
        for at, place in found.items()
        if at in sure or (place.day.year, place.day.month) in known
    }


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


def _month_said(part: str) -> _Said | None:
    """The month or day in a part of a heading, with its text and what stands beside it."""
    plain = _plain(part).strip()
    if _SPAN.search(plain):
        return None
    if (day := read_day(part)) is not None:
        return _Said(day, part, "") if day.month else None
    if (day := month_within(part)) is not None and day.month:
        found = _IN_DIGITS.search(plain)
        if found is None:
            return _Said(day, part, plain)
        return _Said(day, found.group().strip(), _beside(plain, found))
    for found in (_AT_START.match(plain), _AT_END.search(plain)):
        if found is not None and (day := read_day(found["month"])) is not None and day.month:
            return _Said(day, found["month"], _beside(plain, found))
    return None


def _beside(text: str, month: re.Match[str]) -> str:
    """What a heading says besides its month."""
    rest = _EMPTY_BRACKETS.sub(" ", f"{text[: month.start()]} {text[month.end() :]}")
    return " ".join(rest.split()).strip(" -_/·:")


def _year(part: str) -> int:
    found = _YEAR.fullmatch(_plain(part).strip())
    return int(found.group(1)) if found else 0


def _plain(part: str) -> str:
    return unicodedata.normalize("NFKC", part)
