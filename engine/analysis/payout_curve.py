"""The payout curve: what one typical person is paid as the measure that drives pay moves.

Where people's pay is their own affair, the typical person is the median of those there, through one
calendar year. Where pay depends on others, it is a real person near the median who moves while all
the others of the own group stay as they are.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.evaluation import (
    Memory,
    Payouts,
    compile_plan,
    evaluate,
    evaluate_elsewhere,
    moves_others,
)
from engine.facts import Category, Facts, category
from engine.formula import Span, exact, previous
from engine.payroll import PayrollSettings, payroll
from engine.plan import CurveAxis, Plan
from engine.progress import Progress, no_progress, part

Array = NDArray[np.float64]

POINTS = 161
FEWEST, MOST_COUPLED = 13, 61
COUPLED_CELLS = 4_000_000
"""People × months × points worth working out where pay depends on others."""
LARGEST_GROUND = 100_000_000
"""Bytes of moved facts up to which it pays to remember what lies upstream of a figure."""
BINS = 40
YEAR = 12
FLAT = 0.01
"""A curve that moves by less than this share of pay is noise at most."""
SMALLEST_JUMP = 0.004
"""Of the range of pay along the curve; what is smaller counts as slope."""
SMALLEST_KNOWN = 0.5
"""Yuan a month that count as a jump where the plan has a breakpoint."""
SMALLEST_BEND = 0.08
"""Of the steepest slope."""
LEAST_MORE = 0.01
"""Yuan a month by which pay moves at least where it is asked what arrives of more."""
LEAST_FALL = 2.0
"""Yuan a month by which more pay leaves less at least; rounding to whole yuan makes up to one."""
MOST_BENDS = 8
"""More than these are no rule that somebody wrote, but noise."""


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
    ground = memory.cached(key, lambda: _ground(plan, curve, facts, chosen))
    kept = memory if ground.size <= LARGEST_GROUND else Memory()
    pay, net, cost = np.empty((3, ground.x.size))
    for at, payouts, people in ground.payouts(plan, kept, settings is not None, moving, progress):
        pay[at] = payouts.monthly_pay_by_person[people]
        if settings is not None:
            found = payroll(payouts.take(people), settings)
            months = np.maximum(payouts.facts.months_by_person[people], 1.0)
            net[at], cost[at] = found.net_by_person / months, found.cost_by_person / months
    return PayoutCurve(
        *(curve, ground.x, pay, ground.who, ground.edges, ground.density, ground.person),
        *(() if settings is None else (net, cost)),
    )


@dataclass(frozen=True)
class _Ground:
    """What a curve stands on: the typical person at each x, as people side by side, and where the
    others stand.

    Where pay depends on others, it is the one at `position` of `among`; `decimals` are those of the
    driver's column with the person at each x, and `moved` the facts of everybody with the person
    there, where others are paid otherwise by it.
    """

    x: Array
    places: Facts
    who: Mapping[str, str]
    edges: Array
    density: NDArray[np.int64]
    among: Facts | None = None
    position: int = 0
    decimals: tuple[exact.Decimals, ...] = ()
    moved: tuple[Facts, ...] = ()

    @property
    def size(self) -> int:
        """Bytes held, shared columns counted once."""
        one = self.among or self.places
        return one.present.size * 8 * (len(one.numbers) + len(self.moved))

    @property
    def person(self) -> str:
        """The id of the typical person where it is a real one."""
        return self.among.employees[self.position] if self.among else ""

    def payouts(
        self,
        plan: Plan,
        memory: Memory,
        amounts: bool,
        moving: Collection[str],
        progress: Progress,
    ) -> Iterator[tuple[NDArray[np.intp], Payouts, NDArray[np.intp]]]:
        """What the typical person is paid: at some x at a time, payouts, and who of these it is."""
        each = np.arange(self.x.size)
        if self.among is None:
            payouts = evaluate(
                plan, self.places, memory, amounts=amounts, moving=moving, progress=progress
            )
            yield each, payouts, each
        elif not self.moved:
            assert plan.curve is not None
            for at, payouts in evaluate_elsewhere(
                *(plan, self.among, self.position, self.places, plan.curve.move),
                *(self.decimals, memory),
                amounts=amounts,
                moving=moving,
                progress=progress,
            ):
                yield at, payouts, np.arange(at.size)
        else:
            for i, facts in enumerate(self.moved):
                point = part(progress, i / each.size, (i + 1) / each.size)
                payouts = evaluate(
                    plan, facts, memory, amounts=amounts, moving=moving, progress=point
                )
                yield each[i : i + 1], payouts, np.array([self.position])


def _ground(plan: Plan, curve: CurveAxis, facts: Facts, chosen: Mapping[str, str]) -> _Ground:
    group = compile_plan(plan).coupled_by
    edges = np.linspace(curve.start, curve.stop, BINS + 1)
    density = np.histogram(driver_by_person(curve, facts), edges)[0]
    if group is None:
        x = np.linspace(curve.start, curve.stop, POINTS)
        typical = _typical(plan, facts, chosen)
        values = {name: c.values[int(c.codes[0, 0])] for name, c in typical.categories.items()}
        return _Ground(x, _at_each(curve, typical, x), values, edges, density)
    person = _median_person(plan, facts, chosen)
    own = facts.take(_own_group(facts, person, group)) if group else facts
    points = max(FEWEST, min(MOST_COUPLED, COUPLED_CELLS // (own.size * own.months)))
    x = np.linspace(curve.start, curve.stop, points)
    position = own.position[facts.employees[person]]
    places = _at_each(curve, own.take([position]), x)
    moved: tuple[Facts, ...] = ()
    decimals: tuple[exact.Decimals, ...] = ()
    if moves_others(plan, curve.move):
        here = np.array([position])
        moved = tuple(_moved(curve, own, here, x[i : i + 1]) for i in range(points))
    else:
        others = own.numbers[curve.move].copy()
        others[:, position] = 0.0
        theirs = exact.decimals_of_column(others)
        at_places = (exact.decimals_of_column(c) for c in places.numbers[curve.move].T)
        decimals = tuple(exact.widest([theirs, own_ones]) for own_ones in at_places)
    who = _categories_of(facts, person)
    return _Ground(x, places, who, edges, density, own, position, decimals, moved)


def _at_each(curve: CurveAxis, person: Facts, x: Array) -> Facts:
    """As many of one person as there are x, one at each."""
    return _moved(curve, _copies(person, x.size), np.arange(x.size), x)


def driver_by_person(curve: CurveAxis, facts: Facts) -> Array:
    """Where each person stands on the curve's x, over all their months; where there is a goal, over
    those that have one.
    """
    if curve.rising_from is not None:
        rises = np.clip(_rises(curve, facts), curve.start, curve.stop)
        sums = np.where(facts.present, rises, 0.0).sum(axis=0)
        return np.asarray(sums / np.maximum(facts.months_by_person, 1.0))
    months = facts.numbers[curve.move]
    if curve.against is None:
        return np.asarray(
            curve.months * months.sum(axis=0) / np.maximum(facts.months_by_person, 1.0)
        )
    goals = facts.numbers[curve.against]
    move = np.where(goals > 0, months, 0.0).sum(axis=0)
    against = goals.sum(axis=0)
    share: Array = np.where(against > 0, move / np.where(against > 0, against, 1.0), 0.0)
    return np.asarray(curve.months * share)


def _rises(curve: CurveAxis, facts: Facts) -> Array:
    """By how much the driver is above that of the person's previous row."""
    assert curve.rising_from is not None
    move, span = facts.numbers[curve.move], Span(facts.first, facts.present, range(facts.months))
    before = np.empty(facts.present.shape)
    previous.kernel(before, span, move, facts.numbers[curve.rising_from])
    return np.asarray(move - before)


