"""The words of loop functions beside those of Python (`abs`, `float`, `int`), as Python has them;
what code has for each stands in `loop_code.py`.
"""

from __future__ import annotations

import struct
from typing import Any

import numpy as np

AT_A_TIME = 16
"""Entries of an array that `greater`, `equal` and `less` look at."""
SHIFT = 1.5 * 2.0**52
"""Doubles of this size stand for whole numbers, their last bit for 1."""


def rint(x: float) -> float:
    """The nearest whole number, the even one of two."""
    return float(np.rint(x))


def floor(x: float) -> float:
    """The greatest whole number ≤ x."""
    return float(np.floor(x))


def trunc(x: float) -> float:
    """x without its fraction."""
    return float(np.trunc(x))


def bits(x: float) -> int:
    """The bits of a number as a whole number."""
    return int(struct.unpack("<q", struct.pack("<d", x))[0])


def of_bits(x: int) -> float:
    """The number of some bits."""
    return float(struct.unpack("<d", struct.pack("<q", int(x)))[0])


def below(a: int, b: int) -> bool:
    """a < b, where numbers with the sign bit come after all others."""
    return int(a) % 2**64 < int(b) % 2**64


def leading(x: int) -> int:
    """The leading bit of a whole number above 0."""
    return 1 << (int(x).bit_length() - 1)


def whole(x: float) -> int:
    """A number without a fraction, below 2**51 in size, as a whole one: several at a time, which
    `int` is not. Of others, some whole number."""
    return bits(x + SHIFT) - bits(SHIFT)


def high_bits(x: int, start: int) -> int:
    """The bits of x from `start` on, which is below 64, without a sign."""
    return int(x) % 2**64 >> start


def greater(row: Any, start: int, than: int) -> int:
    """A bit for each of so many entries AT_A_TIME of an array of 16- or 32-bit numbers, from
    `start` on, that is greater."""
    return sum(1 << k for k in range(AT_A_TIME) if row[start + k] > than)


def equal(row: Any, start: int, to: int) -> int:
    """The same for each that is equal."""
    return sum(1 << k for k in range(AT_A_TIME) if row[start + k] == to)


def less(row: Any, start: int, than: int) -> int:
    """The same for each that is less."""
    return sum(1 << k for k in range(AT_A_TIME) if row[start + k] < than)


def count_bits(x: int) -> int:
    """How many bits are set of a whole number from 0 on."""
    return int(x).bit_count()


def prefetch(row: Any, at: int) -> int:
    """Has the memory of an entry, which may be written to soon, fetched."""
    return 0
