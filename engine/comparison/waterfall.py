"""Why a variant costs more or less: what each of its changes adds, whatever their order.

Each line of each unit is a game of its own among the changes that can move it, so that many changes
can be looked at in all their orders, and only what lies downstream of a change is paid anew.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from engine.companies import (
    Company,
    CompanyFacts,
    CompanyPayouts,
    Unit,
    cost_to_employer,
    evaluate_company,
    needs_amounts,
    paid_before,
)
from engine.comparison.causes import Change, changes_of, plan_with, whole_plans
from engine.comparison.matched_units import matched, part_of, phrase
from engine.comparison.shapley import MOST_EXACT, Fen, all_orders, drawn_orders
from engine.evaluation import Memory, Payouts, evaluate
from engine.payroll import EMPLOYER_CONTRIBUTIONS, SALARY_BESIDE, PayrollSettings
from engine.plan import Edit, Plan, described, diff
from engine.progress import Progress, no_progress
from engine.scenario import Scenario
from engine.text import LANGUAGES, Problem, Refused, Text

PAIRS = 30
"""Pairs of orders that are drawn where there are more changes than can be looked at in all."""
BESIDE_PAY = (SALARY_BESIDE, EMPLOYER_CONTRIBUTIONS)
"""The lines of what the employer pays besides; any change of pay can move them."""
Line = tuple[str, str]
"""Unit and line."""


@dataclass(frozen=True)
class Cause:
    """What one change adds: yuan altogether, `by_line` of the lines of units it moves, and the
    standard error where orders were drawn. `sentences` say what was changed."""

    unit: str
    title: Text
    edits: tuple[Edit, ...]
    sentences: tuple[Text, ...]
    amount: float
    error: float
    by_line: Mapping[Line, float]


@dataclass(frozen=True)
class Waterfall:
    """From what the baseline costs to what the variant costs; the causes add up to the difference
    in whole fen. `is_exact` says that all orders were looked at; else `orders` were drawn."""

    baseline: float
    variant: float
    causes: tuple[Cause, ...]
    is_exact: bool
    orders: int

    @property
    def difference(self) -> float:
        """Yuan that the variant costs more."""
        return (round(self.variant * 100) - round(self.baseline * 100)) / 100


def explain_difference(
    baseline: Company,
    variant: Company,
    facts: CompanyFacts,
    memory: Memory | None = None,
    progress: Progress = no_progress,
    *,
    pairs: int = PAIRS,
    seed: int = 1,
    payroll: PayrollSettings | None = None,
) -> Waterfall:
    """What each change of a variant adds to what the company costs, on the same people; with
    `payroll`, to all that the employer pays.

    Raises Refused where the companies differ in units or management, which are no change of a plan,
    or where an amount is no number.
    """
    if len(matched(baseline, variant)) < max(len(baseline.units), len(variant.units)):
        raise Refused([Problem("compare_other_units", {})])
    if baseline.management != variant.management and len(baseline.units) > 1:
        raise Refused([Problem("compare_other_managers", {})])
    memory = memory if memory is not None else Memory()
    changes = changes_of(baseline, variant)
    while True:
        game = _Game(baseline, variant, facts, changes, memory, payroll)
        try:
            found = game.played(progress, pairs, seed)
        except _Misfit as misfit:
            changes = _together(changes, misfit.unit)
            continue
        if found.variant == game.cost(game.after):
            return found
        changes = whole_plans(baseline, variant)


class _Misfit(Exception):
    """Changes of a unit that do not fit in some order."""

    def __init__(self, unit: str) -> None:
        super().__init__(unit)
        self.unit = unit


@dataclass(frozen=True)
class _LineGame:
    """Some lines of units and the changes that can move them; `value` is what they come to with
    some of the changes."""

    name: str
    players: tuple[int, ...]
    lines: tuple[Line, ...]
    value: Callable[[frozenset[int]], Fen]


class _Game:
    """The changes, the lines that each can move, and what the company pays with some of them."""

    def __init__(
        self,
        baseline: Company,
        variant: Company,
        facts: CompanyFacts,
        changes: Sequence[Change],
        memory: Memory,
        payroll: PayrollSettings | None = None,
    ) -> None:
        self.baseline, self.facts, self.memory, self.payroll = baseline, facts, memory, payroll
        self.changes = changes
        theirs = matched(baseline, variant)
        self.variant = {name: variant.units[theirs[name]].plan for name in baseline.units}
        self.plans: dict[tuple[str, frozenset[int]], Plan] = {}
        self.progress: Progress = no_progress

    @cached_property
    def before(self) -> CompanyPayouts:
        """What the baseline pays."""
        return evaluate_company(
            *(self.baseline, self.facts, self.memory),
            amounts=self.payroll is not None and needs_amounts(self.baseline, self.payroll),
            moving=self.moving,
            progress=self.progress,
        )

    @cached_property
    def last_year(self) -> CompanyPayouts | None:
        """What people were paid before, where contributions go by that."""
        return None if self.payroll is None else paid_before(self.before, self.payroll, self.memory)

    def cost(self, payouts: CompanyPayouts) -> float:
        """Yuan that the company costs with some payouts."""
        if self.payroll is None:
            return payouts.total
        found = cost_to_employer(payouts, self.payroll, self.memory, self.last_year)
        return found.total

    @cached_property
    def after(self) -> CompanyPayouts:
        """What the variant pays."""
        units = {
            name: replace(own, scenario=Scenario(self.variant[name]))
            for name, own in self.baseline.units.items()
        }
        company = replace(self.baseline, units=units)
        return evaluate_company(company, self.facts, self.memory, amounts=False)

    @cached_property
    def moving(self) -> dict[str, tuple[str, ...]]:
        """The figures that are moved, by unit."""
        found: dict[str, tuple[str, ...]] = {}
        for unit in self.baseline.units:
            edits = (e for change in self.changes if change.unit == unit for e in change.edits)
            known = self.baseline.units[unit].plan.parameters
            names = (edit.at[1] for edit in edits if edit.at[0] == "parameters")
            found[unit] = tuple(dict.fromkeys(name for name in names if name in known))
        return found

    # -- which changes move which line ------------------------------------------------------

    def relevant(self, unit: str, names: Collection[str]) -> frozenset[int]:
        """The changes on which columns and lines of a unit can depend."""
        plans = (self.baseline.units[unit].plan, self.variant[unit])
        reached, waiting = set[str](), list(names)
        while waiting:
            name = waiting.pop()
            if name not in reached:
                reached.add(name)
                lines = (plan.lines.get(name) for plan in plans)
                waiting += [r for line in lines if line is not None for r in line.formula.reads]
        found = {
            i
            for i, change in enumerate(self.changes)
            if change.unit == unit
            and (not change.edits or any(edit.at[1] in reached for edit in change.edits))
        }
        for management in self.baseline.management:
            for fill in management.fills if management.unit == unit else ():
                if fill.fact in reached:
                    of = {fill.of, fill.target} if isinstance(fill.target, str) else {fill.of}
                    for below in management.manages:
                        found |= self.relevant(below, of)
        return frozenset(found)

    @cached_property
    def lines(self) -> dict[tuple[str, frozenset[int]], list[str]]:
        """The lines of a unit that the same changes can move, where any can."""
        found: dict[tuple[str, frozenset[int]], list[str]] = {}
        for unit in self.baseline.units:
            for name in self._lines(unit):
                changes = self.relevant(unit, [name])
                if changes:
                    found.setdefault((unit, changes), []).append(name)
        return found

    @cached_property
    def employers(self) -> dict[tuple[str, ...], frozenset[int]]:
        """The units some of whose people are the same, which share the base of contributions, with
        the changes that can move what the employer pays besides in any of them."""
        if self.payroll is None:
            return {}
        groups: list[set[str]] = []
        people = {name: set(own.employees) for name, own in self.facts.units.items()}
        for unit in self.baseline.units:
            near = [group for group in groups if any(people[unit] & people[o] for o in group)]
            groups = [group for group in groups if group not in near]
            groups.append({unit}.union(*near))
        found = {}
        for group in groups:
            units = tuple(unit for unit in self.baseline.units if unit in group)
            changes = frozenset[int]().union(*(self.relevant(u, self._lines(u)) for u in units))
            if changes:
                found[units] = changes
        return found

    def _lines(self, unit: str) -> list[str]:
        """The pay lines of a unit, before and after."""
        plans = (self.baseline.units[unit].plan, self.variant[unit])
        return list(dict.fromkeys(line.id for plan in plans for line in plan.pay_lines))

    # -- what is paid with some of the changes ----------------------------------------------

    def plan(self, unit: str, there: frozenset[int]) -> Plan:
        own = frozenset(i for i in there if self.changes[i].unit == unit)
        if (unit, own) not in self.plans:
            before, after = self.baseline.units[unit].plan, self.variant[unit]
            try:
                self.plans[unit, own] = plan_with(
                    before, after, [self.changes[i] for i in sorted(own)]
                )
            except Refused:
                raise _Misfit(unit) from None
        return self.plans[unit, own]

    def costs(self, units: Sequence[str], there: frozenset[int]) -> CompanyPayouts:
        """What some units are paid with some of the changes, and what the employer pays besides."""
        assert self.payroll is not None
        amounts = needs_amounts(self.baseline, self.payroll)
        paid = {unit: self.paid(unit, there, amounts) for unit in units}
        of = {unit: self.baseline.units[unit] for unit in units}
        company = replace(self.baseline, units=of, management=(), moves=())
        before = self.last_year
        if before is not None:
            before = replace(before, units={unit: before.units[unit] for unit in units})
        payouts = CompanyPayouts(company, part_of(self.facts, units), paid)
        return cost_to_employer(payouts, self.payroll, self.memory, before)

    def paid(self, unit: str, there: frozenset[int], amounts: bool = False) -> Payouts:
        """What a unit is paid with some of the changes, in it or below it."""
        if all(self.changes[i].unit == unit for i in there):
            facts = self.before.units[unit].facts
            moving = self.moving[unit]
            plan = self.plan(unit, there)
            return evaluate(
                plan, facts, self.memory, amounts=amounts, moving=moving, progress=self.progress
            )
        units = self._with_below(unit)
        company = replace(
            self.baseline,
            units={
                name: replace(own, scenario=Scenario(self.plan(name, there)))
                for name, own in self.baseline.units.items()
                if name in units
            },
            management=tuple(m for m in self.baseline.management if m.unit in units),
        )
        facts_of = part_of(self.facts, units)
        moving_of = {name: self.moving[name] for name in units}
        found = evaluate_company(
            company,
            facts_of,
            self.memory,
            amounts=amounts,
            moving=moving_of,
            progress=self.progress,
        )
        return found.units[unit]

    def _with_below(self, unit: str) -> set[str]:
        units, waiting = set[str](), [unit]
        while waiting:
            name = waiting.pop()
            if name not in units:
                units.add(name)
                waiting += [
                    below for m in self.baseline.management if m.unit == name for below in m.manages
                ]
        return units

    # -- the game ---------------------------------------------------------------------------

    def played(self, progress: Progress, pairs: int, seed: int) -> Waterfall:
        games = list(self._games())
        sizes = [len(game.players) for game in games]
        work = sum(1 << n if n <= MOST_EXACT else 2 * pairs * n for n in sizes)
        by_line: list[dict[Line, int]] = [{} for _ in self.changes]
        variance = np.zeros(len(self.changes))
        done = 0

        def hear(share: float) -> None:
            progress(min(done / max(work, 1), 1.0))

        self.progress = hear
        for game in games:

            def value(there: frozenset[int], game: _LineGame = game) -> Fen:
                nonlocal done
                done += 1
                hear(0.0)
                return game.value(frozenset(game.players[i] for i in there))

            if len(game.players) <= MOST_EXACT:
                found = all_orders(len(game.players), value)
            else:
                own_seed = (seed << 32) | zlib.crc32(game.name.encode())
                found = drawn_orders(len(game.players), value, pairs, own_seed)
            for place, i in enumerate(game.players):
                variance[i] += found.error[place] ** 2
                fen = found.fen[place].tolist()
                by_line[i] |= {line: f for line, f in zip(game.lines, fen, strict=True) if f}
        progress(1.0)
        errors = np.sqrt(variance) / 100
        base = round(self.cost(self.before) * 100)
        added = sum(f for of in by_line for f in of.values())
        is_exact = all(size <= MOST_EXACT for size in sizes)
        return Waterfall(
            baseline=base / 100,
            variant=(base + added) / 100,
            causes=tuple(
                self._cause(change, of, float(error))
                for change, of, error in zip(self.changes, by_line, errors, strict=True)
            ),
            is_exact=is_exact,
            orders=0 if is_exact else 2 * pairs,
        )

    def _games(self) -> Iterator[_LineGame]:
        """The lines that the same changes can move, with what they come to with some of these."""
        for (unit, changes), lines in self.lines.items():

            def pay(there: frozenset[int], unit: str = unit, lines: list[str] = lines) -> Fen:
                return _fen(self.paid(unit, there), lines)

            keys = tuple((unit, line) for line in lines)
            yield _LineGame(repr((unit, lines)), tuple(sorted(changes)), keys, pay)
        for units, changes in self.employers.items():

            def besides(there: frozenset[int], units: tuple[str, ...] = units) -> Fen:
                paid = self.costs(units, there).units
                return np.concatenate([_fen(paid[unit], BESIDE_PAY) for unit in units])

            keys = tuple((unit, line) for unit in units for line in BESIDE_PAY)
            yield _LineGame(repr(units), tuple(sorted(changes)), keys, besides)

    def _cause(self, change: Change, of: Mapping[Line, int], error: float) -> Cause:
        unit: Unit = self.baseline.units[change.unit]
        return Cause(
            unit=change.unit,
            title=unit.title,
            edits=change.edits,
            sentences=said(change, unit.plan, self.variant[change.unit]),
            amount=sum(of.values()) / 100,
            error=error,
            by_line={line: fen / 100 for line, fen in of.items()},
        )


def said(change: Change, before: Plan, after: Plan) -> tuple[Text, ...]:
    """What a change is, in sentences."""
    if not change.edits and before.id != after.id:
        return (phrase("other_plan", plan=after.title, instead=before.title),)
    edits = change.edits or diff(before, after)
    spoken = (
        [s for edit in edits for s in described(edit, before, after, language)]
        for language in LANGUAGES
    )
    return tuple(dict(zip(LANGUAGES, both, strict=True)) for both in zip(*spoken, strict=True))


def _fen(payouts: Payouts, lines: Sequence[str]) -> Fen:
    """Fen of some lines, 0 for those that the plan does not have."""
    results = (payouts.lines.get(line) for line in lines)
    return np.array(
        [0 if one is None else round(float(one.by_month.sum())) for one in results], np.int64
    )


def _together(changes: Iterable[Change], unit: str) -> tuple[Change, ...]:
    """The changes with those of a unit as one, as they come in together; as all of its plan where
    they were one already."""
    found: list[Change] = []
    own = [change for change in changes if change.unit == unit]
    edits = sorted((e for c in own for e in c.edits), key=lambda e: e.at)
    merged = Change(unit, tuple(edits) if len(own) > 1 else ())
    for change in changes:
        if change.unit != unit:
            found.append(change)
        elif change is own[0]:
            found.append(merged)
    return tuple(found)
