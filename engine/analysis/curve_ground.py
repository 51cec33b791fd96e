"""What a payout curve stands on: the typical person at each place of x, and the others."""

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
    results_of_others,
)
from engine.facts import Category, Facts, category
from engine.formula import Span, exact, previous
from engine.plan import CurveAxis, Plan
from engine.progress import Progress

Array = NDArray[np.float64]

POINTS = 161
FEWEST, MOST_COUPLED = 13, 61
COUPLED_CELLS = 4_000_000
"""People × months × points worth working out where pay depends on others."""
QUICK_RESULTS = 100_000_000
"""Results that are worked out for others within about a seventh of a second."""
LOST = 1e-3
"""Of the way from one place to the next, by which a place may be rounded."""
MOST_DECIMALS = 6
"""Of a figure in a file."""
BINS = 40
YEAR = 12


@dataclass(frozen=True)
class Ground:
    """What a curve stands on: the typical person at each x, as people side by side, and where the
    others stand.

    Where pay depends on others, it is the one at `position` of `among`, and `decimals` are those of
    the driver's column with the person at each x.
    """

    x: Array
    places: Facts
    who: Mapping[str, str]
    edges: Array
    density: NDArray[np.int64]
    among: Facts | None = None
    position: int = 0
    decimals: tuple[exact.Decimals, ...] = ()

    def __sizeof__(self) -> int:
        """Bytes held, roughly; looking at the id of everybody would take longer than the curve."""
        one = self.among or self.places
        return one.present.size * 8 * len(one.numbers)

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
    ) -> Iterator[tuple[NDArray[np.intp], Payouts]]:
        """What the typical person is paid, at some x at a time."""
        if self.among is None:
            payouts = evaluate(
                plan, self.places, memory, amounts=amounts, moving=moving, progress=progress
            )
            yield np.arange(self.x.size), payouts
        else:
            assert plan.curve is not None
            yield from evaluate_elsewhere(
                *(plan, self.among, self.position, self.places, plan.curve.move),
                *(self.decimals, memory),
                amounts=amounts,
                moving=moving,
                progress=progress,
            )


def ground_of(plan: Plan, curve: CurveAxis, facts: Facts, chosen: Mapping[str, str]) -> Ground:
    group = compile_plan(plan).coupled_by
    edges = np.linspace(curve.start, curve.stop, BINS + 1)
    density = np.histogram(driver_by_person(curve, facts), edges)[0]
    if group is None:
        x = np.linspace(curve.start, curve.stop, POINTS)
        typical = _typical(plan, facts, chosen)
        values = {name: c.values[int(c.codes[0, 0])] for name, c in typical.categories.items()}
        return Ground(x, _at_each(curve, typical, x), values, edges, density)
    person = _median_person(plan, facts, chosen)
    own = facts.take(_own_group(facts, person, group)) if group else facts
    position = own.position[facts.employees[person]]
    x, places = _written(curve, own, position)
    others = own.numbers[curve.move].copy()
    others[:, position] = 0.0
    theirs = exact.decimals_of_column(others)
    at_places = (exact.decimals_of_column(c) for c in places.numbers[curve.move].T)
    decimals = tuple(exact.widest([theirs, own_ones]) for own_ones in at_places)
    who = _categories_of(facts, person)
    return Ground(x, places, who, edges, density, own, position, decimals)


def _written(curve: CurveAxis, own: Facts, position: int) -> tuple[Array, Facts]:
    """The places of a person among others, and the person there, with figures that could stand in a
    file: sums of everyone are exact with these alone. Where x is measured against nothing, it is
    such a figure itself."""
    x = np.linspace(curve.start, curve.stop, _points_among(own))
    decimals, person = own.decimals(curve.move), own.take([position])
    if decimals is None:
        return x, _at_each(curve, person, x)
    each = float(x[1] - x[0]) / curve.months
    if curve.against is None:
        x = curve.months * np.round(x / curve.months, _enough(each, decimals))
        return x, _at_each(curve, person, x)
    goals = own.numbers[curve.against][:, position]
    least = float(np.min(goals, initial=np.inf, where=goals > 0))
    places = _at_each(curve, person, x)
    figures = places.numbers[curve.move].copy()
    for place in range(x.size):
        if exact.decimals_of_column(figures[:, place]) is None:
            figures[:, place] = np.round(figures[:, place], _enough(each * least, decimals))
    return x, places.with_numbers(curve.move, figures)


def _enough(step: float, decimals: int) -> int:
    """So many decimals, if no fewer than given, that what is lost is next to nothing of a step."""
    enough = (more for more in range(decimals, MOST_DECIMALS) if 0.5 * 0.1**more <= LOST * step)
    return next(enough, MOST_DECIMALS)


def _points_among(facts: Facts) -> int:
    return max(FEWEST, min(MOST_COUPLED, COUPLED_CELLS // (facts.size * facts.months)))


def is_quick_curve(plan: Plan, facts: Facts) -> bool:
    """Whether a plan has a payout curve that is there again in a moment after a figure is moved: on
    which hardly anything is worked out for everybody at each of its places."""
    if plan.curve is None or facts.size == 0:
        return False
    each = results_of_others(plan, facts, plan.curve.move)
    return each * facts.size * _points_among(facts) <= QUICK_RESULTS


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
