"""Tables of tax: a rate and a quick deduction by what is taxed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import inf, lcm

import numpy as np

from engine.statutory.half_up import Array, quotient


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
        self._rate = np.array([float(row.rate * self.denominator) for row in rows])
        self._quick = np.array([float(row.quick * self.denominator) for row in rows])

    def tax(self, taxable: Array, parts: int = 1, of: int = 1) -> Array:
        """Whole fen, half up, never below 0: 1 / `of` of the tax on `taxable` / `parts` fen.

        `taxable` is whole, in parts of a fen: 5 of them carry four fifths of an amount exactly.
        """
        row = np.searchsorted(self._upto * parts, taxable, side="left")
        due = self._rate[row]
        due *= taxable
        due -= self._quick[row] * float(parts)
        np.maximum(due, 0.0, out=due)
        return quotient(due, self.denominator * parts * of)

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
