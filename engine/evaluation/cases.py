"""Results that take only a few values: worked out once for each case and picked by its code.

A case is a category, a step reached, or one of each; its code fits one byte.
"""

from __future__ import annotations

from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.formula import exact

Array = NDArray[Any]


class Picker:
    """Values by code. Picks two at a time where it can, as one 16-byte number."""

    def __init__(self, values: Array) -> None:
        self.values = values

    def __call__(self, codes: Array, out: Array) -> None:
        """out = the value of each code; both have rows whose cells lie side by side."""
        if codes.flags.c_contiguous and out.flags.c_contiguous:
            codes, out = codes.reshape(1, -1), out.reshape(1, -1)
        values, places, into = self.values, codes, out
        if out.dtype == np.float64 and out.shape[-1] % 2 == 0 and codes.strides[-1] == 1:
            values, places, into = self._pairs, codes.view("<u2"), out.view(np.complex128)
        for row in range(out.shape[0]):
            np.take(values, places[row], out=into[row], mode="clip")

    @cached_property
    def _pairs(self) -> NDArray[np.complex128]:
        """Both values for each two codes, the first one in the lower byte."""
        count = self.values.size
        pairs = np.zeros((count, 256), dtype=np.complex128)
        pairs.real[:, :count] = self.values
        pairs.imag[:, :count] = self.values[:, None]
        return pairs.ravel()

    @cached_property
    def fen(self) -> Picker:
        """The values in whole fen."""
        fen = np.empty(self.values.shape)
        exact.to_fen(self.values, fen)
        return Picker(fen)


def reached(starts: tuple[float, ...], x: Array, out: NDArray[np.uint8]) -> None:
    """out = how many of the starts x has reached."""
    if not starts:
        out.fill(0)
        return
    exact.at_least(x, starts[0], out.view(np.bool_))
    further = np.empty(out.shape, dtype=np.bool_)
    for start in starts[1:]:
        exact.at_least(x, start, further)
        np.add(out, further.view(np.uint8), out=out)


def both(first: Array, second: Array, count: np.uint8, out: NDArray[np.uint8]) -> None:
    """out = the code of two cases together, where the second has so many."""
    np.multiply(first.view(np.uint8), count, out=out)
    np.add(out, second.view(np.uint8), out=out)
