"""Exact numbers that know how far binary arithmetic may have strayed, and decisions on them.

The engine calculates in float64. Where an exact value lies a hair beside a threshold, or beside
the middle between two fen, binary arithmetic cannot tell the sides apart, and the engine calls
such values equal on purpose. A comparison with the engine proves nothing there, so every decision
that close is written down and the caller leaves the example out. Exact ties are no such case: they
are what the engine's tolerance is for, and they are held against it unless the error that may have
piled up is itself wider than the tolerance.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

ROUNDING = 2.0**-51
"""What one operation in binary may add to the error, as a share of its result, four times over."""

# The engine's tolerances (engine.formula.exact), restated on purpose.
LEAST, SHARE = 2.0**-44, 2.0**-48
WHOLE = 1e-12
FEN_LEAST, FEN_SHARE = 2e-8, 2.0**-49
SPLIT_LEAST, SPLIT_SHARE = 1e-11, 1e-14

MOST_PLACES = 9
"""The engine keeps no more decimals."""

NEAR = 2.0**-46
"""As a share of the larger value: so near, and not equal, is too close to tell."""
NEAR_TIE = 1e-6
"""In fen: so near to the middle between two fen, and not on it, is too close to tell."""


@dataclass(frozen=True)
class Figure:
    """A number: its exact value (or infinity), how far off float64 may be, and how many decimals
    it has at most; None where it may be a quotient."""

    exact: Fraction | float
    doubt: float = 0.0
    places: int | None = 0

    def __neg__(self) -> Figure:
        return Figure(-self.exact, self.doubt, self.places)

    def __abs__(self) -> Figure:
        return Figure(abs(self.exact), self.doubt, self.places)

    def __add__(self, other: Figure) -> Figure:
        return _settled(self.exact + other.exact, self, other)

    def __sub__(self, other: Figure) -> Figure:
        return _settled(self.exact - other.exact, self, other)

    def __mul__(self, other: Figure) -> Figure:
        strayed = abs(self.exact) * other.doubt + abs(other.exact) * self.doubt
        known = self.places is not None and other.places is not None
        places = (self.places or 0) + (other.places or 0) if known else None
        return _figure(self.exact * other.exact, float(strayed), places)

    def __truediv__(self, other: Figure) -> Figure:
        quotient = self.exact / other.exact
        strayed = (self.doubt + float(abs(quotient)) * other.doubt) / float(abs(other.exact))
        return _figure(quotient, strayed, None)


def _settled(exact: Fraction | float, a: Figure, b: Figure) -> Figure:
    """A sum or difference: the engine knows how many decimals it has and takes the errors out."""
    known = a.places is not None and b.places is not None
    places = max(a.places or 0, b.places or 0) if known else None
    doubt = a.doubt + b.doubt
    if places is not None and places <= MOST_PLACES and doubt < 10.0**-places / 4:
        doubt = 0.0
    return _figure(exact, doubt, places)


def _figure(exact: Fraction | float, doubt: float, places: int | None) -> Figure:
    """A result of arithmetic: the errors of what went in, and one rounding more."""
    if isinstance(exact, float):
        return Figure(Fraction(0)) if exact == 0 else Figure(exact)
    if places is not None and places > MOST_PLACES:
        places = None
    return Figure(exact, doubt + abs(float(exact)) * ROUNDING, places)


def number(text: object) -> Figure:
    """A number as it stands written in decimals."""
    exact = Fraction(str(text))
    doubt = 0.0 if Fraction(float(exact)) == exact else abs(float(exact)) * ROUNDING
    return Figure(exact, doubt, max(0, -int(Decimal(str(text)).normalize().as_tuple().exponent)))


def whole(count: int) -> Figure:
    """A count."""
    return Figure(Fraction(count))


UNLIMITED = Figure(math.inf)
"""A parameter without a figure: no limit."""


@dataclass
class Judge:
    """Takes decisions on exact values and remembers those too close for float64."""

    too_close: list[str] = field(default_factory=list)

    def above(self, a: Figure, b: Figure, hair: float | None = None) -> bool:
        """a > b. `hair` is the engine's tolerance where it is not the usual one."""
        self._compare(a, b, hair)
        return a.exact > b.exact

    def at_least(self, a: Figure, b: Figure) -> bool:
        """a ≥ b."""
        self._compare(a, b)
        return a.exact >= b.exact

    def equal(self, a: Figure, b: Figure, hair: float | None = None) -> bool:
        """a = b."""
        self._compare(a, b, hair)
        return a.exact == b.exact

    def floor(self, x: Figure, hair: float | None = None) -> Figure:
        """The greatest whole number not above x."""
        assert isinstance(x.exact, Fraction), "no limit is not an amount"
        if hair is None:
            hair = WHOLE + LEAST + SHARE * float(abs(x.exact))
        self._compare(x, whole(round(x.exact)), hair)
        return whole(math.floor(x.exact))

    def ceil(self, x: Figure) -> Figure:
        """The least whole number not below x."""
        return -self.floor(-x)

    def fen(self, yuan: Figure) -> int:
        """An amount in whole fen, half away from zero."""
        assert isinstance(yuan.exact, Fraction), "no limit is not an amount"
        fen = abs(yuan.exact) * 100
        beside = abs(fen - math.floor(fen) - Fraction(1, 2))
        doubt = yuan.doubt * 100
        if doubt > FEN_LEAST + FEN_SHARE * fen if beside == 0 else beside <= NEAR_TIE + doubt:
            self.too_close.append(f"{float(fen)!r} fen")
        rounded = math.floor(fen + Fraction(1, 2))
        return rounded if yuan.exact >= 0 else -rounded

    def _compare(self, a: Figure, b: Figure, hair: float | None = None) -> None:
        if not (isinstance(a.exact, Fraction) and isinstance(b.exact, Fraction)):
            return
        gap = abs(a.exact - b.exact)
        size = float(max(abs(a.exact), abs(b.exact)))
        doubt = a.doubt + b.doubt
        tolerance = LEAST + SHARE * size if hair is None else hair
        near = max(NEAR * size, 2 * tolerance) + doubt
        if doubt > tolerance if gap == 0 else gap <= near:
            self.too_close.append(f"{float(a.exact)!r} beside {float(b.exact)!r}")
