"""What the rules look at: a plan with its people, worked out once and only where asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from engine.analysis.compare import groups
from engine.analysis.curve import driver_by_person, payout_curve
from engine.analysis.health.anatomy import Anatomy, Breakpoints, looks_at_others
from engine.analysis.health.finding import MOST_NAMED, Affected
from engine.analysis.health.policy import Policy
from engine.analysis.health.typical import Jump, Sweep, Typical, parts_of, present_in
from engine.calendar import paying_rows
from engine.evaluate import evaluate
from engine.facts.arrays import Facts, category
from engine.facts.personas import persona_facts
from engine.memory import Memory
from engine.payouts import Payouts
from engine.plan.schema import Plan

Array = NDArray[np.float64]

MOST_COUPLED = 60
"""People in whose company a payout curve is drawn, where pay depends on others."""
CHANGING = 0.5
"""A category is a rating where it changes from month to month for more people than this share."""


@dataclass(frozen=True)
class Drive:
    """Pay in yuan a month along the driver of the payout curve, and the variable part of it."""

    x: Array
    pay: Array
    variable: Array


class Examination:
    """A plan, its people and the policy. Everything below is worked out when first asked for."""

    def __init__(
        self,
        plan: Plan,
        facts: Facts | None,
        baseline: Plan | None,
        policy: Policy,
        memory: Memory,
    ) -> None:
        self.plan, self.baseline = plan, baseline
        self.policy, self.memory = policy, memory
        self._facts = facts if facts is not None and facts.size else None

    @property
    def facts(self) -> Facts:
        """The people; only rules that need them ask."""
        assert self._facts is not None
        return self._facts

    @property
    def has_people(self) -> bool:
        """Whether there are any people."""
        return self._facts is not None

    @cached_property
    def anatomy(self) -> Anatomy:
        return Anatomy(self.plan)

    @cached_property
    def ground(self) -> Facts | None:
        """Whose typical values count: the people given, else the personas."""
        if self._facts is not None:
            return self._facts
        return persona_facts(self.plan) if self.plan.personas else None

    @cached_property
    def typical(self) -> Typical:
        return Typical(self.plan, self.ground, self.anatomy)

    @cached_property
    def ratings(self) -> tuple[str, ...]:
        """Categories that are ratings of a person's work, in the plan's order: they weigh pay, and
        change."""
        known = self.anatomy.rating_keys
        return tuple(n for n in self.plan.facts if n in known and (known[n] or self._changes(n)))

    def _changes(self, category: str) -> bool:
        facts = self.typical.facts
        if facts is None:
            return False
        codes = facts.categories[category].codes.astype(np.int64)
        high = np.where(facts.present, codes, -1).max(axis=0)
        low = np.where(facts.present, codes, np.iinfo(np.int64).max).min(axis=0)
        return bool((high > low).mean() > CHANGING)

    @cached_property
    def variable(self) -> tuple[str, ...]:
        """Pay lines that depend on results or ratings."""
        return self.anatomy.varies(frozenset(self.ratings))

    @cached_property
    def fixed(self) -> tuple[str, ...]:
        """The other pay lines."""
        return tuple(x.id for x in self.plan.pay_lines if x.id not in self.variable)

    @cached_property
    def sweeps(self) -> list[Sweep]:
        """Every result moved over its range, for every typical person."""
        return self.typical.sweeps(self.anatomy.results)

    @cached_property
    def jumps(self) -> list[Jump]:
        """Where pay jumps as a result moves, the steepest first."""
        return self.typical.jumps(self.sweeps, self.policy.setting("cliffs", "smallest"))

    @cached_property
    def swings(self) -> dict[str, float]:
        """By how many yuan a month each measure moves a typical person's pay, from the tenth
        percentile of people to the ninetieth; for a rating, from its worst value to its best."""
        found: dict[str, float] = {}
        weights = np.array([p.weight for p in self.typical.profiles])
        for name in self.anatomy.results:
            swept = self.typical.over(name, self.typical.spread[name][1:6])
            found[name] = float(np.average([np.ptp(s.pay) for s in swept], weights=weights))
        for name in self.ratings:
            paid = self.typical.by_category(name)
            found[name] = float(np.average([np.ptp(pay) for pay in paid], weights=weights))
        for name, swing in self._swings_in_company().items():
            found[name] = found.get(name, 0.0) + swing
        return found

    def _swings_in_company(self) -> dict[str, float]:
        """The same of lines in which pay depends on others, who stay as they are."""
        lines = sorted(self.anatomy.coupled & set(self.variable))
        company = self._company() if lines else None
        if company is None or company.size == 0:
            return {}
        memory, place = Memory(0), int(np.argmax(company.months_by_person))
        here = company.present[:, place]

        def paid(moved: Facts) -> float:
            payouts = evaluate(self.plan, moved, memory, amounts=False)
            total = sum(float(payouts.line_by_person(x)[place]) for x in lines)
            return total / max(int(here.sum()), 1)

        def swing(pay: list[float]) -> float:
            return max(pay) - min(pay)

        found: dict[str, float] = {}
        reads = set().union(*(self.anatomy.columns_of(x) for x in lines))
        for name in self.anatomy.results:
            if name in reads:
                pay = []
                for value in self.typical.spread[name][[1, 5]]:
                    column = company.numbers[name].copy()
                    column[here, place] = value
                    pay.append(paid(company.with_numbers(name, column)))
                found[name] = swing(pay)
        for name in (name for name in self.ratings if name in reads):
            pay = []
            for code in range(len(company.categories[name].values)):
                codes = company.categories[name].codes.copy()
                codes[here, place] = code
                other = category(company.categories[name].values, codes)
                categories = {**company.categories, name: other}
                pay.append(paid(replace(company, categories=categories)))
            found[name] = swing(pay)
        return found

    @cached_property
    def alone(self) -> frozenset[str]:
        """Variable lines in which pay is nobody else's affair."""
        return frozenset(self.variable) - self.anatomy.coupled

    # -- the driver of the payout curve -----------------------------------------------------

    @property
    def has_attainment(self) -> bool:
        """Whether results are held against a goal of one's own."""
        return self.plan.curve is not None and self.plan.curve.against is not None

    @cached_property
    def drive(self) -> Drive | None:
        """Pay along the driver of the payout curve; None for a plan that names none."""
        curve = self.plan.curve
        if curve is None:
            return None
        coupled = any(curve.move in self.anatomy.columns_of(x) for x in self.anatomy.coupled)
        own = [s for s in self.sweeps if s.column == curve.move]
        fits = [
            s for s in own if all(s.profile.categories.get(k, v) == v for k, v in curve.who.items())
        ]
        if not coupled and fits and curve.rising_from is None:
            sweep = max(fits, key=lambda s: s.profile.weight)
            moving = [sweep.lines[line] for line in sweep.lines if line in self.variable]
            variable = sum(moving, start=np.zeros(sweep.x.size))
            return Drive(sweep.x, sweep.pay, variable)
        company = self._company()
        if company is None:
            return None
        drawn = payout_curve(self.plan, company, memory=self.memory)
        if drawn is None:
            return None
        return Drive(drawn.x, drawn.pay, drawn.pay - float(drawn.pay.min()))

    def _company(self) -> Facts | None:
        if self.plan.personas:
            return persona_facts(self.plan)
        facts = self.typical.facts
        if facts is None or facts.size <= MOST_COUPLED:
            return facts
        return facts.take(np.arange(MOST_COUPLED))

    @cached_property
    def attainment(self) -> Array:
        """Where each person stands against their goal over all their months."""
        assert self.plan.curve is not None
        return driver_by_person(self.plan.curve, self.facts)

    # -- pay --------------------------------------------------------------------------------

    @cached_property
    def payouts(self) -> Payouts:
        return evaluate(self.plan, self.facts, self.memory)

    @cached_property
    def months(self) -> Array:
        """Months in service of each person."""
        return np.maximum(self.facts.months_by_person, 1.0)

    def by_person(self, lines: Sequence[str]) -> Array:
        """Yuan over all months of some pay lines, by person."""
        total = np.zeros(self.facts.size)
        for line in lines:
            total += self.payouts.line_by_person(line)
        return total

    @cached_property
    def variable_pay(self) -> Array:
        """Yuan of variable pay a month in service, by person."""
        return self.by_person(self.variable) / self.months

    # -- breakpoints ------------------------------------------------------------------------

    @cached_property
    def held(self) -> dict[str, tuple[Breakpoints, Array, NDArray[np.bool_]]]:
        """Each kind of breakpoints with the values of everybody in every period, and who is there.

        Months outside the service are False in the last.
        """
        points = {f"part_{i}": p for i, p in enumerate(self.anatomy.breakpoints)}
        if not points:
            return {}
        values = parts_of(self.plan, self.facts, {n: p.x for n, p in points.items()}, self.memory)
        return {n: (p, values[n], present_in(self.facts, p.x)) for n, p in points.items()}

    @cached_property
    def shared(self) -> frozenset[str]:
        """Those of `held` that depend on other people: ranks, and what a whole group achieved."""
        return frozenset(
            n for n, found in self.held.items() if looks_at_others(self.plan, found[0].x)
        )

    @cached_property
    def thresholds(self) -> dict[str, tuple[Breakpoints, Array, NDArray[np.bool_]]]:
        """Those of `held` on one side of which nothing is paid."""
        return {name: found for name, found in self.held.items() if found[0].pays}

    def missed(self, name: str) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
        """Of a threshold: in which periods each person gets nothing, and in which it concerns them
        (where figures differ by category, those of a category that has one)."""
        point, values, there = self.thresholds[name]
        first: Array = np.full(values.shape, point.at[0])
        if point.by and point.by in self.facts.categories:
            column = self.facts.categories[point.by]
            known = np.array([*(point.by_key.get(v, np.nan) for v in column.values), np.nan])
            rows = paying_rows(self.facts.first, self.facts.months, point.x.every)
            first = known[column.codes[rows]]
            there = there & np.isfinite(first)
        off = values < first - 1e-9 if point.pays == ">" else values > first + 1e-9
        return there & off, there

    @cached_property
    def index(self) -> Array | None:
        """What each person's results are worth on average, as a share of the variable pay of those
        who are alike: the straight line through everybody's pay and measures. None where there
        are no measures or everybody gets the same."""
        facts = self.facts
        columns = [facts.numbers[name].sum(axis=0) / self.months for name in self.anatomy.results]
        if self.has_attainment:
            columns.append(self.attainment)
        for name in self.ratings:
            column = facts.categories[name]
            for code in range(len(column.values) - 1):
                columns.append((column.codes == code).sum(axis=0) / self.months)
        pay = self.relative_pay
        moving = [c for c in columns if c.std() > 1e-9]
        if not moving or pay.std() <= 1e-9 or facts.size <= 2 * len(moving):
            return None
        scaled = np.column_stack([np.ones(facts.size), *((c - c.mean()) / c.std() for c in moving)])
        fit, *_ = np.linalg.lstsq(scaled, pay, rcond=None)
        return np.asarray(scaled @ fit)

    @cached_property
    def relative_pay(self) -> Array:
        """Variable pay of each person over the mean of those who are alike."""
        means = mean_by(self.cells, self.variable_pay)
        return np.asarray(self.variable_pay / np.where(means > 0, means, 1.0))

    def people(self, affected: NDArray[np.bool_], of: int | None = None) -> Affected:
        """Those of the people for whom an array by person is true."""
        places = np.flatnonzero(affected)
        named = tuple(self.facts.employees[int(i)] for i in places[:MOST_NAMED])
        return Affected(int(places.size), self.facts.size if of is None else of, named)

    @cached_property
    def cells(self) -> NDArray[np.int64]:
        """Which people are alike in all categories that pay goes by, as they were last."""
        read = set().union(*(self.anatomy.columns_of(x.id) for x in self.plan.pay_lines))
        cell = np.zeros(self.facts.size, dtype=np.int64)
        for name, column in self.facts.categories.items():
            described = self.plan.facts.get(name)
            is_category = described is not None and described.kind == "category"
            if is_category and name in read and name not in self.ratings:
                _, places = groups(self.facts, name)
                cell = cell * (len(column.values) + 1) + places
        return np.asarray(np.unique(cell, return_inverse=True)[1], dtype=np.int64)


def mean_by(places: NDArray[np.int64], values: Array) -> Array:
    """For everybody, the mean of those in the same place."""
    sums = np.bincount(places, values)
    return np.asarray((sums / np.maximum(np.bincount(places), 1))[places])
