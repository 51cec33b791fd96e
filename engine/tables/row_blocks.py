"""Rows that name whose the rows below them are: blocks of people, and outlines as pivots have."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from engine.facts import is_total
from engine.sheets import Sheet
from engine.tables.headings import BLOCK
from engine.tables.total_rows import floats_of, is_sum
from engine.text import Problem
from engine.written import read_day, read_numbers

MOST_ROWS = 200_000
FEWEST_BLOCKS = 2
PLACES = 2
"""Blocks are named in one of the first columns."""
MOSTLY = 0.9
RECURRING = 0.5
"""Texts below the names that are no more different than this are the same in every block."""
_COUNT = re.compile(
    r"\s*[(（]\s*[0-9][0-9,]*\s*(?:records?|items?|rows?|entries|条|条记录|行|笔|单|人|项)\s*[)）]\Z",
    re.IGNORECASE,
)
_LABELLED = re.compile(r"([^:：]{1,12})[:：]\s*(\S.*)\Z")

Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Outline:
    """Where blocks begin: in which column they are named, by which rows; `sums` says that these
    add up the rows below them."""

    column: str
    names: Flags
    sums: bool


def find_outline(columns: Mapping[str, pa.StringArray], firsts: Sequence[int]) -> Outline | None:
    """The blocks of some rows, None where there are none; `firsts` are the first rows of sheets,
    each of which must begin a block."""
    own = [heading for heading in columns if not heading.startswith("(")]
    rows = len(next(iter(columns.values()), ()))
    if rows < 2 * FEWEST_BLOCKS or rows > MOST_ROWS or len(own) < 2:
        return None
    filled = {h: pc.not_equal(columns[h], "").to_numpy(zero_copy_only=False) for h in own}
    alone = sum(filled[heading].astype(np.int64) for heading in own) == 1
    for heading in own[:PLACES]:
        words = filled[heading] & _are_words(columns[heading])
        names = words & alone
        if _begin_blocks(names, firsts) and _are_apart(columns[heading], names):
            return Outline(heading, names, sums=False)
        if alone.any():
            continue
        others = [h for h in own if h != heading]
        numbers = [v for h in others if (v := floats_of(columns[h])) is not None]
        if not words.all() and _begin_blocks(words, firsts) and _add_up(numbers, words):
            return Outline(heading, words, sums=True)
        if words.all() and not firsts[1:]:
            for values in numbers:
                names = _beginning_with_sums(values)
                if _begin_blocks(names, firsts) and _add_up(numbers, names):
                    return Outline(heading, names, sums=True)
    return None


def by_blocks(sheet: Sheet, heading: str) -> Sheet:
    """The sheet without the rows that name blocks in a column: each name stands beside the rows of
    its block, in that column where it is blank there, else under BLOCK or what stands before a
    colon. A sheet without blocks stays as it is."""
    outline = find_outline(sheet.columns, [first for first, _ in sheet.parts] or [0])
    if outline is None or outline.column != heading:
        return sheet
    column = sheet.columns[heading]
    rows = np.flatnonzero(~outline.names)
    of = np.maximum.accumulate(np.where(outline.names, np.arange(sheet.rows), 0))[rows]
    below = sheet.take(rows)
    label, names = block_column([str(column[int(row)].as_py()) for row in of])
    if not pc.any(pc.not_equal(below.columns[heading], "")).as_py():
        label = heading
    elif label in below.columns:
        label = BLOCK
    columns = {label: names} | {h: c for h, c in below.columns.items() if h != label}
    told = Problem("rows_of_blocks", {"count": int(outline.names.sum())}, sheet.name)
    return replace(below, columns=columns, warnings=(*sheet.warnings, told))


def block_column(names: Sequence[str]) -> tuple[str, pa.StringArray]:
    """The names of blocks as a column: without how many rows they have, and without the label
    before a colon, which heads it where all have the same; else BLOCK does."""
    said = [_COUNT.sub("", name) for name in names]
    labelled = {name: found for name in said if name and (found := _LABELLED.match(name))}
    labels = {found[1].strip() for found in labelled.values()}
    if len(labels) != 1 or len(labelled) < len(set(said) - {""}):
        return BLOCK, pa.array(said, pa.string())
    bare = [labelled[name][2].strip() if name else "" for name in said]
    return labels.pop(), pa.array(bare, pa.string())


def _begin_blocks(names: Flags, firsts: Sequence[int]) -> bool:
    """Whether some rows may name blocks: several, the first on every sheet, with rows below."""
    if names.sum() < FEWEST_BLOCKS or names[-1] or not names[list(firsts)].all():
        return False
    return bool(names.sum() <= (~names).sum())


def _are_apart(column: pa.StringArray, names: Flags) -> bool:
    """Whether what stands below the names in their column is of another kind: nothing, days and
    numbers, or the same words in every block."""
    below = column.filter(pa.array(~names))
    texts = [str(text) for text in below.unique().to_pylist() if text]
    if not texts:
        return True
    if len(texts) < pc.sum(pc.not_equal(below, "")).as_py() * RECURRING:
        return not set(texts) & set(column.filter(pa.array(names)).to_pylist())
    return not _are_words(below).any()


def _add_up(numbers: Sequence[NDArray[np.float64]], names: Flags) -> bool:
    """Whether the numbers of some rows are the sums of those below them: in one column at least,
    and in every other that is none of means or shares."""
    begins = np.flatnonzero(names)
    ends = np.r_[begins[1:], len(names)]
    found = False
    for values in numbers:
        blocks = [values[begin + 1 : end] for begin, end in zip(begins, ends, strict=True)]
        pairs = list(zip(values[begins], blocks, strict=True))
        if all(np.isfinite(said) and is_sum(said, parts) for said, parts in pairs):
            found = True
        elif not all(_is_between(said, parts) for said, parts in pairs):
            return False
    return found


def _is_between(said: float, parts: NDArray[np.float64]) -> bool:
    known = parts[np.isfinite(parts)]
    return not np.isfinite(said) or (known.size > 0 and known.min() <= said <= known.max())


def _beginning_with_sums(values: NDArray[np.float64]) -> Flags:
    """The rows that begin blocks where each is the sum of those below it, up to the next; none
    where they do not part the whole."""
    names = np.zeros(len(values), dtype=np.bool_)
    if not np.isfinite(values).all() or (values <= 0).any():
        return names
    row, longest = 0, 0
    while row < len(values):
        end, total = row + 1, 0.0
        while (
            end < len(values)
            and total < values[row]
            and not is_sum(values[row], values[row + 1 : end])
        ):
            total += values[end]
            end += 1
        if end == row + 1 or not is_sum(values[row], values[row + 1 : end]):
            return np.zeros(len(values), dtype=np.bool_)
        names[row] = True
        longest = max(longest, end - row - 1)
        row = end
    return names if longest > 1 else np.zeros(len(values), dtype=np.bool_)


def _are_words(column: pa.StringArray) -> Flags:
    """Which cells are neither blank nor numbers, days or words for totals."""
    coded = column.dictionary_encode()
    texts = [str(text) for text in coded.dictionary.to_pylist()]
    numbers = read_numbers(texts, decimal_comma=False).read
    words = np.array(
        [
            bool(text) and text not in numbers and read_day(text) is None and not is_total(text)
            for text in texts
        ],
        dtype=np.bool_,
    )
    found: Flags = words[coded.indices.to_numpy()]
    return found
