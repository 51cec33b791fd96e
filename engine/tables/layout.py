"""Where the table of a sheet is: its headings, its rows, and what stands above and below them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice

import numpy as np
import pyarrow.compute as pc
from numpy.typing import NDArray

from engine.sheets import Grid
from engine.tables.heading_lines import HeadingLines
from engine.text import Problem, Refused

Rows = NDArray[np.intp]

SPARSE = 0.25
"""A row that fills no more of the width, at the end, is a remark."""
FORM = 0.5
"""Where so many rows have cells merged across, the sheet is a form."""
LONG_TEXT = 24
MOST_SEEN = 6
_REMARK = re.compile(
    r"(备\s*注|说\s*明|注\s*[:：]|附\s*注|制\s*表|审\s*核|复\s*核|填\s*表|打印|数据来源|note|remark|source"
    r"|prepared|approved|printed|generated|report)",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[，。；：]|[,;:] |:$|^截至|^as of\b", re.IGNORECASE)
_LABEL = re.compile(r"[^0-9:：]+[:：]")
_PAGE = re.compile(
    r"[-—\s]*(?:第\s*\d+\s*页(?:[\s,，/]*共\s*\d+\s*页)?|page\s*\d+(?:\s*(?:of|/)\s*\d+)?)[-—\s]*",
    re.IGNORECASE,
)
_SIGNATURE = re.compile(r"(?<=[:：])\s+")


@dataclass(frozen=True)
class Layout:
    """Rows and columns of a grid, counted from 0.

    `headings` are the lines of headings from above, `body` the rows of the table. `titles` are the
    texts above it; `below` are rows of remarks after it, `again` rows that repeat the headings or
    a title, or number pages, `captions` rows that are one merged cell and `empty` rows in which
    nothing stands: none of them is read.
    """

    headings: tuple[int, ...]
    body: Rows
    columns: tuple[int, ...]
    titles: tuple[str, ...]
    below: Rows
    again: Rows
    captions: Rows
    empty: int


def find_layout(grid: Grid) -> Layout:
    """The layout of a grid.

    Raises Refused where there is no table to be found: an empty sheet, a form, rows without
    headings.
    """
    return _Looking(grid, HeadingLines(grid)).layout()


@dataclass(frozen=True)
class _Looking:
    grid: Grid
    seen: HeadingLines

    def layout(self) -> Layout:
        filled = self.seen.filled
        if not filled.any():
            raise self.refused("no_rows")
        headings = self.seen.find()
        first, last = headings[0], headings[-1]
        columns = np.flatnonzero(filled[first:].any(axis=0))
        body = np.arange(last + 1, self.grid.rows)
        is_empty = ~filled[body][:, columns].any(axis=1)
        empty, body = int(is_empty.sum()), body[~is_empty]
        body, below = self._without_remarks(body, columns)
        body, again = self._without_headings(body, headings)
        body, pages = self._without_pages(body, first)
        again = np.sort(np.r_[again, pages])
        self._hold_no_form(body)
        body, captions = self._without_captions(body)
        if not body.size:
            raise self.refused("no_rows")
        above = range(first)
        if not pages.size and self._names_first_block(first, again):
            above = range(first - 1)
            if captions.size:
                captions = np.r_[first - 1, captions]
            else:
                body = np.r_[first - 1, body]
        titles = [cell for row in above for cell in self.seen.top[row] if cell]
        return Layout(
            tuple(headings),
            body,
            tuple(map(int, columns)),
            tuple(dict.fromkeys(titles)),
            below,
            again,
            captions,
            empty,
        )

    def _without_remarks(self, body: Rows, columns: Rows) -> tuple[Rows, Rows]:
        end = body.size
        while end and self._is_remark(int(body[end - 1]), columns):
            end -= 1
        return body[:end], body[end:]

    def _is_remark(self, row: int, columns: Rows) -> bool:
        cells = [cell for cell in self.grid.row(row) if cell]
        if columns.size >= 3 and all(map(_LABEL.match, cells)):
            return True
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
            if len(self.seen.cells_of(row)) < min(2, self.seen.width):
                continue
            same = np.ones(body.size, dtype=np.bool_)
            for column, heading in zip(self.grid.columns, self.seen.top[row], strict=True):
                if not same.any():
                    break
                if heading:
                    same &= pc.equal(column, heading).to_numpy(zero_copy_only=False)[body]
            again |= same
        return body[~again], body[again]

    def _without_pages(self, body: Rows, first: int) -> tuple[Rows, Rows]:
        """Rows of one cell that number a page, or repeat a title, are set apart."""
        titles = {cell for cells in self.seen.top[:first] for cell in cells if cell}
        alone = np.flatnonzero(self.seen.filled[body].sum(axis=1) == 1)
        said = {int(at): next(filter(None, self.grid.row(int(body[at])))) for at in alone}
        pages = [at for at, cell in said.items() if cell in titles or _PAGE.fullmatch(cell)]
        return np.delete(body, pages), body[np.array(pages, dtype=np.intp)]

    def _without_captions(self, body: Rows) -> tuple[Rows, Rows]:
        """Rows that are one cell merged across, as the name of a group above its people."""
        across = {
            area.top: area
            for area in self.grid.merged
            if area.right - area.left + 1 >= FORM * self.seen.width and area.top == area.bottom
        }
        is_caption = np.array(
            [row in across and self.seen.filled[row].sum() == 1 for row in map(int, body)],
            dtype=np.bool_,
        )
        if not is_caption.size:
            return body, body
        return body[~is_caption], body[is_caption]

    def _names_first_block(self, first: int, again: Rows) -> bool:
        """Whether the title right above the headings names a block, as the line above each of their
        repetitions does."""
        repeated = set(map(int, again))
        above = [row - 1 for row in repeated if row - 1 not in repeated]
        alone = [int(self.seen.filled[row].sum()) == 1 for row in (*above, first - 1)]
        return bool(above) and first > 0 and all(alone)

    def _hold_no_form(self, body: Rows) -> None:
        across = {
            row
            for area in self.grid.merged
            if area.right > area.left
            for row in range(area.top, area.bottom + 1)
        }
        if len(across & set(map(int, body))) >= FORM * body.size:
            labels = [
                cell for cells in self.seen.top for cell in cells if cell.endswith((":", "："))
            ]
            raise self.refused("is_a_form", value=_seen(labels or self.seen.top[0]))

    def refused(self, key: str, value: str = "") -> Refused:
        grid = self.grid
        return Refused([Problem(key, {}, grid.file, value=value, sheet=grid.sheet)])


def _seen(texts: Iterable[str]) -> str:
    """The first texts of a sheet, for whoever is told that it is no table."""
    short = (_SIGNATURE.split(" ".join(text.split()))[0][:LONG_TEXT] for text in texts if text)
    return " | ".join(islice(dict.fromkeys(short), MOST_SEEN))
