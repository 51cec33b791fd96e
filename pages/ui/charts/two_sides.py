"""What charts of a baseline and a variant have in common: names, numbers, and notes on hovering."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import ArrayLike

from engine.text import money, percent, signed
from pages.ui.kit import Values, translate

Names = tuple[str, str]
"""What baseline and variant are called instead."""


def side_names(called: Names | None, lang: str) -> dict[str, str]:
    """What the two sides are called, by meaning."""
    sides = ("baseline", "variant")
    names = called or (translate(lang, f"figure.{side}") for side in sides)
    return dict(zip(sides, names, strict=True))


def numbers_of(numbers: ArrayLike) -> Values:
    """Whatever a caller has as numbers."""
    return np.asarray(numbers, dtype=np.float64)


def both_sides(before: Values, after: Values) -> list[tuple[str, Values]]:
    """Both by meaning, in the order in which they are drawn."""
    return [("baseline", before), ("variant", after)]


def heads(number: float, lang: str) -> str:
    """So many people, in words."""
    return translate(lang, "figure.heads", count=int(number))


def amounts(
    old: float, new: float, lang: str, called: Mapping[str, str] | None = None
) -> list[tuple[str, str]]:
    """The lines of a note: both amounts and their difference; `called` are names of the sides."""
    change = signed(money(new - old, lang))
    if old > 0:
        relative = signed(percent(new / old - 1, lang))
        change = translate(lang, "list.with_more", text=change, more=relative)
    names = called or {name: translate(lang, f"figure.{name}") for name in ("variant", "baseline")}
    return [
        (names["variant"], money(new, lang)),
        (names["baseline"], money(old, lang)),
        (translate(lang, "figure.difference"), change),
    ]
