"""The catalogue's notation in exact fractions: one plain function a word, nothing of any plan."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import ceil, floor
from typing import Any

__all__ = ["ceil", "clip", "exact", "floor", "rank", "ratio", "rounded", "split", "step", "tiers"]

Steps = Sequence[Sequence[Fraction]]


def exact(value: Any) -> Any:
    """A parameter in its JSON shape with every number as the fraction that stands written there."""
    if isinstance(value, Mapping):
        return {key: exact(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [exact(inner) for inner in value]
    if value is None or isinstance(value, bool):
        return value
    return Fraction(str(value))


def step(x: Fraction, steps: Steps) -> Fraction:
    """The value of the last breakpoint at or below x; 0 below the first."""
    value = Fraction(0)
    for start, at_start in steps:
        if start <= x:
            value = at_start
    return value


def tiers(x: Fraction, rates: Steps) -> Fraction:
    """Each slice of x at its own rate, like tax brackets; 0 for x at or below 0."""
    tax = Fraction(0)
    for position, (start, rate) in enumerate(rates):
        last = position + 1 == len(rates)
        end = x if last else min(x, rates[position + 1][0])
        tax += rate * max(Fraction(0), end - start)
    return tax


def ratio(a: Fraction, b: Fraction) -> Fraction:
    """a / b; 0 where b is not above 0."""
    return a / b if b > 0 else Fraction(0)


def clip(x: Fraction, low: Fraction | int, high: Fraction | int) -> Fraction:
    """x, but at least low and at most high."""
    return Fraction(min(max(x, low), high))


def rounded(amount: Fraction) -> Fraction:
    """Yuan rounded to whole fen, halves away from zero."""
    fen = floor(abs(amount) * 100 + Fraction(1, 2))
    return Fraction(fen if amount >= 0 else -fen, 100)


def rank(x: Fraction, group: Sequence[Fraction]) -> int:
    """1 for the highest of the group; equal values share the better rank, the next is skipped."""
    return 1 + sum(1 for other in group if other > x)


def split(pool: Fraction, weights: Mapping[str, Fraction]) -> dict[str, Fraction]:
    """The pool, rounded to the fen, shared out by employee_id in whole fen that add up to it."""
    fen = rounded(pool) * 100
    counted = {who: max(weight, Fraction(0)) for who, weight in weights.items()}
    if not any(counted.values()):
        counted = {who: Fraction(1) for who in weights}
    together = sum(counted.values(), Fraction(0))
    shares = {who: fen * weight / together for who, weight in counted.items()}
    paid = {who: floor(share) for who, share in shares.items()}
    missing = int(fen) - sum(paid.values())
    # Python orders text by code point, as the catalogue asks for equal fractional parts.
    largest_fraction_first = sorted(shares, key=lambda who: (paid[who] - shares[who], who))
    for who in largest_fraction_first[:missing]:
        paid[who] += 1
    return {who: Fraction(whole_fen, 100) for who, whole_fen in paid.items()}
