"""Some people among all, in arrays that lie month by month in memory.

An index alone would make numpy lay people beside months, and go from one to the other for each.
"""

from __future__ import annotations

from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

At = NDArray[np.intp] | slice
"""Where some people stand among all."""
Values = TypeVar("Values", bound=np.generic)


def of_people(array: NDArray[Values], at: At) -> NDArray[Values]:
    """Those of some people of an array [people] or [months, people]."""
    return array[..., at] if isinstance(at, slice) else array.take(at, axis=-1)


def add_to_people(total: NDArray[np.float64], at: At, own: NDArray[np.float64]) -> None:
    """Adds what some people have to an array of all, both [people] or [months, people]."""
    rows = zip(np.atleast_2d(total), np.atleast_2d(own), strict=True)
    for row, added in rows:
        row[at] += added
