"""The payout curve: what one typical person is paid as the measure that drives pay moves.

Where people's pay is their own affair, the typical person is the median of those there, through one
calendar year. Where pay depends on others, it is a real person near the median who moves while all
the others of the own group stay as they are.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from sys import getsizeof

import numpy as np
from numpy.typing import NDArray

from engine.analysis.curve_ground import ground_of
from engine.evaluation import Memory
from engine.facts import Facts
from engine.payroll import PayrollSettings, payroll
from engine.plan import CurveAxis, Plan
from engine.progress import Progress, no_progress

Array = NDArray[np.float64]

LARGEST_GROUND = 100_000_000
"""Bytes of moved facts up to which it pays to remember what lies upstream of a figure."""
LEAST_MORE = 0.01
"""Yuan a month by which pay moves at least where it is asked what arrives of more."""
LEAST_FALL = 2.0
"""Yuan a month by which more pay leaves less at least; rounding to whole yuan makes up to one."""


@dataclass(frozen=True)
class MorePay:
    """What becomes of one more yuan of pay between two places of x, where the middle half of people
    stand: the part that is taken home, and what it costs the employer.

    `falls` are places of the whole curve behind which more pay leaves less.
    """

    start: float
    stop: float
    arrives: float
    costs: float
    falls: tuple[float, ...]


@dataclass(frozen=True)
class Bend:
    """A place where the rule changes: pay jumps by `jump` yuan a month, or its slope changes."""

    x: float
    jump: float
    slope_before: float
    slope_after: float


@dataclass(frozen=True)
class PayoutCurve:
    """`pay[i]`: yuan a month at `x[i]`. `who` are the typical person's categories (column → value).

    `density` counts people between `edges` of x; `person` is an employee id where it is a real one.
    Where payroll was asked for, `net` is what is taken home and `cost` what the employer pays, yuan
    a month at each x, the salary beside the plan among them; else None.
    """

    curve: CurveAxis
    x: Array
    pay: Array
    who: Mapping[str, str]
    edges: Array
    density: NDArray[np.int64]
    person: str = ""
    net: Array | None = None
    cost: Array | None = None

    @cached_property
    def bends_known(self) -> dict[tuple[float, ...], tuple[Bend, ...]]:
        """What `bends` found, by the breakpoints that were known."""
        return {}

    @property
    def slope(self) -> Array:
        """Yuan a month for one more unit of x, to the right of each point."""
        steps = np.diff(self.pay) / np.diff(self.x)
        return np.append(steps, steps[-1:])

    @property
    def arrives(self) -> Array | None:
        """Of one more yuan of pay what is taken home, to the right of each point: below 0 where
        more pay leaves less. Not a number where pay does not move; None without payroll."""
        return None if self.net is None else self._of_more_pay(self.net)

    @property
    def costs(self) -> Array | None:
        """What one more yuan of pay costs the employer, as `arrives`."""
        return None if self.cost is None else self._of_more_pay(self.cost)

    @property
    def more_pay(self) -> MorePay | None:
        """What becomes of one more yuan of pay; None without payroll, without people, and where pay
        does not move among the middle half of them."""
        if self.net is None or self.cost is None or not self.density.any():
            return None
        shares = np.append(0.0, np.cumsum(self.density) / self.density.sum())
        quarters = np.interp([0.25, 0.75], shares, self.edges)
        low, high = (int(np.abs(self.x - quarter).argmin()) for quarter in quarters)
        low, high = (low, high) if high > low else (max(low - 1, 0), min(low + 1, self.x.size - 1))
        more = float(self.pay[high] - self.pay[low])
        if abs(more) < LEAST_MORE:
            return None
        falls = (np.diff(self.net) < -LEAST_FALL) & (np.diff(self.pay) >= LEAST_MORE)
        return MorePay(
            float(self.x[low]),
            float(self.x[high]),
            float(self.net[high] - self.net[low]) / more,
            float(self.cost[high] - self.cost[low]) / more,
            tuple(float(x) for x in self.x[:-1][falls]),
        )

    def more_pay_at(self, x: Array) -> tuple[Array, Array] | None:
        """`arrives` and `costs` at some of its points x, which may repeat; None without payroll."""
        if self.arrives is None or self.costs is None:
            return None
        places = np.minimum(self.x.searchsorted(x), self.x.size - 1)
        return self.arrives[places], self.costs[places]

    def _of_more_pay(self, moved: Array) -> Array:
        more = np.diff(self.pay)
        moves = np.abs(more) >= LEAST_MORE
        steps = np.where(moves, np.diff(moved) / np.where(moves, more, 1.0), np.nan)
        return np.append(steps, steps[-1:])


def payout_curve(
    plan: Plan,
    facts: Facts,
    who: Mapping[str, str] | None = None,
    memory: Memory | None = None,
    *,
    moving: Collection[str] = (),
    settings: PayrollSettings | None = None,
    progress: Progress = no_progress,
) -> PayoutCurve | None:
    """The payout curve of a plan that names its driver; None for one that does not.

    `who` fixes categories of the typical person; the others are the most frequent ones. With a
    `memory`, what does not depend on the plan's figures is prepared once, and what the parameters
    `moving` are applied to is worked out once. With the `settings` of a payroll, the curve tells
    what is taken home and what it costs; contributions are then paid on the same pay. Raises
    Refused where these do not fit.
    """
    curve = plan.curve
    if curve is None or facts.size == 0:
        return None
    memory = memory if memory is not None else Memory()
    chosen = {**curve.who, **(who or {})}
    key = ("payout curve", plan.structure, repr(curve), facts.key, tuple(sorted(chosen.items())))
    ground = memory.cached(key, lambda: ground_of(plan, curve, facts, chosen))
    kept = memory if getsizeof(ground) <= LARGEST_GROUND else Memory()
    pay, net, cost = np.empty((3, ground.x.size))
    for at, payouts in ground.payouts(plan, kept, settings is not None, moving, progress):
        pay[at] = payouts.monthly_pay_by_person
        if settings is not None:
            found = payroll(payouts, settings)
            months = np.maximum(payouts.facts.months_by_person, 1.0)
            net[at], cost[at] = found.net_by_person / months, found.cost_by_person / months
    return PayoutCurve(
        *(curve, ground.x, pay, ground.who, ground.edges, ground.density, ground.person),
        *(() if settings is None else (net, cost)),
    )
