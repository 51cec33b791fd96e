"""A number that a term is never below, as far as its formula and the facts tell.

Who knows that an amount is not negative, or a divisor above 0, need not look at every person.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import inf
from typing import Any

import numpy as np

from engine.evaluation.program import Term

_NOT_NEGATIVE = frozenset(
    {"ratio", "abs", "floor", "quarter_sum", "quarter_mean", "half_sum", "half_mean"}
    | {"year_sum", "year_mean", "recent_sum"}
)
"""Words that are not negative where their first argument is not."""


def least(term: Term, below: Sequence[float], facts: Mapping[str, float]) -> float:
    """A lower bound of a term that differs between people, from those of its arguments."""
    match term.op:
        case "fact":
            return facts[term.detail]
        case "rows":
            return below[0]
        case "+":
            return below[0] + below[1]
        case "*":
            return below[0] * below[1] if min(below) >= 0.0 else -inf
        case "/" | "present" | "spread" | "add_up":
            return 0.0 if below[0] >= 0.0 else -inf
        case "choose":
            return min(below[1:])
        case "word":
            return _word(term.detail[0], below)
    return -inf


def least_of(value: Any) -> float:
    """The least of some figures; -inf where they are none."""
    if isinstance(value, np.ndarray) and value.dtype == np.float64 and value.size:
        return float(value.min())
    return float(value) if isinstance(value, float | int) else -inf


def _word(name: str, below: Sequence[float]) -> float:
    if name == "min":
        return min(below)
    if name == "max":
        return max(below)
    if name == "clip":
        return min(max(below[0], below[1]), below[2])
    if name in _NOT_NEGATIVE:
        return 0.0 if below[0] >= 0.0 else -inf
    return -inf
