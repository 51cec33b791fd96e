"""The same people paid twice: what each is paid more the second time, and who gains and loses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Generic, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

BAND = 0.05
"""Gains and losses from this share of pay on count as large."""
BANDS = ("lose_much", "lose", "same", "gain", "gain_much")
"""Bands of change: ≤ −5 %, below 0, unchanged, above 0, ≥ +5 %."""
SAME = BANDS.index("same")
"""Bands before this one lose, those behind it gain."""


class Paid(Protocol):
    """What some people are paid: yuan of all months by person, shape (people,), and altogether."""

    @property
    def pay_by_person(self) -> Array: ...

    @property
    def total(self) -> float: ...


P = TypeVar("P", bound=Paid)


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

    @cached_property
    def change_by_person(self) -> Array:
        """Yuan each person is paid more over all months."""
        return _more(self.baseline.pay_by_person, self.variant.pay_by_person)

    @cached_property
    def share_by_person(self) -> Array:
        """The change as a share of the baseline pay; ±1 where that is 0."""
        change, base = self.change_by_person, np.abs(self.baseline.pay_by_person)
        return np.where(base > 0, change / np.where(base > 0, base, 1.0), np.sign(change))

    @cached_property
    def band_by_person(self) -> NDArray[np.int64]:
        """Place of each person's change in `BANDS`."""
        shares, slack = self.share_by_person, 1e-12
        return np.select(
            [shares <= -BAND + slack, shares < 0, shares == 0, shares < BAND - slack],
            [0, 1, 2, 3],
            default=4,
        ).astype(np.int64)

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


def _more(baseline: Array | float, variant: Array | float) -> Array:
    """Yuan that the variant is more, in whole fen."""
    return np.asarray(
        (np.rint(np.multiply(variant, 100)) - np.rint(np.multiply(baseline, 100))) / 100
    )
