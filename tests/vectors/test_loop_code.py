"""A loop function that goes beyond what loops may use is told which of its forms that is."""

from __future__ import annotations

import pytest

from engine.vectors.loop_code import LoopFunction, NoLoopCode, loop_text


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
