"""Where a payout curve jumps or bends, read from the curve alone."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
from numpy.typing import NDArray

from engine.analysis.payout_curve import Bend, PayoutCurve

Array = NDArray[np.float64]

FLAT = 0.01
"""A curve that moves by less than this share of pay is noise at most."""
SMALLEST_JUMP = 0.004
"""Of the range of pay along the curve; what is smaller counts as slope."""
SMALLEST_KNOWN = 0.5
"""Yuan a month that count as a jump where the plan has a breakpoint."""
SMALLEST_BEND = 0.08
"""Of the steepest slope."""
MOST_BENDS = 8
"""More than these are no rule that somebody wrote, but noise."""


def bends(curve: PayoutCurve, known: Collection[float] = ()) -> tuple[Bend, ...]:
    """The places where a payout curve jumps or bends, left to right; none where it is flat or
    restless. At places `known` to be breakpoints of the plan any jump counts. Remembered."""
    key = tuple(known)
    if key not in curve.bends_known:
        curve.bends_known[key] = _bends(curve, key)
    return curve.bends_known[key]


def _bends(curve: PayoutCurve, known: Collection[float]) -> tuple[Bend, ...]:
    steps = np.diff(curve.pay)
    width = float(curve.x[1] - curve.x[0])
    scale = float(curve.pay.max() - curve.pay.min())
    if scale < FLAT * float(curve.pay.max()):
        return ()
    usual = _usual(steps)
    excess = steps - usual
    jumps = np.flatnonzero(np.abs(excess) > np.maximum(SMALLEST_JUMP * scale, 2 * np.abs(usual)))
    found = {
        int(i) + 1: Bend(float(curve.x[i + 1]), float(excess[i]), *(_around(usual, int(i), width)))
        for i in jumps
    }
    smooth = steps.copy()
    smooth[jumps] = usual[jumps]
    change = np.diff(smooth)
    steepest = max(float(np.abs(smooth).max()), 1e-9)
    for i in np.flatnonzero(np.abs(change) > SMALLEST_BEND * steepest):
        place = int(i) + 1
        if not any(abs(place - other) <= 2 for other in found):
            found[place] = Bend(float(curve.x[place]), 0.0, *_around(smooth, int(i), width))
    if len(found) > MOST_BENDS:
        return ()
    found |= _known_jumps(curve, known, excess, usual)
    return tuple(found[place] for place in sorted(found))


def _known_jumps(
    curve: PayoutCurve, known: Collection[float], excess: Array, usual: Array
) -> dict[int, Bend]:
    """The jumps at breakpoints of the plan, by the point of the curve they show at."""
    width = float(curve.x[1] - curve.x[0])
    found = {}
    for start in known:
        place = int(np.searchsorted(curve.x, start - 1e-9 * width))
        if 0 < place < curve.x.size and abs(excess[place - 1]) >= SMALLEST_KNOWN:
            around = _around(usual, place - 1, width)
            found[place] = Bend(float(start), float(excess[place - 1]), *around)
    return found


def same_axis(one: PayoutCurve, other: PayoutCurve) -> bool:
    """Whether two curves are over the same x, wherever they begin and end."""
    ours, theirs = one.curve, other.curve
    return (ours.move, ours.against, ours.rising_from, ours.months) == (
        *(theirs.move, theirs.against),
        *(theirs.rising_from, theirs.months),
    )


def together(baseline: PayoutCurve, variant: PayoutCurve) -> tuple[Array, Array, Array]:
    """Two curves over the same x, with two points where either of them jumps."""
    jumps = {
        curve_.x.searchsorted(bend.x): bend.x
        for curve_ in (baseline, variant)
        for bend in bends(curve_)
        if bend.jump
    }
    places = np.array(sorted(jumps), dtype=np.intp)

    def doubled(curve_: PayoutCurve) -> Array:
        own = {b.x: b for b in bends(curve_)}
        before = [
            curve_.pay[p] - (own[curve_.x[p]].jump if curve_.x[p] in own else 0.0) for p in places
        ]
        return np.insert(curve_.pay, places, before)

    return np.insert(baseline.x, places, baseline.x[places]), doubled(baseline), doubled(variant)


def _usual(steps: Array) -> Array:
    """The median of each step and its neighbours."""
    padded = np.pad(steps, 3, mode="reflect")
    windows = np.lib.stride_tricks.sliding_window_view(padded, 7)
    return np.asarray(np.median(windows, axis=1))


def _around(steps: Array, place: int, width: float) -> tuple[float, float]:
    before, after = steps[max(place - 1, 0)], steps[min(place + 2, steps.size - 1)]
    return float(before / width), float(after / width)
