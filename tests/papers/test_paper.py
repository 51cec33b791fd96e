"""A chart whose parts do not fit each other is refused when it is made, not when it is drawn."""

from __future__ import annotations

import math

import pytest

from engine.papers import Chart, ChartKind, Series
from engine.text import Text, untranslated

A, B, C = map(untranslated, "ABC")


def series(*values: float | None) -> Series:
    return Series(A, values)


@pytest.mark.parametrize(
    ("kind", "categories", "shown", "complaint"),
    [
        ("column", (A, B), (), "a chart of nothing"),
        ("column", (), (series(),), "0 values"),
        ("column", (A, B), (series(1.0),), "1 values for 2 places"),
        ("line", (A,), (series(math.nan),), "no finite number"),
        ("curve", (A,), (Series(A, (1.0,), across=(2.0,)),), "has no categories"),
        ("scatter", (), (Series(A, (1.0, 2.0), across=(2.0,)),), "2 values for 1 places"),
        ("scatter", (), (Series(A, (1.0,), across=(math.inf,)),), "no finite number"),
        ("band", (A,), (series(1.0),), "a low and a high end"),
        ("waterfall", (A, B, C), (series(10.0, -2.0, 8.01),), "do not lead to its end"),
        ("waterfall", (A, B, C), (series(10.0, None, 10.0),), "from a total to a total"),
        ("waterfall", (A,), (series(1.0),), "from a total to a total"),
    ],
)
def test_what_does_not_fit_is_refused(
    kind: ChartKind,
    categories: tuple[Text, ...],
    shown: tuple[Series, ...],
    complaint: str,
) -> None:
    with pytest.raises(ValueError, match=complaint):
        Chart(kind, categories, shown)


def test_a_line_across_bars_is_refused() -> None:
    with pytest.raises(ValueError, match="across a bar chart"):
        Chart("bar", (A,), (series(1.0),), limit=(B, 1.0))


def test_steps_may_miss_the_end_by_half_a_fen_of_binary_noise() -> None:
    Chart("waterfall", (A, B, C, A), (series(291_000_000.1, 0.1, 0.2, 291_000_000.4),))