@dataclass(frozen=True)
class Bend:
    """A place where the rule changes: pay jumps by `jump` yuan a month, or its slope changes."""

    x: float
    jump: float
    slope_before: float
    slope_after: float


def bends(curve: PayoutCurve, known: Collection[float] = ()) -> tuple[Bend, ...]:
    """The places where a payout curve jumps or bends, left to right; none where it is flat or
    restless. At places `known` to be breakpoints of the plan any jump counts."""
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


def _own_group(facts: Facts, person: int, columns: Collection[str]) -> NDArray[np.intp]:
    """Everyone who ever shares a group with a person; everyone at all without columns."""
    if not columns:
        return np.arange(facts.size)
    together = np.zeros(facts.size, dtype=np.bool_)
    for column in columns:
        codes = facts.categories[column].codes
        together |= ((codes == codes[:, person : person + 1]) & facts.present).any(axis=0)
    return np.flatnonzero(together)


def _categories_of(facts: Facts, person: int) -> dict[str, str]:
    last = facts.months - 1 - int(np.argmax(facts.present[::-1, person]))
    return {n: c.values[int(c.codes[last, person])] for n, c in facts.categories.items()}


def _median_person(plan: Plan, facts: Facts, chosen: Mapping[str, str]) -> int:
    """A person near the median of the driver, of the categories chosen, long in service."""
    months = facts.present.sum(axis=0)
    fits = months == months.max()
    last = facts.months - 1 - np.argmax(facts.present[::-1], axis=0)
    for name, value in chosen.items():
        column = facts.categories.get(name)
        if column is not None and value in column.values:
            codes = column.codes[last, np.arange(facts.size)]
            narrower = fits & (codes == column.values.index(value))
            fits = narrower if narrower.any() else fits
    assert plan.curve is not None
    there = np.flatnonzero(fits)
    order = np.argsort(driver_by_person(plan.curve, facts)[there], kind="stable")
    return int(there[order[there.size // 2]])


def _typical(plan: Plan, facts: Facts, chosen: Mapping[str, str]) -> Facts:
    """One person through a calendar year: medians of numbers, the most frequent categories."""
    here = facts.present
    categories: dict[str, Category] = {}
    for name, column in facts.categories.items():
        if name not in plan.facts:
            continue
        if chosen.get(name) in column.values:
            code = column.values.index(chosen[name])
            same = here & (column.codes == code)
            here = same if same.any() else here
        else:
            counts = np.bincount(column.codes[facts.present], minlength=len(column.values))
            code = int(counts.argmax())
        categories[name] = category(column.values, np.full((YEAR, 1), code))
    numbers = {}
    for name in facts.numbers.keys() & plan.facts.keys():
        value = float(np.median(facts.numbers[name][here]))
        is_whole = plan.facts[name].kind in ("flag", "count", "tenure")
        numbers[name] = np.full((YEAR, 1), round(value) if is_whole else value)
    first = facts.first + (-facts.first) % YEAR
    people = {name: np.full((YEAR, 1), -1, dtype=np.int32) for name in facts.people}
    return Facts(
        first, ("typical",), np.ones((YEAR, 1), dtype=np.bool_), numbers, categories, people
    )


def _copies(typical: Facts, count: int) -> Facts:
    return Facts(
        typical.first,
        tuple(f"{i:04d}" for i in range(count)),
        np.repeat(typical.present, count, axis=1),
        {k: np.repeat(v, count, axis=1) for k, v in typical.numbers.items()},
        {
            k: category(c.values, np.repeat(c.codes, count, axis=1))
            for k, c in typical.categories.items()
        },
        {k: np.repeat(v, count, axis=1) for k, v in typical.people.items()},
    )


def _moved(curve: CurveAxis, facts: Facts, places: NDArray[np.intp], x: Array) -> Facts:
    """The facts with the driver of some people set so that they stand at x."""
    column = facts.numbers[curve.move].copy()
    value = np.broadcast_to(x / curve.months, (facts.months, x.size))
    if curve.against is not None:
        value = value * facts.numbers[curve.against][:, places]
    if curve.rising_from is not None:
        here = facts.present[:, places]
        start = facts.numbers[curve.rising_from][:, places]
        opening = np.take_along_axis(start, here.argmax(axis=0)[None, :], axis=0)
        value = opening + np.cumsum(here, axis=0) * value
    column[:, places] = np.where(facts.present[:, places], value, 0.0)
    return facts.with_numbers(curve.move, column)
