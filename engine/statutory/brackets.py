"""Tables of tax: a rate and a quick deduction by what is taxed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import inf, lcm

import numpy as np

from engine.statutory.half_up import Array, half_up


@dataclass(frozen=True)
class Row:
    """Up to and with `upto` fen (inf in the last row): `rate` of all of it, less `quick` fen."""

    upto: float
    rate: Fraction
    quick: int


class Brackets:
    """Rows in rising order. The row is chosen by what is taxed, up to and with its bound."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self.rows = tuple(rows)
        self.denominator = lcm(*(row.rate.denominator for row in rows))
        self._upto = np.array([row.upto for row in rows[:-1]], dtype=np.float64)
        self._twice_rate = np.array([float(2 * row.rate * self.denominator) for row in rows])
        self._twice_quick = np.array([float(2 * row.quick * self.denominator) for row in rows])
        self._is_marginal = all(
            above.rate > row.rate
            and above.quick - row.quick == (above.rate - row.rate) * Fraction(row.upto)
            for row, above in pairwise(self.rows)
        )

    def tax(self, taxable: Array, parts: int = 1, of: int = 1) -> Array:
        """Whole fen, half up, never below 0: 1 / `of` of the tax on `taxable` / `parts` fen.

        `taxable` is whole, in parts of a fen: 5 of them carry four fifths of an amount exactly.
        """
        if self._is_marginal:
            doubled = self._highest(taxable, parts)
        else:
            row = np.searchsorted(self._upto * parts, taxable, side="left")
            doubled = self._twice_rate[row]
            doubled *= taxable
            doubled -= self._twice_quick[row] * float(parts)
        np.maximum(doubled, 0.0, out=doubled)
        return half_up(doubled, self.denominator * parts * of)

    def _highest(self, taxable: Array, parts: int) -> Array:
        """Twice what the row asks for that asks for most, in parts of a fen: in a table without
        jumps that is the row in which the amount lies."""
        reached = int(np.searchsorted(self._upto * parts, taxable.max(initial=0.0), side="left"))
        doubled: Array = taxable * self._twice_rate[0]
        if self._twice_quick[0]:
            doubled -= self._twice_quick[0] * float(parts)
        other = np.empty(doubled.shape)
        for row in range(1, reached + 1):
            np.multiply(taxable, self._twice_rate[row], out=other)
            other -= self._twice_quick[row] * float(parts)
            np.maximum(doubled, other, out=doubled)
        return doubled

    def tax_on(self, fen: int) -> int:
        """The same for one amount."""
        return int(self.tax(np.array([float(fen)]))[0])

    def chosen_by_share(self, share: int) -> Brackets:
        """The table whose row is chosen by 1 / `share` of what is taxed."""
        return Brackets([Row(row.upto * share, row.rate, row.quick) for row in self.rows])

    def dead_zones(self) -> tuple[tuple[float, float], ...]:
        """Behind each bound at which the tax jumps: the bound, and the first amount beyond it that
        leaves as much as the bound does, in fen."""
        zones = []
        for row, above in zip(self.rows, self.rows[1:], strict=False):
            edge = int(row.upto)
            left = edge - self.tax_on(edge)
            level = (left - above.quick) / (1 - above.rate)
            first = int(level) - 2
            while first - self.tax_on(first) < left or first <= edge:
                first += 1
            if first > edge + 1:
                zones.append((float(edge), float(first)))
        return tuple(zones)


def with_quick(rows: Sequence[tuple[float, Fraction, int | None]]) -> Brackets:
    """Brackets of bounds in fen, rates, and quick deductions; one that is not stated makes the tax
    go on without a jump. Raises ValueError where bounds do not rise or fen would be broken."""
    made: list[Row] = []
    for upto, rate, stated in rows:
        quick = Fraction(stated or 0)
        if stated is None and made:
            before = made[-1]
            quick = before.quick + (rate - before.rate) * Fraction(before.upto)
        if quick.denominator != 1 or (made and upto <= made[-1].upto):
            raise ValueError(upto)
        made.append(Row(upto, rate, int(quick)))
    if not made or made[-1].upto != inf:
        raise ValueError("the last row has no bound")
    return Brackets(made)
