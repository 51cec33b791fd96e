"""Rows of a file that add others up: set apart, and held against the rows they add."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from engine.facts import is_total
from engine.written import plain_decimal, read_numbers, unusual_numbers

Rows = NDArray[np.intp]
Floats = NDArray[np.float64]

PERHAPS = (
    "计|計|总|總|汇|匯|均|和|共|员|員|位|值|계|총|소|합"
    "|(?i:total|sum|average|avg|mean|gesamt|durch)"
)
"""What every name of a total has of."""
MOST_TOTALS = 0.34
"""A word for totals in more of the rows than these is a value like others."""
USUALLY = 0.95
"""A column that is filled in so many of the rows is lacking in one where it is blank."""
LAST = 2
"""So many rows at the end may be totals without a name."""
CENT, RELATIVE = 0.006, 1e-9
_MEANS = re.compile(r"均|average|avg|mean", re.IGNORECASE)


@dataclass(frozen=True)
class FileTotal:
    """What a total row of the file says of one column, and what the rows it adds up come to.

    `month` is the heading of the month where months stand side by side. `agrees` is None where the
    cell is no sum: a mean, or a share of two sums.
    """

    heading: str
    said: str
    found: str
    agrees: bool | None
    label: str
    file: str
    sheet: str
    line: int
    month: str = ""


def find_total_rows(columns: Sequence[pa.StringArray]) -> tuple[NDArray[np.bool_], Rows]:
    """Which rows add others up; and rows that say so of themselves, but are like others.

    A row is a total where its first cell of words says so, or another cell does and the row lacks
    what nearly all rows have; or where it stands at the end, has no words, and is the sum of all.
    """
    filled = np.column_stack([_filled(column) for column in columns])
    says = [_says_total(column) for column in columns]
    candidates = np.zeros(len(filled), dtype=np.bool_)
    for of in says:
        candidates[of] = True
    usual = _usual(filled[~candidates & (filled.sum(axis=1) > 1)])
    first = _first_words(columns, filled)
    found = np.zeros(len(filled), dtype=np.bool_)
    like_others = np.zeros(len(filled), dtype=np.bool_)
    for at, of in enumerate(says):
        is_value = of.size > MOST_TOTALS * max(filled[:, at].sum(), 3)
        for row in map(int, of):
            lacks = bool((usual & ~filled[row]).any())
            if lacks or (first(row) == at and not is_value):
                found[row] = True
            else:
                like_others[row] = True
    found |= _unnamed(columns, filled, found)
    return found, np.flatnonzero(like_others & ~found)


def _usual(filled: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """The columns in which nearly all rows say something."""
    if not len(filled):
        return np.zeros(filled.shape[1], dtype=np.bool_)
    usual: NDArray[np.bool_] = filled.mean(axis=0) >= USUALLY
    return usual


def hold_against(
    headings: Mapping[int, str],
    columns: Sequence[pa.StringArray],
    is_total_row: NDArray[np.bool_],
    place: tuple[str, str],
    lines: NDArray[np.int64],
    months: Mapping[int, str],
) -> Iterator[FileTotal]:
    """Each number of the total rows beside the sum of the rows it adds up.

    Those are whichever fit best: all rows, those since the last total, or those up to the next.
    """
    at_total = np.flatnonzero(is_total_row)
    if not at_total.size:
        return
    numbers = {
        at: values
        for at in headings
        if (values := floats_of(columns[at])) is not None and np.isfinite(values[at_total]).any()
    }
    for row in map(int, at_total):
        label = next((c for column in columns if is_total(c := column[row].as_py())), "")
        if _MEANS.search(label):
            continue
        spans = _spans(row, at_total, is_total_row)
        said = {at: v[row] for at, v in numbers.items() if np.isfinite(v[row])}
        best = max(
            spans,
            key=lambda span: sum(is_sum(said[at], numbers[at][span]) for at in said),
            default=np.zeros(0, dtype=np.intp),
        )
        for at, value in said.items():
            parts = numbers[at][best]
            parts = parts[np.isfinite(parts)]
            agrees: bool | None = is_sum(value, parts)
            if not agrees and parts.size > 1 and parts.min() <= value <= parts.max():
                agrees = None
            yield FileTotal(
                headings[at],
                columns[at][row].as_py(),
                plain_decimal(Decimal(repr(round(float(parts.sum()), 6)))),
                agrees,
                label,
                *place,
                int(lines[row]),
                months.get(at, ""),
            )


def _spans(row: int, totals: Rows, is_total_row: NDArray[np.bool_]) -> list[Rows]:
    """The rows that a total may add up."""
    plain = np.flatnonzero(~is_total_row)
    before = totals[totals < row]
    after = totals[totals > row]
    since = int(before[-1]) if before.size else -1
    until = int(after[0]) if after.size else len(is_total_row)
    spans = [
        plain[plain < row],
        plain[(plain < row) & (plain > since)],
        plain[plain > row],
        plain[(plain > row) & (plain < until)],
        plain,
    ]
    return [span for span in spans if span.size]


def is_sum(said: float, parts: Floats) -> bool:
    """Whether a number is the sum of others, to the cent; those that are NaN are none."""
    total = float(np.nansum(parts))
    return bool(abs(said - total) <= max(CENT, RELATIVE * abs(total)))


def _says_total(column: pa.StringArray) -> Rows:
    maybe = np.flatnonzero(pc.match_substring_regex(column, PERHAPS).to_numpy(zero_copy_only=False))
    if not maybe.size:
        return maybe
    texts = column.take(pa.array(maybe))
    coded = texts.dictionary_encode()
    says = np.array([is_total(text) for text in coded.dictionary.to_pylist()], dtype=np.bool_)
    found: Rows = maybe[says[coded.indices.to_numpy()]]
    return found


def _first_words(
    columns: Sequence[pa.StringArray], filled: NDArray[np.bool_]
) -> Callable[[int], int]:
    """The first column of a row that holds words rather than a running number."""

    def first(row: int) -> int:
        for at, column in enumerate(columns):
            if filled[row, at] and not column[row].as_py().replace(".", "").isdigit():
                return at
        return -1

    return first


def _unnamed(
    columns: Sequence[pa.StringArray],
    filled: NDArray[np.bool_],
    found: NDArray[np.bool_],
) -> NDArray[np.bool_]:
    """Rows at the end that lack what others have and hold nothing but sums of the rows above."""
    extra = np.zeros(len(found), dtype=np.bool_)
    end = len(found)
    usual = _usual(filled[: end - LAST][~found[: end - LAST]])
    for row in range(max(3, end - LAST), end):
        at = np.flatnonzero(filled[row])
        if found[row] or not at.size or not (usual & ~filled[row]).any():
            continue
        above = ~(found | extra)
        above[row:] = False
        sums = []
        for column in map(int, at):
            values = floats_of(columns[column])
            if values is None or not np.isfinite(values[row]):
                break
            parts = values[above]
            sums.append(is_sum(values[row], parts) and np.count_nonzero(parts > 0) > 1)
        else:
            extra[row] = all(sums)
    return extra


def _filled(column: pa.StringArray) -> NDArray[np.bool_]:
    filled: NDArray[np.bool_] = pc.not_equal(column, "").to_numpy(zero_copy_only=False)
    return filled


def floats_of(column: pa.StringArray) -> Floats | None:
    """The numbers of a column, NaN where none stands; None where most of it is none."""
    texts = unusual_numbers(column)
    if len(texts) > max(50, len(column) // 2):
        return None
    read = read_numbers(texts).read
    coded = column.dictionary_encode()
    unusual = set(texts)
    values = np.array(
        [_number(text, read, unusual) for text in coded.dictionary.to_pylist()], dtype=np.float64
    )
    found: Floats = values[coded.indices.to_numpy()]
    return found if np.isfinite(found).any() else None


def _number(text: str, read: Mapping[str, str], unusual: Iterable[str]) -> float:
    if text in unusual:
        return float(read[text]) if text in read else np.nan
    return float(text) if text else np.nan
