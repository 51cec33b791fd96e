"""Who is told apart: groups of exactly the fewest people are, one person fewer is not."""

from __future__ import annotations

import numpy as np
import pytest

from engine.analysis.small_groups import bands_of, few_paid, month_spans, told_apart


@pytest.mark.parametrize(
    ("counts", "apart", "together"),
    [
        ([5, 9], [0, 1], []),  # exactly the fewest stand by themselves
        ([2, 3, 5, 9], [2, 3], [0, 1]),  # 2 + 3 are enough: nothing is put to them
        ([4, 9, 5], [1], [0, 2]),  # 4 alone are not: the smallest other goes with them
        ([0, 4, 0], [], [1]),  # there is nobody to put to them
    ],
)
def test_groups_of_exactly_the_fewest_are_told_apart(
    counts: list[int], apart: list[int], together: list[int]
) -> None:
    assert told_apart(np.array(counts), 5) == (apart, together)


def paid(*people: int) -> np.ndarray:
    return np.isin(np.arange(8), people)


def test_a_line_of_exactly_the_fewest_is_told() -> None:
    lines = {"all": paid(*range(8)), "some": paid(0, 1, 2), "nobody": paid()}
    assert few_paid(lines, 3) == set()
    # Two are too few, and the third is found in the smallest line that is not: 0, 1, 2.
    assert few_paid({**lines, "two": paid(0, 1)}, 3) == {"two", "some"}
    # Two lines of two are of three people together, which is enough.
    assert few_paid({**lines, "two": paid(0, 1), "other": paid(1, 2)}, 3) == {"two", "other"}


def test_months_of_exactly_the_fewest_stand_by_themselves() -> None:
    here = np.zeros((6, 4), np.bool_)
    here[0, [0, 1]] = True  # two: enough
    here[1, 0] = True  # one, and the same one: two only with the month after
    here[2, [0, 2]] = True
    # nobody in row 3
    here[4, [1, 2]] = True
    here[5, 3] = True  # one is left over at the end and goes to the span before
    assert month_spans(here, 2) == [range(1), range(1, 3), range(3, 4), range(4, 6)]
    assert month_spans(here, 5) == [range(row, row + 1) for row in range(6)]  # four in all


def test_there_are_bands_where_two_of_them_have_the_fewest() -> None:
    assert [band.size for band in bands_of(np.arange(10), 5)] == [5, 5]
    assert bands_of(np.arange(9), 5) == []
    assert len(bands_of(np.arange(1000), 5)) == 10
