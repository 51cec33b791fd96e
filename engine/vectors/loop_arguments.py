"""What code must know of the arguments of a loop function, and the arguments as it reads them."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from functools import cache
from typing import Any, NamedTuple

import numpy as np

from engine.vectors.loop_words import bits
from engine.vectors.processor import address

_ELEMENTS = {
    np.dtype(np.float64): "double",
    np.dtype(np.bool_): "i8",
    np.dtype(np.int8): "i8",
    np.dtype(np.int16): "i16",
    np.dtype(np.int32): "i32",
    np.dtype(np.int64): "i64",
}


LINE_OF_MEMORY = 64
"""Bytes that the processor fetches together."""


def aligned(size: int, kind: type[np.generic]) -> np.ndarray[Any, Any]:
    """Room for so many numbers, from the beginning of a line of memory on."""
    wanted = size * np.dtype(kind).itemsize
    room = np.empty(wanted + LINE_OF_MEMORY, dtype=np.int8)
    start = -address(room) % LINE_OF_MEMORY
    return room[start : start + wanted].view(kind)


class ArrayType(NamedTuple):
    """What an array holds, and the bytes from one to the next; None where only a run knows.
    `months` where it has a row for each month."""

    element: str
    stride: int | None
    months: bool = False


def type_of(argument: object) -> ArrayType | str:
    """What code must know of an argument. Raises TypeError for what no loop takes."""
    if isinstance(argument, np.ndarray):
        return _array_type(argument.dtype, argument.strides)
    if isinstance(argument, bool | int | np.integer):
        return "i64"
    if isinstance(argument, float):
        return "double"
    raise TypeError(argument)


@cache
def _array_type(dtype: np.dtype[Any], strides: tuple[int, ...]) -> ArrayType:
    element = _ELEMENTS.get(dtype)
    if element is None or len(strides) not in (1, 2):
        raise TypeError(dtype)
    step = strides[-1] if strides[-1] in (0, dtype.itemsize) else None
    return ArrayType(element, step, len(strides) == 2)


def put_in(arguments: Sequence[Any]) -> array[int]:
    """The arguments as code reads them."""
    slots: list[int] = []
    for argument in arguments:
        if isinstance(argument, np.ndarray):
            slots += (address(argument), argument.strides[-1], argument.strides[0])
        else:
            slots.append(bits(argument) if isinstance(argument, float) else int(argument))
    return array("q", slots)
