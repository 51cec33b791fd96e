"""Which lines of a sheet are the headings of its table, and what they say of each column."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pyarrow.compute as pc
from numpy.typing import NDArray

from engine.sheets import Grid
from engine.text import Problem, Refused
from engine.written import read_day, read_numbers

LOOKED_AT = 60
"""The headings, and enough of what they head, stand within so many rows."""
FULL = 0.6
"""A line of headings fills at least so much of the width of its table."""
OF_WORDS = 0.8
"""At least so many of its cells are words, or months."""
FEWEST_DAYS = 5
FEWEST_DOWN = 2
RECURRING = 0.2
"""A row of which so many cells come again below is no line of headings."""
MOST_SAID = 0.9
UNITS = frozenset("元人天日次个单件分秒通条户家台笔%％‰h") | {
    *("万元", "千元", "百万元", "亿元", "小时", "分钟", "hrs"),
}
"""What stands in a line of units below the headings."""
MOST_SEEN = 8
PIVOT_COLUMNS = frozenset({"column labels", "列标签"})
"""What stands above the headings of a pivot."""
_YEAR_OR_MONTH = re.compile(r"(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])?")
_WEEKDAY = re.compile(
    r"(?:周|星期)?[一二三四五六日天]|(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*", re.IGNORECASE
)


@dataclass(frozen=True)
class HeadingLines:
    """What is seen at the top of a sheet, and where its headings are."""

    grid: Grid

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

    def find(self) -> range:
        """The lines of headings. Raises Refused where rows of words head nothing."""
        first, last = self._last_heading()
        return range(self._first_heading(first), last + 1)

    def cells_of(self, row: int) -> list[tuple[int, str]]:
        """The filled cells of a row, each with its column."""
        return _filled(self.top[row])

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
        found = " | ".join(cell for cell in self.top[0][:MOST_SEEN] if cell)
        grid = self.grid
        raise Refused([Problem("no_headings", {}, grid.file, value=found, sheet=grid.sheet)])

    def _may_head(self, row: int) -> bool:
        cells = [cell for cell in self.top[row] if cell]
        wide = [cell for cell in self._spread(row) if cell] if self._is_spanned(row) else cells
        if len(wide) < FULL * self.width or not cells:
            return False
        if any(cell.casefold() in PIVOT_COLUMNS for cell in cells):
            return False
        if any(cell.endswith((":", "：")) for cell in cells) and not _all_labels(cells):
            return False
        if len(set(cells)) < min(2, self.width):
            return False
        counted = _counted_on(self.top[row])
        words = sum(at in counted or _kind(cell) != "number" for at, cell in self.cells_of(row))
        return words >= OF_WORDS * len(cells) and self._is_filled(row + 1)

    def _is_data(self, row: int) -> bool:
        """Whether a row is like those below it: then the table has no headings. Its numbers and
        days stand above numbers and days, or its words come again below them."""
        counted = _counted_on(self.top[row])
        below = [cells for cells in self.top[row + 1 :] if cells != self.top[row]]
        again = 0
        for at, cell in self.cells_of(row):
            under = [cells[at] for cells in below if cells[at]]
            kind = _kind(cell)
            is_datum = kind != "words" and at not in counted and bool(under)
            if is_datum and all(_kind(other) == kind for other in under[:5]):
                return True
            again += cell in under
        return again >= max(1.0, RECURRING * len(self.cells_of(row)))

    def _is_said_again(self, row: int) -> bool:
        """Whether a row says the headings once more, in another language or as units: every cell of
        it is words without digits, where numbers follow."""
        if row + 1 >= len(self.top):
            return False
        cells = self.cells_of(row)
        above = {at for at, cell in self.cells_of(row - 1) if cell}
        if cells and (all(cell in UNITS for _, cell in cells) or _counts_columns(cells)):
            return True
        if len(cells) < max(3.0, MOST_SAID * len(above)) or self._is_data(row):
            return False
        if any(any(c.isdigit() for c in cell) or _kind(cell) != "words" for _, cell in cells):
            return False
        below = self.top[row + 1 : row + 6]
        numbers = [at for at, _ in cells if _all_numbers([c[at] for c in below if c[at]])]
        return len(numbers) >= min(2, len(above) - 1)

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

    def _is_filled(self, row: int) -> bool:
        return bool(self.filled[row : row + 3].any())


def heading_paths(
    grid: Grid, headings: Sequence[int], columns: Sequence[int]
) -> list[tuple[str, ...]]:
    """What the lines of headings say of each column of the table, from above.

    The cells of upper lines are spread to the right over what they group; lines that repeat what
    stands above them are left out.
    """
    lines: list[list[str]] = []
    for row in headings:
        cells = grid.row(row)
        lines.append(_grouped(grid, row, cells) if row != headings[-1] else cells)
    lines = [line for line in lines if not _counts_columns([*_filled(line)])] or lines
    if len(lines) > 1 and set(lines[-1]) - {""} <= UNITS:
        lines[-1] = [f"({cell})" if cell else "" for cell in lines[-1]]
    paths = []
    for column in columns:
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


def _kind(cell: str) -> str:
    """Whether a cell is a number, a day or month, or words. Years are words: they head columns."""
    if (day := read_day(cell)) is not None and not cell.isdigit():
        return "day" if day.day else "month"
    if _YEAR_OR_MONTH.fullmatch(cell):
        return "month"
    found = read_numbers([cell], decimal_comma=False)
    return "number" if found.read or read_numbers([cell], decimal_comma=True).read else "words"


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
