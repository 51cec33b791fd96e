"""Loop functions come to the same as Python and as code; one that goes beyond what loops may use is
told which of its forms that is."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from engine.vectors import PROCESSOR, LoopRun
from engine.vectors.loop_arguments import aligned, type_of
from engine.vectors.loop_code import loop_text
from engine.vectors.loop_values import LoopFunction, NoLoopCode
from engine.vectors.loop_words import (
    AT_A_TIME,
    count_bits,
    equal,
    greater,
    high_bits,
    less,
    prefetch,
    whole,
)
from engine.vectors.processor import address


def in_code(loop: LoopFunction, *arguments: Any) -> int:
    for _ in range(2):
        run = LoopRun()
        found = run(loop, *arguments)
        PROCESSOR.wait()
    assert not run.missing
    return found


def half(x: float) -> float:
    return x / 2.0


def halves(x: Any, people: int, factor: float, out: Any) -> int:
    count = 0
    for i in range(people):
        out[i] = int(half(x[i] * factor))
        count += int(x[i] > 0.0)
    return count


def halves_of_months(x: Any, months: int, people: int, out: Any) -> int:
    count = 0
    for row in range(months):
        count += halves(x[row], people, 3, out[row]) + halves(x[row], people, 1.0, out[row])
    return count


def chosen(x: Any, people: int, out: Any) -> int:
    for i in range(people):
        one = x[i]
        out[i] = one if x[i] > 0.0 else -1
    return 0


def words(x: Any, whole_numbers: Any, count: int, out: Any, further: Any) -> int:
    for i in range(count):
        out[i] = whole(x[i])
        for start in range(1, 64):
            further[i * 64 + start] = high_bits(whole_numbers[i], start)
    return 0


def held_against(row: Any, count: int, out: Any) -> int:
    for i in range(count):
        prefetch(row, 1)
        above = greater(row, 1, row[i])
        out[3 * i] = above * 65536 + equal(row, 1, int(row[i]))
        out[3 * i + 1] = count_bits(above)
        out[3 * i + 2] = less(row, 1, int(row[i]))
    return 0


SOME = np.arange(-6.0, 6.0).reshape(3, 4)
MANY = np.arange(-40.0, 40.0).reshape(2, 40)


@pytest.mark.parametrize(
    "x",
    [
        *(SOME, SOME[:, ::2], SOME[::-1], SOME.T, MANY, MANY[:, ::3], SOME.astype(np.int16)),
        *(np.broadcast_to(x, (3, 4)) for x in (SOME[1], SOME[:, :1], 7.0)),
    ],
)
def test_rows_are_handed_on_to_other_loops(x: Any) -> None:
    """Wherever they lie, and of whichever type the same loop gets its numbers."""
    out, right = np.zeros((2, *x.shape), dtype=np.int32)
    shape = x.shape
    assert in_code(halves_of_months, x, *shape, out) == halves_of_months(x, *shape, right)
    assert np.array_equal(out, right)


def test_one_of_two_is_chosen() -> None:
    out, right = np.zeros((2, 40))
    in_code(chosen, MANY[0], 40, out)
    chosen(MANY[0], 40, right)
    assert np.array_equal(out, right)


def test_words_mean_the_same_as_python_and_as_code() -> None:
    ends = [0.0, -0.0, 1.0, -1.0, 2.0**51 - 1, 1 - 2.0**51, 2.0**50, -(2.0**50), np.nan, np.inf]
    wholes = [0, -1, 1, 2**63 - 1, -(2**63), 2**62, -(2**62), 5, -5, 7]
    given = np.array(ends), np.array(wholes), len(ends)
    out, right = np.zeros((2, len(ends)), dtype=np.int64)
    bits, right_bits = np.zeros((2, len(ends) * 64), dtype=np.int64)
    in_code(words, *given, out, bits)
    assert out[:8].tolist() == [int(end) for end in ends[:8]]
    for i, number in enumerate(wholes):
        of_number = [number % 2**64 >> start for start in range(1, 64)]
        assert bits[i * 64 + 1 : i * 64 + 64].tolist() == of_number
    words(*given[:2], 8, right, right_bits)
    assert np.array_equal(out[:8], right[:8])


@pytest.mark.parametrize("kind", [np.int16, np.int32])
def test_several_entries_are_held_against_one(kind: Any) -> None:
    least, most = np.iinfo(kind).min, np.iinfo(kind).max
    ends = [least, most, 0, -1, 1, 5, 5, 5]
    row = np.array([*ends, *range(AT_A_TIME + 1 - len(ends))], dtype=kind)
    out, right = np.zeros((2, 3 * len(row)), dtype=np.int64)
    in_code(held_against, row, len(row), out)
    held_against(row, len(row), right)
    assert np.array_equal(out, right)
    assert right[:6].tolist() == [65535 * 65536, 16, 0, 1, 0, 65534]


@pytest.mark.parametrize("size", [1, 33])
def test_room_begins_with_a_line_of_memory(size: int) -> None:
    for kind in (np.int16, np.int32):
        room = aligned(size, kind)
        assert (address(room) % 64, room.shape, room.dtype) == (0, (size,), kind)


@pytest.mark.parametrize("months", [False, True])
def test_code_knows_of_an_array_what_it_needs(months: bool) -> None:
    shape = (2, 6) if months else (6,)
    assert type_of(np.zeros(shape)) == ("double", 8, months)
    assert type_of(np.zeros(shape, dtype=np.bool_)[..., ::2]) == ("i8", None, months)
    assert type_of(np.broadcast_to(np.int32(1), shape)) == ("i32", 0, months)


def attempts(count: int) -> int:
    found = 0
    try:
        found = count
    finally:
        found += 1
    return found


def powers(count: int) -> int:
    return count**2


def looks_up(count: int) -> int:
    return (count, count)[0]


def is_among(count: int) -> int:
    return 1 if count in (1, 2) else 0


def of_numbers(x: Any) -> int:
    return greater(x, 0, 1)


def unknown(count: int) -> int:
    return max(count, 1)


@pytest.mark.parametrize(
    ("loop", "found"),
    [
        (attempts, "try:"),
        (powers, "Pow"),
        (looks_up, "count, count"),
        (is_among, "count in (1, 2)"),
        (unknown, "max"),
    ],
)
def test_a_form_that_has_no_code_is_named(loop: LoopFunction, found: str) -> None:
    with pytest.raises(NoLoopCode, match="loops have no code for this") as told:
        loop_text(loop, ("i64",))
    assert found in str(told.value)


@pytest.mark.parametrize("x", [np.zeros(16), np.zeros(32, dtype=np.int32)[::2]])
def test_only_small_entries_side_by_side_are_held_against_one(x: Any) -> None:
    with pytest.raises(NoLoopCode, match="greater"):
        loop_text(of_numbers, (type_of(x),))
