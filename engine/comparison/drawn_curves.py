"""Payout curves of compared plans over each other."""

from __future__ import annotations

from dataclasses import dataclass

from engine.analysis import PayoutCurve, payout_curve, same_axis
from engine.comparison.compared_companies import Compared
from engine.progress import Progress, no_progress, part


@dataclass(frozen=True)
class UnitCurves:
    """The payout curve of one unit's plan under each company; None where a plan has none, or one
    over something else than the first of them."""

    unit: str
    curves: tuple[PayoutCurve | None, ...]


def compared_curves(compared: Compared, unit: str, progress: Progress = no_progress) -> UnitCurves:
    """The payout curves of a unit, called as the baseline calls it, each with its own people."""
    found: list[PayoutCurve | None] = []
    count = len(compared.each)
    for place, payouts in enumerate(compared.each):
        name = compared.unit_of(place, unit)
        if name is None:
            found.append(None)
            continue
        own = payouts.units[name]
        step = part(progress, place / count, (place + 1) / count)
        found.append(payout_curve(own.plan, own.facts, memory=compared.memory, progress=step))
    first = next((curve for curve in found if curve is not None), None)
    same = (
        c if c is not None and first is not None and same_axis(c, first) else None for c in found
    )
    return UnitCurves(unit, tuple(same))
