"""Whether compared plans are sound: the health check of each side by side, and the places where pay
jumps that a variant brings or takes away."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from engine.companies import CompanyPayouts
from engine.comparison.compared_companies import Compared
from engine.comparison.matched_units import phrase
from engine.health import Cliff, Finding, Health, check
from engine.payroll import PayrollSettings
from engine.progress import Progress, no_progress, part
from engine.text import Text

Kind = Literal["gained", "lost", "moved", "higher", "lower", "others", "same"]
KINDS: tuple[Kind, ...] = ("gained", "lost", "moved", "higher", "lower", "others", "same")

NEAR = 0.002
"""Two jumps whose places differ by less than this share are at one place."""
MORE = 0.5
"""Jumps that differ by less, yuan a month, differ by what is rounded to fen, or for nobody."""


@dataclass(frozen=True)
class CheckRow:
    """One check of one unit: the finding about each company, None where it has no such unit."""

    unit: str
    title: Text
    check: str
    label: Text
    findings: tuple[Finding | None, ...]

    @property
    def differs(self) -> bool:
        """Whether the outcomes are not all the same."""
        return len({None if f is None else f.outcome for f in self.findings}) > 1


@dataclass(frozen=True)
class CliffChange:
    """A place where pay jumps under the baseline or a variant: `gained` and `lost` ones are there
    on one side only, `moved` ones are somewhere else than before, `higher` and `lower` ones jump by
    more or less, `others` are told of other people than before."""

    unit: str
    title: Text
    kind: Kind
    before: Cliff | None
    after: Cliff | None

    @property
    def cliff(self) -> Cliff:
        """The place, as it is now where it still is."""
        found = self.after or self.before
        assert found is not None
        return found

    @property
    def whose(self) -> Text:
        """The people it is told of, before and now where that is not the same."""
        if self.before is None or self.before.whose == self.cliff.whose:
            return self.cliff.whose
        return phrase("from_to", before=self.before.whose, after=self.cliff.whose)


@dataclass(frozen=True)
class Soundness:
    """The health check of each company by unit, called as the baseline calls them."""

    compared: Compared
    health: tuple[Mapping[str, Health], ...]

    def rows(self) -> tuple[CheckRow, ...]:
        """Every check of every unit, in the order of the policy."""
        found: list[CheckRow] = []
        for row in self.compared.by_unit:
            each = [own.get(row.unit) for own in self.health]
            first = next(health for health in each if health is not None)
            found += [
                CheckRow(
                    *(row.unit, row.title, finding.check, finding.label),
                    tuple(None if own is None else own[finding.check] for own in each),
                )
                for finding in first.findings
            ]
        return tuple(found)

    def cliffs(self, place: int) -> tuple[CliffChange, ...]:
        """Where pay jumps under the baseline or one of the companies, what has changed first. Of a
        plan that is the same on both sides what differs is told of other people."""
        found: list[CliffChange] = []
        for unit in self.compared.by_unit:
            before, after = (self.health[i].get(unit.unit) for i in (0, place))
            if before is not None and after is not None:
                is_of_people = before.plan == after.plan
                found += [
                    CliffChange(
                        unit.unit, unit.title, _of_people(kind) if is_of_people else kind, *pair
                    )
                    for kind, *pair in _paired(before.cliffs, after.cliffs)
                ]
        return tuple(sorted(found, key=lambda c: (KINDS.index(c.kind), -abs(c.cliff.jump))))


def examine(compared: Compared, progress: Progress = no_progress) -> Soundness:
    """The health check of all units of all companies, each with its own people; gains and losses
    are against the baseline's plan. What a variant leaves as it was is not looked at again."""
    units = [row.unit for row in compared.by_unit]
    all_found: list[dict[str, Health]] = []
    steps = len(units) * len(compared.each)
    for place, payouts in enumerate(compared.each):
        found: dict[str, Health] = {}
        for i, unit in enumerate(units):
            name = compared.unit_of(place, unit)
            if name is None:
                continue
            own, step = payouts.units[name], place * len(units) + i
            base = compared.baseline.units.get(unit)
            against = base.plan if place and base is not None else None
            insured = _insured(compared, payouts, name)
            if (
                base is not None
                and against == own.plan
                and base.facts.key == own.facts.key
                and _insured(compared, compared.baseline, unit) == insured
            ):
                found[unit] = all_found[0][unit]
                continue
            found[unit] = check(
                *(own.plan, own.facts, against, compared.policy, compared.memory),
                progress=part(progress, step / steps, (step + 1) / steps),
                payroll=insured,
            )
        all_found.append(found)
    progress(1.0)
    return Soundness(compared, tuple(all_found))


def _insured(compared: Compared, payouts: CompanyPayouts, unit: str) -> PayrollSettings | None:
    """Where the people of a unit are insured, on the terms on which costs are compared."""
    company = payouts.company
    if compared.payroll is not None:
        company = replace(company, payroll=compared.payroll)
    return company.payroll_of_unit(unit)


def _paired(
    before: Sequence[Cliff], after: Sequence[Cliff]
) -> list[tuple[Kind, Cliff | None, Cliff | None]]:
    """Which place is which: where it was for the same people, then elsewhere for the same people
    and lines, then where it was for others."""
    found: list[tuple[Kind, Cliff | None, Cliff | None]] = []
    old, new = list(before), list(after)
    for is_same in (_is_same, _has_moved, _is_at_one_place):
        for cliff in tuple(old):
            there = [other for other in new if is_same(cliff, other)]
            if there:
                now = there[int(np.argmin([abs(other.x - cliff.x) for other in there]))]
                old.remove(cliff)
                new.remove(now)
                found.append((_kind(cliff, now), cliff, now))
    found += [("lost", cliff, None) for cliff in old]
    return found + [("gained", None, cliff) for cliff in new]


def _kind(before: Cliff, after: Cliff) -> Kind:
    if not _is_at_one_place(before, after):
        return "moved"
    if before.who != after.who:
        return "others"
    more = abs(after.jump) - abs(before.jump)
    if abs(more) < MORE:
        return "same"
    return "higher" if more > 0 else "lower"


def _of_people(kind: Kind) -> Kind:
    return kind if kind == "same" else "others"


def _is_same(one: Cliff, other: Cliff) -> bool:
    return one.who == other.who and _is_at_one_place(one, other)


def _has_moved(one: Cliff, other: Cliff) -> bool:
    same = (one.column, one.who, set(one.lines)) == (other.column, other.who, set(other.lines))
    return same and one.jump * other.jump > 0


def _is_at_one_place(one: Cliff, other: Cliff) -> bool:
    near = abs(one.x - other.x) <= NEAR * max(abs(one.x), abs(other.x))
    return one.column == other.column and near and one.jump * other.jump > 0
