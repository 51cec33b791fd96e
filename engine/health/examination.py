"""What the rules look at: a plan with its people, worked out once and only where asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from engine.analysis import payout_curve
from engine.evaluation import Memory, Payouts, evaluate
from engine.facts import Facts, persona_facts
from engine.health.anatomy import Anatomy
from engine.health.coupled_pay import swings_in_company
from engine.health.finding import Affected, affected_of
from engine.health.holding import Holding
from engine.health.jumps import Jump, find_jumps
from engine.health.policy import Policy
from engine.health.results import Results, attainment
from engine.health.sweeps import Sweep, Sweeps
from engine.health.typical_people import MOST_PEOPLE, Typical, sample, typical_people
from engine.payroll import PayrollSettings
from engine.plan import Plan
from engine.progress import Progress

Array = NDArray[np.float64]

FAR = (8.0, 64.0)
"""How many times the largest usual value is far beyond it."""
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


@dataclass
class Pace:
    """Tells that the work is going on; how far it is changes with the rules."""

    heard: Progress
    share: float = 0.0

    def __call__(self, share: float = 0.0) -> None:
        self.heard(self.share)


class Examination:
    """A plan, its people and the policy. Everything below is worked out when first asked for.

    `payroll` says where the people are insured and at which rates, None where that is not known;
    `progress` hears often that the work is going on.
    """

    def __init__(
        self,
        plan: Plan,
        facts: Facts | None,
        baseline: Plan | None,
        policy: Policy,
        memory: Memory,
        progress: Progress,
        payroll: PayrollSettings | None = None,
    ) -> None:
        self.plan, self.baseline = plan, baseline
        self.policy, self.memory, self.payroll = policy, memory, payroll
        self.progress = Pace(progress)
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
        return Anatomy(self.plan, self.memory)

    # -- typical people ---------------------------------------------------------------------

    @cached_property
    def _some(self) -> Facts | None:
        """Whose typical values count: some of the people given, else the personas."""
        if self._facts is None:
            return self._personas
        return sample(self._facts, MOST_PEOPLE, self.memory)

    @cached_property
    def _personas(self) -> Facts | None:
        if not self.plan.personas:
            return None
        key = ("personas", self.plan.structure, repr(self.plan.personas))
        return self.memory.cached(key, lambda: persona_facts(self.plan))

    @cached_property
    def typical(self) -> Typical:
        return typical_people(self.plan, self._some, self.anatomy, self.memory)

    @cached_property
    def moving(self) -> Sweeps:
        """Typical people, to be moved and paid."""
        return Sweeps(self.plan, self.typical, self.anatomy, Memory(64 << 20), self.progress)

    @cached_property
    def ratings(self) -> tuple[str, ...]:
        """Categories that are ratings of a person's work, in the plan's order: they weigh pay, and
        change."""
        known = self.anatomy.rating_keys
        return tuple(n for n in self.plan.facts if n in known and (known[n] or self._changes(n)))

    def _changes(self, category: str) -> bool:
        facts = self._some
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
    def alone(self) -> frozenset[str]:
        """Variable lines in which pay is nobody else's affair."""
        return frozenset(self.variable) - self.anatomy.coupled

    @cached_property
    def sweeps(self) -> list[Sweep]:
        """Every result moved over its range, for every typical person."""
        return self.moving.ranges(self.anatomy.results)

    @cached_property
    def jumps(self) -> list[Jump]:
        """Where pay jumps as a result moves, the steepest first."""
        return find_jumps(self.moving, self.sweeps, self.policy.setting("cliffs", "smallest"))

    @cached_property
    def extremes(self) -> list[Sweep]:
        """Results without a bound of their own far beyond anything usual, for every typical person:
        at two values each."""
        columns = [self.plan.facts[name] for name in self.anatomy.results]
        far = {
            column.id: np.asarray(FAR) * self.typical.far(column)
            for column in columns
            if column.range is None and column.kind not in ("share", "score")
        }
        return [sweep for swept in self.moving.at(far).values() for sweep in swept]

    @cached_property
    def swings(self) -> dict[str, float]:
        """By how many yuan a month each measure moves a typical person's pay, from the tenth
        percentile of people to the ninetieth; for a rating, from its worst value to its best."""
        values = {name: self.typical.spread[name][1:6] for name in self.anatomy.results}
        for name in self.ratings:
            values[name] = np.arange(float(len(self.plan.facts[name].values)))
        weights = np.array([p.weight for p in self.typical.profiles])
        found = {
            name: float(np.average([np.ptp(s.pay) for s in swept], weights=weights))
            for name, swept in self.moving.at(values).items()
        }
        for name, swing in self._swings_in_company().items():
            found[name] = found.get(name, 0.0) + swing
        return found

    def _swings_in_company(self) -> dict[str, float]:
        """The same of lines in which pay depends on others, who stay as they are."""
        lines = sorted(self.anatomy.coupled & set(self.variable))
        company = self._company if lines else None
        if company is None or company.size == 0:
            return {}
        moves = {name: self.typical.spread[name][[1, 5]].tolist() for name in self.anatomy.results}
        for name in self.ratings:
            moves[name] = list(range(len(company.categories[name].values)))
        reads = frozenset().union(*(self.anatomy.columns_of(x) for x in lines))
        moves = {name: values for name, values in moves.items() if name in reads}
        figures = self.anatomy.figures_in(lines)
        return self.memory.cached(
            ("swings in company", self.plan.structure, figures, company.key, *lines, repr(moves)),
            lambda: swings_in_company(self.plan, company, lines, moves, self.memory, self.progress),
        )

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
        company = self._company
        if company is None:
            return None
        figures = self.anatomy.figures_in(line.id for line in self.plan.pay_lines)
        key = ("drive", self.plan.structure, repr(curve), figures, company.key)
        return self.memory.cached(key, lambda: self._drive_in(company))

    def _drive_in(self, company: Facts) -> Drive | None:
        drawn = payout_curve(self.plan, company, memory=self.memory, progress=self.progress)
        if drawn is None:
            return None
        return Drive(drawn.x, drawn.pay, drawn.pay - float(drawn.pay.min()))

    @cached_property
    def _company(self) -> Facts | None:
        if self._personas is not None:
            return self._personas
        facts = self._some
        if facts is None or facts.size <= MOST_COUPLED:
            return facts
        return facts.take(np.arange(MOST_COUPLED))

    # -- what people achieved, and their pay --------------------------------------------------

    @cached_property
    def attainment(self) -> Array:
        """Where each person stands against their goal over all their months."""
        assert self.plan.curve is not None
        return attainment(self.plan.curve, self.facts, self.memory)

    @cached_property
    def median_attainment(self) -> float:
        """Where the person in the middle stands."""
        key = ("median attainment", repr(self.plan.curve), self.facts.key)
        return self.memory.cached(key, lambda: float(np.median(self.attainment)))

    @cached_property
    def holding(self) -> Holding:
        """What people achieved, held against the breakpoints."""
        return Holding(self.anatomy, self.facts, self.memory, self.progress)

    @cached_property
    def results(self) -> Results:
        """What people's results are worth, and who is alike."""
        return Results(
            self.facts,
            self.anatomy,
            self.ratings,
            self.attainment if self.has_attainment else None,
            self.variable_pay,
            self.memory,
            self.progress,
        )

    @cached_property
    def payouts(self) -> Payouts:
        """All amounts. Those that differ from the baseline's are forgotten with the examination:
        all months of everybody are much to keep of a figure that is being moved."""
        memory = self.memory
        if self.baseline is not None:
            evaluate(self.baseline, self.facts, memory, progress=self.progress)
            memory = memory.apart(memory.limit)
        return evaluate(self.plan, self.facts, memory, progress=self.progress)

    @cached_property
    def by_line(self) -> dict[str, float]:
        """Yuan paid by each line."""
        return self.payouts.line_totals

    def largest(self, lines: Sequence[str]) -> list[str]:
        """Lines in the order of what they pay, the largest first."""
        return sorted(lines, key=lambda line: -self.by_line[line])

    @cached_property
    def salary(self) -> Array:
        """Yuan that people have beside the plan, by month and person."""
        facts, salary = self.facts, self.plan.salary
        if isinstance(salary, str):
            return facts.numbers[salary]
        return np.where(facts.present, salary or 0.0, 0.0)

    @cached_property
    def all_variable(self) -> Array:
        """Yuan of variable pay over all months, by person."""
        return self._by_person(self.variable)

    @cached_property
    def all_fixed(self) -> Array:
        """Yuan of fixed pay over all months, by person; the salary beside the plan is fixed too."""
        fixed = self._by_person(self.fixed)
        return fixed + self.salary.sum(axis=0) if self.plan.salary else fixed

    @cached_property
    def variable_pay(self) -> Array:
        """Yuan of variable pay a month in service, by person."""
        return self.all_variable / np.maximum(self.facts.months_by_person, 1.0)

    @cached_property
    def rising_variable_pay(self) -> Array:
        """The same from the least to the most."""
        return np.sort(self.variable_pay)

    def _by_person(self, lines: Sequence[str]) -> Array:
        total = np.zeros(self.facts.size)
        for line in lines:
            total += self.payouts.line_by_person(line)
        return total

    def people(self, affected: NDArray[np.bool_], of: int | None = None) -> Affected:
        """Those of the people for whom an array by person is true."""
        return affected_of(self.facts, affected, of)
