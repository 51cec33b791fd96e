"""Where the table of a sheet is: its headings, its rows, and what stands above and below them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

import numpy as np
import pyarrow.compute as pc
from numpy.typing import NDArray

from engine.importing.written_dates import read_day
from engine.importing.written_numbers import read_numbers
from engine.sheets import Grid
from engine.text import Problem, Refused

Rows = NDArray[np.intp]

LOOKED_AT = 60
"""The headings, and enough of what they head, stand within so many rows."""
FULL = 0.6
"""A line of headings fills at least so much of the width of its table."""
OF_WORDS = 0.8
"""At least so many of its cells are words, or months."""
SPARSE = 0.25
"""A row that fills no more of the width, at the end, is a remark."""
FORM = 0.5
"""Where so many rows have cells merged across, the sheet is a form."""

_REMARK = re.compile(
    r"(备\s*注|说\s*明|注\s*[:：]|附\s*注|制\s*表|审\s*核|复\s*核|填\s*表|打印|数据来源|note|remark|source"
    r"|prepared|approved|printed|generated|report)",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[，。；：]|[,;:] |:$|^截至|^as of\b", re.IGNORECASE)
_YEAR_OR_MONTH = re.compile(r"(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])?")
_WEEKDAY = re.compile(
    r"(?:周|星期)?[一二三四五六日天]|(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*", re.IGNORECASE
)
_SIGNATURE = re.compile(r"(?<=[:：])\s+")
LONG_TEXT = 24
MOST_SEEN = 6
FEWEST_DAYS = 5
FEWEST_DOWN = 2
RECURRING = 0.2
"""A row of which so many cells come again below is no line of headings."""
MOST_SAID = 0.9
UNITS = frozenset("元人天日次个单件分秒通条户家台笔%％‰h") | {
    *("万元", "千元", "百万元", "亿元", "小时", "分钟", "hrs"),
}
"""What stands in a line of units below the headings."""


@dataclass(frozen=True)
class Layout:
    """Rows and columns of a grid, counted from 0.

    `headings` are the lines of headings from above, `body` the rows of the table. `titles` are the
    texts above it; `below` are rows of remarks after it, `again` rows that repeat the headings,
    `captions` rows that are one merged cell and `empty` rows in which nothing stands: none of them
    is read.
    """

    headings: tuple[int, ...]
    body: Rows
    columns: tuple[int, ...]
    titles: tuple[str, ...]
    below: Rows
    again: Rows
    captions: Rows
    empty: int


def find_layout(grid: Grid, heading: int | None = None) -> Layout:
    """The layout of a grid; `heading` says which row is the last of its headings.

    Raises Refused where there is no table to be found: an empty sheet, a form, rows without
    headings.
    """
    return _Looking(grid).layout(heading)


@dataclass(frozen=True)
class _Looking:
    grid: Grid

    def layout(self, heading: int | None) -> Layout:
        filled = self.filled
        if not filled.any():
            raise self.refused("no_rows")
        first, last = self._last_heading() if heading is None else (heading, heading)
        first = self._first_heading(first)
        columns = np.flatnonzero(filled[first:].any(axis=0))
        body = np.arange(last + 1, self.grid.rows)
        is_empty = ~filled[body][:, columns].any(axis=1)
        empty, body = int(is_empty.sum()), body[~is_empty]
        body, below = self._without_remarks(body, columns)
        body, again = self._without_headings(body, range(first, last + 1))
        self._hold_no_form(body)
        body, captions = self._without_captions(body)
        if not body.size:
            raise self.refused("no_rows")
        titles = [cell for cells in self.top[:first] for cell in cells if cell]
        return Layout(
            tuple(range(first, last + 1)),
            body,
            tuple(map(int, columns)),
            tuple(dict.fromkeys(titles)),
            below,
            again,
            captions,
            empty,
        )

    # -- headings ---------------------------------------------------------------------------

    def _last_heading(self) -> tuple[int, int]:
        """The first line of words as wide as the table, and the lowest line of headings: what
        stands between it and the first numbers under it."""
        for row in range(len(self.top) - 1):
            if not self._may_head(row):
                continue
            if self._is_data(row):
                break
            first = row
            while self._goes_on(row) or self._is_said_again(row + 1):
                row += 1
            return first, row
        found = " | ".join(cell for cell in self.top[0][:8] if cell)
        raise self.refused("no_headings", value=found)

    def _may_head(self, row: int) -> bool:
        cells = [cell for cell in self.top[row] if cell]
        wide = [cell for cell in self._spread(row) if cell] if self._is_spanned(row) else cells
        if len(wide) < FULL * self.width or not cells:
            return False
        if any(cell.endswith((":", "：")) for cell in cells) and not _all_labels(cells):
            return False
        if len(set(cells)) < min(2, self.width):
            return False
        counted = _counted_on(self.top[row])
        words = sum(at in counted or _kind(cell) != "number" for at, cell in self._of(row))
        return words >= OF_WORDS * len(cells) and self._is_filled(row + 1)

    def _is_data(self, row: int) -> bool:
        """Whether a row is like those below it: then the table has no headings. Its numbers and
        days stand above numbers and days, or its words come again below them."""
        counted = _counted_on(self.top[row])
        below = [cells for cells in self.top[row + 1 :] if cells != self.top[row]]
        again = 0
        for at, cell in self._of(row):
            under = [cells[at] for cells in below if cells[at]]
            kind = _kind(cell)
            is_datum = kind != "words" and at not in counted and bool(under)
            if is_datum and all(_kind(other) == kind for other in under[:5]):
                return True
            again += cell in under
        return again >= max(1.0, RECURRING * len(self._of(row)))

    def _is_said_again(self, row: int) -> bool:
        """Whether a row says the headings once more, in another language or as units: every cell of
        it is words without digits, where numbers follow."""
        if row + 1 >= len(self.top):
            return False
        cells = self._of(row)
        above = {at for at, cell in self._of(row - 1) if cell}
        if cells and (all(cell in UNITS for _, cell in cells) or _counts_columns(cells)):
            return True
        if len(cells) < max(3.0, MOST_SAID * len(above)) or self._is_data(row):
            return False
        if any(any(c.isdigit() for c in cell) or _kind(cell) != "words" for _, cell in cells):
            return False
        below = self.top[row + 1 : row + 6]
        numbers = [at for at, _ in cells if _all_numbers([c[at] for c in below if c[at]])]
        return len(numbers) >= min(2, len(above) - 1)

    def _of(self, row: int) -> list[tuple[int, str]]:
        """The filled cells of a row, each with its column."""
        return _filled(self.top[row])

    def _goes_on(self, row: int) -> bool:
        """Whether the next row belongs to the headings too: it has only words, numbers stand under
        it, and it says more of what is merged or stands twice in this row."""
        below = row + 2
        if below >= len(self.top) or row + 1 >= len(self.top):
            return False
        here, following = self._spread(row), self.top[row + 1]
        if self._is_spanned(row):
            return True
        if any(_kind(cell) == "number" for cell in following if cell):
            return False
        says_more = any(
            cell and (not above or here.count(above) > 1)
            for above, cell in zip(here, following, strict=True)
        )
        is_merged = any(area.top == row for area in self.grid.merged)
        fits = is_merged or all(
            not cell or not above or here.count(above) > 1
            for above, cell in zip(here, following, strict=True)
        )
        numbers = any(
            _kind(cells[at]) == "number"
            for cells in self.top[below : below + 5]
            for at, cell in enumerate(following)
            if cell
        )
        return says_more and fits and numbers

    def _is_spanned(self, row: int) -> bool:
        """Whether a row and the next are one heading: cells merged over both, beside groups."""
        down = [a for a in self.grid.merged if a.top == row and a.bottom == row + 1]
        across = [a for a in self.grid.merged if a.top == a.bottom == row and a.right > a.left]
        return bool(across) and sum(area.left == area.right for area in down) >= FEWEST_DOWN

    def _first_heading(self, first: int) -> int:
        """The highest line of headings: lines of several words right above name groups."""
        while first > 0:
            cells = {cell for cell in self.top[first - 1] if cell}
            words = all(_kind(cell) != "number" for cell in cells)
            if len(cells) < 2 or not words or any(cell.endswith((":", "：")) for cell in cells):
                break
            if not self._is_group(first - 1, first):
                break
            first -= 1
        return first

    def _is_group(self, row: int, below: int) -> bool:
        """Whether a row groups the headings below it: merged cells of it span several of them, but
        not the most, or they stand twice."""
        spans = [area.right - area.left + 1 for area in self.grid.merged if area.top == row]
        if max(spans, default=0) > FULL * self.width:
            return False
        named = [cell for cell in self.top[below] if cell]
        return len(set(named)) < len(named) or max(spans, default=1) > 1

    def _spread(self, row: int) -> list[str]:
        """The cells of a row, where merged cells repeat what they say."""
        cells = list(self.top[row])
        for area in self.grid.merged:
            if area.top <= row <= area.bottom and area.top < len(self.top):
                said = self.top[area.top][area.left] if area.left < len(cells) else ""
                for at in range(area.left, min(area.right + 1, len(cells))):
                    cells[at] = cells[at] or said
        return cells

    # -- rows -------------------------------------------------------------------------------

    def _without_remarks(self, body: Rows, columns: Rows) -> tuple[Rows, Rows]:
        end = body.size
        while end and self._is_remark(int(body[end - 1]), columns):
            end -= 1
        return body[:end], body[end:]

    def _is_remark(self, row: int, columns: Rows) -> bool:
        cells = [cell for cell in self.grid.row(row) if cell]
        if len(cells) > max(1, SPARSE * columns.size) or columns.size < 3:
            return False
        return any(
            _REMARK.search(cell) or _SENTENCE.search(cell) or len(cell) > LONG_TEXT
            for cell in cells
        )

    def _without_headings(self, body: Rows, headings: Iterable[int]) -> tuple[Rows, Rows]:
        """Rows that repeat a line of headings, as lists do on every page, are set apart."""
        again = np.zeros(body.size, dtype=np.bool_)
        for row in headings:
            if len(self._of(row)) < min(2, self.width):
                continue
            same = np.ones(body.size, dtype=np.bool_)
            for column, heading in zip(self.grid.columns, self.top[row], strict=True):
                if not same.any():
                    break
                if heading:
                    same &= pc.equal(column, heading).to_numpy(zero_copy_only=False)[body]
            again |= same
        return body[~again], body[again]

    def _without_captions(self, body: Rows) -> tuple[Rows, Rows]:
        """Rows that are one cell merged across, as the name of a group above its people."""
        across = {
            area.top: area
            for area in self.grid.merged
            if area.right - area.left + 1 >= FORM * self.width and area.top == area.bottom
        }
        is_caption = np.array(
            [row in across and self.filled[row].sum() == 1 for row in map(int, body)],
            dtype=np.bool_,
        )
        if not is_caption.size:
            return body, body
        return body[~is_caption], body[is_caption]

    def _hold_no_form(self, body: Rows) -> None:
        across = {
            row
            for area in self.grid.merged
            if area.right > area.left
            for row in range(area.top, area.bottom + 1)
        }
        if len(across & set(map(int, body))) >= FORM * body.size:
            labels = [cell for cells in self.top for cell in cells if cell.endswith((":", "："))]
            raise self.refused("is_a_form", value=_seen(labels or self.top[0]))

    # -- cells ------------------------------------------------------------------------------

    @cached_property
    def top(self) -> list[list[str]]:
        return self.grid.top(LOOKED_AT)

    @cached_property
    def filled(self) -> NDArray[np.bool_]:
        """Where something stands, by row and column."""
        cells = [
            pc.not_equal(column, "").to_numpy(zero_copy_only=False) for column in self.grid.columns
        ]
        return np.column_stack(cells) if cells else np.zeros((0, 0), dtype=np.bool_)

    @cached_property
    def width(self) -> float:
        """How many cells the wider rows fill."""
        counts = self.filled[: len(self.top)].sum(axis=1)
        return float(np.quantile(counts[counts > 0], 0.75))

    def _is_filled(self, row: int) -> bool:
        return bool(self.filled[row : row + 3].any())

    def refused(self, key: str, value: str = "") -> Refused:
        grid = self.grid
        return Refused([Problem(key, {}, grid.file, value=value, sheet=grid.sheet)])


def _kind(cell: str) -> str:
    """Whether a cell is a number, a day or month, or words. Years are words: they head columns."""
    if (day := read_day(cell)) is not None and not cell.isdigit():
        return "day" if day.day else "month"
    if _YEAR_OR_MONTH.fullmatch(cell):
        return "month"
    found = read_numbers([cell], decimal_comma=False)
    return "number" if found.read or read_numbers([cell], decimal_comma=True).read else "words"


def _seen(texts: Iterable[str]) -> str:
    """The first texts of a sheet, for whoever is told that it is no table."""
    short = (_SIGNATURE.split(" ".join(text.split()))[0][:LONG_TEXT] for text in texts if text)
    return " | ".join(islice(dict.fromkeys(short), MOST_SEEN))


def _counted_on(cells: Sequence[str]) -> set[int]:
    """Columns whose cells count on from 1, as days of a month do."""
    found: set[int] = set()
    for start, cell in enumerate(cells):
        if cell not in ("1", "01", "1日"):
            continue
        end = start
        while end < len(cells) and cells[end].rstrip("日").lstrip("0") == str(end - start + 1):
            end += 1
        if end - start >= FEWEST_DAYS:
            found |= set(range(start, end))
    return found


def _all_labels(cells: Sequence[str]) -> bool:
    return all(cell.endswith((":", "：")) for cell in cells)


def _filled(cells: Sequence[str]) -> list[tuple[int, str]]:
    return [(at, cell) for at, cell in enumerate(cells) if cell]


def _counts_columns(cells: Sequence[tuple[int, str]]) -> bool:
    """Whether a line below the headings numbers the columns from 1 on, or says their weekdays."""
    said = [cell.strip("()") for _, cell in cells]
    if len(said) > FEWEST_DAYS and all(_WEEKDAY.fullmatch(cell) for cell in said):
        return True
    return len(said) > 2 and said == [str(i + 1) for i in range(len(said))]


def _all_numbers(cells: Sequence[str]) -> bool:
    return bool(cells) and all(_kind(cell) == "number" for cell in cells)


def heading_paths(grid: Grid, layout: Layout) -> list[tuple[str, ...]]:
    """What the lines of headings say of each column of the table, from above.

    The cells of upper lines are spread to the right over what they group; lines that repeat what
    stands above them are left out.
    """
    lines: list[list[str]] = []
    for row in layout.headings:
        cells = grid.row(row)
        lines.append(_grouped(grid, row, cells) if row != layout.headings[-1] else cells)
    lines = [line for line in lines if not _counts_columns([*_filled(line)])] or lines
    if len(lines) > 1 and set(lines[-1]) - {""} <= UNITS:
        lines[-1] = [f"({cell})" if cell else "" for cell in lines[-1]]
    paths = []
    for column in layout.columns:
        said = [line[column].strip() for line in lines]
        paths.append(tuple(dict.fromkeys(part for part in said if part)))
    return paths


def _grouped(grid: Grid, row: int, cells: Sequence[str]) -> list[str]:
    """A line of groups: merged cells say where each ends, else it goes on to the next one."""
    across = [area for area in grid.merged if area.top == row and area.right > area.left]
    spread = list(cells)
    for area in across:
        spread[area.left : area.right + 1] = [cells[area.left]] * (area.right - area.left + 1)
    if across:
        return spread
    said = ""
    for at, cell in enumerate(cells):
        said = cell or said
        spread[at] = said
    return spread
