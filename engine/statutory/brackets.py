"""Tables of tax: a rate and a quick deduction by what is taxed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import inf, lcm

import numpy as np

from engine.statutory.half_up import Array, half_up

TableFigures = tuple[tuple[tuple[float, float, float], ...], float]
"""Rows of (bound, rate, quick deduction), the latter two in parts of a fen, and how many make one.
"""


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
        self._doubled = tuple(
            (
                row.upto,
                float(2 * row.rate * self.denominator),
                float(2 * row.quick * self.denominator),
            )
            for row in rows
        )

    def figures(self, parts: int = 1, of: int = 1) -> TableFigures:
        """What `tax_by` takes for 1 / `of` of the tax on an amount in parts of a fen."""
        rows = tuple((upto * parts, rate, quick * parts) for upto, rate, quick in self._doubled)
        return rows, float(self.denominator * parts * of)

    def tax(self, taxable: Array, parts: int = 1) -> Array:
        """Whole fen, half up, never below 0: the tax on `taxable` / `parts` fen.

        `taxable` is whole, in parts of a fen: 5 of them carry four fifths of an amount exactly.
        """
        return tax_by(self.figures(parts), taxable)

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


def tax_by(figures: TableFigures, taxable: Array) -> Array:
    """Whole fen, half up, never below 0, by the figures of a table."""
    rows, denominator = figures
    _, rate, quick = rows[0]
    doubled = taxable * rate - quick
    for (upto, _, _), (_, rate, quick) in pairwise(rows):
        doubled = np.where(taxable > upto, taxable * rate - quick, doubled)
    return half_up(np.maximum(doubled, 0.0), denominator)


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
