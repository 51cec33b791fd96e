"""Where axes end: chosen from the baseline with room to spare, so that they stand still while a
figure moves, and widened in coarse steps when the variant leaves them."""

from __future__ import annotations

import math

_RUNGS = (1.0, 1.2, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0)
HEADROOM = 1.2


def top(baseline: float, variant: float, headroom: float = HEADROOM) -> float:
    """The upper end of an axis that starts at 0."""
    end = rung(max(baseline, 1e-9) * headroom)
    while end < variant * 1.02:
        end = rung(end * 1.0001)
    return end


def rung(value: float) -> float:
    """The next round number from a value on: 1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8 times a power."""
    power = 10.0 ** math.floor(math.log10(value) + 1e-12)
    return next(step * power for step in _RUNGS if step * power >= value * (1 - 1e-12))


def bottom(baseline: float, variant: float, end: float) -> float:
    """The lower end of an axis where length is not compared: 0, or a good tenth of the axis below
    the lowest value where that is far from 0."""
    tenth = end / 10
    start = math.floor(baseline / tenth - 1.0) * tenth
    while start > variant:
        start -= 2 * tenth
    return start if start >= 2 * tenth else 0.0
