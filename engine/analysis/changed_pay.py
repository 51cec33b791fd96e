"""The same people paid twice: what each is paid more the second time, and who gains and loses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Generic, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from engine.vectors import elementwise

Array = NDArray[np.float64]

BAND = 0.05
"""Gains and losses from this share of pay on count as large."""
BANDS = ("lose_much", "lose", "same", "gain", "gain_much")
"""Bands of change: ≤ −5 %, below 0, unchanged, above 0, ≥ +5 %."""
SLACK = 1e-12
"""A share short of that by less counts as having reached it."""
SAME = BANDS.index("same")
"""Bands before this one lose, those behind it gain."""


class Paid(Protocol):
    """What some people are paid: yuan of all months by person, shape (people,), and altogether."""

    @property
    def pay_by_person(self) -> Array: ...

    @property
    def total(self) -> float: ...


P = TypeVar("P", bound=Paid)
N = TypeVar("N", Array, float)


@dataclass(frozen=True)
class ChangedPay(Generic[P]):
    """Everybody under a baseline and a variant, which pay the same people for the same facts.
    Arrays are by person."""

    baseline: P
    variant: P

    @property
    def difference(self) -> float:
        """Yuan the variant costs more."""
        return float(_more(self.baseline.total, self.variant.total))

    @property
    def change_by_person(self) -> Array:
        """Yuan each person is paid more over all months."""
        return self._changes[0]

    @property
    def share_by_person(self) -> Array:
        """The change as a share of the baseline pay; ±1 where that is 0."""
        return self._changes[1]

    @cached_property
    def band_by_person(self) -> NDArray[np.int64]:
        """Place of each person's change in `BANDS`."""
        return self._changes[2].astype(np.int64)

    @cached_property
    def _changes(self) -> tuple[Array, Array, Array]:
        before, after = self.baseline.pay_by_person, self.variant.pay_by_person
        found = np.empty_like(before), np.empty_like(before), np.empty_like(before)
        _changed.write(found, before, after)
        return found

    @cached_property
    def bands(self) -> dict[str, int]:
        """How many people fall into each band."""
        counts = np.bincount(self.band_by_person, minlength=len(BANDS))
        return dict(zip(BANDS, counts.tolist(), strict=True))

    @property
    def gain(self) -> int:
        """People who are paid more."""
        return gainers(self.bands)

    @property
    def lose(self) -> int:
        """People who are paid less."""
        return losers(self.bands)


def gainers(bands: Mapping[str, int]) -> int:
    """Of people counted by band, those who are paid more."""
    return sum(bands[band] for band in BANDS[SAME + 1 :])


def losers(bands: Mapping[str, int]) -> int:
    """Of people counted by band, those who are paid less."""
    return sum(bands[band] for band in BANDS[:SAME])


def _more(baseline: N, variant: N) -> N:
    """Yuan that the variant is more, in whole fen."""
    more: N = (np.rint(variant * 100) - np.rint(baseline * 100)) / 100
    return more


@elementwise
def _changed(baseline: Array, variant: Array) -> tuple[Array, Array, Array]:
    """By how much pay changes, by what share of the baseline, and the band of that."""
    change, size = _more(baseline, variant), np.abs(baseline)
    sign = np.where(change > 0, 1.0, np.where(change < 0, -1.0, 0.0))
    share = np.where(size > 0, change / np.where(size > 0, size, 1.0), sign)
    losing = np.where(share <= -BAND + SLACK, 0.0, 1.0)
    gaining = np.where(share < BAND - SLACK, 3.0, 4.0)
    band = np.where(share < 0, losing, np.where(share > 0, gaining, 2.0))
    return change, share, band
