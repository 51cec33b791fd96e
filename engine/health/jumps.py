"""Where pay jumps as a result of a typical person moves: large steps of a sweep, halved until what
is left of them is a jump."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.health.sweeps import Move, Sweep, Sweeps

Array = NDArray[np.float64]

HALVINGS = (2, 4, 4, 4)
"""How often steps are halved before pay is looked at again; what is left after all is a jump."""
MOST_JUMPS = 60


@dataclass(frozen=True)
class Jump:
    """A place where pay jumps: between `below` and `above`, two neighbouring values of a column.

    `by_line` is yuan a month. `multiple` is the jump over what a `step` more usually adds: one
    point of attainment, one hundredth of the range, or one more of what is counted.
    """

    sweep: Sweep
    below: float
    above: float
    x: float
    jump: float
    pay: float
    by_line: Mapping[str, float]
    multiple: float
    step: float


def find_jumps(sweeps: Sweeps, looked_at: Sequence[Sweep], smallest: float) -> list[Jump]:
    """Where pay jumps by more than a share of itself, the steepest first."""
    open_: list[_Step] = []
    for sweep in looked_at:
        least = _least(sweep, smallest)
        steps = np.abs(np.diff(sweep.pay))
        large = [int(i) for i in np.argsort(-steps) if steps[i] > least]
        ends = [sweep.values[i : i + 2] for i in large[:MOST_JUMPS]]
        whole = sweep.column in sweeps.typical.whole
        open_ += [_Step(sweep, least, whole, values) for values in ends]
    for times in HALVINGS:
        if all(step.is_done for step in open_):
            break
        finer = [step.halved(times) for step in open_]
        paid = sweeps.paid([step.move for step in finer])
        narrowed = [step.narrowed(now.pay) for step, now in zip(finer, paid, strict=True)]
        open_ = [step for step in narrowed if step is not None]
    ends_paid = sweeps.paid([step.move for step in open_])
    unit = {id(sweep): _unit(sweeps, sweep) for sweep in looked_at}
    found = [
        _jump(step.sweep, now, unit[id(step.sweep)])
        for step, now in zip(open_, ends_paid, strict=True)
    ]
    return sorted(found, key=lambda jump: -jump.multiple)


@dataclass(frozen=True)
class _Step:
    """A step of pay larger than `least`, between the first and the last of `values`."""

    sweep: Sweep
    least: float
    whole: bool
    values: Array

    @property
    def move(self) -> Move:
        return Move(self.sweep.profile, self.sweep.column, self.values)

    @property
    def is_done(self) -> bool:
        """Whether nothing lies between the ends."""
        return bool(np.isin(self._between(self.values), self.values).all())

    def halved(self, times: int) -> _Step:
        """The same with values between the ends."""
        values = self.values
        for _ in range(times):
            finer = np.empty(2 * values.size - 1)
            finer[::2], finer[1::2] = values, self._between(values)
            values = finer
        return _Step(self.sweep, self.least, self.whole, values)

    def narrowed(self, pay: Array) -> _Step | None:
        """The half of the half … in which the step lies; None where it turns out to be a slope."""
        low, high = 0, pay.size - 1
        while high - low > 1:
            middle = (low + high) // 2
            first, second = abs(pay[middle] - pay[low]), abs(pay[high] - pay[middle])
            if max(first, second) <= self.least:
                return None
            low, high = (low, middle) if first > second else (middle, high)
        return _Step(self.sweep, self.least, self.whole, self.values[[low, high]])

    def _between(self, values: Array) -> Array:
        middle = (values[:-1] + values[1:]) / 2
        return np.floor(middle) if self.whole else middle


def _jump(sweep: Sweep, at: Sweep, unit: float) -> Jump:
    before = {line: float(a[0]) for line, a in at.lines.items()}
    by_line = {line: float(a[1] - a[0]) for line, a in at.lines.items()}
    jump, pay = sum(by_line.values()), sum(before.values())
    width = float(sweep.x[-1] - sweep.x[0])
    usual = abs(float(sweep.pay[-1] - sweep.pay[0])) / max(width, 1e-12) * unit
    rising = float(np.abs(np.diff(sweep.pay)).sum()) / max(width, 1e-12) * unit
    multiple = abs(jump) / max(usual, rising / 2, 1e-9)
    return Jump(
        sweep=sweep,
        below=float(at.values[0]),
        above=float(at.values[1]),
        x=float(at.x[1]),
        jump=jump,
        pay=pay,
        by_line={line: d for line, d in by_line.items() if abs(d) > 0.01},
        multiple=multiple,
        step=unit,
    )


def _unit(sweeps: Sweeps, sweep: Sweep) -> float:
    """One point of attainment; else one hundredth of the range; of what is counted, one."""
    curve = sweeps.plan.curve
    if curve is not None and curve.against and sweep.column == curve.move:
        return 0.01
    width = float(sweep.x[-1] - sweep.x[0])
    return max(width / 100, 1.0 if sweep.column in sweeps.typical.whole else 1e-12)


def _least(sweep: Sweep, smallest: float) -> float:
    pay = np.interp(sweep.typical, sweep.x, sweep.pay) if sweep.x.size > 1 else sweep.pay[0]
    return max(1.0, smallest * max(abs(float(pay)), float(np.abs(sweep.pay).max()) / 4))
