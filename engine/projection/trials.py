"""What trials of a projection came to: arrays with a row for each trial."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Line = tuple[str, str]
"""A pay line: its unit and its id."""


@dataclass(frozen=True, eq=False)
class Trials:
    """Some trials, `numbers`, of one question; yuan in whole fen throughout.

    `by_line` is what each line pays, `[trials, months]`; `owed` what stands open of the lines paid
    for more than a month at the end of each month, `[trials, months]`; `forfeited` what people who
    left would have been paid of them, `forfeiters` how many they were, `[trials]`; `common` the
    standard normal values of what hits everyone, `[trials, factors]`.
    """

    first: int
    numbers: NDArray[np.int64]
    by_line: Mapping[Line, Array]
    headcount: Mapping[str, Array]
    owed: Mapping[Line, Array]
    forfeited: Mapping[Line, Array]
    forfeiters: Mapping[Line, Array]
    common: Array
    factors: tuple[str, ...]

    def __sizeof__(self) -> int:
        """Bytes held."""
        parts = (self.by_line, self.headcount, self.owed, self.forfeited, self.forfeiters)
        arrays = (array for part in parts for array in part.values())
        return int(sum(array.nbytes for array in arrays)) + int(self.common.nbytes)

    @property
    def size(self) -> int:
        """How many trials there are."""
        return int(self.numbers.size)

    @property
    def months(self) -> int:
        """How many months are projected."""
        return int(next(iter(self.headcount.values())).shape[1])

    @property
    def units(self) -> tuple[str, ...]:
        """The units, in the order of the company."""
        return tuple(self.headcount)

    @cached_property
    def by_unit(self) -> dict[str, Array]:
        """Yuan paid in each unit, `[trials, months]`."""
        return {
            unit: _added([a for (u, _), a in self.by_line.items() if u == unit], self)
            for unit in self.units
        }

    @cached_property
    def cost(self) -> Array:
        """Yuan paid in all units, `[trials, months]`."""
        return _added(list(self.by_line.values()), self)

    @cached_property
    def total(self) -> Array:
        """Yuan paid in all units and months, `[trials]`."""
        return np.asarray(np.rint(self.cost.sum(axis=1) * 100) / 100)

    def of(self, numbers: Sequence[int]) -> Trials:
        """Only the trials of some numbers."""
        keep = np.isin(self.numbers, np.asarray(numbers))
        return _with_arrays(self, lambda get: get(self)[keep])


def _added(arrays: Sequence[Array], trials: Trials) -> Array:
    fen = np.zeros((trials.size, trials.months))
    for array in arrays:
        fen += np.rint(array * 100)
    return fen / 100


def joined(parts: Sequence[Trials]) -> Trials:
    """All trials of some parts, in the order of their numbers, each once. Raises ValueError where
    there is none, or where parts are of different lines."""
    if not parts:
        raise ValueError("no trials to join")
    if len({tuple(part.by_line) for part in parts}) > 1:
        raise ValueError("trials of different questions")
    numbers = np.concatenate([part.numbers for part in parts])
    _, keep = np.unique(numbers, return_index=True)
    return _with_arrays(parts[0], lambda get: np.concatenate([get(each) for each in parts])[keep])


def _with_arrays(like: Trials, array: Callable[[Callable[[Trials], Any]], Any]) -> Trials:
    """Trials whose arrays are others: `array` is given what reads one of them."""

    def entry(name: str, key: object) -> Callable[[Trials], Any]:
        return lambda trials: getattr(trials, name)[key]

    mappings: dict[str, Any] = {
        name: {key: array(entry(name, key)) for key in getattr(like, name)}
        for name in ("by_line", "headcount", "owed", "forfeited", "forfeiters")
    }
    numbers, common = array(lambda t: t.numbers), array(lambda t: t.common)
    return replace(like, numbers=numbers, common=common, **mappings)
