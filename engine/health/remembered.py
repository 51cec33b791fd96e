"""What was worked out before for the same people or the same figures, looked up before it is done
again: the next check of a plan in which one figure was moved finds nearly everything here."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any, TypeVar

import numpy as np

from engine.evaluation import Memory
from engine.facts import Category, Facts

T = TypeVar("T")

SMALL = 200
"""Bytes of what is no array, roughly."""


def remembered(memory: Memory, key: Hashable, work: Callable[[], T]) -> T:
    """What the work brings, done once for each key; equal keys must mean equal results."""
    found: tuple[T] | None = memory.get(key)
    if found is None:
        found = (work(),)
        memory.keep(key, found, _bytes(found))
    return found[0]


def _bytes(value: Any) -> int:
    match value:
        case np.ndarray():
            return int(value.nbytes)
        case Category():
            return int(value.codes.nbytes)
        case Facts():
            return SMALL * value.size + _bytes(
                (value.present, value.numbers, value.categories, value.people)
            )
        case tuple() | list():
            return SMALL + sum(map(_bytes, value))
        case dict():
            return SMALL + sum(map(_bytes, value.values()))
    return SMALL
